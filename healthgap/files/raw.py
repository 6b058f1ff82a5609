"""The cells of a file as text, before anything is known of their meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from healthgap.tables import WORDS, codes


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is: its kind, and of a text what it is written in and what stands between its cells."""

    name: str
    encoding: str | None = None
    separator: str | None = None


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of a file: `heads` as printed and one column of words under each, blank cells as "".

    `row_numbers` gives the number of each row as a spreadsheet counts, the head being row 1 as a rule; it may
    read the file once more, so it is called only when there is something to tell about a row. `notes` are
    sentences for whoever loads the file. Where the table was made from another by a mapping, `origin` gives
    the head and the cell in the file that stand behind the cell of a row, by its place, under one of `heads`.
    """

    file: str
    heads: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    row_numbers: Callable[[], Sequence[int]]
    kind: Kind
    sheet: str | None = None
    notes: tuple[str, ...] = ()
    origin: Callable[[int, str], tuple[str, str]] | None = None

    @property
    def rows(self) -> int:
        """How many rows there are below the head."""
        return len(self.columns[0]) if self.columns else 0


def words(cells: Sequence[str]) -> pa.ChunkedArray:
    """Cells as a column of words."""
    return pa.chunked_array([pa.array(cells, pa.string()).dictionary_encode().cast(WORDS)])


def same(rows: int, word: str) -> pa.ChunkedArray:
    """A column with one word in every row."""
    return pa.chunked_array([pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), [word]).cast(WORDS)])


def selected(raw: RawTable, kept: npt.NDArray[np.bool_]) -> RawTable:
    """The same table with only the rows that are `kept`, numbered as before."""
    if kept.all():
        return raw
    places, all_numbers = np.flatnonzero(kept), raw.row_numbers

    def row_numbers() -> list[int]:
        numbers = all_numbers()
        return [numbers[int(place)] for place in places]

    def origin(row: int, column: str) -> tuple[str, str]:
        return raw.origin(int(places[row]), column) if raw.origin else (column, "")

    return replace(
        raw,
        columns=tuple(column.take(pa.array(places)) for column in raw.columns),
        row_numbers=row_numbers,
        origin=origin if raw.origin else None,
    )


def without_blank_rows(raw: RawTable) -> RawTable:
    """The same table without the rows that have nothing but blanks in every cell, numbered as before."""
    return selected(raw, filled_rows(raw.columns, raw.rows))


def filled_rows(columns: Sequence[pa.ChunkedArray], rows: int) -> npt.NDArray[np.bool_]:
    """Which rows have something in at least one of the columns."""
    filled = np.zeros(rows, dtype=bool)
    for column in columns:
        if filled.all():
            break
        filled |= _filled(column)
    return filled


def _filled(column: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    rows, spelled = codes(column)
    return np.array([bool(word.strip()) for word in spelled], dtype=bool)[rows]
