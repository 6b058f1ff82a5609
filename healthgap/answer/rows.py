"""The figures that an answer rests on, as plain rows for `ask --json`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from healthgap.answer import checks as c
from healthgap.answer import facts as f
from healthgap.answer.checks import Answer
from healthgap.answer.workings import worked_out
from healthgap.figures import Figure
from healthgap.series import Point, Series, of_levels
from healthgap.trends import Change

Used = Iterator[tuple[Series, Point]]

_CHANGES = {"absolute_gap": "absolute_gap_change", "relative_gap": "relative_gap_change"}


def rows(found: Sequence[Answer], units: dict[str, str]) -> tuple[dict[str, Any], ...]:
    """One row for each number used: indicator, sex, area, group, period, measure, value, unit, origin, release.

    `units` gives each indicator's unit. A computed number stands beside the printed figures it comes from.
    """
    listed: dict[tuple[Any, ...], dict[str, Any]] = {}
    for fact in found:
        for row in _of_fact(fact, units):
            listed.setdefault(tuple(row.values()), row)
    return tuple(listed.values())


def figures_told(found: Sequence[Answer]) -> tuple[Figure, ...]:
    """The published figures behind the numbers used, each once."""
    told: dict[Figure, None] = {}
    for fact in found:
        for _, point in numbers_told(fact):
            told |= dict.fromkeys(point.figures)
    return tuple(told)


def numbers_told(fact: Answer) -> Used:
    """The points that a fact tells, each with its series."""
    if isinstance(fact, c.ClaimFacts):
        yield from numbers_told(fact.told)
        return
    yield from _POINTS.get(type(fact), lambda _: iter(()))(fact)
    for series, change in _changes(fact):
        yield from ((series, point) for point in (change.first, change.last))


def _of_fact(fact: Answer, units: dict[str, str]) -> Iterator[dict[str, Any]]:
    if isinstance(fact, c.ClaimFacts):
        yield from _of_fact(fact.told, units)
        return
    for series, point in numbers_told(fact):
        yield from _of_point(series, point, units)
    for series, change in _changes(fact):
        yield from _of_change(series, change)
    if isinstance(fact, f.ExcessFacts):
        yield from _of_excess(fact, units)
    yield from (_of_figure(figure, units) for figure in _figures(fact))
    for worked in worked_out(fact):
        about = {"group": worked.series.group, "period": str(worked.point.period)}
        values = {"measure": worked.measure, "value": worked.value, "unit": worked.unit, "origin": "computed"}
        yield {**_base(worked.point.figures[-1]), **about, **values}


def _figures(fact: Answer) -> tuple[Figure, ...]:
    """Printed figures that are no points of a series: changes as published, and both vintages of a revision."""
    if isinstance(fact, f.ChangeFacts) and fact.printed_point:
        return fact.printed_point.figures
    if isinstance(fact, c.NewsFacts | c.RevisionFacts):
        return tuple(figure for pair in fact.revised for figure in pair)
    return ()


def _of_excess(fact: f.ExcessFacts, units: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The events that the gap stands for, beside the gap and the count that they come from."""
    gap = Series(fact.indicator, fact.sex, fact.indicator.group, "relative_gap", (), False, {}, {})
    yield from _of_point(gap, fact.gap, units)
    yield from _of_point(_counts_of(fact), fact.counted, units)
    yield {
        **_base(fact.counted.figures[0]),
        "measure": "events_of_gap",
        "value": fact.excess.number.value,
        "unit": fact.indicator.events or "events",
        "origin": "computed",
    }


def _of_gap(fact: f.GapFacts) -> Used:
    yield fact.series, fact.point
    for point in fact.levels or ():
        yield of_levels(fact.series), point
    if fact.computed:
        yield fact.series, fact.computed
    yield from _of_standing(fact.standing)


def _of_level(fact: f.LevelFacts) -> Used:
    yield fact.series, fact.point
    yield from fact.others


def _of_share(fact: f.ShareFacts) -> Used:
    return ((_counts_of(fact), point) for point in (fact.part, fact.whole))


def _of_trend(fact: f.TrendFacts) -> Used:
    return ((fact.series, point) for point in fact.points)


def _of_extremum(fact: f.ExtremumFacts) -> Used:
    return ((fact.series, point) for point in (*fact.points, fact.standing.latest))


def _of_projection(fact: f.ProjectionFacts) -> Used:
    return ((fact.standing.series, point) for point in (fact.first, fact.standing.latest))


def _of_one_standing(fact: f.TargetFacts | f.ExplainFacts) -> Used:
    return _of_standing(fact.standing)


def _of_threshold(fact: c.ThresholdFacts) -> Used:
    points = (*fact.points, *(fact.crossing or ()), fact.held[-1])
    return ((fact.series, point) for point in points)


def _of_required(fact: c.RequiredFacts) -> Used:
    series = fact.standing.series
    yield series, fact.standing.latest
    if fact.so_far:
        yield series, fact.so_far.first
    for point in fact.levels or ():
        yield of_levels(series), point


def _of_run(fact: c.RunFacts) -> Used:
    return ((fact.series, point) for point in (fact.overall.first, fact.overall.last))


def _of_news(fact: c.NewsFacts) -> Used:
    return ((series, point) for series, points in (*fact.gaps, *fact.levels) for point in points)


def _of_two(fact: c.BesideFacts) -> Used:
    yield from (fact.first, fact.second)


def _of_changed(fact: f.ChangeFacts) -> Used:
    return iter(()) if fact.standing is None or fact.series.indexed else _of_standing(fact.standing)


def _of_selection(fact: f.SelectionFacts) -> Used:
    return (used for standing in fact.chosen for used in _of_standing(standing))


def _of_ranking(fact: f.RankingFacts) -> Used:
    return iter(fact.places)


def _of_overview(fact: f.OverviewFacts) -> Used:
    yield from (used for standing in fact.standings for used in _of_standing(standing))
    yield from (place for order in fact.rankings for place in order.first)


_POINTS: Mapping[type, Callable[[Any], Used]] = {
    f.GapFacts: _of_gap,
    f.LevelFacts: _of_level,
    f.ShareFacts: _of_share,
    f.TrendFacts: _of_trend,
    f.ChangeFacts: _of_changed,
    f.ExtremumFacts: _of_extremum,
    f.ProjectionFacts: _of_projection,
    f.TargetFacts: _of_one_standing,
    f.ExplainFacts: _of_one_standing,
    f.RankingFacts: _of_ranking,
    f.SelectionFacts: _of_selection,
    f.OverviewFacts: _of_overview,
    c.ThresholdFacts: _of_threshold,
    c.RequiredFacts: _of_required,
    c.RunFacts: _of_run,
    c.NewsFacts: _of_news,
    c.BesideFacts: _of_two,
}


def _of_standing(standing: f.Standing) -> Used:
    yield standing.series, standing.latest
    for change in (standing.since_baseline, standing.since_peak, standing.last):
        if change:
            yield standing.series, change.first


def _changes(fact: Answer) -> Iterator[tuple[Series, Change]]:
    if isinstance(fact, f.ChangeFacts | f.ExplainFacts | f.CertaintyFacts):
        series = fact.standing.series if isinstance(fact, f.ExplainFacts) else fact.series
        yield series, fact.change
    moved = fact.drivers if isinstance(fact, f.ChangeFacts | f.ExplainFacts) else None
    if moved:
        yield of_levels(series), moved.group
        yield of_levels(series), moved.comparator
    other = fact.other if isinstance(fact, f.ChangeFacts | f.TargetFacts) else None
    if other:
        yield other.series, other.change


def _counts_of(fact: f.ShareFacts | f.ExcessFacts) -> Series:
    figure = (fact.part if isinstance(fact, f.ShareFacts) else fact.counted).figures[0]
    return Series(fact.indicator, figure.sex, fact.indicator.group, "count", (), False, {}, {})


def _of_point(series: Series, point: Point, units: dict[str, str]) -> Iterator[dict[str, Any]]:
    if series.measure == "count":
        for figure in point.figures:
            unit = series.indicator.events or "events"
            yield {
                **_base(figure),
                "measure": "count",
                "value": figure.count,
                "unit": unit,
                "origin": "printed",
            }
        return
    yield from (_of_figure(figure, units) for figure in point.figures)
    if point.origin == "printed" or not point.figures:
        return
    base = _base(point.figures[-1])
    unit = (
        "%"
        if series.measure == "relative_gap"
        else ""
        if series.measure == "ratio"
        else series.indicator.unit
    )
    base |= {"group": series.group, "period": str(point.period)}
    yield {
        **base,
        "measure": series.measure,
        "value": point.value.value,
        "unit": unit,
        "origin": point.origin,
    }


def _of_change(series: Series, change: Change) -> Iterator[dict[str, Any]]:
    if change.per_cent is None or series.indexed or not change.last.figures:
        return
    measure = _CHANGES.get(series.measure, f"{series.measure}_change")
    base = _base(change.last.figures[0])
    period = f"{change.first.period} to {change.last.period}"
    yield {
        **base,
        "period": period,
        "measure": measure,
        "value": change.per_cent.value,
        "unit": "%",
        "origin": "computed",
    }


def _of_figure(figure: Figure, units: dict[str, str]) -> dict[str, Any]:
    unit = units[figure.indicator] if figure.measure in ("value", "absolute_gap") else "%"
    return {
        **_base(figure),
        "measure": figure.measure,
        "value": figure.value,
        "unit": unit,
        "origin": "printed",
    }


def _base(figure: Figure) -> dict[str, Any]:
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
    }
