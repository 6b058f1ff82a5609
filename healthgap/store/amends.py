"""What channels are owed where what they were told is wrong: withdrawals, and replies below earlier messages.

Says it and writes nothing. It is owed to all who were told, subscribed still or not.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, exists, select

from healthgap.store.rows import (
    PUBLIC_AT,
    STANDS,
    TELLS_IT,
    Owed,
    Wishes,
    indicators_of,
    same_channel,
    slot,
    to_send,
    wishes_of,
)
from healthgap.store.schema import correction, delivery, release
from healthgap.store.subscriptions import Subscription


def owed_withdrawals(connection: Connection, now: datetime) -> list[Owed]:
    """Every channel that was told of a withdrawn release, or may have been, subscribed still or not."""
    withdrawn = connection.scalars(select(release.c.id).where(release.c.withdrawn_at <= now)).all()
    if not withdrawn:
        return []
    rows = connection.execute(
        select(delivery.c.release_id, delivery.c.workspace, delivery.c.channel, release.c.withdrawn_at)
        .join(release, release.c.id == delivery.c.release_id)
        .where(TELLS_IT, STANDS, delivery.c.release_id.in_(withdrawn), ~_has_heard(delivery.c.release_id))
        .order_by(delivery.c.order)
    )
    places = {(row.release_id, row.workspace, row.channel): row.withdrawn_at for row in rows}
    for row in _digests_of_withdrawn(connection, now):
        places.setdefault((row.id, row.workspace, row.channel), row.withdrawn_at)
    return [to_send(*place, "withdrawal", at) for place, at in places.items()]


def _digests_of_withdrawn(connection: Connection, now: datetime) -> list[Any]:
    """Each withdrawn release with the channels that a digest told of it, and that have not heard since."""
    rows = connection.execute(
        select(release.c.id, release.c.withdrawn_at, delivery.c.workspace, delivery.c.channel)
        .join_from(release, delivery, and_(delivery.c.since < PUBLIC_AT, delivery.c.due_at >= PUBLIC_AT))
        .where(delivery.c.kind == "digest", STANDS, delivery.c.sent_at < release.c.withdrawn_at)
        .where(delivery.c.statement_id.is_not(None), release.c.withdrawn_at <= now)
        .where(~_has_heard(release.c.id))
    ).all()
    indicators = indicators_of(connection, {row.id for row in rows})
    wishes = wishes_of(connection) if rows else {}
    return [row for row in rows if _wants(wishes.get((row.workspace, row.channel)), indicators[row.id])]


def owed_replies(connection: Connection, now: datetime, holidays: Collection[date]) -> list[Owed]:
    """Below every message that stands and stated what a later release changes, subscribed still or not."""
    reply, told_of = delivery.alias("reply"), release.alias("told_of")
    there = exists().where(
        reply.c.reply_to == delivery.c.id, reply.c.release_id == release.c.id, reply.c.kind == "reply"
    )
    rows = connection.execute(
        select(delivery.c.id, delivery.c.workspace, delivery.c.channel, delivery.c.sent_at)
        .add_columns(release.c.id.label("release_id"), PUBLIC_AT.label("public_at"))
        .join(correction, and_(correction.c.statement_id == delivery.c.statement_id, correction.c.is_needed))
        .join(release, release.c.id == correction.c.release_id)
        .outerjoin(told_of, told_of.c.id == delivery.c.release_id)
        .where(delivery.c.message_ts.is_not(None), delivery.c.sent_at.is_not(None), ~there)
        .where(release.c.withdrawn_at.is_(None), told_of.c.withdrawn_at.is_(None))
        .order_by(PUBLIC_AT, release.c.order, delivery.c.order)
    ).all()
    wishes = wishes_of(connection) if rows else {}
    return [
        to_send(row.release_id, row.workspace, row.channel, "reply", _after(wishes, row, holidays))
        | {"reply_to": row.id, "subject": f"{row.id} {row.release_id}"}
        for row in rows
    ]


def owed_restorations(connection: Connection, now: datetime) -> list[Owed]:
    """Below every message that a release had corrected which is withdrawn since, subscribed still or not."""
    restored, below, told_of = delivery.alias("restored"), delivery.alias("below"), release.alias("told_of")
    there = exists().where(
        restored.c.reply_to == delivery.c.reply_to,
        restored.c.release_id == delivery.c.release_id,
        restored.c.kind == "restored",
    )
    rows = connection.execute(
        select(delivery.c.reply_to, delivery.c.release_id, delivery.c.workspace, delivery.c.channel)
        .add_columns(release.c.withdrawn_at)
        .join(release, release.c.id == delivery.c.release_id)
        .join(below, below.c.id == delivery.c.reply_to)
        .outerjoin(told_of, told_of.c.id == below.c.release_id)
        .where(delivery.c.kind == "reply", STANDS, release.c.withdrawn_at <= now, ~there)
        .where(told_of.c.withdrawn_at.is_(None))
        .order_by(delivery.c.order)
    ).all()
    return [
        to_send(row.release_id, row.workspace, row.channel, "restored", row.withdrawn_at)
        | {"reply_to": row.reply_to, "subject": f"{row.reply_to} {row.release_id}"}
        for row in rows
    ]


def _after(wishes: Wishes, row: Any, holidays: Collection[date]) -> datetime:
    """When a correction is due: at the channel's slot; at once below what was posted after that."""
    due: datetime = max(slot(wishes, row, holidays), row.sent_at)
    return due


def _has_heard(release_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether word of the release's withdrawal is made for the channel of a delivery."""
    notice = delivery.alias("notice")
    return exists().where(
        notice.c.release_id == release_id, same_channel(notice), notice.c.kind == "withdrawal"
    )


def _wants(wish: Subscription | None, indicators: set[str]) -> bool:
    return wish is None or wish.wants(indicators)
