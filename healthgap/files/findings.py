"""Collects what is wrong with one table: a few rows of each kind, with their numbers as a person counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from functools import cache, partial

import numpy as np
import numpy.typing as npt

from healthgap.errors import Problem, shortened
from healthgap.files.raw import RawTable
from healthgap.tables import Codes

_EXAMPLES = 5


class Findings:
    """The problems of one table. Rows are given by their place in the table, or in a part of it."""

    def __init__(self, raw: RawTable) -> None:
        self._raw = raw
        self._row_numbers = cache(raw.row_numbers)
        self._places: Codes | None = None
        self.problems: list[Problem] = []

    def of(self, places: Codes) -> Findings:
        """The same problems, for whoever looks at the rows at `places` as a table of their own."""
        part = copy(self)
        part._places = places if self._places is None else self._places[places]
        return part

    def file(
        self,
        message: str,
        column: str | None = None,
        expected: str | None = None,
        nearest: str | None = None,
    ) -> None:
        """Notes a problem of the file as a whole, or of a column."""
        problem = Problem(self._raw.file, message, None, column, None, expected, nearest, self._raw.sheet)
        self.problems.append(problem)

    def in_row(
        self,
        row: int,
        message: str,
        column: str,
        value: str | None = None,
        expected: str | None = None,
        nearest: str | None = None,
    ) -> Problem:
        """A problem of one row; where a mapping made it, by the head and the cell of the file."""
        number = self.number(row)
        if self._raw.origin:
            column, value = self._raw.origin(self._place(row), column)
        return Problem(
            self._raw.file, message, number, column, value, expected, nearest, sheet=self._raw.sheet
        )

    def rows(
        self, wrong: npt.NDArray[np.bool_], message: str, column: str, expected: str | None = None
    ) -> None:
        """Notes every row that is `wrong`. `{cell}` in the message stands for the cell as printed."""

        def problem(row: int) -> Problem:
            cell = self.cell(row, column)
            return self.in_row(row, message.format(cell=cell), column, cell, expected)

        self.each(np.flatnonzero(wrong).tolist(), problem, column)

    def each(
        self, found: Sequence[int], problem: Callable[[int], Problem], column: str, listed: int = _EXAMPLES
    ) -> None:
        """Notes the problem of each place that was found: the first few by themselves, the rest as a count."""
        self.problems += shortened(found, problem, listed, partial(self._more, column))

    def _more(self, column: str, count: int) -> Problem:
        origin = self._raw.origin
        head = origin(self._place(0), column)[0] if origin else column
        return Problem(self._raw.file, f"{count:,} more like these.", column=head, sheet=self._raw.sheet)

    def number(self, row: int) -> int:
        """The number of a row as the person sees it."""
        return self._row_numbers()[self._place(row)]

    def cell(self, row: int, column: str) -> str:
        """A cell as printed; blank where there is no such column."""
        if self._raw.origin:
            return self._raw.origin(self._place(row), column)[1]
        for head, cells in zip(self._raw.heads, self._raw.columns, strict=True):
            if head.strip().lower() == column:
                return str(cells[self._place(row)])
        return ""

    def _place(self, row: int) -> int:
        return row if self._places is None else int(self._places[row])


def also(times: int) -> str:
    """What to add where one problem stands in so many rows and is told for the first of them."""
    return f" The same in {times - 1:,} more row{'s' if times > 2 else ''}." if times > 1 else ""
