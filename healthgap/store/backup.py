"""Copies of a SQLite database, made and put back while others read and write it. PostgreSQL has its own tools."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Engine, func, select

from healthgap.errors import NotDoneError
from healthgap.store.database import BUSY_SECONDS, failed, known_versions
from healthgap.store.schema import release
from healthgap.whole_files import written_whole

_POSTGRESQL = "This database is PostgreSQL: use pg_dump and pg_restore, as docs/storage.md says."


def backup(engine: Engine, file: Path) -> None:
    """Writes the database as it is at this moment to `file`, whole or not at all.

    Raises NotDoneError where the file exists already or cannot be written, or the database is not SQLite.
    """
    if file.exists():
        raise NotDoneError(f"{file} exists already. Name a new file to back up to.")
    try:
        with (
            written_whole(file) as unfinished,
            _sqlite(engine) as source,
            closing(sqlite3.connect(unfinished)) as target,
        ):
            source.backup(target)
    except sqlite3.Error as error:
        raise NotDoneError(
            f"{file} cannot be written: {error}. Make room, or name another folder."
        ) from error


def restore(engine: Engine, file: Path, *, replace: bool) -> None:
    """Puts the backup `file` in the place of the database, in one transaction: whole or not at all.

    Which events were answered stays known: no restore takes an answer back.

    Raises NotDoneError where the file is no sound backup that this healthgap understands, where the database is not
    SQLite, or where it has releases and they are not to be replaced; StoreError where the database fails under way.
    """
    with closing(_opened(file)) as source, _sqlite(engine) as target, _sqlite(engine) as replaced:
        _check(source, file)
        with engine.connect() as connection:
            held = connection.scalar(select(func.count()).select_from(release)) or 0
        if held and not replace:
            raise NotDoneError(
                f"The database holds {held:,} release{'' if held == 1 else 's'}, which a restore would replace. "
                "Back it up, then say --replace."
            )
        try:
            with closing(sqlite3.connect("")) as copy:
                source.backup(copy)
                copy.backup(target, pages=1, progress=_Events(replaced, copy))
        except sqlite3.Error as error:
            raise failed(error) from error


class _Events:
    """Brings the events of the database that is replaced into the copy, once its first page is written.

    From then on nobody else can note one, and SQLite takes over what changes in the copy under way.
    """

    def __init__(self, replaced: sqlite3.Connection, copy: sqlite3.Connection) -> None:
        self._replaced = replaced
        self._copy = copy
        self._brought = False

    def __call__(self, status: int, remaining: int, total: int) -> None:
        if self._brought:
            return
        self._brought = True
        events = self._replaced.execute("SELECT id, handled_at FROM event")
        with self._copy:
            self._copy.executemany("INSERT OR IGNORE INTO event (id, handled_at) VALUES (?, ?)", events)


@contextmanager
def _sqlite(engine: Engine) -> Iterator[sqlite3.Connection]:
    """A plain connection: the backup interface is the driver's own."""
    if engine.dialect.name != "sqlite":
        raise NotDoneError(_POSTGRESQL)
    with closing(sqlite3.connect(str(engine.url.database), timeout=BUSY_SECONDS)) as connection:
        yield connection


def _opened(file: Path) -> sqlite3.Connection:
    if not file.is_file():
        raise NotDoneError(f"There is no file {file}.")
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)


def _check(source: sqlite3.Connection, file: Path) -> None:
    try:
        sound = source.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        row = source.execute("SELECT version_num FROM alembic_version").fetchone() if sound else None
    except sqlite3.DatabaseError:
        sound, row = False, None
    if not sound or row is None:
        raise NotDoneError(f"{file} is no backup of healthgap, or it is damaged. Nothing was changed.")
    if row[0] not in known_versions():
        raise NotDoneError(f"{file} was made by a newer healthgap (tables {row[0]}). Upgrade healthgap.")
