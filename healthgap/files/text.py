"""CSV files: separated by comma, semicolon or tab, in UTF-8 or Latin-1, with line breaks inside quotes.

Read in blocks, every cell as a place in a list of the distinct words of its column, so that files of many times the
memory's size can be read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv

from healthgap.errors import Problem
from healthgap.files.content import Content
from healthgap.files.raw import RawTable
from healthgap.progress import Step
from healthgap.tables import WORDS, in_one_piece

_SEPARATORS = (",", ";", "\t")
_RAGGED_LISTED = 5
# Larger blocks use more memory, smaller ones make more dictionaries to bring together: 1 to 8 MB are equally quick.
_BLOCK = 1 << 22
_NARROW_WORDS = pa.dictionary(pa.uint16(), pa.string())


def read(content: Content, problems: list[Problem], step: Step) -> RawTable | None:
    """The table of a CSV file; None when `problems` says why there is none."""
    if content.has_nul:
        row = next(number for number, line in enumerate(_lines(content), start=1) if "\0" in line)
        message = "A NUL byte stands here: this is no text."
        problems.append(Problem(content.name, message, row=row, expected="text"))
        return None
    separator = _separator(content)
    try:
        heads, lines, any_rows = _head(content, separator)
        if not heads:
            problems.append(Problem(content.name, "This file is empty.", expected="one figure a line"))
            return None
        columns, ragged = (
            _columns(content, lines, len(heads), separator, step) if any_rows else (_none(heads), False)
        )
        if ragged:
            problems += _ragged_rows(content, len(heads), separator)
    except (csv.Error, pa.ArrowInvalid):
        problems.append(
            Problem(content.name, "This file cannot be read as CSV.", expected="one figure a line")
        )
        return None
    return RawTable(content.name, heads, columns, lambda: _row_numbers(content, len(heads), separator))


def _lines(content: Content) -> Iterator[str]:
    with io.TextIOWrapper(content.open(), content.encoding, newline="") as text:
        yield from text


def _records(content: Content, separator: str) -> Any:
    csv.field_size_limit(_BLOCK)  # longer cells are refused as no CSV
    return csv.reader(_lines(content), delimiter=separator)


def _separator(content: Content) -> str:
    """The separator that gives the head the most columns."""
    first = next((line for line in _lines(content) if line.strip(" \t\r\n,;")), "")
    return max(_SEPARATORS, key=first.count)


def _head(content: Content, separator: str) -> tuple[tuple[str, ...], int, bool]:
    """The column heads, how many lines they end after, and whether any rows follow."""
    records = _records(content, separator)
    heads: list[str] = next((record for record in records if _filled(record)), [])
    lines = records.line_num
    return tuple(heads), lines, any(records)


def _none(heads: Sequence[str]) -> tuple[pa.ChunkedArray, ...]:
    return tuple(pa.chunked_array([], WORDS) for _ in heads)


def _columns(
    content: Content, skipped: int, width: int, separator: str, step: Step
) -> tuple[tuple[pa.ChunkedArray, ...], bool]:
    """The cells of every row of the right width, and whether there are others."""
    names = [str(place) for place in range(width)]
    ragged: list[int] = []

    def skip(row: arrow_csv.InvalidRow) -> str:
        if row.text.strip():
            ragged.append(row.actual_columns)
        return "skip"

    blocks: list[list[pa.Array]] = [[] for _ in names]
    with content.open() as stream:
        reader = arrow_csv.open_csv(
            stream,
            read_options=arrow_csv.ReadOptions(
                column_names=names,
                skip_rows=skipped,
                block_size=_BLOCK,
                encoding="utf8" if content.encoding == "utf-8-sig" else content.encoding,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, invalid_row_handler=skip
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, WORDS), null_values=[], check_utf8=False
            ),
        )
        for batch in reader:
            for column, cells in zip(blocks, batch.columns, strict=True):
                column.append(_narrow(cells))
            step(stream.tell(), content.size)
    # One column after the other, each freed before the next: whole tables side by side would take twice the memory.
    columns = tuple(_joined(blocks.pop(0)) for _ in names)
    pa.default_memory_pool().release_unused()
    return columns, bool(ragged)


def _narrow(cells: pa.DictionaryArray) -> pa.DictionaryArray:
    return cells.cast(_NARROW_WORDS) if len(cells.dictionary) < 1 << 16 else cells


def _joined(blocks: list[pa.DictionaryArray]) -> pa.ChunkedArray:
    return in_one_piece(pa.chunked_array([cells.cast(WORDS) for cells in blocks], WORDS))


def _filled(record: list[str]) -> bool:
    return any(cell.strip() for cell in record)


def _ragged_rows(content: Content, width: int, separator: str) -> Iterator[Problem]:
    records = enumerate(_records(content, separator), start=1)
    ragged = [(row, len(record)) for row, record in records if len(record) != width and _filled(record)]
    for row, cells in ragged[:_RAGGED_LISTED]:
        yield Problem(
            content.name, f"This row has {cells} cells.", row=row, expected=f"{width}, as in the head"
        )
    if len(ragged) > _RAGGED_LISTED:
        more = f"{len(ragged) - _RAGGED_LISTED:,} more rows have too many or too few cells."
        yield Problem(content.name, more)


def _row_numbers(content: Content, width: int, separator: str) -> Sequence[int]:
    records = enumerate(_records(content, separator), start=1)
    head = next(row for row, record in records if _filled(record))
    return [row for row, record in records if len(record) == width and row > head]
