"""What the figures show where somebody asks why: what moved, and whether it did what was taken for granted."""

from __future__ import annotations

from healthgap.answer.claims import claimed
from healthgap.answer.facts import ClaimFacts, ExplainFacts, Facts, NotHeld
from healthgap.answer.held import Held, find, lacking, standing
from healthgap.answer.moves import drivers_between
from healthgap.catalogue import Indicator
from healthgap.question.model import Question, When
from healthgap.series import Point, Series
from healthgap.trends import change


def explained(question: Question, indicator: Indicator, sex: str, held: Held) -> list[Facts | NotHeld]:
    """What moved, over the time asked about: since a period, into a period, or since the baseline."""
    series = held.series(question, indicator, sex)
    now = standing(series)
    if now is None:
        return [lacking("no figures", question, series)]
    last = find(question.at[0], series, question) if question.at else now.latest
    if isinstance(last, NotHeld):
        return [last]
    first = find(question.since, series, question) if question.since else None
    if isinstance(first, NotHeld):
        return [first]
    if first is None:
        first = series.before(last) if question.at else _start(question, series, last)
    if first is None or first == last:
        return [lacking("no pace", question, series)]
    claim = _claim(question, first, last, indicator, sex, held)
    moved = drivers_between(series, first, last, held)
    return [ExplainFacts(now, change(first, last), moved, question.supposed, claim)]


def _start(question: Question, series: Series, last: Point) -> Point:
    """Where no beginning was named: the baseline, unless only since the peak or the last time it moved as was said."""
    baseline = series.baseline or series.points[0]
    starts = [start for start in (baseline, series.peak, series.before(last)) if start and start != last]
    wanted = None if question.amounts else {"narrower": -1, "wider": 1}.get(question.supposed or "")
    return next((start for start in starts if change(start, last).sign == wanted), baseline)


def _claim(
    question: Question, first: Point, last: Point, indicator: Indicator, sex: str, held: Held
) -> ClaimFacts | None:
    """A size taken for granted ("why did it double?") as a claim on the same change."""
    since, to = When.of(first.period), When.of(last.period)
    of_change = question.but(intent="check", claim="change_since", since=since, to=to, at=())
    verdicts = claimed(of_change, indicator, sex, held) if question.amounts else []
    return next((fact for fact in verdicts if isinstance(fact, ClaimFacts)), None)
