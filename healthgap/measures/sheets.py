"""A table of counts and values as OHID's functions take it, and their answers as rows; computes nothing.

What a row stands for differs from function to function: an area's group, an age band, a quantile, an area on
a plot. So does what belongs together; `Kind` names the ways.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from healthgap.measures.arrays import LARGEST, Array, Mask
from healthgap.measures.columns import EXTRA_KEYS, KEYS, names_of, numbers_of, strata_of
from healthgap.measures.funnels import FunnelStatistic, RateType, RatioType
from healthgap.measures.life_tables import AGES
from healthgap.measures.ohid_slope import FittedOn, ValueType

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["rows", "summed", "people", "bands", "quantiles", "compared", "series"]
Texts = NDArray[np.object_]

COLUMNS = (
    "estimate",
    "se",
    "ci_lb",
    "ci_ub",
    "population",
    "count",
    "standard_population",
    "events_each",
    "reference_count",
    "reference_population",
    "rate",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a function found: one row of `keys` for each place of its arrays. NaN, or a note, for nothing."""

    measure: str
    keys: pd.DataFrame
    method: str | Texts
    note: Texts
    estimate: Array
    lower: Array
    upper: Array
    se: Array | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PublishedOptions:
    """What the caller may choose; each function reads those that it names.

    `multiplier` None is the function's own: 100,000 for rates, 100 for funnels, 1 otherwise.
    """

    confidence: float = 0.95
    multiplier: float | None = None
    reference_value: float = 1
    value_type: ValueType = "mean"
    fitted_on: FittedOn = "values"
    quantiles: int = 10
    invert: bool = True
    statistic: FunnelStatistic = "proportion"
    rate_type: RateType = "crude"
    ratio_type: RatioType = "isr"
    years: int = 1
    ages: tuple[int, ...] = AGES

    def unit(self, usual: float) -> float:
        return usual if self.multiplier is None else self.multiplier


class Sheet:
    """The rows of a table by their standard names, and which of them belong together."""

    def __init__(self, frame: pd.DataFrame, kind: Kind) -> None:
        self.frame = frame
        self._numbers = numbers_of(frame, COLUMNS)
        self._too_large = np.any([np.abs(values) > LARGEST for values in self._numbers.values()], axis=0)
        self.stratum, self.keys = _together(frame, kind)

    def __getitem__(self, name: str) -> Array:
        """A column of numbers, one of COLUMNS; all NaN where the table has no such column."""
        return self._numbers[name]

    @property
    def strata(self) -> int:
        return len(self.keys)

    def has(self, name: str) -> bool:
        return name in self.frame.columns

    def row_keys(self, *more: str) -> pd.DataFrame:
        """The names of every row."""
        present = [name for name in (*EXTRA_KEYS, "region", "subgroup", *more) if self.has(name)]
        return names_of(self.frame, (*KEYS, *present))

    def ages(self, column: str) -> Array:
        """The first number of each label, as in 85 and 85-89 and 90+; the place of the row where there is none."""
        import pandas as pd

        if not self.has(column):
            return np.arange(len(self.frame), dtype=float)
        found = self.frame[column].astype(str).str.extract(r"(\d+)", expand=False)
        return pd.to_numeric(found).to_numpy(dtype=float, na_value=np.nan)

    def why_not(self, faults: Mapping[str, Mask]) -> Texts:
        """The first fault that a row of each stratum has; blank where all its rows are sound."""
        faults = {"A number is infinite, or too large to compute with.": self._too_large, **faults}
        found = [self.any(rows) for rows in faults.values()]
        return np.select(found, list(faults), default="").astype(object)

    def any(self, rows: Mask) -> Mask:
        """Whether it holds for any row of each stratum."""
        return np.bincount(self.stratum[rows], minlength=self.strata) > 0

    def each_stratum(
        self,
        measure: str,
        faults: Mapping[str, Mask],
        otherwise: str,
        compute: Callable[[Mask], Any],
        more: Mapping[str, str] | None = None,
    ) -> Answer:
        """What `compute` finds for the rows of strata without fault; `otherwise` says why it may find nothing.

        `more` names further columns of the answer and the field of what was found that each is.
        """
        note = self.why_not(faults)
        rows = note[self.stratum] == ""
        columns = {
            name: np.full(self.strata, np.nan) for name in ("value", "lower", "upper", *(more or {}).values())
        }
        method = np.full(self.strata, "", dtype=object)
        if rows.any():
            found = compute(rows)
            for name, column in columns.items():
                column[found.groups] = getattr(found, name)
            method[found.groups] = found.method
        note[(note == "") & np.isnan(columns["value"])] = otherwise
        return Answer(
            measure,
            self.keys,
            method,
            note,
            columns["value"],
            columns["lower"],
            columns["upper"],
            more={name: columns[of] for name, of in (more or {}).items()},
        )


def _together(frame: pd.DataFrame, kind: Kind) -> tuple[NDArray[np.intp], pd.DataFrame]:
    """The number of each row's stratum, and the names of each stratum."""
    names = [*KEYS, *EXTRA_KEYS]
    if kind == "compared":
        unit = "subgroup" if "subgroup" in frame.columns else "setting"
        names = [name for name in (*names, "region") if name != unit]
    elif kind == "series":
        names = [name for name in (*names, "subgroup") if name != "date"]
    elif kind == "bands":
        names += ["subgroup"] if "age_band" in frame.columns or "start_age" in frame.columns else []
    elif kind != "quantiles":
        names += ["subgroup"]
    alone = kind == "rows" or (kind == "summed" and not any(name in frame.columns for name in names))
    if alone:
        present = [name for name in names if name in frame.columns and name not in KEYS]
        return np.arange(len(frame)), names_of(frame, (*KEYS, *present))
    return strata_of(frame, names)
