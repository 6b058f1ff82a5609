"""The sentences of one answer, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Prose:
    """The sentences of an answer: the headline answers, `context` and `caveats` follow."""

    headline: str
    context: list[str] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)
