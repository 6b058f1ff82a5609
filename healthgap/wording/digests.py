"""The regular digest: what came out, where every gap stands, what comes next; one line where nothing came out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from healthgap.answer.facts import Standing
from healthgap.digest import DigestFacts
from healthgap.reply import Button, Message, Summary
from healthgap.wording.changes import (
    MOST_TOLD,
    brief,
    charts_of,
    corrections,
    new_statuses,
    rest_of,
    table_of,
)
from healthgap.wording.lists import name
from healthgap.wording.numbers import day, listed, sentence, when_published
from healthgap.wording.statements import stated

_MOST_RELEASES = 8
_MOST_NAMED = 4
_WEEK, _MONTH = 8, 32  # days, with one for a change of the clocks


def digest(facts: DigestFacts) -> Summary:
    """What a channel gets."""
    span = _span(facts)
    if facts.is_empty:
        message = Message(f"No new figures in {span}.", (_at_a_glance(facts.standings),))
        return Summary("", message)
    message = Message(
        headline=sentence(f"Health gaps in {span}: {_news(facts)}"),
        context=(*map(brief, facts.gaps[:MOST_TOLD]), *rest_of(facts.gaps), *_withdrawn(facts)),
        caveats=tuple(corrections(facts.gaps)),
        source=_sources(facts),
        buttons=(
            Button("All gaps at once", "overview"),
            Button("Targets on track", "Which gaps are on track?"),
        ),
    )
    detail = Message(
        headline="Where every gap stands.",
        context=(_at_a_glance(facts.standings), *_next(facts.standings)),
        table=table_of(facts.standings, f"Every gap on {day(facts.until)}"),
        charts=charts_of(facts.gaps),
        csv_name=f"gaps-{facts.until:%Y-%m-%d}.csv",
    )
    return Summary(
        "", message, detail, tuple(stated(news.standing) for news in facts.gaps), as_of=facts.until
    )


def _span(facts: DigestFacts) -> str:
    """ "the week to 23 November 2026"."""
    days = (facts.until - facts.since).days
    if days > _MONTH:
        return f"the time from {day(facts.since)} to {day(facts.until)}"
    return f"the {'week' if days <= _WEEK else 'month'} to {day(facts.until)}"


def _news(facts: DigestFacts) -> str:
    if not facts.gaps:
        return "no gap changed"
    names = [name(news.standing) for news in facts.gaps]
    about = listed(names) if len(names) <= _MOST_NAMED else f"{len(names)} gaps"
    return f"new or revised figures on {about}{new_statuses(facts.gaps)}"


def _withdrawn(facts: DigestFacts) -> list[str]:
    return [
        sentence(f"Withdrawn: “{one.title}”. The reason given: {one.withdrawn_why}")
        for one in facts.withdrawn
    ]


def _sources(facts: DigestFacts) -> str:
    told = [
        f"{one.publisher}, “{one.title}”, {when_published(one)}" for one in facts.releases[:_MOST_RELEASES]
    ]
    hidden = len(facts.releases) - _MOST_RELEASES
    told += [f"{hidden} more"] if hidden > 0 else []
    return f"Source{'s' if len(told) > 1 else ''}: {'; '.join(told)}." if told else ""


def _at_a_glance(standings: Sequence[Standing]) -> str:
    """ "5 gaps: 2 narrower and 3 wider than at baseline. Targets: 1 met, 1 on track, 3 off track."."""
    if not standings:
        return "No figures are public yet."
    signs: Counter[int] = Counter(one.since_baseline.sign for one in standings if one.since_baseline)
    sides = [
        f"{signs[sign]} {word}"
        for sign, word in ((-1, "narrower"), (1, "wider"), (0, "as wide"))
        if signs[sign]
    ]
    moved = f": {listed(sides)} than at baseline".replace("as wide than", "as wide as") if sides else ""
    count = "1 gap is" if len(standings) == 1 else f"{len(standings)} gaps are"
    statuses = Counter(one.assessment.status for one in standings if one.assessment.target)
    targets = ", ".join(f"{count} {status}" for status, count in statuses.most_common())
    return f"{count} held{moved}.{f' Targets: {targets}.' if targets else ''}"


def _next(standings: Sequence[Standing]) -> list[str]:
    """Which targets fall due next. What is under embargo is not told, and when other figures come out is not held."""
    due = defaultdict(list)
    for one in standings:
        target = one.assessment.target
        if target and target.due and one.latest.period < target.due:
            due[target.due].append(name(one))
    lines = []
    if due:
        period, names = min(due.items(), key=lambda item: item[0].order)
        whose = listed(names) if len(names) <= MOST_TOLD else f"{len(names)} gaps"
        lines.append(
            f"Next to fall due, in {period}: the {'target' if len(names) == 1 else 'targets'} on {whose}."
        )
    return [*lines, "I do not know when the next figures come out."]
