"""Backup and restore: a sound copy made while others write, put back whole, and never over figures by mistake."""

from __future__ import annotations

import resource
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from healthgap.errors import NotDoneError, StoreError
from healthgap.service import Healthgap
from healthgap.store.backup import backup, restore
from healthgap.store.threads import Threads
from tests.sample import NOW, RELEASES, ROOT, opened

QUESTION = "what is the infant mortality gap?"


def empty(folder: Path) -> Healthgap:
    folder.mkdir()
    return Healthgap.open(f"sqlite:///{folder}/healthgap.db", ROOT / "config")


def test_a_backup_is_restored_into_an_empty_database(tmp_path: Path) -> None:
    service, other = opened(tmp_path), empty(tmp_path / "new")
    file = tmp_path / "copy.db"
    service.backup(file)
    other.restore(file)
    assert other.releases() == service.releases()
    assert other.ask(QUESTION, now=NOW).text == service.ask(QUESTION, now=NOW).text


def test_a_database_with_releases_is_replaced_only_when_told(tmp_path: Path) -> None:
    service, file = opened(tmp_path, releases=3), tmp_path / "copy.db"
    service.backup(file)
    service.load(RELEASES[3:], now=NOW)
    before = service.ask(QUESTION, now=NOW).text
    with pytest.raises(NotDoneError, match=r"The database holds 4 releases, which a restore would replace\."):
        service.restore(file)
    assert service.ask(QUESTION, now=NOW).text == before
    service.restore(file, replace=True)
    assert len(service.releases()) == 3
    assert service.ask(QUESTION, now=NOW).text != before
    service.load(RELEASES[3:], now=NOW)
    assert service.ask(QUESTION, now=NOW).text == before


def test_a_backup_made_while_others_load_is_one_moment_of_the_database(tmp_path: Path) -> None:
    service, file = opened(tmp_path, releases=0), tmp_path / "copy.db"
    loading = threading.Thread(target=lambda: [service.load([path], now=NOW) for path in RELEASES])
    loading.start()
    service.backup(file)
    loading.join()
    other = empty(tmp_path / "new")
    other.restore(file)
    assert other.releases() == service.releases()[: len(other.releases())]
    other.load(RELEASES, now=NOW)
    assert len(other.releases()) == len(RELEASES)


def test_what_was_answered_stays_known_through_a_restore(tmp_path: Path) -> None:
    service, file = opened(tmp_path), tmp_path / "copy.db"
    service.backup(file)
    threads, restored = Threads(service.engine), threading.Event()
    noted: list[str] = []

    def note() -> None:
        while not restored.is_set():
            threads.heard(event := f"event/{len(noted)}", NOW)
            noted.append(event)

    noting = threading.Thread(target=note)
    noting.start()
    try:
        for _ in range(3):
            service.restore(file, replace=True)
    finally:
        restored.set()
        noting.join()
    assert noted
    assert [event for event in noted if not threads.was_heard(event)] == []


@contextmanager
def no_file_grows_beyond(size: int) -> Iterator[None]:
    """Has the system refuse what would make any file larger than so many bytes, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_backup_without_room_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    service, folder = opened(tmp_path), tmp_path / "backups"
    folder.mkdir()
    with (
        no_file_grows_beyond(50_000),
        pytest.raises(NotDoneError, match=r"copy\.db cannot be written: .*room"),
    ):
        service.backup(folder / "copy.db")
    assert list(folder.iterdir()) == []
    service.backup(folder / "copy.db")


def test_a_restore_without_room_leaves_what_was_held(tmp_path: Path) -> None:
    service, other, file = opened(tmp_path), empty(tmp_path / "new"), tmp_path / "copy.db"
    other.load(RELEASES[:1], now=NOW)
    service.backup(file)
    with no_file_grows_beyond(50_000), pytest.raises(StoreError, match=r"^The disk of the database"):
        other.restore(file, replace=True)
    assert [release.id for release in other.releases()] == [RELEASES[0].stem]
    other.restore(file, replace=True)
    assert other.releases() == service.releases()


def test_an_existing_file_is_left_alone(tmp_path: Path) -> None:
    service, file = opened(tmp_path), tmp_path / "notes.txt"
    file.write_text("mine")
    with pytest.raises(NotDoneError, match="exists already"):
        service.backup(file)
    assert file.read_text() == "mine"


def test_what_is_no_sound_backup_changes_nothing(tmp_path: Path) -> None:
    service = opened(tmp_path)
    whole = tmp_path / "whole.db"
    service.backup(whole)
    text, cut, other, newer = (tmp_path / name for name in ("text", "cut.db", "other.db", "newer.db"))
    text.write_text("These are my notes. " * 100)
    data = whole.read_bytes()
    cut.write_bytes(data[: len(data) // 2])
    newer.write_bytes(data)
    with closing(sqlite3.connect(other)) as connection, connection:
        connection.execute("CREATE TABLE mine (name)")
    with closing(sqlite3.connect(newer)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = service.releases()
    for file in (text, cut, other):
        with pytest.raises(NotDoneError, match="is no backup of healthgap, or it is damaged"):
            service.restore(file, replace=True)
    with pytest.raises(NotDoneError, match="made by a newer healthgap"):
        service.restore(newer, replace=True)
    with pytest.raises(NotDoneError, match="There is no file"):
        service.restore(tmp_path / "absent.db", replace=True)
    assert service.releases() == before


def test_postgresql_has_its_own_tools(engine: Engine, tmp_path: Path) -> None:
    if engine.dialect.name == "sqlite":
        backup(engine, tmp_path / "copy.db")
        restore(engine, tmp_path / "copy.db", replace=False)
        return
    for refused in (
        lambda: backup(engine, tmp_path / "copy.db"),
        lambda: restore(engine, ROOT / "LICENSE", replace=True),
    ):
        with pytest.raises(NotDoneError, match=r"use pg_dump and pg_restore, as docs/storage\.md says"):
            refused()
