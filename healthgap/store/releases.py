"""Releases and their figures in the database: stored once, listed, withdrawn, read as of a moment.

Decides nothing about figures; which release speaks is the business of `healthgap.releases`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
from sqlalchemy import Connection, Engine, insert, select, text, update

from healthgap.errors import UnknownNameError
from healthgap.figures import Figure
from healthgap.releases import Release, preceding, speaking
from healthgap.sources import Said, side_by_side
from healthgap.store.database import writing
from healthgap.store.schema import release as release_table
from healthgap.store.schema import segment as segment_table
from healthgap.store.segments import areas_in, columns_of, decoded, segments
from healthgap.tables import codes, newest, of_release, rows_of, together

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

    def all(self) -> list[Release]:
        """Every release, whatever its state, in the order of publication."""
        with self._engine.connect() as connection:
            return stored_releases(connection)

    def public(self, as_of: datetime) -> list[Release]:
        """The releases that were public at `as_of`, in the order of publication."""
        return speaking(self.all(), as_of)

    def figures(self, indicator: str, *, as_of: datetime) -> list[Figure]:
        """What was known of `indicator` at `as_of`: of each key the newest public figure, missing or not."""
        return self.spoken(indicator, self.public(as_of), None)

    def spoken(self, indicator: str, releases: Sequence[Release], area: str | None) -> list[Figure]:
        """What `releases` say of `indicator` in `area`, or for None in all, the last of them having the last word.

        Reads one area without decoding the others, however many there are.
        """
        read = self._read_history if area is None else self._history
        return list({figure.key: figure for figure in read(indicator, area, *releases)}.values())

    def said(
        self, indicator: str, releases: Sequence[Release], area: str | None, order: Sequence[str]
    ) -> Said:
        """What `releases` say of `indicator` in `area`, or for None in all, the publishers in `order` first."""
        publisher = {release.id: release.publisher for release in releases}
        read = self._read_history if area is None else self._history
        return side_by_side(read(indicator, area, *releases), publisher.__getitem__, order)

    def areas(self, indicator: str, releases: Sequence[Release]) -> frozenset[str]:
        """The names of the areas for which `releases` have figures on `indicator`."""
        return self._areas(indicator, *releases)

    def all_areas(self, releases: Sequence[Release]) -> frozenset[str]:
        """The names of all areas for which `releases` have figures on any indicator."""
        query = select(release_table.c.areas).where(
            release_table.c.order.in_([one.order for one in releases])
        )
        with self._engine.connect() as connection:
            return frozenset().union(*connection.scalars(query))

    def history(self, indicator: str, area: str | None, releases: Sequence[Release]) -> list[Figure]:
        """Every figure of `indicator` in `area`, or for None in all, in each of `releases`, in their order."""
        return list(self._read_history(indicator, area, *releases))

    def indicators(self) -> set[str]:
        """The ids of all indicators that any release has figures on."""
        with self._engine.connect() as connection:
            return set(connection.scalars(select(segment_table.c.indicator).distinct()))

    def comparison(self, release: Release, apart: Collection[str], *, now: datetime) -> Comparison:
        """What `release` changed of the releases before it that still stand at `now`; `apart` as for `compared`."""
        with self._engine.connect() as connection:
            table = together(part.table for part in _segments(connection, [release]))
            before = said_before(connection, release, codes(table["indicator"])[1], now)
            return compared(release, table, before, apart)[0]

    def withdraw(self, release_id: str, why: str, *, now: datetime) -> Release:
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
        return replace(release, withdrawn_at=now, withdrawn_why=why)

    def _read_history(self, indicator: str, area: str | None, *releases: Release) -> tuple[Figure, ...]:
        """Every figure of `indicator` in `area`, or in all, in `releases`, in their order."""
        return tuple(
            figure
            for release, data in self._segments(indicator, releases)
            for figure in rows_of(columns_of(data, area), release.id)
        )

    def _read_areas(self, indicator: str, *releases: Release) -> frozenset[str]:
        return frozenset().union(*(areas_in(data) for _, data in self._segments(indicator, releases)))

    def _segments(self, indicator: str, releases: Sequence[Release]) -> list[tuple[Release, bytes]]:
        """The segments on `indicator` of `releases`, in their order."""
        query = select(segment_table.c.release_order, segment_table.c.data).where(
            segment_table.c.indicator == indicator,
            segment_table.c.release_order.in_([release.order for release in releases]),
        )
        with self._engine.connect() as connection:
            data = {row.release_order: row.data for row in connection.execute(query)}
        return [(release, data[release.order]) for release in releases if release.order in data]


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


def store(connection: Connection, release: Release, sha256: str, table: pa.Table) -> None:
    """Writes a release and its figures, a stored table, within the transaction of `connection`."""
    values = {column.name: getattr(release, column.name) for column in _RELEASE_COLUMNS}
    areas = sorted(codes(table["area"])[1])
    connection.execute(insert(release_table).values(values | {"sha256": sha256, "areas": areas}))
    rows = [
        {"release_order": release.order, "indicator": indicator, "rows": count, "data": data}
        for indicator, count, data in segments(table)
    ]
    if rows:
        connection.execute(insert(segment_table), rows)


def said_before(
    connection: Connection, release: Release, indicators: Collection[str], now: datetime
) -> list[Segment]:
    """What the editions before `release` that still stand at `now` say of `indicators`, oldest first."""
    earlier = preceding(stored_releases(connection), release, now)
    return list(_segments(connection, earlier, indicators))


def compared(
    release: Release, table: pa.Table, before: Sequence[Segment], apart: Collection[str]
) -> tuple[Comparison, pa.Table]:
    """What `release` with the figures of `table` changes of what was said `before`, and the figures held then.

    On the indicators in `apart` only the same publisher's earlier figures count.
    """
    from healthgap.comparison import compare

    own = {part.indicator: part.table for part in before if part.release.publisher == release.publisher}
    held = newest(
        together(
            part.table
            for part in before
            if part.indicator not in apart or part.release.publisher == release.publisher
        )
    )
    return compare(table, held, together(own.values())), held


@dataclass(frozen=True, slots=True)
class Segment:
    """One release's figures on one indicator."""

    release: Release
    indicator: str
    table: pa.Table


def _segments(
    connection: Connection, releases: Sequence[Release], indicators: Collection[str] | None = None
) -> Iterator[Segment]:
    """The segments of `releases`, in their order, for some indicators or all."""
    by_order = {release.order: release for release in releases}
    query = select(segment_table).where(segment_table.c.release_order.in_(by_order))
    if indicators is not None:
        query = query.where(segment_table.c.indicator.in_(indicators))
    found = {(row.release_order, row.indicator): row.data for row in connection.execute(query)}
    place = {order: place for place, order in enumerate(by_order)}
    for order, indicator in sorted(found, key=lambda key: (place[key[0]], key[1])):
        release = by_order[order]
        yield Segment(release, indicator, of_release(decoded(found[order, indicator]), release.id))
