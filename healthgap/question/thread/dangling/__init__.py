"""What a follow-up says that the last question of its thread does not lead to, or leaves open.

Words that point back at more, or at something else, than was told: each rule gives those that stand in the way by it.
"""

from __future__ import annotations

from healthgap.question.thread.dangling import by_kind, ends, numbers, several, sides, targets, times
from healthgap.question.thread.dangling.turn import Turn

_RULES = (
    *several.RULES,
    *sides.RULES,
    *times.RULES,
    *ends.RULES,
    *numbers.RULES,
    *targets.RULES,
    *by_kind.RULES,
)


def dangling(turn: Turn) -> tuple[str, ...]:
    """The words that stand in the way, each once; none where the thread leads to all that was said."""
    return tuple(dict.fromkeys(word for rule in _RULES for word in rule(turn)))
