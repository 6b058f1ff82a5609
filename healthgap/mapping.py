"""How another publisher's file is read as figures: which columns mean what, and which words which names.

Values only. `healthgap.mapping_files` reads them from `config/mappings/`, `healthgap.files.mapped` applies them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

Condition = Mapping[str, frozenset[str]]
"""Heads, each with the words of which one has to stand under it; both `folded`. A row must meet all."""

OWN_CELL = ""
"""Stands in a condition for the head under which our column itself is found."""

NAMES = ("indicator", "sex", "area", "group", "period", "measure")
NUMBERS = ("value", "lower", "upper", "count", "denominator")
REQUIRED = ("indicator", "group", "period", "value")
FIRST_AND_LAST_DAY = ("period_from", "period_to")
"""Columns of ours that only mappings have: the days from and to which a period runs, where a file has no other."""

FILL_IN = "FILL_IN"
"""What stands in a draft of a mapping where a person has to say what is meant."""


def folded(text: str) -> str:
    """A head or a word as it is compared: case and runs of spaces do not matter."""
    return " ".join(text.lower().split())


@dataclass(frozen=True, slots=True)
class Entry:
    """What one of our words is called in the file: it is meant where any of the conditions is met."""

    word: str
    where: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The figures under one set of number columns, for files with several figures in a row.

    `words` are what these columns stand for, by our column; `heads` where each number stands.
    """

    words: Mapping[str, str]
    heads: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FileMapping:
    """One file of `config/mappings/`.

    A file is claimed when its name fits one of `files` (none: any name) and `required` are among its heads:
    of each tuple at least one, as `folded`. `columns` gives for each of our columns the heads that it may
    have; `constants` a word for every row. `entries` translate; where none is met, the cell stays as it is.
    `blocks`, if any, replace the number columns. Rows are left out that do not meet `only`, that meet one of
    `leave_out` (by reason), or that no entry names for a column in `leave_out_others`. For drafts a format
    says which heads decide on a column of ours (`decided_by`), and where words describe it (`described_by`).
    """

    id: str
    title: str
    files: tuple[str, ...]
    required: tuple[tuple[str, ...], ...]
    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]
    entries: Mapping[str, tuple[Entry, ...]]
    blocks: tuple[Block, ...]
    only: Condition
    leave_out: Mapping[str, tuple[Condition, ...]]
    leave_out_others: tuple[str, ...]
    decided_by: Mapping[str, tuple[str, ...]]
    described_by: Mapping[str, str]

    @property
    def path(self) -> str:
        """Where people find it."""
        return f"config/mappings/{self.id}.toml"

    def lacks(self, heads: Iterable[str]) -> list[str]:
        """The heads that a file would need besides these for this mapping to read it."""
        there = {folded(head) for head in heads}
        return [choice[0] for choice in self.required if there.isdisjoint(map(folded, choice))]

    def claims(self, file: str, heads: Iterable[str]) -> bool:
        """Whether a file of that name with these heads is this mapping's to read."""
        named = not self.files or any(fnmatchcase(file.lower(), one.lower()) for one in self.files)
        return named and not self.lacks(heads)
