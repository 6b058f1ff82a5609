"""Words that make another question of what is named, each with a meaning elsewhere: “deaths a day”, “the two widest”.

Where one stands the question is asked back.
"""

from __future__ import annotations

from collections.abc import Sequence

from healthgap.question.named.misleading import asked, numbers, times
from healthgap.question.words.spans import Span

_RULES = (*asked.RULES, *numbers.RULES, *times.RULES)


def misleads(spans: Sequence[Span], i: int, *, in_thread: bool) -> bool:
    """Whether span `i` asks for something else than the figures that the others name."""
    unnamed = not any(span.has("indicator") for span in spans)
    if asked.asks_where(spans, i) and unnamed if in_thread else numbers.of_people_only(spans, i):
        return True
    return any(rule(spans, i) for rule in _RULES)
