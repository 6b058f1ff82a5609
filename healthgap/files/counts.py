"""A file of counts by group -> the table that `healthgap.group_gaps` takes, however large it is.

Sound files, by far the most, are read by Arrow alone; one that Arrow stumbles over is read once more by the careful
reader that loads figures, which finds every problem or reads it after all.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from healthgap.errors import Problem, RefusedDataError
from healthgap.figures import MISSING_CODES
from healthgap.files.content import read_content
from healthgap.files.kinds import read_table
from healthgap.files.printed import read_numbers
from healthgap.files.raw import RawTable, without_blank_rows
from healthgap.group_pairs import KEY
from healthgap.progress import silent
from healthgap.tables import WORDS

NEEDED = ("group", "count", "denominator")
WORDED = (*KEY, "measure", "group")
COLUMNS = (*KEY, "measure", *NEEDED)

_BLOCK = 1 << 24
_STUMBLES = (
    csv.Error,  # a head longer than any head is
    UnicodeDecodeError,  # a head that is not UTF-8
    pa.ArrowInvalid,  # a cell that is no number, a row of another width, text that is not UTF-8, no Parquet
    pa.ArrowNotImplementedError,  # a Parquet column that is neither words nor numbers
    OSError,  # a file that cannot be opened, or a Parquet file cut short; the careful reader says which
)
_MISSING = sorted(
    {spelling for code in MISSING_CODES for spelling in (code, code.upper(), code.capitalize())}
)


def read_counts(path: Path) -> pa.Table:
    """The columns of COLUMNS that a CSV, XLSX, ODS or Parquet file has: words as dictionaries, numbers as such.

    Raises RefusedDataError with every problem.
    """
    try:
        quick = _quickly(path)
    except _STUMBLES:
        quick = None
    return _carefully(path) if quick is None else quick


def _quickly(path: Path) -> pa.Table | None:
    """The table as Arrow reads it; None where that is not to be had."""
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        heads = pq.read_schema(path).names
        if not _plain(heads):
            return None
        wanted = [name for name in COLUMNS if name in heads]
        table = pq.read_table(
            path, columns=wanted, read_dictionary=[name for name in wanted if name in WORDED]
        )
        return pa.table({name: _typed(table[name], name) for name in wanted})
    if suffix != ".csv":
        return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        heads = next(csv.reader(file), [])
    if not _plain(heads):
        return None
    wanted = [name for name in COLUMNS if name in heads]
    return arrow_csv.read_csv(
        path,
        read_options=arrow_csv.ReadOptions(block_size=_BLOCK),
        convert_options=arrow_csv.ConvertOptions(
            include_columns=wanted,
            column_types={name: pa.float64() if name in NEEDED[1:] else WORDS for name in wanted},
            null_values=_MISSING,
            quoted_strings_can_be_null=True,
        ),
    )


def _plain(heads: list[str]) -> bool:
    """Whether the heads are the names themselves, each once, and all are there that have to be."""
    return set(NEEDED) <= set(heads) and len({head.strip().lower() for head in heads} & set(heads)) == len(
        heads
    )


def _typed(column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    return column.cast(pa.float64()) if name in NEEDED[1:] else column.cast(WORDS)


def _carefully(path: Path) -> pa.Table:
    problems: list[Problem] = []
    raw = read_table(read_content(path), COLUMNS, problems, silent("", ""))
    if raw is None:
        raise RefusedDataError(problems)
    raw = without_blank_rows(raw)
    heads = [head.strip().lower() for head in raw.heads]
    problems += [
        Problem(raw.file, f"There is no column “{name}”.", sheet=raw.sheet)
        for name in NEEDED
        if name not in heads
    ]
    columns = {}
    for name in COLUMNS:
        if heads.count(name) > 1:
            problems.append(Problem(raw.file, "This column stands twice.", column=name, sheet=raw.sheet))
        if name in heads:
            columns[name] = raw.columns[heads.index(name)].cast(WORDS)
    for name in [name for name in NEEDED[1:] if name in columns]:
        columns[name] = _numbers(raw, name, columns[name], problems)
    if problems:
        raise RefusedDataError(problems)
    return pa.table(columns)


def _numbers(raw: RawTable, name: str, cells: pa.ChunkedArray, problems: list[Problem]) -> pa.ChunkedArray:
    found = read_numbers(cells)
    rows = raw.row_numbers() if found.wrong.any() else ()
    for place in map(int, found.wrong.nonzero()[0]):
        message, cell = "This is not a number.", str(cells[place])
        problems.append(Problem(raw.file, message, rows[place], name, cell, "a number", sheet=raw.sheet))
    return pa.chunked_array([pa.array(found.value, from_pandas=True)])
