"""Answers over everything held: which gaps, the overview, what there is, what words mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from healthgap.answer.checks import Unranked
from healthgap.answer.facts import Standing
from healthgap.answer.held import Held, standing, target_series
from healthgap.answer.overviews import (
    AcrossAreas,
    DefinitionFacts,
    ListFacts,
    OverviewFacts,
    SelectionFacts,
    TalkFacts,
)
from healthgap.answer.rankings import across_areas, widest
from healthgap.catalogue import Group, Indicator, Term
from healthgap.question.model import Question
from healthgap.series import Series
from healthgap.trends import Change


def _from_start(standing: Standing) -> float:
    """Per cent by which the gap is wider than at the baseline; 0 where there is no such change."""
    moved = standing.since_baseline
    return moved.per_cent.value if moved and moved.per_cent else 0.0


def _sign(moved: Change | None) -> int:
    return moved.sign if moved else 0


_SELECT: Mapping[str, Callable[[Standing], bool]] = {
    "narrowed": lambda s: _sign(s.since_baseline) < 0,
    "widened": lambda s: _sign(s.since_baseline) > 0,
    "not_narrowed": lambda s: s.since_baseline is not None and _sign(s.since_baseline) >= 0,
    "narrowed_lately": lambda s: _sign(s.last) < 0,
    "widened_lately": lambda s: _sign(s.last) > 0,
    "narrowed_most": lambda s: _sign(s.since_baseline) < 0,
    "widened_most": lambda s: _sign(s.since_baseline) > 0,
    "on_track": lambda s: s.assessment.status in ("met", "on track"),
    "off_track": lambda s: s.assessment.status not in ("met", "on track"),
    "met": lambda s: s.assessment.status == "met",
    "not_met": lambda s: s.assessment.status != "met" and s.series.indicator.target is not None,
    "undecided": lambda s: s.assessment.status == "too close to call",
    "no_target": lambda s: s.series.indicator.target is None,
    "furthest": lambda s: s.assessment.status not in ("met", "not assessable"),
    "closest": lambda s: s.assessment.status not in ("met", "not assessable"),
}


_LATELY = ("narrowed_lately", "widened_lately")
_BY_TARGET = ("on_track", "off_track", "met", "not_met", "undecided", "furthest", "closest")


def _of_targets(held: Held) -> list[Standing]:
    """Where what each target is set on stands, be it the headline gap or another; the headline gap without a target."""
    found = [
        standing(target_series(indicator, sex, held) or held.gap(indicator, sex), held.as_of)
        for indicator in held.catalogue.indicators.values()
        for sex in indicator.sexes
    ]
    return [one for one in found if one]


def standings(held: Held) -> list[Standing]:
    """Where the headline gap of every indicator and sex stands, in the catalogue's order."""
    found = [
        standing(held.gap(indicator, sex), held.as_of)
        for indicator in held.catalogue.indicators.values()
        for sex in indicator.sexes
    ]
    return [one for one in found if one]


def _from_target(standing: Standing) -> float:
    """How far the gap is from what its target requires, in per cent of the baseline's gap, so that units compare."""
    distance, baseline = standing.assessment.distance, standing.series.baseline
    return 100 * distance.value / baseline.value.value if distance and baseline else 0.0


def selection(question: Question, held: Held) -> SelectionFacts | Unranked:
    """The gaps selected, furthest moved first. A baseline is what change is counted from."""
    chosen_by = question.selection or "narrowed"
    if chosen_by in ("widest", "narrowest"):
        return _unranked(chosen_by, held)
    stand = _of_targets if chosen_by in _BY_TARGET else standings
    every = sorted(
        stand(held),
        key=_from_target if chosen_by in ("furthest", "closest") else _from_start,
        reverse=chosen_by in ("widened", "widened_most", "furthest"),
    )
    known = [one for one in every if chosen_by not in _LATELY or _follows_the_last(one)]
    chosen = tuple(one for one in known if _SELECT[chosen_by](one))
    rest = tuple(one for one in known if one not in chosen)
    monitored = _monitored(held) if chosen_by == "no_target" else ()
    return SelectionFacts(chosen_by, chosen, rest, monitored, tuple(one for one in every if one not in known))


def _follows_the_last(standing: Standing) -> bool:
    """Whether the period before the latest is held, and not only an earlier one."""
    last = standing.last
    return last is not None and last.last.period.goes_on_from(last.first.period)


def _monitored(held: Held) -> tuple[tuple[Indicator, str], ...]:
    """The groups that are published beside a gap that has a target."""
    targeted = [one for one in held.catalogue.indicators.values() if one.target]
    return tuple(
        (one, held.catalogue.groups[group].title)
        for one in targeted
        for group in one.monitored
        if any(held.level(one, sex, group).points for sex in one.sexes)
    )


def _unranked(chosen_by: str, held: Held) -> Unranked:
    fair = ("furthest", "widened_most") if chosen_by == "widest" else ("closest", "narrowed_most")
    nearest = tuple(Question("which", selection=selection) for selection in fair)
    return Unranked(tuple(one.series for one in standings(held)), nearest)


def overview(question: Question, held: Held) -> OverviewFacts:
    every = [(indicator, sex) for indicator in held.catalogue.indicators.values() for sex in indicator.sexes]
    orders = [order for indicator, sex in every for order in widest(indicator, sex, held)]
    return OverviewFacts(tuple(standings(held)), tuple(orders))


def holdings(question: Question, held: Held) -> ListFacts:
    """Each indicator's headline series, those without figures included."""
    names = question.indicators or tuple(held.catalogue.indicators)
    chosen = [held.catalogue.indicators[name] for name in names]
    series = tuple(_all_held(indicator, sex, held) for indicator in chosen for sex in indicator.sexes)
    levels = [one for indicator in chosen if indicator.between != "areas" for one in _levels(indicator, held)]
    return ListFacts(series, tuple(levels), "periods" in question.terms)


def _levels(indicator: Indicator, held: Held) -> list[Series]:
    """The levels and counts held, of each group and sex."""
    found = [
        look_up(indicator, sex, group)
        for sex in indicator.sexes
        for look_up in (held.level, held.count)
        for group in indicator.published_groups
    ]
    return [one for one in found if one.points]


def _all_held(indicator: Indicator, sex: str, held: Held) -> Series | AcrossAreas:
    return across_areas(indicator, sex, held) if indicator.between == "areas" else held.gap(indicator, sex)


def definition(question: Question, held: Held) -> DefinitionFacts:
    """What the words asked about mean; of an indicator where no word was singled out."""
    catalogue = held.catalogue
    entries: list[Indicator | Group | Term] = []
    for term in question.terms:
        entry = catalogue.groups.get(term) or catalogue.terms.get(term)
        if entry:
            entries.append(entry)
    about = [catalogue.indicators[name] for name in question.indicators]
    if not entries or "gap" in question.terms:
        entries[:0] = about
    return DefinitionFacts(tuple(entries), about[0] if about else None)


def talk(question: Question, held: Held) -> TalkFacts:
    return TalkFacts(
        "help" if question.intent == "help" else "smalltalk",
        tuple(held.catalogue.indicators.values()),
        question.selection,
    )
