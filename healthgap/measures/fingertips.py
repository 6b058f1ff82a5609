"""Fingertips’ recent trend of five periods, and progress towards a target; refuses what Fingertips refuses.

Source: OHID, Fingertips technical guidance, “Recent trends”.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from healthgap.measures.arrays import Array
from healthgap.measures.grouping import numbers
from healthgap.period import Period

Marker = Literal["Increasing", "Decreasing", "No significant change", "Cannot be calculated"]

PERIODS = 5
CRITICAL = 9.54953570608324  # chi-squared, 1 degree of freedom, 99.8%
_WIDTH_IN_ERRORS = 3.92  # a 95% interval is this many standard errors wide
_TIME = np.arange(1.0, PERIODS + 1)

TOO_FEW = "There are fewer than five periods."
POOLED = "The periods pool several years; Fingertips gives no recent trend for pooled periods."
MIXED = "Calendar and financial years are mixed."
NOT_IN_TURN = "The latest five periods do not follow one another."
SOME_MISSING = "A value of the latest five periods is missing."
NO_LIMITS = "Limits are missing or have no width."
UNFIT_COUNTS = "A count is missing, zero or all of its denominator."


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
    reason = _unfit_periods(periods) or _unfit(y, high - low > 0, NO_LIMITS)
    return _refused(reason) if reason else _judged(weighted_fit(y, low, high))


def recent_trend_of_proportions(
    periods: Sequence[Period | str | int], count: ArrayLike, denominator: ArrayLike
) -> RecentTrend:
    """The recent trend of proportions, oldest period first: chi-squared test for trend (Cochran-Armitage).

    The slopes that must agree in sign are those of the log odds.
    """
    x, n = (numbers(v)[-PERIODS:] for v in (count, denominator))
    reason = _unfit_periods(periods) or _unfit(x, (x > 0) & (x < n), UNFIT_COUNTS)
    return _refused(reason) if reason else _judged(proportion_fit(x, n))


class Fit(NamedTuple):
    """The slope of each series of five, its chi-squared, and the five slopes without each period, (…, 5)."""

    slope: Array
    chi_squared: Array
    without: Array


def weighted_fit(value: Array, lower: Array, upper: Array) -> Fit:
    """Weighted regression on time of series of five, (…, 5), oldest first."""
    with np.errstate(all="ignore"):
        w = (_WIDTH_IN_ERRORS / (upper - lower)) ** 2
        slope = _slope(_TIME, value, w)
        spread = np.sum(w * _TIME**2, axis=-1) - np.sum(w * _TIME, axis=-1) ** 2 / np.sum(w, axis=-1)
        return Fit(slope, slope**2 * spread, _without_each(value, w))


def proportion_fit(count: Array, denominator: Array) -> Fit:
    """The chi-squared test for trend of series of five, (…, 5), oldest first; the slopes are those of the log odds."""
    x, n, t = count, denominator, _TIME
    with np.errstate(all="ignore"):
        people, events, timed = np.sum(n, axis=-1), np.sum(x, axis=-1), np.sum(n * t, axis=-1)
        top = people * (people * np.sum(x * t, axis=-1) - events * timed) ** 2
        below = events * (people - events) * (people * np.sum(n * t**2, axis=-1) - timed**2)
        odds, equal = np.log(x / (n - x)), np.ones_like(x)
        return Fit(_slope(t, odds, equal), top / below, _without_each(odds, equal))


def markers(fit: Fit) -> NDArray[np.str_]:
    """The marker of each series; a slope of zero counts as rising."""
    rising = np.concatenate([fit.slope[..., np.newaxis], fit.without], axis=-1) >= 0
    clear = fit.chi_squared > CRITICAL
    chosen = [clear & rising.all(axis=-1), clear & ~rising.any(axis=-1)]
    return np.select(chosen, ["Increasing", "Decreasing"], default="No significant change")


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
        return TOO_FEW
    if any(period.years > 1 for period in latest):
        return POOLED
    if len({period.financial for period in latest}) > 1:
        return MIXED
    if any(later.start - earlier.start != 1 for earlier, later in pairwise(latest)):
        return NOT_IN_TURN
    return ""


def _unfit(values: Array, usable: np.ndarray, otherwise: str) -> str:
    if values.size < PERIODS or np.isnan(values).any():
        return SOME_MISSING
    return "" if np.all(usable) else otherwise


def _slope(t: Array, y: Array, w: Array) -> Array:
    """The weighted least-squares slope."""
    total, timed = np.sum(w, axis=-1), np.sum(w * t, axis=-1)
    top = total * np.sum(w * t * y, axis=-1) - timed * np.sum(w * y, axis=-1)
    slope: Array = top / (total * np.sum(w * t**2, axis=-1) - timed**2)
    return slope


def _without_each(y: Array, w: Array) -> Array:
    kept = ~np.eye(PERIODS, dtype=bool)
    return np.stack([_slope(_TIME[rest], y[..., rest], w[..., rest]) for rest in kept], axis=-1)


def _refused(reason: str) -> RecentTrend:
    return RecentTrend("Cannot be calculated", reason=reason)


def _judged(fit: Fit) -> RecentTrend:
    marker = next(known for known in get_args(Marker) if known == markers(fit).item())
    return RecentTrend(marker, float(fit.chi_squared), float(fit.slope), tuple(fit.without.tolist()))
