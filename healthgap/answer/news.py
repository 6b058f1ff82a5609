"""What releases said: what one brought that was new, what it revised, and what was ever revised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from healthgap.answer.checks import Answer, NewsFacts, NoRelease, RevisionFacts
from healthgap.answer.held import Held
from healthgap.catalogue import Indicator
from healthgap.figures import Figure
from healthgap.question.model import Question
from healthgap.releases import LONDON, Release
from healthgap.series import Point, Series
from healthgap.sources import Said, side_by_side

Revised = tuple[Figure, Figure]


def news(question: Question, held: Held) -> Answer:
    """What the latest release brought, or the one of a day, month or year; or everything that was ever revised."""
    names = question.indicators or tuple(held.catalogue.indicators)
    indicators = tuple(held.catalogue.indicators[name] for name in names)
    if question.selection == "revised" and question.known is None:
        return RevisionFacts(indicators, tuple(pair for one in indicators for pair in _revisions(one, held)))
    releases = sorted(held.releases.values(), key=lambda release: release.edition)
    about = {figure.release for one in indicators for figure in held.history(one.id, None)}
    told = [one for one in releases if one.id in about and _is_of(one, question.known)]
    if not told:
        return NoRelease(question.known, tuple(releases))
    return _brought(told[-1], told[-1] == releases[-1], indicators, held)


def _is_of(release: Release, known: str | None) -> bool:
    return known is None or f"{release.published_at.astimezone(LONDON):%Y-%m-%d}".startswith(known)


def _brought(release: Release, is_latest: bool, indicators: Iterable[Indicator], held: Held) -> NewsFacts:
    gaps: list[tuple[Series, tuple[Point, ...]]] = []
    levels: list[tuple[Series, tuple[Point, ...]]] = []
    elsewhere: list[tuple[Indicator, int]] = []
    revised: list[Revised] = []
    then = _spoken_then(release, held)
    for indicator in indicators:
        new, changed = _vintage(release, held.history(indicator.id, None), held)
        revised += changed
        elsewhere.append((indicator, len({figure.area for figure in new} - {indicator.home})))
        for sex in indicator.sexes:
            gap = then.gap(indicator, sex)
            gaps.append((gap, _resting_on(gap, new)))
            of_groups = [then.level(indicator, sex, group) for group in indicator.published_groups]
            levels += [(series, _resting_on(series, new)) for series in of_groups]
    return NewsFacts(
        release,
        is_latest,
        tuple(told for told in gaps if told[1]),
        tuple(told for told in levels if told[1]),
        tuple(told for told in elsewhere if told[1]),
        tuple(revised),
    )


def _spoken_then(release: Release, held: Held) -> Held:
    """What was known once `release` was out."""
    releases = {one.id: one for one in held.releases.values() if one.edition <= release.edition}

    def said(indicator: str, area: str | None) -> Said:
        home = held.catalogue.indicators[indicator].home
        told = [one for one in held.history(indicator, area or home) if one.release in releases]
        sources = held.catalogue.indicators[indicator].sources
        return side_by_side(told, lambda name: releases[name].publisher, sources)

    return replace(held, said=said, releases=releases)


def _resting_on(series: Series, new: Sequence[Figure]) -> tuple[Point, ...]:
    keys = {figure.key for figure in new}
    told = (point for point in series.held if any(figure.key in keys for figure in point.figures))
    return tuple(point for point in told if point.origin != "implied" or series.measure == "ratio")


def _vintage(release: Release, history: Sequence[Figure], held: Held) -> tuple[list[Figure], list[Revised]]:
    """The figures that `release` has for the first time, and those it gives differently from before."""
    before: dict[tuple[object, ...], Figure] = {}
    own: list[Figure] = []
    for figure in history:
        edition = held.releases[figure.release].edition
        if figure.release == release.id:
            own.append(figure)
        elif edition < release.edition:
            before[_of(figure, held)] = figure
    new = [figure for figure in own if _of(figure, held) not in before and figure.value is not None]
    known = [(before[_of(figure, held)], figure) for figure in own if _of(figure, held) in before]
    return new, [pair for pair in known if pair[0].value != pair[1].value]


def _revisions(indicator: Indicator, held: Held) -> Iterator[Revised]:
    before: dict[tuple[object, ...], Figure] = {}
    for figure in held.history(indicator.id, None):
        earlier = before.get(_of(figure, held))
        if earlier and earlier.value != figure.value:
            yield earlier, figure
        before[_of(figure, held)] = figure


def _of(figure: Figure, held: Held) -> tuple[object, ...]:
    """What vintages share: what the figure is of, and where sources are kept apart its publisher."""
    apart = figure.indicator in held.catalogue.apart
    return (figure.key, held.releases[figure.release].publisher if apart else "")
