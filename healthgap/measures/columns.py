"""The columns of a table of groups under their standard names: what they name, and their numbers; lays out nothing.

Columns of the HEAT template 6.0 are read as they are; older HEAT files (`year`), healthgap's own format
(`area`, `period`, `indicator`, `group`, `value`, `lower`, `upper`, `denominator`) and files with fewer
columns work too. What is not declared stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from healthgap.figures import MISSING_CODES
from healthgap.measures.arrays import Array, Mask

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("setting", "date", "indicator_abbr", "dimension")
EXTRA_KEYS = ("source", "sex")  # tell strata apart where the table has them

OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "setting": ("area",),
    "date": ("year", "period"),
    "indicator_abbr": ("indicator", "indicator_name"),
    "subgroup": ("group",),
    "estimate": ("value", "est", "values", "val", "v"),
    "ci_lb": ("lower", "lower_cl", "lowercl", "lcl"),
    "ci_ub": ("upper", "upper_cl", "uppercl", "ucl"),
    "population": ("denominator", "pop", "pops", "den", "n"),
    "indicator_scale": ("scaleval",),
    "weight": ("sampling_weight", "w"),
    "stratum": ("strata",),
    "count": ("observed", "obs", "events", "deaths", "numerator", "num", "x"),
    "standard_population": ("stdpop", "std"),
    "age_band": ("ageband", "band", "age"),
    "events_each": ("eventfreq",),
    "start_age": ("startage",),
    "reference_count": ("x_ref", "xr"),
    "reference_population": ("n_ref", "nr"),
    "quantile": ("decile", "quintile", "q"),
    "invert": ("inv",),
}
NUMBERS = (
    "estimate",
    "se",
    "ci_lb",
    "ci_ub",
    "population",
    "setting_average",
    "favourable_indicator",
    "indicator_scale",
    "ordered_dimension",
    "subgroup_order",
    "reference_subgroup",
    "weight",
)

NO_ESTIMATES = "There is no column “estimate” (or “value”) with the level of each group."


def standard_names(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with the column names of the HEAT template, from any other name and case."""
    frame = frame.rename(columns=lambda name: str(name).strip().lower())
    for name, others in OTHER_NAMES.items():
        found = next((other for other in others if other in frame.columns), None)
        if found and name not in frame.columns:
            frame = frame.rename(columns={found: name})
    return frame


def levels(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` by its standard names, without rows whose `measure` is something else than a level."""
    frame = standard_names(frame)
    if "measure" in frame.columns:
        frame = frame[frame["measure"].isin(("value", "")) | frame["measure"].isna()]
    return frame


def strata_of(
    frame: pd.DataFrame, names: Sequence[str] = (*KEYS, *EXTRA_KEYS)
) -> tuple[NDArray[np.intp], pd.DataFrame]:
    """The number of each row's stratum by the columns `names`, in order of appearance, and each one's names.

    Columns that the table lacks tell nothing apart; KEYS are in the answer all the same, blank.
    """
    import pandas as pd

    present = [name for name in names if name in frame.columns]
    shown = [*KEYS, *(name for name in present if name not in KEYS)]
    if not present:
        return np.zeros(len(frame), dtype=np.intp), frame.iloc[:1].reindex(columns=shown, fill_value="")
    begins, varying = _runs(frame, present)
    runs = np.flatnonzero(begins)
    stratum = np.zeros(runs.size, dtype=np.intp)
    for name in varying:
        place, words = pd.factorize(frame[name].iloc[runs], use_na_sentinel=False)
        stratum, _ = pd.factorize(stratum * len(words) + place)
    first = np.flatnonzero(np.diff(np.maximum.accumulate(stratum), prepend=-1))
    named = {name: frame[name].array.take(runs[first]) for name in present}
    return stratum[np.cumsum(begins) - 1], names_of(pd.DataFrame(named, copy=False), shown)


def _runs(frame: pd.DataFrame, names: Sequence[str]) -> tuple[Mask, list[str]]:
    """Which rows differ from the one before in one of the columns, and in which: strata mostly stand row under row."""
    import pandas as pd

    begins: Mask = np.asarray(np.arange(len(frame)) == 0)
    varying = []
    for name in names:
        cells = frame[name].array
        differs = pd.Series(cells[1:] != cells[:-1]).fillna(value=True).to_numpy(dtype=bool)
        if differs.any():
            begins[1:] |= differs
            varying.append(name)
    return begins, varying


def names_of(rows: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """The columns `names` of the rows, blank where the table says nothing."""
    named = rows.reindex(columns=list(names)).reset_index(drop=True)
    for name in named.columns[named.isna().any()]:
        cells = named[name].astype(object)
        named[name] = cells.where(cells.notna(), "")
    return named


def numbers_of(frame: pd.DataFrame, names: Iterable[str]) -> dict[str, Array]:
    """The columns `names` as numbers; NaN where there is none, and all NaN for a column that is not there.

    Raises ValueError for a word that is neither a number nor one of `healthgap.figures.MISSING_CODES`.
    """
    return {
        name: _numbers(name, frame[name]) if name in frame.columns else np.broadcast_to(np.nan, len(frame))
        for name in names
    }


def _numbers(name: str, cells: pd.Series[Any]) -> Array:
    import pandas as pd

    if isinstance(cells.dtype, np.dtype) and cells.dtype.kind in "fiu":
        return cells.to_numpy(dtype=float)
    found = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    unread = cells[np.isnan(found) & cells.notna().to_numpy()].astype(str)
    wrong = [word for word in unread.unique() if word.strip().lower() not in MISSING_CODES]
    if wrong:
        raise ValueError(f"“{wrong[0]}” in the column “{name}” is not a number.")
    return np.asarray(found)
