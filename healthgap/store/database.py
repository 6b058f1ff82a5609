"""Opens the database, brings its tables up to date, and hands out write transactions.

Knows SQLite and PostgreSQL and nothing of what is stored. Alembic is imported only for a migration.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)

from healthgap.errors import ConfigurationError, StoreError

if TYPE_CHECKING:
    from alembic.config import Config

SCHEMA_VERSION = "0011"
MIGRATIONS = Path(__file__).parent.parent / "migrations"

# What to do, by what SQLite, PostgreSQL and the system say when a database fails. Nothing was stored by then.
_ADVICE = {
    "disk is full": "The disk of the database is full. Make room and do it again; nothing was stored.",
    "no space left": "The disk of the database is full. Make room and do it again; nothing was stored.",
    "disk i/o error": (
        "The disk of the database cannot be read or written. See whether it works and has room, and do it again."
    ),
    "readonly database": "The database can only be read here. Let this user write to its file and folder.",
    "read-only transaction": "The database can only be read here. Set DATABASE_URL to one that can be written.",
    "permission denied": "The database does not let this user do that. Give it the right, and do it again.",
    "is locked": "Somebody else kept the database locked for too long. Wait until they are done, and do it again.",
    "timeout": "The database did not answer in time. Do it again when it does; nothing was stored.",
    "malformed": "The file of the database is damaged. Restore it from a backup.",
    "not a database": "The file of the database is damaged. Restore it from a backup.",
}
_OTHERWISE = "The database, or the connection to it, failed. Do it again when it is back; nothing was stored."

# PostgreSQL may have committed before it died; SQLite takes back what it cannot commit.
_PERHAPS = (
    "The connection to the database was lost at the very end: either all of this was stored or nothing. Do it again "
    "when it is back; a file that was stored is then said to be loaded already."
)

BUSY_SECONDS = 30
_CONNECT_SECONDS = 10
_MIGRATION_LOCK = 4_841_730_112  # any number, the same in every process
_BEGIN = "healthgap_begin"  # how SQLite begins a transaction on this connection
_TURN = "healthgap_turn"  # the lock of those who write to SQLite in this process


def open_database(url: str) -> Engine:
    """The engine for `url`, with its tables at SCHEMA_VERSION.

    Safe when several processes open one database at once. Raises ConfigurationError with one sentence when
    the address makes no sense, the database cannot be reached or written, or a newer healthgap made it. What the
    engine does later raises StoreError when the database fails: full, gone, locked or read-only.
    """
    address = _address(url)
    engine = _sqlite(address) if address.get_backend_name() == "sqlite" else _postgresql(address)
    try:
        with engine.connect() as connection:
            current = _version(connection)
        if current != SCHEMA_VERSION:
            migrate(engine)
    except DBAPIError as error:
        engine.dispose()
        raise ConfigurationError.of("DATABASE_URL", _reason(address, error)) from error
    except ConfigurationError:
        engine.dispose()
        raise
    event.listen(engine, "handle_error", _tell_plainly)
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction: committed at the end, rolled back by any exception.

    In SQLite it holds the write lock from its first moment, so what it reads cannot change before it writes.
    The threads of one process take turns; SQLite itself would have them sleep and try again.
    """
    turn = engine.get_execution_options().get(_TURN, nullcontext())
    options = {_BEGIN: "BEGIN IMMEDIATE"}
    to_be_committed = False
    try:
        with turn, engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection
            to_be_committed = True
    except StoreError as error:
        if to_be_committed and engine.dialect.name == "postgresql" and error.__cause__:
            raise StoreError(f"{_PERHAPS} {_said_by_database(error.__cause__)}") from error
        raise


def insert_new(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that skips rows whose unique key is there already; `rowcount` counts the others."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return sqlite.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except ArgumentError:
        raise ConfigurationError.of(
            "DATABASE_URL",
            "This is no database address. Use one such as sqlite:///healthgap.db or postgresql://user@host/name.",
        ) from None
    if address.drivername in ("postgres", "postgresql"):
        return address.set(drivername="postgresql+psycopg")
    if address.drivername in ("sqlite", "sqlite+pysqlite", "postgresql+psycopg"):
        return address
    raise ConfigurationError.of(
        "DATABASE_URL", f"healthgap works with SQLite and PostgreSQL, not with {address.drivername}."
    )


def _sqlite(address: URL) -> Engine:
    engine = create_engine(
        address,
        connect_args={"timeout": BUSY_SECONDS},
        hide_parameters=True,  # an error that is logged holds nothing of what people wrote
        execution_options={_TURN: threading.Lock()},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: object) -> None:
        connection.isolation_level = None  # this module begins transactions, not the driver
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        statement = connection.get_execution_options().get(_BEGIN, "BEGIN")
        if statement:
            connection.exec_driver_sql(statement)

    return engine


def _postgresql(address: URL) -> Engine:
    return create_engine(
        address,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": _CONNECT_SECONDS},
    )


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version


def migrate(engine: Engine) -> None:
    """Brings the tables of a database up to SCHEMA_VERSION."""
    if engine.dialect.name == "sqlite":
        _use_write_ahead_log(engine)
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        current = _version(connection)
        if current != SCHEMA_VERSION:
            _upgrade(connection, current)


def _use_write_ahead_log(engine: Engine) -> None:
    """Lets readers go on while one process writes; kept in the file for good.

    SQLite itself does not wait for this lock, whatever its timeout.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    with engine.connect().execution_options(**{_BEGIN: ""}) as connection:
        while True:
            try:
                connection.exec_driver_sql("PRAGMA journal_mode = WAL")
                return
            except (OperationalError, StoreError) as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(0.02)


def _upgrade(connection: Connection, current: str | None) -> None:
    from alembic import command

    config = _alembic()
    config.attributes["connection"] = connection
    if current is not None and current not in known_versions():
        raise ConfigurationError.of(
            "DATABASE_URL",
            f"This database was made by a newer healthgap (tables {current}). Upgrade healthgap.",
        )
    command.upgrade(config, SCHEMA_VERSION)


def known_versions() -> set[str]:
    """Every version of the tables that this healthgap can bring up to date."""
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(_alembic()).walk_revisions()}


def _alembic() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _tell_plainly(context: ExceptionContext) -> None:
    """Raises StoreError where the database failed; a statement that is wrong in itself stays what it is.

    A connection that is found dead before its use is replaced, and nobody needs to know.
    """
    if context.is_pre_ping or isinstance(
        context.sqlalchemy_exception, IntegrityError | ProgrammingError | DataError | NotSupportedError
    ):
        return
    raise failed(context.original_exception) from context.original_exception


def failed(error: BaseException) -> StoreError:
    """What to do about what a database driver raised."""
    return StoreError(f"{_advice(error) or _OTHERWISE} {_said_by_database(error)}")


def _advice(error: BaseException) -> str | None:
    words = _first_line(error).lower()
    return next((told for sign, told in _ADVICE.items() if sign in words), None)


def _said_by_database(error: BaseException) -> str:
    return f"The database says: {_first_line(error)}."


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or ["no reason was given"])[0].rstrip(".")


def _reason(address: URL, error: DBAPIError) -> str:
    where = address.render_as_string(hide_password=True)
    cause = error.orig or error
    return " ".join(
        filter(None, [f"The database {where} cannot be opened: {_first_line(cause)}.", _advice(cause)])
    )
