"""Which delivery is sent next, and which is not worth sending any more. Reads; decides nothing about its sending."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, exists, or_, select

from healthgap.store.owed import PENDING, PUBLIC_AT, free, indicators_of, same_channel
from healthgap.store.schema import delivery, release, subscription

# Slack allows about one message a second and channel, and a delivery is up to three messages.
PACE = timedelta(seconds=3)

LATE = timedelta(hours=1)
"""From so long after its slot on, a message says that it comes late."""

# A withdrawal goes before everything; what belongs in threads waits until every channel has its message.
_TURNS = (
    and_(delivery.c.kind == "withdrawal", delivery.c.message_ts.is_(None)),
    and_(delivery.c.kind != "withdrawal", delivery.c.message_ts.is_(None)),
    delivery.c.message_ts.is_not(None),
)


def due(now: datetime, workspace: str) -> list[Select[Any]]:
    """The workspace's delivery to send next, with its release's `title`, what its channel `wanted`, and its `timezone`.

    It is what the first of these queries finds that finds something. They are several so that each can follow an index
    and end at its first row, however many are due.
    """
    return [_first(now, workspace).where(turn) for turn in _TURNS]


def _first(now: datetime, workspace: str) -> Select[Any]:
    """The first that is due.

    A summary needs a release that stands and a subscription, and waits for the channel's summaries before it. A
    withdrawal needs neither, since it is about what the channel was told.
    """
    other = delivery.alias("other")
    its_turn_is_later = exists().where(
        other.c.workspace == delivery.c.workspace,
        other.c.channel == delivery.c.channel,
        or_(
            and_(
                delivery.c.kind == "release",
                other.c.kind == "release",
                other.c.state == "pending",
                other.c.order < delivery.c.order,
            ),
            and_(other.c.sent_at > now - PACE, other.c.order != delivery.c.order),
        ),
    )
    wanted = and_(release.c.withdrawn_at.is_(None), subscription.c.channel.is_not(None))
    return (
        select(delivery, release.c.title, subscription.c.indicators.label("wanted"), subscription.c.timezone)
        .outerjoin(release, release.c.id == delivery.c.release_id)
        .outerjoin(subscription, same_channel(subscription))
        .where(delivery.c.workspace == workspace)
        .where(PENDING, delivery.c.due_at <= now, free(now), ~its_turn_is_later)
        .where(or_(delivery.c.kind != "release", wanted), subscription.c.paused_at.is_(None))
        .order_by(delivery.c.due_at, delivery.c.order)
        .limit(1)
    )


def is_old_news(connection: Connection, row: Row[Any], now: datetime) -> bool:
    """Whether a summary, late and not begun, is overtaken: newer ones due to its channel cover all that it would tell.

    `row` is of `due`. Only later editions count that the channel is about to get.
    """
    begun = row.in_doubt_since or row.message_ts
    if row.kind != "release" or begun or now - row.due_at <= LATE:
        return False
    own = select(release.c.published_at).where(release.c.id == row.release_id).scalar_subquery()
    newer = connection.scalars(
        select(delivery.c.release_id)
        .join(release, release.c.id == delivery.c.release_id)
        .where(delivery.c.workspace == row.workspace, delivery.c.channel == row.channel)
        .where(delivery.c.kind == "release", PENDING)
        .where(delivery.c.order > row.order, delivery.c.due_at <= now)
        .where(release.c.withdrawn_at.is_(None), release.c.published_at >= own, now >= PUBLIC_AT)
    ).all()
    found = indicators_of(connection, [row.release_id, *newer])
    told = found[row.release_id] if row.wanted is None else found[row.release_id] & set(row.wanted)
    return bool(newer) and told <= set().union(*(found[name] for name in newer))
