"""XLSX and ODS workbooks: the sheet that looks like figures, its cells as a person would type them."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from healthgap.errors import Problem
from healthgap.files.heads import above_note, head_row
from healthgap.files.raw import Kind, RawTable, words

_Cell = int | float | str | bool | time | date | datetime | timedelta
_HEAD_WITHIN = 30


def read(file: str, data: bytes, known: Collection[str], problems: list[Problem]) -> RawTable | None:
    """The table of a workbook; None when `problems` says why there is none.

    Of several sheets it is the one whose head has the most `known` heads.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in workbook.sheet_names
        }
    except CalamineError:
        problems.append(Problem(file, "This workbook cannot be read.", expected="an XLSX or ODS workbook"))
        return None
    kind = Kind("ODS" if b"opendocument.spreadsheet" in data[:200] else "XLSX")
    tables = [table for name, rows in sheets.items() if (table := _table(file, kind, name, rows, known))]
    if not tables:
        problems.append(Problem(file, "Every sheet of this workbook is empty."))
        return None
    chosen = max(tables, key=lambda table: head_row([table.heads], known)[1])
    others = ", ".join(f"“{table.sheet}”" for table in tables if table is not chosen)
    note = (f"Sheet “{chosen.sheet}” was read, and {others} not.",) if others else ()
    return replace(chosen, notes=(*note, *chosen.notes))


def _table(
    file: str, kind: Kind, sheet: str, rows: list[list[_Cell]], known: Collection[str]
) -> RawTable | None:
    cells = [[_text(cell) for cell in row] for row in rows]
    filled = [number for number, row in enumerate(cells) if any(row)][:_HEAD_WITHIN]
    if not filled:
        return None
    above, _ = head_row([cells[number] for number in filled], known)
    head = filled[above]
    used = [place for place in range(len(cells[head])) if any(row[place] for row in cells[head:])]
    return RawTable(
        file,
        tuple(cells[head][place] for place in used),
        tuple(words([row[place] for row in cells[head + 1 :]]) for place in used),
        lambda: range(head + 2, len(cells) + 1),
        kind,
        sheet,
        tuple(above_note(above)),
    )


def _text(cell: _Cell) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
