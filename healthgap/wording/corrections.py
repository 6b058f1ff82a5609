"""The replies below an earlier message that a release, or its withdrawal, makes wrong: what was posted, what holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from healthgap.answer.held import Held
from healthgap.catalogue import Catalogue
from healthgap.releases import Release
from healthgap.reply import Message, Statement, Summary
from healthgap.wording.numbers import MEASURE_NAMES, day, sentence, sex_name, short_name, when_published
from healthgap.wording.statements import changed, restated, turns

_MOST_TOLD = 8


def correction(
    posted: Sequence[Statement], posted_at: datetime, release: Release, before: Held, after: Held
) -> Summary:
    """What of the statements `posted` reads otherwise by the figures `after` a release than by those `before` it."""
    lines = _lines(posted, before, after)
    message = Message(
        headline=f"Revised since this was posted on {day(posted_at)}.",
        context=lines,
        source=f"Source: {release.publisher}, “{release.title}”, {when_published(release)}.",
    )
    return Summary(release.id, message, is_news=bool(lines))


def restoration(posted: Sequence[Statement], release: Release, before: Held, after: Held) -> Summary:
    """What of the statements `posted`, which `release` had corrected, reads otherwise `after` its withdrawal."""
    lines = _lines(posted, before, after)
    message = Message(
        headline=f"Please do not use the correction by “{release.title}” above: that release is withdrawn.",
        context=(*lines, sentence(f"The reason given: {release.withdrawn_why}")),
    )
    return Summary(release.id, message, is_news=bool(lines))


def _lines(posted: Sequence[Statement], before: Held, after: Held) -> tuple[str, ...]:
    lines = [_line(one, restated(one, after), after.catalogue) for one in changed(posted, before, after)]
    hidden = len(lines) - _MOST_TOLD
    more = [f"{hidden} more of what was posted here has changed."] if hidden > 0 else []
    return (*lines[:_MOST_TOLD], *more)


def _line(posted: Statement, now: Statement | None, catalogue: Catalogue) -> str:
    was = f"{_what(posted, catalogue)}: this was {posted.told} in {posted.period} when posted here"
    if now is None:
        return sentence(f"{was}; it is not published any more")
    if now == posted:
        return sentence(f"{was}, and is so again")
    if now.told == posted.told:
        return sentence(f"{was}, and still is, but {'; '.join(turns(posted, now))}")
    return sentence("; ".join([f"{was}; it is now {now.told}", *turns(posted, now)]))


def _what(posted: Statement, catalogue: Catalogue) -> str:
    indicator = catalogue.indicators.get(posted.indicator)
    if indicator is None:
        return posted.indicator
    parts = (short_name(indicator), sex_name(posted.sex), MEASURE_NAMES[posted.measure])
    return ", ".join(part for part in parts if part)
