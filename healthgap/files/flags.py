"""Printed gaps and changes that the figures printed beside them do not allow: told, never refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from healthgap.catalogue import Catalogue, Indicator
from healthgap.errors import GapUndefinedError
from healthgap.figures import KEY
from healthgap.gaps import absolute_gap, relative_gap
from healthgap.rounding import Rounded, half_up
from healthgap.tables import Codes, codes

_GAPS = {"absolute_gap": absolute_gap, "relative_gap": relative_gap}
_CHANGES = {"absolute_gap_change": "absolute_gap", "relative_gap_change": "relative_gap"}


@dataclass(frozen=True, slots=True)
class Flag:
    """A printed figure that its own parts do not allow: its place in the table, and both numbers in words."""

    place: int
    told: str


def flags(table: pa.Table, catalogue: Catalogue) -> list[Flag]:
    """Every printed gap or change outside the interval that rounding leaves its parts in the same table."""
    if set(codes(table["measure"])[1]) == {"value"}:
        return []
    parts = _Parts(table)
    found = [*_gap_flags(parts, catalogue), *_change_flags(parts, catalogue)]
    return sorted(found, key=lambda flag: flag.place)


def _gap_flags(parts: _Parts, catalogue: Catalogue) -> Iterator[Flag]:
    for indicator in catalogue.indicators.values():
        for measure, gap in _GAPS.items():
            rows = parts.rows(indicator.id, measure)
            levels = parts.beside(rows, measure="value")
            comparators = parts.beside(rows, measure="value", group=indicator.comparator)
            for row, level, comparator in parts.complete(rows, levels, comparators):
                try:
                    computed = gap(parts.printed(level), parts.printed(comparator), indicator.polarity)
                except GapUndefinedError:
                    continue
                yield from _flag(parts, row, computed, "its two levels")


def _change_flags(parts: _Parts, catalogue: Catalogue) -> Iterator[Flag]:
    for indicator in catalogue.indicators.values():
        baseline = _baseline(indicator)
        for measure, gap in _CHANGES.items():
            rows = parts.rows(indicator.id, measure) if baseline else np.zeros(0, np.int64)
            now = parts.beside(rows, measure=gap)
            then = parts.beside(rows, measure=gap, period=baseline)
            for row, gap_now, gap_then in parts.complete(rows, now, then):
                try:
                    ratio = parts.printed(gap_now).over(parts.printed(gap_then))
                except ZeroDivisionError:
                    continue
                change = (ratio - Rounded.exact(1)).scaled(100)
                yield from _flag(parts, row, change, f"the gaps then and in {baseline}")


def _baseline(indicator: Indicator) -> str:
    if indicator.target is None or indicator.target.baseline is None:
        return ""
    return indicator.target.baseline.label


def _flag(parts: _Parts, row: int, computed: Rounded, source: str) -> Iterator[Flag]:
    printed = parts.printed(row)
    if printed.agrees_with(computed):
        return
    decimals = parts.decimals(row) + 1
    value, low, high = (half_up(one, decimals) for one in (computed.value, computed.low, computed.high))
    text = half_up(printed.value, decimals - 1)
    yield Flag(row, f"printed {text}, but {source} give {value}, anywhere from {low} to {high}")


class _Parts:
    """Finds figures of a table by their keys, for many rows at once; -1 stands for one that is not there."""

    def __init__(self, table: pa.Table) -> None:
        self._codes: dict[str, Codes] = {}
        self._words: dict[str, list[str]] = {}
        for name in KEY:
            self._codes[name], self._words[name] = codes(table[name])
        self._value = table["value"].to_numpy()
        self._decimals = table["decimals"].to_numpy()
        keys = self._keys(self._codes)
        self._order = np.argsort(keys, kind="stable")
        self._sorted = keys[self._order]

    def rows(self, indicator: str, measure: str) -> Codes:
        """The rows with a value for a measure of an indicator."""
        wanted = np.isfinite(self._value)
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
        """The rows, side by side, where every figure is there and has a value."""
        together = np.stack(found)
        there = (together >= 0) & np.isfinite(self._value[together])
        for column in together[:, there.all(axis=0)].T:
            yield tuple(int(row) for row in column)

    def printed(self, row: int) -> Rounded:
        return Rounded.printed(float(self._value[row]), self.decimals(row))

    def decimals(self, row: int) -> int:
        return int(self._decimals[row])

    def _code(self, name: str, word: str) -> int:
        return self._words[name].index(word) if word in self._words[name] else -1

    def _keys(self, columns: Mapping[str, Codes]) -> Codes:
        keys = np.zeros(len(columns["indicator"]), dtype=np.int64)
        for name in KEY:
            keys = keys * len(self._words[name]) + columns[name]
        return keys
