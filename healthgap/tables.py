"""Sets of figures as Arrow tables: their columns, their keys, and the single figures in them.

For sets too large for one object a row; a few figures at a time are `healthgap.figures.Figure`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from healthgap.figures import COLUMNS, KEY, Figure
from healthgap.period import Period

Codes = npt.NDArray[np.int64]

WORDS = pa.dictionary(pa.int32(), pa.string())
TYPES = {
    **dict.fromkeys(COLUMNS, pa.float64()),
    **dict.fromkeys((*KEY, "missing", "mark", "note"), WORDS),
    "decimals": pa.int8(),
}
SCHEMA = pa.schema([(name, TYPES[name]) for name in COLUMNS])
# A table that was stored says of every row which release it comes from.
STORED_SCHEMA = SCHEMA.append(pa.field("release", WORDS))


def in_one_piece(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The same column of words with one list of distinct words."""
    if column.num_chunks == 1:
        return column
    return pa.chunked_array([column.unify_dictionaries().combine_chunks()])


def codes(column: pa.ChunkedArray) -> tuple[Codes, list[str]]:
    """A column of words as the place of each row's word in a list of the distinct words."""
    return places(column), in_one_piece(column).chunk(0).dictionary.to_pylist()


def places(column: pa.ChunkedArray) -> Codes:
    """The first half of `codes`, for a column whose words are known."""
    found: Codes = in_one_piece(column).chunk(0).indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return found


def compact(numbers: Codes) -> tuple[Codes, Codes]:
    """The distinct whole numbers, in order, and the place of each row's number among them.

    What `np.unique` gives, without sorting: for numbers that are not much larger than there are rows.
    """
    there = np.bincount(numbers) > 0
    return np.flatnonzero(there), (np.cumsum(there) - 1)[numbers]


def key_codes(table: pa.Table, columns: Sequence[str] = KEY) -> Codes:
    """One whole number a row, equal exactly where `columns` are equal.

    Codes of two tables compare only when both were put together first. 64 bits are enough: a thousand
    indicators in a hundred thousand areas for a thousand groups in a thousand periods are 2**51 keys.
    """
    combined = np.zeros(table.num_rows, dtype=np.int64)
    for name in columns:
        column, words = codes(table[name])
        combined = combined * max(len(words), 1) + column
    return combined


def of_release(table: pa.Table, release_id: str) -> pa.Table:
    """`table` as a stored one: every row says that it comes from this release."""
    release = pa.DictionaryArray.from_arrays(np.zeros(table.num_rows, dtype=np.int32), [release_id])
    return table.select(SCHEMA.names).append_column("release", release).cast(STORED_SCHEMA)


def together(tables: Iterable[pa.Table]) -> pa.Table:
    """Stored tables, none or more, one after the other."""
    found = list(tables)
    return pa.concat_tables(found).unify_dictionaries() if found else STORED_SCHEMA.empty_table()


def newest(table: pa.Table) -> pa.Table:
    """Of each key the last row of a stored table, oldest release first; a missing figure counts too."""
    _, from_the_end = np.unique(key_codes(table)[::-1], return_index=True)
    return table.take(np.sort(table.num_rows - 1 - from_the_end))


def figures(table: pa.Table) -> list[Figure]:
    """The rows of a stored table, one object each, in order."""
    columns = {name: table[name].to_pylist() for name in STORED_SCHEMA.names}
    return _figures(columns, columns["release"])


def rows_of(columns: Mapping[str, Sequence[Any]], release_id: str) -> list[Figure]:
    """The rows of a release's columns of figures, one object each, in order."""
    return _figures(columns, repeat(release_id))


def _figures(columns: Mapping[str, Sequence[Any]], releases: Iterable[str]) -> list[Figure]:
    periods = {label: Period.parse(label) for label in set(columns["period"])}
    plain = dict(columns)
    plain["period"] = [periods[label] for label in columns["period"]]
    plain["note"] = [note or "" for note in columns["note"]]
    return [Figure(*cells) for cells in zip(*(plain[name] for name in SCHEMA.names), releases, strict=False)]
