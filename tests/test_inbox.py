"""Files put into the inbox are loaded once, when they are complete, and nothing in it stops the rest."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.inbox import QUIET, Inbox
from healthgap.service import Healthgap

ROOT = Path(__file__).parents[1]
BASELINE, NEWEST = "2004-09-15-infant-mortality-baseline", "2009-01-14-infant-mortality-2007"
NOW = datetime(2026, 1, 14, 9, 30, tzinfo=UTC)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Healthgap]:
    with closing(Healthgap.open(f"sqlite:///{tmp_path / 'healthgap.db'}", ROOT / "config")) as service:
        yield service


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


class Watch:
    """An inbox and the clock of its scans."""

    def __init__(self, folder: Path, service: Healthgap) -> None:
        self.inbox = Inbox(folder, service)
        self.now = NOW

    def scan(self, after: timedelta = QUIET) -> None:
        self.now += after
        self.inbox.scan(self.now)


@pytest.fixture
def watch(folder: Path, service: Healthgap) -> Watch:
    return Watch(folder, service)


def put(folder: Path, name: str, suffixes: tuple[str, ...] = (".csv", ".toml")) -> None:
    for suffix in suffixes:
        shutil.copy(ROOT / "sample" / (name + suffix), folder)


def held(service: Healthgap) -> list[str]:
    return [release.id for release in service.releases()]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_a_complete_file_is_loaded_once_and_moved(folder: Path, watch: Watch, service: Healthgap) -> None:
    put(folder, NEWEST)
    for _ in range(3):
        watch.scan()
    assert held(service) == [NEWEST]
    assert names(folder) == []
    assert names(folder / "loaded") == [f"{NEWEST}.csv", f"{NEWEST}.toml", f"{NEWEST}.txt"]
    assert (folder / "loaded" / f"{NEWEST}.txt").read_text(encoding="utf-8").startswith("Loaded “Mortality")


def test_a_file_waits_for_its_sidecar(folder: Path, watch: Watch, service: Healthgap) -> None:
    put(folder, NEWEST, (".csv",))
    watch.scan()
    watch.scan()
    assert held(service) == []
    put(folder, NEWEST, (".toml",))
    watch.scan()
    watch.scan()
    assert held(service) == [NEWEST]


def test_a_file_that_still_grows_waits(folder: Path, watch: Watch, service: Healthgap) -> None:
    whole = (ROOT / "sample" / f"{NEWEST}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    put(folder, NEWEST, (".toml",))
    for line in whole:
        with (folder / f"{NEWEST}.csv").open("a", encoding="utf-8") as growing:
            growing.write(line)
        watch.scan()
    assert held(service) == []
    watch.scan(after=QUIET - timedelta(seconds=1))
    assert held(service) == []
    watch.scan(after=timedelta(seconds=1))
    assert held(service) == [NEWEST]


def test_a_file_with_the_name_of_an_unfinished_copy_is_left_alone(
    folder: Path, watch: Watch, service: Healthgap
) -> None:
    put(folder, NEWEST)
    hidden = (folder / f"{NEWEST}.csv").rename(folder / f"{NEWEST}.part")
    watch.scan()
    watch.scan()
    assert held(service) == []
    hidden.rename(folder / f"{NEWEST}.csv")
    watch.scan()
    watch.scan()
    assert held(service) == [NEWEST]


def test_a_refused_file_lies_beside_its_report_and_others_are_loaded(
    folder: Path, watch: Watch, service: Healthgap
) -> None:
    put(folder, NEWEST)
    (folder / "a-bad-one.csv").write_text(
        "indicator,group,period,value\nhappiness,all,2007,5\n", encoding="utf-8"
    )
    shutil.copy(folder / f"{NEWEST}.toml", folder / "a-bad-one.toml")
    watch.scan()
    watch.scan()
    assert held(service) == [NEWEST]
    assert names(folder / "refused") == ["a-bad-one.csv", "a-bad-one.toml", "a-bad-one.txt"]
    assert "happiness" in (folder / "refused" / "a-bad-one.txt").read_text(encoding="utf-8")
    assert names(folder) == []


def test_the_same_file_again_changes_nothing_and_is_kept_apart(
    folder: Path, watch: Watch, service: Healthgap
) -> None:
    for _ in range(2):
        put(folder, NEWEST)
        watch.scan()
        watch.scan()
    assert held(service) == [NEWEST]
    again = (folder / "loaded" / f"{NEWEST}-2.txt").read_text(encoding="utf-8")
    assert "is already loaded" in again
    assert names(folder) == []


def test_a_file_loaded_by_a_process_that_died_before_moving_it_is_harmless(
    folder: Path, watch: Watch, service: Healthgap
) -> None:
    put(folder, NEWEST)
    service.load([folder / f"{NEWEST}.csv"], now=NOW)
    watch.scan()
    watch.scan()
    assert held(service) == [NEWEST]
    assert names(folder) == []


def test_two_watchers_of_one_folder_load_a_file_once(folder: Path, service: Healthgap) -> None:
    watches = [Watch(folder, service), Watch(folder, service)]
    put(folder, NEWEST)
    for watch in watches * 2:
        watch.scan()
    assert held(service) == [NEWEST]
    assert f"{NEWEST}-2.csv" not in names(folder / "loaded")


def test_a_file_that_breaks_a_scan_holds_up_no_other(folder: Path, watch: Watch, service: Healthgap) -> None:
    put(folder, BASELINE)
    put(folder, NEWEST)
    (folder / "loaded").mkdir()
    # what was loaded cannot be moved, because a folder stands where its report belongs
    (folder / "loaded" / f"{BASELINE}.txt").mkdir()
    watch.scan()
    with pytest.raises(IsADirectoryError):
        watch.scan()
    watch.scan()
    assert held(service) == [BASELINE, NEWEST]
