"""What a release says: which gaps it moves, where they stand with it, and what it revises. Facts, no prose."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from healthgap.answer.facts import Standing
from healthgap.answer.held import Held, standing, target_series
from healthgap.answer.moves import drivers_between
from healthgap.answer.overviews import RankingFacts
from healthgap.answer.rankings import widest
from healthgap.drivers import Drivers
from healthgap.figures import Figure
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
    `status_before` is that of its target until then, None where there was none.
    """

    standing: Standing
    drivers: Drivers | None
    is_new: bool
    status_before: Status | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a release changed of what was known: figures, and how many it left unchanged of each indicator."""

    new: Sequence[Figure]
    revised: Sequence[Revision]
    withdrawn: Sequence[Figure]
    unchanged: Mapping[str, int]

    def of(self, indicators: Collection[str]) -> Changes:
        """Those of some indicators."""
        return Changes(
            [one for one in self.new if one.indicator in indicators],
            [one for one in self.revised if one.after.indicator in indicators],
            [one for one in self.withdrawn if one.indicator in indicators],
            {name: count for name, count in self.unchanged.items() if name in indicators},
        )


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """Everything a channel is told about a release: gaps in the order of the catalogue, and every change.

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
    moving = [figure for figure in touched if figure.key in speaking]
    status_before = statuses(before)
    gaps = []
    for (indicator, sex), now in standings(held).items():
        news = [figure for figure in moving if (figure.indicator, figure.sex) == (indicator, sex)]
        if news:
            is_new = any(figure.period == now.latest.period for figure in news)
            was = status_before.get((indicator, sex))
            gaps.append(GapNews(now, _drivers(now, held), is_new, was))
    return ReleaseSummary(release, tuple(gaps), tuple(_rankings(touched, held)), changes)


def _rankings(touched: Sequence[Figure], held: Held) -> Iterator[RankingFacts]:
    """The order of the areas by each gap between them of which there are new or revised figures."""
    for name, sex in dict.fromkeys((figure.indicator, figure.sex) for figure in touched):
        yield from widest(held.catalogue.indicators[name], sex, held)


def standings(held: Held) -> dict[tuple[str, str], Standing]:
    """Where the gap of the target, or else the headline gap, stands, for each indicator and sex with figures."""
    found = {
        (indicator.id, sex): standing(target_series(indicator, sex, held) or held.gap(indicator, sex))
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
