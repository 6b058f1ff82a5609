"""Figures of one gap or one level in the order of their periods: printed where printed, else computed, else implied.

Decides where each number comes from, what rounding and what chance leave of it, and keeps the figures it rests on.
Draws no conclusions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from healthgap.catalogue import Indicator
from healthgap.errors import GapUndefinedError
from healthgap.figures import WITHHELD, Figure, Measure, Origin
from healthgap.gaps import gap, ratio
from healthgap.period import Period
from healthgap.rounding import Rounded
from healthgap.sampling import (
    Pair,
    Sampling,
    Unsampled,
    as_published,
    of_gap,
    of_level,
    of_pair,
)

_CHANGE: Mapping[str, Measure] = {
    "absolute_gap": "absolute_gap_change",
    "relative_gap": "relative_gap_change",
}


@dataclass(frozen=True, slots=True)
class Point:
    """One number of a series, in the series' unit, with where it comes from and the figures it rests on.

    `value` carries what rounding leaves of it, `sampling` what chance leaves, or why that is not known.
    """

    period: Period
    value: Rounded
    origin: Origin
    figures: tuple[Figure, ...]
    sampling: Sampling | Unsampled = "no counts"

    @property
    def sampled(self) -> Sampling | None:
        return self.sampling if isinstance(self.sampling, Sampling) else None


@dataclass(frozen=True)
class Series:
    """One measure for one sex: `held` are all its points, earliest first, `points` those that make its course.

    A single year and several years pooled are not one after the other, even where one ends after the other: the course
    is of periods that are as long. Others can be asked for by name and stand in tables.

    `measure` is "absolute_gap", "relative_gap", "ratio", "rate" or "count". Where only the change since the baseline
    was published, `indexed` is true and the values are the gap as per cent of the baseline's, which is 100.
    `changes` are the publisher's own changes since the baseline, `missing` why a figure has no value.
    """

    indicator: Indicator
    sex: str
    group: str
    measure: str
    held: tuple[Point, ...]
    indexed: bool
    changes: Mapping[Period, Figure]
    missing: Mapping[Period, str]

    @property
    def unit(self) -> str:
        """Per cent of a relative gap, none of a ratio or a count, else the indicator’s; an index is in its base."""
        if self.indexed:
            return "% of the baseline gap"
        return {"relative_gap": "%", "ratio": "", "count": ""}.get(self.measure, self.indicator.unit)

    @cached_property
    def by_period(self) -> Mapping[Period, Point]:
        return {point.period: point for point in self.held}

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The points of periods as long as the baseline, if there is more than that; else as long as most."""
        times = Counter(point.period.years for point in self.held)
        baseline = self.baseline.period.years if self.baseline else 0
        years = max(
            times, key=lambda years: (years == baseline and times[years] > 1, times[years], years), default=0
        )
        return self.as_long_as(years)

    def as_long_as(self, years: int) -> tuple[Point, ...]:
        """The points of periods of so many years."""
        return tuple(point for point in self.held if point.period.years == years)

    @property
    def latest(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def baseline(self) -> Point | None:
        """The point at the target's baseline; None if there is no target or no such point."""
        target = self.indicator.target
        return self.by_period.get(target.baseline) if target and target.baseline else None

    def before(self, point: Point) -> Point | None:
        """The point just before `point` of a period as long."""
        points = self.as_long_as(point.period.years)
        at = points.index(point)
        return points[at - 1] if at else None

    def after(self, point: Point) -> Point | None:
        """The point just after `point` of a period as long."""
        points = self.as_long_as(point.period.years)
        at = points.index(point) + 1
        return points[at] if at < len(points) else None

    def since(self, first: Period) -> tuple[Point, ...]:
        return tuple(point for point in self.points if not point.period < first)

    @property
    def peak(self) -> Point | None:
        """The widest gap (or highest level); the latest of several as wide."""
        return max(self.points, key=lambda point: (point.value.value, point.period.order), default=None)


def of_levels(series: Series) -> Series:
    """The levels behind a gap, without points: what single levels are read and worded as."""
    return Series(series.indicator, series.sex, series.group, "rate", (), False, {}, {})


def level_series(figures: Sequence[Figure], indicator: Indicator, sex: str, group: str) -> Series:
    """The levels of `group`, in the indicator's unit, as printed."""
    held = _select(figures, sex, "value", group)
    points = tuple(
        Point(f.period, f.rounded, "printed", (f,), of_level(f, indicator)) for f in held if f.rounded
    )
    return Series(indicator, sex, group, "rate", points, False, {}, _missing(held, points))


def count_series(figures: Sequence[Figure], indicator: Indicator, sex: str, group: str) -> Series:
    """How many events were counted in `group`."""
    held = _select(figures, sex, "value", group)
    points = tuple(
        Point(f.period, Rounded.exact(f.count), "printed", (f,)) for f in held if f.count is not None
    )
    return Series(indicator, sex, group, "count", points, False, {}, _missing(held, points))


def gap_series(figures: Sequence[Figure], indicator: Indicator, sex: str, measure: str) -> Series:
    """The gap of the indicator's own pair by `measure`: "absolute_gap", "relative_gap" or "ratio".

    A printed gap stands before a computed one. A baseline that was not printed is implied by a printed change. Where no
    size of the gap is held at all, the series is indexed on the baseline. Where the publisher withheld a gap, or the
    level of a side, none is computed or implied: it would tell what was withheld.
    """
    group = indicator.group
    if measure == "ratio":
        return _ratios(figures, indicator, sex)
    printed = _select(figures, sex, measure, group)
    changes = {f.period: f for f in _select(figures, sex, _CHANGE[measure], group) if f.value is not None}
    withheld = _withheld(figures, indicator, sex)
    computed = _computed(figures, indicator, sex, measure)
    points = {point.period: point for point in computed if point.period not in withheld}
    points |= {f.period: Point(f.period, f.rounded, "printed", (f,)) for f in printed if f.rounded}
    indexed = not points and bool(changes)
    if indexed:
        points = _indexed(indicator, changes)
    else:
        pairs = _sampled_pairs(figures, indicator, sex)
        points = {period: _sampled(point, measure, pairs, indicator) for period, point in points.items()}
        implied = _implied_baseline(indicator, points, changes)
        points |= {period: point for period, point in implied.items() if period not in withheld}
    ordered = tuple(points[period] for period in sorted(points))
    levels = [f for side in (group, indicator.comparator) for f in _select(figures, sex, "value", side)]
    missing = {**_missing(levels, ordered), **withheld, **_missing(printed, ordered)}
    missing = {period: why for period, why in missing.items() if period not in points}
    return Series(indicator, sex, group, measure, ordered, indexed, changes, missing)


def _select(figures: Sequence[Figure], sex: str, measure: str, group: str) -> list[Figure]:
    found = [f for f in figures if (f.sex, f.measure, f.group) == (sex, measure, group)]
    return sorted(found, key=lambda f: f.period.order)


def _missing(figures: Sequence[Figure], points: Sequence[Point]) -> dict[Period, str]:
    """Why there is no value where there is no point."""
    there = {point.period for point in points}
    return {f.period: f.missing for f in figures if f.missing and f.period not in there}


def _withheld(figures: Sequence[Figure], indicator: Indicator, sex: str) -> dict[Period, str]:
    """The periods for which a gap of the pair, or a level of either side, was withheld, and why."""
    sides = {(indicator.group, measure) for measure in ("absolute_gap", "relative_gap", "value")}
    sides.add((indicator.comparator, "value"))
    return {
        f.period: f.missing
        for f in figures
        if f.missing in WITHHELD and f.sex == sex and (f.group, f.measure) in sides
    }


def _pairs(figures: Sequence[Figure], indicator: Indicator, sex: str) -> list[tuple[Figure, Figure]]:
    groups = {f.period: f for f in _select(figures, sex, "value", indicator.group) if f.value is not None}
    comparators = {
        f.period: f for f in _select(figures, sex, "value", indicator.comparator) if f.value is not None
    }
    return [(groups[period], comparators[period]) for period in sorted(groups.keys() & comparators.keys())]


def _sampled_pairs(
    figures: Sequence[Figure], indicator: Indicator, sex: str
) -> Mapping[Period, Pair | Unsampled]:
    """What chance does to both levels of each period for which both are held."""
    return {
        group.period: of_pair(group, comparator, indicator)
        for group, comparator in _pairs(figures, indicator, sex)
    }


def _sampled(
    point: Point, measure: str, pairs: Mapping[Period, Pair | Unsampled], indicator: Indicator
) -> Point:
    """`point` with what chance leaves of it: the publisher's own limits, else those that both levels give."""
    published = as_published(point.figures[0]) if point.origin == "printed" else None
    pair = pairs.get(point.period, "no counts")
    if published:
        return replace(point, sampling=published)
    if isinstance(pair, str):
        return replace(point, sampling=pair)
    return replace(point, sampling=of_gap(point.value.value, pair, measure, indicator.polarity))


def _computed(figures: Sequence[Figure], indicator: Indicator, sex: str, measure: str) -> list[Point]:
    points = []
    for group, comparator in _pairs(figures, indicator, sex):
        if group.rounded is None or comparator.rounded is None:
            continue
        try:
            value = gap(group.rounded, comparator.rounded, measure, indicator.polarity)
        except GapUndefinedError:
            continue
        points.append(Point(group.period, value, "computed", (group, comparator)))
    return points


def computed_at(
    figures: Sequence[Figure], indicator: Indicator, sex: str, measure: str, period: Period
) -> Point | None:
    """The gap computed from the printed levels of `period`, to hold beside a printed one; None if not both are held."""
    pairs = _sampled_pairs(figures, indicator, sex)
    found = [point for point in _computed(figures, indicator, sex, measure) if point.period == period]
    return _sampled(found[0], measure, pairs, indicator) if found else None


def _ratios(figures: Sequence[Figure], indicator: Indicator, sex: str) -> Series:
    """Group ÷ comparator from the levels; where only a relative gap was printed, implied by it."""
    points: dict[Period, Point] = {}
    for f in _select(figures, sex, "relative_gap", indicator.group):
        if f.rounded:
            sign = 1 if indicator.polarity == "lower_is_better" else -1
            points[f.period] = Point(
                f.period, Rounded.exact(1) + f.rounded.scaled(sign / 100), "implied", (f,)
            )
    withheld = _withheld(figures, indicator, sex)
    for group, comparator in _pairs(figures, indicator, sex):
        if (
            group.period not in {*points, *withheld}
            and group.rounded
            and comparator.rounded
            and comparator.rounded.low > 0
        ):
            value = ratio(group.rounded, comparator.rounded)
            points[group.period] = Point(group.period, value, "computed", (group, comparator))
    pairs = _sampled_pairs(figures, indicator, sex)
    ordered = tuple(_sampled(points[period], "ratio", pairs, indicator) for period in sorted(points))
    missing = {period: why for period, why in withheld.items() if period not in points}
    return Series(indicator, sex, indicator.group, "ratio", ordered, False, {}, missing)


def _indexed(indicator: Indicator, changes: Mapping[Period, Figure]) -> dict[Period, Point]:
    points = {
        period: Point(period, Rounded.exact(100) + change.rounded, "printed", (change,))
        for period, change in changes.items()
        if change.rounded
    }
    if indicator.target and indicator.target.baseline:
        baseline = indicator.target.baseline
        points[baseline] = Point(baseline, Rounded.exact(100), "implied", ())
    return points


def _implied_baseline(
    indicator: Indicator, points: Mapping[Period, Point], changes: Mapping[Period, Figure]
) -> dict[Period, Point]:
    """A gap of 24.9 that is 32.2% below its baseline implies a baseline of 36.7."""
    baseline = indicator.target.baseline if indicator.target else None
    usable = sorted(period for period in changes if period in points)
    if baseline is None or baseline in points or not usable:
        return {}
    now, change = points[usable[-1]], changes[usable[-1]]
    if change.rounded is None:
        return {}
    share = Rounded.exact(1) + change.rounded.scaled(1 / 100)
    if share.low <= 0:
        return {}
    return {
        baseline: Point(baseline, now.value.over(share), "implied", (*now.figures, change), "not printed")
    }
