"""CSV files: separated by comma, semicolon or tab, with line breaks inside quotes and titles above the head."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa
import pyarrow.csv as arrow_csv

from healthgap.errors import Problem
from healthgap.files.encoding import decoded
from healthgap.files.heads import above_note, head_row
from healthgap.files.raw import Kind, RawTable
from healthgap.tables import WORDS

_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_BLANK = " \t\r\n,;"
_RAGGED_LISTED = 5
_HEAD_WITHIN = 30


@dataclass(frozen=True, slots=True)
class _Record:
    """A row of a CSV file that is not blank: its number, its cells, and the place where the next one begins."""

    number: int
    cells: tuple[str, ...]
    end: int


def read(file: str, data: bytes, known: Collection[str], problems: list[Problem]) -> RawTable | None:
    """The table of a CSV file; None when `problems` says why there is none.

    Its head is the row with the most `known` heads, else the first that is not blank.
    """
    text = decoded(file, data, problems)
    if text is None:
        return None
    data = text.data
    try:
        found = _head(data, known)
        if found is None:
            problems.append(Problem(file, "This file is empty.", expected="a head, and a figure a line"))
            return None
        separator, head, above = found
        columns, ragged = _columns(data, head.end, len(head.cells), separator)
        if ragged:
            problems += _ragged_rows(file, data, head, separator)
    except (csv.Error, pa.ArrowInvalid):
        problems.append(Problem(file, "This file cannot be read as CSV.", expected="one figure a line"))
        return None
    return RawTable(
        file,
        head.cells,
        columns,
        lambda: _row_numbers(data, head, separator),
        Kind("CSV", text.encoding, _SEPARATORS[separator]),
        notes=(*text.notes, *above_note(above)),
    )


def _records(data: bytes, separator: str) -> Iterator[_Record]:
    stream = io.BytesIO(data)
    lines = (line.decode() for line in iter(stream.readline, b""))
    for number, cells in enumerate(csv.reader(lines, delimiter=separator), start=1):
        if any(cell.strip(_BLANK) for cell in cells):
            yield _Record(number, tuple(cells), stream.tell())


def _head(data: bytes, known: Collection[str]) -> tuple[str, _Record, int] | None:
    """The separator, the head, and how many rows stand above it; None where every row is blank.

    The separator is the one by which the head has the most known columns, or else the most columns.
    """
    found = []
    for separator in _SEPARATORS:
        first = list(islice(_records(data, separator), _HEAD_WITHIN))
        if not first:
            return None
        place, names = head_row([record.cells for record in first], known)
        found.append(((names, len(first[place].cells)), separator, first[place], place))
    _, separator, head, above = max(found, key=lambda one: one[0])
    return separator, head, above


def _columns(data: bytes, start: int, width: int, separator: str) -> tuple[tuple[pa.ChunkedArray, ...], bool]:
    """The cells of every row of the right width, and whether there are others."""
    names = [str(place) for place in range(width)]
    if not data[start:].strip():
        return tuple(pa.chunked_array([], WORDS) for _ in names), False
    body = pa.py_buffer(data)[start:]
    try:
        return tuple(_parsed(body, names, separator).columns), False
    except pa.ArrowInvalid:
        return _columns_of_whole_rows(body, names, separator)


def _columns_of_whole_rows(
    body: pa.Buffer, names: Sequence[str], separator: str
) -> tuple[tuple[pa.ChunkedArray, ...], bool]:
    """The cells of the rows of the right width, and whether any other has something in it."""
    ragged: list[str] = []

    def skip(row: arrow_csv.InvalidRow) -> str:
        if row.text.strip():
            ragged.append(row.text)
        return "skip"

    table = _parsed(body, names, separator, skip)
    return tuple(table.columns), bool(ragged)


def _parsed(
    body: pa.Buffer,
    names: Sequence[str],
    separator: str,
    handler: Callable[[arrow_csv.InvalidRow], str] | None = None,
) -> pa.Table:
    """The body of a CSV file; rows of another width go to the handler, or raise pa.ArrowInvalid without one.

    With a handler in one thread: pyarrow's others may still hold it when Python ends, which then aborts.
    """
    return arrow_csv.read_csv(
        pa.BufferReader(body),
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=handler is None),
        parse_options=arrow_csv.ParseOptions(
            delimiter=separator, newlines_in_values=True, invalid_row_handler=handler
        ),
        convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, WORDS), null_values=[]),
    )


def _ragged_rows(file: str, data: bytes, head: _Record, separator: str) -> Iterator[Problem]:
    width = len(head.cells)
    ragged = [
        (record.number, len(record.cells))
        for record in _records(data, separator)
        if len(record.cells) != width and record.number > head.number
    ]
    for row, cells in ragged[:_RAGGED_LISTED]:
        yield Problem(file, f"This row has {cells} cells.", row=row, expected=f"{width}, as in the head")
    if len(ragged) > _RAGGED_LISTED:
        yield Problem(file, f"{len(ragged) - _RAGGED_LISTED:,} more rows have too many or too few cells.")


def _row_numbers(data: bytes, head: _Record, separator: str) -> Sequence[int]:
    lines = (line.decode() for line in io.BytesIO(data))
    records = enumerate(csv.reader(lines, delimiter=separator), start=1)
    return [row for row, cells in records if len(cells) == len(head.cells) and row > head.number]
