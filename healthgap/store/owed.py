"""What channels are owed, as it follows from what is stored: summaries, withdrawals, replies, alerts and digests.

Says it and writes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
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

from healthgap.rhythms import Issue, Rhythm, latest
from healthgap.slots import Slots
from healthgap.store.schema import alert, correction, delivery, release, segment, subscription
from healthgap.store.subscriptions import Subscription, subscription_from

Kind = Literal["release", "withdrawal", "reply", "alert", "digest", "notice"]
Owed = dict[str, Any]
"""A delivery to be made, as a row."""
_Wishes = Mapping[tuple[str, str], Subscription]


@dataclass(frozen=True, slots=True)
class Told:
    """How many channels got a release's summary, and when the first of them did."""

    release_id: str
    channels: int
    since: datetime


PENDING = delivery.c.state == "pending"
NOT_BEGUN = and_(
    PENDING, delivery.c.attempts == 0, delivery.c.in_doubt_since.is_(None), delivery.c.message_ts.is_(None)
)
PUBLIC_AT = case(
    (release.c.published_at > release.c.loaded_at, release.c.published_at), else_=release.c.loaded_at
)
# Of each of these kinds there is one a release, and it tells what the release says.
_TELLS_IT = delivery.c.kind.in_(["release", "reply", "alert"])
_NEEDS_A_SUBSCRIPTION = delivery.c.kind.in_(["release", "digest"])
_TOLD = and_(delivery.c.kind == "release", delivery.c.message_ts.is_not(None))
# An attempt whose outcome never came to be known: the message may stand in the channel.
_MAY_BE_TOLD = and_(delivery.c.state != "pending", delivery.c.in_doubt_since.is_not(None))
_STANDS = or_(delivery.c.message_ts.is_not(None), _MAY_BE_TOLD)


def same_channel(other: FromClause) -> ColumnElement[bool]:
    """Whether the rows of `other`, a table with workspace and channel, are for the channel of a delivery."""
    return and_(other.c.workspace == delivery.c.workspace, other.c.channel == delivery.c.channel)


_IS_SUBSCRIBED = exists().where(same_channel(subscription))
_HAS_ALERTS = exists().where(same_channel(alert))
# What nobody is to be told any more, by why not.
_POINTLESS = {
    "withdrawn": and_(
        _TELLS_IT, delivery.c.release_id.in_(select(release.c.id).where(release.c.withdrawn_at.is_not(None)))
    ),
    "unsubscribed": and_(_NEEDS_A_SUBSCRIPTION, ~_IS_SUBSCRIBED),
    "removed": and_(delivery.c.kind == "alert", ~_HAS_ALERTS),
}


def owed(
    connection: Connection, now: datetime, holidays: Collection[date], *recent: ColumnElement[bool]
) -> list[Owed]:
    """The deliveries that are owed at `now` and not yet there; `recent` narrows down the releases that are looked at.

    `holidays` are no working days.
    """
    return [
        *owed_summaries(connection, now, holidays, *recent),
        *_owed_withdrawals(connection, now),
        *_owed_replies(connection, now, holidays),
        *_owed_alerts(connection, now, holidays, *recent),
        *owed_digests(connection, now, holidays),
    ]


def is_pointless(connection: Connection, now: datetime) -> bool:
    """Whether there are deliveries that `cancel_pointless` would end."""
    pending = exists().where(PENDING, free(now), or_(*_POINTLESS.values()))
    return bool(connection.scalar(select(pending)))


def cancel_pointless(connection: Connection, now: datetime) -> None:
    """Ends what nothing calls for any more."""
    for why, which in _POINTLESS.items():
        connection.execute(cancel(now, why).where(which))


def told(connection: Connection, release_ids: Collection[str]) -> list[Told]:
    """Which of the releases were told to channels, and to how many."""
    rows = connection.execute(
        select(delivery.c.release_id, func.count(), func.min(delivery.c.sent_at))
        .where(delivery.c.release_id.in_(release_ids), _TOLD)
        .group_by(delivery.c.release_id)
        .order_by(func.min(delivery.c.sent_at))
    )
    return [Told(*row) for row in rows]


def owed_summaries(
    connection: Connection, now: datetime, holidays: Collection[date], *which: ColumnElement[bool]
) -> list[Owed]:
    """The summaries among them; `which` narrows down releases or subscriptions."""
    pairs = connection.execute(
        select(release.c.id.label("release_id"), PUBLIC_AT.label("public_at"), subscription)
        .join_from(release, subscription, subscription.c.created_at < PUBLIC_AT)
        .where(now >= PUBLIC_AT, release.c.withdrawn_at.is_(None), ~_is_made("release", subscription))
        .where(subscription.c.paused_at.is_(None), subscription.c.summaries)
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
    """Every channel that was told of a withdrawn release, or may have been, subscribed still or not."""
    withdrawn = connection.scalars(select(release.c.id).where(release.c.withdrawn_at <= now)).all()
    if not withdrawn:
        return []
    rows = connection.execute(
        select(delivery.c.release_id, delivery.c.workspace, delivery.c.channel, release.c.withdrawn_at)
        .join(release, release.c.id == delivery.c.release_id)
        .where(_TELLS_IT, _STANDS, delivery.c.release_id.in_(withdrawn), ~_has_heard(delivery.c.release_id))
        .order_by(delivery.c.order)
    )
    places = {(row.release_id, row.workspace, row.channel): row.withdrawn_at for row in rows}
    for row in _digests_of_withdrawn(connection, now):
        places.setdefault((row.id, row.workspace, row.channel), row.withdrawn_at)
    return [_pending(*place, "withdrawal", at) for place, at in places.items()]


def _digests_of_withdrawn(connection: Connection, now: datetime) -> list[Any]:
    """Each withdrawn release with the channels that a digest told of it, and that have not heard since."""
    rows = connection.execute(
        select(release.c.id, release.c.withdrawn_at, delivery.c.workspace, delivery.c.channel)
        .join_from(release, delivery, and_(delivery.c.since < PUBLIC_AT, delivery.c.due_at >= PUBLIC_AT))
        .where(delivery.c.kind == "digest", _STANDS, delivery.c.sent_at < release.c.withdrawn_at)
        .where(delivery.c.statement_id.is_not(None), release.c.withdrawn_at <= now)
        .where(~_has_heard(release.c.id))
    ).all()
    indicators = indicators_of(connection, {row.id for row in rows})
    wishes = _wishes(connection) if rows else {}
    return [row for row in rows if _wants(wishes.get((row.workspace, row.channel)), indicators[row.id])]


def _is_made(kind: Kind, wish: FromClause) -> ColumnElement[bool]:
    """Whether the delivery of this kind, of a release to the channel of a wish, is there."""
    return exists().where(delivery.c.release_id == release.c.id, same_channel(wish), delivery.c.kind == kind)


def _has_heard(release_id: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether word of the release's withdrawal is made for the channel of a delivery."""
    notice = delivery.alias("notice")
    return exists().where(
        notice.c.release_id == release_id, same_channel(notice), notice.c.kind == "withdrawal"
    )


def _wants(wish: Subscription | None, indicators: set[str]) -> bool:
    return wish is None or wish.wants(indicators)


def _owed_replies(connection: Connection, now: datetime, holidays: Collection[date]) -> list[Owed]:
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
    wishes = _wishes(connection) if rows else {}
    return [
        _pending(row.release_id, row.workspace, row.channel, "reply", _after(wishes, row, holidays))
        | {"reply_to": row.id, "subject": f"{row.id} {row.release_id}"}
        for row in rows
    ]


def _after(wishes: _Wishes, row: Any, holidays: Collection[date]) -> datetime:
    """When a correction is due: at the channel's slot; at once below what was posted after that."""
    due: datetime = max(_slot(wishes, row, holidays), row.sent_at)
    return due


def _owed_alerts(
    connection: Connection, now: datetime, holidays: Collection[date], *recent: ColumnElement[bool]
) -> list[Owed]:
    """Every release to every channel with an alert that is older; whether it meets one is seen when it is told."""
    rows = connection.execute(
        select(
            release.c.id, alert.c.workspace, alert.c.channel, PUBLIC_AT.label("public_at"), release.c.order
        )
        .distinct()
        .join_from(release, alert, alert.c.created_at < PUBLIC_AT)
        .where(now >= PUBLIC_AT, release.c.withdrawn_at.is_(None), alert.c.paused_at.is_(None))
        .where(~_is_made("alert", alert))
        .where(*recent)
        .order_by(PUBLIC_AT, release.c.order, alert.c.workspace, alert.c.channel)
    ).all()
    wishes = _wishes(connection) if rows else {}
    return [
        _pending(row.id, row.workspace, row.channel, "alert", _slot(wishes, row, holidays)) for row in rows
    ]


def owed_digests(connection: Connection, now: datetime, holidays: Collection[date]) -> list[Owed]:
    """The latest issue to every channel that asked for one before it was due; it tells what came since the one before.

    Of several missed ones there is one, and it tells what all of them would have.
    """
    wanting = select(subscription).where(
        subscription.c.digest.is_not(None), subscription.c.paused_at.is_(None)
    )
    wishes = [(row.workspace, subscription_from(row)) for row in connection.execute(wanting)]
    issue_of: Callable[[Rhythm, Slots], Issue] = cache(
        lambda rhythm, slots: latest(rhythm, slots, now, holidays)
    )
    issues = [(place, wish, issue_of(wish.digest, wish.slots)) for place, wish in wishes if wish.digest]
    due = [(place, wish, issue) for place, wish, issue in issues if issue.due > wish.created_at]
    last = _last_digests(connection) if due else {}
    return [
        _digest(place, wish, issue, last.get((place, wish.channel)))
        for place, wish, issue in due
        if (place, wish.channel) not in last or last[place, wish.channel] < issue.due
    ]


def _digest(workspace: str, wish: Subscription, issue: Issue, last: datetime | None) -> Owed:
    """The delivery of an issue: since the last one, if the subscription is older than that."""
    since = min(last, issue.before) if last and last > wish.created_at else issue.before
    return _pending(None, workspace, wish.channel, "digest", issue.due) | {
        "subject": issue.label,
        "since": since,
    }


def _last_digests(connection: Connection) -> dict[tuple[str, str], datetime]:
    """When the last digest of each channel was due."""
    rows = connection.execute(
        select(delivery.c.workspace, delivery.c.channel, func.max(delivery.c.due_at))
        .where(delivery.c.kind == "digest")
        .group_by(delivery.c.workspace, delivery.c.channel)
    )
    return {(workspace, channel): due for workspace, channel, due in rows}


def _wishes(connection: Connection) -> _Wishes:
    """Every subscription by its workspace and channel."""
    rows = connection.execute(select(subscription))
    return {(row.workspace, row.channel): subscription_from(row) for row in rows}


def _slot(wishes: _Wishes, row: Any, holidays: Collection[date]) -> datetime:
    """The next slot of the row's channel after its release is public; at once where it waits for no summaries."""
    wish = wishes.get((row.workspace, row.channel))
    public_at: datetime = row.public_at
    return wish.slots.next(public_at, holidays) if wish and wish.summaries else public_at


def _pending(release_id: str | None, workspace: str, channel: str, kind: Kind, due_at: datetime) -> Owed:
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
