"""What channels are owed, as it follows from what is stored: summaries, withdrawals, replies, alerts and digests.

Writes deliveries and sends nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import (
    Case,
    ColumnElement,
    Connection,
    Update,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from healthgap.rhythms import Issue, Rhythm, latest
from healthgap.slots import Slots
from healthgap.store.database import insert_new
from healthgap.store.schema import alert, correction, delivery, release, segment, subscription
from healthgap.store.subscriptions import Subscription, subscription_from

Kind = Literal["release", "withdrawal", "reply", "alert", "digest"]


@dataclass(frozen=True, slots=True)
class Told:
    """How many channels got a release's summary, and when the first of them did."""

    release_id: str
    channels: int
    since: datetime


PENDING = delivery.c.state == "pending"
PUBLIC_AT = case(
    (release.c.published_at > release.c.loaded_at, release.c.published_at), else_=release.c.loaded_at
)
# Of each of these kinds there is one a release, and it tells what the release says.
_TELLS_IT = delivery.c.kind.in_(["release", "reply", "alert"])
_NEEDS_A_SUBSCRIPTION = delivery.c.kind.in_(["release", "digest"])
_IS_SUBSCRIBED = exists().where(subscription.c.channel == delivery.c.channel)
_HAS_ALERTS = exists().where(alert.c.channel == delivery.c.channel)
_TOLD = and_(delivery.c.kind == "release", delivery.c.message_ts.is_not(None))
# An attempt whose outcome never came to be known: the message may stand in the channel.
_MAY_BE_TOLD = and_(delivery.c.state != "pending", delivery.c.in_doubt_since.is_not(None))
_STANDS = or_(delivery.c.message_ts.is_not(None), _MAY_BE_TOLD)


def plan(connection: Connection, now: datetime) -> None:
    """Makes the deliveries that are owed at `now` and not yet there; ends those that nothing calls for any more."""
    withdrawn = select(release.c.id).where(release.c.withdrawn_at.is_not(None))
    connection.execute(cancel(now, "withdrawn").where(_TELLS_IT, delivery.c.release_id.in_(withdrawn)))
    connection.execute(cancel(now, "unsubscribed").where(_NEEDS_A_SUBSCRIPTION, ~_IS_SUBSCRIBED))
    connection.execute(cancel(now, "removed").where(delivery.c.kind == "alert", ~_HAS_ALERTS))
    owed = [
        *_owed(connection, now),
        *_owed_withdrawals(connection, now),
        *_owed_replies(connection, now),
        *_owed_alerts(connection, now),
        *_owed_digests(connection, now),
    ]
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
        delivery.c.channel == subscription.c.channel,
        delivery.c.kind == "release",
    )
    pairs = connection.execute(
        select(release.c.id.label("release_id"), PUBLIC_AT.label("public_at"), subscription)
        .join_from(release, subscription, subscription.c.created_at < PUBLIC_AT)
        .where(now >= PUBLIC_AT, release.c.withdrawn_at.is_(None), ~there)
        .where(subscription.c.paused_at.is_(None), subscription.c.summaries)
        .order_by(PUBLIC_AT, release.c.order)
    ).all()
    indicators = _indicators(connection, {pair.release_id for pair in pairs})
    wishes = [(pair, subscription_from(pair)) for pair in pairs]
    return [
        _pending(pair.release_id, wish.channel, "release", wish.slots.next(pair.public_at))
        for pair, wish in wishes
        if wish.wants(indicators[pair.release_id])
    ]


def _owed_withdrawals(connection: Connection, now: datetime) -> list[dict[str, object]]:
    """Every channel that was told of a withdrawn release, or may have been, subscribed still or not."""
    notice = delivery.alias("notice")
    there = exists().where(
        notice.c.release_id == delivery.c.release_id,
        notice.c.channel == delivery.c.channel,
        notice.c.kind == "withdrawal",
    )
    rows = connection.execute(
        select(delivery.c.release_id, delivery.c.channel, release.c.withdrawn_at)
        .join(release, release.c.id == delivery.c.release_id)
        .where(_TELLS_IT, _STANDS, release.c.withdrawn_at <= now, ~there)
        .order_by(delivery.c.order)
    )
    pairs = {(row.release_id, row.channel): row.withdrawn_at for row in rows}
    for row in _digests_of_withdrawn(connection, now):
        pairs.setdefault((row.id, row.channel), row.withdrawn_at)
    return [_pending(*pair, "withdrawal", at) for pair, at in pairs.items()]


def _digests_of_withdrawn(connection: Connection, now: datetime) -> list[Any]:
    """Each withdrawn release with the channels that a digest told of it, and that have not heard since."""
    notice = delivery.alias("notice")
    there = exists().where(
        notice.c.release_id == release.c.id,
        notice.c.channel == delivery.c.channel,
        notice.c.kind == "withdrawal",
    )
    rows = connection.execute(
        select(release.c.id, release.c.withdrawn_at, delivery.c.channel, delivery.c.statement_id)
        .join_from(release, delivery, and_(delivery.c.since < PUBLIC_AT, delivery.c.due_at >= PUBLIC_AT))
        .where(delivery.c.kind == "digest", _STANDS, delivery.c.sent_at < release.c.withdrawn_at)
        .where(delivery.c.statement_id.is_not(None), release.c.withdrawn_at <= now, ~there)
    ).all()
    indicators = _indicators(connection, {row.id for row in rows})
    wishes = _wishes(connection) if rows else {}
    return [row for row in rows if row.channel not in wishes or wishes[row.channel].wants(indicators[row.id])]


def _owed_replies(connection: Connection, now: datetime) -> list[dict[str, object]]:
    """Below every message that stands and stated what a later release changes, subscribed still or not."""
    reply, told_of = delivery.alias("reply"), release.alias("told_of")
    there = exists().where(
        reply.c.reply_to == delivery.c.id, reply.c.release_id == release.c.id, reply.c.kind == "reply"
    )
    rows = connection.execute(
        select(delivery.c.id, delivery.c.channel, delivery.c.sent_at, release.c.id.label("release_id"))
        .add_columns(PUBLIC_AT.label("public_at"))
        .join(correction, and_(correction.c.statement_id == delivery.c.statement_id, correction.c.is_needed))
        .join(release, release.c.id == correction.c.release_id)
        .outerjoin(told_of, told_of.c.id == delivery.c.release_id)
        .where(delivery.c.message_ts.is_not(None), delivery.c.sent_at.is_not(None), ~there)
        .where(release.c.withdrawn_at.is_(None), told_of.c.withdrawn_at.is_(None))
        .order_by(PUBLIC_AT, release.c.order, delivery.c.order)
    ).all()
    wishes = _wishes(connection) if rows else {}
    return [
        _pending(row.release_id, row.channel, "reply", _after(wishes, row))
        | {"reply_to": row.id, "subject": f"{row.id} {row.release_id}"}
        for row in rows
    ]


def _after(wishes: Mapping[str, Subscription], row: Any) -> datetime:
    """When a correction is due: at the channel's slot; at once below what was posted after that."""
    due: datetime = max(_slot(wishes, row.channel, row.public_at), row.sent_at)
    return due


def _owed_alerts(connection: Connection, now: datetime) -> list[dict[str, object]]:
    """Every release to every channel with an alert that is older; whether it meets one is seen when it is told."""
    there = exists().where(
        delivery.c.release_id == release.c.id,
        delivery.c.channel == alert.c.channel,
        delivery.c.kind == "alert",
    )
    rows = connection.execute(
        select(release.c.id, alert.c.channel, PUBLIC_AT.label("public_at"), release.c.order)
        .distinct()
        .join_from(release, alert, alert.c.created_at < PUBLIC_AT)
        .where(now >= PUBLIC_AT, release.c.withdrawn_at.is_(None), alert.c.paused_at.is_(None), ~there)
        .order_by(PUBLIC_AT, release.c.order, alert.c.channel)
    ).all()
    wishes = _wishes(connection) if rows else {}
    return [_pending(row.id, row.channel, "alert", _slot(wishes, row.channel, row.public_at)) for row in rows]


def _owed_digests(connection: Connection, now: datetime) -> list[dict[str, object]]:
    """The latest issue to every channel that asked for one before it was due; it tells what came since the one before.

    Of several missed ones there is one, and it tells what all of them would have.
    """
    wanting = select(subscription).where(
        subscription.c.digest.is_not(None), subscription.c.paused_at.is_(None)
    )
    wishes = [subscription_from(row) for row in connection.execute(wanting)]
    issue_of: Callable[[Rhythm, Slots], Issue] = cache(lambda rhythm, slots: latest(rhythm, slots, now))
    issues = [(wish, issue_of(wish.digest, wish.slots)) for wish in wishes if wish.digest]
    owed = [(wish, issue) for wish, issue in issues if issue.due > wish.created_at]
    last = _last_digests(connection) if owed else {}
    return [
        _digest(wish, issue, last.get(wish.channel))
        for wish, issue in owed
        if wish.channel not in last or last[wish.channel] < issue.due
    ]


def _digest(wish: Subscription, issue: Issue, last: datetime | None) -> dict[str, object]:
    """The delivery of an issue: since the last one, if the subscription is older than that."""
    since = min(last, issue.before) if last and last > wish.created_at else issue.before
    return _pending(None, wish.channel, "digest", issue.due) | {"subject": issue.label, "since": since}


def _last_digests(connection: Connection) -> dict[str, datetime]:
    """When the last digest of each channel was due."""
    rows = connection.execute(
        select(delivery.c.channel, func.max(delivery.c.due_at))
        .where(delivery.c.kind == "digest")
        .group_by(delivery.c.channel)
    )
    return {row[0]: row[1] for row in rows}


def _wishes(connection: Connection) -> dict[str, Subscription]:
    """Every subscription by its channel."""
    return {row.channel: subscription_from(row) for row in connection.execute(select(subscription))}


def _slot(wishes: Mapping[str, Subscription], channel: str, moment: datetime) -> datetime:
    """The channel's next slot; at once where it has none."""
    return wishes[channel].slots.next(moment) if channel in wishes else moment


def _pending(release_id: str | None, channel: str, kind: Kind, due_at: datetime) -> dict[str, object]:
    return {
        "id": str(uuid.uuid4()),
        "release_id": release_id,
        "channel": channel,
        "kind": kind,
        "due_at": due_at,
        "state": "pending",
        "attempts": 0,
        "subject": release_id or "",
        "since": None,
        "reply_to": None,
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


def ended(unsent: str) -> Case[str]:
    """The state in which a delivery ends: "sent" if at least its message stands in the channel, else `unsent`."""
    return case((delivery.c.message_ts.is_not(None), "sent"), else_=unsent)


def free(now: datetime) -> ColumnElement[bool]:
    """Whether a delivery is in nobody's hands."""
    return or_(delivery.c.held_until.is_(None), delivery.c.held_until <= now)
