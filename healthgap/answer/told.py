"""Which figures an answer tells: the points of each fact with their series, and the published figures behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from healthgap.answer import checks as c
from healthgap.answer import facts as f
from healthgap.answer import overviews as o
from healthgap.answer.checks import Answer
from healthgap.figures import Figure
from healthgap.series import Point, Series, of_levels
from healthgap.trends import Change

Used = Iterator[tuple[Series, Point]]


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
    for series, change in changes_told(fact):
        yield from ((series, point) for point in (change.first, change.last))


def changes_told(fact: Answer) -> Iterator[tuple[Series, Change]]:
    """The changes that a fact tells, each with its series."""
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


def counts_of(fact: f.ShareFacts | f.ExcessFacts) -> Series:
    """The series that the counts of a fact belong to, without points."""
    figure = (fact.part if isinstance(fact, f.ShareFacts) else fact.counted).figures[0]
    return Series(fact.indicator, figure.sex, fact.indicator.group, "count", (), False, {}, {})


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
    of_all = [fact.of_all] if fact.of_all else []
    return ((counts_of(fact), point) for point in (fact.part, fact.whole, *of_all))


def _of_trend(fact: f.TrendFacts) -> Used:
    return ((fact.series, point) for point in fact.listed)


def _of_extremum(fact: f.ExtremumFacts) -> Used:
    return ((fact.series, point) for point in (*fact.points, fact.standing.latest))


def _of_projection(fact: f.ProjectionFacts) -> Used:
    return ((fact.standing.series, point) for point in (fact.first, fact.standing.latest))


def _of_one_standing(fact: f.TargetFacts | f.ExplainFacts) -> Used:
    return _of_standing(fact.standing)


def _of_threshold(fact: c.ThresholdFacts) -> Used:
    points = (*fact.points, *(fact.crossing or ()), fact.held[-1])
    return ((fact.series, point) for point in points)


def _of_ahead(fact: c.AheadFacts) -> Used:
    return ((fact.series, point) for point in (fact.first, fact.latest))


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


def _of_two(fact: c.BesideFacts | c.LevelsBesideFacts) -> Used:
    yield from (fact.first, fact.second)


def _of_changed(fact: f.ChangeFacts) -> Used:
    return iter(()) if fact.standing is None or fact.series.indexed else _of_standing(fact.standing)


def _of_selection(fact: o.SelectionFacts) -> Used:
    return (used for standing in fact.chosen for used in _of_standing(standing))


def _of_slope(fact: f.SlopeFacts) -> Used:
    return zip(fact.sides, fact.gradient.points, strict=True)


def _of_ranking(fact: o.RankingFacts) -> Used:
    return iter(fact.places)


def _of_overview(fact: o.OverviewFacts) -> Used:
    yield from (used for standing in fact.standings for used in _of_standing(standing))
    yield from (place for order in fact.rankings for place in order.first)


_POINTS: Mapping[type, Callable[[Any], Used]] = {
    f.GapFacts: _of_gap,
    f.LevelFacts: _of_level,
    f.RangeFacts: lambda fact: iter(((fact.series, fact.point),)),
    f.ShareFacts: _of_share,
    f.TrendFacts: _of_trend,
    f.ChangeFacts: _of_changed,
    f.ExtremumFacts: _of_extremum,
    f.ProjectionFacts: _of_projection,
    f.TargetFacts: _of_one_standing,
    f.ExplainFacts: _of_one_standing,
    f.SlopeFacts: _of_slope,
    o.RankingFacts: _of_ranking,
    o.SelectionFacts: _of_selection,
    o.OverviewFacts: _of_overview,
    c.ThresholdFacts: _of_threshold,
    c.AheadFacts: _of_ahead,
    c.RequiredFacts: _of_required,
    c.RunFacts: _of_run,
    c.NewsFacts: _of_news,
    c.BesideFacts: _of_two,
    c.LevelsBesideFacts: _of_two,
}


def _of_standing(standing: f.Standing) -> Used:
    yield standing.series, standing.latest
    for change in (standing.since_baseline, standing.since_peak, standing.last):
        if change:
            yield standing.series, change.first
