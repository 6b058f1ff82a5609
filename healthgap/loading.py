"""Files of figures -> checked -> compared with what was held -> stored in one transaction, all or none.

Decides nothing about what is public: a release under embargo is stored as any other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from datetime import datetime
from itertools import chain, count, zip_longest
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Connection, Engine

from healthgap.catalogue import Catalogue
from healthgap.effects import Readings, flags_of, readings, replaced_releases, status_changes
from healthgap.errors import Problem, RefusedDataError
from healthgap.files.content import read_content
from healthgap.files.details import ReleaseDetails
from healthgap.load_report import (
    LISTED,
    Change,
    FileReport,
    Flagged,
    Listing,
    LoadReport,
    OldFigures,
    PostedChange,
    StatusChange,
)
from healthgap.packing import PackedFile, changed, pack
from healthgap.progress import Progress, silent
from healthgap.releases import LONDON, Release
from healthgap.store.audit import OPERATOR, Entry, record
from healthgap.store.database import writing
from healthgap.store.releases import (
    Compared,
    absent,
    compared,
    find_by_content,
    lock_releases,
    store,
    stored_releases,
)
from healthgap.store.statements import still_read
from healthgap.store.told import told
from healthgap.tables import figures
from healthgap.wording.numbers import hour

_LONGEST_ID = 150
_NONE = Listing()


def load(
    engine: Engine,
    catalogue: Catalogue,
    paths: Sequence[Path],
    details: ReleaseDetails,
    *,
    now: datetime,
    dry_run: bool = False,
    progress: Progress = silent,
    by: str = OPERATOR,
) -> LoadReport:
    """Loads each file as one release, or none of them; the audit log says that `by` did.

    `details` go before what the files beside them say. A file whose very bytes are held changes nothing. A
    dry run does the same and takes it back. Raises RefusedDataError with every problem of every file.
    """
    problems: list[Problem] = []
    read: list[PackedFile | FileReport] = []
    with engine.connect() as connection:
        for path in paths:
            try:
                read.append(_read(connection, path, catalogue, details, now, progress))
            except RefusedDataError as refused:
                problems += refused.problems
    if problems:
        raise RefusedDataError(_in_order(problems))
    with writing(engine) as connection:
        lock_releases(connection)
        reports = [_stored(connection, file, catalogue, now) for file in read]
        for report in reports:
            if not report.already_loaded:
                record(connection, _entry(report.release, by))
        if dry_run:
            connection.rollback()
    return LoadReport(tuple(reports), dry_run)


def _entry(release: Release, by: str) -> Entry:
    detail = (
        f"“{release.title}”, public from {release.published_at:%Y-%m-%d} {hour(release.published_at)} UTC"
    )
    return Entry(release.loaded_at, by, "loaded", release_id=release.id, detail=detail)


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    """File by file as given, and down the rows of each, as the person who mends them goes.

    What is in no row stays behind what it was noted after, such as how many more are like it.
    """
    files = list(dict.fromkeys(problem.file for problem in problems))
    last_rows = dict.fromkeys(files, 0)
    places = []
    for problem in problems:
        last_rows[problem.file] = last_rows[problem.file] if problem.row is None else problem.row
        places.append((files.index(problem.file), last_rows[problem.file]))
    in_order = sorted(zip(places, problems, strict=True), key=lambda placed: placed[0])
    return [problem for _, problem in in_order]


def _read(
    connection: Connection,
    path: Path,
    catalogue: Catalogue,
    given: ReleaseDetails,
    now: datetime,
    progress: Progress,
) -> PackedFile | FileReport:
    """A file read and checked, unless its bytes are held. Raises RefusedDataError with all that is wrong."""
    content = read_content(path)
    return _held(connection, path, content.sha256, now) or pack(content, catalogue, given, progress)


def _held(connection: Connection, path: Path, sha256: str, now: datetime) -> FileReport | None:
    """The report on a file whose bytes are held. Raises RefusedDataError if that release is withdrawn."""
    release = find_by_content(connection, sha256)
    if release is None:
        return None
    if release.withdrawn_at is None:
        return FileReport(path.name, release, release.state(now), already_loaded=True)
    day = release.withdrawn_at.astimezone(LONDON).date()
    message = (
        f"This file was loaded as {release.id}, withdrawn on {day} because “{release.withdrawn_why}”. "
        "A withdrawn release stays withdrawn. To publish these figures again, load a file that differs, "
        "for example by a note that says why."
    )
    raise RefusedDataError([Problem(path.name, message)])


def _stored(
    connection: Connection, file: PackedFile | FileReport, catalogue: Catalogue, now: datetime
) -> FileReport:
    """Stores a file's release and reports on it, unless its bytes are held, by now if not before."""
    if isinstance(file, FileReport):
        return file
    held = _held(connection, file.content.path, file.content.sha256, now)
    if held:
        return held
    release = _release(file, stored_releases(connection), now)
    data = {indicator: packed.segment.data for indicator, packed in file.parts.items()}
    found = _Found()
    said = still_read(connection, now)
    for one in compared(connection, release, data, catalogue.apart, now):
        found.changes(one, readings(release, one, said, catalogue))
        found.flagged += _flagged(one, file, catalogue)
        found.statuses += status_changes(release, one, catalogue)
    found.leaves_out(absent(connection, release, data.keys(), now), catalogue)
    store(connection, release, file.content.sha256, [packed.segment for packed in file.parts.values()])
    old = told(connection, found.replaced)
    return replace(_report(file, release, found, now), told=tuple(OldFigures(*astuple(one)) for one in old))


def _release(file: PackedFile, held: Sequence[Release], now: datetime) -> Release:
    return Release(
        id=_free_id(file.content.path.stem, {release.id for release in held}),
        order=max((release.order for release in held), default=0) + 1,
        file_name=file.content.name,
        loaded_at=now,
        **asdict(file.publication),
    )


def _free_id(stem: str, taken: Collection[str]) -> str:
    """The file's stem as an id, in a-z, 0-9 and "-", with -2, -3 … where it is taken."""
    ascii_stem = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    base = re.sub("[^a-z0-9]+", "-", ascii_stem.lower()).strip("-")[:_LONGEST_ID] or "release"
    ids = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(one for one in ids if one not in taken)


@dataclass(slots=True)
class _Found:
    """What is found of one indicator after the other; of their tables nothing is kept but the first changes."""

    unchanged: int = 0
    filled: int = 0
    blanked: int = 0
    left_out: int = 0
    absent: Mapping[str, str] = field(default_factory=dict)
    new: Listing = _NONE
    revised: Listing = _NONE
    withdrawn: Listing = _NONE
    flagged: list[Flagged] = field(default_factory=list)
    statuses: list[StatusChange] = field(default_factory=list)
    replaced: set[str] = field(default_factory=set)
    posted: list[PostedChange] = field(default_factory=list)

    def leaves_out(self, absent: Mapping[str, int], catalogue: Catalogue) -> None:
        """Takes in the indicators that are left out altogether, with how many figures each."""
        self.left_out += sum(absent.values())
        known = catalogue.indicators
        self.absent = {name: known[name].short if name in known else name for name in absent}

    def changes(self, one: Compared, read: Readings | None) -> None:
        changes = one.changes
        self.unchanged += changes.unchanged.num_rows
        self.filled += changes.filled
        self.blanked += changes.blanked.num_rows
        self.left_out += changes.left_out.num_rows
        self.new = _listing(self.new, None, changes.new)
        self.revised = _listing(self.revised, changes.before, changes.revised, read)
        self.withdrawn = _listing(self.withdrawn, changes.withdrawn, None, read)
        self.posted += read.changes() if read else []
        self.replaced |= replaced_releases(changes)


def _flagged(one: Compared, file: PackedFile, catalogue: Catalogue) -> list[Flagged]:
    """The first figures on one indicator that others do not allow, or that jump, down the rows of the file."""
    packed = file.parts[one.indicator]
    found = sorted(flags_of(one, catalogue), key=lambda flag: packed.segment.order[flag.place])
    if found and file.content.changed():  # its rows are counted only now
        raise RefusedDataError([changed(file.content)])
    return [
        Flagged(figures(one.table.slice(flag.place, 1))[0], packed.row_number(flag.place), flag.told)
        for flag in found[:LISTED]
    ]


def _report(file: PackedFile, release: Release, found: _Found, now: datetime) -> FileReport:
    segments = [packed.segment for packed in file.parts.values()]
    return FileReport(
        file.content.name,
        release,
        release.state(now),
        already_loaded=False,
        rows=sum(segment.rows for segment in segments),
        missing=sum(segment.missing for segment in segments),
        unchanged=found.unchanged,
        filled=found.filled,
        blanked=found.blanked,
        left_out=found.left_out,
        absent=found.absent,
        new=found.new,
        revised=found.revised,
        withdrawn=found.withdrawn,
        flagged=tuple(sorted(found.flagged, key=lambda one: one.row)[:LISTED]),
        notes=file.notes,
        statuses=tuple(found.statuses),
        posted=tuple(found.posted),
    )


def _listing(
    listed: Listing, before: pa.Table | None, after: pa.Table | None, read: Readings | None = None
) -> Listing:
    """`listed` with more changes of its kind."""
    count = next(table.num_rows for table in (before, after) if table is not None)
    room = LISTED - len(listed.changes)
    befores, afters = ([] if table is None else figures(table.slice(0, room)) for table in (before, after))
    changes = tuple(Change(*change) for change in zip_longest(befores, afters))
    if read:
        changes = tuple(map(read.with_alone, changes))
    return Listing(listed.count + count, listed.changes + changes)
