"""Finds the row of heads in a table that may have titles and notes above it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from healthgap.files.printed import is_number
from healthgap.mapping import REQUIRED, folded

_SURE = 2
_YEAR = re.compile(r"(19|20)\d\d\s*(p|\[\w\])?")


def head_row(rows: Sequence[Sequence[str]], known: Collection[str]) -> tuple[int, int]:
    """The place of the row with the most `known` heads (folded), and how many those are.

    When no row has two of them, the first row with more than a title in it, and 0.
    """
    counts = [len({folded(cell) for cell in row}.intersection(known)) for row in rows]
    most = max(counts)
    if most >= _SURE:
        return counts.index(most), most
    filled = (place for place, row in enumerate(rows) if sum(bool(cell.strip()) for cell in row) > 1)
    return next(filled, 0), 0


def above_note(rows: int) -> Iterator[str]:
    """What to say where rows stand above the head."""
    if rows:
        yield f"{rows} row{'s' if rows > 1 else ''} above the head {'were' if rows > 1 else 'was'} not read."


def has_numbers(cells: Sequence[str]) -> bool:
    """Whether there are numbers where heads should be; years may be heads."""
    return any(is_number(cell) and not _YEAR.fullmatch(cell.strip()) for cell in cells)


def figures_above(cells: Sequence[str]) -> bool:
    """Whether a row above the head looks like figures, which must not be passed over as if it were a title."""
    return has_numbers(cells) and sum(bool(cell.strip()) for cell in cells) >= len(REQUIRED)
