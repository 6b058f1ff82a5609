"""Who did what and when: loads, withdrawals, subscriptions, alerts and posts, each written with what it records.

Entries are only ever added; the database refuses to change or remove one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Engine, func, insert, select

from healthgap.store.schema import audit

Deed = Literal[
    "loaded",
    "withdrew",
    "subscribed",
    "changed",
    "paused",
    "resumed",
    "unsubscribed",
    "set alert",
    "removed alert",
    "posted",
    "gave up",
]

OPERATOR = "operator"
"""Whoever uses the command line."""
BOT = "bot"
"""What happens by itself."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed. `who` is the id of a person in Slack, OPERATOR or BOT; `detail` is for people to read.

    `workspace`, `channel` and `release_id` say what it was done to, None where that has no such thing.
    """

    at: datetime
    who: str
    deed: Deed
    workspace: str | None = None
    channel: str | None = None
    release_id: str | None = None
    detail: str = ""


def record(connection: Connection, entry: Entry) -> None:
    """Adds the entry within the transaction of what it records, so that neither is there without the other."""
    values = {name: getattr(entry, name) for name in Entry.__slots__}
    connection.execute(insert(audit).values(values))


class Audit:
    """Reads the entries of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def entries(self, since: datetime | None = None) -> list[Entry]:
        """Every entry since a moment, or from the beginning, in the order in which they were made."""
        columns = [audit.c[name] for name in Entry.__slots__]
        query = select(*columns).order_by(audit.c.order)
        if since is not None:
            query = query.where(audit.c.at >= since)
        with self._engine.connect() as connection:
            return [Entry(**row._asdict()) for row in connection.execute(query)]

    def counts(self) -> dict[str, int]:
        """How often each deed was done since the database began."""
        query = select(audit.c.deed, func.count().label("times")).group_by(audit.c.deed)
        with self._engine.connect() as connection:
            return {row.deed: row.times for row in connection.execute(query)}
