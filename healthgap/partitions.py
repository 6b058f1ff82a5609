"""A folder of Parquet worked through file by file, here or on a cluster; what is done to a file is given.

One file is held at a time, so a folder may be larger than memory. Files come back in the order of their names,
whatever finished first, so that the same folder always gives the same results.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import typer

from healthgap.cluster import on_cluster
from healthgap.errors import Problem, RefusedDataError
from healthgap.output import Format, write
from healthgap.whole_files import written_whole


@dataclass(frozen=True, slots=True)
class Part:
    """What came of one file: its results, or all that is wrong with it."""

    table: pa.Table | None
    problems: tuple[Problem, ...] = ()


Work = Callable[[Path], Part]


def files_of(place: Path) -> list[Path]:
    """The file itself, or the Parquet files of a folder and its folders. Raises RefusedDataError for none."""
    if not place.is_dir():
        return [place]
    found = sorted(place.rglob("*.parquet"))
    if not found:
        raise RefusedDataError([Problem(str(place), "There are no Parquet files in this folder.")])
    return found


def results(work: Work, files: Sequence[Path], cluster: str | None) -> Iterator[pa.Table]:
    """The results of each file in turn, with a progress bar on a terminal.

    Raises RefusedDataError after the last with every problem of every file.
    """
    parts = on_cluster(cluster, work, files) if cluster else map(work, files)
    problems: list[Problem] = []
    with _bar(parts, len(files)) as shown:
        for part in shown:
            problems += part.problems
            if part.table is not None and not problems:
                yield part.table
    if problems:
        raise RefusedDataError(problems)


def release_of(path: Path, root: Path) -> str | None:
    """The folder of `root` that a file stands in, which is its release; None for a file of `root` itself."""
    if not root.is_dir():
        return None
    folders = path.resolve().relative_to(root.resolve()).parts[:-1]
    return folders[0] if folders else None


def each_once(tables: Iterator[pa.Table], apart: Collection[str], place: Path) -> Iterator[pa.Table]:
    """The tables, each of whose rows has to be the only one by all columns but those `apart`.

    Raises RefusedDataError after the last where two files gave the same: what belongs together then stood in
    both of them, and neither result is of all of it.
    """
    first = next(tables)
    yield first
    seen = []
    for table in tables:
        seen.append(_fingerprints(table, apart))
        yield table
    if seen:
        every, many = np.unique(np.concatenate([_fingerprints(first, apart), *seen]), return_counts=True)
        if every.size and many.max() > 1:
            text = "What belongs together stands in two files: the groups of one indicator, area and period."
            raise RefusedDataError([Problem(str(place), text, expected="all of it in one file")])


def _fingerprints(table: pa.Table, apart: Collection[str]) -> npt.NDArray[np.uint64]:
    """A number for each distinct row of the columns that are not `apart`."""
    import pandas as pd  # slow to import, and not needed to answer a question

    named = table.select([name for name in table.column_names if name not in apart]).to_pandas()
    return np.unique(pd.util.hash_pandas_object(named, index=False).to_numpy())


def write_tables(tables: Iterator[pa.Table], form: Format, path: Path | None) -> None:
    """Writes the tables one after another: Parquet as they come, other forms when all are there.

    A Parquet file appears when it is whole.
    """
    if form != "parquet" or path is None:
        whole = pa.concat_tables(tables, promote_options="default")
        write(whole.to_pylist(), whole.column_names, form, path)
        return
    first = next(tables)
    with written_whole(path) as unfinished, pq.ParquetWriter(unfinished, first.schema) as writer:
        writer.write_table(first)
        for table in tables:
            writer.write_table(_alike(table, first.schema))


def _alike(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with the columns of the first, empty where it lacks one.

    Raises RefusedDataError for a column that the first has not.
    """
    further = [name for name in table.column_names if name not in schema.names]
    if further:
        text = f"The first file has no {' or '.join(further)}, and another has."
        raise RefusedDataError([Problem("results", text, expected="files with the same columns")])
    columns = {
        name: table[name] if name in table.column_names else pa.nulls(table.num_rows, schema.field(name).type)
        for name in schema.names
    }
    return pa.table(columns).cast(schema)


def _bar(parts: Iterator[Part], many: int) -> AbstractContextManager[Iterable[Part]]:
    """The parts as they come, with a bar that counts them where there are several and a terminal to show it."""
    if many == 1 or not sys.stderr.isatty():
        return nullcontext(parts)
    return typer.progressbar(parts, length=many, label=f"{many:,} files", file=sys.stderr)
