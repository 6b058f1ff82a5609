"""Files of groups, or folders of them, to tables of measures: reads, asks `healthgap.measures`, hands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from healthgap.errors import Problem, RefusedDataError
from healthgap.measures.names import sorted_names
from healthgap.measures.sheets import PublishedOptions
from healthgap.partitions import Part, files_of, results

if TYPE_CHECKING:
    import pandas as pd

VALUES = (
    "estimate",
    "se",
    "lower",
    "upper",
    "x",
    "count",
    "population",
    "observed",
    "expected",
    "reference_rate",
)
"""The columns of results that are numbers."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which measures, None for WHO’s that apply; options of WHO’s as `compute` takes them, and of OHID’s."""

    names: tuple[str, ...] | None
    who: Mapping[str, Any] = field(default_factory=dict)
    published: PublishedOptions = field(default_factory=PublishedOptions)


def measured(place: Path, wanted: Wanted, cluster: str | None = None) -> Iterator[pa.Table]:
    """Tables of measures of a file, or of every Parquet file of a folder, one table a file.

    Of a folder of folders the results have a column `release`, the folder of each file. Raises RefusedDataError
    for what is wrong with the files, also when the groups of one stratum stand in two of them.
    """
    files = files_of(place)
    split = _Split(place)
    for table in results(partial(_of_file, wanted=wanted, root=place), files, cluster):
        split.see(table)
        yield table
    split.check()


def _of_file(path: Path, wanted: Wanted, root: Path) -> Part:
    """The measures of one file."""
    from healthgap.files.groups import read_groups  # imports pandas, which a question does not need

    try:
        found = _compute(read_groups(path, wanted.names, wanted.published), wanted)
    except RefusedDataError as error:
        return Part(None, error.problems)
    folder = path.parent.name if root.is_dir() and path.parent.resolve() != root.resolve() else None
    if folder:
        found.insert(0, "release", folder)
    return Part(_table(found))


def _compute(frame: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    import pandas as pd

    from healthgap.measures import compute, compute_published

    who, published = sorted_names(wanted.names or ())
    found = []
    if who or not published:
        found.append(compute(frame, None if wanted.names is None else who, **wanted.who))
    if published:
        found.append(compute_published(frame, published, wanted.published))
    return pd.concat(found, ignore_index=True)


def _table(frame: pd.DataFrame) -> pa.Table:
    """Numbers as such, everything else as text; the same columns have the same types whatever they hold."""
    columns = {
        name: pa.array(frame[name], pa.float64(), from_pandas=True)
        if name in VALUES
        else pa.array(frame[name].astype(object), pa.string(), from_pandas=True)
        for name in frame.columns
    }
    return pa.table(columns)


class _Split:
    """Watches for strata whose groups are spread over two files, and would be measured in halves."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._seen: list[pd.Series[int]] = []

    def see(self, table: pa.Table) -> None:
        import pandas as pd

        names = [
            name for name in table.column_names if name not in (*VALUES, "method", "note", "significance")
        ]
        frame = table.select(names).to_pandas()
        self._seen.append(pd.util.hash_pandas_object(frame.drop_duplicates(), index=False))

    def check(self) -> None:
        import pandas as pd

        if len(self._seen) > 1 and pd.concat(self._seen).duplicated().any():
            raise RefusedDataError(
                [
                    Problem(
                        str(self._place),
                        "The groups of one stratum stand in two files.",
                        expected="all in one file",
                    )
                ]
            )


def rows(tables: Sequence[pa.Table]) -> tuple[list[str], list[dict[str, Any]]]:
    """The columns and rows of tables as plain values, None for nothing."""
    whole = pa.concat_tables(tables, promote_options="default")
    return whole.column_names, whole.to_pylist()
