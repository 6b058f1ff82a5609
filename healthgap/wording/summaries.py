"""The message that channels get about a release: short in the channel, the rest in its thread."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from healthgap.answer.held import Held
from healthgap.reply import Button, ChartRequest, Message, Summary, Table
from healthgap.summary import Changes, GapNews, ReleaseSummary
from healthgap.wording.aims import judged_otherwise, target_now
from healthgap.wording.drivers import because, who_moved
from healthgap.wording.figures import missing_since, printed, qualified, what
from healthgap.wording.gaps import against_baseline, gap_size, history
from healthgap.wording.lists import name
from healthgap.wording.numbers import (
    LONDON,
    MEASURE_NAMES,
    briefly,
    day,
    group_title,
    listed,
    sentence,
    short_name,
)
from healthgap.wording.rankings import ranking

_MOST_TOLD = 8
_MOST_REVISIONS = 5


def summary(facts: ReleaseSummary, held: Held) -> Summary:
    """One headline, a few lines for each gap, revisions and source; table, charts and the rest in the thread."""
    told = [line for news in facts.gaps[:_MOST_TOLD] for line in _lines(news, facts, held)]
    if len(facts.gaps) > _MOST_TOLD:
        told.append(f"The other {len(facts.gaps) - _MOST_TOLD} gaps are in the table below.")
    message = Message(
        headline=_headline(facts, held),
        context=(*told, *_orders(facts, held), *_beside(facts, held)),
        caveats=tuple(_revisions(facts, held)),
        source=_source(facts),
        buttons=tuple(
            Button(
                sentence(short_name(indicator)).removesuffix("."), f"What is the {short_name(indicator)} gap?"
            )
            for indicator in dict.fromkeys(
                [news.standing.series.indicator for news in facts.gaps[:4]]
                + [held.catalogue.indicators[order.places[0][0].indicator.id] for order in facts.rankings]
            )
        ),
    )
    charts = tuple(
        ChartRequest(series.indicator.id, series.sex, series.measure)
        for series in (news.standing.series for news in facts.gaps[:3])
        if not series.indexed
    )
    address = f"As published: {facts.release.source_url}" if facts.release.source_url else ""
    detail = Message(
        headline="Every gap in this release, with its baseline and target.",
        context=(_counts(facts.changes),),
        table=_table(facts),
        charts=charts,
        source=address,
    )
    return Summary(facts.release.id, message, detail)


def under_embargo(told: Summary, until: datetime) -> Summary:
    """The same, headed so that nobody takes it for public."""
    moment = until.astimezone(LONDON)
    head = f"UNDER EMBARGO until {day(until)}, {moment:%H:%M:%S} London time. Not for release. {told.message.headline}"
    return replace(told, message=replace(told.message, headline=head))


def _headline(facts: ReleaseSummary, held: Held) -> str:
    if not facts.gaps and facts.rankings:
        return sentence(f"New figures: {ranking(facts.rankings[0], held.catalogue).headline}")
    if not facts.gaps:
        return sentence(f"New figures from {facts.release.publisher}: “{facts.release.title}”")
    if len(facts.gaps) == 1:
        news = facts.gaps[0].standing
        return sentence(f"New figures, {name(news)}: {_standing_words(facts.gaps[0])}")
    return sentence(f"New figures on {len(facts.gaps)} gaps: {'; '.join(_sides(facts))}")


def _sides(facts: ReleaseSummary) -> list[str]:
    """Which gaps are narrower and which wider than at their baselines."""
    words = {-1: "narrower than at baseline", 1: "wider than at baseline", 0: "no wider than at baseline"}
    sides = []
    for sign, word in words.items():
        changes = [(news.standing, news.standing.since_baseline) for news in facts.gaps]
        names = [name(standing) for standing, moved in changes if moved and moved.sign == sign]
        if names:
            sides.append(f"{word}: {listed(names)}")
    return sides or [listed([name(news.standing) for news in facts.gaps])]


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


def _lines(news: GapNews, facts: ReleaseSummary, held: Held) -> list[str]:
    """One gap after its name; a single gap was named in the headline."""
    if len(facts.gaps) == 1:
        return _told(news, held)
    told = f"{name(news.standing)}: {_standing_words(news)}"
    if not news.is_new:
        told += ", not new in this release"
    return [f"• {sentence(told)}", *_told(news, held)]


def _told(news: GapNews, held: Held) -> list[str]:
    """History, target and what moved, each a sentence."""
    now = news.standing
    lines = [*missing_since(now.series, now.latest), *history(now)]
    lines += [*target_now(now), *judged_otherwise(now.assessment, now.series)]
    if news.status_before not in (None, now.assessment.status):
        lines.append(f"Before this release the target was {news.status_before}.")
    if news.drivers:
        change = news.drivers.group
        since = f"Since {change.first.period}: "
        lines += [
            since + text[0].lower() + text[1:] for text in who_moved(news.drivers, now.series, held.catalogue)
        ]
        told = (moved for moved in (now.last, now.since_peak, now.since_baseline) if moved)
        since_then = next((moved for moved in told if moved.first.period == change.first.period), None)
        if since_then:
            lines += filter(None, [because(news.drivers, since_then, now.series, held.catalogue)])
    return lines


def _orders(facts: ReleaseSummary, held: Held) -> list[str]:
    """Each gap between areas: where it is widest, and who follows."""
    lines = []
    for order in facts.rankings:
        prose = ranking(order, held.catalogue)
        lines += [f"• {prose.headline}", *prose.context]
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
                moved = f", {gap_size(series, before)} in {before.period}" if before else ""
                lines.append(
                    sentence(
                        f"Beside the target, {group_title(held.catalogue, group)}: {indicator.level} "
                        f"{gap_size(series, latest)} in {latest.period}{moved}"
                    )
                )
    return lines


def _revisions(facts: ReleaseSummary, held: Held) -> list[str]:
    lines = []
    for change in facts.changes.revised[:_MOST_REVISIONS]:
        told = f"Revised: {what(change.after, held.catalogue)}: {printed(change.before)}, now {printed(change.after)}"
        lines.append(sentence(told))
    if len(facts.changes.revised) > _MOST_REVISIONS:
        lines.append(f"{len(facts.changes.revised) - _MOST_REVISIONS} more figures were revised.")
    for figure in facts.changes.withdrawn[:_MOST_REVISIONS]:
        lines.append(
            sentence(f"No longer published: {what(figure, held.catalogue)}, before {printed(figure)}")
        )
    if len(facts.changes.withdrawn) > _MOST_REVISIONS:
        lines.append(f"{len(facts.changes.withdrawn) - _MOST_REVISIONS} more are no longer published.")
    return lines


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
    return f"Source: {release.publisher}, “{release.title}”, {day(release.published_at)}."


def _table(facts: ReleaseSummary) -> Table | None:
    if not facts.gaps:
        return None
    rows = []
    for news in facts.gaps:
        now = news.standing
        first = now.since_baseline.first if now.since_baseline else None
        baseline = (
            "not held"
            if first is None or now.series.indexed
            else f"{gap_size(now.series, first)} ({first.period})"
        )
        status = now.assessment.status if now.assessment.target else "no target"
        latest = qualified(gap_size(now.series, now.latest), now.latest)
        rows.append((name(now), str(now.latest.period), latest, baseline, status))
    return Table("Gaps in this release", ("Gap", "Period", "Latest", "Baseline", "Target"), tuple(rows))
