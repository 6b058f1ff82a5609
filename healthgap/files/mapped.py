"""A publisher's table -> the same figures in the own format's columns, as a mapping says.

Works column by column on the distinct words, never row by row. Checks no names and no numbers: that is done for
every table alike once it has the own format's columns, and told by the file's own heads and cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from healthgap.errors import Problem
from healthgap.files.conditions import Classes, indices, joined, translated
from healthgap.files.findings import Findings, also
from healthgap.files.left_out import without_left_out
from healthgap.files.raw import RawTable, same, selected, without_blank_rows
from healthgap.files.repeats import without_repeats
from healthgap.files.source import Source
from healthgap.mapping import NAMES, NUMBERS, REQUIRED, Block, FileMapping, folded
from healthgap.tables import WORDS, Codes

_ORDER = (*NAMES, *NUMBERS, "note", "unit")
_UNMAPPED_LISTED = 10
_UNMET_LISTED = 20


def read_mapped(raw: RawTable, mapping: FileMapping, problems: list[Problem]) -> RawTable | None:
    """The figures of `raw` in the own format's columns; None when `problems` says why not."""
    source = Source(without_blank_rows(raw), mapping)
    findings = Findings(source.raw)
    used = _used_heads(source)
    for head in source.doubled({*used, *_ruling_heads(mapping)}):
        findings.file("This column stands twice.", source.name_of(head))
    if not source.raw.rows:
        findings.file("There are no rows of figures here.")
    kept, notes = without_left_out(source, used)
    if source.raw.rows and not kept.rows:
        findings.file(f"Every row is left out by {mapping.path}. {' '.join(notes)}")
    source = Source(kept, mapping)
    problems += findings.problems
    if findings.problems:
        return None
    source = _mapped_rows(source, problems)
    if not source.raw.rows:
        return None
    table = _in_own_columns(source, problems)
    once, repeats = without_repeats(table)
    read_by = f"Read as {mapping.title}, by {mapping.path}."
    return replace(once, notes=(*raw.notes, read_by, *notes, *repeats, *_unmet(source)))


def _used_heads(source: Source) -> list[str]:
    mapping = source.mapping
    names = [*mapping.columns, *mapping.entries]
    heads = [head for name in names for head in source.heads_asked(name)]
    heads += [folded(head) for block in mapping.blocks for head in block.heads.values()]
    return list(dict.fromkeys(heads))


def _ruling_heads(mapping: FileMapping) -> set[str]:
    """The folded heads by which rows are left out."""
    conditions = [mapping.only, *(one for conditions in mapping.leave_out.values() for one in conditions)]
    return {head for condition in conditions for head in condition}


def _unmet(source: Source) -> Iterator[str]:
    """What the mapping has and the file has not: the publisher may have renamed it."""
    for name in ("indicator", "group"):
        told_apart = source.classes_of(name)
        words = [entry.word for entry in source.entries(name) if not any(told_apart.meeting(entry.where))]
        if words:
            yield f"No row is read as the {name} {' or '.join(words[:_UNMET_LISTED])}."


@dataclass(frozen=True, slots=True)
class _Column:
    """One of our columns: its words, and the heads that they come from."""

    words: pa.ChunkedArray
    heads: tuple[str, ...]


def _mapped_rows(source: Source, problems: list[Problem]) -> Source:
    """The rows with a word for every name that a figure needs; the others are noted."""
    findings = Findings(source.raw)
    mapped = np.ones(source.raw.rows, dtype=bool)
    for name in REQUIRED:
        if source.only_by_entries(name):
            known = source.classes_of(name).rows(source.conditions(name))
            _note_unmapped(source, name, np.flatnonzero(~known), findings)
            mapped &= known
    problems += findings.problems
    return Source(selected(source.raw, mapped), source.mapping)


def _in_own_columns(source: Source, problems: list[Problem]) -> RawTable:
    """The table with the own format's heads, block under block, each cell with its origin in the file."""
    findings = Findings(source.raw)
    plain = {name: column for name in _ORDER if (column := _column(source, name, findings))}
    problems += findings.problems
    blocks = [{**plain, **_block_columns(source, block)} for block in source.mapping.blocks] or [plain]
    names = [name for name in _ORDER if any(name in block for block in blocks)]
    rows = source.raw.rows
    blank = _Column(same(rows, ""), ())
    columns = [
        pa.chunked_array(
            [chunk for block in blocks for chunk in block.get(name, blank).words.cast(WORDS).chunks], WORDS
        )
        for name in names
    ]

    def origin(row: int, name: str) -> tuple[str, str]:
        block, place = divmod(row, rows)
        column = blocks[block].get(name, blank)
        if column.heads:
            return source.printed(column.heads, place)
        return f"{name} as {source.mapping.path} has it", str(column.words[place])

    numbers, times = source.raw.row_numbers, len(blocks)

    def row_numbers() -> Sequence[int]:
        return list(numbers()) * times

    return replace(
        source.raw, heads=tuple(names), columns=tuple(columns), row_numbers=row_numbers, origin=origin
    )


def _column(source: Source, name: str, findings: Findings) -> _Column | None:
    """One of our columns as its cells, constant and entries have it; None where nothing speaks of it."""
    heads = source.heads_of(name)
    constant = source.mapping.constants.get(name)
    own = joined([source.columns[head] for head in heads]) if heads else same(source.raw.rows, constant or "")
    if not source.entries(name):
        return _Column(own, heads) if heads or constant else None
    told_apart = source.classes_of(name)
    words = _words(source, name, told_apart, findings)
    return _Column(translated(own, told_apart.of_row, words), source.heads_shown(name))


def _words(source: Source, name: str, told_apart: Classes, findings: Findings) -> list[str | None]:
    """For each class of rows our word; None where no entry is met."""
    found: list[list[str]] = [[] for _ in told_apart.words]
    for entry in source.entries(name):
        for words, meets in zip(found, told_apart.meeting(entry.where), strict=True):
            words += [entry.word] if meets else []
    for number, words in enumerate(found):
        if len(words) > 1:
            row = int(np.argmax(told_apart.of_row == number))
            head, cell = source.printed(source.heads_asked(name), row)
            message = f"{source.mapping.path} has this as {' and as '.join(words)}."
            findings.problems.append(findings.in_row(row, message, head, cell, expected="one of them"))
    return [words[0] if words else None for words in found]


def _note_unmapped(source: Source, name: str, unmapped: Codes, findings: Findings) -> None:
    """Notes the rows, by their places, for which no entry says a name: alike ones once."""
    path = source.mapping.path
    expected = f'an entry under [{name}] in {path}, or leave_out_others = ["{name}"] to leave these out'
    heads = source.heads_asked(name)
    combined = np.zeros(len(unmapped), dtype=np.int64)
    for head in heads:
        codes, spelled = indices(source.columns[head])
        combined = combined * max(len(spelled), 1) + codes[unmapped]
    _, first, times = np.unique(combined, return_index=True, return_counts=True)

    def problem(place: int) -> Problem:
        row = int(unmapped[first[place]])
        head, cell = source.printed(heads, row)
        told = f"No {name} is mapped for {source.told(heads, row)}." + also(int(times[place]))
        return findings.in_row(row, told, head, cell, expected)

    findings.each(np.argsort(first).tolist(), problem, name, _UNMAPPED_LISTED)


def _block_columns(source: Source, block: Block) -> Mapping[str, _Column]:
    words = {name: _Column(same(source.raw.rows, word), ()) for name, word in block.words.items()}
    heads = {name: folded(head) for name, head in block.heads.items()}
    numbers = {
        name: _Column(source.columns[head], (head,)) for name, head in heads.items() if head in source.columns
    }
    return {**words, **numbers}
