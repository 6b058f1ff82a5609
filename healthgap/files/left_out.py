"""Which rows of a publisher's file its mapping leaves out, and why: each reason is told with its number of rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from healthgap.files.conditions import Mask
from healthgap.files.raw import RawTable, filled_rows, selected
from healthgap.files.source import Source


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why rows are left out; `telling` are the heads under which the first of them shows it."""

    words: str
    rows: Mask
    telling: Sequence[str] = ()


def without_left_out(source: Source, used: Iterable[str]) -> tuple[RawTable, list[str]]:
    """The table without those rows, and a sentence for each reason.

    `used` are the folded heads that the mapping reads. A row is counted under the first reason that fits it.
    """
    kept = np.ones(source.raw.rows, dtype=bool)
    notes = []
    for reason in _reasons(source, used):
        now = kept & reason.rows
        if now.any():
            first = source.told(reason.telling, int(np.argmax(now)))
            example = f"; the first has {first}" if first else ""
            notes.append(f"{counted(int(now.sum()), 'row')} left out: {reason.words}{example}.")
            kept &= ~now
    return selected(source.raw, kept), notes


def counted(number: int, word: str) -> str:
    """So many things in words: `1 row`, `1,200 rows`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _reasons(source: Source, used: Iterable[str]) -> Iterator[_Reason]:
    mapping, rows = source.mapping, source.raw.rows
    columns = [source.columns[head] for head in used if head in source.columns]
    yield _Reason("nothing stands in the columns that are read", ~filled_rows(columns, rows))
    for head, wanted in mapping.only.items():
        condition = {head: wanted}
        wrong = ~source.classes("", [condition]).rows([condition])
        yield _Reason(f"only some of {source.name_of(head)} are wanted", wrong, [head])
    for reason, conditions in mapping.leave_out.items():
        yield _Reason(reason.rstrip("."), source.classes("", conditions).rows(conditions))
    for name in mapping.leave_out_others:
        if source.entries(name):
            missing = ~source.classes_of(name).rows(source.conditions(name))
            yield _Reason(f"no {name} is mapped for them", missing, source.heads_asked(name))
