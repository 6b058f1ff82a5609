"""Control limits of funnel plots, and which areas lie outside them, as OHID draws them.

Each statistic has an average that areas are held against: of a proportion or rate that of all areas, of a
ratio 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from healthgap.measures.arrays import Array
from healthgap.measures.grouping import Grouping, numbers
from healthgap.measures.limits import FEWEST_FOR_BYAR, exact_tail_limits, poisson_limits, z_value

FunnelStatistic = Literal["proportion", "ratio", "rate"]
RateType = Literal["crude", "dsr"]
RatioType = Literal["isr", "count"]

POINTS = 100
TAILS = (0.025, 0.001)  # each side of the inner (2 sigma) and outer (3 sigma) limits

NOT_APPLICABLE = "Not applicable for events less than 10 for dsrs"


@dataclass(frozen=True, slots=True)
class FunnelLimits:
    """The lines of a funnel plot at each `x`: people for a proportion, events for a ratio or a rate.

    100 points, or 100 for each label of `groups`: (points, labels), with a baseline a label.
    """

    x: Array
    lower_2s: Array
    upper_2s: Array
    lower_3s: Array
    upper_3s: Array
    baseline: Array
    groups: NDArray[Any] | None


@dataclass(frozen=True, slots=True)
class FunnelPoints:
    """Where each area stands on a funnel plot of rates: rate and people in a year. NaN for no point."""

    rate: Array
    denominator: Array


def funnel_limits(
    count: ArrayLike,
    denominator: ArrayLike | None = None,
    *,
    statistic: FunnelStatistic,
    rate: ArrayLike | None = None,
    rate_type: RateType = "crude",
    ratio_type: RatioType = "isr",
    multiplier: float | None = None,
    years: int = 1,
    by: ArrayLike | None = None,
) -> FunnelLimits:
    """Limits at 100 points of x for areas with these events and people (or expected events, or rates).

    `by` labels areas that belong on one plot. `multiplier` is the unit of proportions and rates, 100 unless
    given; of ratios, an `isr` is times 100 and a `count` less 1. A rate may come without `denominator`, which
    then follows from count and rate; with no events it cannot. Raises ValueError for missing or impossible
    numbers.
    """
    unit = 100 if multiplier is None or statistic == "ratio" else multiplier
    x, n = _counts_and_people(count, denominator, statistic, rate, rate_type, unit)
    grouping = Grouping(by, x.size)
    average = _averages(x, n, statistic, grouping)
    at = _points(n, average, statistic, years, grouping)
    if statistic == "proportion":
        error = np.sqrt(average * (1 - average) / at)
        halves = [z_value(1 - 2 * tail) * error for tail in TAILS]
        lines = [np.clip(average + side * half, 0, 1) for half in halves for side in (-1, 1)]
    else:
        exact = [exact_tail_limits(at, tail) for tail in TAILS]
        lines = [average * at / expected for limits in exact for expected in (limits.upper, limits.lower)]
    if statistic == "ratio" and ratio_type == "count":
        unit, lines, average = 1, [line - 1 for line in lines], np.zeros_like(average)
    columns = [at, *(unit * line for line in lines), unit * average]
    x, lower_2s, upper_2s, lower_3s, upper_3s, baseline = (
        column[..., 0] if by is None else column for column in columns
    )
    return FunnelLimits(x, lower_2s, upper_2s, lower_3s, upper_3s, baseline, grouping.names())


def funnel_significance(
    count: ArrayLike,
    denominator: ArrayLike | None = None,
    *,
    statistic: FunnelStatistic,
    rate: ArrayLike | None = None,
    rate_type: RateType = "crude",
    multiplier: float | None = None,
    by: ArrayLike | None = None,
) -> NDArray[Any]:
    """For each area "High (0.001)", "High (0.025)", "Low (0.001)", "Low (0.025)" or "Not significant".

    Arguments as for `funnel_limits`. Counts below 10 are judged by exact limits, others by Byar's; a directly
    standardised rate of fewer than 10 events is not judged.
    """
    unit = 100 if multiplier is None else multiplier
    x, n = _counts_and_people(count, denominator, statistic, rate, rate_type, unit)
    grouping = Grouping(by, x.size)
    average = _averages(x, n, statistic, grouping)[grouping.index]
    judged = np.full(x.shape, "Not significant", dtype=object)
    for tail in TAILS:
        below, above = _outside(x, n, average, tail, statistic)
        judged[below], judged[above] = f"Low ({tail})", f"High ({tail})"
    if statistic == "rate" and rate_type == "dsr":
        judged[x < FEWEST_FOR_BYAR] = NOT_APPLICABLE
    return judged


def funnel_points(
    count: ArrayLike,
    rate: ArrayLike,
    denominator: ArrayLike | None = None,
    *,
    rate_type: RateType = "crude",
    multiplier: float = 100_000,
    years: int = 1,
) -> FunnelPoints:
    """The points of a funnel plot of rates of `years` pooled. None for a `dsr` of fewer than 10 events."""
    x, n = _counts_and_people(count, denominator, "rate", rate, rate_type, multiplier)
    shown = (x >= FEWEST_FOR_BYAR) | (rate_type == "crude")
    return FunnelPoints(np.where(shown, numbers(rate), np.nan), np.where(shown, n / years, np.nan))


def _counts_and_people(
    count: ArrayLike,
    denominator: ArrayLike | None,
    statistic: FunnelStatistic,
    rate: ArrayLike | None,
    rate_type: RateType,
    multiplier: float,
) -> tuple[Array, Array]:
    """Events and the people that they stand for: as given, or for a rate the people that it implies."""
    x = numbers(count)
    given = np.full(x.shape, np.nan) if denominator is None else numbers(denominator)
    if statistic == "rate":
        if rate is None:
            raise ValueError("A funnel of rates needs the rates.")
        implied = multiplier * x / np.where(x > 0, numbers(rate), np.nan)
        n = np.where(x > 0, implied, np.nan if rate_type == "dsr" else given)
        if np.any((x == 0) & ~(given > 0)):
            raise ValueError("An area with no events needs its denominator.")
    else:
        n = given
    if np.any(x < 0) or np.any(n <= 0) or np.any(np.isnan(x)):
        raise ValueError("Counts cannot be missing or negative, and denominators must be above zero.")
    if statistic == "proportion" and not np.all(x <= n):
        raise ValueError("A proportion needs a denominator for each area, with no more events than people.")
    return x, n


def _averages(x: Array, n: Array, statistic: FunnelStatistic, grouping: Grouping) -> Array:
    """What the areas of each label are held against."""
    if statistic == "ratio":
        return np.ones(len(grouping.labels))
    return grouping.sum(x) / grouping.sum(np.nan_to_num(n))


def _outside(
    x: Array, n: Array, average: Array, tail: float, statistic: FunnelStatistic
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether each area lies below and above the limits that leave `tail` on either side."""
    if statistic == "proportion":
        half = z_value(1 - 2 * tail) * np.sqrt(average * (1 - average) / n)
        return x / n < average - half, x / n > average + half
    lower, upper = poisson_limits(x, 1 - 2 * tail)
    return upper / n < average, np.nan_to_num(lower) / n > average


def _points(
    people: Array, average: Array, statistic: FunnelStatistic, years: int, grouping: Grouping
) -> Array:
    """The x of limits, (points, labels), denser where small: from 1 or just below the smallest area to beyond
    the largest."""
    fewest, most = np.full(average.shape, np.inf), np.full(average.shape, -np.inf)
    known = ~np.isnan(people)
    np.minimum.at(fewest, grouping.index[known], people[known])
    np.maximum.at(most, grouping.index[known], people[known])
    unit = years if statistic == "rate" else 1
    first = np.where(most > 2 * fewest, 0.0, _leading_digits_down(fewest / unit) * unit)
    last = _leading_digits_up(most / unit) * unit
    if statistic == "rate":
        first, last = np.floor(first * average), np.ceil(last * average)
    points = [np.maximum(1.0, first)]
    ahead = 1 if statistic == "ratio" else 0  # OHID counts a ratio's points from one place later
    for place in range(2, POINTS + 1):
        step = (last / points[-1]) ** (1 / (POINTS + 1 - place + ahead))
        points.append(np.maximum(np.round(points[-1] * step), points[-1] + 1))
    return np.array(points)


def _leading_digits_down(value: Array) -> Array:
    """95% of `value`, rounded down to its first digit."""
    unit = 10.0 ** (_digits(0.95 * value) - 1)
    return np.floor(0.95 * value / unit) * unit


def _leading_digits_up(value: Array) -> Array:
    """105% of `value`, rounded up to its first two digits."""
    unit = 10.0 ** (_digits(np.ceil(1.05 * value)) - 2)
    return np.ceil(1.05 * value / unit) * unit


def _digits(value: Array) -> Array:
    """How many digits stand before the decimal point."""
    return np.strings.str_len(value.astype(np.int64).astype(str)).astype(float)
