"""How a gap moves: its course, changes, extremes, target, projection, and what the figures show where asked why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from healthgap.answer.certainty import recent
from healthgap.answer.facts import (
    ChangeFacts,
    ExtremumFacts,
    Facts,
    NoTargetFacts,
    NotHeld,
    OtherMeasure,
    ProjectionFacts,
    TargetFacts,
    TrendFacts,
)
from healthgap.answer.held import (
    Held,
    find,
    lacking,
    lying_between,
    standing,
    target_series,
)
from healthgap.catalogue import Indicator
from healthgap.drivers import Drivers, drivers
from healthgap.period import Period
from healthgap.projections import first_beyond, other_projections, straight_line
from healthgap.question.model import GAP_MEASURES, Question, When
from healthgap.series import Point, Series
from healthgap.targets import aim_at, as_if_set_on, assess, pace_start, read
from healthgap.trends import change

WAYS: Mapping[str, int] = {"narrower": -1, "wider": 1}


def trend(question: Question, indicator: Indicator, sex: str, held: Held) -> list[Facts | NotHeld]:
    """The course over all periods, since one, between two, or over the last few; of "each" of the last few, which are
    held against the period before each, also what came before them.
    """
    series = held.series(question, indicator, sex)
    if series.latest is None:
        return [lacking("no figures", question, series)]
    told = find(question.at[0], series, question) if question.at else None
    if isinstance(told, NotHeld):
        return [told]
    points = series.points
    for when, keep in ((question.since, _from), (question.to, _until)):
        if when is not None:
            end = find(when, series, question)
            if isinstance(end, NotHeld):
                return [end]
            if end not in points:
                return [lacking("no pace", question, series)]
            points = keep(points, end)
    steps = question.last if question.selection == "each" else None
    wanted = steps + 1 if steps else question.last
    points = points[-wanted:] if wanted else points
    overall = change(points[0], points[-1]) if len(points) > 1 else None
    now = standing(series, held.as_of) if series.measure in GAP_MEASURES else None
    tested = recent(series) if now is None else None
    too_few = steps is not None and len(points) <= steps
    supposed = None if too_few else question.supposed
    return [TrendFacts(series, points, overall, now, tested, supposed, question.selection)]


def _from(points: tuple[Point, ...], end: Point) -> tuple[Point, ...]:
    return points[points.index(end) :]


def _until(points: tuple[Point, ...], end: Point) -> tuple[Point, ...]:
    return points[: points.index(end) + 1]


def changed(question: Question, indicator: Indicator, sex: str, held: Held) -> list[Facts | NotHeld]:
    """The change from `since` to `to` (the latest unless said); without `since` from where it went as was supposed."""
    series = held.series(question, indicator, sex)
    since = question.since or When("first")
    if question.supposed and not question.since and series.latest is not None:
        since = When.of(start_supposed(question, series, series.latest).period)
    ends = [find(when, series, question) for when in (since, question.to or When("latest"))]
    points = [end for end in ends if isinstance(end, Point)]
    if len(points) < 2:
        return [end for end in ends if isinstance(end, NotHeld)]
    first, last = sorted(points, key=lambda point: point.period.order)
    if first == last:
        return [lacking("no pace", question, series, since)]
    printed = series.changes.get(last.period) if first == series.baseline else None
    value = printed.rounded if printed else None
    is_newest = last == series.latest and series.measure in GAP_MEASURES
    return [
        ChangeFacts(
            series,
            change(first, last),
            value,
            Point(last.period, value, "printed", (printed,)) if printed and value else None,
            drivers_between(series, first, last, held),
            _other(series, first, last, held),
            question.supposed,
            standing(series, held.as_of) if is_newest else None,
            lying_between(first.period, last.period, series, held) if since.kind == "previous" else (),
        )
    ]


def start_supposed(question: Question, series: Series, last: Point) -> Point:
    """Where no beginning was named: the baseline, unless only since the peak or the last time it moved as was said."""
    baseline = series.baseline or series.points[0]
    starts = [start for start in (baseline, series.peak, series.before(last)) if start and start != last]
    wanted = None if question.amounts else WAYS.get(question.supposed or "")
    return next((start for start in starts if change(start, last).sign == wanted), baseline)


def drivers_between(series: Series, first: Point, last: Point, held: Held) -> Drivers | None:
    """Which side of the gap moved between two points; None where the levels behind them are not held."""
    if series.measure not in GAP_MEASURES or series.indexed:
        return None
    sides = held.sides(series, first, last)
    return drivers(sides.group, sides.comparator, series.indicator, series.measure) if sides else None


def _other(series: Series, first: Point, last: Point, held: Held) -> OtherMeasure | None:
    """The change of the other gap between the same two periods, and what it would mean for the target."""
    other = held.other_gap(series)
    ends = [other.by_period.get(point.period) for point in (first, last)] if other else []
    points = [end for end in ends if end]
    if other is None or len(points) < 2:
        return None
    aimed = as_if_set_on(other)
    return OtherMeasure(other, change(*points), assess(aimed) if aimed else None)


def extremum(question: Question, indicator: Indicator, sex: str, held: Held) -> list[Facts | NotHeld]:
    """The widest or narrowest gap held; since a period if one was named, and whether it is that of `at`."""
    series = held.series(question, indicator, sex)
    now = standing(series, held.as_of)
    if now is None or len(series.points) < 2 or series.indexed:
        return [lacking("no pace" if now else "no figures", question, series)]
    part: tuple[Point, ...] = ()
    if question.since is not None:
        start = find(question.since, series, question)
        if isinstance(start, NotHeld):
            return [start]
        part = series.since(start.period)
    points = part or series.points
    claimed = find(question.at[0], series, question) if question.at else None
    if isinstance(claimed, NotHeld):
        return [claimed]
    pick = max if question.direction == "max" else min
    best = pick(point.value.value for point in points)
    chosen = tuple(point for point in points if point.value.value == best)
    direction: Literal["max", "min"] = "max" if question.direction == "max" else "min"
    return [ExtremumFacts(series, direction, chosen, now, claimed, question.selection == "beyond", part)]


def target(question: Question, indicator: Indicator, sex: str, held: Held) -> list[Facts | NotHeld]:
    monitored = [group for group in question.groups if group in indicator.monitored]
    series = target_series(indicator, sex, held)
    if monitored or series is None:
        return [NoTargetFacts(indicator, held.catalogue.groups[monitored[0]] if monitored else None)]
    if question.measure in GAP_MEASURES and question.measure != series.measure:
        return [lacking("measure", question, series)]
    now = standing(series, held.as_of)
    if now is None:
        return [lacking("no figures", question, series)]
    if _is_past(question.by, series):
        named = question.by is not None and question.by.kind == "period"
        at_that_time = question.but(intent="value", at=(question.by,) if named else (), by=None)
        return [replace(lacking("past target", question, series, question.by), nearest=(at_that_time,))]
    other = _other(series, series.baseline, now.latest, held) if series.baseline else None
    return [TargetFacts(now, indicator, other)]


def _is_past(by: When | None, series: Series) -> bool:
    """Whether a target is asked about at a period before its own: it is judged by the latest figures only."""
    due = series.indicator.target.due if series.indicator.target else None
    return bool(by and due and (by.kind == "last_year" or (by.end and by.end < due.start)))


def projection(question: Question, indicator: Indicator, sex: str, held: Held) -> list[Facts | NotHeld]:
    """The straight line since `since` (else as for the status) at `by` (else the target's due period)."""
    series = target_series(indicator, sex, held)
    if series is None or question.measure not in (None, series.measure):
        series = held.series(question, indicator, sex)
    now = standing(series, held.as_of)
    if now is None:
        return [lacking("no figures", question, series)]
    first = find(question.since, series, question) if question.since else pace_start(series)
    if isinstance(first, NotHeld):
        return [first]
    by = _by(question.by, series)
    if first is None or first == now.latest or by is None or not now.latest.period < by:
        return [lacking("no pace", question, series, question.by)]
    line = straight_line(first, now.latest, by.middle)
    aim = aim_at(series, by)
    reached = first_beyond(first, now.latest, aim.is_reached) if aim else None
    sides = held.sides(series, first, now.latest) if series.measure in GAP_MEASURES else None
    others = tuple(read(other, aim) for other in other_projections(series, first, by.middle, sides))
    status = read(line, aim).status if line else "not assessable"
    return [ProjectionFacts(now, first, by, line, status, reached, others, question.supposed)]


def _by(when: When | None, series: Series) -> Period | None:
    """The period to project to; a single year stands for the pooled period around it."""
    target = series.indicator.target
    if when is None or when.start is None or when.end is None:
        return target.due if target else None
    latest = series.latest
    side = (latest.period.years - 1) // 2 if latest and when.is_year else 0
    return Period(when.start - side, when.end + side)
