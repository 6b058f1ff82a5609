"""CSV files: separated by comma, semicolon or tab, in UTF-8 or Latin-1, with line breaks inside quotes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.csv as arrow_csv

from healthgap.errors import Problem
from healthgap.files.raw import RawTable
from healthgap.tables import WORDS

_SEPARATORS = (",", ";", "\t")
_BOM = b"\xef\xbb\xbf"
_RAGGED_LISTED = 5


def read(file: str, data: bytes, problems: list[Problem]) -> RawTable | None:
    """The table of a CSV file; None when `problems` says why there is none."""
    if b"\0" in data:
        row = data[: data.index(b"\0")].count(b"\n") + 1
        problems.append(Problem(file, "A NUL byte stands here: this is no text.", row=row, expected="text"))
        return None
    data = _utf8(data)
    separator = _separator(data)
    try:
        heads, start = _heads(data, separator)
        columns, ragged = _columns(data, start, len(heads), separator)
        if ragged:
            problems += _ragged_rows(file, data, len(heads), separator)
    except (csv.Error, pa.ArrowInvalid):
        problems.append(Problem(file, "This file cannot be read as CSV.", expected="one figure a line"))
        return None
    return RawTable(file, heads, columns, lambda: _row_numbers(data, len(heads), separator))


def _utf8(data: bytes) -> bytes:
    """The same text in UTF-8, without a mark at its start, lines ending as Unix or Windows have them."""
    data = data.removeprefix(_BOM)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data = data.decode("latin-1").encode()
    return data if b"\n" in data else data.replace(b"\r", b"\n")


def _records(stream: io.BytesIO, separator: str) -> Iterator[list[str]]:
    return csv.reader((line.decode() for line in iter(stream.readline, b"")), delimiter=separator)


def _heads(data: bytes, separator: str) -> tuple[tuple[str, ...], int]:
    """The column heads, and the place where the rows after them begin."""
    stream = io.BytesIO(data)
    record = next(record for record in _records(stream, separator) if _filled(record))
    return tuple(record), stream.tell()


def _separator(data: bytes) -> str:
    """The separator that gives the head the most columns."""
    first = next(line for line in io.BytesIO(data) if line.strip(b" \t\r\n,;")).decode()
    return max(_SEPARATORS, key=first.count)


def _columns(data: bytes, start: int, width: int, separator: str) -> tuple[tuple[pa.ChunkedArray, ...], bool]:
    """The cells of every row of the right width, and whether there are others."""
    names = [str(place) for place in range(width)]
    if not data[start:].strip():
        return tuple(pa.chunked_array([], WORDS) for _ in names), False
    ragged: list[str] = []

    def skip(row: arrow_csv.InvalidRow) -> str:
        if row.text.strip():
            ragged.append(row.text)
        return "skip"

    table = arrow_csv.read_csv(
        pa.BufferReader(pa.py_buffer(data)[start:]),
        read_options=arrow_csv.ReadOptions(column_names=names),
        parse_options=arrow_csv.ParseOptions(
            delimiter=separator, newlines_in_values=True, invalid_row_handler=skip
        ),
        convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, WORDS), null_values=[]),
    )
    return tuple(table.columns), bool(ragged)


def _filled(record: list[str]) -> bool:
    return any(cell.strip() for cell in record)


def _ragged_rows(file: str, data: bytes, width: int, separator: str) -> Iterator[Problem]:
    records = enumerate(_records(io.BytesIO(data), separator), start=1)
    ragged = [(row, len(record)) for row, record in records if len(record) != width and _filled(record)]
    for row, cells in ragged[:_RAGGED_LISTED]:
        yield Problem(file, f"This row has {cells} cells.", row=row, expected=f"{width}, as in the head")
    if len(ragged) > _RAGGED_LISTED:
        yield Problem(file, f"{len(ragged) - _RAGGED_LISTED:,} more rows have too many or too few cells.")


def _row_numbers(data: bytes, width: int, separator: str) -> Sequence[int]:
    records = enumerate(_records(io.BytesIO(data), separator), start=1)
    head = next(row for row, record in records if _filled(record))
    return [row for row, record in records if len(record) == width and row > head]
