"""A Question and the figures held -> the facts of its answer. Computes and looks up; writes no prose.

The same question with the same figures gives the same facts, forever.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from healthgap.answer.beside import compared
from healthgap.answer.certainty import certainty, chance_range, events
from healthgap.answer.checks import Answer
from healthgap.answer.claims import claimed
from healthgap.answer.explained import explained
from healthgap.answer.facts import NotHeld
from healthgap.answer.held import Held
from healthgap.answer.lists import definition, holdings, overview, selection, talk
from healthgap.answer.moves import changed, extremum, projection, target, trend
from healthgap.answer.news import news
from healthgap.answer.paths import required, run, threshold
from healthgap.answer.provenance import sources
from healthgap.answer.rankings import ranking, which_area
from healthgap.answer.slopes import slope
from healthgap.answer.values import value
from healthgap.catalogue import Indicator
from healthgap.question.model import LEVEL_MEASURES, Intent, Question

_PER_SERIES: Mapping[Intent, Callable[[Question, Indicator, str, Held], Sequence[Answer]]] = {
    "value": value,
    "compare": value,
    "trend": trend,
    "change_since": changed,
    "extremum": extremum,
    "target_status": target,
    "projection": projection,
    "explain": explained,
    "certainty": certainty,
    "range": chance_range,
    "events": events,
    "threshold": threshold,
    "check": claimed,
    "required": required,
    "run": run,
    "ranking": ranking,
}

_OVER_ALL: Mapping[Intent, Callable[[Question, Held], Answer]] = {
    "which": selection,
    "overview": overview,
    "list": holdings,
    "definition": definition,
    "source": sources,
    "news": news,
    "help": talk,
    "smalltalk": talk,
}

# What can be asked of a measure that is no series.
_TOLD_OF: Mapping[str, tuple[Intent, ...]] = {
    "share": ("value", "compare", "check"),
    "slope_index": ("value", "compare"),
}


def _is_told(question: Question) -> bool:
    """Whether what is asked can be told of the measure: of one that is no series no change can."""
    of_change = question.claim == "change_since" or (question.intent == "compare" and bool(question.since))
    told = _TOLD_OF.get(question.measure or "")
    return told is None or (question.intent in told and not of_change)


def answer(question: Question, held: Held) -> tuple[Answer, ...]:
    """The facts for each indicator and sex that `question` is about, in the order they were named."""
    if question.intent in _OVER_ALL:
        of_each = question.intent == "source" and not question.amounts and len(question.indicators) > 1
        each = [question.but(indicators=(name,)) for name in question.indicators] if of_each else [question]
        return tuple(_OVER_ALL[question.intent](one, held) for one in each)
    found: list[Answer] = []
    for name in question.indicators or _with_target(question, held):
        indicator = held.catalogue.indicators[name]
        lack = _undeclared(question, indicator, held)
        if lack:
            found.append(lack)
            continue
        compute, asked = _compute(question, indicator), _by_polarity(question, indicator)
        for area in question.areas or (indicator.home,):
            for sex in _sexes(question, indicator):
                found += compute(asked, indicator.seen_in(area), sex, held)
    told = compared(found) if question.intent == "compare" else found
    return tuple(_with_known(fact, held) for fact in told)


def _with_target(question: Question, held: Held) -> tuple[str, ...]:
    """The indicators of all targets, where those are asked about."""
    every = held.catalogue.indicators.values() if question.selection == "all" else ()
    return tuple(one.id for one in every if one.target)


def _with_known(fact: Answer, held: Held) -> Answer:
    """Where no figures are held: with the indicators that have any, and no offer of one that has none."""
    if not isinstance(fact, NotHeld) or fact.lack != "no figures":
        return fact
    having = held.with_figures()
    known = tuple(one for one in held.catalogue.indicators.values() if one.id in having)
    return replace(fact, known=known, nearest=fact.nearest if fact.indicator.id in having else ())


def carried_on(question: Question, facts: Sequence[Answer]) -> Question:
    """The question that a follow-up leans on: without a sex or group that had to be refused."""
    refused = [
        fact for fact in facts if isinstance(fact, NotHeld) and fact.lack in ("sex", "group", "area", "pair")
    ]
    if refused and len(refused) == len(facts) and refused[0].nearest:
        return refused[0].nearest[0]
    return question


def _by_polarity(question: Question, indicator: Indicator) -> Question:
    """ "Better" and "worst" as ways and ends: of a gap a narrower one is better, of a level its polarity says."""
    up_is_better = indicator.polarity == "higher_is_better" and not _about_gap(question)
    good, bad = ("wider", "narrower") if up_is_better else ("narrower", "wider")
    supposed = {"better": good, "worse": bad}.get(question.supposed or "", question.supposed)
    if question.intent != "extremum":
        return question.but(supposed=supposed)
    ends = ("max", "min") if up_is_better else ("min", "max")
    direction = dict(zip(("best", "worst"), ends, strict=True)).get(
        question.direction or "", question.direction
    )
    return question.but(supposed=supposed, direction=direction)


Compute = Callable[[Question, Indicator, str, Held], Sequence[Answer]]
_OF_ONE_SERIES = ("trend", "change_since", "extremum", "threshold", "certainty", "range")


def _compute(question: Question, indicator: Indicator) -> Compute:
    if _of_every_area(question, indicator):
        return ranking
    if question.measure == "slope_index":
        return slope
    since = question.intent == "compare" and question.since
    compute = changed if since else _PER_SERIES[question.intent]
    of_levels = (since or question.intent in _OF_ONE_SERIES) and not _about_gap(question)
    return partial(_of_each_group, compute) if of_levels and len(question.groups) > 1 else compute


def _of_each_group(
    compute: Compute, question: Question, indicator: Indicator, sex: str, held: Held
) -> Sequence[Answer]:
    of_each = (question.but(groups=(group,)) for group in question.groups)
    return [fact for one in of_each for fact in compute(one, indicator, sex, held)]


def _of_every_area(question: Question, indicator: Indicator) -> bool:
    """Whether a gap between areas is asked about, and no area is named."""
    return (
        indicator.between == "areas"
        and _about_gap(question)
        and not question.areas
        and question.intent != "target_status"
    )


def _about_gap(question: Question) -> bool:
    return question.measure not in LEVEL_MEASURES


def _is_pair_of(indicator: Indicator, groups: Sequence[str]) -> bool:
    """Whether the groups named are sides of the gap: both of them, or one of either or everyone."""
    if len(groups) > 1:
        return set(groups) == {indicator.group, indicator.comparator}
    return set(groups) <= {indicator.group, indicator.comparator, indicator.everyone}


def _sexes(question: Question, indicator: Indicator) -> tuple[str, ...]:
    return indicator.sexes if question.sex in (None, "both") else (question.sex or "",)


def _undeclared(question: Question, indicator: Indicator, held: Held) -> NotHeld | None:
    """A sex or group that the indicator is not published for, or a pair of groups that is not its own."""
    sex_held = question.sex is None or question.sex in indicator.sexes
    if not sex_held and not (question.sex == "both" and len(indicator.sexes) > 1):
        return NotHeld("sex", question, indicator, nearest=(question.but(sex=None),))
    for area in question.areas:
        if area not in held.areas(indicator.id):
            return NotHeld("area", question, indicator, nearest=(question.but(areas=()),))
    if _of_every_area(question, indicator) and question.intent not in ("value", "ranking"):
        return which_area(question, indicator, held)
    for group in question.groups:
        if group not in indicator.groups:
            return NotHeld("group", question, indicator, nearest=(question.but(groups=()),))
    if question.measure == "slope_index" and not indicator.ordered:
        return NotHeld("slope", question, indicator, nearest=(question.but(measure=None),))
    if not _is_told(question):
        at_once = question.but(intent="value", since=None, to=None, form=None)
        return NotHeld("measure", question, indicator, nearest=(at_once,))
    if (
        _about_gap(question)
        and not _is_pair_of(indicator, question.groups)
        and question.intent not in ("target_status", "definition")
    ):
        return NotHeld("pair", question, indicator, nearest=(question.but(measure="rate"),))
    return None
