"""What is told of a file and never refused: printed gaps and changes that their own parts do not allow, in the same
release or before, and suppressed values that stand beside what they can be worked out from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from healthgap.catalogue import Catalogue, Indicator
from healthgap.errors import GapUndefinedError
from healthgap.figures import KEY, MISSING_REASONS, WITHHELD
from healthgap.gaps import absolute_gap, relative_gap
from healthgap.rounding import Rounded, half_up
from healthgap.tables import Codes, codes

_GAPS = {"absolute_gap": absolute_gap, "relative_gap": relative_gap}
_CHANGES = {"absolute_gap_change": "absolute_gap", "relative_gap_change": "relative_gap"}


@dataclass(frozen=True, slots=True)
class Flag:
    """A figure that others do not allow: its place in the table, and both numbers in words."""

    place: int
    told: str


def flags(table: pa.Table, held: pa.Table, catalogue: Catalogue) -> list[Flag]:
    """Every printed gap or change outside the interval that rounding leaves its parts, and every value given away.

    Gap and parts stand in `table`, or in what was `held` before it where `table` does not print them; at least one
    of them is new. Where the gap itself was held, the first part in `table` is flagged.
    """
    found = list(_given_away(table))
    measures = {word for one in (table, held) for word in codes(one["measure"])[1]}
    if not measures <= {"value"}:
        parts = _Parts(table, held)
        found += [*_gap_flags(parts, catalogue), *_change_flags(parts, catalogue)]
    return sorted(found, key=lambda flag: flag.place)


def _given_away(table: pa.Table) -> Iterator[Flag]:
    """Withheld values whose count and denominator are printed."""
    printed = pc.and_(pc.is_valid(table["count"]), pc.is_valid(table["denominator"]))
    withheld = pc.is_in(table["missing"], pa.array(WITHHELD))
    for place in np.flatnonzero(pc.and_(printed, withheld).to_numpy()):
        why = MISSING_REASONS[table["missing"][int(place)].as_py()]
        yield Flag(int(place), f"{why}, but its count and denominator are printed, and give it away")


def _gap_flags(parts: _Parts, catalogue: Catalogue) -> Iterator[Flag]:
    for indicator, (measure, gap) in product(catalogue.indicators.values(), _GAPS.items()):
        rows = parts.rows(indicator.id, measure)
        levels = parts.beside(rows, measure="value")
        comparators = parts.beside(rows, measure="value", group=indicator.comparator)
        for row, level, comparator in parts.complete(rows, levels, comparators):
            try:
                computed = gap(parts.printed(level), parts.printed(comparator), indicator.polarity)
            except GapUndefinedError:
                continue
            yield from _flag(parts, (row, level, comparator), computed, "its two levels")


def _change_flags(parts: _Parts, catalogue: Catalogue) -> Iterator[Flag]:
    for indicator, (measure, gap) in product(catalogue.indicators.values(), _CHANGES.items()):
        baseline = _baseline(indicator)
        rows = parts.rows(indicator.id, measure) if baseline else np.zeros(0, np.int64)
        now = parts.beside(rows, measure=gap)
        then = parts.beside(rows, measure=gap, period=baseline)
        for row, gap_now, gap_then in parts.complete(rows, now, then):
            try:
                ratio = parts.printed(gap_now).over(parts.printed(gap_then))
            except ZeroDivisionError:
                continue
            change = (ratio - Rounded.exact(1)).scaled(100)
            yield from _flag(parts, (row, gap_now, gap_then), change, f"the gaps then and in {baseline}")


def _baseline(indicator: Indicator) -> str:
    if indicator.target is None or indicator.target.baseline is None:
        return ""
    return indicator.target.baseline.label


def _flag(parts: _Parts, rows: tuple[int, ...], computed: Rounded, source: str) -> Iterator[Flag]:
    """A flag if the figure in the first of `rows` is not what those in the others give."""
    printed = parts.printed(rows[0])
    if printed.agrees_with(computed):
        return
    decimals = parts.decimals(rows[0]) + 1
    value, low, high = (half_up(one, decimals) for one in (computed.value, computed.low, computed.high))
    text = half_up(printed.value, decimals - 1)
    new = [row for row in rows if parts.is_new(row)]
    if new[0] == rows[0]:
        told = f"printed {text}, but {source}{'' if len(new) == len(rows) else ', partly held before,'} give"
    else:
        told = f"the {parts.measure(rows[0])} held before is {text}, but with this {source} give"
    yield Flag(new[0], f"{told} {value}, anywhere from {low} to {high}")


class _Parts:
    """Finds figures of a table, else of those held, by their keys, for many rows at once; -1 stands for none."""

    def __init__(self, new: pa.Table, held: pa.Table) -> None:
        columns = [*KEY, "value", "decimals"]
        table = pa.concat_tables([new.select(columns), held.select(columns)])
        self._new: int = new.num_rows
        self._codes: dict[str, Codes] = {}
        self._words: dict[str, list[str]] = {}
        for name in KEY:
            self._codes[name], self._words[name] = codes(table[name])
        self._value = table["value"].to_numpy()
        self._decimals = table["decimals"].to_numpy()
        keys = self._keys(self._codes)
        self._order = np.argsort(keys, kind="stable")
        self._sorted = keys[self._order]
        self._speaks = np.zeros(len(keys), dtype=bool)
        self._speaks[self._order[np.diff(self._sorted, prepend=-1) != 0]] = True

    def rows(self, indicator: str, measure: str) -> Codes:
        """The rows with a value for a measure of an indicator; a held one only where the new table has none."""
        wanted = np.isfinite(self._value) & self._speaks
        for name, word in (("indicator", indicator), ("measure", measure)):
            wanted &= self._codes[name] == self._code(name, word)
        return np.flatnonzero(wanted)

    def beside(self, rows: Codes, **changed: str) -> Codes:
        """For each row the row of the figure that differs from it in the `changed` parts of the key only."""
        wanted = {name: column[rows] for name, column in self._codes.items()}
        for name, word in changed.items():
            wanted[name] = np.full(len(rows), self._code(name, word))
        keys = self._keys(wanted)
        places = np.searchsorted(self._sorted, keys).clip(max=len(self._sorted) - 1)
        known = self._sorted[places] == keys
        for name in changed:
            known &= wanted[name] >= 0
        return np.where(known, self._order[places], -1)

    def complete(self, *found: Codes) -> Iterator[tuple[int, ...]]:
        """The rows, side by side, where every figure is there and has a value, and one of them is new."""
        together = np.stack(found)
        there = ((together >= 0) & np.isfinite(self._value[together])).all(axis=0)
        for column in together[:, there & (together < self._new).any(axis=0)].T:
            yield tuple(int(row) for row in column)

    def printed(self, row: int) -> Rounded:
        return Rounded.printed(float(self._value[row]), self.decimals(row))

    def decimals(self, row: int) -> int:
        return int(self._decimals[row])

    def is_new(self, row: int) -> bool:
        return row < self._new

    def measure(self, row: int) -> str:
        """The measure of a row in words."""
        name = self._words["measure"][int(self._codes["measure"][row])]
        return name.replace("_", " ")

    def _code(self, name: str, word: str) -> int:
        return self._words[name].index(word) if word in self._words[name] else -1

    def _keys(self, columns: Mapping[str, Codes]) -> Codes:
        keys = np.zeros(len(columns["indicator"]), dtype=np.int64)
        for name in KEY:
            keys = keys * len(self._words[name]) + columns[name]
        return keys
