"""Numbers of an answer that are points of no series: shares, differences, events, what a target requires, readings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from healthgap.answer import checks as c
from healthgap.answer import facts as f
from healthgap.answer.checks import Answer
from healthgap.answer.facts import Standing
from healthgap.answer.limits import of_chance, of_change, of_worked
from healthgap.answer.told import counts_of
from healthgap.period import Period
from healthgap.projections import Projection
from healthgap.rounding import Rounded
from healthgap.series import Point, Series


@dataclass(frozen=True, slots=True)
class Worked:
    """A number worked out, in `unit`, about `series` at `point`; its figures are those it rests on.

    `chance` is what chance leaves of it, as `healthgap.answer.limits` has it. `period` is set where it is of another
    period than the point.
    """

    series: Series
    point: Point
    measure: str
    value: Rounded
    unit: str
    chance: Mapping[str, Any] = field(default_factory=dict)
    period: Period | None = None


def worked_out(fact: Answer) -> Iterator[Worked]:
    """The numbers that a fact tells beside the points of its series."""
    yield from _WORKED.get(type(fact), lambda _: iter(()))(fact)


def _share(fact: f.ShareFacts) -> Iterator[Worked]:
    yield Worked(counts_of(fact), fact.part, "share", Rounded.exact(fact.per_cent), "%")
    if fact.per_cent_of_all is not None:
        of_all = Rounded.exact(fact.per_cent_of_all)
        yield Worked(counts_of(fact), fact.part, "share_of_everyone", of_all, "%")


def _events(fact: f.ExcessFacts) -> Iterator[Worked]:
    found, unit = fact.excess, fact.indicator.events or "events"
    chance = of_worked(found.limits, fact.gap)
    yield Worked(counts_of(fact), fact.counted, "events_of_gap", found.number, unit, chance)


def _slope(fact: f.SlopeFacts) -> Iterator[Worked]:
    series, found, point = fact.series, fact.gradient, fact.gradient.points[0]
    yield Worked(series, point, "slope_index", found.slope, series.unit, of_chance(found.sampling))
    if found.ratio is not None:
        chance = of_worked(found.ratio_limits, point)
        yield Worked(series, point, "ratio_of_ends", Rounded.exact(found.ratio), "", chance)


def _difference(fact: f.ChangeFacts | f.CertaintyFacts) -> Iterator[Worked]:
    moved = fact.change
    if not fact.series.indexed:
        chance = of_change(moved, moved.difference_limits)
        yield Worked(fact.series, moved.last, "difference", moved.difference, fact.series.unit, chance)


def _difference_of_two(fact: c.BesideFacts | c.LevelsBesideFacts) -> Iterator[Worked]:
    series, point = fact.first
    if fact.difference:
        yield Worked(series, point, "difference", fact.difference, series.unit)


def _standing(fact: f.GapFacts | f.TargetFacts | f.TrendFacts) -> Iterator[Worked]:
    if fact.standing:
        yield from _asked_for(fact.standing)
        yield from _reading(fact.standing)


def _projections(fact: f.ProjectionFacts) -> Iterator[Worked]:
    yield from _asked_for(fact.standing)
    lines = [fact.line, *(reading.projection for reading in fact.others)]
    yield from (_projected(fact.standing, line, fact.by) for line in lines if line)


def _way_to_target(fact: c.RequiredFacts) -> Iterator[Worked]:
    yield from _asked_for(fact.standing)
    yield from _paces(fact)


def _asked_for(now: Standing) -> Iterator[Worked]:
    """What the target asks for: the value, and the size that it was published with."""
    required, target = now.assessment.required, now.assessment.target
    if required is not None:
        yield Worked(now.series, now.latest, "required", Rounded.exact(required), now.series.unit)
    if target and target.size is not None:
        yield Worked(now.series, now.latest, "target_size", Rounded.exact(target.size), "")


def _reading(now: Standing) -> Iterator[Worked]:
    """Where the gap would be at the due period, at the pace that decided its target's status."""
    target, pace = now.assessment.target, now.assessment.pace
    if target and target.due and pace:
        yield _projected(now, pace.projection, target.due)


def _projected(now: Standing, line: Projection, by: Period) -> Worked:
    measure = f"projection_{line.method.replace(' ', '_')}"
    chance = of_worked(line.limits, now.latest)
    return Worked(now.series, now.latest, measure, line.value, now.series.unit, chance, by)


def _paces(fact: c.RequiredFacts) -> Iterator[Worked]:
    now = fact.standing
    if now.assessment.distance:
        yield Worked(now.series, now.latest, "distance", now.assessment.distance, now.series.unit)
    paces = {
        "required_a_year": fact.a_year,
        "change_a_year": fact.so_far.a_year if fact.so_far else None,
    }
    for measure, value in paces.items():
        if value is not None:
            yield Worked(now.series, now.latest, measure, Rounded.exact(value), now.series.unit)
    if fact.level is not None:
        level = Rounded.exact(fact.level)
        yield Worked(now.series, now.latest, "rate", level, now.series.indicator.unit)


_WORKED: Mapping[type, Callable[[Any], Iterator[Worked]]] = {
    f.ShareFacts: _share,
    f.ExcessFacts: _events,
    f.SlopeFacts: _slope,
    f.ChangeFacts: _difference,
    f.CertaintyFacts: _difference,
    c.BesideFacts: _difference_of_two,
    c.LevelsBesideFacts: _difference_of_two,
    f.GapFacts: _standing,
    f.TargetFacts: _standing,
    f.TrendFacts: _standing,
    f.ProjectionFacts: _projections,
    c.RequiredFacts: _way_to_target,
}
