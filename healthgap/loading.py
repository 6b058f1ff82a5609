"""Files of figures -> checked -> compared with what was held -> stored in one transaction, all or none.

Decides nothing about what is public: a release under embargo is stored as any other.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import chain, count, zip_longest
from pathlib import Path

import pyarrow as pa
from sqlalchemy import Connection, Engine

from healthgap.catalogue import Catalogue
from healthgap.comparison import Comparison
from healthgap.errors import Problem, RefusedDataError
from healthgap.files.details import Publication, ReleaseDetails, read_publication
from healthgap.files.own import Checked
from healthgap.files.reading import read_figures
from healthgap.load_report import LISTED, Change, FileReport, Flagged, Listing, LoadReport
from healthgap.releases import LONDON, Release
from healthgap.store.database import writing
from healthgap.store.releases import (
    compare_with_held,
    find_by_content,
    lock_releases,
    store,
    stored_releases,
)
from healthgap.tables import figures, of_release

_LONGEST_ID = 150


@dataclass(frozen=True, slots=True)
class _NewFile:
    """A file that was read and found fit to be stored."""

    path: Path
    sha256: str
    publication: Publication
    checked: Checked


def load(
    engine: Engine,
    catalogue: Catalogue,
    paths: Sequence[Path],
    details: ReleaseDetails,
    *,
    now: datetime,
    dry_run: bool = False,
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
                read.append(_read(connection, path, catalogue, details, now))
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
    """File by file as given, and down the rows of each, as the person who mends them goes."""
    files = list(dict.fromkeys(problem.file for problem in problems))
    return sorted(problems, key=lambda problem: (files.index(problem.file), problem.row or 0))


def _read(
    connection: Connection, path: Path, catalogue: Catalogue, given: ReleaseDetails, now: datetime
) -> _NewFile | FileReport:
    """Reads and checks a file, unless its bytes are held. Raises RefusedDataError with all that is wrong."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise RefusedDataError([Problem(path.name, f"This file cannot be read: {error.strerror}.")]) from None
    sha256 = hashlib.sha256(data).hexdigest()
    held = _held(connection, path, sha256, now)
    if held:
        return held
    problems: list[Problem] = []
    publication = read_publication(path, given, problems)
    checked = read_figures(path.name, data, catalogue, problems)
    if publication is None or checked is None or problems:
        raise RefusedDataError(problems)
    return _NewFile(path, sha256, publication, checked)


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
    table = of_release(file.checked.table, release.id)
    comparison = compare_with_held(connection, release, table, now)
    store(connection, release, file.sha256, table)
    return _report(file, release, table, comparison, now)


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


def _report(
    file: _NewFile, release: Release, table: pa.Table, comparison: Comparison, now: datetime
) -> FileReport:
    flagged = [
        Flagged(figures(table.slice(flag.place, 1))[0], row, flag.told)
        for row, flag in file.checked.flags[:LISTED]
    ]
    return FileReport(
        file.path.name,
        release,
        release.state(now),
        already_loaded=False,
        rows=table.num_rows,
        missing=table["value"].null_count,
        unchanged=comparison.unchanged.num_rows,
        new=_listing(None, comparison.new),
        revised=_listing(comparison.before, comparison.revised),
        withdrawn=_listing(comparison.withdrawn, None),
        flagged=tuple(flagged),
        notes=file.checked.notes,
    )


def _listing(before: pa.Table | None, after: pa.Table | None) -> Listing:
    sides = [table for table in (before, after) if table is not None]
    befores, afters = ([] if table is None else figures(table.slice(0, LISTED)) for table in (before, after))
    changes = zip_longest(befores, afters)
    return Listing(sides[0].num_rows, tuple(Change(*change) for change in changes))
