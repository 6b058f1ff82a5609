"""What each kind of question takes from its clause beyond what every question takes: the other half of `rules`."""

from __future__ import annotations

import re
from collections.abc import Callable

from healthgap.question.asked.statements import claims_change
from healthgap.question.model import GAP_MEASURES, LEVEL_MEASURES, Amount, Question, When
from healthgap.question.named.clause import Clause
from healthgap.question.named.movements import (
    each_time,
    ever_beyond,
    improved,
    improved_most,
    lately,
    moved_further,
    sides_compared,
    takes_for_granted,
    way_said,
)


def with_terms(clause: Clause, question: Question) -> Question:
    terms = list(clause.terms) or [measure for measure in clause.measures if measure != "rate"]
    if clause.indicators and not clause.said("method") and not clause.measures and not clause.groups:
        terms = [term for term in terms if term not in ("gap",)]
        return question.but(terms=tuple(terms), measure=None)
    if clause.groups and not clause.indicators:
        terms = [*clause.groups, *(term for term in terms if term not in ("gap", "target"))]
    return question.but(terms=tuple(dict.fromkeys(terms)), measure=None, groups=())


def of_its_meaning(clause: Clause, question: Question) -> Question:
    return Question("definition", terms=tuple(dict.fromkeys(clause.bare_terms)))


def with_selection(clause: Clause, question: Question) -> Question:
    selection = next((name for name, selects in _SELECTED_BY if selects(clause)), None)
    counted = (When("baseline"), When("previous"))  # which is what selections count from
    since = None if question.since in counted else question.since
    return question.but(selection=selection, measure=None, since=since, at=(), by=None)


def _most(clause: Clause) -> bool:
    return clause.hinted("most", "max", "min")


def _most_narrowed(clause: Clause) -> bool:
    failing = clause.said("off_track", "missed", "not_narrowed", "widen")
    return not failing and ((clause.said("narrow") and _most(clause)) or improved_most(clause))


def _unmet(clause: Clause) -> bool:
    return any("missed" in cues and _NOT_MET.search(words) for words, cues in clause.cues)


_BEHIND_A_TARGET = re.compile(r"\btargets?\b.*\bbehind\b")
_NOT_MET = re.compile(r"\bnot\b|\bunmet\b")
_SELECTED_BY: tuple[tuple[str, Callable[[Clause], bool]], ...] = (
    ("no_target", lambda s: s.said("no_target")),
    ("off_track", lambda s: _BEHIND_A_TARGET.search(" ".join(words for words, _ in s.cues)) is not None),
    ("narrowed_most", _most_narrowed),
    ("widened_most", lambda s: s.said("widen") and _most(s) and not s.said("off_track", "missed")),
    ("not_narrowed", lambda s: s.said("not_narrowed")),
    (
        "not_met",
        lambda s: s.said("missed") and not s.said("future") and _unmet(s),
    ),
    ("furthest", lambda s: s.said("off_track") and _most(s)),
    ("off_track", lambda s: s.said("off_track", "missed")),
    ("undecided", lambda s: s.said("undecided")),
    ("closest", lambda s: s.said("target", "met") and s.said("min")),
    ("furthest", lambda s: s.said("target", "met") and _most(s)),
    ("on_track", lambda s: s.said("met") and s.said("future", "on_track")),
    ("met", lambda s: s.said("met")),
    ("narrowed_lately", lambda s: s.said("narrow") and lately(s)),
    ("widened_lately", lambda s: s.said("widen") and lately(s)),
    ("narrowed", lambda s: s.said("narrow") or (improved(s) and not s.said("min"))),
    ("widened", lambda s: s.said("widen")),
    ("on_track", lambda s: s.hinted("on_track")),
)


def as_gap(clause: Clause, question: Question) -> Question:
    relative = any("percent" in words for words, _ in clause.cues) or "percent" in clause.general
    relative = relative or any(said.amount.unit == "%" for said in clause.said_amounts)
    gap = "relative_gap" if relative else None
    kept = question.measure if question.measure in GAP_MEASURES else gap
    return question.but(measure=kept, groups=())


def with_direction(clause: Clause, question: Question) -> Question:
    ends = (
        ("worst", "best")
        if all(map(_VALUED.search, clause.words_of("max", "min", "narrow", "widen")))
        else ("max", "min")
    )
    direction = ends[0] if clause.hinted("max") or clause.said("widen") else ends[1]
    return question.but(direction=direction, selection="beyond" if ever_beyond(clause) else None)


_VALUED = re.compile(r"\b(?:worst|best|worse|better)\b")


def from_the_start(clause: Clause, question: Question) -> Question:
    """A change needs two ends: from the baseline to the latest unless said otherwise."""
    at = question.at
    if len(at) == 2 and question.since is None:
        first, second = _in_order(*at)
        return question.but(since=first, to=second, at=())
    if len(at) == 1 and question.since is not None and question.to is None and at[0].kind == "period":
        since, to = _in_order(question.since, at[0])
        return question.but(since=since, to=to, at=())
    if question.since is None:
        is_level = question.measure in LEVEL_MEASURES
        return question.but(since=When("first" if is_level else "baseline"))
    return question


def _in_order(one: When, other: When) -> list[When]:
    """The earlier first; what is no period of years, as the baseline, before any that is."""
    return sorted((one, other), key=lambda when: (when.end or 0, when.start or 0))


def due(clause: Clause, question: Question) -> Question:
    of_target = clause.said("target", "met", "missed", "on_track", "off_track", "closed")
    question = question.but(supposed=None if of_target else way_said(clause))
    if question.measure == "count":
        question = question.but(measure=None)  # "the target for infant deaths"
    if question.at and question.by is None:
        return question.but(by=question.at[0], at=())
    return question


def of_every_target(clause: Clause, question: Question) -> Question:
    return question.but(selection="all")


def where_from(clause: Clause, question: Question) -> Question:
    coming = clause.said("next_release") or any(when.kind == "next" for when in clause.at)
    wanted = "next" if coming else "published" if clause.hinted("published") else None
    amounts = tuple(said.amount for said in clause.said_amounts)
    dated = ("period",) if amounts else ("period", "baseline")
    at = tuple(when for when in question.at if when.kind in dated)
    measure = None if amounts else question.measure
    return question.but(measure=measure, selection=wanted, at=at, amounts=amounts)


def supposing(clause: Clause, question: Question) -> Question:
    amounts = tuple(said.amount for said in clause.said_amounts if said.verb)
    question = _of_group(clause, question) if amounts else question
    return question.but(supposed=takes_for_granted(clause) or _up_or_down(clause), amounts=amounts)


def _up_or_down(clause: Clause) -> str | None:
    """Which way a level is said to have moved in plain words; "worse" is up or down by what it measures."""
    ways = [words for words, cues in clause.cues if cues & {"narrow", "widen"}]
    return way_said(clause) if ways and all(map(_UP_OR_DOWN.match, ways)) else None


_UP_OR_DOWN = re.compile(
    r"ris|rose|fall|fell|drop|climb|increas|decreas|(?:go|went|gone|going|came|come|coming) (?:up|down)"
)


def changed(clause: Clause, question: Question) -> Question:
    moving = clause.since is None and any(words.endswith("ing") for words, _ in clause.cues)
    supposed = None if moving else takes_for_granted(clause)  # "how fast is it falling?" may mean of late
    return from_the_start(clause, question).but(supposed=supposed)


def set_beside(clause: Clause, question: Question) -> Question:
    """ "Which narrowed more?" compares changes, "which is wider?" sizes."""
    moved = moved_further(clause) and not question.at
    start = When("previous") if lately(clause) else When("baseline")
    of_groups = question.measure is None and len(question.groups) > 1
    measure = "rate" if of_groups else question.measure
    return question.but(since=question.since or start, measure=measure) if moved else question


def heading(clause: Clause, question: Question) -> Question:
    """ "Is it narrowing?" takes one way for granted only as a question to be answered with yes or no."""
    of_several = len(question.indicators) > 1 or question.sex == "both"
    told = clause.hinted("stating") or clause.to is not None or each_time(clause)  # “it rose until 2003-05”
    if clause.hinted("asking") or not told or of_several:
        return question
    steps = "each" if each_time(clause) else "any" if clause.hinted("at_all") else None
    supposed = takes_for_granted(clause) or (_up_or_down(clause) if steps else None)
    return question.but(supposed=supposed, selection=steps if supposed else None)


def named_amounts(clause: Clause, question: Question) -> Question:
    amounts = tuple(said.amount for said in clause.said_amounts)
    return (question if any(amount.unit for amount in amounts) else _of_level(clause, question)).but(
        amounts=amounts
    )


def beyond_a_line(clause: Clause, question: Question) -> Question:
    """ "Has it been below 18% since 2001-03?" asks of every period, “was it ever below 18%?” of any."""
    throughout = clause.since is not None and clause.hinted("stating") and not clause.hinted(*_SOMETIME)
    return named_amounts(clause, question).but(selection="each" if throughout else None)


_SOMETIME = ("ever", "at_all", "when", "run", "periods", "which", "list")


def ahead(clause: Clause, question: Question) -> Question:
    """A level that is still to come; a gap that closes is none at all."""
    amounts = tuple(said.amount for said in clause.said_amounts) or (Amount(0.0, bound="at_most"),)
    if clause.said_amounts and not amounts[0].unit:
        question = _of_level(clause, question)
    return question.but(amounts=amounts, selection="ahead")


def claimed(clause: Clause, question: Question) -> Question:
    """The question that the claimed amounts should answer: of a change, a target, or levels."""
    question = named_amounts(clause, question).but(supposed=way_said(clause))
    if clause.said("target"):
        of_what = _cut_or_level(clause)
        return question.but(claim="target_status", at=(), measure=None, groups=(), selection=of_what)
    if claims_change(clause):
        question = _of_group(clause, question).but(claim="change_since")
        return from_the_start(clause, question) if question.since else question
    if sides_compared(clause):
        question = as_gap(clause, question)
        in_units = bool(clause.units) and not clause.said_amounts[0].amount.unit
        question = question.but(measure="absolute_gap") if in_units else question
    elif _is_a_share(clause) and question.amounts[0].unit == "%" and "gap" not in clause.measures:
        question = question.but(measure="share")
    else:
        question = _of_group(clause, question)
    if 0 < len(question.at) < len(question.amounts):
        question = question.but(at=(*question.at, When("latest")))
    return question.but(claim="value")


def _is_a_share(clause: Clause) -> bool:
    """ "43% of infant deaths are in routine and manual", or of deaths, where only these have such a group."""
    return _counts(clause) or ("deaths" in clause.general and bool(clause.groups))


def _counts(clause: Clause) -> bool:
    """Whether deaths are counted, by the thread where nothing else is named."""
    return clause.counted or (clause.thread_measure == "count" and not (clause.indicators or clause.measures))


def _cut_or_level(clause: Clause) -> str | None:
    """Whether a number is claimed to be what the target takes off a gap, “by 10%”, or the gap it leaves, “to 11.7%”."""
    said = clause.said_amounts[0]
    if said.role == "by":
        return "cut"
    of_gap = said.role == "of" and "gap" in clause.measures and not clause.said("narrow")
    return "level" if said.role == "to" or of_gap else None


def _of_level(clause: Clause, question: Question) -> Question:
    """ "When was infant mortality below 5?" speaks of no gap, and 5 is no percentage; a baseline is that of a gap."""
    named = (clause.indicators or clause.groups) and When("baseline") not in clause.at
    return (
        question.but(measure="rate")
        if named and not clause.measures and question.measure is None
        else question
    )


def _of_group(clause: Clause, question: Question) -> Question:
    """ "Infant mortality in routine and manual" by itself is the rate of that group, where so much is claimed."""
    alone = question.measure is None and len(question.groups) == 1 and not clause.measures
    return question.but(measure="rate") if alone else question


def of_the_way(clause: Clause, question: Question) -> Question:
    return question.but(selection="way", measure=None, groups=())


def required(clause: Clause, question: Question) -> Question:
    if question.measure == "rate":
        return question.but(at=(), by=None)
    return question.but(at=(), by=None, measure=None, groups=())


def since_when(clause: Clause, question: Question) -> Question:
    return question.but(supposed=takes_for_granted(clause))


def of_level(clause: Clause, question: Question) -> Question:
    """ "The range of infant mortality in all births": of their rate."""
    named = question.groups and not clause.measures and question.measure is None
    return question.but(measure="rate") if named else question


def by_group(clause: Clause, question: Question) -> Question:
    """Every group, the one that is asked about first."""
    return question.but(direction="max" if clause.said("max") else "min" if clause.said("min") else None)


def ranked(clause: Clause, question: Question) -> Question:
    return question.but(selection="widest" if clause.said("max") else "narrowest", measure=None)


def talked(clause: Clause, question: Question) -> Question:
    wanted = next((cue for cue in ("abuse", "thanks") if clause.hinted(cue)), None)
    return question.but(selection=wanted, groups=())


def told(clause: Clause, question: Question) -> Question:
    wanted = "revised" if clause.said("revised") else None
    return question.but(measure=None, selection=wanted)


def periods_wanted(clause: Clause, question: Question) -> Question:
    return question.but(terms=("periods",) if clause.said("periods") else (), groups=())


def of_the_gap(clause: Clause, question: Question) -> Question:
    """ "Is it narrowing because the one improved or the other got worse?" takes its own way for granted, no side's."""
    measure = question.measure if question.measure in GAP_MEASURES else None
    question = question.but(measure=measure, groups=(), selection="sides")
    because = next((i for i, (_, cues) in enumerate(clause.cues) if "cause" in cues), len(clause.cues))
    named = [
        way
        for way, cue, stem in (
            ("narrower", "narrow", "narrow"),
            ("narrower", "closed", ""),
            ("wider", "widen", "wide"),
        )
        for words, cues in clause.cues[:because]
        if cue in cues and (because < len(clause.cues) or words.startswith(stem))
    ]
    return question.but(supposed=named[0] if len({*named}) == 1 else _one_way(clause))


def _one_way(clause: Clause) -> str | None:
    return None if clause.said("narrow") and clause.said("widen") else takes_for_granted(clause)


def over_all(clause: Clause, question: Question) -> Question:
    """ "All targets" are no people."""
    return question.but(groups=())


def as_levels(clause: Clause, question: Question) -> Question:
    return question.but(measure="rate")


def as_number(clause: Clause, question: Question) -> Question:
    return question.but(measure="count")


def events_of(clause: Clause, question: Question) -> Question:
    """ "… if they had the same rate as everyone": whom the gap is held against is no group of its own."""
    return question.but(measure=None, groups=tuple(one for one in question.groups if one in clause.groups))


def end_first(clause: Clause, question: Question) -> Question:
    """Which end of the order of areas is asked about; which one is the worst, the indicator says."""
    question = question.but(groups=())  # “which area in England”
    if clause.said("worst", "best"):
        return question.but(direction="worst" if clause.said("worst") else "best")
    return question.but(direction="min" if clause.hinted("min", "narrow") else "max")
