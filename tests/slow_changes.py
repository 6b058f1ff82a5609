"""What a release changes of those before it, counted slowly and obviously: the oracle of `healthgap.comparison`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from healthgap.figures import MISSING_CODES


class Row(NamedTuple):
    """One figure as printed, in a file of one publisher."""

    indicator: str
    area: str
    group: str
    period: str
    value: str
    lower: str = ""
    count: str = ""
    note: str = ""


class Counts(NamedTuple):
    """How many figures are new, revised, withdrawn, unchanged, and printed as missing.

    Of the revised, how many had no value before; of the withdrawn, how many are printed as missing now; and how many
    of the last edition are not printed at all.
    """

    new: int
    revised: int
    withdrawn: int
    unchanged: int
    missing: int
    filled: int
    blanked: int
    left_out: int


def slow_counts(earlier: Sequence[Sequence[Row]], rows: Sequence[Row]) -> Counts:
    """The changes that `rows` make to the editions before, oldest first."""
    held: dict[tuple[str, ...], Row] = {}
    for edition in earlier:
        for row in edition:
            held[row[:4]] = row
    new = revised = filled = blanked = unchanged = 0
    for row in rows:
        before = held.get(row[:4])
        if before is None:
            new += 1
        elif _number(before.value) is not None and _number(row.value) is None:
            blanked += 1
        elif _differs(before, row):
            revised += 1
            filled += _number(before.value) is None and _number(row.value) is not None
        else:
            unchanged += 1
    missing = sum(_number(row.value) is None for row in rows)
    dropped = _dropped(earlier[-1], rows) if earlier else 0
    printed = {row[:4] for row in rows}
    last = earlier[-1] if earlier else ()
    left_out = sum(row[:4] not in printed for row in last)
    return Counts(new, revised, blanked + dropped, unchanged, missing, filled, blanked, left_out)


def _number(cell: str) -> float | None:
    return None if cell.lower() in MISSING_CODES else float(cell)


def _reason(row: Row) -> str | None:
    return MISSING_CODES.get(row.value.lower())


def _differs(before: Row, after: Row) -> bool:
    if _number(before.value) != _number(after.value) or _reason(before) != _reason(after):
        return True
    pairs = ((_number(before.lower), _number(after.lower)), (_number(before.count), _number(after.count)))
    return any(None not in pair and pair[0] != pair[1] for pair in pairs)


def _dropped(previous: Sequence[Row], rows: Sequence[Row]) -> int:
    """Figures left out between two neighbours in time that are printed again. All periods are as long."""
    printed = {row[:4] for row in rows}
    series: dict[tuple[str, ...], list[Row]] = {}
    for row in sorted(previous, key=lambda row: int(row.period[:4])):
        series.setdefault(row[:3], []).append(row)
    return sum(
        before[:4] in printed
        and after[:4] in printed
        and row[:4] not in printed
        and _number(row.value) is not None
        for of_one in series.values()
        for before, row, after in zip(of_one, of_one[1:], of_one[2:], strict=False)
    )
