"""Two answers set beside each other: which is larger, or moved further, and by how much where the units allow it."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.answer.checks import Answer, BesideFacts, MovedBesideFacts
from healthgap.answer.facts import ChangeFacts, GapFacts


def compared(found: Sequence[Answer]) -> Sequence[Answer]:
    """`found`, after what two gaps or two changes in it give together; more than two speak for themselves."""
    match list(found):
        case [GapFacts() as one, GapFacts() as other] if not (one.series.indexed or other.series.indexed):
            return [_sizes(one, other), *found]
        case [ChangeFacts() as one, ChangeFacts() as other] if _further(one) and _further(other):
            first, second = sorted((one, other), key=_further, reverse=True)
            return [MovedBesideFacts(first, second), *found]
    return list(found)


def _sizes(one: GapFacts, other: GapFacts) -> BesideFacts:
    first, second = sorted((one, other), key=lambda fact: fact.point.value.value, reverse=True)
    alike = _unit(first) == _unit(second) and first.point.period == second.point.period
    difference = first.point.value - second.point.value if alike else None
    return BesideFacts((first.series, first.point), (second.series, second.point), difference)


def _unit(fact: GapFacts) -> tuple[str, str]:
    unit = fact.series.indicator.unit if fact.series.measure == "absolute_gap" else ""
    return fact.series.measure, unit


def _further(fact: ChangeFacts) -> float:
    """How far the gap moved, either way, in per cent of itself as published or else computed; 0 where it is unknown."""
    moved = fact.printed or fact.change.per_cent
    return abs(moved.value) if moved else 0.0
