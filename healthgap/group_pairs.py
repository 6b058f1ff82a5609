"""Which rows of a table of groups belong together: one of each group for every indicator, sex, area and period.

For tables of any size: keys are whole numbers, and words are looked at once each.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Rows = npt.NDArray[np.integer[Any]]

KEY = ("indicator", "sex", "area", "period")
_ROOMY = 4  # a place for every possible key is taken while these are at most so many times the rows


class RepeatedRowsError(ValueError):
    """Rows that stand twice for one group; `rows` are their places in the table."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        super().__init__(f"{rows.size:,} rows stand twice.")


def pairs_of(table: pa.Table, group: str, comparator: str) -> tuple[dict[str, pa.Array], Rows, Rows]:
    """The words of each key, and the rows of `group` and of `comparator` that have it, −1 for none.

    `table` has the column `group` and any of KEY and `measure`, words as dictionaries; keys are in its order. Raises
    RepeatedRowsError.
    """
    words = {name: _Words.of(table[name]) for name in KEY if name in table.column_names}
    key, many = _keys(table.num_rows, words.values())
    used, first, second = _paired(key, many, *_rows_of(table, (group, comparator)))
    return _named(used, {name: column.distinct for name, column in words.items()}), first, second


@dataclass(frozen=True, slots=True)
class _Words:
    """A column of words, piece by piece: the place of each row’s word among the distinct ones."""

    pieces: list[pa.DictionaryArray]
    distinct: pa.Array

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> Self:
        """A missing word counts as blank."""
        if column.null_count or not column.num_chunks:
            column = pa.chunked_array(
                [column.cast(pa.string()).fill_null("").combine_chunks().dictionary_encode()]
            )
        words = pa.chunked_array([piece.dictionary for piece in column.chunks])
        return cls(column.chunks, words.unique())

    def rows(self) -> Iterator[tuple[slice, npt.NDArray[np.int32]]]:
        """Which rows each piece is, and the place of each one’s word."""
        start = 0
        for piece in self.pieces:
            place = piece.indices.to_numpy(zero_copy_only=False)
            if not piece.dictionary.equals(self.distinct):
                place = pc.index_in(piece.dictionary, self.distinct).to_numpy().astype(np.int32)[place]
            yield slice(start, start + len(piece)), place
            start += len(piece)


def _keys(size: int, words: Collection[_Words]) -> tuple[Rows, int]:
    """One whole number a row, equal where the key is, and how many there could be."""
    many = math.prod(max(len(column.distinct), 1) for column in words)
    key: Rows = np.zeros(size, dtype=np.int32 if many < 2**31 else np.int64)
    for column in words:
        for rows, place in column.rows():
            key[rows] *= max(len(column.distinct), 1)
            key[rows] += place
    return key, many


def _named(key: Rows, distinct: Mapping[str, pa.Array]) -> dict[str, pa.Array]:
    """The words that whole numbers of `_keys` stand for."""
    columns = {}
    for name, words in reversed(list(distinct.items())):
        key, place = np.divmod(key, max(len(words), 1))
        columns[name] = pa.DictionaryArray.from_arrays(pa.array(place.astype(np.int32)), words)
    return {name: columns[name] for name in distinct}


def _rows_of(table: pa.Table, names: tuple[str, str]) -> list[Rows]:
    """The rows of the group and of the comparator that are levels; another `measure` has no count to hold."""
    groups = _Words.of(table["group"])
    known = groups.distinct.to_pylist()
    level = _levels(table) if "measure" in table.column_names else None
    kind = np.int32 if table.num_rows < 2**31 else np.int64
    found = []
    for name in names:
        wanted = known.index(name) if name in known else -1
        pieces = [np.zeros(0, dtype=kind)]
        for rows, place in groups.rows():
            mine = place == wanted if level is None else (place == wanted) & level[rows]
            pieces.append((np.flatnonzero(mine) + rows.start).astype(kind))
        found.append(np.concatenate(pieces))
    return found


def _levels(table: pa.Table) -> npt.NDArray[np.bool_]:
    """Which rows are levels, by the column `measure`."""
    measures = _Words.of(table["measure"])
    levels = [number for number, name in enumerate(measures.distinct.to_pylist()) if name in ("", "value")]
    return np.concatenate([np.isin(place, levels) for _rows, place in measures.rows()])


def _paired(key: Rows, many: int, group: Rows, comparator: Rows) -> tuple[Rows, Rows, Rows]:
    """Each key with the row of the group and that of the comparator, −1 for none; in the order of the table."""
    distinct = None
    if many > _ROOMY * max(key.size, 1000):
        distinct, key = np.unique(key, return_inverse=True)
        many = distinct.size
    places = [np.full(many, -1, dtype=rows.dtype) for rows in (group, comparator)]
    twice = []
    for place, rows in zip(places, (group, comparator), strict=True):
        mine = key[rows]
        place[mine[::-1]] = rows[::-1]  # of rows that stand twice, the first holds the place
        twice.append(rows[place[mine] != rows])
    if any(rows.size for rows in twice):
        raise RepeatedRowsError(np.sort(np.concatenate(twice)))
    used = np.flatnonzero((places[0] >= 0) | (places[1] >= 0)).astype(group.dtype)
    first = np.where(places[0][used] >= 0, places[0][used], places[1][used])
    if not np.all(first[1:] > first[:-1]):
        used = used[np.argsort(first)]
    return used if distinct is None else distinct[used], places[0][used], places[1][used]
