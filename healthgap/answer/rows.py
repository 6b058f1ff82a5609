"""The figures that an answer rests on, as plain rows for `ask --json`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from healthgap.answer import checks as c
from healthgap.answer import facts as f
from healthgap.answer.checks import Answer
from healthgap.answer.limits import LIMITS, of_chance, of_change, of_rounding
from healthgap.answer.told import changes_told, counts_of, numbers_told
from healthgap.answer.workings import Worked, worked_out
from healthgap.catalogue import Indicator
from healthgap.figures import Figure
from healthgap.sampling import of_level
from healthgap.series import Point, Series
from healthgap.trends import Change

Row = dict[str, Any]

_CHANGES = {"absolute_gap": "absolute_gap_change", "relative_gap": "relative_gap_change"}


def rows(found: Sequence[Answer], units: dict[str, str]) -> tuple[Row, ...]:
    """One row for each number used: indicator, sex, area, group, period, measure, value, unit, origin, release, LIMITS.

    `units` gives each indicator's unit. A computed number stands beside the printed figures it comes from.
    """
    listed: dict[tuple[Any, ...], Row] = {}
    for fact in found:
        for row in _of_fact(fact, units):
            listed.setdefault(tuple(row.values()), row)
    return tuple(listed.values())


def _of_fact(fact: Answer, units: dict[str, str]) -> Iterator[Row]:
    if isinstance(fact, c.ClaimFacts):
        yield from _of_fact(fact.told, units)
        return
    for series, point in numbers_told(fact):
        yield from _of_point(series, point, units)
    for series, change in changes_told(fact):
        yield from _of_change(series, change)
    if isinstance(fact, f.ExcessFacts):
        yield from _of_excess(fact, units)
    yield from (_of_figure(figure, units) for figure in _figures(fact))
    yield from (_of_worked(worked) for worked in worked_out(fact))


def _figures(fact: Answer) -> tuple[Figure, ...]:
    """Printed figures that are no points of a series: changes as published, and both vintages of a revision."""
    if isinstance(fact, f.ChangeFacts) and fact.printed_point:
        return fact.printed_point.figures
    revised = fact.revised if isinstance(fact, c.NewsFacts | c.RevisionFacts) else ()
    beside = fact.gaps if isinstance(fact, c.NewsFacts) else ()
    changes = (series.changes.get(point.period) for series, points in beside for point in points[-1:])
    return (*(figure for pair in revised for figure in pair), *(figure for figure in changes if figure))


def _of_excess(fact: f.ExcessFacts, units: dict[str, str]) -> Iterator[Row]:
    """The gap and the count that the events come from, which `worked_out` gives."""
    gap = Series(fact.indicator, fact.sex, fact.indicator.group, "relative_gap", (), False, {}, {})
    yield from _of_point(gap, fact.gap, units)
    yield from _of_point(counts_of(fact), fact.counted, units)


def _of_point(series: Series, point: Point, units: dict[str, str]) -> Iterator[Row]:
    if series.measure == "count":
        for figure in point.figures:
            of_count = {
                "measure": "count",
                "value": figure.count,
                "unit": series.indicator.events or "events",
            }
            yield _base(figure) | of_count
        return
    for figure in point.figures:
        yield _of_figure(figure, units) | _chance_of(figure, point, series.indicator)
    if point.origin == "printed" or not point.figures:
        return
    yield {
        **_base(point.figures[-1]),
        "group": series.group,
        "period": str(point.period),
        "measure": series.measure,
        "value": point.value.value,
        "unit": series.unit,
        "origin": point.origin,
        **of_rounding(point.value),
        **of_chance(point.sampling),
    }


def _chance_of(figure: Figure, point: Point, indicator: Indicator) -> dict[str, Any]:
    """What chance leaves of a printed figure of `point`: of a level by itself, of a gap as the point has it."""
    if figure.measure == "value":
        return of_chance(of_level(figure, indicator))
    return of_chance(point.sampling) if point.origin == "printed" else {}


def _of_change(series: Series, change: Change) -> Iterator[Row]:
    if change.per_cent is None or series.indexed or not change.last.figures:
        return
    yield {
        **_base(change.last.figures[0]),
        "period": f"{change.first.period} to {change.last.period}",
        "measure": _CHANGES.get(series.measure, f"{series.measure}_change"),
        "value": change.per_cent.value,
        "unit": "%",
        "origin": "computed",
        **of_rounding(change.per_cent),
        **of_change(change, change.per_cent_limits),
    }


def _of_worked(worked: Worked) -> Row:
    return {
        **_base(worked.point.figures[-1]),
        "group": worked.series.group,
        "period": str(worked.period or worked.point.period),
        "measure": worked.measure,
        "value": worked.value.value,
        "unit": worked.unit,
        "origin": "computed",
        **of_rounding(worked.value),
        **worked.chance,
    }


def _of_figure(figure: Figure, units: dict[str, str]) -> Row:
    unit = units[figure.indicator] if figure.measure in ("value", "absolute_gap") else "%"
    return _base(figure) | {"unit": unit} | (of_rounding(figure.rounded) if figure.rounded else {})


def _base(figure: Figure) -> Row:
    return {
        "indicator": figure.indicator,
        "sex": figure.sex,
        "area": figure.area,
        "group": figure.group,
        "period": str(figure.period),
        "measure": figure.measure,
        "value": figure.value,
        "unit": "",
        "origin": "printed",
        "release": figure.release,
        **dict.fromkeys(LIMITS),
    }
