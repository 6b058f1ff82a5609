"""Target shapes -> what is required, and a status word with the reading it rests on.

The rule for the status, in this order:
1. *not assessable*: there is no target, no size, or no gap is held.
2. *met*: the latest gap, whatever rounding hides, is at or beyond what is required.
3. From the due period on: *off track* if it is beyond doubt short of it, *too close to call* if rounding decides.
4. Before: the straight line since the peak is read at the due period (since the baseline if the peak is less than
   three years before the latest period): *on track*, *off track*, or *too close to call* where the interval holds
   the required value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from healthgap.catalogue import Target
from healthgap.rounding import Rounded
from healthgap.series import Point, Series
from healthgap.trends import projected

Status = Literal["met", "on track", "off track", "too close to call", "not assessable"]

_LEVEL_SHAPES = ("level_at_most", "level_at_least")
_SHORTEST_PACE_IN_YEARS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """The gap at the due period if it kept the pace it had from `first` to the latest period."""

    first: Point
    at_due: Rounded
    status: Status


@dataclass(frozen=True, slots=True)
class Assessment:
    """How a series stands against its target.

    `required` is in the unit of the series (per cent of the baseline gap where it is indexed), None where the target
    has no size or its baseline is not held. `pace` is the reading that decided `status`, `since_baseline` the one from
    the baseline where that is another; both are None where none was needed or possible.
    """

    target: Target | None
    status: Status
    required: float | None = None
    latest: Point | None = None
    pace: Reading | None = None
    since_baseline: Reading | None = None

    @property
    def distance(self) -> Rounded | None:
        """How far the latest value is above what is required; negative when it is beyond it."""
        if self.required is None or self.latest is None:
            return None
        return self.latest.value - Rounded.exact(self.required)


def assess(series: Series) -> Assessment:
    """The status of the target that `series` is about."""
    target = series.indicator.target
    latest = series.latest
    if target is None or latest is None:
        return Assessment(target, "not assessable")
    required = required_value(series)
    if required is None:
        return Assessment(target, "not assessable", latest=latest)
    sign = -1 if target.shape == "level_at_least" else 1
    now = _judged(latest.value, required, sign)
    if now == "met" or target.due is None or not latest.period < target.due:
        return Assessment(target, now, required, latest)
    pace = _reading(series, pace_start(series), required, sign)
    since_baseline = _reading(series, series.baseline, required, sign)
    if since_baseline == pace:
        since_baseline = None
    status = pace.status if pace else "not assessable"
    return Assessment(target, status, required, latest, pace, since_baseline)


def required_value(series: Series) -> float | None:
    """What the target requires of the series, in its unit; None where that cannot be said.

    A baseline is taken as printed: that is how the target was set.
    """
    target = series.indicator.target
    if target is None:
        return None
    fixed = {
        "gap_at_most": target.size,
        "level_at_most": target.size,
        "level_at_least": target.size,
        "no_gap": 0.0,
    }
    if target.shape in fixed:
        return None if series.indexed else fixed[target.shape]
    if series.baseline is None:
        return None
    share = {"cut_gap": 1 - (target.size or 0) / 100, "halve": 0.5, "narrower": 1.0}[target.shape]
    return series.baseline.value.value * share


def is_about(target: Target, measure: str) -> bool:
    """Whether the target is set on series of `measure`."""
    return measure == "rate" if target.shape in _LEVEL_SHAPES else measure == target.measure


def pace_start(series: Series) -> Point | None:
    """Where the pace is counted from: the peak since the baseline if three years or more back, else the baseline."""
    latest = series.latest
    start = series.baseline or (series.points[0] if series.points else None)
    if latest is None or start is None:
        return None
    peak = max(series.since(start.period), key=lambda point: (point.value.value, point.period.order))
    far_enough = latest.period.middle - peak.period.middle >= _SHORTEST_PACE_IN_YEARS
    return peak if far_enough else start


def _reading(series: Series, first: Point | None, required: float, sign: int) -> Reading | None:
    latest, target = series.latest, series.indicator.target
    if first is None or latest is None or target is None or target.due is None or first == latest:
        return None
    at_due = projected(first, latest, target.due.middle)
    if at_due is None:
        return None
    judged = _judged(at_due, required, sign)
    return Reading(first, at_due, "on track" if judged == "met" else judged)


def _judged(value: Rounded, required: float, sign: int) -> Status:
    """ "met", "off track" or "too close to call"; `sign` is 1 where at most is required, -1 where at least."""
    low, high = sorted((sign * value.low, sign * value.high))
    if high <= sign * required:
        return "met"
    return "off track" if low > sign * required else "too close to call"
