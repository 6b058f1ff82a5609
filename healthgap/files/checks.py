"""Checks of rows whose names and numbers were read: ranges, limits, counts, groups of gaps, periods, repeats."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from healthgap.catalogue import Catalogue
from healthgap.errors import Problem
from healthgap.files.findings import Findings
from healthgap.period import Period
from healthgap.rounding import half_up
from healthgap.tables import Codes, codes, key_codes

_DENSE = 16  # numbers up to so many times their count are quicker counted than sorted
_LIMITS = "a value between its lower and its upper limit"
_NOISE = 1e-9  # of arithmetic on floating-point numbers, relative


def check_rows(table: pa.Table, catalogue: Catalogue, published: date | None, findings: Findings) -> None:
    """Notes every row that cannot be right, whatever else is wrong with it.

    `published` is the day on which the figures were published; None where nobody says.
    """
    _check_ranges(table, catalogue, findings)
    _check_quotients(table, catalogue, findings)
    _check_gap_groups(table, catalogue, findings)
    if published:
        _check_ends(table, published, findings)
    _check_repeats(table, findings)


def _check_ranges(table: pa.Table, catalogue: Catalogue, findings: Findings) -> None:
    value, lower, upper, count, denominator = (
        table[name].to_numpy() for name in ("value", "lower", "upper", "count", "denominator")
    )
    level = _where(table, "measure", {"value"})
    findings.rows(
        level & (value < 0), "“{cell}” is below zero, which no level can be.", "value", "zero or more"
    )
    findings.rows(lower > upper, "The lower limit, {cell}, is above the upper one.", "lower", _LIMITS)
    findings.rows(value < lower, "The value, {cell}, is below its lower limit.", "value", _LIMITS)
    findings.rows(value > upper, "The value, {cell}, is above its upper limit.", "value", _LIMITS)
    findings.rows(count < 0, "“{cell}” is below zero, which no count can be.", "count", "zero or more")
    findings.rows(denominator <= 0, "“{cell}” cannot be a denominator.", "denominator", "more than zero")
    rates = {name for name, indicator in catalogue.indicators.items() if indicator.multiplier}
    more_than_all = _where(table, "indicator", rates) & (denominator > 0) & (count > denominator)
    findings.rows(more_than_all, "The count, {cell}, is above its denominator.", "count", "at most that")


def _check_quotients(table: pa.Table, catalogue: Catalogue, findings: Findings) -> None:
    """A level that comes from counts is count ÷ denominator × multiplier, within the rounding of its print."""
    for name, indicator in catalogue.indicators.items():
        if indicator.crude and indicator.multiplier:
            rows = np.flatnonzero(_where(table, "indicator", {name}) & _where(table, "measure", {"value"}))
            _check_quotient(table, rows, indicator.multiplier, indicator.unit, findings)


def _check_quotient(table: pa.Table, rows: Codes, multiplier: float, unit: str, findings: Findings) -> None:
    value, count, denominator, decimals = (
        table[name].to_numpy()[rows] for name in ("value", "count", "denominator", "decimals")
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        quotient = multiplier * count / denominator
    leeway = 0.5 * 10.0**-decimals + _NOISE * np.abs(quotient)
    wrong = np.flatnonzero((denominator > 0) & (np.abs(value - quotient) > leeway))

    def problem(place: int) -> Problem:
        row = int(rows[place])
        parts = f"{findings.cell(row, 'count')} in {findings.cell(row, 'denominator')}"
        should = half_up(float(quotient[place]), int(decimals[place]))
        cell = findings.cell(row, "value")
        message = f"The value, {cell}, is not count ÷ denominator: {parts} is {should} {unit}."
        return findings.in_row(row, message, "value", cell)

    findings.each(wrong.tolist(), problem, "value")


def _check_gap_groups(table: pa.Table, catalogue: Catalogue, findings: Findings) -> None:
    gaps = ~_where(table, "measure", {"value"})
    for name, indicator in catalogue.indicators.items():
        others = {indicator.comparator, indicator.everyone} - {indicator.group}
        wrong = gaps & _where(table, "indicator", {name}) & _where(table, "group", others)
        message = f"A gap belongs to the group it is about, and {name} is held against “{{cell}}”."
        findings.rows(wrong, message, "group", indicator.group)


def _check_ends(table: pa.Table, published: date, findings: Findings) -> None:
    """Nobody has figures on a period before its end, unless their mark says that they are not final.

    A forecast may be of any period, what is provisional or estimated of one whose last year has begun.
    """
    ends = {label: Period.parse(label).last_day for label in _periods(table)}
    not_over = {label for label, end in ends.items() if end >= published}
    if not not_over:
        return
    begun = {label for label in not_over if ends[label].replace(year=ends[label].year - 1) < published}
    early = _where(table, "period", begun) & _marked(table, "provisional", "estimated")
    wrong = _where(table, "period", not_over) & ~early & ~_marked(table, "forecast")
    message = f"“{{cell}}” was not over when this release was published, on {published}."
    findings.rows(
        wrong, message, "period", "an earlier period, or a value marked as a forecast, such as 5.4 [f]"
    )


def _periods(table: pa.Table) -> Iterator[str]:
    """The distinct words of a table that are periods."""
    for label in codes(table["period"])[1]:
        with suppress(ValueError):
            yield Period.parse(label).label


def _marked(table: pa.Table, *marks: str) -> npt.NDArray[np.bool_]:
    """Which rows have a value that carries one of the marks."""
    marked: npt.NDArray[np.bool_] = pc.is_in(table["mark"].cast(pa.string()), pa.array(marks)).to_numpy()
    return marked


def _check_repeats(table: pa.Table, findings: Findings) -> None:
    keys = key_codes(table)
    if _all_differ(keys):
        return
    _, first, key_of_row = np.unique(keys, return_index=True, return_inverse=True)
    earlier = first[key_of_row]
    repeats = np.flatnonzero(earlier != np.arange(table.num_rows))

    def problem(row: int) -> Problem:
        message = f"This figure stands in row {findings.number(int(earlier[row]))} already."
        return findings.in_row(row, message, "value", findings.cell(row, "value"))

    findings.each(repeats.tolist(), problem, "value")


def _all_differ(keys: Codes) -> bool:
    if keys.max(initial=0) < _DENSE * len(keys):
        return int(np.bincount(keys).max(initial=0)) <= 1
    in_order = np.sort(keys)
    return not (in_order[1:] == in_order[:-1]).any()


def _where(table: pa.Table, column: str, wanted: set[str]) -> npt.NDArray[np.bool_]:
    """Which rows have one of the wanted words in a column."""
    rows, words = codes(table[column])
    chosen = np.array([word in wanted for word in words], dtype=bool)
    return chosen[rows] if len(words) else np.zeros(0, dtype=bool)
