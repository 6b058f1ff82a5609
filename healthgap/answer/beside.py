"""Two answers set beside each other: which is larger, or moved further, and by how much where the units allow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from healthgap.answer.checks import Answer, BesideFacts, LevelsBesideFacts, MovedBesideFacts
from healthgap.answer.facts import ChangeFacts, GapFacts, LevelFacts
from healthgap.trends import change


def compared(found: Sequence[Answer]) -> Sequence[Answer]:
    """`found`, after what two gaps or two changes in it give together; more than two speak for themselves."""
    match list(found):
        case [GapFacts() as one, GapFacts() as other] if not (one.series.indexed or other.series.indexed):
            return [_sizes(one, other), *found]
        case [GapFacts() as one, GapFacts() as other] if one.series.indexed and other.series.indexed:
            moved = _further_first(_since_baseline(one), _since_baseline(other))
            return [*(replace(fact, of_sizes=True) for fact in moved), *found]
        case [ChangeFacts() as one, ChangeFacts() as other]:
            return [*_further_first(one, other), *found]
        case [LevelFacts() as one, LevelFacts() as other] if _alike(one, other):
            return [_levels(one, other), *found]
    return list(found)


def _further_first(one: ChangeFacts, other: ChangeFacts) -> list[MovedBesideFacts]:
    if not (_further(one) and _further(other)):
        return []
    first, second = sorted((one, other), key=_further, reverse=True)
    return [MovedBesideFacts(first, second, first is one and _further(one) != _further(other))]


def _since_baseline(fact: GapFacts) -> ChangeFacts:
    """The change that an indexed gap, whose size is not held, is known by."""
    series, point = fact.series, fact.point
    printed = series.changes.get(point.period)
    return ChangeFacts(
        series, change(series.points[0], point), printed.rounded if printed else None, point, None
    )


def _sizes(one: GapFacts, other: GapFacts) -> BesideFacts:
    first, second = sorted((one, other), key=lambda fact: fact.point.value.value, reverse=True)
    alike = _unit(first) == _unit(second) and first.point.period == second.point.period
    difference = first.point.value - second.point.value if alike else None
    return BesideFacts((first.series, first.point), (second.series, second.point), difference)


def _alike(one: LevelFacts, other: LevelFacts) -> bool:
    """Whether two levels differ in their group, area, sex or period only."""
    return (one.series.indicator.id, one.series.measure) == (other.series.indicator.id, other.series.measure)


def _levels(one: LevelFacts, other: LevelFacts) -> LevelsBesideFacts:
    first, second = sorted((one, other), key=lambda fact: fact.point.value.value, reverse=True)
    together = first.point.period == second.point.period
    difference = first.point.value - second.point.value if together else None
    return LevelsBesideFacts((first.series, first.point), (second.series, second.point), difference)


def _unit(fact: GapFacts) -> tuple[str, str]:
    unit = fact.series.indicator.unit if fact.series.measure == "absolute_gap" else ""
    return fact.series.measure, unit


def _further(fact: ChangeFacts) -> float:
    """How far the gap moved, either way, in per cent of itself as published or else computed; 0 where it is unknown."""
    moved = fact.printed or fact.change.per_cent
    return abs(moved.value) if moved else 0.0
