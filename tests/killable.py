"""Loads in processes of their own, some of them killed: `python -m tests.killable DATABASE`, then a line for each.

A line is how many seconds the process lives, 0 for as long as it needs, and the files that it loads. The process is
forked from one that has imported everything; it prints each release that it has stored, and `ended` follows it.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from healthgap.config import load_catalogue
from healthgap.files.details import ReleaseDetails
from healthgap.loading import load
from healthgap.store.database import open_database

CONFIG = Path(__file__).parent.parent / "config"


def told(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def load_all(url: str, paths: list[str]) -> None:
    engine = open_database(url)
    catalogue = load_catalogue(CONFIG)
    for path in map(Path, paths):
        # Each of an earlier day than the one before, so that none is compared with a hundred others.
        published = date(2009, 6, 1) - timedelta(days=int(path.stem.lstrip("f")))
        load(engine, catalogue, [path], ReleaseDetails("T", "DH", published), now=datetime.now(UTC))
        told(path.stem)


def main() -> None:
    for slow in ("pandas", "psycopg", "sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql"):
        importlib.import_module(slow)
    for line in sys.stdin:
        seconds, *paths = line.split()
        child = os.fork()
        if not child:
            load_all(sys.argv[1], paths)
            os._exit(0)
        if float(seconds):
            time.sleep(float(seconds))
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told("ended")


if __name__ == "__main__":
    main()
