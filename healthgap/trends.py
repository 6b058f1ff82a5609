"""How a gap has moved between two periods, and whether chance alone could have moved it.

Pure arithmetic. What rounding leaves and what chance leaves are kept apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from healthgap.rounding import Rounded, beyond
from healthgap.sampling import Interval, Sampling, around, correlation, ratio_limits
from healthgap.series import Point

Direction = Literal["narrower", "wider", "unchanged", "unclear"]
Verdict = Literal["narrower", "wider", "in favour", "against", "no clear change"]
"""A gap that is reversed at one end cannot narrow or widen: it moves in the group's favour, or against it."""


@dataclass(frozen=True, slots=True)
class Change:
    """From `first` to `last`: `difference` in the series' unit, `per_cent` of the first value.

    `per_cent` is None where the first value can be zero or either is reversed. `direction` is what the printed values
    say; "unclear" where rounding alone could hide the opposite.
    `difference_limits` are the 95% limits that chance leaves of the difference, None where they are not known, and
    `per_cent_limits` those of `per_cent`, None as well where the first value may itself be zero.
    `shared_years` is how many years the two periods have in common.
    """

    first: Point
    last: Point
    difference: Rounded
    per_cent: Rounded | None
    shared_years: int
    difference_limits: Interval | None = None
    per_cent_limits: Interval | None = None

    @property
    def direction(self) -> Direction:
        if self.sign == 0:
            return "unchanged"
        low, high = (self.sign * beyond(end, 0) for end in (self.difference.low, self.difference.high))
        if low >= 0 and high >= 0:
            return "wider" if self.sign > 0 else "narrower"
        return "unclear"

    @property
    def verdict(self) -> Verdict | None:
        """What can be said with 95% confidence; None where chance is not known, so that only arithmetic is left."""
        if self.difference_limits is None:
            return None
        if self.direction == "unclear" or self.sign == 0 or self.difference_limits.holds(0):
            return "no clear change"
        return _beyond_chance(self.sign, (self.first, self.last))

    @property
    def reversed(self) -> bool:
        """Whether the group was the better off at one end, so that "narrower" and "wider" have no meaning."""
        return _is_reversed((self.first, self.last))

    @property
    def a_year(self) -> float:
        """The difference by year between the middles of both periods."""
        return self.difference.value / (self.last.period.middle - self.first.period.middle)

    @property
    def sign(self) -> Literal[-1, 0, 1]:
        """The direction of the values as printed, rounding aside."""
        value = beyond(self.difference.value, 0)
        return 0 if value == 0 else 1 if value > 0 else -1


def _beyond_chance(slope: float, points: Sequence[Point]) -> Verdict:
    """Which way a gap moved that moved by more than chance; the sign of `slope` is that of the move."""
    if _is_reversed(points):
        return "against" if slope > 0 else "in favour"
    return "wider" if slope > 0 else "narrower"


def _is_reversed(points: Sequence[Point]) -> bool:
    return any(point.value.value < 0 for point in points)


def change(first: Point, last: Point) -> Change:
    """The change between two points of one series. Per cent is of the *gap*, not percentage points.

    Periods that share m of their L years have the correlation m ÷ L (see `healthgap.sampling.correlation`).
    """
    per_cent = None
    if first.value.low > 0 and last.value.value >= 0:
        per_cent = (last.value.over(first.value) - Rounded.exact(1)).scaled(100)
    shared = first.period.shared_years(last.period)
    difference = last.value - first.value
    before, after = first.sampled, last.sampled
    if before is None or after is None:
        return Change(first, last, difference, per_cent, shared)
    together = correlation(first.period, last.period) * before.error * after.error
    variance = before.error**2 + after.error**2 - 2 * together
    limits = around(difference.value, variance)
    in_per_cent = _per_cent_limits(first, last, together) if per_cent else None
    return Change(first, last, difference, per_cent, shared, limits, in_per_cent)


def _per_cent_limits(first: Point, last: Point, covariance: float) -> Interval | None:
    """95% limits of the change in per cent of the first value, by Fieller's theorem."""
    before, after = first.sampled, last.sampled
    if before is None or after is None:
        return None
    found = ratio_limits(first.value.value, last.value.value, before.error**2, after.error**2, covariance)
    return Interval(100 * (found.low - 1), 100 * (found.high - 1)) if found else None


def combined_variance(points: Sequence[Point], weights: Sequence[float]) -> float | None:
    """The variance of the weighted sum of `points`, years that they share allowed for; None where one is not known."""
    errors = [point.sampling.error for point in points if isinstance(point.sampling, Sampling)]
    if len(errors) < len(points):
        return None
    terms = [
        weights[i] * weights[j] * correlation(points[i].period, points[j].period) * errors[i] * errors[j]
        for i in range(len(points))
        for j in range(len(points))
    ]
    return sum(terms)


@dataclass(frozen=True, slots=True)
class TrendTest:
    """The weighted least-squares line through periods that share no year: its yearly `slope` with 95% limits."""

    points: tuple[Point, ...]
    slope: float
    limits: Interval

    @property
    def verdict(self) -> Verdict:
        if self.limits.holds(0):
            return "no clear change"
        return _beyond_chance(self.slope, self.points)


FEWEST_FOR_A_TEST = 3


def trend_test(points: Sequence[Point]) -> TrendTest | None:
    """Whether a gap has a trend, over the periods counted back from the latest that share no year.

    Each weighs 1 ÷ se², and the slope has the variance 1 ÷ Σ w (t − t̄)². None with fewer than three such periods whose
    standard errors are known: pooled periods that overlap are not fed to a test that takes them for independent.
    Source: weighted least squares with known variances; as in OHID's recent trend, which refuses pooled periods.
    """
    apart: list[Point] = []
    for point in reversed(points):
        if point.sampled and not (apart and point.period.shared_years(apart[-1].period)):
            apart.append(point)
    if len(apart) < FEWEST_FOR_A_TEST:
        return None
    ordered = tuple(reversed(apart))
    weights = [1 / point.sampled.error**2 for point in ordered if point.sampled]
    years = [point.period.middle for point in ordered]
    values = [point.value.value for point in ordered]
    total = sum(weights)
    middle = sum(w * t for w, t in zip(weights, years, strict=True)) / total
    spread = sum(w * (t - middle) ** 2 for w, t in zip(weights, years, strict=True))
    slope = sum(w * (t - middle) * y for w, t, y in zip(weights, years, values, strict=True)) / spread
    return TrendTest(ordered, slope, around(slope, 1 / spread))
