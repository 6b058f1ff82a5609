"""General English, as `wording.toml` has it: what its phrases can mean whatever the catalogue is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from healthgap.alternatives import written_out
from healthgap.question.words.text import tokens

Meaning = tuple[str, str]
"""A kind ("indicator", "group", "cue", "filler", …) and its value."""

Told = Mapping[tuple[str, ...], frozenset[Meaning]]
"""What each phrase, as a tuple of tokens, can mean."""

FILLER: Meaning = ("filler", "")
_NOTHING: frozenset[Meaning] = frozenset()
_PLAIN = re.compile("[A-Za-z ]*")


@dataclass(frozen=True)
class Wording:
    """Phrases of general English with everything they can mean, and lists of words."""

    phrases: Told
    contractions: Mapping[str, str]
    misspellings: Mapping[str, str]
    counting: Mapping[str, int]
    function_words: frozenset[str]
    exact: frozenset[str]
    """Words that no misspelling is taken for."""
    picks: Mapping[str, frozenset[str]]
    """Words that say yes to a choice, none, or the other one, and those that go around them."""
    positions: Mapping[str, int]
    """Words for the place of a choice, from 0, or from the end if negative."""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Wording:
        """What `told`, the parsed `wording.toml`, says."""
        contractions = told["contractions"] | told["abbreviations"]
        fillers = [
            word for part in ("fillers", "framing", "surroundings") for word in told[part]["words"].split()
        ]
        return cls(
            with_phrases({}, _general(told, fillers), contractions),
            contractions,
            told["misspellings"],
            told["counting"],
            frozenset(fillers),
            frozenset(told["exact"]["words"].split()),
            {name: frozenset(words.split()) for name, words in told["picks"].items()},
            told["positions"],
        )


def with_phrases(
    known: Told, told: Iterable[tuple[str, Meaning]], contractions: Mapping[str, str]
) -> dict[tuple[str, ...], frozenset[Meaning]]:
    """What is `known` of phrases, and what is `told` of more of them."""
    meanings = dict(known)
    for phrase, meaning in told:
        words = _words(phrase, contractions)
        if words:
            meanings[words] = _joined(meanings.get(words, _NOTHING), meaning)
    return meanings


@cache
def _joined(found: frozenset[Meaning], meaning: Meaning) -> frozenset[Meaning]:
    """`found` and `meaning`; of some 90,000 phrases a few hundred sets, each made once."""
    return found | {meaning}


def _words(phrase: str, contractions: Mapping[str, str]) -> tuple[str, ...]:
    """The tokens of a phrase as they will stand in a message; most phrases are plain words already."""
    plain = tuple(phrase.lower().split())
    if _PLAIN.fullmatch(phrase) and contractions.keys().isdisjoint(plain):
        return plain
    return tuple(token.text for token in tokens(phrase, contractions))


def _general(wording: Mapping[str, Any], fillers: Iterable[str]) -> Iterator[tuple[str, Meaning]]:
    around = (*wording["fillers"]["phrases"], *wording["surroundings"]["phrases"])
    for phrase in (*fillers, *_written_out(around)):
        yield phrase, FILLER
    for word in wording["surroundings"]["words"].split():
        yield word, ("surroundings", "")
    for kind in ("measure", "general", "sex", "cue", "form", "when", "role", "pointing"):
        for value, entry in wording[kind].items():
            for phrase in _written_out(entry["phrases"]):
                yield phrase, (kind, value)
    for cue in ("stating", "asking"):
        for phrase in _written_out(wording[cue]["phrases"]):
            yield from ((phrase, meaning) for meaning in (FILLER, ("cue", cue)))
    for kind in ("followup", "correction", "allusion", "people", "qualifier"):
        for phrase in _written_out(wording[kind]["phrases"]):
            yield phrase, (kind, "")


def _written_out(phrases: Iterable[str]) -> Iterator[str]:
    return chain.from_iterable(map(written_out, phrases))
