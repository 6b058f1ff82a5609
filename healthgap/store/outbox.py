"""Which channels want to hear of new figures, and what each of them is still to be told.

Decides who sends what and when, and remembers what became of it. Sends nothing and knows nothing of Slack.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, Select, and_, exists, or_, select, update

from healthgap.reply import Statement
from healthgap.store.database import writing
from healthgap.store.owed import PENDING, Kind, cancel, ended, free, plan, told
from healthgap.store.schema import alert, delivery, release, statement, subscription
from healthgap.store.statements import Stated, keep, statements_from
from healthgap.store.subscriptions import Subscription, row_of, subscription_from

# Slack allows about one message a second and channel, and a delivery is up to three messages.
PACE = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a delivery is to tell: equal for channels that are told the same.

    `wanted` are the indicators the channel wants (None: all). A digest tells what came after `since` until `until`; a
    reply corrects `stated`, which was posted at `until`; an alert is for its `channel` alone.
    """

    kind: Kind
    release_id: str | None
    wanted: tuple[str, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    stated: tuple[Statement, ...] = ()
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands in a channel as `ts` since `at`, and what it stated."""

    ts: str
    at: datetime
    stated: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message and its thread for one channel. The columns are explained in `healthgap.store.schema`.

    As returned by `Outbox.claim`, `in_doubt_since` tells whether an earlier attempt may have reached the
    channel without our knowing, `held_until` until when nobody else takes it, `wanted` which indicators the
    channel wants (None: all), and of a reply `below` the message that it corrects.
    """

    order: int
    id: str
    release_id: str | None
    channel: str
    kind: Kind
    due_at: datetime
    state: str
    attempts: int
    held_until: datetime | None
    in_doubt_since: datetime | None
    message_ts: str | None
    sent_at: datetime | None
    error: str | None
    subject: str
    since: datetime | None = None
    reply_to: str | None = None
    statement_id: str | None = None
    wanted: tuple[str, ...] | None = None
    below: Posted | None = None

    @property
    def thread_ts(self) -> str | None:
        """The thread that it goes to, of a message that it is a reply to."""
        return self.below.ts if self.below else None

    @property
    def contents(self) -> Contents:
        """What it is to tell."""
        if self.kind == "digest":
            return Contents(self.kind, None, self.wanted, self.since, self.due_at)
        if self.kind == "reply" and self.below:
            return Contents(self.kind, self.release_id, until=self.below.at, stated=self.below.stated)
        if self.kind == "alert":
            return Contents(self.kind, self.release_id, channel=self.channel)
        return Contents(self.kind, self.release_id, self.wanted)


class Outbox:
    """The subscriptions and deliveries of one database, safe for any number of processes at once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def subscribe(self, wish: Subscription) -> None:
        """Adds or replaces the channel's subscription, and ends a pause, that of its alerts too.

        What the old one was owed stays owed, at the new one's times. `wish.created_at` is now.
        """
        with writing(self._engine) as connection:
            plan(connection, wish.created_at)
            connection.execute(subscription.delete().where(subscription.c.channel == wish.channel))
            connection.execute(subscription.insert().values(row_of(wish)))
            connection.execute(
                update(alert).where(alert.c.channel == wish.channel).values(paused_at=None, paused_why=None)
            )
            connection.execute(
                update(delivery)
                .where(delivery.c.channel == wish.channel, PENDING, delivery.c.attempts == 0)
                .where(delivery.c.kind == "release")
                .values(due_at=wish.slots.next(wish.created_at))
            )

    def unsubscribe(self, channel: str, now: datetime) -> bool:
        """Removes the channel's subscription and what it was still owed for it; False if there was none."""
        with writing(self._engine) as connection:
            removed = connection.execute(subscription.delete().where(subscription.c.channel == channel))
            wanted = delivery.c.kind.in_(["release", "digest"])
            connection.execute(cancel(now, "unsubscribed").where(wanted, delivery.c.channel == channel))
            return removed.rowcount > 0

    def pause(self, channel: str, why: str, now: datetime) -> None:
        """Stops sending to the channel, until somebody subscribes it again, for a reason that people read."""
        with writing(self._engine) as connection:
            for wish in (subscription, alert):
                connection.execute(
                    update(wish)
                    .where(wish.c.channel == channel, wish.c.paused_at.is_(None))
                    .values(paused_at=now, paused_why=why)
                )

    def subscriptions(self) -> list[Subscription]:
        """Every subscription, by channel."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(subscription).order_by(subscription.c.channel))
            return [subscription_from(row) for row in rows]

    def deliveries(self, limit: int = 100) -> list[Delivery]:
        """The newest deliveries, sent or not, newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(delivery).order_by(delivery.c.order.desc()).limit(limit))
            return [Delivery(**row._asdict()) for row in rows]

    def told(self, release_id: str) -> int:
        """How many channels got the summary of the release."""
        with self._engine.connect() as connection:
            return sum(one.channels for one in told(connection, [release_id]))

    def plan(self, now: datetime) -> None:
        """Makes the deliveries that are owed and not yet there, each due at its subscription's next slot.

        Owed is every public release to every active subscription that is older than the moment the release
        became public here and wants one of its indicators; and the withdrawal of a release to every channel that
        got its summary, at once. It follows from what is stored, so this can be called at any time, by any process,
        after any crash. Cancels summaries that are pending of withdrawn releases.
        """
        with writing(self._engine) as connection:
            plan(connection, now)

    def claim(self, now: datetime, lease: timedelta) -> Delivery | None:
        """Takes one due delivery for `lease`, so that nobody else sends it; None when nothing is due.

        Each channel hears of its releases in order and at a decent pace. The delivery's `in_doubt_since`
        tells of earlier attempts only; this one is in doubt as well, until its outcome is told.
        """
        with writing(self._engine) as connection:
            row = connection.execute(_next_due(now)).one_or_none()
            if row is None:
                return None
            before = _claimed(row)
            taken = replace(before, held_until=now + lease, attempts=before.attempts + 1)
            doubt = taken.in_doubt_since or now
            connection.execute(
                update(delivery)
                .where(delivery.c.order == taken.order)
                .values(held_until=taken.held_until, attempts=taken.attempts, in_doubt_since=doubt)
            )
            return taken

    def posted(
        self, taken: Delivery, ts: str, now: datetime, lease: timedelta, stated: Stated | None = None
    ) -> Delivery:
        """The message stands in the channel as `ts`, and stated that; the lease begins anew for its thread."""
        posted = replace(taken, message_ts=ts, sent_at=now, held_until=now + lease, in_doubt_since=None)
        with writing(self._engine) as connection:
            kept = keep(connection, stated) if stated else None
            connection.execute(
                update(delivery)
                .where(delivery.c.order == taken.order)
                .values(message_ts=ts, sent_at=now, held_until=posted.held_until, in_doubt_since=None)
                .values(statement_id=kept)
            )
        return posted

    def done(self, taken: Delivery) -> None:
        """Everything has been sent."""
        self._let_go(taken, state="sent", error=None, held_until=None)

    def nothing_to_tell(self, taken: Delivery) -> None:
        """There was nothing to tell this channel, so nothing was sent. A doubt from earlier attempts stays."""
        self._let_go(taken, state="empty", error=None, held_until=None, in_doubt_since=taken.in_doubt_since)

    def give_up(self, taken: Delivery, why: str) -> None:
        """It will not be tried again. It counts as sent if at least its message stands in the channel."""
        self._let_go(taken, state=ended("failed"), error=why, held_until=None)

    def put_back(self, taken: Delivery, until: datetime) -> None:
        """The attempt sent nothing, through no fault of the delivery; it does not count."""
        self._let_go(
            taken, held_until=until, in_doubt_since=taken.in_doubt_since, attempts=taken.attempts - 1
        )

    def postpone(self, taken: Delivery, until: datetime, why: str) -> None:
        """The attempt surely sent nothing; whoever takes it next, from `until` on, tries again.

        A doubt that `taken` still carries from earlier attempts stays.
        """
        self._let_go(taken, held_until=until, in_doubt_since=taken.in_doubt_since, error=why)

    def leave_in_doubt(self, taken: Delivery, until: datetime, why: str) -> None:
        """The attempt may have sent the message; whoever takes it next, from `until` on, must look first."""
        self._let_go(taken, held_until=until, error=why)

    def _let_go(self, taken: Delivery, **values: object) -> None:
        """Changes the delivery if it is still in this sender's hands, and not taken over since."""
        with writing(self._engine) as connection:
            connection.execute(
                update(delivery)
                .where(delivery.c.order == taken.order, delivery.c.held_until == taken.held_until)
                .values(**values)
            )


def _claimed(row: Row[Any]) -> Delivery:
    values = dict(row._mapping)
    ts, at, gaps = (values.pop(name) for name in ("below_ts", "below_at", "below_gaps"))
    values["below"] = Posted(ts, at, statements_from(gaps)) if ts else None
    values["wanted"] = None if values["wanted"] is None else tuple(values["wanted"])
    return Delivery(**values)


def _next_due(now: datetime) -> Select[Any]:
    """The delivery to send next. No two senders get it: SQLite has one writer, PostgreSQL locks the row.

    A withdrawal waits for nothing, since it is about what the channel was told; all else waits for what is due in the
    channel before it, and summaries for all summaries before them. A summary and a digest need a subscription, an alert
    an alert, and what tells of a release one that stands.
    """
    below, said = delivery.alias("below"), statement.alias("said")
    waiting = exists().where(alert.c.channel == delivery.c.channel, alert.c.paused_at.is_(None))
    subscribed = subscription.c.channel.is_not(None)
    may_go = or_(
        delivery.c.kind == "withdrawal",
        and_(delivery.c.kind == "digest", subscribed),
        and_(delivery.c.kind == "release", subscribed, release.c.withdrawn_at.is_(None)),
        and_(delivery.c.kind == "reply", release.c.withdrawn_at.is_(None)),
        and_(delivery.c.kind == "alert", waiting, release.c.withdrawn_at.is_(None)),
    )
    return (
        select(delivery, subscription.c.indicators.label("wanted"), below.c.message_ts.label("below_ts"))
        .add_columns(below.c.sent_at.label("below_at"), said.c.gaps.label("below_gaps"))
        .outerjoin(release, release.c.id == delivery.c.release_id)
        .outerjoin(subscription, subscription.c.channel == delivery.c.channel)
        .outerjoin(below, below.c.id == delivery.c.reply_to)
        .outerjoin(said, said.c.id == below.c.statement_id)
        .where(PENDING, delivery.c.due_at <= now, free(now), ~_its_turn_is_later(now))
        .where(may_go, subscription.c.paused_at.is_(None))
        .order_by(delivery.c.due_at, delivery.c.order)
        .limit(1)
        .with_for_update(of=delivery, skip_locked=True)
    )


def _its_turn_is_later(now: datetime) -> ColumnElement[bool]:
    """Whether the channel is to hear of something else first, or has just heard of something."""
    other = delivery.alias("other")
    summaries = and_(delivery.c.kind == "release", other.c.kind == "release")
    before = and_(other.c.state == "pending", other.c.kind != "withdrawal", other.c.order < delivery.c.order)
    return exists().where(
        other.c.channel == delivery.c.channel,
        or_(
            and_(delivery.c.kind != "withdrawal", before, or_(summaries, other.c.due_at <= now)),
            other.c.sent_at > now - PACE,
        ),
    )
