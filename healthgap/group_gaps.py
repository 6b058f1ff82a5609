"""The gap of one group against another for every indicator, area and period of a table of counts, with limits.

For tables of any size: whole columns at a time. A rate is its count over its denominator. Limits are 95% limits of
chance from the counts (Poisson): of the difference normal, of the relative gap by way of the logarithm of the ratio.
A comparator that contains the group moves with it: covariance w V, with w the group's share of the comparator's
denominator and V the variance of the group's rate. Sources: Breslow and Day 1987; the covariance is that of a mean
with one of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from healthgap.catalogue import Polarity
from healthgap.group_pairs import Rows, pairs_of
from healthgap.measures.arrays import LARGEST, SMALLEST

Numbers = npt.NDArray[np.float64]
Notes = npt.NDArray[np.int8]

FEWEST_EVENTS = 10
GAPS = ("absolute_gap", "absolute_low", "absolute_high", "relative_gap", "relative_low", "relative_high")
NOTES = (
    "",
    "No limits: a group has fewer than 10 events.",
    "No relative gap: the comparator has no events.",
    "A count or a denominator is missing.",
    "A denominator is zero or negative, a count is negative, or one of them is too large or too small.",
    "The comparator cannot contain the group: it has no more people, or fewer events.",
    "The group has no row.",
    "The comparator has no row.",
    "No limits: the comparator has fewer than 10 events outside the group.",
)
_FEW, _NO_EVENTS, _MISSING, _IMPOSSIBLE, _NOT_CONTAINED, _NO_GROUP, _NO_COMPARATOR, _FEW_OUTSIDE = range(
    1, len(NOTES)
)
RATES = ("group_rate", "comparator_rate")
_COLUMNS = (*RATES, *GAPS)
_Z = NormalDist().inv_cdf(0.975)
_PIECE = 1 << 16  # rows at a time, so that what is computed stays in the processor's cache


@dataclass(frozen=True, slots=True)
class Comparison:
    """Which group is held against which, and how: rates are per `per` people.

    `contains` says that the comparator's people include the group's.
    """

    group: str
    comparator: str
    polarity: Polarity = "lower_is_better"
    contains: bool = False
    per: float = 100_000

    @property
    def method(self) -> str:
        """How the gaps are made, for a reader."""
        worse = "higher" if self.polarity == "lower_is_better" else "lower"
        overlap = ", comparator contains the group" if self.contains else ""
        return f"from counts per {self.per:,.0f}, positive where the group is {worse}; 95% Poisson limits{overlap}"


def group_gaps(table: pa.Table, comparison: Comparison) -> pa.Table:
    """One row for each key of the group or the comparator, in the order of the table.

    `table` has the columns `group`, `count`, `denominator` and any of KEY and `measure`, words as dictionaries.
    The answer has these keys, both rates, GAPS in the unit of the rates and per cent, and `note`. A table that
    the caller does not hold on to is let go column by column. Raises RepeatedRowsError.
    """
    keys, group, comparator = pairs_of(table, comparison.group, comparison.comparator)
    table = table.select(["count", "denominator"])
    pa.default_memory_pool().release_unused()  # the words, which are most of it
    counts: Numbers = table["count"].to_numpy().astype(float, copy=False)
    people: Numbers = table["denominator"].to_numpy().astype(float, copy=False)
    del table
    pa.default_memory_pool().release_unused()
    columns, note = _gaps(counts, people, group, comparator, comparison)
    notes = pa.DictionaryArray.from_arrays(pa.array(note), pa.array(NOTES))
    return pa.table({**keys, **columns, "note": notes})


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Events and people of the group (1) and of its comparator (0), a pair a place; NaN is missing."""

    x1: Numbers
    n1: Numbers
    x0: Numbers
    n0: Numbers

    def rates(self, per: float) -> tuple[Numbers, Numbers]:
        return per * self.x1 / self.n1, per * self.x0 / self.n0

    @property
    def share(self) -> Numbers:
        """The part of the comparator's people that the group's are, where it contains them."""
        return self.n1 / self.n0

    def any_unsound(self, how: Comparison) -> bool:
        """Whether any pair is missing, impossible or not contained; a single look at all of them."""
        largest = max(column.max() for column in (self.x1, self.n1, self.x0, self.n0))
        smallest = min(self.n1.min(), self.n0.min())
        sound = largest <= LARGEST and smallest >= SMALLEST  # neither is true of what is missing
        outside = how.contains and ((self.n1 >= self.n0).any() or (self.x0 - self.x1).min() < FEWEST_EVENTS)
        return bool(not sound or outside)


def _piece(pairs: _Pairs, how: Comparison, out: Numbers, note: Notes) -> None:
    """GAPS of the pairs into `out`, and why there are none into `note`."""
    sign = 1.0 if how.polarity == "lower_is_better" else -1.0
    x1, x0 = pairs.x1, pairs.x0
    r1, r0 = pairs.rates(how.per)
    ratio = r1 / r0
    square1, square0 = r1 * r1 / x1, r0 * r0 / x0
    square1[x1 == 0] = 0.0
    square0[x0 == 0] = 0.0
    both = 2 * pairs.share * square1 if how.contains else 0.0
    half = _Z * np.sqrt(square1 + square0 - both)
    spread = np.exp(_Z * np.sqrt(1 / x1 + 1 / x0 - both / (r1 * r0)))
    gap = sign * (r1 - r0)
    out[0], out[1], out[2] = gap, gap - half, gap + half
    low, high = (ratio / spread, ratio * spread) if sign > 0 else (ratio * spread, ratio / spread)
    out[3], out[4], out[5] = (sign * 100 * (end - 1) for end in (ratio, low, high))
    _judge(pairs, how, out, note)


def _judge(pairs: _Pairs, how: Comparison, out: Numbers, note: Notes) -> None:
    """Takes out what means nothing, and says why; what is said last counts."""
    note[:] = 0
    fewest = np.minimum(pairs.x1, pairs.x0)
    if not (fewest.min(initial=np.inf) < FEWEST_EVENTS or pairs.any_unsound(how)):
        return
    outside = pairs.x0 - pairs.x1
    few, few_outside = fewest < FEWEST_EVENTS, how.contains & (outside < FEWEST_EVENTS)
    empty = pairs.x0 == 0
    out[1:3, few | few_outside] = out[4:6, few | few_outside] = np.nan
    out[3, empty] = np.nan
    note[few_outside], note[few], note[empty] = _FEW_OUTSIDE, _FEW, _NO_EVENTS
    least = np.minimum(pairs.n1, pairs.n0)
    most = np.maximum(np.maximum(pairs.n1, pairs.n0), np.maximum(pairs.x1, pairs.x0))
    reasons = {
        _NOT_CONTAINED: how.contains & ((pairs.n1 >= pairs.n0) | (outside < 0)),
        _IMPOSSIBLE: (fewest < 0)
        | ((fewest > 0) & (fewest < SMALLEST))
        | (least < SMALLEST)
        | (most > LARGEST),
        _MISSING: np.isnan(fewest + least),
    }
    for reason, rows in reasons.items():
        out[:, rows] = np.nan
        note[rows] = reason


def _gaps(
    counts: Numbers, people: Numbers, group: Rows, comparator: Rows, how: Comparison
) -> tuple[dict[str, pa.Array], Notes]:
    """Rates and gaps of pairs of rows; −1 stands for no row."""
    out, note = np.empty((len(_COLUMNS), group.size)), np.empty(group.size, dtype=np.int8)
    with np.errstate(all="ignore"):  # what has no number is found and explained
        for start in range(0, group.size, _PIECE):
            piece = slice(start, start + _PIECE)
            rows = group[piece], comparator[piece]
            pairs = _Pairs(*(numbers[of] for of in rows for numbers in (counts, people)))
            rates, gaps = out[:2, piece], out[2:, piece]
            rates[0], rates[1] = pairs.rates(how.per)
            _piece(pairs, how, gaps, note[piece])
            _unpaired(*rows, rates, gaps, note[piece])
    return {name: _arrow(values) for name, values in zip(_COLUMNS, out, strict=True)}, note


def _unpaired(group: Rows, comparator: Rows, rates: Numbers, gaps: Numbers, note: Notes) -> None:
    """Takes out the gaps of what stands alone, and the rates of what has no row or none that is sound."""
    unsound = (note == _IMPOSSIBLE) | (note == _MISSING)
    for rate, rows, reason in ((rates[0], group, _NO_GROUP), (rates[1], comparator, _NO_COMPARATOR)):
        alone = rows < 0
        rate[alone | unsound] = np.nan
        gaps[:, alone] = np.nan
        note[alone] = reason


def _arrow(values: Numbers) -> pa.Array:
    """The numbers where they lie, NaN as nothing."""
    missing = np.isnan(values)
    if missing.any():
        return pa.array(values, mask=missing)
    return pa.Array.from_buffers(pa.float64(), values.size, [None, pa.py_buffer(values)])
