"""A file -> checked figures, whatever its kind and whoever's columns it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from healthgap.catalogue import Catalogue
from healthgap.errors import Problem
from healthgap.files.content import Content
from healthgap.files.kinds import read_table
from healthgap.files.left_out import counted
from healthgap.files.mapped import read_mapped
from healthgap.files.own import Part, read_own
from healthgap.files.raw import RawTable, filled_rows
from healthgap.files.recognition import clash, is_own, known_heads, readers, unread
from healthgap.progress import Step


@dataclass(frozen=True, slots=True)
class Checked:
    """The figures of a file, indicator by indicator, each checked when it is asked for.

    `rows` is how many rows will be checked; `notes` are sentences on how the file was read, for whoever loads it.
    """

    rows: int
    notes: tuple[str, ...]
    parts: Iterator[Part]


def read_figures(
    content: Content, catalogue: Catalogue, published: date | None, problems: list[Problem], step: Step
) -> Checked | None:
    """The figures in a file; None when `problems` says why not. `step` hears how many bytes were read.

    `published` is the day of their publication, None where nobody says. Whatever the parts are found wrong in goes to
    `problems` too, which is complete after the last of them.
    """
    raw = read_table(content, known_heads(catalogue.mappings), problems, step)
    own = _in_own_columns(raw, catalogue, problems) if raw else None
    if own is None:
        return None
    notes = (*own.notes, *_blank_areas(own))
    return Checked(own.rows, notes, read_own(own, catalogue, published, problems))


def _blank_areas(own: RawTable) -> Iterator[str]:
    """What to say where some rows name an area and others, by intent or by mistake, do not."""
    areas = [
        cells for head, cells in zip(own.heads, own.columns, strict=True) if head.strip().lower() == "area"
    ]
    named = filled_rows(areas, own.rows)
    if named.any() and not named.all():
        blank = int((filled_rows(own.columns, own.rows) & ~named).sum())
        if blank:
            yield f"{counted(blank, 'row')} without an area, read as of each indicator’s own."


def _in_own_columns(raw: RawTable, catalogue: Catalogue, problems: list[Problem]) -> RawTable | None:
    found = readers(raw, catalogue.mappings)
    if len(found) + is_own(raw) > 1:
        problems.append(clash(raw, found))
        return None
    if found:
        return read_mapped(raw, found[0], problems)
    if not is_own(raw):
        problems.append(unread(raw, catalogue.mappings))
        return None
    return raw
