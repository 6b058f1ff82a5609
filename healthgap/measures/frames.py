"""A table of groups as arrays: strata with the same number of groups side by side; computes no measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from healthgap.measures.arrays import LARGEST, Array, Mask
from healthgap.measures.columns import NUMBERS, numbers_of, strata_of
from healthgap.measures.groups import Groups, picked
from healthgap.measures.limits import z_value

if TYPE_CHECKING:
    import pandas as pd

_Z95 = z_value(0.95)
_ROOMY = 4  # pairs are counted in place while there could be at most so many times more of them than rows


Strata = NDArray[np.intp] | slice  # of all strata a slice, which copies nothing


@dataclass(frozen=True, slots=True)
class Table:
    """Every stratum: its names in a row of `keys`, its groups in one of `blocks` with the rows’ numbers."""

    keys: pd.DataFrame
    blocks: tuple[tuple[Strata, Groups], ...]


def read_table(frame: pd.DataFrame, scale: float | None = None) -> Table:
    """The strata of `frame`, whose columns are those of `levels`.

    `scale` stands in for indicator_scale where that is not declared. Raises ValueError for words that are no numbers.
    """
    stratum, keys = strata_of(frame)
    numbers = numbers_of(frame, NUMBERS)
    if scale is not None:
        numbers["indicator_scale"] = np.where(
            np.isnan(numbers["indicator_scale"]), scale, numbers["indicator_scale"]
        )
    repeated = _repeated(frame, stratum)
    if not _in_order(stratum, numbers["subgroup_order"]):
        row = np.lexsort((numbers["subgroup_order"], stratum))
        numbers = {name: column[row] for name, column in numbers.items()}
        repeated, stratum = repeated[row], stratum[row]
    rows = _Rows(numbers, repeated, stratum, len(keys))
    return Table(keys, tuple(rows.blocks()))


def _in_order(stratum: NDArray[np.intp], order: Array) -> bool:
    """Whether rows stand stratum by stratum and within each by `order`, or have none."""
    step = np.diff(stratum)
    falls = np.diff(order) < 0
    gaps = np.isnan(order)
    return bool((step >= 0).all() and not (falls & (step == 0)).any() and (gaps.all() or not gaps.any()))


def _repeated(frame: pd.DataFrame, stratum: NDArray[np.intp]) -> Mask:
    """Whether a row names a subgroup that an earlier row of its stratum named already."""
    if "subgroup" not in frame.columns:
        return np.zeros(len(frame), dtype=bool)
    import pandas as pd

    place, names = pd.factorize(frame["subgroup"])
    pair = stratum * (len(names) + 1) + place + 1
    if pair.max(initial=0) < _ROOMY * pair.size and np.bincount(pair).max(initial=0) <= 1:
        return np.zeros(len(frame), dtype=bool)
    again = pd.Series(pair).duplicated().to_numpy(dtype=bool)
    return again & (frame["subgroup"].notna() & (frame["subgroup"] != "")).to_numpy(dtype=bool)


def _no_flag(values: Array) -> Mask:
    """Whether a value is given and says neither yes nor no."""
    return np.asarray((values != 0) & (values != 1) & ~np.isnan(values))


class _Rows:
    """Rows sorted by stratum and order, and what they say of each stratum."""

    def __init__(
        self, numbers: Mapping[str, Array], repeated: Mask, stratum: NDArray[np.intp], strata: int
    ) -> None:
        self._numbers = numbers
        self._repeated = repeated
        self._stratum = stratum
        self._starts = np.searchsorted(stratum, np.arange(strata))
        self._strata = strata
        self._within = np.diff(stratum) == 0
        self._present = ~np.isnan(numbers["estimate"])
        self._reference = numbers["reference_subgroup"] == 1

    def blocks(self) -> Iterator[tuple[Strata, Groups]]:
        """Strata with the same number of estimates together."""
        if not self._strata:
            return
        se, from_limits = self._errors()
        whole = self._of_strata() | {"se_from_limits": from_limits}
        size = self._count(self._present)
        starts = size.cumsum() - size
        for groups in np.flatnonzero(np.bincount(size)):
            alike = size == groups
            strata = slice(None) if alike.all() else np.flatnonzero(alike)
            rows = starts[strata] + np.arange(groups)[:, np.newaxis]
            if not self._present.all():
                rows = np.flatnonzero(self._present)[rows]
            yield (
                strata,
                Groups(
                    estimate=self._numbers["estimate"][rows],
                    se=se[rows],
                    population=self._numbers["population"][rows],
                    reference=self._reference[rows],
                    **{name: picked(value, strata) for name, value in whole.items()},
                ),
            )

    def _of_strata(self) -> dict[str, Any]:
        """The fields of `Groups` that have one value a stratum."""
        favourable, mixed_favourable = self._single("favourable_indicator")
        declared, mixed_ordered = self._single("ordered_dimension")
        scale, mixed_scale = self._single("indicator_scale")
        average, mixed_average = self._single("setting_average")
        order = self._numbers["subgroup_order"]
        ordered = np.where(np.isnan(declared), self._any(order > 0), declared == 1)
        absent = ~self._present
        return {
            "favourable": favourable,
            "ordered": ordered,
            "scale": scale,
            "setting_average": average,
            "missing": self._count(absent),
            "first_missing": absent[self._starts],
            "last_missing": absent[self._ends],
            "middle_missing": self._any(self._between_estimates() if absent.any() else absent),
            "reference_missing": self._any(self._reference & absent),
            "faults": {
                "anything": {
                    "A subgroup stands more than once in this stratum.": self._any(self._repeated),
                    "favourable_indicator differs within this stratum.": mixed_favourable,
                    "favourable_indicator is neither 0 nor 1.": _no_flag(favourable),
                    "ordered_dimension differs within this stratum.": mixed_ordered,
                    "ordered_dimension is neither 0 nor 1.": _no_flag(declared),
                    "indicator_scale differs within this stratum.": mixed_scale,
                },
                "order": {text: ordered & fault for text, fault in self._order_faults().items()},
                "reference": {
                    "reference_subgroup names more than one group.": self._count(self._reference) > 1,
                    "reference_subgroup is neither 0 nor 1.": self._any(
                        _no_flag(self._numbers["reference_subgroup"])
                    ),
                },
                "average": {
                    "setting_average differs within this stratum.": mixed_average,
                    "setting_average is infinite, or too large to compute with.": np.abs(average) > LARGEST,
                },
            },
        }

    def _order_faults(self) -> dict[str, Mask]:
        order = self._numbers["subgroup_order"]
        step = np.diff(order, prepend=np.nan)
        step[self._starts] = 1
        return {
            "A group has no subgroup_order.": self._any(np.isnan(order)),
            "Two groups have the same subgroup_order.": self._any(step == 0),
            "subgroup_order does not run in whole numbers without a gap.": self._any(
                (step != 1) | (order != np.floor(order))
            ),
        }

    def _between_estimates(self) -> Mask:
        """Whether a row without an estimate has one of its stratum somewhere before it and somewhere after."""
        seen = np.cumsum(self._present)
        before = seen - (seen - self._present)[self._starts][self._stratum]
        between: Mask = (before > 0) & (before < self._count(self._present)[self._stratum])
        return between & ~self._present

    def _errors(self) -> tuple[Array, Mask]:
        """Standard errors; from the 95% limits in strata that give none at all, and which those are."""
        se = self._numbers["se"]
        width = self._numbers["ci_ub"] - self._numbers["ci_lb"]
        derived = ~self._any(~np.isnan(se)) & self._any(~np.isnan(width))
        if not derived.any():
            return se, derived
        return np.where(derived[self._stratum], width / (2 * _Z95), se), derived

    def _single(self, name: str) -> tuple[Array, Mask]:
        """The one value of each stratum (NaN for none), and where there are several."""
        values = self._numbers[name]
        known = ~np.isnan(values)
        changes = (values[1:] != values[:-1]) & self._within
        if not known.any() or not changes.any():  # as in nearly every file
            return values[self._starts], np.zeros(self._strata, dtype=bool)
        low = np.fmin.reduceat(values, self._starts)
        mixed = low < np.fmax.reduceat(values, self._starts)
        return np.where(mixed, np.nan, low), mixed

    def _count(self, rows: Mask) -> NDArray[np.intp]:
        if not rows.any():
            return np.zeros(self._strata, dtype=np.intp)
        return np.asarray(np.add.reduceat(rows, self._starts, dtype=np.intp))

    def _any(self, rows: Mask) -> Mask:
        if not rows.any():
            return np.zeros(self._strata, dtype=bool)
        return np.asarray(np.logical_or.reduceat(rows, self._starts))

    @property
    def _ends(self) -> NDArray[np.intp]:
        """The last row of each stratum."""
        return np.append(self._starts[1:], len(self._stratum)) - 1
