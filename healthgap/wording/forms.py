"""What comes with an answer beside its sentences: the table, and the charts to draw."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.answer import checks as c
from healthgap.answer import facts as f
from healthgap.answer import overviews as o
from healthgap.answer.checks import Answer
from healthgap.catalogue import Catalogue
from healthgap.question.model import Question
from healthgap.reply import ChartRequest, Table
from healthgap.series import Series
from healthgap.wording import lists, moves, rankings
from healthgap.wording.numbers import elsewhere


def table(question: Question, every: Sequence[Answer], catalogue: Catalogue) -> Table | None:
    courses = [(fact.series, fact.listed) for fact in every if isinstance(fact, f.TrendFacts)]
    if question.form in ("table", "csv") and not courses:
        by_name = {(s.indicator.id, s.sex, s.group, s.measure): s for s in map(_drawn, every) if s}
        courses = [(series, series.held) for series in by_name.values()]
    if courses and question.form != "chart":
        tables = [moves.table(series, points, catalogue) for series, points in courses]
        return tables[0] if len(tables) == 1 else _stacked(tables)
    stands = [fact.standings for fact in every if isinstance(fact, o.OverviewFacts)]
    if stands and question.form in ("table", "csv"):
        return lists.table(stands[0])
    orders = [fact for fact in every if isinstance(fact, o.RankingFacts)]
    return rankings.table(orders[0]) if len(orders) == 1 and question.form else None


def _stacked(tables: Sequence[Table]) -> Table:
    further = max((table.columns[3:] for table in tables), key=len)
    heads = ("Series", "Figure", "Period", "Value", "Origin", *further)
    rows = [(table.title, table.columns[1], *row) for table in tables for row in table.rows]
    filled = tuple((*row, *("" for _ in heads[len(row) :])) for row in rows)
    return Table("All that was asked about", heads, filled)


def charts(question: Question, every: Sequence[Answer]) -> tuple[ChartRequest, ...]:
    if question.form != "chart":
        return ()
    series = [_drawn(fact) for fact in every]
    return tuple(
        dict.fromkeys(
            ChartRequest(
                s.indicator.id,
                s.sex,
                s.measure,
                s.group if s.measure == "rate" else "",
                elsewhere(s.indicator),
            )
            for s in series
            if s is not None and s.measure != "count"
        )
    )


def _drawn(fact: Answer) -> Series | None:
    """The series that an answer is about, where it is about one."""
    match fact:
        case c.ClaimFacts():
            return _drawn(fact.told)
        case f.TargetFacts() | c.RequiredFacts() | f.ProjectionFacts() | f.ExplainFacts():
            return fact.standing.series
        case (
            f.TrendFacts()
            | f.GapFacts()
            | f.LevelFacts()
            | f.ChangeFacts()
            | f.ExtremumFacts()
            | c.ThresholdFacts()
            | c.AheadFacts()
            | c.RunFacts()
        ):
            return fact.series
    return None


def with_chart(every: Sequence[Answer]) -> str:
    """That a chart comes with the answer, and what it cannot show."""
    drawn = [series for fact in every if (series := _drawn(fact))]
    if all(series.indexed for series in drawn):
        return "The chart shows only the change since baseline: the size of the gap is not held."
    return "The chart is attached."
