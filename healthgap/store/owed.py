"""What channels are owed, as it follows from what is stored: summaries of releases, and of what was withdrawn.

Says it and writes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

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

from healthgap.store.schema import delivery, release, segment, subscription
from healthgap.store.subscriptions import subscription_from

Kind = Literal["release", "withdrawal", "notice"]
Owed = dict[str, Any]
"""A delivery to be made, as a row."""


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
PUBLIC_AT = case(
    (release.c.published_at > release.c.loaded_at, release.c.published_at), else_=release.c.loaded_at
)


# Summaries that nobody is to be told any more.
_OF_WITHDRAWN = and_(
    delivery.c.kind == "release",
    delivery.c.release_id.in_(select(release.c.id).where(release.c.withdrawn_at.is_not(None))),
)


def owed(
    connection: Connection, now: datetime, holidays: Collection[date], *which: ColumnElement[bool]
) -> list[Owed]:
    """The deliveries that are owed at `now` and not yet there; `which` narrows down releases or subscriptions."""
    return [*_owed_summaries(connection, now, holidays, *which), *_owed_withdrawals(connection, now)]


def is_pointless(connection: Connection, now: datetime) -> bool:
    """Whether there are summaries that `cancel_pointless` would end."""
    pending = exists().where(PENDING, free(now), _OF_WITHDRAWN)
    return bool(connection.scalar(select(pending)))


def cancel_pointless(now: datetime) -> Update:
    """Ends the summaries of releases that have been withdrawn."""
    return cancel(now, "withdrawn").where(_OF_WITHDRAWN)


def told(connection: Connection, release_ids: Collection[str]) -> list[Told]:
    """Which of the releases were told to channels, and to how many."""
    rows = connection.execute(
        select(delivery.c.release_id, func.count(), func.min(delivery.c.sent_at))
        .where(delivery.c.release_id.in_(release_ids), _TOLD)
        .group_by(delivery.c.release_id)
        .order_by(func.min(delivery.c.sent_at))
    )
    return [Told(*row) for row in rows]


def _owed_summaries(
    connection: Connection, now: datetime, holidays: Collection[date], *which: ColumnElement[bool]
) -> list[Owed]:
    there = exists().where(
        delivery.c.release_id == release.c.id,
        same_channel(subscription),
        delivery.c.kind == "release",
    )
    pairs = connection.execute(
        select(release.c.id.label("release_id"), PUBLIC_AT.label("public_at"), subscription)
        .join_from(release, subscription, subscription.c.created_at < PUBLIC_AT)
        .where(now >= PUBLIC_AT, release.c.withdrawn_at.is_(None), subscription.c.paused_at.is_(None), ~there)
        .where(*which)
        .order_by(PUBLIC_AT, release.c.order)
    ).all()
    indicators = indicators_of(connection, {pair.release_id for pair in pairs})
    wishes = [(pair, subscription_from(pair)) for pair in pairs]
    return [
        _pending(
            pair.release_id,
            pair.workspace,
            wish.channel,
            "release",
            wish.slots.next(pair.public_at, holidays),
        )
        for pair, wish in wishes
        if wish.wants(indicators[pair.release_id])
    ]


def _owed_withdrawals(connection: Connection, now: datetime) -> list[Owed]:
    """Every channel that got the summary of a withdrawn release, or may have, subscribed still or not."""
    withdrawn = connection.scalars(select(release.c.id).where(release.c.withdrawn_at <= now)).all()
    if not withdrawn:
        return []
    notice = delivery.alias("notice")
    there = exists().where(
        notice.c.release_id == delivery.c.release_id,
        same_channel(notice),
        notice.c.kind == "withdrawal",
    )
    rows = connection.execute(
        select(delivery.c.release_id, delivery.c.workspace, delivery.c.channel, release.c.withdrawn_at)
        .join(release, release.c.id == delivery.c.release_id)
        .where(or_(_TOLD, _MAY_BE_TOLD), delivery.c.release_id.in_(withdrawn), ~there)
        .order_by(delivery.c.order)
    )
    return [
        _pending(row.release_id, row.workspace, row.channel, "withdrawal", row.withdrawn_at) for row in rows
    ]


def _pending(release_id: str, workspace: str, channel: str, kind: Kind, due_at: datetime) -> Owed:
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


def same_channel(other: FromClause) -> ColumnElement[bool]:
    """Whether the rows of `other`, a table with workspace and channel, are for the channel of a delivery."""
    return and_(other.c.workspace == delivery.c.workspace, other.c.channel == delivery.c.channel)


def ended(unsent: str) -> Case[str]:
    """The state in which a delivery ends: "sent" if at least its message stands in the channel, else `unsent`."""
    return case((delivery.c.message_ts.is_not(None), "sent"), else_=unsent)


def free(now: datetime) -> ColumnElement[bool]:
    """Whether a delivery is in nobody's hands."""
    return or_(delivery.c.held_until.is_(None), delivery.c.held_until <= now)
