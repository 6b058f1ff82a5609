"""What channels are owed, as it follows from what is stored: summaries of releases, and of what was withdrawn.

Writes deliveries and sends nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import (
    Case,
    ColumnElement,
    Connection,
    FromClause,
    Update,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from healthgap.store.database import insert_new
from healthgap.store.schema import delivery, release, segment, subscription
from healthgap.store.subscriptions import subscription_from

Kind = Literal["release", "withdrawal"]


@dataclass(frozen=True, slots=True)
class Told:
    """How many channels got a release's summary, and when the first of them did."""

    release_id: str
    channels: int
    since: datetime


PENDING = delivery.c.state == "pending"
_TOLD = and_(delivery.c.kind == "release", delivery.c.message_ts.is_not(None))
# An attempt whose outcome never came to be known: the summary may stand in the channel.
_MAY_BE_TOLD = and_(
    delivery.c.kind == "release", delivery.c.state != "pending", delivery.c.in_doubt_since.is_not(None)
)
_PUBLIC_AT = case(
    (release.c.published_at > release.c.loaded_at, release.c.published_at), else_=release.c.loaded_at
)


def plan(connection: Connection, now: datetime) -> None:
    """Makes the deliveries that are owed at `now` and not yet there; ends summaries of withdrawn releases."""
    withdrawn = select(release.c.id).where(release.c.withdrawn_at.is_not(None))
    summaries = delivery.c.kind == "release"
    connection.execute(cancel(now, "withdrawn").where(summaries, delivery.c.release_id.in_(withdrawn)))
    owed = [*_owed(connection, now), *_owed_withdrawals(connection, now)]
    if owed:
        connection.execute(insert_new(connection, delivery), owed)


def told(connection: Connection, release_ids: Collection[str]) -> list[Told]:
    """Which of the releases were told to channels, and to how many."""
    rows = connection.execute(
        select(delivery.c.release_id, func.count(), func.min(delivery.c.sent_at))
        .where(delivery.c.release_id.in_(release_ids), _TOLD)
        .group_by(delivery.c.release_id)
        .order_by(func.min(delivery.c.sent_at))
    )
    return [Told(*row) for row in rows]


def _owed(connection: Connection, now: datetime) -> list[dict[str, object]]:
    there = exists().where(
        delivery.c.release_id == release.c.id,
        same_channel(subscription),
        delivery.c.kind == "release",
    )
    pairs = connection.execute(
        select(release.c.id.label("release_id"), _PUBLIC_AT.label("public_at"), subscription)
        .join_from(release, subscription, subscription.c.created_at < _PUBLIC_AT)
        .where(
            now >= _PUBLIC_AT, release.c.withdrawn_at.is_(None), subscription.c.paused_at.is_(None), ~there
        )
        .order_by(_PUBLIC_AT, release.c.order)
    ).all()
    indicators = _indicators(connection, {pair.release_id for pair in pairs})
    wishes = [(pair, subscription_from(pair)) for pair in pairs]
    return [
        _pending(pair.release_id, pair.workspace, wish.channel, "release", wish.slots.next(pair.public_at))
        for pair, wish in wishes
        if wish.wants(indicators[pair.release_id])
    ]


def _owed_withdrawals(connection: Connection, now: datetime) -> list[dict[str, object]]:
    """Every channel that got the summary of a withdrawn release, or may have, subscribed still or not."""
    notice = delivery.alias("notice")
    there = exists().where(
        notice.c.release_id == delivery.c.release_id,
        same_channel(notice),
        notice.c.kind == "withdrawal",
    )
    rows = connection.execute(
        select(delivery.c.release_id, delivery.c.workspace, delivery.c.channel, release.c.withdrawn_at)
        .join(release, release.c.id == delivery.c.release_id)
        .where(or_(_TOLD, _MAY_BE_TOLD), release.c.withdrawn_at <= now, ~there)
        .order_by(delivery.c.order)
    )
    return [
        _pending(row.release_id, row.workspace, row.channel, "withdrawal", row.withdrawn_at) for row in rows
    ]


def _pending(
    release_id: str, workspace: str, channel: str, kind: Kind, due_at: datetime
) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()),
        "release_id": release_id,
        "workspace": workspace,
        "channel": channel,
        "kind": kind,
        "due_at": due_at,
        "state": "pending",
        "attempts": 0,
    }


def _indicators(connection: Connection, releases: set[str]) -> dict[str, set[str]]:
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


def same_channel(other: FromClause) -> ColumnElement[bool]:
    """Whether the rows of `other`, a table with workspace and channel, are for the channel of a delivery."""
    return and_(other.c.workspace == delivery.c.workspace, other.c.channel == delivery.c.channel)


def ended(unsent: str) -> Case[str]:
    """The state in which a delivery ends: "sent" if at least its message stands in the channel, else `unsent`."""
    return case((delivery.c.message_ts.is_not(None), "sent"), else_=unsent)


def free(now: datetime) -> ColumnElement[bool]:
    """Whether a delivery is in nobody's hands."""
    return or_(delivery.c.held_until.is_(None), delivery.c.held_until <= now)
