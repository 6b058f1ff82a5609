"""Files of groups, or folders of them, to tables of measures: reads, asks `healthgap.measures`, hands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from healthgap.errors import Problem, RefusedDataError
from healthgap.measures.names import sorted_names
from healthgap.measures.sheets import PublishedOptions
from healthgap.partitions import Part, each_once, files_of, release_of, results

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
    "chi_squared",
    *(f"without_{period}" for period in range(1, 6)),
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
    for what is wrong with the files, also when the groups of one stratum stand in two of them or there are none.
    """
    work = partial(_of_file, wanted=wanted, root=place.resolve())
    apart = (*VALUES, "method", "note", "significance")
    rows = 0
    for table in each_once(results(work, files_of(place), cluster), apart, place):
        rows += table.num_rows
        yield table
    if not rows:
        text = "No row here has the level of a group, so there is nothing to measure."
        expected = "rows whose measure, where there is such a column, is value"
        raise RefusedDataError([Problem(place.name, text, expected=expected)])


def _of_file(path: Path, wanted: Wanted, root: Path) -> Part:
    """The measures of one file."""
    from healthgap.files.groups import read_groups  # imports pandas, which a question does not need

    try:
        found = _compute(read_groups(path, wanted.names, wanted.published), wanted)
    except RefusedDataError as error:
        return Part(None, error.problems)
    release = release_of(path, root)
    if release:
        found.insert(0, "release", release)
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
