"""The message that channels get when a release they were told of is withdrawn: what, why, and what holds now."""

from __future__ import annotations

from healthgap.answer.facts import Standing
from healthgap.reply import Message, Summary, Table
from healthgap.summary import Retraction
from healthgap.wording.gaps import gap_size
from healthgap.wording.lists import name
from healthgap.wording.news import published_on
from healthgap.wording.numbers import MEASURE_NAMES, sentence

_MOST_TOLD = 8


def withdrawal(facts: Retraction) -> Summary:
    """The message in the channel, and below it what each gap was and is."""
    release = facts.release
    published = (
        f"published by {release.publisher}{',' if release.published_words else ''} {published_on(release)}"
    )
    told = [sentence(_line(before, now)) for before, now in facts.gaps[:_MOST_TOLD]]
    if len(facts.gaps) > _MOST_TOLD:
        told.append(f"The other {len(facts.gaps) - _MOST_TOLD} gaps are in the table below.")
    message = Message(
        headline=f"Withdrawn: “{release.title}”, {published}. Please do not use its figures.",
        context=(sentence(f"The reason given: {release.withdrawn_why}"), *told),
    )
    rows = tuple((name(before), _size(before), _size(now)) for before, now in facts.gaps)
    table = Table("Gaps with the withdrawn release and without it", ("Gap", "With it", "Without it"), rows)
    headline = "What was held with the withdrawn release, and what is held now."
    return Summary(release.id, message, Message(headline, table=table if rows else None))


def warned(channels: int) -> str:
    """How many channels will be told of a withdrawal. What people were answered is not counted, nor taken back."""
    by = "a summary, a digest, an alert or a correction"
    if not channels:
        return (
            f"No channel was told of it by {by}, so none will be told. Answers to questions are not counted."
        )
    told = "1 channel was" if channels == 1 else f"{channels:,} channels were"
    return f"{told} told of it by {by}, and will be told. Answers to questions are not counted."


def _line(before: Standing, now: Standing | None) -> str:
    what = f"{name(before)}, {MEASURE_NAMES[before.series.measure]}"
    if now is None:
        return f"{what}: no figures are held any more (withdrawn: {_size(before)})"
    if _size(now) == _size(before):
        return f"{what}: the latest, {_size(now)}, stands; figures of other periods are withdrawn"
    return f"{what}: now {_size(now)} (withdrawn: {_size(before)})"


def _size(standing: Standing | None) -> str:
    if standing is None:
        return "not held"
    return f"{gap_size(standing.series, standing.latest)} in {standing.latest.period}"
