"""Releases put into a database as `load` would, for tests of what comes after."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Engine

from healthgap.figures import Figure
from healthgap.releases import Release
from healthgap.store.database import writing
from healthgap.store.releases import Releases, store, stored_releases
from healthgap.store.segments import Segment, encoded
from tests.drawn import drawn


def segments_of(table: pa.Table) -> list[Segment]:
    """The figures of a table as `load` would pack them."""
    column = table["indicator"].cast(pa.string())
    return [encoded(name, table.filter(pc.equal(column, name))) for name in sorted(set(column.to_pylist()))]


def figures_at(releases: Releases, indicator: str, as_of: datetime) -> list[Figure]:
    """What was known of an indicator, in every area, at a moment."""
    return list(releases.said(indicator, releases.public(as_of), None, ()).figures)


def hold(engine: Engine, name: str, published: datetime, loaded: datetime, *indicators: str) -> None:
    """Stores the release `name` with one figure for each of `indicators`."""
    figures = "\n".join(f"all 2001 5.1 indicator={indicator}" for indicator in indicators)
    with writing(engine) as connection:
        order = len(stored_releases(connection)) + 1
        release = Release(name, order, name.title(), "DH", published, "", f"{name}.csv", loaded)
        store(connection, release, f"{order:064}", segments_of(drawn(figures, name)))
