"""A database that fails under way: one plain sentence, the status of the environment, and nothing half stored."""

from __future__ import annotations

import re
import select
import socket
import sqlite3
import threading
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, make_url, text

from healthgap.errors import StoreError
from healthgap.files.details import ReleaseDetails
from healthgap.service import Healthgap
from healthgap.store import database
from healthgap.store.database import open_database
from tests.sample import NOW, RELEASES, ROOT, opened
from tests.servers import PostgresServer
from tests.test_backup import no_file_grows_beyond
from tests.test_command_line import healthgap

DETAILS = ReleaseDetails("Many", "DH", date(2010, 1, 1), "")


def many(folder: Path) -> Path:
    """A file too big for a database that is almost full."""
    path = folder / "many.csv"
    rows = (
        f"infant_mortality,area {number},all,2007,{number * 7919 % 1000 / 10},note {number * 104729}"
        for number in range(20_000)
    )
    path.write_text("indicator,area,group,period,value,note\n" + "\n".join(rows), encoding="utf-8")
    return path


def test_a_full_disk_is_told_and_nothing_is_stored(tmp_path: Path) -> None:
    service = Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", ROOT / "config")
    service.load(RELEASES[:1], now=NOW)

    @event.listens_for(service.engine, "connect")
    def limit(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA max_page_count = 60")

    service.engine.dispose()
    with pytest.raises(StoreError, match=r"^The disk of the database is full\. Make room and do it again"):
        service.load([many(tmp_path)], DETAILS, now=NOW)
    assert [release.id for release in service.releases()] == [RELEASES[0].stem]
    service.load(RELEASES[1:2], now=NOW)
    service.close()


def end_other_connections(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


def test_a_connection_lost_while_loading_is_told_and_the_next_load_works(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    address = postgres.new_database()
    service = Healthgap.open(address, ROOT / "config")
    other = open_database(address)

    @event.listens_for(service.engine, "before_cursor_execute")
    def cut(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("INSERT INTO segment"):
            end_other_connections(other)

    with pytest.raises(StoreError, match=r"^The database, or the connection to it, failed\. Do it again"):
        service.load(RELEASES, now=NOW)
    event.remove(service.engine, "before_cursor_execute", cut)
    assert service.releases() == []
    service.load(RELEASES, now=NOW)
    assert len(service.releases()) == 4
    other.dispose()
    service.close()


class Cutting:
    """Passes bytes between clients and a server, until a client commits: then it is cut off without an answer."""

    def __init__(self, port: int, *, commits_arrive: bool) -> None:
        self._server = ("127.0.0.1", port)
        self._commits_arrive = commits_arrive
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._server) as server:
            while True:
                ready, _, _ = select.select([client, server], [], [])
                for one in ready:
                    data = one.recv(1 << 16)
                    cut = one is client and b"COMMIT" in data
                    if data and (not cut or self._commits_arrive):
                        (server if one is client else client).sendall(data)
                    if cut and self._commits_arrive:
                        server.recv(1 << 16)  # its answer: the transaction is committed by now
                    if cut or not data:
                        return


@pytest.mark.parametrize("commits_arrive", [True, False])
def test_a_connection_lost_while_committing_is_told_as_what_it_is_and_the_next_load_knows(
    postgres: PostgresServer, tmp_path: Path, commits_arrive: bool
) -> None:
    address = make_url(postgres.new_database())
    open_database(address.render_as_string()).dispose()
    proxy = Cutting(address.port or 0, commits_arrive=commits_arrive)
    cut = Healthgap.open(address.set(port=proxy.port).render_as_string(), ROOT / "config")
    with pytest.raises(
        StoreError, match=r"^The connection to the database was lost at the very end: either all"
    ):
        cut.load(RELEASES[:2], now=NOW)
    cut.close()
    proxy.close()
    service = Healthgap.open(address.render_as_string(), ROOT / "config")
    assert len(service.releases()) == (2 if commits_arrive else 0)
    again = service.load(RELEASES[:2], now=NOW)
    assert [file.already_loaded for file in again.files] == [commits_arrive] * 2
    assert len(service.releases()) == 2
    service.close()


def test_a_connection_lost_while_nobody_used_it_is_replaced(postgres: PostgresServer) -> None:
    address = postgres.new_database()
    service = Healthgap.open(address, ROOT / "config")
    service.load(RELEASES, now=NOW)
    other = open_database(address)
    end_other_connections(other)
    assert service.ask("What is the infant mortality gap?", now=NOW).kind == "answer"
    other.dispose()
    service.close()


def test_a_database_that_can_only_be_read_is_told(tmp_path: Path) -> None:
    service = Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", ROOT / "config")

    @event.listens_for(service.engine, "connect")
    def only_read(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    service.engine.dispose()
    with pytest.raises(StoreError, match=r"^The database can only be read here\."):
        service.load(RELEASES, now=NOW)
    assert service.releases() == []
    service.close()


@pytest.mark.parametrize(
    "command",
    [
        ["gaps", "--format", "csv", "-o", "out"],
        ["gaps", "--format", "parquet", "-o", "out"],
        ["chart", "infant_mortality", "-o", "out.png"],
        ["measures", "groups.csv", "--format", "json", "-o", "out"],
        ["measures", "groups.csv", "--format", "parquet", "-o", "out"],
        ["export", "out"],
        ["backup", "out"],
    ],
    ids=" ".join,
)
def test_without_room_for_what_a_command_writes_that_is_told_and_what_was_there_stays(
    tmp_path: Path, command: list[str]
) -> None:
    service = opened(tmp_path)
    service.releases()  # SQLite has made its files by now, which must not need room later
    (tmp_path / "groups.csv").write_text("subgroup,estimate\na,1.5\nb,2.5\nc,3\n")
    before = {path.name for path in tmp_path.iterdir()}
    with no_file_grows_beyond(100):
        done = healthgap(tmp_path, *command)
    assert (done.returncode, done.stdout) == (2, "")
    assert re.search(r"^out\S* cannot be written: .+\. Make room, or name another folder\.$", done.stderr)
    assert {path.name for path in tmp_path.iterdir()} == before
    if command[-2] == "-o":
        (tmp_path / command[-1]).write_text("mine")
        with no_file_grows_beyond(100):
            assert healthgap(tmp_path, *command).returncode == 2
        assert (tmp_path / command[-1]).read_text() == "mine"
    service.close()


def test_a_database_without_room_for_its_tables_is_told_with_what_to_do(tmp_path: Path) -> None:
    with no_file_grows_beyond(20_000):
        done = healthgap(tmp_path, "load", *RELEASES)
    assert done.returncode == 3
    assert "See whether it works and has room, and do it again." in done.stderr
    assert healthgap(tmp_path, "load", *RELEASES).returncode == 0


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    assert healthgap(tmp_path, "load", RELEASES[0]).returncode == 0
    return tmp_path


def test_a_locked_database_is_told_and_readers_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    service = Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", ROOT / "config")
    service.load(RELEASES[:1], now=NOW)
    with closing(sqlite3.connect(tmp_path / "healthgap.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"^Somebody else kept the database locked for too long\."):
            service.load(RELEASES[1:2], now=NOW)
        assert service.ask("What is the infant mortality gap?", now=NOW).kind == "answer"
    service.load(RELEASES[1:2], now=NOW)
    service.close()


COMMANDS = (
    ("load", str(RELEASES[1])),
    ("ask", "What is the infant mortality gap?"),
    ("check",),
    ("withdraw", RELEASES[0].stem, "--why", "x"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command)[:20])
def test_every_command_tells_of_a_damaged_database_in_a_sentence(
    loaded: Path, command: tuple[str, ...]
) -> None:
    file = loaded / "healthgap.db"
    data = bytearray(file.read_bytes())
    data[100:] = b"\xff" * (len(data) - 100)
    file.write_bytes(data)
    done = healthgap(loaded, *command)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_damaged_table_is_told_by_load_and_ask(loaded: Path) -> None:
    with closing(sqlite3.connect(loaded / "healthgap.db")) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'release'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = loaded / "healthgap.db"
    data = bytearray(file.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    file.write_bytes(data)
    for command in COMMANDS[:2]:
        done = healthgap(loaded, *command)
        assert (done.returncode, "Traceback" in done.stderr) == (3, False)
        assert done.stderr.startswith("The file of the database is damaged. Restore it from a backup.")
