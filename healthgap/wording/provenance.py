"""Sentences about where figures come from: publisher and releases, of one period, of one number."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.answer.overviews import SourceFacts, WorkedOut
from healthgap.catalogue import Catalogue
from healthgap.figures import Figure
from healthgap.question.model import Amount
from healthgap.question.phrase import amount_words
from healthgap.releases import Release
from healthgap.wording.aims import aim
from healthgap.wording.figures import what
from healthgap.wording.holdings import pair
from healthgap.wording.news import cited, dated, next_release, published, published_on
from healthgap.wording.numbers import (
    is_worked_back,
    measured,
    sentence,
    short_name,
    title,
    when_published,
    worked_back,
)
from healthgap.wording.prose import Prose, Rank


def sources(facts: SourceFacts, catalogue: Catalogue) -> Prose:
    if not facts.releases:
        return Prose("No figures on this are held, so there is no source to name.")
    if facts.dated:
        return _of_periods(facts, catalogue)
    if facts.wanted:
        return published(facts) if facts.wanted == "published" else next_release(facts)
    if facts.amount:
        return _of_number(facts, facts.amount, catalogue)
    newest = facts.releases[0]
    one = facts.indicators[0] if len(facts.indicators) == 1 else None
    about = f" on {short_name(one)}" if one else ""
    publishers = "; ".join(dict.fromkeys(release.publisher for release in facts.releases))
    latest = f"The latest release is “{newest.title}”, {dated(newest)}."
    prose = Prose(f"Publisher of the figures{about}: {publishers}. {latest}")
    prose.body = [sentence(f"{when_published(release)}: {cited(release)}") for release in facts.releases]
    if one:
        prose.note(Rank.ASKED, f"Original figures: {one.source}")
        method = catalogue.terms.get(one.headline)
        prose.note(Rank.ASKED, f"Method: {pair(one, catalogue)}" if method else "")
    prose.note(
        Rank.STANDING, "I do not know when the next release is due. To download: ask for a gap “as CSV”."
    )
    return prose


def _of_periods(facts: SourceFacts, catalogue: Catalogue) -> Prose:
    """When the figures of the periods asked about came out, and in which releases."""
    lines: list[str] = []
    for series, point, releases in facts.dated:
        named = f"{title(series, catalogue)}, {point.period}{worked_back(point, series)}"
        lines += _in_releases(named, releases)
    return Prose(lines[0], lines[1:])


def _in_releases(named: str, releases: Sequence[Release]) -> list[str]:
    """The first release that published something, and those that did so again."""
    first, *again = releases
    return [
        sentence(f"{named}, {dated(first)}: {cited(first)}"),
        *(sentence(f"Published again {published_on(release)}: {cited(release)}") for release in again),
    ]


def _of_number(facts: SourceFacts, amount: Amount, catalogue: Catalogue) -> Prose:
    """Which release published a number, and of what."""
    number = amount_words(amount)
    about = f" on {short_name(facts.indicators[0])}" if len(facts.indicators) == 1 else ""
    lines: list[str] = []
    for figure, releases in facts.printed:
        lines += _in_releases(f"{number} is {_of_what(figure, amount, catalogue)}", releases)
    lines += [sentence(f"{number} was not published: it is {_worked_out(one)}") for one in facts.worked]
    lines += [
        f"{number} is the cut that the {one.short} target asks for: “{one.target.wording}” ({one.target.source})."
        for one in facts.promised
        if one.target
    ]
    if not lines:
        return Prose(f"No figure that I hold{about} was published as {number}.")
    return Prose(lines[0], lines[1:])


def _worked_out(found: WorkedOut) -> str:
    """What a number was worked out as, and from what."""
    series, point = found.series, found.point
    if point is None:
        target = found.assessment.target if found.assessment else None
        asked = f", {aim(found.assessment, target, series)}" if found.assessment and target else ""
        return f"what the target on {measured(series)} asks for{asked}"
    name = title(series)
    named = f"{name[0].lower()}{name[1:]}, in {point.period}"
    if is_worked_back(point, series):
        return f"{named}, worked back from the change that was published"
    return f"{named}, computed from the published {'relative gap' if point.origin == 'implied' else 'levels'}"


def _of_what(figure: Figure, amount: Amount, catalogue: Catalogue) -> str:
    """What a number is of: of a figure itself, or of the events behind it."""
    named = what(figure, catalogue)
    if figure.value is not None and abs(figure.value) == amount.value:
        return named
    indicator = catalogue.indicators[figure.indicator]
    return f"the number of {indicator.events}: {named.replace(f', {indicator.level},', ',', 1)}"
