"""XLSX and ODS workbooks: the sheet that looks like figures, its cells as a person would type them."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from healthgap.errors import Problem
from healthgap.figures import COLUMNS
from healthgap.files.content import Content
from healthgap.files.raw import RawTable, words

_Cell = int | float | str | bool | time | date | datetime | timedelta


def read(content: Content, problems: list[Problem]) -> RawTable | None:
    """The table of a workbook; None when `problems` says why there is none.

    Of several sheets it is the one whose head names the most columns of figures.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content.whole()))
        sheets = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in workbook.sheet_names
        }
    except CalamineError:
        problems.append(
            Problem(content.name, "This workbook cannot be read.", expected="an XLSX or ODS workbook")
        )
        return None
    tables = [table for name, rows in sheets.items() if (table := _table(content.name, name, rows))]
    if not tables:
        problems.append(Problem(content.name, "Every sheet of this workbook is empty."))
        return None
    return max(tables, key=lambda table: sum(head.strip().lower() in COLUMNS for head in table.heads))


def _table(file: str, sheet: str, rows: list[list[_Cell]]) -> RawTable | None:
    cells = [[_text(cell) for cell in row] for row in rows]
    head = next((number for number, row in enumerate(cells) if any(row)), None)
    if head is None:
        return None
    used = [place for place in range(len(cells[head])) if any(row[place] for row in cells[head:])]
    return RawTable(
        file,
        tuple(cells[head][place] for place in used),
        tuple(words([row[place] for row in cells[head + 1 :]]) for place in used),
        lambda: range(head + 2, len(cells) + 1),
        sheet,
    )


def _text(cell: _Cell) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
