"""Sentences about releases: what one said that was new, what was revised, which are held, when the next is due."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.answer.checks import NewsFacts, NoRelease, RevisionFacts, Unranked
from healthgap.answer.overviews import SourceFacts
from healthgap.catalogue import Catalogue, Indicator
from healthgap.figures import Figure
from healthgap.question.words.dates import in_words
from healthgap.releases import Release
from healthgap.series import Point, Series
from healthgap.wording.figures import printed, what
from healthgap.wording.gaps import gap_size
from healthgap.wording.numbers import (
    briefly,
    day,
    listed,
    number,
    of_point,
    sentence,
    short_name,
    title,
    when_published,
)
from healthgap.wording.prose import Prose, Rank

_MOST_LISTED = 8


def news(facts: NewsFacts, catalogue: Catalogue) -> Prose:
    """What the release brought, gap by gap; rates beside them in short."""
    release = facts.release
    told = (*facts.gaps, *facts.levels)
    lines = [sentence(f"{title(series, catalogue)}: {_points(series, points)}") for series, points in told]
    lines += [sentence(_elsewhere(*one)) for one in facts.elsewhere]
    which = "The latest release" if facts.is_latest else "The release"
    about = listed(list(dict.fromkeys(short_name(one) for one in _new_on(facts))))
    new = f"new figures on {about}" if about else "no figure that was not known before"
    prose = Prose(sentence(f"{which}, “{release.title}”, {dated(release)}: {new}"), lines[:_MOST_LISTED])
    if len(lines) > _MOST_LISTED:
        prose.body.append(f"{len(lines) - _MOST_LISTED} more series have new figures.")
    prose.body += _revised(facts.revised, catalogue) or ["It revised no earlier figure."]
    return prose


def _new_on(facts: NewsFacts) -> list[Indicator]:
    told = [series.indicator for series, _ in (*facts.gaps, *facts.levels)]
    return [*told, *(indicator for indicator, _ in facts.elsewhere)]


def _elsewhere(indicator: Indicator, areas: int) -> str:
    counted = "1 area" if areas == 1 else f"{areas} areas"
    return f"{short_name(indicator)}: new figures for {counted} besides {indicator.home}"


def _points(series: Series, points: Sequence[Point]) -> str:
    if series.indexed:
        return listed([f"{gap_size(series, point)} in {point.period}" for point in points])
    *before, last = points
    printed = series.changes.get(last.period)
    beside = f", {_since_baseline(printed)}" if printed and printed.value is not None else ""
    return listed(
        [f"{briefly(point, series)} in {point.period}" for point in before]
        + [f"{of_point(last, series)} in {last.period}{beside}"]
    )


def _since_baseline(printed: Figure) -> str:
    """ "32.2% narrower than at baseline", as the release has it."""
    moved = printed.value or 0.0
    if moved == 0:
        return "the same as at baseline"
    way = "narrower" if moved < 0 else "wider"
    return f"{number(abs(moved), printed.decimals)}% {way} than at baseline"


def revisions(facts: RevisionFacts, catalogue: Catalogue) -> Prose:
    about = f" on {short_name(facts.indicators[0])}" if len(facts.indicators) == 1 else ""
    if not facts.revised:
        return Prose(f"No: no figure held{about} has been revised since it was first published.")
    count = len(facts.revised)
    have = (
        "figure{} has been revised since it was"
        if count == 1
        else "figures{} have been revised since they were"
    )
    return Prose(
        f"Yes: {count} {have.format(about)} first published.",
        _revised(facts.revised, catalogue),
    )


def _revised(pairs: Sequence[tuple[Figure, Figure]], catalogue: Catalogue) -> list[str]:
    told = [_revision(before, after, catalogue) for before, after in pairs[:_MOST_LISTED]]
    return told + ([f"{len(pairs) - _MOST_LISTED} more were revised."] if len(pairs) > _MOST_LISTED else [])


def _revision(before: Figure, after: Figure, catalogue: Catalogue) -> str:
    return sentence(f"Revised: {what(after, catalogue)}: {printed(before)}, now {printed(after)}")


def no_release(facts: NoRelease) -> Prose:
    held = [
        sentence(f"{when_published(release)}: “{release.title}”")
        for release in facts.releases[-_MOST_LISTED:]
    ]
    when = f" of {in_words(facts.known)}" if facts.known else ""
    return Prose(f"I hold no release{when} on that.", held)


def published_on(release: Release) -> str:
    """ "on 14 January 2009", "by 13 March 2008"."""
    return release.published_words or f"on {day(release.published_at)}"


def dated(release: Release) -> str:
    """ "published on 14 January 2009"."""
    return f"published {published_on(release)}"


def cited(release: Release) -> str:
    """Publisher, title and address, and whose account the address holds."""
    named = f"{release.publisher}, “{release.title}”"
    if not release.source_url:
        return named
    return (
        f"{named}, as reported by {release.reported_by}: {release.source_url}"
        if release.reported_by
        else f"{named}, {release.source_url}"
    )


def next_release(facts: SourceFacts) -> Prose:
    """When the next comes out is not held, and what is under embargo is not told."""
    prose = Prose("I do not know when the next figures come out; that is not held.")
    if facts.releases:
        prose.note(Rank.ASKED, _last(facts.releases[0], facts))
    return prose


def published(facts: SourceFacts) -> Prose:
    newest = facts.releases[0]
    prose = Prose(_last(newest, facts))
    prose.note(Rank.ASKED, f"Published by {newest.publisher}, as “{newest.title}”.")
    prose.note(Rank.STANDING, "I do not know when the next release is due.")
    return prose


def _last(newest: Release, facts: SourceFacts) -> str:
    about = f" on {short_name(facts.indicators[0])}" if len(facts.indicators) == 1 else ""
    return sentence(f"The latest figures{about} were published {published_on(newest)}")


def unranked(facts: Unranked) -> Prose:
    names = listed(list(dict.fromkeys(short_name(series.indicator) for series in facts.series)))
    return Prose(
        "The gaps held do not compare in size: they are in different units.",
        [sentence(f"Held: {names}"), "Did you mean one of these?"],
    )
