"""XLSX and ODS workbooks: the sheet that looks like figures, its cells as a person would type them."""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook

from healthgap.errors import Problem
from healthgap.files.content import Content
from healthgap.files.heads import above_note, figures_above, head_row
from healthgap.files.raw import Kind, RawTable, words

_Cell = int | float | str | bool | time | date | datetime | timedelta
_HEAD_WITHIN = 30


def read(content: Content, known: Collection[str], problems: list[Problem]) -> RawTable | None:
    """The table of a workbook; None when `problems` says why there is none.

    Of several sheets it is the one whose head has the most `known` heads.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content.whole()))
        sheets = {
            name: [
                [_text(cell) for cell in row]
                for row in workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in workbook.sheet_names
        }
    except CalamineError:
        problems.append(
            Problem(content.name, "This workbook cannot be read.", expected="an XLSX or ODS workbook")
        )
        return None
    kind = Kind("ODS" if b"opendocument.spreadsheet" in content.start(200) else "XLSX")
    heads = {name: head for name, rows in sheets.items() if (head := _head(rows, known)) is not None}
    if not heads:
        problems.append(Problem(content.name, "Every sheet of this workbook is empty."))
        return None
    chosen = max(heads, key=lambda name: head_row([sheets[name][heads[name]]], known)[1])
    problems += _figures_above(content.name, chosen, sheets[chosen][: heads[chosen]])
    others = ", ".join(f"“{name}”" for name in heads if name != chosen)
    note = (f"Sheet “{chosen}” was read, and {others} not.",) if others else ()
    table = _table(content.name, kind, chosen, sheets[chosen], heads[chosen])
    return replace(table, notes=(*note, *table.notes))


def _head(rows: list[list[str]], known: Collection[str]) -> int | None:
    """The place of the row of heads; None where every row is blank."""
    filled = [number for number, row in enumerate(rows) if any(row)][:_HEAD_WITHIN]
    return filled[head_row([rows[number] for number in filled], known)[0]] if filled else None


def _figures_above(file: str, sheet: str, above: list[list[str]]) -> list[Problem]:
    message = "This row of figures stands above the heads of the columns."
    return [
        Problem(file, message, row=number, expected="the heads first", sheet=sheet)
        for number, row in enumerate(above, start=1)
        if figures_above(row)
    ]


def _table(file: str, kind: Kind, sheet: str, rows: list[list[str]], head: int) -> RawTable:
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
    return str(cell)
