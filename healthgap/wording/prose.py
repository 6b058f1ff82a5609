"""The sentences of one answer, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Prose:
    """The sentences of an answer: the headline answers, `context` and `caveats` follow.

    `about` names what it is about where its caveats stand beside those of others.
    """

    headline: str
    context: list[str] = field(default_factory=list)
    caveats: list[str] = field(default_factory=list)
    about: str = ""

    def named_caveats(self) -> list[str]:
        return [f"{self.about}: {text[0].lower()}{text[1:]}" if self.about else text for text in self.caveats]
