"""A file of figures -> checked and packed for the database, indicator by indicator, or refused. Stores nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from healthgap.ahead import ahead
from healthgap.catalogue import Catalogue
from healthgap.errors import Problem, RefusedDataError
from healthgap.files.content import Content
from healthgap.files.details import Publication, ReleaseDetails, read_publication
from healthgap.files.own import Part
from healthgap.files.reading import Checked, read_figures
from healthgap.progress import Progress, Step
from healthgap.releases import LONDON
from healthgap.store.segments import Segment, encoded

_PACKERS = 2  # packing takes longer than checking, and leaves Python to others meanwhile


@dataclass(frozen=True, slots=True)
class Packed:
    """A file's figures on one indicator, packed, and the number in the file of each, by its place among them."""

    segment: Segment
    row_number: Callable[[int], int]


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file that was read and found fit to be stored: its figures by indicator, and how it was read."""

    content: Content
    publication: Publication
    notes: tuple[str, ...]
    parts: Mapping[str, Packed]


def pack(content: Content, catalogue: Catalogue, given: ReleaseDetails, progress: Progress) -> PackedFile:
    """Reads and checks a file. Raises RefusedDataError with all that is wrong with it."""
    problems: list[Problem] = []
    publication = read_publication(content.path, given, catalogue, problems)
    day = publication.published_at.astimezone(LONDON).date() if publication else None
    checked = read_figures(content, catalogue, day, problems, progress(f"Reading {content.name}", "bytes"))
    checked = checked or Checked(0, (), iter(()))
    parts = _packed(checked, progress(f"Checking {content.name}", "rows"))
    if content.changed():
        problems.insert(0, changed(content))
    if publication is None or problems:
        raise RefusedDataError(problems)
    return PackedFile(content, publication, checked.notes, parts)


def changed(content: Content) -> Problem:
    """What to say of a file that was written to while it was read."""
    return Problem(content.name, "Somebody wrote to this file while it was read. Load it again.")


def _packed(checked: Checked, step: Step) -> dict[str, Packed]:
    """Each part packed as soon as it is checked, since a tenth of its size is all that has to be kept."""
    parts: dict[str, Packed] = {}
    done = 0
    for part in ahead(_pack, checked.parts, _PACKERS):
        parts[part.segment.indicator] = part
        done += part.segment.rows
        step(done, checked.rows)
    return parts


def _pack(part: Part) -> Packed:
    segment = encoded(part.indicator, part.table)
    number_of, order = part.row_number, segment.order
    return Packed(segment, lambda place: number_of(int(order[place])))
