"""Where a command runs: its clock, its environment, and the service that the environment names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from healthgap.service import Healthgap

_DATABASE, _CONFIG = "sqlite:///healthgap.db", "config"


@contextmanager
def opened() -> Iterator[Healthgap]:
    """healthgap over the database and the configuration that the environment names."""
    with closing(Healthgap.open(os.environ.get("DATABASE_URL") or _DATABASE, config())) as service:
        yield service


def config() -> Path:
    """The folder with the configuration."""
    return Path(os.environ.get("HEALTHGAP_CONFIG") or _CONFIG)


def now() -> datetime:
    return datetime.now(UTC)
