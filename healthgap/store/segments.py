"""One release's figures on one indicator as Parquet bytes: written once, read whole or one area at a time.

Rows are sorted by area, so that one area's figures lie together; the file's own statistics say where. The order of
rows in what was loaded leaves no trace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from healthgap.tables import SCHEMA, WORDS, codes

Columns = dict[str, list[Any]]

_ADDED = ("mark",)  # columns that the segments of older healthgaps do not have
_WORD_COLUMNS = [field.name for field in SCHEMA if field.type == WORDS and field.name not in _ADDED]
_PLAIN_TYPES = pa.schema(
    [(field.name, pa.string() if field.type == WORDS else field.type) for field in SCHEMA]
)
_AREA = SCHEMA.get_field_index("area")
_ROW_ORDER = ("area", "sex", "group", "measure", "period")
# One area's figures cost the decoding of so many: 2,000 to 10,000 are equally quick, fewer make larger files.
_ROWS_TOGETHER = 10_000
# Counts and denominators hardly ever repeat: listing their distinct numbers would only cost time and space.
_REPEATING = [name for name in SCHEMA.names if name not in ("count", "denominator")]
_DENSE = 16  # keys up to so many times their count are quicker put in their places than sorted


@dataclass(frozen=True, slots=True)
class Segment:
    """A release's figures on one indicator: `data` is a Parquet file that any reader understands as it is.

    `order` has for each of its rows the place in the table that was packed.
    """

    indicator: str
    rows: int
    missing: int
    areas: tuple[str, ...]
    data: bytes
    order: npt.NDArray[np.int32]


def encoded(indicator: str, table: pa.Table) -> Segment:
    """The figures of `table`, which are all on `indicator`, sorted and packed."""
    order = _sorted_rows(table)
    data = _written(table.take(pa.array(order)))
    areas = tuple(codes(table["area"])[1])
    return Segment(indicator, table.num_rows, table["value"].null_count, areas, data, order)


def decoded(data: bytes) -> pa.Table:
    """A whole segment. A column that older ones do not have is null."""
    table = _file(data).read()
    for name in set(_ADDED) - set(table.column_names):
        table = table.append_column(name, pa.nulls(table.num_rows, pa.string()))
    return table


def up_to_date(data: bytes) -> bytes:
    """A segment with every column of today's, null where it is older than a column; one that has all as it is."""
    if _file(data).schema_arrow.names == SCHEMA.names:
        return data
    return _written(decoded(data))


def _written(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    plain = table.select(SCHEMA.names).cast(_PLAIN_TYPES)
    pq.write_table(
        plain,
        sink,
        compression="zstd",
        row_group_size=_ROWS_TOGETHER,
        use_dictionary=_REPEATING,
        write_statistics=["area"],
    )
    return bytes(sink.getvalue())


def columns_of(data: bytes, area: str | None) -> Columns:
    """The columns of the figures of one area, or of all for None, as plain values.

    Without Arrow's arrays, whose making imports pandas: that takes longer than most answers.
    """
    # One thread: a pool of them for a few rows costs more than it saves, and can outlive a short process.
    file = _file(data)
    if area is None:
        return _complete(dict(file.read(use_threads=False).to_pydict()))
    found: Columns = {name: [] for name in SCHEMA.names}
    for number in range(file.num_row_groups):
        if _may_hold(file.metadata.row_group(number), area):
            for batch in file.read_row_group(number, use_threads=False).to_batches():
                for name, values in _of_area(batch, area).items():
                    found[name] += values
    return _complete(found)


def _complete(columns: Columns) -> Columns:
    """With nothing in the columns that are not there."""
    rows = len(columns["indicator"])
    return columns | {name: [None] * rows for name in _ADDED if not columns.get(name)}


def names_in(data: bytes, name: str) -> set[str]:
    """The words of one column of a segment, such as its areas, without decoding anything else."""
    column = _file(data).read(columns=[name], use_threads=False)[name]
    return {word for chunk in column.chunks for word in chunk.dictionary.to_pylist()}


def _file(data: bytes) -> pq.ParquetFile:
    return pq.ParquetFile(pa.BufferReader(data), read_dictionary=_WORD_COLUMNS)


def _may_hold(row_group: pq.RowGroupMetaData, area: str) -> bool:
    statistics = row_group.column(_AREA).statistics
    return not statistics or not statistics.has_min_max or statistics.min <= area <= statistics.max


def _of_area(batch: pa.RecordBatch, area: str) -> Columns:
    """The rows of one area. They lie together, but for segments of the first releases of healthgap."""
    column = batch.column(_AREA)
    names = column.dictionary.to_pylist()
    if area not in names:
        return {}
    place = column.indices
    places = np.frombuffer(place.buffers()[1], np.int32)[place.offset : place.offset + len(place)]
    rows = np.flatnonzero(places == names.index(area))
    if not len(rows):
        return {}
    around = batch.slice(rows[0], rows[-1] - rows[0] + 1).to_pydict()
    return {name: [values[row] for row in rows - rows[0]] for name, values in around.items()}


def _sorted_rows(table: pa.Table) -> npt.NDArray[np.int32]:
    """The places of the rows in the order in which they are kept."""
    keys, size = np.zeros(table.num_rows, dtype=np.int64), 1
    for name in _ROW_ORDER:
        place, words = codes(table[name])
        rank = np.empty(len(words), dtype=np.int64)
        rank[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words))
        keys, size = keys * max(len(words), 1) + rank[place], size * max(len(words), 1)
    if size <= _DENSE * len(keys):
        row_of_key = np.full(size, -1, dtype=np.int32)
        row_of_key[keys] = np.arange(len(keys))
        order: npt.NDArray[np.int32] = row_of_key[row_of_key >= 0]
        if len(order) == len(keys):
            return order
    return np.argsort(keys, kind="stable").astype(np.int32)
