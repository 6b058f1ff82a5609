"""Which delivery is sent next, and which is not worth sending any more. Reads; decides nothing about its sending."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, or_, select

from healthgap.store.audit import BOT
from healthgap.store.rows import PENDING, PUBLIC_AT, free, indicators_of, same_channel
from healthgap.store.schema import alert, delivery, release, statement, subscription

# Slack allows about one message a second and channel, and a delivery is up to three messages.
PACE = timedelta(seconds=3)

_AT_ONCE = ("withdrawal", "restored", "notice")
# What was told there is wrong: who paused a channel wants no news, but has read that.
_AMENDS = ("withdrawal", "restored", "reply")

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


def may_go() -> ColumnElement[bool]:
    """Whether a delivery, joined with its release and its channel's subscription if it has them, is still to be told.

    A summary and a digest need a subscription, an alert an alert, and what tells of a release one that stands. A pause
    holds up everything, but for what amends a channel that a person paused.
    """
    waiting = exists().where(same_channel(alert), alert.c.paused_at.is_(None))
    subscribed = subscription.c.channel.is_not(None)
    by_a_person = subscription.c.paused_by != BOT
    is_called_for = or_(
        delivery.c.kind.in_(_AT_ONCE),
        and_(delivery.c.kind == "digest", subscribed),
        and_(delivery.c.kind == "release", subscribed, release.c.withdrawn_at.is_(None)),
        and_(delivery.c.kind == "reply", release.c.withdrawn_at.is_(None)),
        and_(delivery.c.kind == "alert", waiting, release.c.withdrawn_at.is_(None)),
    )
    amends = and_(by_a_person, delivery.c.kind.in_(_AMENDS))
    return and_(is_called_for, or_(subscription.c.paused_at.is_(None), amends))


def _first(now: datetime, workspace: str) -> Select[Any]:
    """The first that is due.

    Word of a withdrawal and a notice wait for nothing, since they are about what was told; all else waits for what is
    due in the channel before it, and summaries for all summaries before them.
    """
    below, said = delivery.alias("below"), statement.alias("said")
    return (
        select(delivery, release.c.title, subscription.c.indicators.label("wanted"), subscription.c.timezone)
        .add_columns(below.c.message_ts.label("below_ts"), below.c.sent_at.label("below_at"))
        .add_columns(said.c.gaps.label("below_gaps"))
        .outerjoin(release, release.c.id == delivery.c.release_id)
        .outerjoin(subscription, same_channel(subscription))
        .outerjoin(below, below.c.id == delivery.c.reply_to)
        .outerjoin(said, said.c.id == below.c.statement_id)
        .where(delivery.c.workspace == workspace)
        .where(PENDING, delivery.c.due_at <= now, free(now), ~_its_turn_is_later(now), may_go())
        .order_by(delivery.c.due_at, delivery.c.order)
        .limit(1)
    )


def _its_turn_is_later(now: datetime) -> ColumnElement[bool]:
    """Whether the channel is to hear of something else first, or has just heard of something."""
    other = delivery.alias("other")
    summaries = and_(delivery.c.kind == "release", other.c.kind == "release")
    before = and_(other.c.state == "pending", other.c.kind.not_in(_AT_ONCE), other.c.order < delivery.c.order)
    return exists().where(
        same_channel(other),
        or_(
            and_(delivery.c.kind.not_in(_AT_ONCE), before, or_(summaries, other.c.due_at <= now)),
            and_(other.c.sent_at > now - PACE, other.c.order != delivery.c.order),
        ),
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
