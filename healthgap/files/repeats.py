"""Rows of a publisher's file that say the same as an earlier one: they count once.

Some publishers print a row again for each parent of an area. Rows that say something else of the same figure stay,
and are refused with all other repeats.
"""

from __future__ import annotations

import numpy as np

from healthgap.files.conditions import distinct, indices
from healthgap.files.left_out import counted
from healthgap.files.raw import RawTable, selected
from healthgap.mapping import NAMES
from healthgap.tables import Codes


def without_repeats(raw: RawTable) -> tuple[RawTable, list[str]]:
    """A table in the own format's columns with each of its rows once, and a sentence if any was left out."""
    earlier = _first_alike(raw)
    repeats = np.flatnonzero(earlier != np.arange(raw.rows))
    for head, column in zip(raw.heads, raw.columns, strict=True):
        if head not in NAMES and repeats.size:
            codes, _ = indices(column)
            repeats = repeats[codes[repeats] == codes[earlier[repeats]]]
    kept = np.ones(raw.rows, dtype=bool)
    kept[repeats] = False
    notes = [f"{counted(len(repeats), 'row')} left out: the same as an earlier row."] if repeats.size else []
    return selected(raw, kept), notes


def _first_alike(raw: RawTable) -> Codes:
    """For each row the first one with the same words in every column of names."""
    combined, size = np.zeros(raw.rows, dtype=np.int64), 1
    for head, column in zip(raw.heads, raw.columns, strict=True):
        if head in NAMES:
            codes, words = indices(column)
            combined, size = combined * max(len(words), 1) + codes, size * max(len(words), 1)
    found, key = distinct(combined, size)
    first = np.empty(len(found), dtype=np.int64)
    first[key[::-1]] = np.arange(raw.rows)[::-1]
    return first[key]
