"""Files of counts by group, or folders of them, to gaps: reads, asks `healthgap.group_gaps`, hands on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import typer

from healthgap.catalogue import Polarity
from healthgap.errors import Problem, RefusedDataError
from healthgap.files.counts import read_counts
from healthgap.group_gaps import GAPS, RATES, Comparison, group_gaps
from healthgap.group_pairs import KEY, RepeatedRowsError
from healthgap.partitions import Part, each_once, files_of, release_of, results

_LISTED = 5


def comparison_of(
    group: str | None, comparator: str | None, polarity: Polarity, contains: bool, per: float
) -> Comparison:
    """What was asked for. Raises BadParameter unless two groups are named."""
    if not group or not comparator or group == comparator:
        raise typer.BadParameter("A file of counts needs two groups: --group NAME --comparator NAME.")
    if not per > 0:
        raise typer.BadParameter("--per must be above zero.")
    return Comparison(group, comparator, polarity, contains, per)


def compared(place: Path, comparison: Comparison, cluster: str | None = None) -> Iterator[pa.Table]:
    """Tables of gaps of a file, or of every Parquet file of a folder, one table a file.

    Of a folder of folders the results have a column `release`, the folder of each file. Raises RefusedDataError
    for what is wrong with the files.
    """
    work = partial(_of_file, comparison=comparison, root=place.resolve())
    tables = results(work, files_of(place), cluster)
    return each_once(tables, (*RATES, *GAPS, "method", "note"), place)


def _of_file(path: Path, comparison: Comparison, root: Path) -> Part:
    """The gaps of one file."""
    try:
        found = group_gaps(_counts(path, comparison), comparison)
    except RefusedDataError as error:
        return Part(None, error.problems)
    except RepeatedRowsError as error:
        many = error.rows.size
        text = f"{many:,} {'row stands' if many == 1 else 'rows stand'} twice for a group, indicator, area and period."
        return Part(None, (Problem(path.name, text, row=int(error.rows[0]) + 2),))
    return Part(_named(found, comparison, release_of(path, root)))


def _named(gaps: pa.Table, comparison: Comparison, release: str | None) -> pa.Table:
    """The gaps with the words that all of them share."""
    shared = {"group": comparison.group, "comparator": comparison.comparator, "method": comparison.method}
    if release:
        shared["release"] = release
    columns = dict(zip(gaps.column_names, gaps.columns, strict=True))
    columns |= {name: _constant(word, gaps.num_rows) for name, word in shared.items()}
    order = ("release", *KEY, "group", "comparator", *RATES, *GAPS, "method", "note")
    return pa.table({name: columns[name] for name in order if name in columns})


def _constant(word: str, rows: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int8()), rows), pa.array([word]))


def _counts(path: Path, comparison: Comparison) -> pa.Table:
    """The table of a file. Raises RefusedDataError unless both groups are in it."""
    table = read_counts(path)
    pieces = [pc.unique(piece).to_pylist() for piece in table["group"].chunks]
    held = sorted({word for words in pieces for word in words if word})
    missing = [name for name in (comparison.group, comparison.comparator) if name not in held]
    if missing:
        groups = ", ".join(held[:_LISTED]) + (", …" if len(held) > _LISTED else "")
        raise RefusedDataError(
            [
                Problem(
                    path.name,
                    f"There is no group “{name}”.",
                    expected=f"one of {groups}" if held else "rows of counts",
                )
                for name in missing
            ]
        )
    return table
