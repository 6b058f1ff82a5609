"""Reads what questions are understood with: our general wording, examples of each kind, and common English words."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from healthgap.question.asked.likeness import Likeness
from healthgap.question.model import Question
from healthgap.question.words.spelling import English
from healthgap.question.words.vocabulary import Vocabulary
from healthgap.question.words.wording import Wording

# Occurrences in the corpus: below REAL a "word" is more often a slip, COMMON ones compete for a misspelling.
REAL = 1_500_000
COMMON = 3_000_000
_FREQUENCIES = "frequency_dictionary_en_82_765.txt"


@cache
def general_wording() -> Wording:
    """What `question/words/wording.toml` says."""
    told = (files("healthgap.question.words") / "wording.toml").read_text(encoding="utf-8")
    return Wording.of(tomllib.loads(told))


@cache
def kinds_by_example() -> Likeness:
    """What tells kinds of question apart, from `question/asked/examples.toml`."""
    told = tomllib.loads((files("healthgap.question.asked") / "examples.toml").read_text(encoding="utf-8"))
    return Likeness(
        {
            Question.from_json(kind["of"]): [line.split() for line in kind["said"].splitlines() if line]
            for kind in told["kind"]
        }
    )


@cache
def english_words() -> English:
    """About 82,000 English words, by how often each occurs in a large corpus.

    Source: the frequency dictionary that comes with symspellpy (Google Books n-grams and SCOWL); the file is read as it
    lies, without importing the package. The everyday and neutral ones were sorted by hand, in
    part by their class in WordNet 3.0.
    """
    spec = find_spec("symspellpy")
    if spec is None or not spec.submodule_search_locations:
        return English(frozenset(), frozenset(), Vocabulary({}), frozenset(), frozenset())
    lines = (
        (Path(spec.submodule_search_locations[0]) / _FREQUENCIES).read_text(encoding="utf-8-sig").splitlines()
    )
    counts = [(word, int(count)) for word, count in (line.split() for line in lines)]
    return English(
        known=frozenset(word for word, _ in counts),
        real=frozenset(word for word, count in counts if count >= REAL),
        common=Vocabulary.of(word for word, count in counts if count >= COMMON),
        everyday=_listed("everyday.txt"),
        neutral=_listed("neutral.txt"),
    )


def _listed(name: str) -> frozenset[str]:
    return frozenset((files("healthgap.question.words") / name).read_text(encoding="utf-8").split())
