"""Two answers set beside each other: which is larger and by how much, where the units allow it."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.answer.facts import BesideFacts, Facts, GapFacts, NotHeld


def compared(found: Sequence[Facts | NotHeld]) -> list[Facts | NotHeld]:
    """`found`, after what two gaps in it give together; more than two, or changes, speak for themselves."""
    gaps = [fact for fact in found if isinstance(fact, GapFacts) and not fact.series.indexed]
    if len(found) != 2 or len(gaps) != 2:
        return list(found)
    one, other = sorted(gaps, key=lambda fact: fact.point.value.value, reverse=True)
    same_period = one.point.period == other.point.period
    alike = _unit(one) == _unit(other) and same_period
    difference = one.point.value - other.point.value if alike else None
    return [BesideFacts((one.series, one.point), (other.series, other.point), difference), *found]


def _unit(fact: GapFacts) -> tuple[str, str]:
    unit = fact.series.indicator.unit if fact.series.measure == "absolute_gap" else ""
    return fact.series.measure, unit
