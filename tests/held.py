"""Releases put into a database as `load` would, for tests of what comes after."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine

from healthgap.releases import Release
from healthgap.store.database import writing
from healthgap.store.releases import store, stored_releases
from tests.drawn import drawn


def hold(engine: Engine, name: str, published: datetime, loaded: datetime, *indicators: str) -> None:
    """Stores the release `name` with one figure for each of `indicators`."""
    figures = "\n".join(f"all 2001 5.1 indicator={indicator}" for indicator in indicators)
    with writing(engine) as connection:
        order = len(stored_releases(connection)) + 1
        release = Release(name, order, name.title(), "DH", published, "", f"{name}.csv", loaded)
        store(connection, release, f"{order:064}", drawn(figures, name))
