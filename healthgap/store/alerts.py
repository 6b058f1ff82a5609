"""What channels want to be told of when it becomes so, as rows. What a condition means is not known here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, and_, exists, select, update

from healthgap.store.audit import Deed, Entry, record
from healthgap.store.database import writing
from healthgap.store.rows import cancel, same_channel
from healthgap.store.schema import alert, delivery
from healthgap.store.workspaces import THE_ONLY


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
    """The alerts of one workspace."""

    def __init__(self, engine: Engine, workspace: str = THE_ONLY) -> None:
        self._engine = engine
        self._workspace = workspace
        self._own = alert.c.workspace == workspace

    def within(self, workspace: str) -> AlertBook:
        """The alerts of another workspace of the same database."""
        return AlertBook(self._engine, workspace)

    def add(self, channel: str, condition: Mapping[str, Any], by: str, now: datetime, told: str) -> Alert:
        """Adds an alert, in the place of one that the channel has on the same condition; ends a pause of all there.

        `told` is the condition in words, for the audit log.
        """
        with writing(self._engine) as connection:
            there = and_(self._own, alert.c.channel == channel)
            held = connection.execute(select(alert).where(there))
            same = next((row for row in held if row.condition == dict(condition)), None)
            made = Alert(same.id if same else str(uuid.uuid4()), channel, dict(condition), by, now)
            connection.execute(alert.delete().where(alert.c.id == made.id))
            connection.execute(update(alert).where(there).values(paused_at=None, paused_why=None))
            row = {"id": made.id, "workspace": self._workspace, "channel": channel}
            wish = {"condition": made.condition, "created_by": by, "created_at": now}
            connection.execute(alert.insert().values(**row, **wish))
            record(connection, self._entry(now, by, "set alert", channel, told))
        return made

    def remove(self, alert_id: str, by: str, now: datetime, told: str) -> Alert | None:
        """Removes an alert, and what was still to be told of a channel's last one; None where there is none.

        `told` is its condition in words, for the audit log.
        """
        with writing(self._engine) as connection:
            this = and_(self._own, alert.c.id == alert_id)
            row = connection.execute(select(alert).where(this)).one_or_none()
            connection.execute(alert.delete().where(this))
            none_left = ~exists().where(same_channel(alert))
            connection.execute(cancel(now, "removed").where(delivery.c.kind == "alert", none_left))
            if row:
                record(connection, self._entry(now, by, "removed alert", row.channel, told))
        return _alert(row) if row else None

    def _entry(self, now: datetime, by: str, deed: Deed, channel: str, told: str) -> Entry:
        return Entry(now, by, deed, self._workspace or None, channel, detail=told)

    def all(self) -> list[Alert]:
        """Every alert, by channel and in the order in which they were set."""
        with self._engine.connect() as connection:
            mine = select(alert).where(self._own)
            rows = connection.execute(mine.order_by(alert.c.channel, alert.c.created_at, alert.c.id))
            return [_alert(row) for row in rows]

    def of(self, channel: str) -> list[Alert]:
        """The channel's alerts, in the order in which they were set."""
        return [one for one in self.all() if one.channel == channel]


def _alert(row: Row[Any]) -> Alert:
    return Alert(**{name: getattr(row, name) for name in Alert.__slots__})
