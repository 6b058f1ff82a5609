"""Where a gap would be in a later period, by four named readings. Each is arithmetic on the past, never a forecast.

- *since*: the straight line through a chosen period and the latest.
- *least squares*: the straight line nearest to all periods since the first.
- *constant ratio*: the same per cent of the gap every year as between the chosen period and the latest.
- *levels*: the straight line of either side's level on its own, and the gap between the two.

Each carries what rounding leaves, exactly, and what chance leaves where it is known. None reaches further ahead than
twice the time observed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from healthgap.catalogue import Indicator
from healthgap.errors import GapUndefinedError
from healthgap.gaps import gap
from healthgap.period import Period
from healthgap.rounding import Rounded
from healthgap.sampling import (
    Interval,
    Pair,
    Z,
    around,
    correlation,
    of_gap,
)
from healthgap.series import Point, Series
from healthgap.trends import combined_variance

Method = Literal["since", "least squares", "constant ratio", "levels"]

_FEWEST_FOR_A_LINE = 3


@dataclass(frozen=True, slots=True)
class Projection:
    """A series read at a later year by `method`, counted from `first`; `limits` are what chance leaves, if known."""

    method: Method
    first: Point
    value: Rounded
    limits: Interval | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """The levels of both sides at two periods, and the group's `share` of its comparator at the later, if known."""

    group: tuple[Point, Point]
    comparator: tuple[Point, Point]
    share: float | None


def straight_line(first: Point, last: Point, middle: float) -> Projection | None:
    """The straight line through `first` and `last`, read at the year `middle`.

    Each value stands once in the sum, so the interval is exact for rounding. None where the line would reach more than
    twice as far ahead as the two points are apart, or has no length.
    """
    ahead = _ahead(first, last, middle)
    if ahead is None:
        return None
    value = last.value.scaled(1 + ahead) - first.value.scaled(ahead)
    return Projection("since", first, value, _limits(value, (first, last), (-ahead, 1 + ahead)))


def least_squares(points: Sequence[Point], middle: float) -> Projection | None:
    """The least-squares line through `points`, all weighing the same, read at the year `middle`.

    It is a weighted sum of the values, so both intervals are exact. None with fewer than three points or too far ahead.
    """
    if len(points) < _FEWEST_FOR_A_LINE or _ahead(points[0], points[-1], middle) is None:
        return None
    years = [point.period.middle for point in points]
    centre = sum(years) / len(years)
    spread = sum((year - centre) ** 2 for year in years)
    weights = [1 / len(years) + (middle - centre) * (year - centre) / spread for year in years]
    value = Rounded.exact(0)
    for point, weight in zip(points, weights, strict=True):
        value += point.value.scaled(weight)
    return Projection("least squares", points[0], value, _limits(value, points, weights))


def constant_ratio(first: Point, last: Point, middle: float) -> Projection | None:
    """last × (last ÷ first)^k, with k as in the straight line: the same per cent every year.

    None where a gap can be zero, by rounding or by chance, or too far ahead. Limits by the delta method on the log
    scale.
    """
    ahead = _ahead(first, last, middle)
    if ahead is None or _can_be_zero(first) or _can_be_zero(last):
        return None
    value = Rounded(
        last.value.value * (last.value.value / first.value.value) ** ahead,
        last.value.low * (last.value.low / first.value.high) ** ahead,
        last.value.high * (last.value.high / first.value.low) ** ahead,
    )
    return Projection("constant ratio", first, value, _log_limits(first, last, ahead, value.value))


def _can_be_zero(point: Point) -> bool:
    by_chance = point.sampled is not None and point.sampled.interval.low <= 0
    return by_chance or point.value.low <= 0


def levels_apart(sides: Sides, middle: float, indicator: Indicator, measure: str) -> Projection | None:
    """Either side's level on its own straight line, and the gap by `measure` between the two at the year `middle`.

    None too far ahead, or where a level would be at or below zero by then.
    """
    ends = [straight_line(*side, middle) for side in (sides.group, sides.comparator)]
    group, comparator = ends
    if group is None or comparator is None or min(group.value.low, comparator.value.low) <= 0:
        return None
    try:
        value = gap(group.value, comparator.value, measure, indicator.polarity)
    except GapUndefinedError:
        return None
    limits = _limits_of_levels(sides, (group, comparator), value.value, indicator, measure)
    return Projection("levels", sides.group[0], value, limits)


def other_projections(
    series: Series, first: Point, middle: float, sides: Sides | None
) -> tuple[Projection, ...]:
    """The readings at the year `middle` beside the straight line since `first`: all that can be made.

    The least-squares line begins at the first period held; that of the levels needs `sides`.
    """
    if series.latest is None:
        return ()
    found = (
        least_squares(series.points, middle),
        constant_ratio(first, series.latest, middle),
        levels_apart(sides, middle, series.indicator, series.measure) if sides else None,
    )
    return tuple(projection for projection in found if projection)


def first_beyond(first: Point, last: Point, beyond: Callable[[float], bool]) -> Period | None:
    """The first period after `last`, as long, in which the straight line through both points is `beyond` something.

    None where that is further ahead of `last` than twice the two points are apart, or they are not apart.
    """
    span = last.period.middle - first.period.middle
    if span <= 0:
        return None
    a_year = (last.value.value - first.value.value) / span
    for years in range(1, math.floor(2 * span) + 1):
        if beyond(round(last.value.value + a_year * years, 9)):
            return Period(last.period.start + years, last.period.end + years, last.period.financial)
    return None


def _ahead(first: Point, last: Point, middle: float) -> float | None:
    """How far `middle` lies ahead of `last`, in spans from `first` to `last`; None before it or beyond two of them."""
    span = last.period.middle - first.period.middle
    ahead = middle - last.period.middle
    return ahead / span if span > 0 and 0 <= ahead <= 2 * span else None


def _limits(value: Rounded, points: Sequence[Point], weights: Sequence[float]) -> Interval | None:
    variance = combined_variance(points, weights)
    return None if variance is None else around(value.value, variance)


def _log_limits(first: Point, last: Point, ahead: float, value: float) -> Interval | None:
    before, after = first.sampled, last.sampled
    if before is None or after is None:
        return None
    shares = (-ahead * before.error / first.value.value, (1 + ahead) * after.error / last.value.value)
    together = correlation(first.period, last.period)
    variance = shares[0] ** 2 + shares[1] ** 2 + 2 * together * shares[0] * shares[1]
    width = math.exp(Z * math.sqrt(max(variance, 0.0)))
    return Interval(value / width, value * width)


def _limits_of_levels(
    sides: Sides, ends: tuple[Projection, Projection], value: float, indicator: Indicator, measure: str
) -> Interval | None:
    """As for a gap between two levels, with the variances that the two lines have at that year."""
    group, comparator = ends
    unknown = indicator.comparator_contains_group and sides.share is None
    if group.limits is None or comparator.limits is None or unknown:
        return None
    varies, beside = (((end.high - end.low) / (2 * Z)) ** 2 for end in (group.limits, comparator.limits))
    share = sides.share if indicator.comparator_contains_group and sides.share else 0.0
    pair = Pair(
        group.value.value, comparator.value.value, varies, beside, share * varies, "limits", sides.share
    )
    found = of_gap(value, pair, measure, indicator.polarity)
    return None if isinstance(found, str) else found.interval
