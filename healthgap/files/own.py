"""The project's own long format: one figure a row, every name and number checked.

Reads the whole table column by column and looks at each distinct word once; reports every problem it finds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from healthgap.catalogue import Catalogue, Indicator
from healthgap.errors import Problem
from healthgap.figures import KEY
from healthgap.files.checks import check_rows
from healthgap.files.findings import Findings, also
from healthgap.files.flags import Flag, flags
from healthgap.files.names import Names, Unknown, nearest
from healthgap.files.printed import Numbers, read_numbers
from healthgap.files.raw import RawTable, without_blank_rows, words
from healthgap.tables import SCHEMA, WORDS, codes

REQUIRED = ("indicator", "group", "period", "value")
_NUMBERS = ("value", "lower", "upper", "count", "denominator")
COLUMNS = (*KEY, *_NUMBERS, "note")
_UNKNOWN_LISTED = 10


@dataclass(frozen=True, slots=True)
class Checked:
    """Figures fit to be stored, as `healthgap.tables.SCHEMA`, and what is odd about some, by row number.

    `notes` are sentences on how the file was read, for whoever loads it.
    """

    table: pa.Table
    flags: tuple[tuple[int, Flag], ...]
    notes: tuple[str, ...] = ()


def read_own(raw: RawTable, catalogue: Catalogue, problems: list[Problem]) -> Checked | None:
    """The figures of a table in the own format; None when there is a problem. All go to `problems`."""
    raw = without_blank_rows(raw)
    findings = Findings(raw)
    columns = _columns(raw, findings)
    table = None if findings.problems else _figures(columns, catalogue, findings)
    problems += findings.problems
    if table is None or findings.problems:
        return None
    flagged = tuple((findings.number(flag.place), flag) for flag in flags(table, catalogue))
    return Checked(table, flagged, raw.notes)


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
    blank = pa.chunked_array([pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), [""]).cast(WORDS)])
    return {name: columns.get(name, blank) for name in COLUMNS}


def _refuse_column(head: str, cells: pa.ChunkedArray, findings: Findings) -> None:
    if head.strip():
        findings.file(f"There is no column “{head}”.", head, nearest=nearest(head, COLUMNS))
    elif pc.any(pc.not_equal(cells.cast(pa.string()), "")).as_py():
        findings.file("A column has no head.", expected="a name in the first row above every column")


def _figures(columns: dict[str, pa.ChunkedArray], catalogue: Catalogue, findings: Findings) -> pa.Table:
    names = Names(catalogue)
    nothing = words([""]).take(pa.array(np.zeros(len(columns["value"]), np.int64)))

    def alone(name: str, find: Callable[[str], str | Unknown]) -> pa.ChunkedArray:
        return _resolved(name, columns[name], nothing, lambda _, word: find(word), findings)

    indicators = alone("indicator", names.indicator)

    def within(name: str, find: Callable[[Indicator | None, str], str | Unknown]) -> pa.ChunkedArray:
        def find_within(indicator: str, word: str) -> str | Unknown:
            return find(catalogue.indicators.get(indicator), word)

        return _resolved(name, columns[name], indicators, find_within, findings)

    named = {
        "indicator": indicators,
        "sex": within("sex", names.sex),
        "area": within("area", names.area),
        "group": within("group", names.group),
        "period": alone("period", names.period),
        "measure": alone("measure", names.measure),
    }
    numbers = {name: _numbers(name, columns[name], findings) for name in _NUMBERS}
    table = _table(named, numbers, columns["note"])
    check_rows(table, catalogue, findings)
    return table


def _resolved(
    name: str,
    column: pa.ChunkedArray,
    context: pa.ChunkedArray,
    find: Callable[[str, str], str | Unknown],
    findings: Findings,
) -> pa.ChunkedArray:
    """`column` with every word replaced by what `find` says it names in its context.

    A word that names nothing is noted with its first row and stays as it is, so that other checks can go on.
    """
    word, word_list = codes(column)
    around, around_list = codes(context)
    pairs, first, pair_of_row, times = np.unique(
        around * len(word_list) + word, return_index=True, return_inverse=True, return_counts=True
    )
    found: list[str] = []
    unknown = 0
    for pair, row, count in zip(pairs, first, times, strict=True):
        printed = word_list[pair % len(word_list)]
        result = find(around_list[pair // len(word_list)], printed)
        if isinstance(result, Unknown):
            unknown += 1
            if unknown <= _UNKNOWN_LISTED:
                _note(findings, int(row), name, printed, result, int(count))
            result = printed
        found.append(result)
    findings.more(unknown - _UNKNOWN_LISTED, name)
    return words(found).take(pa.array(pair_of_row))


def _note(findings: Findings, row: int, column: str, printed: str, unknown: Unknown, times: int) -> None:
    findings.row(row, unknown.message + also(times), column, printed, unknown.expected, unknown.nearest)


def _numbers(name: str, column: pa.ChunkedArray, findings: Findings) -> Numbers:
    numbers = read_numbers(column)
    findings.rows(numbers.wrong, "“{cell}” is not a number.", name, expected="a number such as 6.3, or NA")
    return numbers


def _table(named: dict[str, pa.ChunkedArray], numbers: dict[str, Numbers], note: pa.ChunkedArray) -> pa.Table:
    values = {
        name: pa.array(column.value, pa.float64(), from_pandas=True) for name, column in numbers.items()
    }
    rest = {"decimals": numbers["value"].decimals, "missing": numbers["value"].missing, "note": note}
    columns = {**named, **values, **rest}
    return pa.table({name: columns[name] for name in SCHEMA.names}).cast(SCHEMA)
