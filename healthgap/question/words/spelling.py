"""Repairs a misspelt word where that is safe, and leaves it alone where it is not.

Never changes a real English word, an acronym, or a number. A word that is as near to ordinary English as to the lexicon
("bresat": breast) is taken for ordinary English and stays unexplained.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from healthgap.question.words.lexicon import Lexicon
from healthgap.question.words.text import Token
from healthgap.question.words.vocabulary import Vocabulary

_FARTHEST = 2.3
_LONG = 6
_AS_NEAR, _NOT_FAR = 0.25, 0.6
_SWAPPED, _DROPPED, _OTHER_START = -0.3, -0.2, 0.4
_TELLING = frozenset({"indicator", "group", "measure", "events", "scope", "unit", "cue"})


@dataclass(frozen=True, slots=True)
class English:
    """Ordinary words: all that are `known`, those so usual that they are `real`, and the `common` ones among them.

    The `everyday` ones restrict no figure in what is told of the occasion of a question, the `neutral` ones none in a
    sentence of their own about it.
    """

    known: frozenset[str]
    real: frozenset[str]
    common: Vocabulary
    everyday: frozenset[str]
    neutral: frozenset[str]


def repaired(words: Iterable[Token], lexicon: Lexicon, english: English) -> tuple[Token, ...]:
    """`words` with safe repairs made."""
    alone = [_repair(word, lexicon, english) for word in words]
    said = [word.text for word in alone]
    return tuple(_repair_among(said, i, lexicon, english) or word for i, word in enumerate(alone))


def supposed(words: Iterable[Token], lexicon: Lexicon, english: English) -> tuple[Token, ...]:
    """`words` with the nearest word of the lexicon for each that is no English word: to be asked, and never taken."""
    return tuple(_nearest_at_all(word, lexicon, english) or word for word in words)


def _nearest_at_all(token: Token, lexicon: Lexicon, english: English) -> Token | None:
    word = token.text
    if (
        not token.is_word
        or token.acronym
        or word in lexicon.words
        or word in english.known
        or len(word) < _LONG - 2
    ):
        return None
    near = sorted(_within(word, lexicon.vocabulary, _limit(len(word))))
    asking = [
        other
        for _, other in near
        if other not in lexicon.wording.function_words and other not in lexicon.wording.exact
    ]
    return Token(asking[0]) if asking else None


def _repair_among(said: Sequence[str], i: int, lexicon: Lexicon, english: English) -> Token | None:
    """The one word near to an unknown one that names something together with its neighbours: “infant motality”."""
    word = said[i]
    if not word.isalpha() or word in lexicon.words or word in english.real:
        return None
    farthest = 1.0 if word in english.known else _FARTHEST
    found = sorted(
        (cost, other, meant)
        for cost, other in _within(word, lexicon.vocabulary, min(_limit(len(word)), farthest))
        for meant in _meant(_with_neighbours(said, i, other), lexicon)
    )
    nearest = [(other, meant) for cost, other, meant in found if cost - found[0][0] < _AS_NEAR]
    return Token(nearest[0][0]) if len({meant for _, meant in nearest}) == 1 else None


def _with_neighbours(said: Sequence[str], i: int, word: str) -> Iterator[tuple[str, ...]]:
    """The runs of two and three words around place `i`, with `word` there."""
    for start, end in ((i - 2, i + 1), (i - 1, i + 1), (i - 1, i + 2), (i, i + 2), (i, i + 3)):
        if start >= 0 and end <= len(said):
            yield (*said[start:i], word, *said[i + 1 : end])


def _meant(phrases: Iterable[tuple[str, ...]], lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    """What the longest of `phrases` that names something in the lexicon names."""
    known = [phrase for phrase in phrases if not _TELLING.isdisjoint(lexicon.phrases.get(phrase, {}))]
    if known:
        meanings = lexicon.phrases[max(known, key=len)]
        yield tuple(
            sorted(f"{kind} {value}" for kind in meanings.keys() & _TELLING for value in meanings[kind])
        )


def _repair(token: Token, lexicon: Lexicon, english: English) -> Token:
    word = token.text
    if not token.is_word or word in lexicon.words:
        return token
    if word in lexicon.wording.misspellings:
        return Token(lexicon.wording.misspellings[word])
    if token.acronym or "&" in word or word in english.real:
        return token
    respelt = next((other for other in _as_spoken(word) if other in lexicon.words), None)
    if respelt:
        return Token(respelt)
    meant = _nearest(word, lexicon, english)
    return Token(meant) if meant else token


def _as_spoken(word: str) -> Iterator[str]:
    """ "gettin" is getting, "babys" babies, "actualy" actually: endings that are written by ear."""
    if word.endswith("in") and len(word) > 4:
        yield f"{word}g"
    if word.endswith("ys"):
        yield f"{word[:-2]}ies"
    if word.endswith(("aly", "uly")):
        yield f"{word[:-2]}lly"


def _nearest(word: str, lexicon: Lexicon, english: English) -> str | None:
    limit = _limit(len(word))
    if word in english.known:
        limit = min(limit, 1 + _SWAPPED) if len(word) < _LONG else 0.0
    near = sorted(_within(word, lexicon.vocabulary, limit))
    candidates = [(cost, other) for cost, other in near if _may_become(word, other, lexicon)]
    if not candidates:
        return None
    best = candidates[0][0]
    ties = {_sense(other, lexicon) for cost, other in candidates if cost - best < _AS_NEAR}
    holds_together = any(other in lexicon.wording.function_words for cost, other in near if cost <= best)
    says_nothing = candidates[0][1] in lexicon.wording.function_words
    if says_nothing and any(cost - best < _NOT_FAR for cost, _ in near[1:]):
        return None  # what would be left out may have been another word
    if len(ties) > 1 or (holds_together and candidates[0][1] not in lexicon.wording.function_words):
        return None
    if any(other not in lexicon.words for _, other in _within(word, english.common, best)):
        return None
    return candidates[0][1]


def _within(word: str, others: Vocabulary, limit: float) -> list[tuple[float, str]]:
    """The words among `others` that cost at most `limit` to become `word`, with what they cost."""
    near = others.near(word, int(limit - _SWAPPED))
    costs = ((_cost(word, other, distance), other) for distance, other in near)
    return [(cost, other) for cost, other in costs if cost <= limit]


def _cost(word: str, other: str, distance: int) -> float:
    cost = float(distance)
    if sorted(word) == sorted(other):
        cost += _SWAPPED
    elif _is_within(word, other) or _is_within(other, word):
        cost += _DROPPED
    if word[0] != other[0] and word[:2] != other[1::-1]:
        cost += _OTHER_START
    return cost


def _limit(length: int) -> float:
    """How far a repair may reach: swapped letters only up to three, no other letter up to four, then more."""
    if length <= 3:
        return 1 + _SWAPPED
    if length == 4:
        return 1 + _DROPPED
    if length == 5:
        return 1.0
    return 1.4 if length <= 7 else _FARTHEST


def _may_become(word: str, other: str, lexicon: Lexicon) -> bool:
    if other in lexicon.wording.exact:
        return False
    if len(other) < min(len(word), 5):
        return False
    swapped = len(word) >= 4 and sorted(word) == sorted(other)
    dropped = len(word) >= 5 and _is_within(word, other)
    return other not in lexicon.wording.function_words or swapped or dropped


def _is_within(short: str, long: str) -> bool:
    """Whether the letters of `short` stand in `long` in order."""
    letters = iter(long)
    return all(letter in letters for letter in short)


def _sense(word: str, lexicon: Lexicon) -> object:
    """What makes two words the same here: all they mean by themselves, or else their stem."""
    alone = lexicon.phrases.get((word,))
    merely_fills = alone is not None and alone.keys() <= {"filler", "surroundings", "people"}
    return tuple(sorted(alone.items())) if alone and not merely_fills else word.removesuffix("s")
