"""What messages stated, kept once for all channels that got the same, and which releases change it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, and_, exists, func, select

from healthgap.releases import Release
from healthgap.reply import Statement
from healthgap.store.database import insert_new, writing
from healthgap.store.releases import stored_releases
from healthgap.store.rows import PUBLIC_AT
from healthgap.store.schema import correction, delivery, release, statement

QUOTED_FOR = timedelta(days=400)
"""What a message stated is held against releases for so long: a year and its next release. Later nobody quotes it."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a message states, by the figures known at the moment `as_of`."""

    gaps: tuple[Statement, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class Unexamined:
    """A release that came after something was stated."""

    release: Release
    statement_id: str
    gaps: tuple[Statement, ...]


class Statements:
    """The statements of one database, held against its releases."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def unexamined(self, now: datetime) -> list[Unexamined]:
        """Every release public at `now` with every statement before it that it was not yet held against."""
        done = exists().where(
            correction.c.release_id == release.c.id, correction.c.statement_id == statement.c.id
        )
        later = and_(statement.c.as_of < PUBLIC_AT, now >= PUBLIC_AT)
        with self._engine.connect() as connection:
            rows = connection.execute(
                select(release.c.id.label("release_id"), statement)
                .join_from(release, statement, later)
                .where(release.c.withdrawn_at.is_(None), ~done)
                .order_by(PUBLIC_AT, release.c.order)
            ).all()
            releases = {one.id: one for one in stored_releases(connection)} if rows else {}
        return [
            Unexamined(
                releases[row.release_id],
                row.id,
                statements_from(row.gaps)
                if row.as_of > releases[row.release_id].public_at - QUOTED_FOR
                else (),
            )
            for row in rows
        ]

    def examined(self, found: Mapping[Unexamined, bool]) -> None:
        """Keeps which pairs call for a correction."""
        rows = [
            {"release_id": one.release.id, "statement_id": one.statement_id, "is_needed": is_needed}
            for one, is_needed in found.items()
        ]
        if rows:
            with writing(self._engine) as connection:
                connection.execute(insert_new(connection, correction), rows)


@dataclass(frozen=True, slots=True)
class StillRead:
    """A statement with in how many messages it stands, and since when."""

    statement: Statement
    messages: int
    since: datetime


def still_read(connection: Connection, now: datetime) -> list[StillRead]:
    """Every statement that messages make, but for those too old to be held against releases."""
    rows = connection.execute(
        select(statement.c.gaps, func.count(), func.min(delivery.c.sent_at))
        .join_from(statement, delivery, delivery.c.statement_id == statement.c.id)
        .where(delivery.c.message_ts.is_not(None), statement.c.as_of > now - QUOTED_FOR)
        .group_by(statement.c.id)
        .order_by(func.min(delivery.c.sent_at))
    )
    found: dict[Statement, StillRead] = {}
    for gaps, messages, since in rows:
        for one in statements_from(gaps):
            before = found.get(one, StillRead(one, 0, since))
            found[one] = StillRead(one, before.messages + messages, before.since)
    return list(found.values())


def keep(connection: Connection, stated: Stated) -> str | None:
    """Stores what a message states, unless it is there, and returns its id; None where it states nothing."""
    if not stated.gaps:
        return None
    gaps = [asdict(one) for one in stated.gaps]
    text = json.dumps([gaps, stated.as_of.isoformat()], ensure_ascii=False, sort_keys=True)
    name = hashlib.sha256(text.encode()).hexdigest()
    connection.execute(insert_new(connection, statement), [{"id": name, "gaps": gaps, "as_of": stated.as_of}])
    return name


def statements_from(gaps: Iterable[Mapping[str, str]] | None) -> tuple[Statement, ...]:
    """Statements as they were kept."""
    return tuple(Statement(**one) for one in gaps or ())
