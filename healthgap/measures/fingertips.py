"""Fingertips’ recent trend of five periods, and progress towards a target; refuses what Fingertips refuses.

Source: OHID, Fingertips technical guidance, “Recent trends”.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from healthgap.measures.arrays import Array
from healthgap.measures.grouping import numbers
from healthgap.period import Period

Marker = Literal["Increasing", "Decreasing", "No significant change", "Cannot be calculated"]

PERIODS = 5
CRITICAL = 9.54953570608324  # chi-squared, 1 degree of freedom, 99.8%
_WIDTH_IN_ERRORS = 3.92  # a 95% interval is this many standard errors wide


@dataclass(frozen=True, slots=True)
class RecentTrend:
    """The trend of the latest five periods; `reason` says why there is none, and the numbers are then None.

    `slope` is a period’s change: in the unit of the values, or for proportions in log odds. `leave_one_out`
    are the slopes without each period in turn.
    """

    marker: Marker
    chi_squared: float | None = None
    slope: float | None = None
    leave_one_out: tuple[float, ...] = ()
    reason: str = ""

    @property
    def significant(self) -> bool:
        return self.marker in ("Increasing", "Decreasing")


def recent_trend(
    periods: Sequence[Period | str | int], value: ArrayLike, lower: ArrayLike, upper: ArrayLike
) -> RecentTrend:
    """The recent trend of rates or means with 95% limits, oldest period first: weighted regression on time.

    Significant when the chi-squared of the slope exceeds 9.55 and the slope keeps its sign without any one
    period.
    """
    y, low, high = (numbers(v)[-PERIODS:] for v in (value, lower, upper))
    reason = _unfit_periods(periods) or _unfit(y, high - low > 0, "Limits are missing or have no width.")
    if reason:
        return RecentTrend("Cannot be calculated", reason=reason)
    t, w = np.arange(1.0, PERIODS + 1), (_WIDTH_IN_ERRORS / (high - low)) ** 2
    slope = _slope(t, y, w)
    chi_squared = slope**2 * (np.sum(w * t**2) - np.sum(w * t) ** 2 / np.sum(w))
    return _judged(chi_squared, slope, _without_each(t, y, w))


def recent_trend_of_proportions(
    periods: Sequence[Period | str | int], count: ArrayLike, denominator: ArrayLike
) -> RecentTrend:
    """The recent trend of proportions, oldest period first: chi-squared test for trend (Cochran-Armitage).

    The slopes that must agree in sign are those of the log odds.
    """
    x, n = (numbers(v)[-PERIODS:] for v in (count, denominator))
    reason = _unfit_periods(periods) or _unfit(
        x, (x > 0) & (x < n), "A count is missing, zero or all of its denominator."
    )
    if reason:
        return RecentTrend("Cannot be calculated", reason=reason)
    t = np.arange(1.0, PERIODS + 1)
    people, events = np.sum(n), np.sum(x)
    top = people * (people * np.sum(x * t) - events * np.sum(n * t)) ** 2
    below = events * (people - events) * (people * np.sum(n * t**2) - np.sum(n * t) ** 2)
    odds, equal = np.log(x / (n - x)), np.ones(PERIODS)
    return _judged(top / below, _slope(t, odds, equal), _without_each(t, odds, equal))


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """Change since baseline (% of it), how much of the aim is achieved (%), and whether all of it."""

    change_percent: Array
    achieved_percent: Array
    met: np.ndarray


def target_progress(baseline: ArrayLike, latest: ArrayLike, target: ArrayLike) -> TargetProgress:
    """Healthy People’s progress: 100 (latest − baseline) / (target − baseline); negative when moving away.

    Met is judged in the direction from baseline to target. NaN where baseline or the change aimed at is zero.
    """
    start, now, aim = (numbers(v) for v in (baseline, latest, target))
    with np.errstate(divide="ignore", invalid="ignore"):
        change, achieved = 100 * (now - start) / start, 100 * (now - start) / (aim - start)
    met = np.where(aim < start, now <= aim, now >= aim)
    return TargetProgress(np.where(start == 0, np.nan, change), np.where(aim == start, np.nan, achieved), met)


def _unfit_periods(periods: Sequence[Period | str | int]) -> str:
    """Why the latest five periods make no trend; empty when they do."""
    latest = [p if isinstance(p, Period) else Period.parse(str(p)) for p in periods][-PERIODS:]
    if len(latest) < PERIODS:
        return "There are fewer than five periods."
    if any(period.years > 1 for period in latest):
        return "The periods pool several years; Fingertips gives no recent trend for pooled periods."
    if len({period.financial for period in latest}) > 1:
        return "Calendar and financial years are mixed."
    if any(later.start - earlier.start != 1 for earlier, later in pairwise(latest)):
        return "The latest five periods do not follow one another."
    return ""


def _unfit(values: Array, usable: np.ndarray, otherwise: str) -> str:
    if values.size < PERIODS or np.isnan(values).any():
        return "A value of the latest five periods is missing."
    return "" if np.all(usable) else otherwise


def _slope(t: Array, y: Array, w: Array) -> float:
    """The weighted least-squares slope."""
    total = np.sum(w)
    top = total * np.sum(w * t * y) - np.sum(w * t) * np.sum(w * y)
    return float(top / (total * np.sum(w * t**2) - np.sum(w * t) ** 2))


def _without_each(t: Array, y: Array, w: Array) -> tuple[float, ...]:
    kept = ~np.eye(PERIODS, dtype=bool)
    return tuple(_slope(t[rest], y[rest], w[rest]) for rest in kept)


def _judged(chi_squared: float, slope: float, leave_one_out: tuple[float, ...]) -> RecentTrend:
    rising = {part >= 0 for part in (slope, *leave_one_out)}  # a slope of zero counts as rising
    marker: Marker = "No significant change"
    if chi_squared > CRITICAL and len(rising) == 1:
        marker = "Increasing" if rising == {True} else "Decreasing"
    return RecentTrend(marker, float(chi_squared), slope, leave_one_out)
