"""How many channels a release was summed up to, for who loads what revises it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from healthgap.store.schema import delivery


@dataclass(frozen=True, slots=True)
class Told:
    """How many channels got a release's summary, and when the first of them did."""

    release_id: str
    channels: int
    since: datetime


def told(connection: Connection, release_ids: Collection[str]) -> list[Told]:
    """Which of the releases were told to channels, and to how many."""
    rows = connection.execute(
        select(delivery.c.release_id, func.count(), func.min(delivery.c.sent_at))
        .where(
            delivery.c.release_id.in_(release_ids),
            delivery.c.kind == "release",
            delivery.c.message_ts.is_not(None),
        )
        .group_by(delivery.c.release_id)
        .order_by(func.min(delivery.c.sent_at))
    )
    return [Told(*row) for row in rows]
