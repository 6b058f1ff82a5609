"""Cuts a message into the fewest phrases that the lexicon knows, leaving the fewest words unexplained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from healthgap.question.model import When
from healthgap.question.words.amounts import Said
from healthgap.question.words.dates import Known
from healthgap.question.words.lexicon import Lexicon, Meanings
from healthgap.question.words.periods import Mention
from healthgap.question.words.text import Token
from healthgap.question.words.wording import FILLER

MARKS = frozenset("?!.,;:()+-–/")
WAYS = ("narrow", "widen", "either_way")
"""The cues that say that something moved, which way or whether."""


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase of the message and everything it can mean; no meaning at all if it is not in the lexicon.

    `is_name` where it was written as names are.
    """

    text: str
    meanings: Meanings
    when: When | None = None
    said: Said | None = None
    is_name: bool = False

    @property
    def is_mark(self) -> bool:
        return self.text in MARKS

    @property
    def is_filler(self) -> bool:
        return FILLER[0] in self.meanings

    @property
    def surrounds(self) -> bool:
        """Whether it is of the people or things around a question."""
        return self.has("people") or self.has("surroundings")

    @property
    def moves(self) -> bool:
        """Whether it says that something became narrower or wider."""
        return self.has("cue", "narrow") or self.has("cue", "widen")

    def values(self, kind: str) -> tuple[str, ...]:
        return self.meanings.get(kind, ())

    def has(self, kind: str, value: str | None = None) -> bool:
        return kind in self.meanings and (value is None or value in self.meanings[kind])


def following(spans: Sequence[Span], i: int) -> Span | None:
    """The span after span `i`, if any."""
    return spans[i + 1] if i + 1 < len(spans) else None


def cut(
    tokens: Sequence[Token], named: Sequence[Mention | Said | Known], lexicon: Lexicon
) -> tuple[Span, ...]:
    """The spans of `tokens`, in order; periods, amounts and dates `named` are spans of their own."""
    spans: list[Span] = []
    start = 0
    for mention in sorted(named, key=lambda mention: mention.start):
        spans += _phrases(tokens[start : mention.start], lexicon)
        words = " ".join(token.text for token in tokens[mention.start : mention.end])
        spans.append(_named(words, mention, lexicon))
        start = mention.end
    return (*spans, *_phrases(tokens[start:], lexicon))


def _named(words: str, mention: Mention | Said | Known, lexicon: Lexicon) -> Span:
    if isinstance(mention, Mention):
        return Span(words, {"when": (str(mention.when),)} if mention.when else {}, mention.when)
    if isinstance(mention, Known):
        return Span(words, {"known": (mention.day,)})
    moved = lexicon.phrases.get((mention.verb,), {}) if mention.verb else {}
    cues = {kind: values for kind, values in moved.items() if kind == "cue"}
    return Span(words, {**cues, "amount": (mention.words,)}, said=mention)


def _phrases(tokens: Sequence[Token], lexicon: Lexicon) -> list[Span]:
    """The cheapest cut, found from the end: an unexplained word costs most, then each phrase a little."""
    words = [token.text for token in tokens]
    best: list[tuple[int, list[Span]]] = [(0, [])]
    for start in range(len(words) - 1, -1, -1):
        options = []
        for length in range(1, min(lexicon.longest, len(words) - start) + 1):
            phrase = tuple(words[start : start + length])
            meanings = lexicon.phrases.get(phrase)
            if meanings is None and length > 1:
                continue
            cost, rest = best[length - 1]
            known = meanings is not None or phrase[0] in MARKS
            is_name = any(token.name for token in tokens[start : start + length])
            span = Span(" ".join(phrase), meanings or {}, is_name=is_name)
            options.append((cost + (1 if known else 1000), length, [span, *rest]))
        cost, _, spans = min(options, key=lambda option: (option[0], -option[1]))
        best.insert(0, (cost, spans))
    return best[0][1]
