"""The rows of a CSV text as Python's own reader tells them apart: its head, their numbers, and what is wrong with them.

Slow: a large file is read so only where there is something to tell of its rows.
"""

from __future__ import annotations

import csv
import re
from array import array
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

from healthgap.errors import Problem, shortened
from healthgap.files.content import bytes_of
from healthgap.files.encoding import Text
from healthgap.files.heads import figures_above, head_row

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
BLANK = " \t\r\n,;|"
_RAGGED_LISTED = 5
_QUOTED = "a quote at each end of the cell, and two for every quote inside"
_HEAD_WITHIN = 30
_LINE_BREAK = re.compile("\r\n?|\n")
_LONGEST_CELL = 1 << 23  # a text with longer ones is no table


@dataclass(frozen=True, slots=True)
class _Record:
    """A row of a CSV file that is not blank: its number, its cells, and after how many lines it ends."""

    number: int
    cells: tuple[str, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class CsvText:
    """A text of cells, what stands between them, the row of its heads, and the rows above that."""

    text: Text
    separator: str
    head: _Record
    above: tuple[_Record, ...]

    def has_rows(self) -> bool:
        """Whether anything stands below the head."""
        return any(record.number > self.head.number for record in _records(self.text, self.separator))

    def is_plain(self) -> bool:
        """Whether nothing is quoted below the head, so that no row goes over several lines."""
        content = self.text.content
        if not content.is_utf8:
            return False
        return sum(line.count('"') for line in islice(self.text.lines(), self.head.lines)) == content.quotes

    def row_numbers(self, rows: int) -> Sequence[int]:
        """The numbers of the `rows` rows below the head that are as wide as it."""
        width, head = len(self.head.cells), self.head.number
        if self._each_line_is_a_row(rows):
            return range(head + 1, head + 1 + rows)
        numbered = enumerate(_rows(self.text, self.separator), start=1)
        return array("q", (row for row, cells in numbered if len(cells) == width and row > head))

    def figures_above(self) -> Iterator[Problem]:
        """A problem for each row of figures above the head."""
        for record in self.above:
            if figures_above(record.cells):
                message = "This row of figures stands above the heads of the columns."
                yield Problem(self.text.content.name, message, row=record.number, expected="the heads first")

    def ragged_rows(self) -> Iterator[Problem]:
        """A problem for each row of another width than the head."""
        width, head = len(self.head.cells), self.head.number
        ragged = [
            (record.number, len(record.cells))
            for record in _records(self.text, self.separator)
            if len(record.cells) != width and record.number > head
        ]
        name = self.text.content.name

        def problem(found: tuple[int, int]) -> Problem:
            row, cells = found
            message = f"This row has {cells} cell{'' if cells == 1 else 's'}."
            return Problem(name, message, row=row, expected=f"{width}, as in the head")

        def rest(count: int) -> Problem:
            return Problem(name, f"{count:,} more rows have too many or too few cells.")

        return shortened(ragged, problem, _RAGGED_LISTED, rest)

    def stray_quotes(self) -> Iterator[Problem]:
        """A problem for each row that takes rows after it into a cell, up to the first whose quotes are left open.

        Such a row may have as many cells as the head.
        """
        if self.is_plain():
            return
        numbers = count(1)
        try:
            for cells in _rows(self.text, self.separator, strict=True):
                yield from self._swallowed(next(numbers), cells)
        except csv.Error:
            message = (
                "A quote opens a cell here, and the one that should close it is missing or stands elsewhere."
            )
            yield Problem(self.text.content.name, message, row=next(numbers), expected=_QUOTED)

    def _swallowed(self, row: int, cells: Sequence[str]) -> Iterator[Problem]:
        """A problem for each cell that holds the end of its own row, the rows after it and the start of another.

        That is what two stray quotes make of the rows between them, if both stand in the same column.
        """
        for place, cell in enumerate(cells):
            first, *rest = [
                line.count(self.separator) for line in _LINE_BREAK.split(cell) if line.strip()
            ] or [0]
            whole = len(cells) - 1
            if rest and (first, rest[-1], set(rest[:-1]) - {whole}) == (whole - place, place, set()):
                message = "A quote opens this cell and another closes it rows further down: all between is one cell."
                column = self.head.cells[place] if place < len(self.head.cells) else None
                yield Problem(self.text.content.name, message, row, column, expected=_QUOTED)

    def _each_line_is_a_row(self, rows: int) -> bool:
        """Whether the `rows` rows below the head are so many lines, none of them blank."""
        if not self.is_plain():
            return False
        lines, last = 0, b"\n"
        for block in bytes_of(self.text.content.path):
            if b"\r" in block:
                return False
            lines, last = lines + block.count(b"\n"), block[-1:]
        return lines + (last != b"\n") == self.head.lines + rows


def csv_text(text: Text, known: Collection[str]) -> CsvText | None:
    """A text as CSV; None where every row is blank.

    Its head is the row with the most `known` heads, else the first that is not blank; its separator the one by
    which the head has the most known columns, or else the most columns. Raises csv.Error.
    """
    found = []
    for separator in SEPARATORS:
        first = _first_records(text, separator)
        if not first:
            return None
        place, names = head_row([record.cells for record in first], known)
        found.append(
            ((names, len(first[place].cells)), CsvText(text, separator, first[place], first[:place]))
        )
    return max(found, key=lambda one: one[0])[1]


def _first_records(text: Text, separator: str) -> tuple[_Record, ...]:
    """The first rows, up to one that cannot be read. Raises csv.Error where that is the very first."""
    first: list[_Record] = []
    try:
        for record in islice(_records(text, separator), _HEAD_WITHIN):
            first.append(record)
    except csv.Error:
        if not first:
            raise
    return tuple(first)


def _rows(text: Text, separator: str, *, strict: bool = False) -> Any:
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(text.lines(), delimiter=separator, strict=strict)


def _records(text: Text, separator: str) -> Iterator[_Record]:
    rows = _rows(text, separator)
    for number, cells in enumerate(rows, start=1):
        if any(cell.strip(BLANK) for cell in cells):
            yield _Record(number, tuple(cells), rows.line_num)
