"""A folder of Parquet worked through file by file, here or on a cluster; what is done to a file is given.

One file is held at a time, so a folder may be larger than memory. Files come back in the order of their names,
whatever finished first, so that the same folder always gives the same results.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import typer

from healthgap.cluster import on_cluster
from healthgap.errors import Problem, RefusedDataError


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
    with typer.progressbar(parts, length=len(files), label=_label(files), file=sys.stderr) as bar:
        for part in bar:
            problems += part.problems
            if part.table is not None and not problems:
                yield part.table
    if problems:
        raise RefusedDataError(problems)


def write_parquet(tables: Iterator[pa.Table], path: Path) -> None:
    """Writes the tables one after another; the file appears when all of it is there."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        first = next(tables)
        with pq.ParquetWriter(unfinished, first.schema) as writer:
            writer.write_table(first)
            for table in tables:
                writer.write_table(table)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _label(files: Sequence[Path]) -> str:
    return "" if not sys.stderr.isatty() else f"{len(files):,} files"
