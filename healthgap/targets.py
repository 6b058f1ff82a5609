"""Target shapes -> what is required, how far there, and a status word with the reading it rests on.

The rule for the status, in this order:
1. *not assessable*: there is no target, no size, or no gap is held.
2. From the due period on, by the figure for it (the latest where that is not held): *met* if it is beyond doubt at or
   beyond what is required, *off track* if it is beyond doubt short of it, *too close to call* if rounding decides.
3. Before: *met* if the latest figure, whatever rounding hides, is at or beyond what is required.
4. Else the straight line since the worst period is read at the due period (since the baseline if the worst is less
   than three years before the latest): *on track*, *off track*, or *too close to call* where its interval, of
   rounding or of chance, holds the required value.

A figure is judged as published, as targets are; chance decides nothing in 2 and 3, and is told beside them.
`narrower` has to be passed, the other shapes reached; a gap printed as zero or reversed is no gap.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from healthgap.catalogue import GapMeasure, Target
from healthgap.period import Period
from healthgap.projections import Projection, straight_line
from healthgap.rounding import Rounded
from healthgap.sampling import Interval
from healthgap.series import Point, Series

Status = Literal["met", "on track", "off track", "too close to call", "not assessable"]

_LEVEL_SHAPES = ("level_at_most", "level_at_least")
_SCALE_FREE = ("cut_gap", "halve", "no_gap", "narrower")
_SHORTEST_PACE_IN_YEARS = 3
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the gap would be at the due period by one projection, and what that would mean for the target."""

    projection: Projection
    status: Status

    @property
    def first(self) -> Point:
        return self.projection.first

    @property
    def at_due(self) -> Rounded:
        return self.projection.value


@dataclass(frozen=True, slots=True)
class Aim:
    """What a target requires of a series, in its unit; `sign` is 1 where at most is required, -1 where at least."""

    shape: str
    required: float
    sign: int

    def judged(self, value: Rounded, limits: Interval | None = None) -> Status:
        """ "met", "off track" or "too close to call" for a value with its rounding and, if given, chance."""
        ends = [value.low, value.high, *((limits.low, limits.high) if limits else ())]
        low, high = min(self.sign * end for end in ends), max(self.sign * end for end in ends)
        bound = self.sign * self.required
        if self.shape == "narrower":
            return "met" if high < bound - _NOTHING else "off track" if low >= bound else "too close to call"
        if high <= bound + _NOTHING:
            return "met"
        return "off track" if low > bound else "too close to call"

    def is_reached(self, value: float) -> bool:
        """Whether a value that is known exactly is at or beyond what is required."""
        return self.judged(Rounded.exact(value)) == "met"

    def judged_as_published(self, point: Point) -> Status:
        """The same of a held figure; a gap printed as zero or reversed is no gap, whatever rounding hides."""
        nothing_left = self.shape == "no_gap" and point.value.value <= 0
        return "met" if nothing_left else self.judged(point.value)


@dataclass(frozen=True, slots=True)
class Assessment:
    """How a series stands against its target.

    `required` is in the unit of the series (per cent of the baseline gap where it is indexed), None where the target
    has no size or its baseline is not held. `baseline` is what it is counted from. `latest` is the point judged: that
    of the due period once it is held. `pace` is the reading that decided `status`, `since_baseline` the one from the
    baseline where that is another; both are None where none was needed or possible.
    """

    target: Target | None
    status: Status
    required: float | None = None
    latest: Point | None = None
    pace: Reading | None = None
    since_baseline: Reading | None = None
    baseline: float | None = None

    @property
    def distance(self) -> Rounded | None:
        """How far the latest value is above what is required; negative when it is beyond it."""
        if self.required is None or self.latest is None:
            return None
        return self.latest.value - Rounded.exact(self.required)

    @property
    def share_gone(self) -> Rounded | None:
        """Per cent of the way from the baseline to what is required; negative where it has gone the other way.

        None without a baseline or without a way. Source: Healthy People, “percent of targeted change achieved”.
        """
        if self.required is None or self.latest is None or self.baseline in (None, self.required):
            return None
        way = (self.baseline or 0.0) - self.required
        return (Rounded.exact(self.baseline or 0.0) - self.latest.value).scaled(100 / way)

    @property
    def needed_per_year(self) -> Rounded | None:
        """The change a year from the latest to the due period that would just do, in the unit of the series.

        None where it is met, or the due period is here.
        """
        due = self.target.due if self.target else None
        if self.distance is None or self.latest is None or due is None or self.status == "met":
            return None
        years = due.middle - self.latest.period.middle
        return (-self.distance).scaled(1 / years) if years > 0 else None


def assess(series: Series) -> Assessment:
    """The status of the target that is set on `series`; no target where that is set on another."""
    target = series.indicator.target
    if target and not is_about(target, series):
        return Assessment(None, "not assessable")
    point = _decisive(series)
    if target is None or point is None:
        return Assessment(target, "not assessable")
    aim = aim_of(series)
    if aim is None:
        return Assessment(target, "not assessable", latest=point)
    baseline = _counted_from(series, target)
    now = aim.judged_as_published(point)
    if now == "met" or target.due is None or not point.period < target.due:
        return Assessment(target, now, aim.required, point, baseline=baseline)
    pace = _reading(series, pace_start(series), aim)
    since_baseline = _reading(series, series.baseline, aim)
    if since_baseline == pace:
        since_baseline = None
    status = pace.status if pace else "not assessable"
    return Assessment(target, status, aim.required, point, pace, since_baseline, baseline)


def as_if_set_on(series: Series) -> Series | None:
    """`series` with its indicator's target put on its own measure; None for shapes whose size belongs to the other.

    For the verdict on the other measure beside that on the one which the target names.
    """
    target = series.indicator.target
    if (
        target is None
        or target.shape not in _SCALE_FREE
        or series.measure not in ("absolute_gap", "relative_gap")
    ):
        return None
    measure: GapMeasure = "absolute_gap" if series.measure == "absolute_gap" else "relative_gap"
    moved = replace(target, measure=measure, baseline_value=None, if_revised="percentage")
    return replace(series, indicator=replace(series.indicator, target=moved))


def aim_of(series: Series) -> Aim | None:
    """What the target requires of the series, in its unit; None where that cannot be said.

    A baseline is taken as printed: that is how the target was set.
    """
    target = series.indicator.target
    if target is None:
        return None
    sign = -1 if target.shape == "level_at_least" else 1
    if target.shape in ("gap_at_most", *_LEVEL_SHAPES):
        sized = None if series.indexed else target.size
        return None if sized is None else Aim(target.shape, sized, sign)
    if target.shape == "no_gap":
        return None if series.indexed else Aim(target.shape, 0.0, sign)
    baseline = _counted_from(series, target)
    if baseline is None or baseline <= 0:
        return None
    share = {"cut_gap": 1 - (target.size or 0) / 100, "halve": 0.5, "narrower": 1.0}[target.shape]
    return Aim(target.shape, baseline * share, sign)


def revised_baseline(series: Series) -> tuple[float, Point] | None:
    """The baseline as the target was set on it and as it is held now, where a revision tells them apart."""
    target, held = series.indicator.target, series.baseline
    if target is None or target.baseline_value is None or held is None or series.indexed:
        return None
    same = held.value.low <= target.baseline_value <= held.value.high
    return None if same else (target.baseline_value, held)


def is_on_a_level(target: Target) -> bool:
    """Whether the target asks for a level of a group, not for a gap."""
    return target.shape in _LEVEL_SHAPES


def is_about(target: Target, series: Series) -> bool:
    """Whether the target is set on `series`: its measure, and for a level its group."""
    if is_on_a_level(target):
        return series.measure == "rate" and series.group == target.group
    return series.measure == target.measure


def pace_start(series: Series) -> Point | None:
    """Where the pace is counted from: the worst period since the baseline if three years back, else the baseline.

    The worst is the widest gap or the highest level; the lowest level where the target asks for at least so much.
    """
    latest = series.latest
    start = series.baseline or (series.points[0] if series.points else None)
    if latest is None or start is None:
        return None
    target = series.indicator.target
    sign = -1 if target and target.shape == "level_at_least" else 1
    worst = max(
        (start, *series.since(start.period)), key=lambda point: (sign * point.value.value, point.period.order)
    )
    far_enough = latest.period.middle - worst.period.middle >= _SHORTEST_PACE_IN_YEARS
    return worst if far_enough else start


def aim_at(series: Series, by: Period) -> Aim | None:
    """What the target requires at `by`; None where that is not its due period, or it is not set on this series."""
    target = series.indicator.target
    return aim_of(series) if target and target.due == by and is_about(target, series) else None


def read(projection: Projection, aim: Aim | None) -> Reading:
    """`projection` with what it would mean for the target."""
    judged = aim.judged(projection.value, projection.limits) if aim else "not assessable"
    return Reading(projection, "on track" if judged == "met" else judged)


def _decisive(series: Series) -> Point | None:
    """The point that is judged: that of the due period where it is held, else the latest."""
    target = series.indicator.target
    if target is None or target.due is None:
        return series.latest
    due = target.due
    same_middle = [p for p in series.points if p.period.middle == due.middle and not p.period < due]
    return series.by_period.get(due) or (same_middle[0] if same_middle else series.latest)


def _counted_from(series: Series, target: Target) -> float | None:
    """The baseline that the target counts from: the held one, or the first one where the target keeps its value."""
    if target.if_revised == "value" and target.baseline_value is not None and not series.indexed:
        return target.baseline_value
    return series.baseline.value.value if series.baseline else None


def _reading(series: Series, first: Point | None, aim: Aim) -> Reading | None:
    latest, target = series.latest, series.indicator.target
    if first is None or latest is None or target is None or target.due is None or first == latest:
        return None
    at_due = straight_line(first, latest, target.due.middle)
    return read(at_due, aim) if at_due else None
