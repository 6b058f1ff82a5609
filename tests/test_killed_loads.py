"""Loads killed at random moments, in real processes: each release is there whole or not at all, and loading goes on."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import Engine, func, select

from healthgap.service import Healthgap
from healthgap.store.database import open_database
from healthgap.store.releases import Releases
from healthgap.store.schema import release, segment
from tests.sample import ROOT

KILLS, FILES_AT_ONCE = 50, 3
PAIRS = {"infant_mortality": "all", "cancer_mortality_u75": "england"}
YEARS = range(1900, 1950)
NOW = datetime(2030, 1, 1, tzinfo=UTC)


class Loader:
    """Loads files in processes that can be killed, one after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdin
        assert process.stdout
        self._files, self._told = process.stdin, process.stdout

    def start(self, paths: list[Path], seconds: float = 0) -> None:
        """Has the files loaded in a new process, which is killed after so many seconds, or never for 0."""
        self._files.write(" ".join([str(seconds), *map(str, paths)]) + "\n")

    def confirmed(self) -> set[str]:
        """What the last process says it has stored, once it is gone."""
        return {line.strip() for line in iter(self._told.readline, "ended\n")}


@contextmanager
def loader(url: str) -> Iterator[Loader]:
    command = [sys.executable, "-m", "tests.killable", url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, bufsize=1, **pipes) as process:
        yield Loader(process)
        process.communicate()


def write(folder: Path, number: int) -> Path:
    """A file of figures on two indicators, so that a release is more than one row in the database."""
    path = folder / f"f{number}.csv"
    lines = [f"{name},{group},{year},{number}.5" for name, group in PAIRS.items() for year in YEARS]
    path.write_text("\n".join(["indicator,group,period,value", *lines]), encoding="utf-8")
    return path


def stored(engine: Engine) -> set[str]:
    """The releases that are there; each of them has every figure of its file."""
    query = select(release.c.id, func.count(segment.c.rows), func.sum(segment.c.rows)).outerjoin_from(
        release, segment
    )
    with engine.connect() as connection:
        found = {name: counts for name, *counts in connection.execute(query.group_by(release.c.id))}
    assert found == {name: [len(PAIRS), len(PAIRS) * len(YEARS)] for name in found}
    return set(found)


def figures_of(engine: Engine) -> Counter[tuple[str, str]]:
    """How many figures can be read, by release and indicator."""
    releases = Releases(engine)
    found = (figure for name in PAIRS for figure in releases.history(name, None, releases.public(NOW)))
    return Counter((figure.release, figure.indicator) for figure in found)


def test_a_load_killed_at_any_moment_is_there_whole_or_not_at_all(database_url: str, tmp_path: Path) -> None:
    engine = open_database(database_url)
    random = np.random.default_rng(20081121)
    cut_short = 0
    with loader(database_url) as loads:
        loads.start([])
        loads.confirmed()
        begun = time.monotonic()
        loads.start([write(tmp_path, number) for number in range(FILES_AT_ONCE)])
        held = loads.confirmed()
        whole_load = time.monotonic() - begun
        for kill in range(1, KILLS + 1):
            paths = [write(tmp_path, FILES_AT_ONCE * kill + number) for number in range(FILES_AT_ONCE)]
            loads.start(paths, random.uniform(0.001, whole_load))
            confirmed = loads.confirmed()
            found = stored(engine)
            assert held | confirmed <= found
            assert len(found - held - confirmed) <= 1
            cut_short += len(found - held) < FILES_AT_ONCE
            held = found
        loads.start([path for path in sorted(tmp_path.glob("*.csv")) if path.stem not in held])
        held |= loads.confirmed()
    assert stored(engine) == held == {path.stem for path in tmp_path.glob("*.csv")}
    assert figures_of(engine) == {(name, indicator): len(YEARS) for name in held for indicator in PAIRS}
    assert cut_short > KILLS // 3
    engine.dispose()


def test_two_loads_at_once_take_turns_while_others_ask(database_url: str, tmp_path: Path) -> None:
    service = Healthgap.open(database_url, ROOT / "config")
    sides = [[write(tmp_path, number) for number in range(first, 10, 2)] for first in (0, 1)]
    with loader(database_url) as one, loader(database_url) as other:
        one.start(sides[0])
        other.start(sides[1])
        answers = [
            service.ask("what was the infant mortality rate in 1901?", now=NOW).text for _ in range(20)
        ]
        confirmed = one.confirmed() | other.confirmed()
    assert stored(service.engine) == confirmed == {path.stem for side in sides for path in side}
    assert all(answers)
    assert ", 1901:" in service.ask("what was the infant mortality rate in 1901?", now=NOW).text
    service.close()
