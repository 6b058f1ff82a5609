"""What a release says: which gaps it moves, where they stand with it, and what it revises. Facts, no prose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from healthgap.answer.facts import Standing
from healthgap.answer.held import Held, standing, told_of, until
from healthgap.answer.moves import drivers_between
from healthgap.answer.overviews import RankingFacts
from healthgap.answer.rankings import widest
from healthgap.drivers import Drivers
from healthgap.figures import Figure
from healthgap.period import Period
from healthgap.releases import Release
from healthgap.series import Point
from healthgap.targets import Status


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that this release gives differently from before."""

    before: Figure
    after: Figure


@dataclass(frozen=True, slots=True)
class GapNews:
    """One gap in the light of a release.

    `standing` is where its headline gap stands; `drivers` which side moved since the period before, or since the
    peak or the baseline where levels are held only then. `is_new` is false where the latest figure is not of it.
    `before` is where it stood until then, None where nothing of it was held, and `again` the same with the figures
    revised since and none for later periods: where the two differ, what was said before is not so any more.
    """

    standing: Standing
    drivers: Drivers | None
    is_new: bool
    before: Standing | None
    again: Standing | None

    @property
    def status_before(self) -> Status | None:
        """The status of its target until then, None where there was none."""
        return self.before.assessment.status if self.before and self.before.assessment.target else None

    @property
    def is_revised(self) -> bool:
        """Whether the latest figure is for a period that there was one for before."""
        return bool(self.is_new and self.before and self.before.latest.period == self.standing.latest.period)

    @property
    def has_new_status(self) -> bool:
        return self.status_before not in (None, self.standing.assessment.status)


@dataclass(frozen=True, slots=True)
class Flagged:
    """A figure that others do not allow, or that jumps; `told` says both numbers."""

    figure: Figure
    told: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a release changed of what was known: figures, and how many it left unchanged of each indicator.

    `flagged` are those of its figures that are worth a look.
    """

    new: Sequence[Figure]
    revised: Sequence[Revision]
    withdrawn: Sequence[Figure]
    unchanged: Mapping[str, int]
    flagged: Sequence[Flagged] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is new, revised or withdrawn."""
        return not (self.new or self.revised or self.withdrawn)

    def of(self, indicators: Collection[str]) -> Changes:
        """Those of some indicators."""
        return Changes(
            [one for one in self.new if one.indicator in indicators],
            [one for one in self.revised if one.after.indicator in indicators],
            [one for one in self.withdrawn if one.indicator in indicators],
            {name: count for name, count in self.unchanged.items() if name in indicators},
            [one for one in self.flagged if one.figure.indicator in indicators],
        )


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """Everything a channel is told about a release: gaps, the most notable first, and every change.

    `rankings` are the gaps between areas of which it has figures, the widest first.
    """

    release: Release
    gaps: tuple[GapNews, ...]
    rankings: tuple[RankingFacts, ...]
    changes: Changes


def summarise(
    release: Release,
    changes: Changes,
    held: Held,
    before: Held,
    indicators: Collection[str] | None = None,
) -> ReleaseSummary:
    """The summary of `release` for `indicators` (None: all), with what it changed given.

    `held` are the figures known when the release came out, itself included, `before` those known until then. A figure
    for which another source speaks moves no gap.
    """
    changes = changes.of(held.catalogue.indicators if indicators is None else indicators)
    speaking = {figure.key for figure in _figures_of(release, held)}
    touched = [*changes.new, *(change.after for change in changes.revised)]
    periods: dict[tuple[str, str], set[Period]] = defaultdict(set)
    for figure in (*touched, *changes.withdrawn):
        if figure.key in speaking:
            periods[figure.indicator, figure.sex].add(figure.period)
    was = standings(before)
    gaps = [
        gap_news(now, was.get(of), held, periods[of]) for of, now in standings(held).items() if of in periods
    ]
    return ReleaseSummary(release, by_notability(gaps), tuple(_rankings(touched, held)), changes)


def gap_news(now: Standing, before: Standing | None, held: Held, new: Collection[Period]) -> GapNews:
    """The news on a gap that stands so `now`, by figures of which those for the periods `new` are new or revised."""
    again = standing(until(now.series, before.latest.period)) if before else None
    return GapNews(now, _drivers(now, held), now.latest.period in new, before, again)


def by_notability(gaps: Iterable[GapNews]) -> tuple[GapNews, ...]:
    """The most notable first: a target with a new status, then a gap that clearly moved, the furthest first.

    How far it moved is in per cent of the gap since the period before, and clear is what neither rounding nor chance
    could hide the opposite of. All others follow in the order given.
    """
    return tuple(sorted(gaps, key=lambda news: (not news.has_new_status, -_clear_move(news.standing))))


def _clear_move(now: Standing) -> float:
    moved = now.last
    if moved is None or moved.per_cent is None or moved.first == now.series.baseline:
        return 0.0
    in_doubt = moved.direction == "unclear" or moved.verdict == "no clear change"
    return 0.0 if in_doubt else abs(moved.per_cent.value)


def _rankings(touched: Sequence[Figure], held: Held) -> Iterator[RankingFacts]:
    """The order of the areas by each gap between them of which there are new or revised figures."""
    for name, sex in dict.fromkeys((figure.indicator, figure.sex) for figure in touched):
        yield from widest(held.catalogue.indicators[name], sex, held)


def standings(held: Held) -> dict[tuple[str, str], Standing]:
    """Where the gap of the target, or else the headline gap, stands, for each indicator and sex with figures."""
    found = {
        (indicator.id, sex): standing(told_of(indicator, sex, held))
        for indicator in held.catalogue.indicators.values()
        for sex in indicator.sexes
    }
    return {of: now for of, now in found.items() if now}


def statuses(held: Held) -> dict[tuple[str, str], Status]:
    """The status of every target, for each indicator and sex with figures."""
    return {of: now.assessment.status for of, now in standings(held).items() if now.assessment.target}


@dataclass(frozen=True, slots=True)
class Retraction:
    """A withdrawn release, and where each gap that it spoke on stood with it and stands without it (None: nowhere)."""

    release: Release
    gaps: tuple[tuple[Standing, Standing | None], ...]


def retraction(
    release: Release, before: Held, after: Held, indicators: Collection[str] | None = None
) -> Retraction:
    """What goes with `release`: `before` are the figures known with it, `after` those without it."""
    wanted = set(before.catalogue.indicators if indicators is None else indicators)
    spoke = {(figure.indicator, figure.sex) for figure in _figures_of(release, before)}
    now = standings(after)
    gaps = [
        (stood, now.get(of)) for of, stood in standings(before).items() if of in spoke and of[0] in wanted
    ]
    return Retraction(release, tuple(gaps))


def _figures_of(release: Release, held: Held) -> Iterator[Figure]:
    """The figures that speak and are of `release`, of each indicator's own area."""
    for indicator in held.catalogue.indicators.values():
        yield from (figure for figure in held.of_area(indicator) if figure.release == release.id)


def _drivers(now: Standing, held: Held) -> Drivers | None:
    found = (drivers_between(now.series, first, now.latest, held) for first in _starts(now))
    return next((one for one in found if one), None)


def _starts(now: Standing) -> list[Point]:
    """Where to look for earlier levels: the period before, the peak, the baseline."""
    return [change.first for change in (now.last, now.since_peak, now.since_baseline) if change]
