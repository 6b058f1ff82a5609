"""What channels want to be told of when it becomes so, as rows. What a condition means is not known here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, exists, select, update

from healthgap.store.database import writing
from healthgap.store.owed import cancel
from healthgap.store.schema import alert, delivery


@dataclass(frozen=True, slots=True)
class Alert:
    """One condition that a channel waits for; only releases that come after `created_at` can meet it."""

    id: str
    channel: str
    condition: Mapping[str, Any]
    created_by: str
    created_at: datetime
    paused_at: datetime | None = None
    paused_why: str | None = None


class AlertBook:
    """The alerts of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, channel: str, condition: Mapping[str, Any], by: str, now: datetime) -> Alert:
        """Adds an alert, in the place of one that the channel has on the same condition; ends a pause of all there."""
        with writing(self._engine) as connection:
            held = connection.execute(select(alert).where(alert.c.channel == channel))
            same = next((row for row in held if row.condition == dict(condition)), None)
            made = Alert(same.id if same else str(uuid.uuid4()), channel, dict(condition), by, now)
            connection.execute(alert.delete().where(alert.c.id == made.id))
            connection.execute(
                update(alert).where(alert.c.channel == channel).values(paused_at=None, paused_why=None)
            )
            connection.execute(
                alert.insert().values(
                    id=made.id, channel=channel, condition=made.condition, created_by=by, created_at=now
                )
            )
        return made

    def remove(self, alert_id: str, now: datetime) -> Alert | None:
        """Removes an alert, and what was still to be told of a channel's last one; None where there is none."""
        with writing(self._engine) as connection:
            row = connection.execute(select(alert).where(alert.c.id == alert_id)).one_or_none()
            connection.execute(alert.delete().where(alert.c.id == alert_id))
            none_left = ~exists().where(alert.c.channel == delivery.c.channel)
            connection.execute(cancel(now, "removed").where(delivery.c.kind == "alert", none_left))
        return Alert(**row._asdict()) if row else None

    def all(self) -> list[Alert]:
        """Every alert, by channel and in the order in which they were set."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(alert).order_by(alert.c.channel, alert.c.created_at, alert.c.id))
            return [Alert(**row._asdict()) for row in rows]

    def of(self, channel: str) -> list[Alert]:
        """The channel's alerts, in the order in which they were set."""
        return [one for one in self.all() if one.channel == channel]
