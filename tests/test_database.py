"""Opening a database: migrated once, by whoever comes first, and refused in one sentence."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Executable, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from healthgap.errors import ConfigurationError
from healthgap.store import database
from healthgap.store.database import MIGRATIONS, SCHEMA_VERSION, open_database, writing
from healthgap.store.outbox import Outbox
from healthgap.store.releases import Releases
from healthgap.store.schema import metadata, release, segment

NOW = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)
ONE_RELEASE = {
    "id": "one",
    "sha256": "0" * 64,
    "file_name": "one.csv",
    "title": "One",
    "publisher": "DH",
    "published_at": NOW,
    "source_url": "",
    "loaded_at": NOW,
}


def test_migrations_make_exactly_the_tables_of_the_schema(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_the_schema_version_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA_VERSION]


def test_opening_again_migrates_nothing_and_does_not_import_alembic(database_url: str) -> None:
    open_database(database_url).dispose()
    script = (
        "import sys; from healthgap.store.database import open_database;"
        f"open_database({database_url!r}); print('alembic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_processes_that_open_a_new_database_at_once_all_succeed(database_url: str) -> None:
    script = f"from healthgap.store.database import open_database; open_database({database_url!r})"
    processes = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(4)]
    assert [process.wait(60) for process in processes] == [0, 0, 0, 0]


@pytest.mark.parametrize(
    "change",
    [
        update(segment).values(rows=2),
        delete(segment),
        update(release).values(title="Two"),
        update(release).values(published_at=NOW),
        delete(release),
    ],
)
def test_the_database_refuses_to_change_a_stored_release(engine: Engine, change: Executable) -> None:
    with writing(engine) as connection:
        connection.execute(insert(release).values(ONE_RELEASE))
        order = connection.scalar(select(release.c.order))
        connection.execute(insert(segment).values(release_order=order, indicator="a", rows=1, data=b"x"))
    with pytest.raises(DBAPIError, match="A stored release never changes"), writing(engine) as connection:
        connection.execute(change)
    with engine.connect() as connection:
        kept = connection.execute(select(segment.c.rows, release.c.title).join_from(segment, release)).all()
    assert kept == [(1, "One")]


def test_a_release_is_withdrawn_once(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(insert(release).values(ONE_RELEASE))
        connection.execute(update(release).values(withdrawn_at=NOW, withdrawn_why="wrong"))
    with pytest.raises(DBAPIError, match="never changes"), writing(engine) as connection:
        connection.execute(update(release).values(withdrawn_at=None))


def test_a_write_that_fails_leaves_nothing(engine: Engine) -> None:
    with pytest.raises(DBAPIError), writing(engine) as connection:
        connection.execute(insert(release), [ONE_RELEASE, ONE_RELEASE])
    with engine.connect() as connection:
        assert connection.execute(select(release.c.id)).all() == []


def test_deliveries_of_before_withdrawals_were_told_are_kept(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr(database, "SCHEMA_VERSION", "0001")
        engine = open_database(database_url)
        with writing(engine) as connection:
            connection.execute(insert(release), ONE_RELEASE)
            connection.execute(
                text(
                    "INSERT INTO delivery (id, release_id, channel, due_at, state, attempts, message_ts) "
                    "VALUES ('d', :release, 'C1', '2009-01-14 09:30:00', 'sent', 1, '1.1')"
                ),
                {"release": ONE_RELEASE["id"]},
            )
        engine.dispose()
    engine = open_database(database_url)
    outbox = Outbox(engine)
    (kept,) = outbox.deliveries()
    assert (kept.id, kept.kind, kept.message_ts) == ("d", "release", "1.1")
    Releases(engine).withdraw(str(ONE_RELEASE["id"]), "wrong", now=NOW)
    assert outbox.warned(str(ONE_RELEASE["id"]), NOW) == 1
    engine.dispose()


def test_a_database_of_a_newer_healthgap_is_left_alone(database_url: str, engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(ConfigurationError, match=r"made by a newer healthgap \(tables 9999\)"):
        open_database(database_url)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("healthgap.db", "This is no database address."),
        ("", "This is no database address."),
        ("mysql://localhost/x", "healthgap works with SQLite and PostgreSQL, not with mysql."),
        ("postgresql+asyncpg://localhost/x", "not with postgresql"),
        ("sqlite:////no/such/folder/x.db", "cannot be opened: unable to open database file."),
        ("postgres://me:secret@127.0.0.1:1/x", "cannot be opened: connection failed"),
    ],
)
def test_an_address_that_cannot_work_is_refused_in_one_sentence(url: str, sentence: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        open_database(url)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are my notes." * 100)
    with pytest.raises(ConfigurationError, match="file is not a database"):
        open_database(f"sqlite:///{path}")
    assert path.read_text() == "These are my notes." * 100
