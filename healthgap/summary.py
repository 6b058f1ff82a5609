"""What a release says: which gaps it moves, where they stand with it, and what it revises. Facts, no prose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from healthgap.answer.facts import Standing
from healthgap.answer.held import Held, standing, target_series
from healthgap.answer.moves import drivers_between
from healthgap.drivers import Drivers
from healthgap.figures import Figure
from healthgap.releases import Release
from healthgap.series import Point


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
    """

    standing: Standing
    drivers: Drivers | None
    is_new: bool


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """Everything a channel is told about a release: gaps in the order of the catalogue, revisions, new levels."""

    release: Release
    gaps: tuple[GapNews, ...]
    revised: tuple[Revision, ...]
    new: tuple[Figure, ...]


def summarise(
    release: Release,
    new: Sequence[Figure],
    revised: Sequence[Revision],
    held: Held,
    indicators: Sequence[str] | None = None,
) -> ReleaseSummary:
    """The summary of `release`, whose `new` and `revised` figures are given, for `indicators` (None: all).

    `held` are the figures known when the release came out, itself included.
    """
    wanted = set(held.catalogue.indicators if indicators is None else indicators)
    touched = [f for f in (*new, *(change.after for change in revised)) if f.indicator in wanted]
    gaps = []
    for indicator in held.catalogue.indicators.values():
        for sex in indicator.sexes:
            news = [f for f in touched if (f.indicator, f.sex) == (indicator.id, sex)]
            series = target_series(indicator, sex, held) or held.gap(indicator, sex)
            now = standing(series)
            if news and now:
                is_new = any(f.period == now.latest.period for f in news)
                gaps.append(GapNews(now, _drivers(now, held), is_new))
    return ReleaseSummary(
        release,
        tuple(gaps),
        tuple(change for change in revised if change.after.indicator in wanted),
        tuple(f for f in new if f.indicator in wanted),
    )


def _drivers(now: Standing, held: Held) -> Drivers | None:
    found = (drivers_between(now.series, first, now.latest, held) for first in _starts(now))
    return next((one for one in found if one), None)


def _starts(now: Standing) -> list[Point]:
    """Where to look for earlier levels: the period before, the peak, the baseline."""
    return [change.first for change in (now.last, now.since_peak, now.since_baseline) if change]
