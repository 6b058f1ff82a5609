"""Printed numbers: the value, how many decimals were printed and with which mark, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from healthgap.figures import MARKS, MISSING_CODES
from healthgap.tables import WORDS, Codes, codes

_NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$"
# A number may carry a mark in brackets; that it is provisional also without them.
_MARKED = rf"(?i)^(?P<number>[+-]?[\d.]*\d\.?(\s*%)?)\s*(\[(?P<bracketed>[{''.join(MARKS)}])\]|(?P<plain>p))$"
_PER_CENT = r"(\d\.?)\s*%$"
# A hundred times as many as all people alive: no count or rate of people comes near, and what does is a slip.
TOO_LARGE = 1e12


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column of printed numbers, an entry a row.

    `value` is NaN, or infinite, where `missing` gives a reason or `wrong` says that this is no number. `mark` is one
    of `healthgap.figures.MARKS` where a number carries it, else null. `per_cent` says that it was printed as `16%`.
    """

    value: npt.NDArray[np.float64]
    decimals: npt.NDArray[np.int8]
    missing: pa.Array
    mark: pa.Array
    wrong: npt.NDArray[np.bool_]
    per_cent: npt.NDArray[np.bool_]

    @property
    def too_large(self) -> npt.NDArray[np.bool_]:
        """Which entries are numbers, but larger than any figure can be."""
        return np.isfinite(self.value) & (np.abs(self.value) >= TOO_LARGE)

    def at(self, rows: Codes) -> Numbers:
        """The entries at the places `rows`, in their order."""
        places = pa.array(rows)
        return Numbers(
            self.value[rows],
            self.decimals[rows],
            self.missing.take(places),
            self.mark.take(places),
            self.wrong[rows],
            self.per_cent[rows],
        )


def read_numbers(column: pa.ChunkedArray) -> Numbers:
    """Reads a column of words that have no unit, so that `16%` is wrong; each distinct word is looked at once."""
    rows, spelled = codes(column)
    found = read_words(spelled).at(rows)
    return replace(found, wrong=found.wrong | found.per_cent)


def read_words(spelled: Sequence[str]) -> Numbers:
    """Reads words that may be numbers."""
    printed = pc.replace_substring(pc.utf8_trim_whitespace(pa.array(spelled, pa.string())), "−", "-")
    texts, marks = _without_marks(printed)
    per_cent = pc.match_substring_regex(texts, _PER_CENT).to_numpy(zero_copy_only=False).astype(bool)
    texts = pc.replace_substring_regex(texts, _PER_CENT, r"\1")
    is_number = pc.match_substring_regex(texts, _NUMBER)
    value = (
        pc.if_else(is_number, texts, None).cast(pa.float64()).to_numpy(zero_copy_only=False) + 0.0
    )  # no -0.0
    reasons = [MISSING_CODES.get(word) for word in pc.utf8_lower(texts).to_pylist()] if spelled else []
    missing = pa.array(reasons, pa.string()).dictionary_encode().cast(WORDS)
    wrong = ~np.isfinite(value) & missing.is_null().to_numpy(zero_copy_only=False)
    decimals = np.where(np.isfinite(value), _decimals(texts), 0)
    return Numbers(value, decimals, missing, marks, wrong, per_cent)


def _without_marks(printed: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Printed numbers without the marks they carry, and each mark in words."""
    marked = np.flatnonzero(pc.match_substring_regex(printed, _MARKED))
    if not marked.size:
        return printed, pa.nulls(len(printed), WORDS)
    texts = printed.to_pylist()
    marks: list[str | None] = [None] * len(texts)
    for place in marked:
        found = re.match(_MARKED, texts[place])
        if found:
            texts[place] = found["number"]
            marks[place] = MARKS[(found["bracketed"] or found["plain"]).lower()]
    return pa.array(texts, pa.string()), pa.array(marks, pa.string()).dictionary_encode().cast(WORDS)


def _decimals(texts: pa.Array) -> npt.NDArray[np.int8]:
    decimals = pc.utf8_length(pc.replace_substring_regex(texts, r"^[^.]*\.?", ""))
    counted: npt.NDArray[np.int8] = decimals.to_numpy(zero_copy_only=False).clip(0, 20).astype(np.int8)
    scientific = pc.match_substring_regex(texts, r"^[^a-z]*\d[eE][+-]?\d{1,3}$").to_numpy(
        zero_copy_only=False
    )
    for place in np.flatnonzero(scientific):
        counted[place] = _scientific_decimals(texts[int(place)].as_py())
    return counted


def _scientific_decimals(text: str) -> int:
    try:
        exponent = Decimal(text).as_tuple().exponent
    except InvalidOperation:
        return 0
    return max(0, min(20, -exponent)) if isinstance(exponent, int) else 0


def is_number(text: str) -> bool:
    """Whether a cell has a number in it, with a mark or without."""
    printed = re.sub(_PER_CENT, r"\1", text.strip().replace("−", "-"))
    return any(re.match(pattern, printed) for pattern in (_NUMBER, _MARKED))
