"""What a release says: which gaps it moves, where they stand with it, and what it revises. Facts, no prose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from healthgap.answer.facts import RankingFacts, Standing
from healthgap.answer.held import Held, standing
from healthgap.answer.moves import target_series
from healthgap.answer.rankings import ranking
from healthgap.catalogue import Indicator
from healthgap.figures import Figure
from healthgap.question.model import Question
from healthgap.releases import Release
from healthgap.series import Point
from healthgap.trends import Drivers, drivers


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
    """Everything a channel is told about a release: gaps in the order of the catalogue, revisions, new levels.

    `rankings` are the gaps between areas of which it has figures, the widest first.
    """

    release: Release
    gaps: tuple[GapNews, ...]
    rankings: tuple[RankingFacts, ...]
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
    rankings: list[RankingFacts] = []
    for indicator in held.catalogue.indicators.values():
        for sex in indicator.sexes:
            news = [f for f in touched if (f.indicator, f.sex) == (indicator.id, sex)]
            if news and indicator.between == "areas":
                rankings += _rankings(indicator, sex, held)
            series = target_series(indicator, sex, held) or held.gap(indicator, sex)
            now = standing(series)
            if news and now:
                is_new = any(f.period == now.latest.period for f in news)
                gaps.append(GapNews(now, _drivers(now, held), is_new))
    return ReleaseSummary(
        release,
        tuple(gaps),
        tuple(rankings),
        tuple(change for change in revised if change.after.indicator in wanted),
        tuple(f for f in new if f.indicator in wanted),
    )


def _rankings(indicator: Indicator, sex: str, held: Held) -> list[RankingFacts]:
    found = ranking(Question("ranking", (indicator.id,), sex, direction="max"), indicator, sex, held)
    return [facts for facts in found if isinstance(facts, RankingFacts)]


def _drivers(now: Standing, held: Held) -> Drivers | None:
    series = now.series
    after = None if series.indexed else held.levels_at(series.indicator, series.sex, now.latest)
    if after is None:
        return None
    for first in _starts(now):
        before = held.levels_at(series.indicator, series.sex, first)
        if before:
            return drivers((before[0], after[0]), (before[1], after[1]))
    return None


def _starts(now: Standing) -> list[Point]:
    """Where to look for earlier levels: the period before, the peak, the baseline."""
    return [change.first for change in (now.last, now.since_peak, now.since_baseline) if change]
