"""A publisher's table as its mapping sees it: columns by their heads, cells in words for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from healthgap.files.conditions import Classes, classes
from healthgap.files.raw import RawTable
from healthgap.mapping import FIRST_AND_LAST_DAY, OWN_CELL, Condition, Entry, FileMapping, folded


@dataclass(frozen=True)
class Source:
    """A table, and the mapping that reads it."""

    raw: RawTable
    mapping: FileMapping

    @cached_property
    def columns(self) -> Mapping[str, pa.ChunkedArray]:
        """The columns by folded head; of several with one head that spelled as in the mapping, or the first."""
        found: dict[str, pa.ChunkedArray] = {}
        for head, column in zip(self.raw.heads, self.raw.columns, strict=True):
            if head.strip() and (folded(head) not in found or head.strip() in self._spelled):
                found[folded(head)] = column
        return found

    def read_as(self, head: str) -> tuple[str, ...]:
        """Our columns that are read from under a head, wholly or in part."""
        mapping = self.mapping
        names = dict.fromkeys([*mapping.columns, *mapping.entries])
        found = [name for name in names if folded(head) in self.heads_asked(name)]
        found += [
            name
            for block in mapping.blocks
            for name, one in block.heads.items()
            if folded(one) == folded(head)
        ]
        return tuple(dict.fromkeys(found))

    def name_of(self, head: str) -> str:
        """A folded head as it is printed, where the file has it."""
        return self._printed_heads.get(head, head)

    def head(self, name: str) -> str | None:
        """The head, folded, under which one of our columns is found; None where it has no column."""
        choices = map(folded, self.mapping.columns.get(name, ()))
        return next((head for head in choices if head in self.columns), None)

    def heads_of(self, name: str) -> tuple[str, ...]:
        """The heads, folded, that together say one of our columns: two where a period stands as its ends."""
        head = self.head(name)
        if head is None and name == "period":
            return tuple(head for end in FIRST_AND_LAST_DAY if (head := self.head(end)))
        return (head,) if head else ()

    def classes_of(self, name: str) -> Classes:
        """The rows told apart by what the entries for one of our columns ask."""
        return self.classes(name, self.conditions(name))

    def classes(self, name: str, conditions: Iterable[Condition]) -> Classes:
        """The rows told apart by conditions; where one names no head it means the column of `name`."""
        own = self.head(name)
        columns = dict(self.columns)
        if own:
            columns[OWN_CELL] = self.columns[own]
        return classes(columns, self.raw.rows, list(conditions))

    def entries(self, name: str) -> tuple[Entry, ...]:
        """The entries of the mapping for one of our columns."""
        return self.mapping.entries.get(name, ())

    def conditions(self, name: str) -> list[Condition]:
        """Every condition of those entries."""
        return [where for entry in self.entries(name) for where in entry.where]

    def only_by_entries(self, name: str) -> bool:
        """Whether one of our columns says nothing where no entry is met."""
        mapping = self.mapping
        in_blocks = bool(mapping.blocks) and all(name in block.words for block in mapping.blocks)
        otherwise = self.head(name) is not None or name in mapping.constants or in_blocks
        return bool(self.entries(name)) and not otherwise

    def heads_asked(self, name: str) -> tuple[str, ...]:
        """The folded heads that decide what one of our columns says, those in the file, its own first."""
        heads = [self.head(name) or "", *(head for condition in self.conditions(name) for head in condition)]
        return tuple(head for head in dict.fromkeys(heads) if head in self.columns)

    def heads_shown(self, name: str) -> tuple[str, ...]:
        """The folded heads by which a person finds a cell of one of our columns in the file."""
        own = self.head(name)
        return (own,) if own else self.heads_asked(name)

    def printed(self, heads: Iterable[str], row: int) -> tuple[str, str]:
        """The heads as printed, and the cells of a row under them."""
        there = list(heads)
        cells = [str(self.columns[head][row]) for head in there]
        return " / ".join(map(self.name_of, there)), " / ".join(cells)

    def told(self, heads: Iterable[str], row: int) -> str:
        """The cells of a row under some heads, for a sentence: `Sex “Male”, Age “All ages”`."""
        pairs = [self.printed([head], row) for head in heads if head in self.columns]
        return ", ".join(f"{head} “{cell}”" for head, cell in pairs)

    def doubled(self, used: Collection[str]) -> list[str]:
        """Of the folded heads that are used, those over several columns of which not one alone is spelled as here."""
        there = [head.strip() for head in self.raw.heads]
        alike = {head: [one for one in there if folded(one) == head] for head in map(folded, there)}
        return [
            head
            for head, spellings in alike.items()
            if head in used and len(spellings) > 1 and sum(one in self._spelled for one in spellings) != 1
        ]

    @cached_property
    def _spelled(self) -> frozenset[str]:
        """The heads of our columns as the mapping spells them."""
        return frozenset(head for heads in self.mapping.columns.values() for head in heads)

    @cached_property
    def _printed_heads(self) -> Mapping[str, str]:
        return {folded(head): head.strip() for head in self.raw.heads if head.strip()}
