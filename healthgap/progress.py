"""How far long work has come, told to whoever wants to know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

Step = Callable[[int, int], None]
"""Called with how much is done of how much, in whatever the step counts."""


class Progress(Protocol):
    """Takes the name of each step of a piece of work, and what its amounts are counted in, as the step begins."""

    def __call__(self, name: str, unit: str) -> Step: ...


def silent(name: str, unit: str) -> Step:
    """Tells nobody."""
    return lambda done, total: None
