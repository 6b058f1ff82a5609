"""Short writing of many phrases in one: "(manual|routine) (families|jobs)" stands for four."""

from __future__ import annotations

import re
from itertools import product

_BRACKETS = re.compile(r"[()]")
_FLAT = re.compile(r"[^()]*(?:\([^()]*\)[^()]*)*")


def written_out(phrase: str) -> tuple[str, ...]:
    """Every phrase that `phrase` stands for: itself, where it has no "|"; an empty choice leaves no gap behind.

    Raises ValueError where a bracket stands inside another, or alone.
    """
    if "|" not in phrase:
        return (phrase,)
    if not _FLAT.fullmatch(phrase):
        raise ValueError(f"“{phrase}” has a bracket inside another, or one that is alone")
    choices = [part.split("|") for part in _BRACKETS.split(phrase)]
    return tuple(dict.fromkeys(" ".join("".join(parts).split()) for parts in product(*choices)))
