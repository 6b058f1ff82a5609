"""A set of words in which those near to a misspelt one are found quickly, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by their length."""

    by_length: Mapping[int, tuple[str, ...]]

    @classmethod
    def of(cls, words: Iterable[str]) -> Vocabulary:
        found: dict[int, list[str]] = defaultdict(list)
        for word in words:
            found[len(word)].append(word)
        return cls({length: tuple(sorted(same)) for length, same in found.items()})

    def near(self, word: str, most: int) -> list[tuple[int, str]]:
        """Each word that at most so many slips turn into `word`, with their number.

        A slip is a letter too many, too few, another letter, or two neighbours swapped (optimal string alignment).
        """
        return [
            (int(distance), other)
            for length in range(len(word) - most, len(word) + most + 1)
            for other, distance, _ in extract(
                word, self.by_length.get(length, ()), scorer=OSA.distance, score_cutoff=most, limit=None
            )
        ]
