"""Who reads a table: the own format, or one of the mappings; or nobody, and then in a sentence why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from healthgap.errors import Problem
from healthgap.files.heads import has_numbers
from healthgap.files.own import COLUMNS
from healthgap.files.raw import RawTable
from healthgap.mapping import REQUIRED, FileMapping, folded

_LISTED = 12
OWN = "healthgap’s own format"


def known_heads(mappings: Mapping[str, FileMapping]) -> frozenset[str]:
    """Every head, folded, that the own format or a mapping asks for."""
    asked = (head for mapping in mappings.values() for heads in mapping.required for head in heads)
    return frozenset({*COLUMNS, *map(folded, asked)})


def is_own(raw: RawTable) -> bool:
    """Whether a table is meant to be in the own format: more of its heads are the own ones than not.

    A column of units tells nothing: many publishers have one.
    """
    heads = [head for head in map(folded, raw.heads) if head and head != "unit"]
    own = sum(head in COLUMNS for head in heads)
    return own > len(heads) - own


def readers(raw: RawTable, mappings: Mapping[str, FileMapping]) -> list[FileMapping]:
    """The mappings that claim a table."""
    return [mapping for mapping in mappings.values() if mapping.claims(raw.file, raw.heads)]


def clash(raw: RawTable, found: Sequence[FileMapping]) -> Problem:
    """What to say where several mappings claim a table, or one claims a table in the own format."""
    names = [mapping.path for mapping in found]
    who = [OWN, *names] if is_own(raw) else names
    message = f"{' and '.join(who)} could both read this file, and they need not mean the same by it."
    expected = "one of them; `files` or `heads` in a mapping narrow what it reads"
    return Problem(raw.file, message, expected=expected, sheet=raw.sheet)


def unread(raw: RawTable, mappings: Mapping[str, FileMapping]) -> Problem:
    """What to say where nothing reads a table."""
    heads = [head.strip() for head in raw.heads if head.strip()]
    if is_headless(raw):
        message = "The first row has numbers in it, where the heads of the columns should be."
        return Problem(raw.file, message, row=1, expected="a row of heads", sheet=raw.sheet)
    shown = ", ".join(heads[:_LISTED]) + (f" and {len(heads) - _LISTED} more" if len(heads) > _LISTED else "")
    message = f"Nothing here reads a file with these columns: {shown}."
    nearest = _nearest(raw, mappings)
    expected = f"the columns {', '.join(REQUIRED)}, or a mapping: `healthgap formats FILE` drafts one"
    return Problem(raw.file, message + nearest, expected=expected, sheet=raw.sheet)


def is_headless(raw: RawTable) -> bool:
    """Whether there are numbers where the heads should be; years may be heads."""
    return has_numbers(raw.heads)


def _nearest(raw: RawTable, mappings: Mapping[str, FileMapping]) -> str:
    """What the mapping that lacks least, and less than half of its heads, would need."""
    lacking = [(mapping.lacks(raw.heads), mapping) for mapping in mappings.values()]
    near = [(lacks, mapping) for lacks, mapping in lacking if 0 < len(lacks) * 2 < len(mapping.required)]
    if not near:
        return ""
    lacks, mapping = min(near, key=lambda one: len(one[0]))
    return f" {mapping.path} comes nearest and also needs {', '.join(f'“{head}”' for head in lacks)}."
