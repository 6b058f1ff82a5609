"""Takes out of an answer what would tell a suppressed figure: counts of several groups, one of them a total.

The catalogue does not say which groups make up which, so any two counts are taken for parts of one total. Rates tell
nothing of each other without the numbers of people behind them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from healthgap.answer.checks import Answer
from healthgap.answer.held import Held, lacking
from healthgap.answer.told import numbers_told
from healthgap.figures import Figure
from healthgap.period import Period
from healthgap.question.model import Question, Unclear, When
from healthgap.series import Series

Part = Question | Unclear
Answers = Sequence[Sequence[Answer | Unclear]]


def without_disclosure(parts: Sequence[Part], found: Answers, held: Held) -> Answers:
    """The facts found for each part, with refusals in the place of those that tell a suppressed figure together."""
    counts = [count for facts in found for fact in facts for count in _counts(fact)]
    groups: dict[tuple[str, str, Period], set[str]] = defaultdict(set)
    for series, figure in counts:
        groups[series.indicator.id, series.sex, figure.period].add(figure.group)

    def checked(part: Part, fact: Answer | Unclear) -> Answer | Unclear:
        if isinstance(part, Unclear):
            return fact
        for series, figure in _counts(fact):
            suppressed = held.suppressed(series.indicator, series.sex, figure.period)
            if suppressed and len(groups[series.indicator.id, series.sex, figure.period]) > 1:
                lack = lacking("suppressed", part, series, When.of(figure.period))
                return replace(lack, suppressed=suppressed, nearest=())
        return fact

    return [tuple(checked(part, fact) for fact in facts) for part, facts in zip(parts, found, strict=True)]


def _counts(fact: Answer | Unclear) -> Iterator[tuple[Series, Figure]]:
    """The figures of which a fact tells the count."""
    if isinstance(fact, Unclear):
        return
    for series, point in numbers_told(fact):
        if series.measure == "count":
            yield from ((series, figure) for figure in point.figures)
