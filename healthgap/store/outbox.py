"""Which channels want to hear of new releases, and what each of them is still to be told.

Decides who sends what and when, and remembers what became of it. Sends nothing and knows nothing of Slack.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Update, and_, func, select, update

from healthgap.store.audit import BOT, OPERATOR, Deed, Entry, record
from healthgap.store.database import insert_new, writing
from healthgap.store.deliveries import Delivery, claimed
from healthgap.store.due import due, is_old_news
from healthgap.store.notices import tell_owner
from healthgap.store.owed import cancel_pointless, is_pointless, owed, owed_digests, owed_summaries
from healthgap.store.pauses import end_pause_of_alerts, is_wanted, pause
from healthgap.store.rows import NOT_BEGUN, PENDING, PUBLIC_AT, Owed, cancel, ended, free
from healthgap.store.schema import delivery, subscription
from healthgap.store.statements import Stated, keep
from healthgap.store.subscriptions import Subscription, row_of, subscription_from
from healthgap.store.workspaces import THE_ONLY

# So many senders may die one after the other with a delivery in hand, as when a machine is restarted and they are
# replaced, before it is suspected of killing them.
UNSUSPECTED = 3
_LOADING = timedelta(hours=1)  # the longest that a load may take between its moment and its end


class Outbox:
    """The subscriptions and deliveries of one workspace, safe for any number of processes at once.

    It sees and changes no other workspace's, but for `plan`, `told` and what says which workspaces there are.
    """

    def __init__(self, engine: Engine, workspace: str = THE_ONLY, holidays: Collection[date] = ()) -> None:
        """`holidays` are no working days."""
        self._engine = engine
        self._workspace = workspace
        self._subscribed = subscription.c.workspace == workspace
        self._own = delivery.c.workspace == workspace
        self._holidays = frozenset(holidays)
        self._planned_until: datetime | None = None

    def of(self, workspace: str) -> Outbox:
        """The outbox of another workspace of the same database."""
        return Outbox(self._engine, workspace, self._holidays)

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
        """Adds or replaces the channel's subscription, and ends a pause, that of its alerts too.

        What the old one was owed stays owed, at the new one's times. `wish.created_at` is now; `by` is who does this,
        None where that is who the subscription belongs to.
        """
        this = and_(self._subscribed, subscription.c.channel == wish.channel)
        with writing(self._engine) as connection:
            self._make(
                connection,
                wish.created_at,
                [
                    *owed_summaries(connection, wish.created_at, self._holidays, this),
                    *owed_digests(connection, wish.created_at, self._holidays),
                ],
            )
            deed = _deed(connection.execute(select(subscription).where(this)).one_or_none())
            connection.execute(subscription.delete().where(this))
            connection.execute(subscription.insert().values(row_of(wish) | {"workspace": self._workspace}))
            end_pause_of_alerts(connection, self._workspace, wish.channel)
            connection.execute(
                update(delivery)
                .where(self._own, delivery.c.channel == wish.channel, NOT_BEGUN, delivery.c.kind == "release")
                .values(due_at=wish.slots.next(wish.created_at, self._holidays))
            )
            who = by or wish.created_by
            self._note(connection, Entry(wish.created_at, who, deed, channel=wish.channel, detail=str(wish)))

    def unsubscribe(self, channel: str, now: datetime, by: str = OPERATOR) -> bool:
        """Removes the channel's subscription and what it was still owed for it; False if there was none."""
        with writing(self._engine) as connection:
            this = subscription.delete().where(self._subscribed, subscription.c.channel == channel)
            removed = connection.execute(this)
            wanted = and_(
                self._own, delivery.c.channel == channel, delivery.c.kind.in_(["release", "digest"])
            )
            connection.execute(cancel(now, "unsubscribed").where(wanted))
            if removed.rowcount:
                self._note(connection, Entry(now, by, "unsubscribed", channel=channel))
            return removed.rowcount > 0

    def pause(self, channel: str, why: str, now: datetime, by: str = BOT) -> None:
        """Stops sending to the channel, until somebody subscribes it again, for a reason that people read.

        Where a person paused it, it is still told what was wrong of what it was told: withdrawals and corrections.
        """
        with writing(self._engine) as connection:
            pause(connection, self._workspace, channel, why, now, by)

    def subscriptions(self) -> list[Subscription]:
        """Every subscription, by channel."""
        with self._engine.connect() as connection:
            mine = select(subscription).where(self._subscribed).order_by(subscription.c.channel)
            rows = connection.execute(mine)
            return [subscription_from(row) for row in rows]

    def deliveries(self, limit: int = 100) -> list[Delivery]:
        """The newest deliveries, sent or not, newest first."""
        with self._engine.connect() as connection:
            newest = select(delivery).where(self._own).order_by(delivery.c.order.desc()).limit(limit)
            rows = connection.execute(newest)
            return [Delivery(**row._asdict()) for row in rows]

    def warned(self, release_id: str, now: datetime) -> int:
        """How many channels, of all workspaces, are told that the release is withdrawn: all that were told of it."""
        self.plan(now)
        word = and_(delivery.c.release_id == release_id, delivery.c.kind == "withdrawal")
        with self._engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(delivery).where(word)) or 0

    def plan(self, now: datetime) -> None:
        """Makes the deliveries that are owed anywhere and not yet there, each due at its subscription's next slot.

        Owed is every public release to every active subscription that is older than the moment the release
        became public here and wants one of its indicators, and to every channel with an older alert; the latest digest
        to those who asked for one; a reply below what a release makes wrong; and, at once, the withdrawal of a release
        to every channel that was told of it, and below every message that it had corrected. It follows from what is
        stored, so this can be called at any time, by any process, after any crash. Cancels what nothing calls for any
        more. Where nothing is owed, it only reads; what was public long before the last time is not looked at again.
        """
        since = self._planned_until
        recent: list[ColumnElement[bool]] = [] if since is None else [since - _LOADING < PUBLIC_AT]
        with self._engine.connect() as connection:
            is_idle = not (is_pointless(connection, now) or owed(connection, now, self._holidays, *recent))
        if not is_idle:
            with writing(self._engine) as connection:
                self._make(connection, now, owed(connection, now, self._holidays, *recent))
        self._planned_until = now

    def _make(self, connection: Connection, now: datetime, rows: list[Owed]) -> None:
        cancel_pointless(connection, now)
        if rows:
            connection.execute(insert_new(connection, delivery), rows)

    def is_due(self, now: datetime) -> bool:
        """Whether `claim` or `claim_suspect` would find something; only reads."""
        with self._engine.connect() as connection:
            return any(connection.execute(query).first() for query in due(now, self._workspace))

    def claim(self, now: datetime, lease: timedelta) -> Delivery | None:
        """Takes one due delivery for `lease`, so that nobody else sends it; None when nothing is due.

        Each channel hears of its releases in order and at a decent pace. The delivery's `in_doubt_since`
        tells of earlier attempts only; this one is in doubt as well, until its outcome is told. Late summaries that
        are no news any more are called off. What may be what kills its senders is left to `claim_suspect`.
        """
        return self._claim(now, delivery.c.cut_off < UNSUSPECTED, lambda cut_off: lease)

    def claim_suspect(self, now: datetime, leases: Sequence[timedelta]) -> Delivery | None:
        """Takes a due delivery over which UNSUSPECTED senders died in a row, or more; else as `claim`.

        It is taken for the first of `leases`, for the next if another sender dies, and so on to the last.
        """

        def lease(cut_off: int) -> timedelta:
            return leases[min(cut_off - UNSUSPECTED, len(leases) - 1)]

        return self._claim(now, delivery.c.cut_off >= UNSUSPECTED, lease)

    def _claim(
        self, now: datetime, which: ColumnElement[bool], lease: Callable[[int], timedelta]
    ) -> Delivery | None:
        with writing(self._engine) as connection:
            row = self._next_news(connection, now, which)
            if row is None:
                return None
            before = claimed(row)
            taken = replace(before, held_until=now + lease(before.cut_off))
            doubt = taken.in_doubt_since or now
            connection.execute(
                update(delivery)
                .where(delivery.c.order == taken.order)
                .values(held_until=taken.held_until, cut_off=taken.cut_off + 1, in_doubt_since=doubt)
            )
            return taken

    def _next_news(
        self, connection: Connection, now: datetime, which: ColumnElement[bool]
    ) -> Row[Any] | None:
        """The next that is due, locked: SQLite has one writer, and PostgreSQL gives a row to one sender."""
        for query in due(now, self._workspace):
            locking = query.where(which).with_for_update(of=delivery, skip_locked=True)
            while row := connection.execute(locking).one_or_none():
                if not is_old_news(connection, row, now):
                    return row
                connection.execute(cancel(now, "superseded").where(delivery.c.order == row.order))
        return None

    def posted(self, taken: Delivery, ts: str, now: datetime, stated: Stated | None = None) -> Delivery:
        """The message stands in the channel as `ts`, and stated that. It is let go: who is next fills its thread."""
        stands: dict[str, Any] = {
            "state": "pending",
            "message_ts": ts,
            "sent_at": now,
            "held_until": None,
            "in_doubt_since": None,
            "attempts": 0,
            "cut_off": 0,
            "error": None,
        }
        with writing(self._engine) as connection:
            kept = keep(connection, stated) if stated else None
            connection.execute(
                update(delivery)
                .where(delivery.c.order == taken.order, delivery.c.message_ts.is_(None))
                .values(**stands, statement_id=kept)
            )
            self._note(connection, _entry(now, "posted", taken, taken.kind))
        return replace(taken, **stands)

    def done(self, taken: Delivery) -> None:
        """Everything has been sent."""
        self._let_go(taken, state="sent", error=None, held_until=None, in_doubt_since=None)

    def nothing_to_tell(self, taken: Delivery) -> None:
        """There was nothing to tell this channel, so nothing was sent. A doubt from earlier attempts stays."""
        self._let_go(taken, state="empty", error=None, held_until=None, in_doubt_since=taken.in_doubt_since)

    def give_up(self, taken: Delivery, why: str, notice: str, now: datetime) -> None:
        """It will not be tried again, and who subscribed the channel is told `notice`.

        It counts as sent if at least its message stands in the channel.
        """
        with writing(self._engine) as connection:
            values = {"state": ended("failed"), "error": why, "held_until": None, "cut_off": 0}
            if connection.execute(_letting_go(taken).values(values)).rowcount:
                tell_owner(connection, taken.workspace, taken.channel, notice, now)
                self._note(connection, _entry(now, "gave up", taken, why))

    def close(self, taken: Delivery, why: str, notice: str, now: datetime) -> bool:
        """Nothing can be sent to the channel until a person acts: its subscription is paused, and the delivery waits.

        Who subscribed it is told `notice`, once for each pause. False, and nothing happens, where nothing is wanted.
        """
        with writing(self._engine) as connection:
            if not connection.scalar(select(is_wanted(self._workspace, taken.channel))):
                return False
            if pause(connection, self._workspace, taken.channel, why, now, BOT):
                tell_owner(connection, taken.workspace, taken.channel, notice, now)
            doubt = taken.in_doubt_since
            waits = {"held_until": now, "in_doubt_since": doubt, "error": why, "cut_off": 0}
            connection.execute(_letting_go(taken).values(waits))
            return True

    def put_back(self, taken: Delivery, until: datetime) -> None:
        """The attempt sent nothing, through no fault of the delivery; it does not count."""
        self._let_go(taken, held_until=until, in_doubt_since=taken.in_doubt_since)

    def postpone(self, taken: Delivery, until: datetime, why: str) -> None:
        """The attempt failed and surely sent nothing; whoever takes it next, from `until` on, tries again.

        A doubt that `taken` still carries from earlier attempts stays.
        """
        failed, doubt = taken.attempts + 1, taken.in_doubt_since
        self._let_go(taken, held_until=until, in_doubt_since=doubt, attempts=failed, error=why)

    def leave_in_doubt(self, taken: Delivery, until: datetime, why: str) -> None:
        """The attempt failed, but may have sent the message; whoever takes it from `until` on must look first."""
        self._let_go(taken, held_until=until, attempts=taken.attempts + 1, error=why)

    def _let_go(self, taken: Delivery, **values: object) -> None:
        """Changes the delivery if it is still in this sender's hands, and not taken over since."""
        with writing(self._engine) as connection:
            connection.execute(_letting_go(taken).values(cut_off=0, **values))

    def _note(self, connection: Connection, entry: Entry) -> None:
        record(connection, replace(entry, workspace=self._workspace or None))


def _letting_go(taken: Delivery) -> Update:
    return update(delivery).where(delivery.c.order == taken.order, delivery.c.held_until == taken.held_until)


def _entry(now: datetime, deed: Deed, taken: Delivery, detail: str) -> Entry:
    return Entry(now, BOT, deed, channel=taken.channel, release_id=taken.release_id, detail=detail)


def _deed(before: Row[Any] | None) -> Deed:
    """What it means to store a subscription where that stood before."""
    if before is None:
        return "subscribed"
    return "changed" if before.paused_at is None else "resumed"
