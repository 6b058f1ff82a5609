"""Tells the rows of a table apart as far as the conditions of a mapping ask, each distinct word looked at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from healthgap.mapping import Condition
from healthgap.tables import WORDS, Codes

Mask = npt.NDArray[np.bool_]
_TABLED = 1 << 24


def indices(column: pa.ChunkedArray) -> tuple[Codes, pa.Array]:
    """A column of words as the place of each row's word among the distinct words, and those."""
    together = column.unify_dictionaries().combine_chunks()
    return together.indices.to_numpy(zero_copy_only=False).astype(np.int64), together.dictionary


@dataclass(frozen=True, slots=True)
class Classes:
    """The rows of a table in classes that no condition tells apart further.

    `of_row` is the class of each row; `words` has for each class the word under each head, `folded`, or None
    for any word that no condition names.
    """

    of_row: Codes
    words: Sequence[Mapping[str, str | None]]

    def meeting(self, conditions: Iterable[Condition]) -> list[bool]:
        """Of each class, whether it meets any of the conditions."""
        wanted = list(conditions)
        return [any(_meets(words, condition) for condition in wanted) for words in self.words]

    def rows(self, conditions: Iterable[Condition]) -> Mask:
        """Which rows meet any of the conditions."""
        return np.array(self.meeting(conditions), dtype=bool)[self.of_row]


def classes(columns: Mapping[str, pa.ChunkedArray], rows: int, conditions: Sequence[Condition]) -> Classes:
    """The classes of the rows of `columns`, by folded head; a head that is not there is blank in every row."""
    named: dict[str, set[str]] = {}
    for condition in conditions:
        for head, words in condition.items():
            named.setdefault(head, set()).update(words)
    combined = np.zeros(rows, dtype=np.int64)
    lists: list[tuple[str, list[str | None]]] = []
    for head, wanted in named.items():
        known = sorted(wanted)
        combined = combined * (len(known) + 1) + _places(columns.get(head), known, rows)
        lists.append((head, [*known, None]))
    size = int(np.prod([len(known) for _, known in lists], dtype=float)) if lists else 1
    found, of_row = distinct(combined, size)
    return Classes(of_row, [_words(int(code), lists) for code in found])


def distinct(combined: Codes, size: int) -> tuple[Codes, Codes]:
    """The distinct codes, all below `size`, and the place of each row's code among them."""
    if size > _TABLED:
        found, of_row = np.unique(combined, return_inverse=True)
        return found, of_row
    there = np.zeros(size, dtype=bool)
    there[combined] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[combined]


def _places(column: pa.ChunkedArray | None, known: Sequence[str], rows: int) -> Codes:
    """For each row the place of its word among the known ones; of any other word, the place after them."""
    if column is None:
        column = pa.chunked_array([pa.DictionaryArray.from_arrays(np.zeros(rows, np.int32), [""])])
    of_row, spelled = indices(column)
    folded = pc.replace_substring_regex(pc.utf8_lower(spelled), r"[\s\p{Z}]+", " ")
    place = pc.index_in(pc.utf8_trim_whitespace(folded), pa.array(known, pa.string()))
    places: Codes = pc.fill_null(place, len(known)).to_numpy(zero_copy_only=False).astype(np.int64)
    return places[of_row]


def _words(code: int, lists: Sequence[tuple[str, list[str | None]]]) -> dict[str, str | None]:
    words: dict[str, str | None] = {}
    for head, known in reversed(lists):
        code, place = divmod(code, len(known))
        words[head] = known[place]
    return words


def _meets(words: Mapping[str, str | None], condition: Condition) -> bool:
    return all(words[head] in wanted for head, wanted in condition.items())


def joined(columns: Sequence[pa.ChunkedArray]) -> pa.ChunkedArray:
    """Columns as one, each row's words with “to” between them: `2024-01-01 to 2024-12-31`."""
    if len(columns) == 1:
        return columns[0]
    texts = [column.cast(pa.string()) for column in columns]
    whole = pc.binary_join_element_wise(*texts, " to ").combine_chunks()
    return pa.chunked_array([whole.dictionary_encode().cast(WORDS)])


def translated(column: pa.ChunkedArray, of_row: Codes, words: Sequence[str | None]) -> pa.ChunkedArray:
    """`column` with the word of each row's class in place of its own, where the class has one."""
    own, spelled = indices(column)
    ours = [word or "" for word in words]
    has_word = np.array([word is not None for word in words], dtype=bool)[of_row]
    dictionary = pa.concat_arrays([pa.array(ours, pa.string()), spelled])
    place = np.where(has_word, of_row, own + len(ours)).astype(np.int32)
    return _plain(pa.DictionaryArray.from_arrays(place, dictionary))


def _plain(array: pa.DictionaryArray) -> pa.ChunkedArray:
    """The same words, each but once among the distinct ones, and none that no row has."""
    distinct_words = array.dictionary.unique()
    place = pc.index_in(array.dictionary, distinct_words).to_numpy(zero_copy_only=False)
    indices_of_words = place[array.indices.to_numpy(zero_copy_only=False)]
    return pa.chunked_array(
        [pa.DictionaryArray.from_arrays(indices_of_words.astype(np.int32), distinct_words).cast(WORDS)]
    )
