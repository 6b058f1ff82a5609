"""A file of groups -> the table that `healthgap.measures.compute` takes; computes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from healthgap.errors import Problem, RefusedDataError
from healthgap.figures import MISSING_CODES
from healthgap.files.content import read_content
from healthgap.files.kinds import read_table
from healthgap.files.printed import read_numbers
from healthgap.files.raw import RawTable, without_blank_rows
from healthgap.files.recognition import known_heads
from healthgap.mapping_files import formats
from healthgap.measures.columns import EXTRA_KEYS, KEYS, NO_ESTIMATES, NUMBERS, OTHER_NAMES, standard_names
from healthgap.measures.names import sorted_names
from healthgap.measures.published import lacking
from healthgap.measures.sheets import COLUMNS, PublishedOptions
from healthgap.progress import silent

if TYPE_CHECKING:
    import pandas as pd

    from healthgap.measures.arrays import Array

_INFINITE = {"inf": np.inf, "+inf": np.inf, "infinity": np.inf, "-inf": -np.inf, "-infinity": -np.inf}
_LISTED = 20
_LIKE_KEYS = {
    "date": ("timeperiod", "calendaryear", "financialyear", "yearrange"),
    "indicator_abbr": ("indicatorid", "indicatorcode", "indicatorname"),
}
_NAMING_GROUPS = {"subgroup", "subgroup_order", "weight"}  # with weights the rows are people


def read_groups(
    path: Path, names: Sequence[str] | None = None, options: PublishedOptions | None = None
) -> pd.DataFrame:
    """The groups of a CSV, XLSX, ODS or Parquet file, in WHO HEAT’s columns, OHID’s or healthgap’s own.

    Columns get the names of the HEAT template; a missing number is NaN. `names` are the measures that it is for,
    `options` those of OHID’s. Raises RefusedDataError with every problem: a file that cannot be read, a column
    that stands twice or is lacking, words where numbers belong.
    """
    problems: list[Problem] = []
    raw = _raw(path, problems)
    frame = _frame(raw, problems) if raw else None
    if raw and frame is not None:
        who, published = sorted_names(names or ())
        missing = lacking(frame.columns, published, options or PublishedOptions())
        if (who or not published) and "estimate" not in frame.columns:
            missing.append(NO_ESTIMATES)
        problems += [Problem(raw.file, text, sheet=raw.sheet) for text in missing]
        problems += _other_names(raw, set(frame.columns))
        if who or not published:
            problems += _nameless_groups(raw, set(frame.columns))
    if problems or frame is None:
        raise RefusedDataError(problems)
    return frame


def _other_names(raw: RawTable, columns: set[str]) -> Iterator[Problem]:
    """Columns that tell strata apart under names that are not read: without them all strata would be one."""
    for key in [key for key in _LIKE_KEYS if key not in columns]:
        like = (head.strip() for head in raw.heads if re.sub(r"[\W_]", "", head.lower()) in _LIKE_KEYS[key])
        head = next(like, None)
        if head is not None:
            message = "This column would tell figures apart, but is not known by this name."
            expected = f"it to be called {' or '.join((key, *OTHER_NAMES[key]))}"
            yield Problem(raw.file, message, column=head, expected=expected, sheet=raw.sheet)


def _nameless_groups(raw: RawTable, columns: set[str]) -> Iterator[Problem]:
    """A table of nothing but numbers is one stratum, a row a group; any other has to name its groups."""
    if columns & _NAMING_GROUPS or columns <= {*NUMBERS, *COLUMNS}:
        return
    message = "No column names the groups that are to be compared."
    for mapping in formats().values():
        if mapping.claims(raw.file, raw.heads):
            message += (
                f" These are the columns of {mapping.title}: `healthgap formats {raw.file}` shows how a mapping "
                "reads them for `healthgap load`."
            )
    yield Problem(raw.file, message, expected="a column subgroup or group", sheet=raw.sheet)


def _raw(path: Path, problems: list[Problem]) -> RawTable | None:
    raw = read_table(read_content(path), known_heads(formats()), problems, silent("", ""))
    return without_blank_rows(raw) if raw else None


def _frame(raw: RawTable, problems: list[Problem]) -> pd.DataFrame | None:
    import pandas as pd  # slow to import, and not needed to answer a question

    heads = [head.strip().lower() for head in raw.heads]
    for head in sorted({head for head in heads if heads.count(head) > 1}):
        problems.append(Problem(raw.file, "This column stands twice.", column=head, sheet=raw.sheet))
    if problems:
        return None
    frame = pd.DataFrame({head: column.to_pandas() for head, column in zip(heads, raw.columns, strict=True)})
    frame = standard_names(frame)
    problems += _telling_averages(raw, frame)
    for name in dict.fromkeys((*NUMBERS, *COLUMNS)):
        if name in frame.columns:
            frame[name] = _number_column(raw, name, frame[name], problems)
    return frame


def _telling_averages(raw: RawTable, frame: pd.DataFrame) -> list[Problem]:
    """Averages over all groups of a dimension where exactly one is suppressed: with the others they tell that one."""
    if not {"estimate", "setting_average"} <= set(frame.columns):
        return []
    reasons = frame[["estimate", "setting_average"]].apply(
        lambda cells: cells.astype(str).str.strip().str.lower().map(MISSING_CODES)
    )
    suppressed = reasons["estimate"] == "suppressed"
    stratum = [frame[name] for name in (*KEYS, *EXTRA_KEYS) if name in frame.columns]
    in_all = suppressed.groupby(stratum, dropna=False).transform("sum") if stratum else suppressed.sum()
    telling = np.flatnonzero(suppressed & (in_all == 1) & reasons["setting_average"].isna())
    message = "This estimate is suppressed, and the average of all groups would tell it."
    expected = "a file without the column setting_average"
    rows = raw.row_numbers() if telling.size else ()
    return [
        Problem(raw.file, message, rows[int(place)], "estimate", expected=expected, sheet=raw.sheet)
        for place in telling[:_LISTED]
    ]


def _number_column(raw: RawTable, name: str, cells: pd.Series[str], problems: list[Problem]) -> Array:
    words = cells.astype(str)
    column = read_numbers(pa.chunked_array([pa.array(words).dictionary_encode()]))
    infinite = words.str.strip().str.lower().map(_INFINITE).to_numpy(dtype=float)
    wrong = np.flatnonzero(column.wrong & np.isnan(infinite))
    if wrong.size:
        rows = raw.row_numbers()
        for place in wrong[:_LISTED]:
            problems.append(
                Problem(
                    raw.file,
                    "This is not a number.",
                    row=rows[int(place)],
                    column=name,
                    value=words.iloc[place],
                    expected="a number, or nothing where it is missing",
                    sheet=raw.sheet,
                )
            )
    if wrong.size > _LISTED:
        problems.append(Problem(raw.file, f"{wrong.size - _LISTED:,} more such cells.", column=name))
    return np.where(np.isnan(infinite), np.where(column.wrong, np.nan, column.value), infinite)
