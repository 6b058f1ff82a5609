"""What channels are owed, as it follows from what is stored: summaries, alerts, digests and amends.

Says it and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import cache

from sqlalchemy import ColumnElement, Connection, FromClause, and_, exists, func, or_, select

from healthgap.rhythms import Issue, Rhythm, latest
from healthgap.slots import Slots
from healthgap.store.amends import owed_replies, owed_restorations, owed_withdrawals
from healthgap.store.rows import (
    PENDING,
    PUBLIC_AT,
    TELLS_IT,
    Kind,
    Owed,
    cancel,
    free,
    indicators_of,
    same_channel,
    slot,
    to_send,
    wishes_of,
)
from healthgap.store.schema import alert, delivery, release, subscription
from healthgap.store.subscriptions import Subscription, subscription_from

_NEEDS_A_SUBSCRIPTION = delivery.c.kind.in_(["release", "digest"])
_IS_SUBSCRIBED = exists().where(same_channel(subscription))
_HAS_ALERTS = exists().where(same_channel(alert))
# What nobody is to be told any more, by why not.
_POINTLESS = {
    "withdrawn": and_(
        TELLS_IT, delivery.c.release_id.in_(select(release.c.id).where(release.c.withdrawn_at.is_not(None)))
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
        *owed_withdrawals(connection, now),
        *owed_restorations(connection, now),
        *owed_replies(connection, now, holidays),
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
        to_send(
            pair.release_id,
            pair.workspace,
            wish.channel,
            "release",
            wish.slots.next(pair.public_at, holidays),
        )
        for pair, wish in wishes
        if wish.wants(indicators[pair.release_id])
    ]


def _is_made(kind: Kind, wish: FromClause) -> ColumnElement[bool]:
    """Whether the delivery of this kind, of a release to the channel of a wish, is there."""
    return exists().where(delivery.c.release_id == release.c.id, same_channel(wish), delivery.c.kind == kind)


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
    wishes = wishes_of(connection) if rows else {}
    return [to_send(row.id, row.workspace, row.channel, "alert", slot(wishes, row, holidays)) for row in rows]


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
    return to_send(None, workspace, wish.channel, "digest", issue.due) | {
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
