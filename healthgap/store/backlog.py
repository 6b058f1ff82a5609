"""What waits to be sent at a moment, for whoever keeps an eye on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from healthgap.store.due import may_go
from healthgap.store.rows import PENDING, same_channel
from healthgap.store.schema import delivery, release, subscription


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many deliveries are due, and since when the oldest of them is; how many subscriptions are paused."""

    due: int
    oldest_due_at: datetime | None
    paused: int


def backlog(engine: Engine, now: datetime) -> Backlog:
    """The deliveries that are due at `now`; without those of paused channels, which nobody is to send."""
    due = (
        select(func.count(), func.min(delivery.c.due_at))
        .outerjoin(release, release.c.id == delivery.c.release_id)
        .outerjoin(subscription, same_channel(subscription))
        .where(PENDING, delivery.c.due_at <= now, may_go())
    )
    paused = select(func.count()).where(subscription.c.paused_at.is_not(None))
    with engine.connect() as connection:
        count, oldest = connection.execute(due).one()
        return Backlog(count, oldest, connection.scalars(paused).one())
