"""What a new release does to what was said before: target statuses it changes, and who was told what it revises."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection

from healthgap.answer.held import Held
from healthgap.catalogue import Catalogue
from healthgap.comparison import Comparison
from healthgap.figures import Figure
from healthgap.load_report import StatusChange
from healthgap.releases import Release
from healthgap.sources import Said, side_by_side
from healthgap.store.owed import Told, told
from healthgap.store.releases import Segment
from healthgap.summary import statuses
from healthgap.tables import codes, figures, together


def status_changes(
    release: Release, table: pa.Table, before: Sequence[Segment], catalogue: Catalogue
) -> list[StatusChange]:
    """The targets whose status the figures of `table` change from what it was by all that was said `before`."""
    releases = {part.release.id: part.release for part in before} | {release.id: release}
    earlier = [part.table for part in before]
    was = statuses(_held(earlier, releases, release, catalogue))
    becomes = statuses(_held([*earlier, table], releases, release, catalogue))
    return [
        StatusChange(*of, was[of], status)
        for of, status in becomes.items()
        if of in was and was[of] != status
    ]


def told_before(connection: Connection, comparison: Comparison) -> list[Told]:
    """The releases told to channels that gave a figure which is now revised or withdrawn."""
    replaced = (comparison.before, comparison.withdrawn)
    old = {name for table in replaced for name in table["release"].unique().to_pylist()}
    return told(connection, old)


def _held(
    tables: Sequence[pa.Table], releases: Mapping[str, Release], newest: Release, catalogue: Catalogue
) -> Held:
    """What stored tables say of each indicator in its own area, oldest release first."""
    history: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures(_of_own_area(together(tables), catalogue)):
        history[figure.indicator].append(figure)

    def said(indicator: str, area: str | None) -> Said:
        order = catalogue.indicators[indicator].sources
        return side_by_side(history[indicator], lambda name: releases[name].publisher, order)

    return Held(
        catalogue,
        said,
        lambda indicator: (catalogue.indicators[indicator].home,),
        lambda indicator, area: history[indicator],
        releases,
        newest.published_at,
    )


def _of_own_area(table: pa.Table, catalogue: Catalogue) -> pa.Table:
    """The rows whose area is their indicator's own: all that a target rests on."""
    indicator, names = codes(table["indicator"])
    area, areas = codes(table["area"])
    place = {name: number for number, name in enumerate(areas)}
    known = (catalogue.indicators.get(name) for name in names)
    own = np.array([place.get(one.area, -1) if one else -1 for one in known], dtype=np.int64)
    return table.filter(pa.array(own[indicator] == area)) if len(names) else table
