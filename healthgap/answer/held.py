"""The figures known at one moment, as series. Asks for nothing that the catalogue does not declare."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from healthgap.answer.facts import Lack, NotHeld, Standing
from healthgap.catalogue import Catalogue, Indicator
from healthgap.figures import Figure
from healthgap.period import Period
from healthgap.question.model import Question, When
from healthgap.releases import Release
from healthgap.series import Point, Series, computed_at, count_series, gap_series, level_series
from healthgap.sources import Said
from healthgap.targets import assess
from healthgap.trends import Change, change

GAP_MEASURES = ("absolute_gap", "relative_gap", "ratio")


@dataclass(frozen=True)
class Held:
    """`said` gives what is said of an indicator in an area as known at `as_of`, `releases` those public then, by id."""

    catalogue: Catalogue
    said: Callable[[str, str], Said]
    releases: Mapping[str, Release]
    as_of: datetime

    def of_area(self, indicator: Indicator) -> Sequence[Figure]:
        """The indicator's figures for its own area."""
        return self.said(indicator.id, indicator.area).figures

    def differing(self, figure: Figure) -> tuple[Figure, ...]:
        """What other sources print for the same, where it differs."""
        return self.said(figure.indicator, figure.area).beside.get(figure.key, ())

    def gap(self, indicator: Indicator, sex: str, measure: str | None = None) -> Series:
        return gap_series(self.of_area(indicator), indicator, sex, measure or indicator.headline)

    def level(self, indicator: Indicator, sex: str, group: str) -> Series:
        return level_series(self.of_area(indicator), indicator, sex, group)

    def count(self, indicator: Indicator, sex: str, group: str) -> Series:
        return count_series(self.of_area(indicator), indicator, sex, group)

    def series(self, question: Question, indicator: Indicator, sex: str) -> Series:
        """The series that `question` is about."""
        if question.measure in ("rate", "count"):
            group = question.groups[0] if question.groups else indicator.everyone
            found = self.level if question.measure == "rate" else self.count
            return found(indicator, sex, group)
        return self.gap(indicator, sex, question.measure)

    def suppressed(self, indicator: Indicator, sex: str, period: Period) -> tuple[str, ...]:
        """The groups whose levels for the period were suppressed."""
        of = (sex, period, "value", "suppressed")
        figures = self.of_area(indicator)
        return tuple(f.group for f in figures if (f.sex, f.period, f.measure, f.missing) == of)

    def levels_at(self, indicator: Indicator, sex: str, point: Point) -> tuple[Point, Point] | None:
        """The levels of group and comparator at the period of `point`, where both are held."""
        sides = [
            self.level(indicator, sex, group).by_period.get(point.period)
            for group in (indicator.group, indicator.comparator)
        ]
        return (sides[0], sides[1]) if sides[0] and sides[1] else None

    def computed_beside(self, series: Series, point: Point) -> Point | None:
        """What the printed levels give for a gap that was printed itself."""
        if point.origin != "printed" or series.indexed or series.measure == "ratio":
            return None
        figures = self.of_area(series.indicator)
        return computed_at(figures, series.indicator, series.sex, series.measure, point.period)


def standing(series: Series) -> Standing | None:
    """Where the gap of `series` stands; None if nothing of it is held."""
    latest = series.latest
    if latest is None:
        return None
    peak = series.peak
    return Standing(
        series,
        latest,
        since_baseline=_to(latest, series.baseline),
        since_peak=_to(latest, peak) if peak != series.baseline else None,
        last=_to(latest, series.before(latest)),
        falls_in_a_row=_falls(series.points),
        assessment=assess(series),
    )


def _to(latest: Point, first: Point | None) -> Change | None:
    return change(first, latest) if first and first != latest else None


def _falls(points: Sequence[Point]) -> int:
    falls = 0
    for earlier, later in zip(reversed(points[:-1]), reversed(points[1:]), strict=True):
        if later.value.value >= earlier.value.value:
            break
        falls += 1
    return falls


def find(when: When, series: Series, question: Question) -> Point | NotHeld:
    """The point of `series` that `when`, one of the periods of `question`, means."""
    latest = series.latest
    if latest is None:
        return lacking("no figures", question, series, when)
    base = find(question.beside, series, question) if question.beside and when != question.beside else latest
    if isinstance(base, NotHeld):
        return base
    named = {
        "latest": latest,
        "baseline": series.baseline,
        "previous": series.before(base),
        "next": series.after(base),
    }
    found = named.get(when.kind)
    if found is not None:
        return found
    if when.kind in ("last_year", "this_year"):
        return lacking("last year", question, series, when)
    for point in series.points:
        if (point.period.start, point.period.end) == (when.start, when.end):
            return point
    around = () if when.start is None else _around(when.start, series)
    return lacking("year inside" if when.is_year and around else "period", question, series, when, around)


def lacking(
    lack: Lack, question: Question, series: Series, when: When | None = None, around: tuple[Period, ...] = ()
) -> NotHeld:
    """`lack` of `when` in `series`: why, the periods that are held, and questions that can be answered instead."""
    held = around or tuple(point.period for point in series.points)
    missing = {(period.start, period.end): why for period, why in series.missing.items()}
    why = missing.get((when.start, when.end)) if when and when.start and when.end else None
    return NotHeld(
        lack, question, series.indicator, series, when, why, held, _nearest(question, when, held, around)
    )


def _around(year: int, series: Series) -> tuple[Period, ...]:
    return tuple(point.period for point in series.points if point.period.contains_year(year))


def _nearest(
    question: Question, when: When | None, held: Sequence[Period], around: Sequence[Period]
) -> tuple[Question, ...]:
    """The same question about the periods around `when`, else about the latest; the gap, where that is not held."""
    if not held:
        return (question.but(measure=None, groups=(), at=()),) if question.measure or question.groups else ()
    if not around or when is None:
        return (question.but(at=(), since=None, to=None),)
    return tuple(_moved(question, when, When.of(period)) for period in around[-3:])


def _moved(question: Question, old: When, new: When) -> Question:
    return question.but(
        at=tuple(new if when == old else when for when in question.at),
        since=new if question.since == old else question.since,
        to=new if question.to == old else question.to,
    )
