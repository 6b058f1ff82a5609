"""The message that channels get about a release: short in the channel, the whole in its thread.

The gaps come with the most notable first, by the rule of `healthgap.summary.by_notability`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from healthgap.answer.held import Held
from healthgap.catalogue import Catalogue, Indicator
from healthgap.question.model import Question
from healthgap.question.phrase import phrase
from healthgap.reply import Button, Message, Summary
from healthgap.series import Point, Series
from healthgap.summary import Changes, GapNews, ReleaseSummary
from healthgap.wording.aims import judged_otherwise, target_now
from healthgap.wording.changes import (
    MOST_TOLD,
    brief,
    charts_of,
    corrections,
    first,
    new_statuses,
    rest_of,
    sides,
    table_of,
)
from healthgap.wording.drivers import because, who_moved
from healthgap.wording.figures import missing_since, printed, qualified, what
from healthgap.wording.gaps import against_baseline, gap_size, history
from healthgap.wording.glance import titled
from healthgap.wording.lists import name
from healthgap.wording.numbers import (
    LONDON,
    MEASURE_NAMES,
    briefly,
    day,
    group_title,
    hour,
    listed,
    sentence,
    short_name,
    when_published,
)
from healthgap.wording.rankings import ranking
from healthgap.wording.statements import stated

_MOST_REVISIONS = 5
_MOST_FLAGS = 5
_MOST_NAMED = 4


def summary(facts: ReleaseSummary, held: Held) -> Summary:
    """One headline, a line for each notable gap, revisions and source; the whole, charts and table in the thread."""
    catalogue = held.catalogue
    message = Message(
        headline=_headline(facts, held),
        context=(*_short(facts, held), *_orders(facts, held), *_beside(facts, held)),
        caveats=(*corrections(facts.gaps), *_revisions(facts, held), *_flag_count(facts.changes)),
        source=_source(facts),
        buttons=_buttons(facts, catalogue),
    )
    address = f"As published: {facts.release.source_url}" if facts.release.source_url else ""
    detail = Message(
        headline="In full: every gap in this release, with its baseline and target.",
        context=(_counts(facts.changes), *_full(facts, held), *_flags(facts.changes, catalogue)),
        caveats=_next_steps(facts, catalogue),
        table=table_of([news.standing for news in facts.gaps], "Gaps in this release"),
        charts=charts_of(facts.gaps),
        csv_name=f"{facts.release.id}.csv",
        source=address,
    )
    told = tuple(stated(news.standing) for news in facts.gaps)
    return Summary(
        facts.release.id, message, detail, told, facts.release.public_at, not facts.changes.is_empty
    )


def under_embargo(told: Summary, until: datetime) -> Summary:
    """The same, headed so that nobody takes it for public."""
    moment = until.astimezone(LONDON)
    head = f"UNDER EMBARGO until {day(until)}, {hour(moment)} London time. Not for release. {told.message.headline}"
    return replace(told, message=replace(told.message, headline=head))


def _headline(facts: ReleaseSummary, held: Held) -> str:
    if not facts.gaps and facts.rankings:
        return sentence(f"New figures: {ranking(facts.rankings[0], held.catalogue).headline}")
    if not facts.gaps:
        return sentence(f"New figures from {facts.release.publisher}: “{facts.release.title}”")
    if len(facts.gaps) == 1:
        news = facts.gaps[0].standing
        return sentence(f"{_kind(facts.gaps)} figures, {name(news)}: {_standing_words(facts.gaps[0])}")
    told = "; ".join(sides(facts.gaps)) + new_statuses(facts.gaps)
    return sentence(f"{_kind(facts.gaps)} figures on {len(facts.gaps)} gaps: {told}")


def _kind(gaps: Sequence[GapNews]) -> str:
    return "Revised" if all(news.is_revised for news in gaps) else "New"


def _standing_words(news: GapNews) -> str:
    now = news.standing
    series = now.series
    if series.indexed:
        return f"the gap was {against_baseline(series, now.latest)} in {now.latest.period}"
    size = qualified(gap_size(series, now.latest), now.latest)
    moved = ""
    if now.last and now.last.first != series.baseline:
        words = {1: "up from", -1: "down from", 0: "unchanged from"}[now.last.sign]
        moved = f", {words} {briefly(now.last.first, series)} in {now.last.first.period}"
    return f"the {MEASURE_NAMES[series.measure]} was {size} in {now.latest.period}{moved}"


def _short(facts: ReleaseSummary, held: Held) -> list[str]:
    """The lines in the channel: a single gap was named in the headline."""
    if len(facts.gaps) != 1:
        return [*map(_in_release, facts.gaps[:MOST_TOLD]), *rest_of(facts.gaps)]
    (news,) = facts.gaps
    now = news.standing
    lines = [*missing_since(now.series, now.latest), *history(now), *target_now(now), *_status_before(news)]
    return [*lines, *_reason(news, held)]


def _in_release(news: GapNews) -> str:
    return brief(news) if news.is_new else f"{brief(news).removesuffix('.')}; not new in this release."


def _full(facts: ReleaseSummary, held: Held) -> list[str]:
    """The lines in the thread: of each notable gap all that the channel does not have, and what moved."""
    if len(facts.gaps) == 1:
        return _moved(facts.gaps[0], held)
    told = [[titled(news.standing) + ":", *_told(news, held)] for news in facts.gaps[:MOST_TOLD]]
    hidden = len(facts.gaps) - MOST_TOLD
    rest = f"These are the {MOST_TOLD} most notable; the other {hidden} are in the file."
    return [*(f"• {' '.join(lines)}" for lines in told if len(lines) > 1), *([rest] if hidden > 0 else [])]


def _told(news: GapNews, held: Held) -> list[str]:
    """History, target and what moved, each a sentence."""
    now = news.standing
    lines = [*missing_since(now.series, now.latest), *history(now), *target_now(now)]
    lines += [*judged_otherwise(now.assessment, now.series), *_status_before(news)]
    return [*lines, *_moved(news, held), *_reason(news, held)]


def _status_before(news: GapNews) -> list[str]:
    return [f"Before this release the target was {news.status_before}."] if news.has_new_status else []


def _moved(news: GapNews, held: Held) -> list[str]:
    """What each side did."""
    if news.drivers is None:
        return []
    since = f"Since {news.drivers.group.first.period}: "
    told = who_moved(news.drivers, news.standing.series, held.catalogue)
    return [since + text[0].lower() + text[1:] for text in told]


def _reason(news: GapNews, held: Held) -> list[str]:
    """Which side's move did it, where the levels say so."""
    now = news.standing
    if news.drivers is None:
        return []
    start = news.drivers.group.first.period
    changes = (moved for moved in (now.last, now.since_peak, now.since_baseline) if moved)
    since_then = next((moved for moved in changes if moved.first.period == start), None)
    told = because(news.drivers, since_then, now.series, held.catalogue) if since_then else ""
    return [told] if told else []


def _orders(facts: ReleaseSummary, held: Held) -> list[str]:
    """Each gap between areas: where it is widest, and who follows."""
    lines = []
    for order in facts.rankings:
        prose = ranking(order, held.catalogue)
        lines += [f"• {prose.headline}", *(one.text for one in prose.kept() if not one.is_caveat)]
    return lines


def _beside(facts: ReleaseSummary, held: Held) -> list[str]:
    """New figures of monitored groups, which are no part of a gap."""
    lines = []
    for indicator in held.catalogue.indicators.values():
        for group in indicator.monitored:
            series = held.level(indicator, "persons", group)
            latest = series.latest
            if latest and any(f.group == group and f.period == latest.period for f in facts.changes.new):
                before = series.before(latest)
                moved = _than_before(series, before, latest) if before else ""
                lines.append(
                    sentence(
                        f"Beside the target, {group_title(held.catalogue, group)}: {indicator.level} "
                        f"{gap_size(series, latest)} in {latest.period}{moved}"
                    )
                )
    return lines


def _than_before(series: Series, before: Point, latest: Point) -> str:
    """ ", as in 2006" or ", after 6.5 in 2006"."""
    if gap_size(series, before) == gap_size(series, latest):
        return f", as in {before.period}"
    return f", after {briefly(before, series)} in {before.period}"


def _revisions(facts: ReleaseSummary, held: Held) -> list[str]:
    revised = [
        sentence(
            f"Revised: {what(one.after, held.catalogue)}: {printed(one.before)}, now {printed(one.after)}"
        )
        for one in facts.changes.revised[:_MOST_REVISIONS]
    ]
    gone = [
        sentence(f"No longer published: {what(figure, held.catalogue)}, before {printed(figure)}")
        for figure in facts.changes.withdrawn[:_MOST_REVISIONS]
    ]
    more = (
        (len(facts.changes.revised) - _MOST_REVISIONS, "more figures were revised."),
        (len(facts.changes.withdrawn) - _MOST_REVISIONS, "more are no longer published."),
    )
    counts = [[f"{hidden:,} {words}"] if hidden > 0 else [] for hidden, words in more]
    return [*revised, *counts[0], *gone, *counts[1]]


def _flag_count(changes: Changes) -> list[str]:
    count = len(changes.flagged)
    figures = "One figure is" if count == 1 else f"{count:,} figures are"
    return [f"{figures} worth a second look; the thread says why."] if count else []


def _flags(changes: Changes, catalogue: Catalogue) -> list[str]:
    told = [
        sentence(f"Worth a second look: {what(one.figure, catalogue)}: {one.told}") for one in changes.flagged
    ]
    return first(told, _MOST_FLAGS, "more figures are worth a second look")


def _buttons(facts: ReleaseSummary, catalogue: Catalogue) -> tuple[Button, ...]:
    """What people ask next: of a single gap why and whether, of many each by its name."""
    told = [news.standing.series for news in facts.gaps]
    if len(told) == 1:
        asked = Question(
            "explain", (told[0].indicator.id,), None if told[0].sex == "persons" else told[0].sex
        )
        steps = {
            "Why?": asked,
            "Target": asked.but(intent="target_status"),
            "Table": asked.but(intent="trend", form="csv"),
        }
        steps |= {"Source and method": Question("source", asked.indicators)}
        return tuple(Button(label, phrase(question, catalogue)) for label, question in steps.items())
    named = [series.indicator for series in told[:_MOST_NAMED]]
    named += [catalogue.indicators[order.places[0][0].indicator.id] for order in facts.rankings]
    return tuple(_asking(indicator) for indicator in dict.fromkeys(named))


def _asking(indicator: Indicator) -> Button:
    short = short_name(indicator)
    return Button(sentence(short).removesuffix("."), f"What is the {short} gap?")


def _next_steps(facts: ReleaseSummary, catalogue: Catalogue) -> tuple[str, ...]:
    """Questions to go on with, for those who see no buttons."""
    asked = [button.question for button in _buttons(facts, catalogue)[:2]]
    return (
        (f"To go on, mention me here and ask: {listed([f'“{one}”' for one in asked], 'or')}",)
        if asked
        else ()
    )


def _counts(changes: Changes) -> str:
    """How many figures are new, revised, withdrawn and unchanged."""
    counts = {
        "new": len(changes.new),
        "revised": len(changes.revised),
        "no longer published": len(changes.withdrawn),
        "unchanged": sum(changes.unchanged.values()),
    }
    return f"Figures in it: {', '.join(f'{count:,} {word}' for word, count in counts.items())}."


def _source(facts: ReleaseSummary) -> str:
    release = facts.release
    return f"Source: {release.publisher}, “{release.title}”, {when_published(release)}."
