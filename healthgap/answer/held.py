"""The figures known at one moment, as series. Asks for nothing that the catalogue does not declare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from healthgap.answer.facts import Lack, NotHeld, Standing
from healthgap.catalogue import Catalogue, Indicator
from healthgap.figures import Figure
from healthgap.period import Period
from healthgap.projections import Sides
from healthgap.question.model import GAP_MEASURES, Question, When
from healthgap.releases import Release
from healthgap.sampling import Pair, of_pair, share_of
from healthgap.series import Point, Series, computed_at, count_series, gap_series, level_series
from healthgap.sources import Said
from healthgap.targets import Assessment, assess, is_on_a_level
from healthgap.trends import Change, change


@dataclass(frozen=True)
class Held:
    """`said` gives what is said of an indicator in an area, or in all for None, as known at `as_of`.

    `areas` gives the areas that it has figures for, `history` every vintage of the figures in an area, or in all for
    None, the oldest release first; `with_figures` gives the ids of the indicators that have any; `releases` are those
    public then, by id.
    """

    catalogue: Catalogue
    said: Callable[[str, str | None], Said]
    areas: Callable[[str], Collection[str]]
    history: Callable[[str, str | None], Sequence[Figure]]
    with_figures: Callable[[], Collection[str]]
    releases: Mapping[str, Release]
    as_of: datetime

    def of_area(self, indicator: Indicator) -> Sequence[Figure]:
        """The figures for the indicator's area; where areas are compared, with those of the comparator's people."""
        figures = self.said(indicator.id, indicator.area).figures
        if indicator.between == "groups" or indicator.at_home:
            return figures
        against = self.said(indicator.id, indicator.home).figures
        return [*figures, *(replace(figure, group=indicator.comparator) for figure in against)]

    def everywhere(self, indicator: Indicator) -> Held:
        """The same, with the figures of all areas of `indicator` read at once rather than one area at a time."""
        whole = self.said(indicator.id, None)
        by_area: dict[str | None, list[Figure]] = defaultdict(list)
        for figure in whole.figures:
            by_area[figure.area].append(figure)
        return replace(self, said=lambda name, area: Said(tuple(by_area[area]), whole.beside))

    def other_areas(self, indicator: Indicator) -> list[Indicator]:
        """The indicator in every other area that figures are held for, by name."""
        return [
            indicator.seen_in(area) for area in sorted(self.areas(indicator.id)) if area != indicator.home
        ]

    def differing(self, figure: Figure) -> tuple[Figure, ...]:
        """What other sources print for the same, where it differs."""
        return self.said(figure.indicator, figure.area).beside.get(figure.key, ())

    def gap(self, indicator: Indicator, sex: str, measure: str | None = None) -> Series:
        return gap_series(self.of_area(indicator), indicator, sex, measure or indicator.headline)

    def level(self, indicator: Indicator, sex: str, group: str) -> Series:
        return level_series(self.of_area(indicator), indicator, sex, _as_published(indicator, group))

    def count(self, indicator: Indicator, sex: str, group: str) -> Series:
        return count_series(self.of_area(indicator), indicator, sex, _as_published(indicator, group))

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

    def sides(self, series: Series, first: Point, last: Point) -> Sides | None:
        """The levels of both sides at two periods, with the group's share of its comparator at the later one."""
        before, after = (self.levels_at(series.indicator, series.sex, point) for point in (first, last))
        if before is None or after is None:
            return None
        share = share_of(after[0].figures[0], after[1].figures[0], series.indicator)
        return Sides((before[0], after[0]), (before[1], after[1]), share)

    def pair_at(self, indicator: Indicator, sex: str, point: Point) -> Pair | None:
        """Both levels at the period of `point` with what chance does to them together; None where that is not known."""
        levels = self.levels_at(indicator, sex, point)
        found = of_pair(levels[0].figures[0], levels[1].figures[0], indicator) if levels else None
        return found if isinstance(found, Pair) else None

    def other_gap(self, series: Series) -> Series | None:
        """The relative gap beside an absolute one and the other way round; None beside anything else."""
        beside = {"absolute_gap": "relative_gap", "relative_gap": "absolute_gap"}.get(series.measure)
        found = self.gap(series.indicator, series.sex, beside) if beside and not series.indexed else None
        return found if found and found.points and not found.indexed else None

    def computed_beside(self, series: Series, point: Point) -> Point | None:
        """What the printed levels give for a gap that was printed itself."""
        if point.origin != "printed" or series.indexed or series.measure == "ratio":
            return None
        figures = self.of_area(series.indicator)
        return computed_at(figures, series.indicator, series.sex, series.measure, point.period)


def target_series(indicator: Indicator, sex: str, held: Held) -> Series | None:
    """The series that the indicator's target is set on; None without a target."""
    target = indicator.target
    if target is None:
        return None
    level = held.level(indicator, sex, target.group)
    return level if is_on_a_level(target) else held.gap(indicator, sex, target.measure)


def told_of(indicator: Indicator, sex: str, held: Held) -> Series:
    """The series that messages tell of: the one that the target is set on, or else the headline gap."""
    return target_series(indicator, sex, held) or held.gap(indicator, sex)


def until(series: Series, period: Period) -> Series:
    """The series as if nothing after `period` had been published."""
    held = tuple(point for point in series.held if not period < point.period)
    missing = {when: why for when, why in series.missing.items() if not period < when}
    return replace(series, held=held, missing=missing)


def _as_published(indicator: Indicator, group: str) -> str:
    """The group that figures are published for; at home the comparator of areas is the people there."""
    compared = indicator.between == "areas" and indicator.at_home
    return indicator.group if compared and group == indicator.comparator else group


def standing(series: Series, as_of: datetime | None = None) -> Standing | None:
    """Where the gap of `series` stands; None if nothing of it is held. Only at a moment `as_of` is a result overdue."""
    latest = series.latest
    if latest is None:
        return None
    peak, judged = series.peak, assess(series)
    return Standing(
        series,
        latest,
        since_baseline=_to(latest, series.baseline),
        since_peak=_to(latest, peak) if peak != series.baseline else None,
        last=_to(latest, series.before(latest)),
        falls_in_a_row=_falls(series.points),
        assessment=judged,
        overdue=_is_overdue(judged, as_of),
    )


def _is_overdue(judged: Assessment, as_of: datetime | None) -> bool:
    due = judged.target.due if judged.target else None
    if due is None or judged.latest is None or as_of is None:
        return False
    return judged.latest.period < due and due.end + due.financial < as_of.year


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
    if series.latest is None:
        return lacking("no figures", question, series, when)
    found = series.latest
    for step in (*(question.beside if when.is_step else ()), when):
        reached = _step(step, found, series, question)
        if isinstance(reached, NotHeld):
            return reached
        found = reached
    return found


def _step(when: When, base: Point, series: Series, question: Question) -> Point | NotHeld:
    """The point that `when` means, where "previous" and "next" count from `base`; no change leaves out years there."""
    named = {
        "latest": series.latest,
        "baseline": series.baseline,
        "first": series.baseline or (series.points[0] if series.measure not in GAP_MEASURES else None),
        "peak": series.peak,
        "previous": series.before(base),
        "next": series.after(base),
    }
    found = named.get(when.kind)
    if found is not None and when in (question.since, question.to) and left_out(when, found, series):
        return lacking("period", question, series, when, (found.period,))
    if found is not None:
        return found
    if when.kind in ("last_year", "this_year"):
        return lacking("last year", question, series, when)
    for point in series.held:
        if when.names(point.period):
            return point
    around = () if when.start is None else _around(when.start, series)
    return lacking("year inside" if when.is_year and around else "period", question, series, when, around)


def left_out(when: When, found: Point, series: Series) -> tuple[Period, Period] | None:
    """The two periods between which years are not held, where `when` is the one beside the other; else None."""
    if not when.is_step:
        return None
    beside = series.after(found) if when.kind == "previous" else series.before(found)
    if beside is None:
        return None
    earlier, later = sorted((found.period, beside.period))
    return None if later.goes_on_from(earlier) else (earlier, later)


def lying_between(earlier: Period, later: Period, series: Series, held: Held) -> tuple[Period, ...]:
    """The periods between two of `series` for which its gap is held, and it is not."""
    of_gap = held.gap(series.indicator, series.sex).as_long_as(later.years)
    lacking = (one.period for one in of_gap if one.period not in series.by_period)
    return tuple(period for period in lacking if earlier < period < later)


def ends_asked(question: Question, series: Series) -> tuple[Point, Point] | NotHeld:
    """The two ends of a change that a question may leave open: into `at`, since `since`, or since the baseline."""
    if series.latest is None:
        return lacking("no figures", question, series)
    named = question.at[0] if question.at else question.to
    last = find(named, series, question) if named else series.latest
    if isinstance(last, NotHeld):
        return last
    first = find(question.since, series, question) if question.since else None
    if isinstance(first, NotHeld):
        return first
    if first is None:
        first = series.before(last) if question.at else series.baseline or series.points[0]
    if first is None or first == last:
        return lacking("no pace", question, series)
    return (first, last) if first.period < last.period else (last, first)


def lacking(
    lack: Lack, question: Question, series: Series, when: When | None = None, around: tuple[Period, ...] = ()
) -> NotHeld:
    """`lack` of `when` in `series`: why, the periods that are held, and questions that can be answered instead."""
    held = around or tuple(point.period for point in series.held)
    why = next((why for period, why in series.missing.items() if when and when.names(period)), None)
    nearest = (*_nearest(question, when, held, around), *_projected(question, when, series))
    return NotHeld(lack, question, series.indicator, series, when, why, held, nearest)


def _projected(question: Question, when: When | None, series: Series) -> tuple[Question, ...]:
    """What the gap will be at a period that is still to come, up to the one in which its target is due."""
    target = series.indicator.target
    if when is None or when.start is None or when.end is None or target is None or series.latest is None:
        return ()
    asked = Period(when.start, when.end)
    to_come = target.due is not None and series.latest.period < asked and asked.end <= target.due.end
    of_gap = question.intent == "value" and question.measure in (None, series.indicator.headline)
    if not (to_come and of_gap) or question.groups or question.areas:
        return ()
    return (Question("projection", question.indicators, question.sex, by=when),)


def _around(year: int, series: Series) -> tuple[Period, ...]:
    return tuple(point.period for point in series.held if point.period.contains_year(year))


def _nearest(
    question: Question, when: When | None, held: Sequence[Period], around: Sequence[Period]
) -> tuple[Question, ...]:
    """The same question about the periods around `when`, else about the latest; the gap, where that is not held."""
    if not held:
        return (question.but(measure=None, groups=(), at=()),) if question.measure or question.groups else ()
    whole = (question.but(at=(), since=None, to=None),)
    if not around or when is None:
        return whole
    moved = (_moved(question, when, When.of(period)) for period in around[-3:])
    return tuple(filter(_goes_forward, moved)) or whole


def _goes_forward(question: Question) -> bool:
    """Whether a change ends later than it begins, by the last year of each."""
    since, to = question.since, question.to
    return not (since and to and since.end and to.end) or since.end < to.end


def _moved(question: Question, old: When, new: When) -> Question:
    return question.but(
        at=tuple(dict.fromkeys(new if when == old else when for when in question.at)),
        since=new if question.since == old else question.since,
        to=new if question.to == old else question.to,
    )
