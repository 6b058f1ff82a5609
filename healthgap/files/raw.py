"""The cells of a file as text, before anything is known of their meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from healthgap.tables import WORDS, codes


@dataclass(frozen=True, slots=True)
class RawTable:
    """One table of a file: `heads` as printed and one column of words under each, blank cells as "".

    `row_numbers` gives the number of each row as a spreadsheet counts, the head being row 1 as a rule; it may
    read the file once more, so it is called only when there is something to tell about a row.
    """

    file: str
    heads: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    row_numbers: Callable[[], Sequence[int]]
    sheet: str | None = None


def words(cells: Sequence[str]) -> pa.ChunkedArray:
    """Cells as a column of words."""
    return pa.chunked_array([pa.array(cells, pa.string()).dictionary_encode().cast(WORDS)])


def without_blank_rows(raw: RawTable) -> RawTable:
    """The same table without the rows that have nothing but blanks in every cell, numbered as before."""
    filled = np.zeros(len(raw.columns[0]) if raw.columns else 0, dtype=bool)
    for column in raw.columns:
        filled |= _filled(column)
        if filled.all():
            return raw
    kept = np.flatnonzero(filled)

    def row_numbers() -> list[int]:
        numbers = raw.row_numbers()
        return [numbers[int(row)] for row in kept]

    columns = tuple(column.take(pa.array(kept)) for column in raw.columns)
    return replace(raw, columns=columns, row_numbers=row_numbers)


def _filled(column: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    rows, spelled = codes(column)
    return np.array([bool(word.strip()) for word in spelled], dtype=bool)[rows]
