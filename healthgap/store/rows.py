"""The rows of the outbox as the queries on it see them: which are pending, free, told, and for which channel."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Case, ColumnElement, Connection, FromClause, Update, and_, case, or_, select, update

from healthgap.store.schema import delivery, release, segment, subscription
from healthgap.store.subscriptions import Subscription, subscription_from

Kind = Literal["release", "withdrawal", "reply", "restored", "alert", "digest", "notice"]
Owed = dict[str, Any]
"""A delivery to be made, as a row."""
Wishes = Mapping[tuple[str, str], Subscription]

PENDING = delivery.c.state == "pending"
NOT_BEGUN = and_(
    PENDING, delivery.c.attempts == 0, delivery.c.in_doubt_since.is_(None), delivery.c.message_ts.is_(None)
)
PUBLIC_AT = case(
    (release.c.published_at > release.c.loaded_at, release.c.published_at), else_=release.c.loaded_at
)
# Of each of these kinds there is one a release, and it tells what the release says.
TELLS_IT = delivery.c.kind.in_(["release", "reply", "alert"])
# An attempt whose outcome never came to be known: the message may stand in the channel.
_MAY_BE_TOLD = and_(delivery.c.state != "pending", delivery.c.in_doubt_since.is_not(None))
STANDS = or_(delivery.c.message_ts.is_not(None), _MAY_BE_TOLD)


def same_channel(other: FromClause) -> ColumnElement[bool]:
    """Whether the rows of `other`, a table with workspace and channel, are for the channel of a delivery."""
    return and_(other.c.workspace == delivery.c.workspace, other.c.channel == delivery.c.channel)


def wishes_of(connection: Connection) -> Wishes:
    """Every subscription by its workspace and channel."""
    rows = connection.execute(select(subscription))
    return {(row.workspace, row.channel): subscription_from(row) for row in rows}


def slot(wishes: Wishes, row: Any, holidays: Collection[date]) -> datetime:
    """The next slot of the row's channel after its release is public; at once where it waits for no summaries."""
    wish = wishes.get((row.workspace, row.channel))
    public_at: datetime = row.public_at
    return wish.slots.next(public_at, holidays) if wish and wish.summaries else public_at


def to_send(release_id: str | None, workspace: str, channel: str, kind: Kind, due_at: datetime) -> Owed:
    """A delivery that nobody has begun, due at that moment."""
    return {
        "id": str(uuid.uuid4()),
        "release_id": release_id,
        "workspace": workspace,
        "channel": channel,
        "kind": kind,
        "due_at": due_at,
        "state": "pending",
        "attempts": 0,
        "subject": release_id or "",
        "since": None,
        "reply_to": None,
    }


def indicators_of(connection: Connection, releases: Collection[str]) -> dict[str, set[str]]:
    """The indicators that each of the releases has figures for."""
    rows = connection.execute(
        select(release.c.id, segment.c.indicator)
        .join_from(release, segment)
        .where(release.c.id.in_(releases))
    )
    found: dict[str, set[str]] = {name: set() for name in releases}
    for name, indicator in rows:
        found[name].add(indicator)
    return found


def cancel(now: datetime, why: str) -> Update:
    """Ends what is pending and in nobody's hands."""
    return update(delivery).where(PENDING, free(now)).values(state=ended("cancelled"), error=why)


def ended(unsent: str) -> Case[str]:
    """The state in which a delivery ends: "sent" if at least its message stands in the channel, else `unsent`."""
    return case((delivery.c.message_ts.is_not(None), "sent"), else_=unsent)


def free(now: datetime) -> ColumnElement[bool]:
    """Whether a delivery is in nobody's hands."""
    return or_(delivery.c.held_until.is_(None), delivery.c.held_until <= now)
