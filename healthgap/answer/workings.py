"""Numbers of an answer that are points of no series: shares, differences, what a target requires, paces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from healthgap.answer import checks as c
from healthgap.answer import facts as f
from healthgap.answer.checks import Answer
from healthgap.answer.facts import Standing
from healthgap.series import Point, Series


@dataclass(frozen=True, slots=True)
class Worked:
    """A number worked out, in `unit`, about `series` at `point`; its figures are those it rests on."""

    series: Series
    point: Point
    measure: str
    value: float
    unit: str


def worked_out(fact: Answer) -> Iterator[Worked]:
    match fact:
        case f.ShareFacts():
            yield Worked(_counts(fact), fact.part, "share", fact.per_cent, "%")
        case f.ChangeFacts() if not fact.series.indexed:
            moved = fact.change
            yield Worked(fact.series, moved.last, "difference", moved.difference.value, _unit(fact.series))
        case c.BesideFacts() if fact.difference:
            series, point = fact.first
            yield Worked(series, point, "difference", fact.difference.value, _unit(series))
        case f.GapFacts() | f.TargetFacts():
            yield from _asked_for(fact.standing)
        case f.TrendFacts() if fact.standing:
            yield from _asked_for(fact.standing)
        case c.RequiredFacts():
            yield from _asked_for(fact.standing)
            yield from _paces(fact)


def _asked_for(now: Standing) -> Iterator[Worked]:
    """What the target asks for: the value, and the size that it was published with."""
    target = now.assessment.target
    if now.assessment.required is not None:
        yield Worked(now.series, now.latest, "required", now.assessment.required, _unit(now.series))
    if target and target.size is not None:
        yield Worked(now.series, now.latest, "target_size", target.size, "")


def _paces(fact: c.RequiredFacts) -> Iterator[Worked]:
    now = fact.standing
    distance = now.assessment.distance
    numbers = {
        "distance": distance.value if distance else None,
        "required_a_year": fact.a_year,
        "change_a_year": fact.so_far.a_year if fact.so_far else None,
    }
    for measure, value in numbers.items():
        if value is not None:
            yield Worked(now.series, now.latest, measure, value, _unit(now.series))
    if fact.level is not None:
        yield Worked(now.series, now.latest, "rate", fact.level, now.series.indicator.unit)


def _counts(fact: f.ShareFacts) -> Series:
    return Series(fact.indicator, fact.part.figures[0].sex, fact.indicator.group, "count", (), False, {}, {})


def _unit(series: Series) -> str:
    if series.measure in ("ratio", "count"):
        return ""
    return "%" if series.measure == "relative_gap" else series.indicator.unit
