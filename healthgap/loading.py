"""Files of figures -> checked -> compared with what was held -> stored in one transaction, all or none.

Decides nothing about what is public: a release under embargo is stored as any other.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import chain, count, zip_longest
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Connection, Engine

from healthgap.catalogue import Catalogue
from healthgap.comparison import Comparison
from healthgap.errors import Problem, RefusedDataError
from healthgap.files.content import read_content
from healthgap.files.details import Publication, ReleaseDetails, read_publication
from healthgap.files.reading import Checked, read_figures
from healthgap.load_report import LISTED, Change, FileReport, Flagged, Listing, LoadReport
from healthgap.progress import Progress, Step, silent
from healthgap.releases import LONDON, Release
from healthgap.store.database import writing
from healthgap.store.releases import (
    compare_with_held,
    find_by_content,
    lock_releases,
    store,
    stored_releases,
)
from healthgap.store.segments import Segment, encoded
from healthgap.tables import figures, of_release

_LONGEST_ID = 150
_PACKING_AT_ONCE = 4  # parts that wait to be packed, each in memory


@dataclass(frozen=True, slots=True)
class _NewFile:
    """A file that was read and found fit to be stored."""

    path: Path
    sha256: str
    publication: Publication
    notes: tuple[str, ...]
    segments: tuple[Segment, ...]
    flagged: tuple[Flagged, ...]


def load(
    engine: Engine,
    catalogue: Catalogue,
    paths: Sequence[Path],
    details: ReleaseDetails,
    *,
    now: datetime,
    dry_run: bool = False,
    progress: Progress = silent,
) -> LoadReport:
    """Loads each file as one release, or none of them.

    `details` go before what the files beside them say. A file whose very bytes are held changes nothing. A
    dry run does the same and takes it back. Raises RefusedDataError with every problem of every file.
    """
    problems: list[Problem] = []
    read: list[_NewFile | FileReport] = []
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
        reports = [_stored(connection, file, now) for file in read]
        if dry_run:
            connection.rollback()
    return LoadReport(tuple(reports), dry_run)


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
) -> _NewFile | FileReport:
    """Reads and checks a file, unless its bytes are held. Raises RefusedDataError with all that is wrong."""
    content = read_content(path)
    held = _held(connection, path, content.sha256, now)
    if held:
        return held
    problems: list[Problem] = []
    publication = read_publication(path, given, problems)
    checked = read_figures(content, catalogue, problems, progress(f"Reading {path.name}", "bytes"))
    checked = checked or Checked(0, (), iter(()))
    segments, flagged = _packed(checked, progress(f"Checking {path.name}", "rows"))
    if content.changed():
        message = "Somebody wrote to this file while it was read. Load it again."
        problems.insert(0, Problem(path.name, message))
    if publication is None or problems:
        raise RefusedDataError(problems)
    return _NewFile(path, content.sha256, publication, checked.notes, segments, flagged)


def _packed(checked: Checked, step: Step) -> tuple[tuple[Segment, ...], tuple[Flagged, ...]]:
    """Each part packed as soon as it is checked, since a tenth of its size is all that has to be kept."""
    waiting: deque[Future[Segment]] = deque()
    segments: list[Segment] = []
    flagged: list[Flagged] = []
    done = 0
    with ThreadPoolExecutor(1) as other_core:
        for part in checked.parts:
            waiting.append(other_core.submit(encoded, part.indicator, part.table))
            if len(waiting) > _PACKING_AT_ONCE:
                segments.append(waiting.popleft().result())
            for row, flag in part.flags[:LISTED]:
                figure = figures(of_release(part.table.slice(flag.place, 1), ""))[0]
                flagged.append(Flagged(figure, row, flag.told))
            done += part.table.num_rows
            step(done, checked.rows)
    segments += (packed.result() for packed in waiting)
    return tuple(segments), tuple(sorted(flagged, key=lambda one: one.row)[:LISTED])


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


def _stored(connection: Connection, file: _NewFile | FileReport, now: datetime) -> FileReport:
    """Stores a file's release and reports on it, unless its bytes are held, by now if not before."""
    if isinstance(file, FileReport):
        return file
    held = _held(connection, file.path, file.sha256, now)
    if held:
        return held
    release = _release(file, stored_releases(connection), now)
    data = {segment.indicator: segment.data for segment in file.segments}
    changes = _counted(compare_with_held(connection, release, data, now))
    store(connection, release, file.sha256, file.segments)
    return _report(file, release, changes, now)


def _release(file: _NewFile, held: Sequence[Release], now: datetime) -> Release:
    return Release(
        id=_free_id(file.path.stem, {release.id for release in held}),
        order=max((release.order for release in held), default=0) + 1,
        file_name=file.path.name,
        loaded_at=now,
        **asdict(file.publication),
    )


def _free_id(stem: str, taken: Collection[str]) -> str:
    """The file's stem as an id, in a-z, 0-9 and "-", with -2, -3 … where it is taken."""
    ascii_stem = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    base = re.sub("[^a-z0-9]+", "-", ascii_stem.lower()).strip("-")[:_LONGEST_ID] or "release"
    ids = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(one for one in ids if one not in taken)


def _report(file: _NewFile, release: Release, changes: _Changes, now: datetime) -> FileReport:
    return FileReport(
        file.path.name,
        release,
        release.state(now),
        already_loaded=False,
        rows=sum(segment.rows for segment in file.segments),
        missing=sum(segment.missing for segment in file.segments),
        unchanged=changes.unchanged,
        new=changes.new,
        revised=changes.revised,
        withdrawn=changes.withdrawn,
        flagged=tuple(
            replace(flagged, figure=replace(flagged.figure, release=release.id)) for flagged in file.flagged
        ),
        notes=file.notes,
    )


@dataclass(frozen=True, slots=True)
class _Changes:
    unchanged: int
    new: Listing
    revised: Listing
    withdrawn: Listing


def _counted(comparisons: Iterable[Comparison]) -> _Changes:
    """How many changes of each kind there are, and the first of them; no more is kept of each comparison."""
    unchanged, new, revised, withdrawn = 0, Listing(), Listing(), Listing()
    for comparison in comparisons:
        unchanged += comparison.unchanged.num_rows
        new = _listing(new, None, comparison.new)
        revised = _listing(revised, comparison.before, comparison.revised)
        withdrawn = _listing(withdrawn, comparison.withdrawn, None)
    return _Changes(unchanged, new, revised, withdrawn)


def _listing(listed: Listing, before: pa.Table | None, after: pa.Table | None) -> Listing:
    """`listed` with more changes of its kind."""
    count = next(table.num_rows for table in (before, after) if table is not None)
    room = LISTED - len(listed.changes)
    befores, afters = ([] if table is None else figures(table.slice(0, room)) for table in (before, after))
    changes = tuple(Change(*change) for change in zip_longest(befores, afters))
    return Listing(listed.count + count, listed.changes + changes)
