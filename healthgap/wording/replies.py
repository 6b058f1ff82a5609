"""Facts of a whole answer -> the Reply that a person reads: sentences, table, chart, buttons, source."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from healthgap.answer import facts as f
from healthgap.answer.held import Held
from healthgap.answer.rows import figures_told, rows
from healthgap.catalogue import Catalogue
from healthgap.question.model import Question, Unclear, When
from healthgap.question.phrase import phrase
from healthgap.reply import Button, ChartRequest, Message, Reply, Table
from healthgap.wording import gaps, lists, moves, refusals
from healthgap.wording.figures import differing, marked
from healthgap.wording.gaps import Prose
from healthgap.wording.numbers import day


def answered(
    questions: Sequence[Question], found: Sequence[Sequence[f.Facts | f.NotHeld]], held: Held
) -> Reply:
    """The reply to what was understood; it declines only if nothing of it could be answered."""
    every = [fact for facts in found for fact in facts]
    told = [_TELL[type(fact)](fact, held.catalogue) for fact in every]
    good = [fact for fact in every if not isinstance(fact, f.NotHeld)]
    units = {name: indicator.unit for name, indicator in held.catalogue.indicators.items()}
    figures = rows(every, units)
    choices = () if good else _nearest(every, held.catalogue)
    by_year = any(isinstance(fact, f.NotHeld) and fact.lack == "year inside" for fact in every)
    message = _joined(told, len(every) > 2)
    published = figures_told(every)
    caveats = (*message.caveats, *marked(published, held.catalogue), *differing(published, held))
    question = questions[-1]
    return Reply(
        kind="answer" if good else "clarify" if by_year else "decline",
        message=Message(
            message.headline,
            tuple(message.context),
            tuple(dict.fromkeys(caveats)),
            source_line(figures, held),
            _table(question, every, held.catalogue),
            _charts(question, every),
            f"{'-'.join(question.indicators) or 'healthgap'}.csv" if question.form == "csv" else "",
            _buttons(question, good, held.catalogue),
        ),
        reading="; ".join(phrase(one, held.catalogue) for one in questions),
        question=tuple(one.as_json() for one in questions),
        figures=figures,
        choices=choices,
        as_of=held.as_of,
    )


def asked_back(found: Unclear, catalogue: Catalogue, as_of: datetime) -> Reply:
    """One question back with choices, or a kind no with what there is."""
    prose = refusals.unclear(found, catalogue)
    choices = refusals.choices(found, catalogue)
    context = prose.context
    indicators = tuple(catalogue.indicators.values())
    if not choices:
        context = [*context, *(f"For example: {question}" for question in lists.examples(indicators)[:3])]
    return Reply(
        kind="clarify" if choices else "decline",
        message=Message(prose.headline, tuple(context)),
        reading="",
        choices=choices,
        as_of=as_of,
        unexplained=(*found.unexplained, *found.unused),
    )


_TELL: Mapping[type, Callable[[Any, Catalogue], Prose]] = {
    f.NotHeld: refusals.not_held,
    f.GapFacts: gaps.gap,
    f.LevelFacts: gaps.level,
    f.ShareFacts: gaps.share,
    f.TrendFacts: moves.trend,
    f.ChangeFacts: moves.changed,
    f.ExtremumFacts: moves.extremum,
    f.TargetFacts: lambda fact, _: moves.target(fact),
    f.NoTargetFacts: lambda fact, _: moves.no_target(fact),
    f.ProjectionFacts: lambda fact, _: moves.projection(fact),
    f.ExplainFacts: moves.explained,
    f.SelectionFacts: lambda fact, _: lists.selection(fact),
    f.OverviewFacts: lambda fact, _: lists.overview(fact),
    f.ListFacts: lambda fact, _: lists.holdings(fact),
    f.DefinitionFacts: lists.definition,
    f.SourceFacts: lists.sources,
    f.TalkFacts: lambda fact, _: lists.talk(fact),
}


def _joined(told: Sequence[Prose], many: bool) -> Prose:
    """One prose for the whole: each part's headline in turn; only the headlines where there are many parts."""
    whole = Prose(
        told[0].headline, list(told[0].context) if not many else [], list(told[0].caveats) if not many else []
    )
    for part in told[1:]:
        whole.context += [part.headline] if many else [part.headline, *part.context]
        whole.caveats += [] if many else part.caveats
    return whole


def source_line(figures: Sequence[Mapping[str, Any]], held: Held) -> str:
    """The newest releases that the figures come from, with publisher and day of publication."""
    used = {row["release"] for row in figures if row["release"] in held.releases}
    newest = sorted((held.releases[name] for name in used), key=lambda r: r.published_at, reverse=True)[:2]
    named = [f"{release.publisher}, “{release.title}”, {day(release.published_at)}" for release in newest]
    return f"Source: {'; '.join(named)}." if named else ""


def _table(question: Question, every: Sequence[f.Facts | f.NotHeld], catalogue: Catalogue) -> Table | None:
    courses = [fact for fact in every if isinstance(fact, f.TrendFacts)]
    if courses and question.form != "chart":
        tables = [moves.table(fact.series, fact.points, catalogue) for fact in courses]
        return tables[0] if len(tables) == 1 else _stacked(tables)
    return None


def _stacked(tables: Sequence[Table]) -> Table:
    rows = tuple((table.title, *row) for table in tables for row in table.rows)
    return Table("; ".join(table.title for table in tables), ("Series", "Period", "Value", "Origin"), rows)


def _charts(question: Question, every: Sequence[f.Facts | f.NotHeld]) -> tuple[ChartRequest, ...]:
    if question.form != "chart":
        return ()
    series = [fact.series for fact in every if isinstance(fact, f.TrendFacts | f.GapFacts | f.ChangeFacts)]
    return tuple(
        dict.fromkeys(
            ChartRequest(s.indicator.id, s.sex, s.measure, s.group if s.measure == "rate" else "")
            for s in series
        )
    )


def _nearest(every: Sequence[f.Facts | f.NotHeld], catalogue: Catalogue) -> tuple[str, ...]:
    nearest = [question for fact in every if isinstance(fact, f.NotHeld) for question in fact.nearest]
    return tuple(dict.fromkeys(phrase(question, catalogue) for question in nearest))[:5]


def _buttons(question: Question, good: Sequence[f.Facts], catalogue: Catalogue) -> tuple[Button, ...]:
    """What people ask next: the course as chart and table, the target, the source."""
    if len(question.indicators) != 1 or not good or question.intent in ("definition", "list", "help"):
        return ()
    about = Question("trend", question.indicators, question.sex, question.measure, question.groups)
    next_ones = {
        "Chart": about.but(form="chart"),
        "Table": about.but(form="csv"),
        "Target": Question("target_status", question.indicators, question.sex),
        "Since baseline": about.but(intent="change_since", since=When("baseline")),
        "Source and method": Question("source", question.indicators),
    }
    same = {"Target": "target_status", "Since baseline": "change_since", "Source and method": "source"}
    return tuple(
        Button(label, phrase(asked, catalogue))
        for label, asked in next_ones.items()
        if same.get(label) != question.intent and (asked.form is None or asked.form != question.form)
    )
