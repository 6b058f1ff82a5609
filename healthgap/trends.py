"""How a gap has moved between two periods, where its pace would take it, and which side moved.

Pure arithmetic with the intervals that rounding leaves. A projection is a reading, never a fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from healthgap.rounding import Rounded
from healthgap.series import Point

Direction = Literal["narrower", "wider", "unchanged", "unclear"]


@dataclass(frozen=True, slots=True)
class Change:
    """From `first` to `last`: `difference` in the series' unit, `per_cent` of the first value (None if undefined).

    `direction` is what the printed values say; "unclear" where rounding alone could hide the opposite.
    `shared_years` is how many years the two periods have in common.
    """

    first: Point
    last: Point
    difference: Rounded
    per_cent: Rounded | None
    shared_years: int

    @property
    def direction(self) -> Direction:
        if self.sign == 0:
            return "unchanged"
        if self.sign * self.difference.low >= 0 and self.sign * self.difference.high >= 0:
            return "wider" if self.sign > 0 else "narrower"
        return "unclear"

    @property
    def a_year(self) -> float:
        """The difference by year between the middles of both periods."""
        return self.difference.value / (self.last.period.middle - self.first.period.middle)

    @property
    def sign(self) -> Literal[-1, 0, 1]:
        """The direction of the values as printed, rounding aside."""
        value = round(self.difference.value, 9)
        return 0 if value == 0 else 1 if value > 0 else -1


def change(first: Point, last: Point) -> Change:
    """The change between two points of one series. Per cent is of the *gap*, not percentage points."""
    per_cent = None
    if first.value.low > 0 or first.value.high < 0:
        per_cent = (last.value.over(first.value) - Rounded.exact(1)).scaled(100)
    shared = first.period.shared_years(last.period)
    return Change(first, last, last.value - first.value, per_cent, shared)


def projected(first: Point, last: Point, middle: float) -> Rounded | None:
    """The straight line through `first` and `last`, read at the year `middle`.

    Each value stands once in the sum, so the interval is exact for rounding. None where the line would reach more than
    twice as far ahead as the two points are apart, or has no length.
    """
    span = last.period.middle - first.period.middle
    ahead = middle - last.period.middle
    if span <= 0 or ahead > 2 * span:
        return None
    share = ahead / span
    return last.value.scaled(1 + share) - first.value.scaled(share)


def year_reached(first: Point, last: Point, value: float) -> float | None:
    """The year in which the straight line through both points gets down to `value`; None if it never does.

    None as well where that lies more than twice as far ahead as the two points are apart.
    """
    span = last.period.middle - first.period.middle
    fall = first.value.value - last.value.value
    if span <= 0 or fall <= 0:
        return None
    years = (last.value.value - value) / fall * span
    return last.period.middle + years if years <= 2 * span else None


@dataclass(frozen=True, slots=True)
class Drivers:
    """What moved: the change of each side's level, in the indicator's unit and in per cent of where it began."""

    group: Change
    comparator: Change


def drivers(group: tuple[Point, Point], comparator: tuple[Point, Point]) -> Drivers:
    """The changes of both levels between the same two periods. The change of the absolute gap is their difference."""
    return Drivers(change(*group), change(*comparator))
