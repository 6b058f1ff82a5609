"""How long one series takes with few and with many figures held: run `python -m benchmarks.reading`.

A thousand figures and ten million, each in twenty releases of the same figures; what was known of one indicator in one
area, read with nothing in memory yet, and asked through `healthgap ask` from a cold start.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import write_config, write_figures
from healthgap.service import Healthgap
from healthgap.store.database import open_database
from healthgap.store.releases import Releases

RELEASES, ROUNDS = 20, 11
INDICATOR, AREA = "made_up_mortality_3", "England and Wales"
QUESTION = "made-up mortality 3 rate in routine and manual in 2005"


def hold(folder: Path, name: str, figures: int, config: Path) -> str:
    """A database with so many figures in RELEASES releases."""
    url = f"sqlite:///{folder / name}.db"
    service = Healthgap.open(url, config)
    for edition in range(RELEASES):
        file = write_figures(folder / f"{name}-{edition}.csv", figures // RELEASES, edition=edition)
        service.load([file], now=datetime.now(UTC))
        file.unlink()
    service.close()
    return url


def series(url: str) -> float:
    engine = open_database(url)
    releases = Releases(engine)
    public = releases.public(datetime.now(UTC))
    begun = time.perf_counter()
    if len(releases.said(INDICATOR, public, AREA, ()).figures) != 10:
        raise RuntimeError("not the series that was stored")
    seconds = time.perf_counter() - begun
    engine.dispose()
    return seconds


def ask(url: str, config: Path) -> float:
    environment = {**os.environ, "DATABASE_URL": url, "HEALTHGAP_CONFIG": str(config)}
    command = [sys.executable, "-m", "healthgap", "ask", QUESTION]
    begun = time.perf_counter()
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    if ", 2005: " not in told.stdout:
        raise RuntimeError(told.stdout)
    return time.perf_counter() - begun


def compare(what: str, few: Callable[[], float], many: Callable[[], float]) -> None:
    """Both in turn, so that whatever else the machine does falls on both."""
    pairs = [(few(), many()) for _ in range(ROUNDS)]
    small, large = (statistics.median(side) for side in zip(*pairs, strict=True))
    times = f"{1000 * small:.1f} ms with few figures, {1000 * large:.1f} ms with many"
    sys.stdout.write(f"{what}: {times}, {large / small:.2f} times\n")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = write_config(folder / "config")
        few, many = (
            hold(folder, size, count, config) for size, count in (("few", 1_000), ("many", 10_000_000))
        )
        compare("the series", lambda: series(few), lambda: series(many))
        compare("healthgap ask", lambda: ask(few, config), lambda: ask(many, config))


if __name__ == "__main__":
    main()
