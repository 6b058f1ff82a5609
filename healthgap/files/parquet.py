"""Parquet files: their columns as the text that a person would type."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from healthgap.errors import Problem
from healthgap.files.content import Content
from healthgap.files.raw import Kind, RawTable
from healthgap.tables import WORDS


def read(content: Content, problems: list[Problem]) -> RawTable | None:
    """The table of a Parquet file, numbers in their shortest spelling; None when `problems` says why not."""
    try:
        table = pq.ParquetFile(content.path).read()
        table.validate(full=True)  # damaged text would only be found out when it is shown
        columns = tuple(_words(column) for column in table.columns)
    except (pa.ArrowException, OSError):
        problems.append(
            Problem(content.name, "This Parquet file cannot be read.", expected="columns of text and numbers")
        )
        return None
    numbers = range(2, table.num_rows + 2)
    return RawTable(content.name, tuple(table.column_names), columns, lambda: numbers, Kind("Parquet"))


def _words(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(column.cast(pa.string()), "").dictionary_encode().cast(WORDS)
