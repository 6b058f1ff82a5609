"""Which kind of question a message resembles most, by the words it shares with examples: naive Bayes.

Only for the choices offered where a message was not understood; never for what is answered. Source of the method:
Manning, Raghavan and Schütze, Introduction to Information Retrieval (2008), chapter 13.2.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from healthgap.question.model import Intent, Question
from healthgap.question.words.spans import Span

_SMOOTHING = 0.2
_OF_THE_INTENT = 50
"""How many words of a kind's own weigh as much as those of all kinds of its intent."""
_FEWEST = 2
_PLACES = {
    "indicator": "<indicator>",
    "group": "<group>",
    "sex": "<sex>",
    "amount": "<amount>",
    "when": "<period>",
}
THREAD = "<thread>"
"""Opens an example that leans on what was said before."""


def words_of(spans: Iterable[Span], *, in_thread: bool) -> list[str]:
    """The words of a message as they stand in examples: what is named by its kind, the rest as it is."""
    found = [THREAD] if in_thread else []
    for span in spans:
        place = next((name for kind, name in _PLACES.items() if span.has(kind)), None)
        found += [place] if place else span.text.split() if span.text == "?" or not span.is_mark else []
    return found


@dataclass(frozen=True)
class Likeness:
    """Examples of each kind of question, as their words.

    A kind is a question that names nothing: its intent, and the measure, direction, selection or points in time that
    it is of whatever it names.
    """

    examples: Mapping[Question, Sequence[Sequence[str]]]

    def ranked(self, words: Sequence[str]) -> list[Question]:
        """The kinds of question, the likeliest first."""
        said = [feature for feature in _features(words) if feature in self._told]
        return sorted(self.examples, key=lambda kind: -self._score(kind, said))

    def _score(self, kind: Question, said: Iterable[str]) -> float:
        """The logarithm of how likely it is that a question is of this kind and holds what was `said`.

        Kinds are many and some have few examples: what is rare in one is as likely as in all kinds of its intent.
        """
        own, alike = self._counts[kind], self._of_intent[kind.intent]
        held, whole = self._sizes[kind]
        chances = (
            (own[feature] + _OF_THE_INTENT * (alike[feature] + _SMOOTHING) / whole) / (held + _OF_THE_INTENT)
            for feature in said
        )
        return math.log(len(self.examples[kind])) + sum(map(math.log, chances))

    @cached_property
    def _counts(self) -> Mapping[Question, Counter[str]]:
        """How many examples of each kind hold each feature."""
        return {
            kind: Counter(feature for words in told for feature in _features(words))
            for kind, told in self.examples.items()
        }

    @cached_property
    def _of_intent(self) -> Mapping[Intent, Counter[str]]:
        found: defaultdict[Intent, Counter[str]] = defaultdict(Counter)
        for kind, counts in self._counts.items():
            found[kind.intent].update(counts)
        return found

    @cached_property
    def _sizes(self) -> Mapping[Question, tuple[int, float]]:
        """How many features the examples of each kind hold, and how many those of its intent, smoothed."""
        smoothed = _SMOOTHING * len(self._told)
        whole = {intent: counts.total() + smoothed for intent, counts in self._of_intent.items()}
        return {kind: (counts.total(), whole[kind.intent]) for kind, counts in self._counts.items()}

    @cached_property
    def _told(self) -> frozenset[str]:
        """The features that several examples share; what only one has says nothing."""
        held = sum(self._of_intent.values(), Counter[str]())
        return frozenset(feature for feature, times in held.items() if times >= _FEWEST)


def _features(words: Sequence[str]) -> set[str]:
    """The words and the pairs of neighbours."""
    return {*words, *(f"{one} {other}" for one, other in pairwise(words))}
