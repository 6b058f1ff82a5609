"""XLSX and ODS workbooks: the sheet that looks like figures, its cells as a person would type them."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from healthgap.errors import Problem, shortened
from healthgap.files.content import Content
from healthgap.files.heads import above_note, figures_above, head_row
from healthgap.files.raw import Kind, RawTable, words
from healthgap.files.shown import DAMAGED, letters, shown
from healthgap.mapping import REQUIRED, folded

_Cell = int | float | str | bool | time | date | datetime | timedelta
_Rows = list[list[str]]
_HEAD_WITHIN = 30
_MERGED_LISTED = 5


def read(content: Content, known: Collection[str], problems: list[Problem]) -> RawTable | None:
    """The table of a workbook; None when `problems` says why there is none.

    Of several sheets it is the one whose head has the most `known` heads. Nobody sees what stands in a hidden one, so
    that is not read.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content.whole()))
        sheets = {name: _rows(workbook.get_sheet_by_name(name)) for name in workbook.sheet_names}
        heads = {name: head for name, rows in sheets.items() if (head := _head(rows, known)) is not None}
        hidden = {one.name for one in workbook.sheets_metadata if one.visible != SheetVisibleEnum.Visible}
        seen = [name for name in heads if name not in hidden]
        chosen = max(seen, key=lambda name: _likeness(sheets[name], heads[name], known), default=None)
        cells = shown(content.whole(), chosen) if chosen else {}
        merged = workbook.get_sheet_by_name(chosen).merged_cell_ranges if chosen else None
    except (CalamineError, *DAMAGED):
        problems.append(Problem(content.name, _no_workbook(content), expected="an XLSX or ODS workbook"))
        return None
    of_figures = [name for name in heads if _has_figures(sheets[name], heads[name], known)]
    if of_figures and hidden.issuperset(of_figures):
        problems += _hidden(content.name, of_figures)
        return None
    if chosen is None:
        empty = "empty or hidden" if heads else "empty"
        problems.append(Problem(content.name, f"Every sheet of this workbook is {empty}."))
        return None
    kind = Kind("ODS" if b"opendocument.spreadsheet" in content.start(200) else "XLSX")
    for (row, column), text in cells.items():
        if row < len(sheets[chosen]) and column < len(sheets[chosen][row]):
            sheets[chosen][row][column] = text
    problems += _figures_above(content.name, chosen, sheets[chosen][: heads[chosen]])
    problems += _merged(content.name, chosen, heads[chosen], merged or [])
    problems += _more_figures(content.name, chosen, sheets, {name: heads[name] for name in seen}, known)
    others = ", ".join(f"“{name}”{' (hidden)' if name in hidden else ''}" for name in heads if name != chosen)
    note = (f"Sheet “{chosen}” was read, and {others} not.",) if others else ()
    table = _table(content.name, kind, chosen, sheets[chosen], heads[chosen])
    return replace(table, notes=(*note, *table.notes))


def _rows(sheet: CalamineSheet) -> _Rows:
    return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _no_workbook(content: Content) -> str:
    if b"xl/" in content.start() or b"opendocument" in content.start():
        return "This workbook cannot be read."
    return "This is a ZIP archive, and no workbook can be read in it. Take out the file that is meant."


def _likeness(rows: _Rows, head: int, known: Collection[str]) -> tuple[int, bool]:
    """How much a sheet looks like figures: how many of its heads are known, then whether anything is below."""
    return len(_known(rows[head], known)), any(map(any, rows[head + 1 :]))


def _known(head: Sequence[str], known: Collection[str]) -> set[str]:
    return {folded(cell) for cell in head}.intersection(known)


def _has_figures(rows: _Rows, head: int, known: Collection[str]) -> bool:
    """Whether a sheet has as many known heads as any figures need, and something below them."""
    heads, is_filled = _likeness(rows, head, known)
    return heads >= len(REQUIRED) and is_filled


def _hidden(file: str, sheets: Sequence[str]) -> Iterator[Problem]:
    for sheet in sheets:
        message = "This sheet is hidden, and no other has figures. What is hidden is not read."
        yield Problem(file, message, expected="figures in a sheet that is shown", sheet=sheet)


def _merged(
    file: str, sheet: str, head: int, ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]]
) -> Iterator[Problem]:
    """A problem for each place below the head where cells are merged: all but one of them would be blank."""
    below = sorted(first for first, last in ranges if last[0] > head)

    def problem(cell: tuple[int, int]) -> Problem:
        message, (row, column) = "Cells are merged here, and all but the first of them are blank.", cell
        expected = "every cell filled on its own"
        return Problem(file, message, row + 1, letters(column), expected=expected, sheet=sheet)

    def rest(count: int) -> Problem:
        return Problem(file, f"{count:,} more merged cells.", sheet=sheet)

    return shortened(below, problem, _MERGED_LISTED, rest)


def _more_figures(
    file: str, chosen: str, sheets: Mapping[str, _Rows], heads: Mapping[str, int], known: Collection[str]
) -> Iterator[Problem]:
    """A problem for each other sheet with figures under the same heads: none of them is to be left out unseen."""
    wanted = _known(sheets[chosen][heads[chosen]], known)
    for name, head in heads.items():
        alike = wanted == _known(sheets[name][head], known)
        if name != chosen and alike and _has_figures(sheets[name], head, known):
            message = f"This sheet has figures under the same heads as sheet {chosen}, and one sheet is read."
            yield Problem(file, message, expected="all figures in one sheet, or a file for each", sheet=name)


def _head(rows: _Rows, known: Collection[str]) -> int | None:
    """The place of the row of heads; None where every row is blank."""
    filled = [number for number, row in enumerate(rows) if any(row)][:_HEAD_WITHIN]
    return filled[head_row([rows[number] for number in filled], known)[0]] if filled else None


def _figures_above(file: str, sheet: str, above: _Rows) -> list[Problem]:
    message = "This row of figures stands above the heads of the columns."
    return [
        Problem(file, message, row=number, expected="the heads first", sheet=sheet)
        for number, row in enumerate(above, start=1)
        if figures_above(row)
    ]


def _table(file: str, kind: Kind, sheet: str, rows: _Rows, head: int) -> RawTable:
    used = [place for place in range(len(rows[head])) if any(row[place] for row in rows[head:])]
    above = sum(any(row) for row in rows[:head])
    numbers = range(head + 2, len(rows) + 1)
    return RawTable(
        file,
        tuple(rows[head][place] for place in used),
        tuple(words([row[place] for row in rows[head + 1 :]]) for place in used),
        lambda: numbers,
        kind,
        sheet,
        tuple(above_note(above)),
    )


def _text(cell: _Cell) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)  # as many digits as a spreadsheet shows
