"""What the figures show where somebody asks why: what moved, and whether it did what was taken for granted."""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.answer.checks import Answer, ClaimFacts
from healthgap.answer.claims import claimed
from healthgap.answer.facts import ExplainFacts, NotHeld
from healthgap.answer.held import Held, find, lacking, standing
from healthgap.answer.moves import drivers_between, start_supposed
from healthgap.catalogue import Indicator
from healthgap.question.model import Question, When
from healthgap.series import Point
from healthgap.trends import change


def explained(question: Question, indicator: Indicator, sex: str, held: Held) -> Sequence[Answer]:
    """What moved, over the time asked about: since a period, into a period, or since the baseline."""
    series = held.series(question, indicator, sex)
    now = standing(series, held.as_of)
    if now is None:
        return [lacking("no figures", question, series)]
    end = question.at[0] if question.at else question.to
    last = find(end, series, question) if end else now.latest
    if isinstance(last, NotHeld):
        return [last]
    first = find(question.since, series, question) if question.since else None
    if isinstance(first, NotHeld):
        return [first]
    if first is None:
        first = series.before(last) if question.at else start_supposed(question, series, last)
    if first is None or first == last:
        return [lacking("no pace", question, series)]
    moved = change(first, last)
    too_far = _is_too_far(question, first, last, indicator, sex, held)
    sides = drivers_between(series, first, last, held)
    of_sides = question.selection == "sides"
    return [ExplainFacts(now, moved, sides, question.supposed, too_far, of_sides)]


def _is_too_far(
    question: Question, first: Point, last: Point, indicator: Indicator, sex: str, held: Held
) -> bool:
    """Whether a size taken for granted ("why did it double?") is wrong as a claim on the same change."""
    since, to = When.of(first.period), When.of(last.period)
    of_change = question.but(intent="check", claim="change_since", since=since, to=to, at=())
    verdicts = claimed(of_change, indicator, sex, held) if question.amounts else []
    return any(isinstance(fact, ClaimFacts) and fact.verdict == "wrong" for fact in verdicts)
