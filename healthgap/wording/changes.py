"""The gaps that changed, as summaries and digests tell of them: a line each, in a table, and what it corrects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from healthgap.answer.facts import Standing
from healthgap.reply import ChartRequest, Table
from healthgap.summary import GapNews
from healthgap.wording.figures import qualified
from healthgap.wording.gaps import gap_size
from healthgap.wording.glance import at_a_glance
from healthgap.wording.lists import name
from healthgap.wording.numbers import listed, sentence
from healthgap.wording.statements import difference, stated

MOST_TOLD = 8
_MOST_CORRECTIONS = 5
_MOST_CHARTS = 3


def brief(news: GapNews) -> str:
    """One gap in one line: "• Infant mortality: relative gap 16% in 2005-07, …; target …. Status: met."."""
    title, told = at_a_glance(news.standing)
    if news.has_new_status:
        told = f"{told.removesuffix('.')}, until now {news.status_before}."
    return f"• {title}: {told[0].lower()}{told[1:]}"


def rest_of(gaps: Sequence[GapNews]) -> list[str]:
    """How many gaps were left out of a message, and where they are."""
    hidden = len(gaps) - MOST_TOLD
    return (
        [f"The other {hidden} {'gap is' if hidden == 1 else 'gaps are'} in the thread."] if hidden > 0 else []
    )


def corrections(gaps: Iterable[GapNews]) -> list[str]:
    """What was said before and is not so any more, by figures revised since."""
    lines = []
    for news in gaps:
        if news.before:
            earlier = stated(news.before)
            again = (
                stated(news.again)
                if news.again and news.again.latest.period == news.before.latest.period
                else None
            )
            if told := difference(earlier, again):
                lines.append(sentence(f"This changes what was said of {name(news.standing)} before: {told}"))
    return first(lines, _MOST_CORRECTIONS, "more changes of what was said before")


def sides(gaps: Sequence[GapNews]) -> list[str]:
    """Which gaps are narrower and which wider than at their baselines; how many, where they are too many to name."""
    words = {-1: "narrower than at baseline", 1: "wider than at baseline", 0: "no wider than at baseline"}
    found = []
    for sign, word in words.items():
        changes = [(news.standing, news.standing.since_baseline) for news in gaps]
        names = [name(standing) for standing, moved in changes if moved and moved.sign == sign]
        if names:
            found.append(f"{word}: {listed(names)}" if len(gaps) <= MOST_TOLD else f"{len(names)} {word}")
    return found or [listed([name(news.standing) for news in gaps[:MOST_TOLD]])]


def new_statuses(gaps: Sequence[GapNews]) -> str:
    """ "; 2 targets have a new status"."""
    count = sum(news.has_new_status for news in gaps)
    return f"; {count} {'target has' if count == 1 else 'targets have'} a new status" if count else ""


def table_of(gaps: Sequence[Standing], title: str) -> Table | None:
    """Where each gap stands: latest, baseline, target; None without gaps."""
    if not gaps:
        return None
    rows = []
    for now in gaps:
        first = now.since_baseline.first if now.since_baseline else None
        baseline = (
            "not held"
            if first is None or now.series.indexed
            else f"{gap_size(now.series, first)} ({first.period})"
        )
        status = now.assessment.status if now.assessment.target else "no target"
        latest = qualified(gap_size(now.series, now.latest), now.latest)
        rows.append((name(now), str(now.latest.period), latest, baseline, status))
    return Table(title, ("Gap", "Period", "Latest", "Baseline", "Target"), tuple(rows))


def charts_of(gaps: Sequence[GapNews]) -> tuple[ChartRequest, ...]:
    """The course of the most notable gaps."""
    series = [news.standing.series for news in gaps if not news.standing.series.indexed]
    return tuple(ChartRequest(one.indicator.id, one.sex, one.measure) for one in series[:_MOST_CHARTS])


def first(lines: Sequence[str], most: int, rest: str) -> list[str]:
    hidden = len(lines) - most
    return [*lines[:most], *([f"{hidden:,} {rest}."] if hidden > 0 else [])]
