"""Which channels want to hear of new releases, and what each of them is still to be told.

Decides who sends what and when, and remembers what became of it. Sends nothing and knows nothing of Slack.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Select, and_, exists, or_, select, update

from healthgap.store.audit import BOT, OPERATOR, Deed, Entry, record
from healthgap.store.database import writing
from healthgap.store.owed import PENDING, Kind, cancel, ended, free, plan, same_channel, told
from healthgap.store.schema import delivery, release, subscription
from healthgap.store.subscriptions import Subscription, row_of, subscription_from
from healthgap.store.workspaces import THE_ONLY

# Slack allows about one message a second and channel, and a delivery is up to three messages.
PACE = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One release, or its withdrawal, for one channel. The columns are explained in `healthgap.store.schema`.

    As returned by `Outbox.claim`, `in_doubt_since` tells whether an earlier attempt may have reached the
    channel without our knowing, `held_until` until when nobody else takes it, and `wanted` which indicators the
    channel wants (None: all).
    """

    order: int
    id: str
    release_id: str
    workspace: str
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
    wanted: tuple[str, ...] | None = None


class Outbox:
    """The subscriptions and deliveries of one workspace, safe for any number of processes at once.

    It sees and changes no other workspace's, but for `plan`, `told` and what says which workspaces there are.
    """

    def __init__(self, engine: Engine, workspace: str = THE_ONLY) -> None:
        self._engine = engine
        self._workspace = workspace
        self._subscribed = subscription.c.workspace == workspace
        self._own = delivery.c.workspace == workspace

    def of(self, workspace: str) -> Outbox:
        """The outbox of another workspace of the same database."""
        return Outbox(self._engine, workspace)

    def workspaces(self) -> list[str]:
        """Every workspace with a subscription."""
        every = select(subscription.c.workspace).distinct().order_by(subscription.c.workspace)
        with self._engine.connect() as connection:
            return list(connection.scalars(every))

    def waiting(self, now: datetime) -> list[str]:
        """Every workspace with a delivery that is due and in nobody's hands."""
        due = select(delivery.c.workspace).where(PENDING, delivery.c.due_at <= now, free(now)).distinct()
        with self._engine.connect() as connection:
            return list(connection.scalars(due))

    def subscribe(self, wish: Subscription, by: str | None = None) -> None:
        """Adds or replaces the channel's subscription, and ends a pause.

        What the old one was owed stays owed, at the new one's times. `wish.created_at` is now; `by` is who does this,
        None where that is who the subscription belongs to.
        """
        with writing(self._engine) as connection:
            plan(connection, wish.created_at)
            deed = self._deed(connection, wish)
            this = subscription.delete().where(self._subscribed, subscription.c.channel == wish.channel)
            connection.execute(this)
            connection.execute(subscription.insert().values(row_of(wish) | {"workspace": self._workspace}))
            connection.execute(
                update(delivery)
                .where(self._own, delivery.c.channel == wish.channel, PENDING, delivery.c.attempts == 0)
                .where(delivery.c.kind == "release")
                .values(due_at=wish.slots.next(wish.created_at))
            )
            who = by or wish.created_by
            self._note(connection, Entry(wish.created_at, who, deed, channel=wish.channel, detail=str(wish)))

    def unsubscribe(self, channel: str, now: datetime, by: str = OPERATOR) -> bool:
        """Removes the channel's subscription and the summaries it was still owed; False if there was none."""
        with writing(self._engine) as connection:
            this = subscription.delete().where(self._subscribed, subscription.c.channel == channel)
            removed = connection.execute(this)
            summaries = and_(self._own, delivery.c.channel == channel, delivery.c.kind == "release")
            connection.execute(cancel(now, "unsubscribed").where(summaries))
            if removed.rowcount:
                self._note(connection, Entry(now, by, "unsubscribed", channel=channel))
            return removed.rowcount > 0

    def pause(self, channel: str, why: str, now: datetime, by: str = BOT) -> None:
        """Stops sending to the channel, until somebody subscribes it again, for a reason that people read."""
        with writing(self._engine) as connection:
            paused = connection.execute(
                update(subscription)
                .where(self._subscribed, subscription.c.channel == channel)
                .where(subscription.c.paused_at.is_(None))
                .values(paused_at=now, paused_why=why)
            )
            if paused.rowcount:
                self._note(connection, Entry(now, by, "paused", channel=channel, detail=why))

    def subscriptions(self) -> list[Subscription]:
        """Every subscription, by channel."""
        mine = select(subscription).where(self._subscribed).order_by(subscription.c.channel)
        with self._engine.connect() as connection:
            rows = connection.execute(mine)
            return [subscription_from(row) for row in rows]

    def deliveries(self, limit: int = 100) -> list[Delivery]:
        """The newest deliveries, sent or not, newest first."""
        newest = select(delivery).where(self._own).order_by(delivery.c.order.desc()).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(newest)
            return [Delivery(**row._asdict()) for row in rows]

    def told(self, release_id: str) -> int:
        """How many channels, of all workspaces, got the summary of the release."""
        with self._engine.connect() as connection:
            return sum(one.channels for one in told(connection, [release_id]))

    def plan(self, now: datetime) -> None:
        """Makes the deliveries that are owed anywhere and not yet there, each due at its subscription's next slot.

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
            row = connection.execute(_next_due(now, self._workspace)).one_or_none()
            if row is None:
                return None
            wanted = None if row.wanted is None else tuple(row.wanted)
            before = Delivery(**(row._asdict() | {"wanted": wanted}))
            taken = replace(before, held_until=now + lease, attempts=before.attempts + 1)
            doubt = taken.in_doubt_since or now
            connection.execute(
                update(delivery)
                .where(delivery.c.order == taken.order)
                .values(held_until=taken.held_until, attempts=taken.attempts, in_doubt_since=doubt)
            )
            return taken

    def posted(self, taken: Delivery, ts: str, now: datetime, lease: timedelta) -> Delivery:
        """The message stands in the channel as `ts`; the lease begins anew for what belongs in its thread."""
        posted = replace(taken, message_ts=ts, sent_at=now, held_until=now + lease, in_doubt_since=None)
        with writing(self._engine) as connection:
            connection.execute(
                update(delivery)
                .where(delivery.c.order == taken.order)
                .values(message_ts=ts, sent_at=now, held_until=posted.held_until, in_doubt_since=None)
            )
            self._note(connection, _entry(now, "posted", taken, taken.kind))
        return posted

    def done(self, taken: Delivery) -> None:
        """Everything has been sent."""
        self._let_go(taken, state="sent", error=None, held_until=None)

    def give_up(self, taken: Delivery, why: str, now: datetime) -> None:
        """It will not be tried again. It counts as sent if at least its message stands in the channel."""
        entry = _entry(now, "gave up", taken, why)
        self._let_go(taken, entry, state=ended("failed"), error=why, held_until=None)

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

    def _let_go(self, taken: Delivery, entry: Entry | None = None, **values: object) -> None:
        """Changes the delivery, and records `entry`, if it is still in this sender's hands, not taken over since."""
        with writing(self._engine) as connection:
            changed = connection.execute(
                update(delivery)
                .where(delivery.c.order == taken.order, delivery.c.held_until == taken.held_until)
                .values(**values)
            )
            if entry and changed.rowcount:
                self._note(connection, entry)

    def _note(self, connection: Connection, entry: Entry) -> None:
        record(connection, replace(entry, workspace=self._workspace or None))

    def _deed(self, connection: Connection, wish: Subscription) -> Deed:
        """What it means to store `wish`, by what is stored for its channel until then."""
        held = select(subscription).where(self._subscribed, subscription.c.channel == wish.channel)
        row = connection.execute(held).one_or_none()
        if row is None:
            return "subscribed"
        return "changed" if row.paused_at is None else "resumed"


def _entry(now: datetime, deed: Deed, taken: Delivery, detail: str) -> Entry:
    return Entry(now, BOT, deed, channel=taken.channel, release_id=taken.release_id, detail=detail)


def _next_due(now: datetime, workspace: str) -> Select[Any]:
    """The workspace's delivery to send next. No two senders get it: SQLite has one writer, PostgreSQL locks the row.

    A summary needs a release that stands and a subscription, and waits for the channel's summaries before it. A
    withdrawal needs neither, since it is about what the channel was told, and waits for nothing.
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
            other.c.sent_at > now - PACE,
        ),
    )
    wanted = and_(release.c.withdrawn_at.is_(None), subscription.c.channel.is_not(None))
    return (
        select(delivery, subscription.c.indicators.label("wanted"))
        .join(release, release.c.id == delivery.c.release_id)
        .outerjoin(subscription, same_channel(subscription))
        .where(delivery.c.workspace == workspace)
        .where(PENDING, delivery.c.due_at <= now, free(now), ~its_turn_is_later)
        .where(or_(delivery.c.kind == "withdrawal", wanted), subscription.c.paused_at.is_(None))
        .order_by(delivery.c.due_at, delivery.c.order)
        .limit(1)
        .with_for_update(of=delivery, skip_locked=True)
    )
