"""A draft of a mapping for a table that nothing reads: TOML that parses, guesses filled in, gaps marked FILL_IN."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

import numpy as np

from healthgap.catalogue import Catalogue
from healthgap.files.conditions import indices
from healthgap.files.guesses import Guess, distinct_words, guess
from healthgap.files.names import Names, Unknown
from healthgap.files.raw import RawTable
from healthgap.files.recognition import OWN
from healthgap.files.source import Source
from healthgap.mapping import FILL_IN, FIRST_AND_LAST_DAY, REQUIRED, FileMapping, folded

_ENTRIES = 200
_EXAMPLES = 3
_TO_DO = f"Replace each {FILL_IN}, its number too, by an id of config/ (write its file first) or a period."


def draft(raw: RawTable, catalogue: Catalogue, form: FileMapping | None) -> str:
    """A mapping to start from; on top of the format `form` where the table is in one."""
    lines = _Draft(raw, catalogue)
    return "\n".join([*(lines.on_format(form) if form else lines.from_guesses()), ""])


class _Draft:
    """Writes the lines of one draft, its gaps numbered so that each is a key of its own."""

    def __init__(self, raw: RawTable, catalogue: Catalogue) -> None:
        self._raw = raw
        self._catalogue = catalogue
        self._names = Names(catalogue)
        self._gaps = (f"{FILL_IN}_{number}" for number in count(1))

    def on_format(self, form: FileMapping) -> Iterator[str]:
        yield f"# A draft for {form.title}. {_TO_DO}"
        yield "# Take out the lines that you do not want: their rows are then left out, and counted in the report."
        yield f"format = {_quoted(form.id)}"
        source = Source(self._raw, form)
        for name, heads in form.decided_by.items():
            yield from ["", f"[{name}]", *self._known_names(name)]
            for number, (words, said) in enumerate(_combinations(source, heads, form.described_by.get(name))):
                if number == _ENTRIES:
                    yield f"# and more than {_ENTRIES} others"
                    break
                pairs = zip(heads, words, strict=True)
                where = ", ".join(f"{_key(head)} = {_quoted(word)}" for head, word in pairs)
                yield f"{self._our_word(name, said)} = {{ {where} }}" + _comment(said)

    def from_guesses(self) -> Iterator[str]:
        guessed = guess(self._raw, self._catalogue)
        yield f"# A draft. {_TO_DO}"
        yield f"# Then check every guess. A line that you take out has its rows refused; {OWN} needs no mapping."
        title = _quoted(Path(self._raw.file).stem)
        yield f"title = {title}  # better: who publishes this, for example “ONS, deaths by deprivation”"
        yield from ["", "[columns]  # ours = theirs"]
        for name, head in guessed.columns.items():
            yield f"{name} = {_quoted(head)}" + _comment(self._examples(head))
        in_blocks = (head for block in guessed.blocks for head in block.heads.values())
        used = {*guessed.columns.values(), *in_blocks}
        unused = [head for head in self._raw.heads if head.strip() and head not in used]
        if unused:
            yield f"# not read:{_comment(', '.join(unused)).removeprefix('  #')}"
        if any(len(distinct_words(self._raw, head)) > 1 for head in unused):
            yield "# A column that tells rows apart must be read, or its rows chosen: docs/files.md, [only]."
        yield from self._constants(guessed)
        yield from self._translations(guessed)
        for block in guessed.blocks:
            yield from ["", "[[figures]]"]
            pairs = {**block.words, **block.heads}
            yield from (f"{name} = {_quoted(word)}" for name, word in pairs.items())

    def _constants(self, guessed: Guess) -> Iterator[str]:
        given = {name for block in guessed.blocks for name in (*block.words, *block.heads)}
        if FIRST_AND_LAST_DAY[0] in guessed.columns:
            given.add("period")
        missing = [name for name in REQUIRED if name not in guessed.columns and name not in given]
        if not missing:
            return
        yield from ["", "[constants]  # what is the same in every row"]
        for name in missing:
            if name == "value":
                yield f"# {FILL_IN}: no column seems to have the figures; say value = “its head” under [columns]"
            else:
                yield f"{name} = {_quoted(FILL_IN)}" + _comment(" ".join(self._known_names(name))[2:])

    def _translations(self, guessed: Guess) -> Iterator[str]:
        for name in ("indicator", "group", "sex", "period"):
            head = guessed.columns.get(name)
            words = distinct_words(self._raw, head)[: _ENTRIES + 1] if head else []
            unknown = [word for word in words if isinstance(self._found(name, word), Unknown)]
            if not unknown:
                continue
            yield from ["", f"[{name}]  # ours = theirs", *self._known_names(name)]
            yield from (f"{next(self._gaps)} = {_quoted(word)}" + self._near(name, word) for word in unknown)
            if len(words) > _ENTRIES:
                yield f"# and more than {_ENTRIES} others"

    def _found(self, name: str, word: str) -> str | Unknown:
        if name == "indicator":
            return self._names.indicator(word)
        if name == "period":
            return self._names.period(word)
        return self._names.group(None, word) if name == "group" else self._names.sex(None, word)

    def _our_word(self, name: str, said: str) -> str:
        found = self._found(name, said) if said else Unknown("")
        return next(self._gaps) if isinstance(found, Unknown) else found

    def _near(self, name: str, word: str) -> str:
        found = self._found(name, word)
        near = found.nearest if isinstance(found, Unknown) else None
        return _comment(f"nearest of yours: {near}") if near else ""

    def _known_names(self, name: str) -> list[str]:
        known = {"indicator": self._catalogue.indicators, "group": self._catalogue.groups}.get(name)
        return [f"# yours: {', '.join(known)}"] if known else []

    def _examples(self, head: str) -> str:
        return "for example " + ", ".join(distinct_words(self._raw, head)[:_EXAMPLES])


def _combinations(source: Source, heads: Sequence[str], said: str | None) -> Iterator[tuple[list[str], str]]:
    """The distinct words under `heads`, in order, each with what stands under `said` in its first row."""
    columns = [source.columns[folded(head)] for head in heads]
    combined = np.zeros(source.raw.rows, dtype=np.int64)
    for column in columns:
        codes, words = indices(column)
        combined = combined * max(len(words), 1) + codes
    _, first = np.unique(combined, return_index=True)
    for row in sorted(map(int, first)):
        told = str(source.columns[folded(said)][row]) if said and folded(said) in source.columns else ""
        yield [str(column[row]) for column in columns], told.strip()


def _comment(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return f"  # {shown[:100]}" if shown.strip() else ""


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _key(text: str) -> str:
    return text if re.fullmatch(r"[A-Za-z0-9_-]+", text) else _quoted(text)
