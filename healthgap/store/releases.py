"""Releases and their figures in the database: stored once, listed, withdrawn, read as of a moment.

Decides nothing about figures; which release speaks is the business of `healthgap.releases`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
from sqlalchemy import Connection, Engine, insert, select, text, update

from healthgap.ahead import ahead
from healthgap.errors import UnknownNameError
from healthgap.figures import Figure
from healthgap.releases import Release, preceding, speaking
from healthgap.sources import Said, side_by_side
from healthgap.store.audit import OPERATOR, Entry, record
from healthgap.store.database import writing
from healthgap.store.schema import release as release_table
from healthgap.store.schema import segment as segment_table
from healthgap.store.segments import Segment, columns_of, decoded, names_in
from healthgap.tables import newest, of_release, rows_of, together

if TYPE_CHECKING:
    from healthgap.comparison import Comparison

_RELEASE_COLUMNS = [column for column in release_table.c if column.name not in ("sha256", "areas")]
_HISTORIES_KEPT = 256


class Releases:
    """Reads releases and figures. Safe to share between threads.

    Decoded figures are kept for a while: stored ones never change, so they never go stale.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._history = lru_cache(maxsize=_HISTORIES_KEPT)(self._read_history)
        self._areas = lru_cache(maxsize=_HISTORIES_KEPT)(self._read_areas)
        self._indicators_of = lru_cache(maxsize=_HISTORIES_KEPT)(self._read_indicators_of)
        self._all_areas = lru_cache(maxsize=_HISTORIES_KEPT)(self._read_all_areas)

    def all(self) -> list[Release]:
        """Every release, whatever its state, in the order of publication."""
        with self._engine.connect() as connection:
            return stored_releases(connection)

    def public(self, as_of: datetime) -> list[Release]:
        """The releases that were public at `as_of`, in the order of publication."""
        return speaking(self.all(), as_of)

    def said(
        self, indicator: str, releases: Sequence[Release], area: str | None, order: Sequence[str]
    ) -> Said:
        """What `releases` say of `indicator` in `area`, or for None in all, the publishers in `order` first.

        Reads one area without decoding the others, however many there are.
        """
        publisher = {release.id: release.publisher for release in releases}
        read = self._read_history if area is None else self._history
        return side_by_side(read(indicator, area, *releases), publisher.__getitem__, order)

    def areas(self, indicator: str, releases: Sequence[Release]) -> frozenset[str]:
        """The names of the areas for which `releases` have figures on `indicator`."""
        return self._areas(indicator, *releases)

    def all_areas(self, releases: Sequence[Release]) -> frozenset[str]:
        """The names of all areas for which `releases` have figures on any indicator."""
        return self._all_areas(*releases)

    def history(self, indicator: str, area: str | None, releases: Sequence[Release]) -> list[Figure]:
        """Every figure of `indicator` in `area`, or for None in all, in each of `releases`, in their order."""
        return list(self._read_history(indicator, area, *releases))

    def indicators(self) -> set[str]:
        """The ids of all indicators that any release has figures on."""
        with self._engine.connect() as connection:
            return set(connection.scalars(select(segment_table.c.indicator).distinct()))

    def indicators_of(self, release: Release) -> frozenset[str]:
        """The indicators that a release has figures on."""
        return self._indicators_of(release.order)

    def names(self, indicator: str, column: str) -> set[str]:
        """The words that figures on `indicator` have in `column`, in every release that is not withdrawn."""
        standing = [release for release in self.all() if release.withdrawn_at is None]
        with self._engine.connect() as connection:
            found = read_segments(connection, indicator, standing)
        return set().union(*(names_in(data, column) for _, data in found))

    def compared(self, release: Release, apart: Collection[str], *, now: datetime) -> Iterator[Compared]:
        """`release` beside the releases before it that still stand at `now`, an indicator at a time, see `compared`."""
        with self._engine.connect() as connection:
            query = select(segment_table.c.indicator, segment_table.c.data)
            rows = connection.execute(query.where(segment_table.c.release_order == release.order))
            parts = {row.indicator: row.data for row in rows}
            yield from compared(connection, release, parts, apart, now)

    def withdraw(self, release_id: str, why: str, *, now: datetime, by: str = OPERATOR) -> Release:
        """Takes a release back from `now` on; it and its figures are kept.

        Raises UnknownNameError when there is no such release, or it is withdrawn already.
        """
        with writing(self._engine) as connection:
            release = next((one for one in stored_releases(connection) if one.id == release_id), None)
            if release is None:
                raise UnknownNameError(f"There is no release “{release_id}”.")
            if release.withdrawn_at is not None:
                raise UnknownNameError(f"The release “{release_id}” is withdrawn already.")
            row = update(release_table).where(release_table.c.order == release.order)
            connection.execute(row.values(withdrawn_at=now, withdrawn_why=why))
            record(connection, Entry(now, by, "withdrew", release_id=release_id, detail=why))
        return replace(release, withdrawn_at=now, withdrawn_why=why)

    def _read_history(self, indicator: str, area: str | None, *releases: Release) -> tuple[Figure, ...]:
        """Every figure of `indicator` in `area`, or in all, in `releases`, in their order."""
        with self._engine.connect() as connection:
            found = read_segments(connection, indicator, releases)
        return tuple(
            figure for release, data in found for figure in rows_of(columns_of(data, area), release.id)
        )

    def _read_areas(self, indicator: str, *releases: Release) -> frozenset[str]:
        with self._engine.connect() as connection:
            found = read_segments(connection, indicator, releases)
        return frozenset(name for _, data in found for name in names_in(data, "area"))

    def _read_indicators_of(self, order: int) -> frozenset[str]:
        of_release = segment_table.c.release_order == order
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(select(segment_table.c.indicator).where(of_release)))

    def _read_all_areas(self, *releases: Release) -> frozenset[str]:
        query = select(release_table.c.areas).where(
            release_table.c.order.in_([one.order for one in releases])
        )
        with self._engine.connect() as connection:
            return frozenset().union(*connection.scalars(query))


def lock_releases(connection: Connection) -> None:
    """Makes other loads wait until this write transaction ends, while everybody may read.

    SQLite's write transactions do so by themselves.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE release IN SHARE ROW EXCLUSIVE MODE"))


def stored_releases(connection: Connection) -> list[Release]:
    """Every release, in the order of publication."""
    rows = connection.execute(select(*_RELEASE_COLUMNS))
    return sorted((Release(**row._mapping) for row in rows), key=lambda release: release.edition)


def find_by_content(connection: Connection, sha256: str) -> Release | None:
    """The release that was loaded from a file of this SHA-256, in hexadecimal."""
    row = connection.execute(select(*_RELEASE_COLUMNS).where(release_table.c.sha256 == sha256)).first()
    return Release(**row._mapping) if row else None


def store(connection: Connection, release: Release, sha256: str, segments: Iterable[Segment]) -> None:
    """Writes a release and its figures, a segment for each indicator, within the transaction of `connection`."""
    values = {column.name: getattr(release, column.name) for column in _RELEASE_COLUMNS}
    parts = list(segments)
    areas = sorted({area for part in parts for area in part.areas})
    connection.execute(insert(release_table).values(values | {"sha256": sha256, "areas": areas}))
    for part in parts:
        row = {
            "release_order": release.order,
            "indicator": part.indicator,
            "rows": part.rows,
            "data": part.data,
        }
        connection.execute(insert(segment_table), row)


@dataclass(frozen=True, slots=True)
class Compared:
    """A release's figures on one indicator beside what was said before, all as stored tables.

    `before` is what each earlier edition says, the oldest first, `held` the figures that the release is compared with,
    and `changes` what it changes of them.
    """

    indicator: str
    table: pa.Table
    before: Sequence[tuple[Release, pa.Table]]
    held: pa.Table
    changes: Comparison


def compared(
    connection: Connection,
    release: Release,
    parts: Mapping[str, bytes],
    apart: Collection[str],
    now: datetime,
) -> Iterator[Compared]:
    """`release` beside the earlier editions that still stand at `now`, indicator by indicator.

    `parts` are its segments' data. On the indicators in `apart` only the same publisher's earlier figures count.
    """
    from healthgap.comparison import compare

    def beside(indicator: str, editions: Sequence[tuple[Release, bytes]]) -> Compared:
        before = [(other, of_release(decoded(data), other.id)) for other, data in editions]
        own = [table for other, table in before if other.publisher == release.publisher]
        held = newest(together(own if indicator in apart else [table for _, table in before]))
        table = of_release(decoded(parts[indicator]), release.id)
        return Compared(indicator, table, before, held, compare(table, held, together(own[-1:])))

    earlier = preceding(stored_releases(connection), release, now)
    stored = ((indicator, read_segments(connection, indicator, earlier)) for indicator in sorted(parts))
    yield from ahead(lambda one: beside(*one), stored, 1)


def absent(connection: Connection, release: Release, parts: Collection[str], now: datetime) -> dict[str, int]:
    """How many figures the publisher's last edition has on each indicator that is not among `parts`.

    `parts` are the indicators of `release`. A publisher may have several series: its last edition is the newest that
    has any of them.
    """
    for other in reversed(preceding(stored_releases(connection), release, now)):
        if other.publisher == release.publisher:
            of_other = segment_table.c.release_order == other.order
            query = select(segment_table.c.indicator, segment_table.c.rows).where(of_other)
            held = {row.indicator: row.rows for row in connection.execute(query)}
            if not held.keys().isdisjoint(parts):
                return {name: rows for name, rows in sorted(held.items()) if name not in parts}
    return {}


def stored_data(engine: Engine, release: Release) -> Iterator[tuple[str, bytes]]:
    """Each indicator of a release with its segment's data, one in memory at a time."""
    of_release = segment_table.c.release_order == release.order
    with engine.connect() as connection:
        names = connection.scalars(select(segment_table.c.indicator).where(of_release)).all()
        for name in sorted(names):
            query = select(segment_table.c.data).where(of_release, segment_table.c.indicator == name)
            yield name, connection.scalars(query).one()


def read_segments(
    connection: Connection, indicator: str, releases: Sequence[Release]
) -> list[tuple[Release, bytes]]:
    """The data of the segments on `indicator` of those of `releases` that have one, in their order."""
    query = select(segment_table.c.release_order, segment_table.c.data).where(
        segment_table.c.indicator == indicator,
        segment_table.c.release_order.in_([release.order for release in releases]),
    )
    data = {row.release_order: row.data for row in connection.execute(query)}
    return [(release, data[release.order]) for release in releases if release.order in data]
