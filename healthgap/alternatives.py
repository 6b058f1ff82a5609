"""Short writing of many phrases in one: "(manual|routine) (families|jobs)" stands for four."""

from __future__ import annotations

import re
from itertools import product

_BRACKETS = re.compile(r"[()]")


def written_out(phrase: str) -> tuple[str, ...]:
    """Every phrase that `phrase` stands for: itself, where it has no "|"; an empty choice leaves no gap behind."""
    if "|" not in phrase:
        return (phrase,)
    choices = [part.split("|") for part in _BRACKETS.split(phrase)]
    return tuple(dict.fromkeys(" ".join("".join(parts).split()) for parts in product(*choices)))
