"""The project's own long format: one figure a row, every name and number checked.

Reads the whole table column by column and looks at each distinct word once; reports every problem it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from healthgap.catalogue import Catalogue, Indicator
from healthgap.errors import Problem
from healthgap.figures import KEY, MEASURES
from healthgap.files.checks import check_rows
from healthgap.files.findings import Findings, also
from healthgap.files.names import Names, Unknown, nearest
from healthgap.files.printed import TOO_LARGE, Numbers, read_words
from healthgap.files.raw import RawTable, same, without_blank_rows, words
from healthgap.tables import SCHEMA, WORDS, Codes, codes, compact, in_one_piece, places

REQUIRED = ("indicator", "group", "period", "value")
_COUNTS = ("count", "denominator")
_NUMBERS = ("value", "lower", "upper", *_COUNTS)
COLUMNS = (*KEY, *_NUMBERS, "note", "unit")
_BELOW = f"a number between -{TOO_LARGE:,.0f} and {TOO_LARGE:,.0f}"
_UNKNOWN_LISTED = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A file's figures on one indicator, as `healthgap.tables.SCHEMA`, and the number of each as a person sees it."""

    indicator: str
    table: pa.Table
    row_number: Callable[[int], int]


def read_own(
    raw: RawTable, catalogue: Catalogue, published: date | None, problems: list[Problem]
) -> Iterator[Part]:
    """The figures of a table in the own format, indicator by indicator, each as soon as it is checked.

    `published` is the day of their publication, None where nobody says. All problems go to `problems`, which is
    complete after the last part; once there is one, no more parts come.
    """
    raw = without_blank_rows(raw)
    findings = Findings(raw)
    columns = _columns(raw, findings)
    if not findings.problems:
        yield from _parts(columns, catalogue, published, findings, cache(raw.row_numbers))
    problems += findings.problems


def _columns(raw: RawTable, findings: Findings) -> dict[str, pa.ChunkedArray]:
    """The columns by name, those that a file may leave out as blanks."""
    columns: dict[str, pa.ChunkedArray] = {}
    for head, cells in zip(raw.heads, raw.columns, strict=True):
        name = head.strip().lower()
        if name in columns:
            findings.file(f"The column {name} stands twice.", name)
        elif name not in COLUMNS:
            _refuse_column(head, cells, findings)
        else:
            columns[name] = cells
    for name in REQUIRED:
        if name not in columns:
            findings.file(f"The column {name} is missing.", name, expected=", ".join(COLUMNS))
    rows = len(raw.columns[0]) if raw.columns else 0
    if not rows:
        findings.file("There are no rows of figures here.")
    blank = same(rows, "")
    return {name: in_one_piece(columns.get(name, blank)) for name in COLUMNS}


def _refuse_column(head: str, cells: pa.ChunkedArray, findings: Findings) -> None:
    if head.strip():
        findings.file(f"There is no column “{head}”.", head, nearest=nearest(head, COLUMNS))
    elif pc.any(pc.not_equal(cells.cast(pa.string()), "")).as_py():
        findings.file("A column has no head.", expected="a name in the first row above every column")


def _parts(
    columns: dict[str, pa.ChunkedArray],
    catalogue: Catalogue,
    published: date | None,
    findings: Findings,
    row_numbers: Callable[[], Sequence[int]],
) -> Iterator[Part]:
    """One indicator after the other: what is checked together then fits the processor's cache."""
    names = Names(catalogue)
    for name, find in (("indicator", names.indicator), ("period", names.period), ("measure", names.measure)):
        columns[name] = _resolved(name, columns[name], find, findings)
    areas = _Areas(names, codes(columns["area"])[1])
    spelled = {name: read_words(codes(columns[name])[1]) for name in _NUMBERS}
    for indicator, rows in _by_indicator(columns["indicator"], catalogue):
        its_findings = findings.of(rows)
        its_columns = {name: _taken(column, rows) for name, column in columns.items()}
        its_catalogue = replace(catalogue, indicators={one.id: one for one in [indicator] if one})
        if indicator:
            its_columns["indicator"] = same(len(rows), indicator.id)
        its_columns["area"] = areas.named(indicator, its_columns["area"])
        table = _figures(indicator, its_columns, spelled, names, its_findings)
        check_rows(table, its_catalogue, published, its_findings)
        if indicator and not findings.problems:
            yield Part(indicator.id, table, partial(_row_number, row_numbers, rows.astype(np.int32)))


def _taken(column: pa.ChunkedArray, rows: Codes) -> pa.ChunkedArray:
    only_one = len(column.chunk(0).dictionary) == 1
    cells = column.slice(0, len(rows)) if only_one else column.take(pa.array(rows))
    return cells.cast(WORDS)


def _row_number(row_numbers: Callable[[], Sequence[int]], rows: npt.NDArray[np.int32], place: int) -> int:
    return row_numbers()[int(rows[place])]


def _by_indicator(
    indicators: pa.ChunkedArray, catalogue: Catalogue
) -> Iterator[tuple[Indicator | None, Codes]]:
    """Each indicator with its rows in the file's order; None for all that name no indicator."""
    place, ids = codes(indicators)
    known = list(catalogue.indicators)
    number = {name: at for at, name in enumerate(known)}
    indicator = np.array([number.get(name, len(known)) for name in ids], dtype=np.uint16)[place]
    rows = np.argsort(indicator, kind="stable")  # of 16 bits: numpy sorts those in one pass
    ends = np.cumsum(np.bincount(indicator, minlength=len(known) + 1))
    for at, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
        if end > start:
            yield catalogue.indicators[known[at]] if at < len(known) else None, rows[start:end]


def _figures(
    indicator: Indicator | None,
    columns: dict[str, pa.ChunkedArray],
    spelled: Mapping[str, Numbers],
    names: Names,
    findings: Findings,
) -> pa.Table:
    def within(name: str, find: Callable[[Indicator | None, str], str | Unknown]) -> pa.ChunkedArray:
        return _resolved(name, columns[name], partial(find, indicator), findings)

    named = {name: columns[name] for name in ("indicator", "period", "measure")}
    named |= {
        "sex": within("sex", names.sex),
        "area": columns["area"],
        "group": within("group", names.group),
    }
    if indicator:
        _check_units(indicator, columns, names, findings)
        _check_per_cents(indicator, columns, spelled, findings)
    found = {**named, **_numbers(columns, spelled, findings), "note": columns["note"]}
    return pa.table({name: found[name] for name in SCHEMA.names}).cast(SCHEMA)


def _check_units(
    indicator: Indicator, columns: dict[str, pa.ChunkedArray], names: Names, findings: Findings
) -> None:
    """Notes units that do not fit their figure. A unit is checked and not kept: the indicator says it."""
    if not any(word.strip() for word in codes(columns["unit"])[1]):
        return
    of_row, measures = codes(columns["measure"])
    for number, measure in enumerate(measures):
        rows = np.flatnonzero(of_row == number)
        if rows.size and measure in MEASURES:  # of any other nobody knows the unit
            its_units = columns["unit"].take(pa.array(rows))
            _resolved("unit", its_units, partial(names.unit, indicator, measure), findings.of(rows))


def _check_per_cents(
    indicator: Indicator,
    columns: Mapping[str, pa.ChunkedArray],
    spelled: Mapping[str, Numbers],
    findings: Findings,
) -> None:
    """Notes numbers printed as `16%` that are no per cents: a level in another unit, or a count."""
    if not any(spelled[name].per_cent.any() for name in _NUMBERS):
        return
    of_row, words = codes(columns["measure"])
    fit = [word not in MEASURES or indicator.in_per_cent(word) for word in words]
    misfits = ~np.array(fit, dtype=bool)[of_row]
    for name in _NUMBERS:
        wrong = spelled[name].per_cent[places(columns[name])]
        if name in _COUNTS:
            findings.rows(wrong, "“{cell}” is a per cent and no number of people or events.", name)
        else:
            unit = f"a number in the unit {indicator.unit}"
            findings.rows(wrong & misfits, "“{cell}” is a per cent, and this figure is not.", name, unit)


def _resolved(
    name: str, column: pa.ChunkedArray, find: Callable[[str], str | Unknown], findings: Findings
) -> pa.ChunkedArray:
    """`column` with every word replaced by what `find` says it names.

    A word that names nothing is noted with its first row and stays as it is, so that other checks can go on.
    """
    used, place = compact(places(column))
    printed = column.chunk(0).dictionary.take(pa.array(used)).to_pylist()
    found = [find(word) for word in printed]
    unknown = {number: one for number, one in enumerate(found) if isinstance(one, Unknown)}
    if unknown:
        _, first, times = np.unique(place, return_index=True, return_counts=True)

        def problem(number: int) -> Problem:
            one, row = unknown[number], int(first[number])
            message = one.message + also(int(times[number]))
            return findings.in_row(row, message, name, printed[number], one.expected, one.nearest)

        findings.each(list(unknown), problem, name, _UNKNOWN_LISTED)
    named = [word if isinstance(one, Unknown) else one for word, one in zip(printed, found, strict=True)]
    return words(named).take(pa.array(place))


class _Areas:
    """What the words of a file name as areas: looked at once for all indicators of the same home area."""

    def __init__(self, names: Names, spelled: Sequence[str]) -> None:
        self._names = names
        self._spelled = spelled
        self._found: dict[tuple[str, ...], pa.Array] = {}

    def named(self, indicator: Indicator | None, cells: pa.ChunkedArray) -> pa.ChunkedArray:
        """The cells of some rows with every word replaced by the area that it names."""
        if indicator is None:
            return cells
        home = (indicator.area, *indicator.area_aliases)
        if home not in self._found:
            found = [self._names.area(indicator, word) for word in self._spelled]
            self._found[home] = pa.array(found, pa.string())
        used, place = compact(places(cells))
        named = self._found[home].take(pa.array(used)).dictionary_encode().cast(WORDS)
        return pa.chunked_array([named.take(pa.array(place))])


def _numbers(
    columns: Mapping[str, pa.ChunkedArray], spelled: Mapping[str, Numbers], findings: Findings
) -> dict[str, pa.Array]:
    """The columns of a table that come from printed numbers."""
    found = {}
    for name in _NUMBERS:
        rows, numbers = places(columns[name]), spelled[name]
        if numbers.wrong.any():
            wrong = numbers.wrong[rows]
            findings.rows(wrong, "“{cell}” is not a number.", name, expected="a number such as 6.3, or NA")
        if numbers.too_large.any():
            findings.rows(numbers.too_large[rows], "“{cell}” is too large to be a figure.", name, _BELOW)
        found[name] = pa.array(numbers.value[rows], pa.float64(), from_pandas=True)
    values = spelled["value"].at(places(columns["value"]))
    return found | {"decimals": values.decimals, "missing": values.missing, "mark": values.mark}
