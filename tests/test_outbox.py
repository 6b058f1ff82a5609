"""What channels are owed and who sends it: in two databases, by several senders, and past any crash."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from healthgap.slots import Slots
from healthgap.store.alerts import AlertBook
from healthgap.store.audit import OPERATOR
from healthgap.store.database import open_database, writing
from healthgap.store.deliveries import Delivery
from healthgap.store.due import PACE
from healthgap.store.outbox import UNSUSPECTED, Outbox
from healthgap.store.releases import Releases
from healthgap.store.subscriptions import Subscription
from tests.held import hold

SUBSCRIBED = datetime(2009, 1, 10, 12, tzinfo=UTC)
LOADED = datetime(2009, 1, 14, 7, tzinfo=UTC)
PUBLIC = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)
SOON = PUBLIC + timedelta(minutes=1)
LATER = datetime(2009, 1, 20, tzinfo=UTC)
LEASE = timedelta(seconds=45)
INFANTS, CANCER = "infant_mortality", "cancer_mortality_u75"


@pytest.fixture
def outbox(engine: Engine) -> Outbox:
    return Outbox(engine)


def wish(
    channel: str = "C1",
    at: str | None = None,
    created: datetime = SUBSCRIBED,
    indicators: tuple[str, ...] | None = None,
) -> Subscription:
    return Subscription(channel, indicators, Slots.parse(at, "Europe/London"), "U1", created)


def told(outbox: Outbox) -> list[tuple[str, str]]:
    """Release and channel of every delivery, oldest first."""
    return [(one.release_id, one.channel) for one in reversed(outbox.deliveries())]


def states(outbox: Outbox) -> list[tuple[str, str | None]]:
    return [(one.state, one.error) for one in reversed(outbox.deliveries())]


def claimed(outbox: Outbox, now: datetime) -> Delivery:
    taken = outbox.claim(now, LEASE)
    assert taken is not None
    return taken


def send(outbox: Outbox, now: datetime) -> Delivery:
    taken = outbox.posted(claimed(outbox, now), "123.456", now)
    outbox.done(taken)
    return taken


# Subscriptions


def test_a_subscription_is_listed_as_it_was_made(outbox: Outbox) -> None:
    monday = Subscription("C2", (INFANTS,), Slots.parse("09:30", "Asia/Kathmandu", (0,)), "U1", SUBSCRIBED)
    outbox.subscribe(monday)
    outbox.subscribe(wish("C1"))
    assert outbox.subscriptions() == [wish("C1"), monday]


def test_subscribing_again_replaces_and_ends_a_pause(outbox: Outbox) -> None:
    outbox.subscribe(wish())
    outbox.pause("C1", "The channel is archived.", SUBSCRIBED)
    (paused,) = outbox.subscriptions()
    assert (paused.paused_at, paused.paused_why) == (SUBSCRIBED, "The channel is archived.")
    again = wish(at="10:00", created=LATER)
    outbox.subscribe(again)
    assert outbox.subscriptions() == [again]


def test_the_first_reason_of_a_pause_stays(outbox: Outbox) -> None:
    outbox.subscribe(wish())
    outbox.pause("C1", "The channel is archived.", SUBSCRIBED)
    outbox.pause("C1", "Something else.", LATER)
    assert outbox.subscriptions()[0].paused_why == "The channel is archived."


def test_unsubscribing_says_whether_there_was_anything(outbox: Outbox) -> None:
    outbox.subscribe(wish())
    assert outbox.unsubscribe("C1", LATER)
    assert not outbox.unsubscribe("C1", LATER)
    assert outbox.subscriptions() == []


# What is owed


def test_a_public_release_is_owed_to_every_subscriber_once(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish("C1"))
    outbox.subscribe(wish("C2"))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    outbox.plan(LATER)
    assert sorted(told(outbox)) == [("new", "C1"), ("new", "C2")]


def test_an_embargoed_release_is_owed_from_its_moment_on(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC - timedelta(microseconds=1))
    assert told(outbox) == []
    outbox.plan(PUBLIC)
    assert told(outbox) == [("new", "C1")]


def test_a_release_loaded_late_is_public_when_loaded(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish(created=PUBLIC + timedelta(hours=1)))
    hold(engine, "new", PUBLIC, PUBLIC + timedelta(hours=2), INFANTS)
    outbox.plan(LATER)
    assert told(outbox) == [("new", "C1")]


def test_what_was_public_before_the_subscription_is_not_owed(engine: Engine, outbox: Outbox) -> None:
    hold(engine, "old", PUBLIC, LOADED, INFANTS)
    outbox.subscribe(wish(created=PUBLIC))
    outbox.plan(LATER)
    assert told(outbox) == []


def test_a_subscription_made_under_embargo_hears_of_the_release(engine: Engine, outbox: Outbox) -> None:
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.subscribe(wish(created=PUBLIC - timedelta(hours=1)))
    outbox.plan(LATER)
    assert told(outbox) == [("new", "C1")]


def test_only_releases_that_touch_the_wanted_indicators_are_owed(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish("C1", indicators=(INFANTS,)))
    outbox.subscribe(wish("C2", indicators=("life_expectancy",)))
    hold(engine, "both", PUBLIC, LOADED, INFANTS, CANCER)
    hold(engine, "cancer", PUBLIC, LOADED, CANCER)
    outbox.plan(LATER)
    assert told(outbox) == [("both", "C1")]


def test_a_paused_channel_is_owed_nothing_new(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    outbox.pause("C1", "archived", SUBSCRIBED)
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    assert told(outbox) == []


def test_a_changed_subscription_keeps_what_the_old_one_was_owed(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    edited = PUBLIC + timedelta(minutes=5)
    outbox.subscribe(wish(at="17:00", created=edited))
    outbox.plan(LATER)
    (one,) = outbox.deliveries()
    assert (one.release_id, one.due_at) == ("new", PUBLIC.replace(hour=17, minute=0))


def test_two_planners_at_once_make_one_delivery(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    start = threading.Barrier(4)

    def plan() -> None:
        start.wait(10)
        Outbox(engine).plan(LATER)

    with ThreadPoolExecutor(4) as planners:
        for done in [planners.submit(plan) for _ in range(4)]:
            done.result(20)
    assert told(outbox) == [("new", "C1")]


# When it is due


def test_it_is_due_at_the_next_slot_after_the_release_became_public(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish("C1"))
    outbox.subscribe(wish("C2", at="09:30"))
    outbox.subscribe(wish("C3", at="09:00"))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    assert {one.channel: one.due_at for one in outbox.deliveries()} == {
        "C1": PUBLIC,
        "C2": PUBLIC,
        "C3": datetime(2009, 1, 15, 9, tzinfo=UTC),
    }


def test_nothing_is_claimed_before_it_is_due(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish(at="10:00"))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    due = PUBLIC.replace(hour=10, minute=0)
    assert outbox.claim(due - timedelta(microseconds=1), LEASE) is None
    assert claimed(outbox, due).release_id == "new"


def test_a_channel_hears_of_its_releases_in_the_order_they_became_public(
    engine: Engine, outbox: Outbox
) -> None:
    outbox.subscribe(wish())
    hold(engine, "second", PUBLIC, LOADED, INFANTS)
    hold(engine, "first", PUBLIC - timedelta(minutes=10), LOADED, INFANTS)
    outbox.plan(SOON)
    first = claimed(outbox, SOON)
    assert first.release_id == "first"
    assert outbox.claim(SOON, LEASE) is None
    outbox.postpone(first, SOON + timedelta(minutes=40), "busy")
    assert outbox.claim(SOON, LEASE) is None
    outbox.give_up(claimed(outbox, SOON + timedelta(minutes=40)), "busy", "A notice.", SOON)
    assert claimed(outbox, SOON + timedelta(minutes=40)).release_id == "second"


def test_one_channel_waiting_does_not_hold_up_another(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish("C1"))
    outbox.subscribe(wish("C2"))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    first = claimed(outbox, LATER)
    outbox.postpone(first, LATER + timedelta(hours=1), "busy")
    assert {first.channel, claimed(outbox, LATER).channel} == {"C1", "C2"}


def test_a_channel_gets_its_messages_at_a_decent_pace(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "first", PUBLIC, LOADED, INFANTS)
    hold(engine, "second", PUBLIC, LOADED, INFANTS)
    outbox.plan(SOON)
    assert send(outbox, SOON).release_id == "first"
    assert outbox.claim(SOON + PACE - timedelta(microseconds=1), LEASE) is None
    assert claimed(outbox, SOON + PACE).release_id == "second"


# Who sends it


def test_of_many_senders_at_once_each_row_has_one(engine: Engine, database_url: str, outbox: Outbox) -> None:
    channels = [f"C{number:02}" for number in range(20)]
    for channel in channels:
        outbox.subscribe(wish(channel))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)

    def take_all() -> list[str]:
        own = open_database(database_url)
        taken = []
        while one := Outbox(own).claim(LATER, LEASE):
            taken.append(one.channel)
        own.dispose()
        return taken

    with ThreadPoolExecutor(4) as senders:
        shares = [share.result(30) for share in [senders.submit(take_all) for _ in range(4)]]
    assert sorted(channel for share in shares for channel in share) == channels


def test_nobody_takes_what_somebody_is_sending_until_the_lease_is_out(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    first = claimed(outbox, LATER)
    assert (first.cut_off, first.in_doubt_since) == (0, None)
    assert outbox.claim(LATER + LEASE - timedelta(microseconds=1), LEASE) is None
    second = claimed(outbox, LATER + LEASE)
    assert (second.id, second.cut_off, second.in_doubt_since) == (first.id, 1, LATER)
    third = claimed(outbox, LATER + 2 * LEASE)
    assert (third.cut_off, third.attempts, third.in_doubt_since) == (2, 0, LATER)
    # an end that is told, even of a failure, ends the row of those that were cut off
    outbox.postpone(third, LATER + 2 * LEASE, "refused")
    fourth = claimed(outbox, LATER + 2 * LEASE)
    assert (fourth.cut_off, fourth.attempts) == (0, 1)


def test_what_several_senders_died_of_is_taken_apart_from_the_others_and_for_longer(
    engine: Engine, outbox: Outbox
) -> None:
    outbox.subscribe(wish("C1"))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    now = LATER
    for _ in range(UNSUSPECTED):
        assert outbox.claim_suspect(now, [LEASE]) is None
        claimed(outbox, now)
        now += LEASE
    assert outbox.claim(now, LEASE) is None
    for lease in (timedelta(minutes=1), timedelta(hours=1), timedelta(hours=1)):
        taken = outbox.claim_suspect(now, [timedelta(minutes=1), timedelta(hours=1)])
        assert taken
        assert taken.held_until == now + lease
        now += lease


def test_a_sender_that_was_overtaken_changes_nothing_any_more(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    slow = claimed(outbox, LATER)
    claimed(outbox, LATER + LEASE)
    outbox.postpone(slow, LATER, "slow")
    outbox.put_back(slow, LATER)
    outbox.leave_in_doubt(slow, LATER, "slow")
    outbox.give_up(slow, "slow", "A notice.", LATER)
    assert outbox.claim(LATER + LEASE, LEASE) is None
    assert states(outbox) == [("pending", None)]


# What became of it


def test_what_was_sent_is_kept_and_not_sent_again(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    send(outbox, LATER)
    outbox.plan(LATER + timedelta(days=1))
    assert outbox.claim(LATER + timedelta(days=1), LEASE) is None
    (one,) = outbox.deliveries()
    assert (one.state, one.message_ts, one.sent_at) == ("sent", "123.456", LATER)


def test_what_belongs_in_threads_waits_until_every_channel_has_its_message(
    engine: Engine, outbox: Outbox
) -> None:
    outbox.subscribe(wish("C1"))
    outbox.subscribe(wish("C2"))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(SOON)
    first = outbox.posted(claimed(outbox, SOON), "123.456", SOON)
    second = claimed(outbox, SOON)
    assert (first.channel, second.channel) == ("C1", "C2")
    outbox.posted(second, "234.567", SOON)
    thread = claimed(outbox, SOON)
    assert (thread.channel, thread.message_ts, thread.attempts, thread.in_doubt_since) == (
        "C1",
        "123.456",
        0,
        None,
    )
    assert claimed(outbox, SOON + LEASE).in_doubt_since == SOON


def test_a_withdrawal_goes_before_every_summary(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish("C1"))
    hold(engine, "first", PUBLIC - timedelta(hours=1), LOADED, INFANTS)
    outbox.plan(PUBLIC)
    send(outbox, PUBLIC)
    outbox.subscribe(wish("C0"))
    hold(engine, "second", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    withdraw(engine, outbox, "first", SOON)
    assert claimed(outbox, SOON).kind == "withdrawal"


def test_a_claim_tells_which_indicators_the_channel_wants(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish("C1", indicators=(INFANTS,)))
    hold(engine, "new", PUBLIC, LOADED, INFANTS, CANCER)
    outbox.plan(LATER)
    assert claimed(outbox, LATER).wanted == (INFANTS,)
    outbox.subscribe(wish("C1", created=LATER))
    assert claimed(outbox, LATER + LEASE).wanted is None


def test_a_refused_attempt_leaves_no_doubt_and_an_unclear_one_does(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    moments = [LATER + timedelta(minutes=minute) for minute in range(5)]
    outbox.postpone(claimed(outbox, moments[0]), moments[1], "refused")
    refused = claimed(outbox, moments[1])
    assert (refused.in_doubt_since, refused.error) == (None, "refused")
    outbox.leave_in_doubt(refused, moments[2], "timed out")
    unclear = claimed(outbox, moments[2])
    assert (unclear.in_doubt_since, unclear.error) == (moments[1], "timed out")
    # looking was refused too: the doubt stays
    outbox.postpone(unclear, moments[3], "refused")
    unclear = claimed(outbox, moments[3])
    assert unclear.in_doubt_since == moments[1]
    # looked, and nothing was there: the next refusal leaves none
    outbox.postpone(replace(unclear, in_doubt_since=None), moments[4], "refused")
    assert claimed(outbox, moments[4]).in_doubt_since is None


def test_what_was_put_back_is_not_counted_as_tried(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    outbox.put_back(claimed(outbox, LATER), LATER + timedelta(seconds=30))
    assert outbox.claim(LATER + timedelta(seconds=29), LEASE) is None
    again = claimed(outbox, LATER + timedelta(seconds=30))
    assert (again.attempts, again.in_doubt_since) == (0, None)


def test_what_was_given_up_says_why(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish("C1"))
    outbox.subscribe(wish("C2"))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    outbox.give_up(claimed(outbox, LATER), "too long", "A notice.", LATER)
    outbox.give_up(outbox.posted(claimed(outbox, LATER), "1.2", LATER), "no picture", "A notice.", LATER)
    ended = [one for one in states(outbox) if one[0] != "pending"]
    assert sorted(ended) == [("failed", "too long"), ("sent", "no picture")]
    assert claimed(outbox, LATER + timedelta(days=1)).text == "A notice.\nA notice."


def test_a_paused_channel_keeps_what_it_was_owed_for_when_it_is_back(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    taken = claimed(outbox, LATER)
    outbox.pause("C1", "not in the channel", LATER)
    outbox.postpone(taken, LATER, "not in the channel")
    assert outbox.claim(LATER, LEASE) is None
    outbox.subscribe(wish(created=LATER))
    assert claimed(outbox, LATER).release_id == "new"


def test_a_withdrawn_release_is_not_sent(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    Releases(engine).withdraw("new", "wrong denominators", now=LATER)
    assert outbox.claim(LATER, LEASE) is None
    outbox.plan(LATER)
    assert states(outbox) == [("cancelled", "withdrawn")]


def test_a_release_withdrawn_before_its_moment_is_never_owed(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    Releases(engine).withdraw("new", "wrong denominators", now=LOADED)
    outbox.plan(LATER)
    assert told(outbox) == []


def test_withdrawing_does_not_forget_what_was_sent(engine: Engine, outbox: Outbox) -> None:
    tell(engine, outbox)
    Releases(engine).withdraw("new", "wrong denominators", now=LATER)
    outbox.plan(LATER)
    assert states(outbox)[0] == ("sent", None)


# What is no news any more


@pytest.mark.parametrize(
    ("newer", "wanted", "late", "called_off"),
    [
        ((INFANTS,), None, timedelta(minutes=61), True),
        ((INFANTS, CANCER), None, timedelta(days=30), True),
        ((INFANTS,), None, timedelta(minutes=60), False),  # on time
        ((CANCER,), None, timedelta(days=30), False),  # on something else
    ],
)
def test_a_late_summary_is_called_off_when_a_newer_one_tells_the_same(
    engine: Engine,
    outbox: Outbox,
    newer: tuple[str, ...],
    wanted: tuple[str, ...] | None,
    late: timedelta,
    called_off: bool,
) -> None:
    outbox.subscribe(wish(indicators=wanted))
    hold(engine, "older", PUBLIC, LOADED, INFANTS)
    hold(engine, "newer", PUBLIC + timedelta(minutes=5), LOADED, *newer)
    now = PUBLIC + late
    outbox.plan(now)
    assert send(outbox, now).release_id == ("newer" if called_off else "older")
    assert (("cancelled", "superseded") in states(outbox)) is called_off


def test_what_a_channel_wants_decides_what_is_news_to_it(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish("C1", indicators=(INFANTS,)))
    outbox.subscribe(wish("C2"))
    hold(engine, "older", PUBLIC, LOADED, INFANTS, CANCER)
    hold(engine, "newer", PUBLIC + timedelta(minutes=5), LOADED, INFANTS)
    outbox.plan(LATER)
    first = {one.channel: one.release_id for one in (claimed(outbox, LATER), claimed(outbox, LATER))}
    assert first == {"C1": "newer", "C2": "older"}


def test_several_newer_ones_together_may_tell_the_same(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "older", PUBLIC, LOADED, INFANTS, CANCER)
    hold(engine, "infants", PUBLIC + timedelta(minutes=5), LOADED, INFANTS)
    hold(engine, "cancer", PUBLIC + timedelta(minutes=6), LOADED, CANCER)
    outbox.plan(LATER)
    assert claimed(outbox, LATER).release_id == "infants"


@pytest.mark.parametrize("reason", ["withdrawn", "in doubt", "an older edition", "not due yet"])
def test_a_late_summary_is_sent_where_the_newer_one_is_no_better(
    engine: Engine, outbox: Outbox, reason: str
) -> None:
    monday = Subscription("C1", None, Slots.parse("10:00", "Europe/London", (0,)), "U1", SUBSCRIBED)
    outbox.subscribe(monday if reason == "not due yet" else wish())
    hold(engine, "late", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    if reason == "in doubt":
        outbox.leave_in_doubt(claimed(outbox, PUBLIC), PUBLIC, "no answer")
    published = PUBLIC - timedelta(days=1) if reason == "an older edition" else LATER
    hold(engine, "other", published, LATER, INFANTS)
    if reason == "withdrawn":
        Releases(engine).withdraw("other", "wrong denominators", now=LATER)
    outbox.plan(LATER)
    assert claimed(outbox, LATER).release_id == "late"


# What owners are told


def notices(outbox: Outbox) -> list[tuple[str, str | None]]:
    return [(one.channel, one.text) for one in reversed(outbox.deliveries()) if one.kind == "notice"]


def test_a_closed_channel_is_paused_and_its_owner_told_once(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    taken = claimed(outbox, PUBLIC)
    for _ in range(2):
        assert outbox.close(taken, "The channel is archived.", "C1 is archived.", PUBLIC)
    assert outbox.subscriptions()[0].paused_why == "The channel is archived."
    assert notices(outbox) == [("U1", "C1 is archived.")]
    assert outbox.claim(PUBLIC, LEASE) is None
    outbox.subscribe(wish(created=SOON))
    again = claimed(outbox, SOON)
    assert (again.release_id, again.in_doubt_since) == ("new", None)


def test_an_owner_hears_of_many_channels_in_one_message(engine: Engine, outbox: Outbox) -> None:
    for number in range(90):
        outbox.subscribe(wish(f"C{number:03}"))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    while taken := outbox.claim(PUBLIC, LEASE):
        outbox.close(taken, "The token is revoked.", f"{taken.channel}: the token is revoked.", PUBLIC)
    ((owner, text),) = notices(outbox)
    assert owner == "U1"
    assert text
    assert text.startswith("C000: the token is revoked.\nC001: ")
    assert 2_400 < len(text) < 2_600
    told = claimed(outbox, PUBLIC + timedelta(minutes=1))
    assert (told.kind, told.channel, told.release_id) == ("notice", "U1", None)


def test_what_the_operator_set_up_is_nobodys(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(replace(wish(), created_by=OPERATOR))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    assert outbox.close(claimed(outbox, PUBLIC), "archived", "C1 is archived.", PUBLIC)
    assert notices(outbox) == []


def test_a_sender_that_was_overtaken_tells_no_owner(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    slow = claimed(outbox, PUBLIC)
    claimed(outbox, PUBLIC + LEASE)
    outbox.give_up(slow, "slow", "C1 got nothing.", PUBLIC + LEASE)
    assert notices(outbox) == []


# An idle outbox


def test_where_nothing_is_owed_planning_waits_for_nobody_who_writes(engine: Engine, outbox: Outbox) -> None:
    tell(engine, outbox)
    with writing(engine):
        outbox.plan(SOON)
        Outbox(engine).plan(SOON)
        assert not outbox.is_due(SOON)


def test_what_took_long_to_load_is_not_overlooked(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    outbox.plan(PUBLIC + timedelta(minutes=50))
    hold(engine, "new", PUBLIC, PUBLIC, INFANTS)
    outbox.plan(PUBLIC + timedelta(minutes=51))
    assert told(outbox) == [("new", "C1")]


# Withdrawals


def withdrawals(outbox: Outbox) -> list[tuple[str, str, str]]:
    """Release, channel and state of every notice of a withdrawal, oldest first."""
    return [
        (one.release_id, one.channel, one.state)
        for one in reversed(outbox.deliveries())
        if one.kind == "withdrawal"
    ]


def tell(engine: Engine, outbox: Outbox) -> None:
    """Tells a channel of a release."""
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    send(outbox, PUBLIC)


def withdraw(engine: Engine, outbox: Outbox, release: str, now: datetime) -> None:
    Releases(engine).withdraw(release, "wrong denominators", now=now)
    for _ in range(2):
        outbox.plan(now)


def test_channels_that_were_told_hear_of_the_withdrawal_once(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish("C1", at="10:00"))
    outbox.subscribe(wish("C2", at="17:00"))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    morning = PUBLIC.replace(hour=11)
    outbox.plan(morning)
    assert send(outbox, morning).channel == "C1"
    withdraw(engine, outbox, "new", morning + timedelta(minutes=1))
    assert outbox.warned("new", morning + timedelta(minutes=1)) == 1
    assert withdrawals(outbox) == [("new", "C1", "pending")]
    taken = send(outbox, morning + timedelta(minutes=1))
    assert (taken.channel, taken.kind) == ("C1", "withdrawal")
    outbox.plan(LATER)
    assert outbox.claim(LATER, LEASE) is None
    assert ("cancelled", "withdrawn") in states(outbox)


@pytest.mark.parametrize(("in_doubt", "owed"), [(True, [("new", "C1", "pending")]), (False, [])])
def test_who_may_have_been_told_hears_of_the_withdrawal_and_who_surely_was_not_hears_nothing(
    engine: Engine, outbox: Outbox, in_doubt: bool, owed: list[tuple[str, str, str]]
) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    taken = claimed(outbox, PUBLIC)
    (outbox.leave_in_doubt if in_doubt else outbox.postpone)(taken, PUBLIC, "no answer")
    withdraw(engine, outbox, "new", LATER)
    assert withdrawals(outbox) == owed
    assert outbox.warned("new", LATER) == len(owed)


def test_a_withdrawal_is_told_at_once_whatever_else_is_waiting(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish(at="10:00"))
    hold(engine, "first", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC.replace(hour=10))
    send(outbox, PUBLIC.replace(hour=10))
    hold(engine, "second", PUBLIC, PUBLIC.replace(hour=12), INFANTS)
    evening = PUBLIC.replace(hour=18)
    outbox.plan(evening)
    withdraw(engine, outbox, "first", evening)
    assert claimed(outbox, evening).kind == "withdrawal"
    assert outbox.claim(evening, LEASE) is None


@pytest.mark.parametrize("leave", ["unsubscribed", "changed"])
def test_who_was_told_hears_of_it_whatever_became_of_the_subscription(
    engine: Engine, outbox: Outbox, leave: str
) -> None:
    tell(engine, outbox)
    withdraw(engine, outbox, "new", LATER)
    if leave == "unsubscribed":
        outbox.unsubscribe("C1", LATER)
    else:
        outbox.subscribe(wish(at="23:00", created=LATER))
    assert claimed(outbox, LATER).kind == "withdrawal"


def test_a_paused_channel_hears_of_a_withdrawal_when_it_is_back(engine: Engine, outbox: Outbox) -> None:
    tell(engine, outbox)
    outbox.pause("C1", "The channel is archived.", PUBLIC)
    withdraw(engine, outbox, "new", LATER)
    assert outbox.claim(LATER, LEASE) is None
    outbox.subscribe(wish(created=LATER))
    assert claimed(outbox, LATER).kind == "withdrawal"


def test_a_channel_that_a_person_paused_hears_of_a_withdrawal_and_of_nothing_else(
    engine: Engine, outbox: Outbox
) -> None:
    tell(engine, outbox)
    hold(engine, "newer", SOON, LOADED, CANCER)
    outbox.plan(SOON)
    outbox.pause("C1", "<@U1> paused it.", SOON, by="U1")
    withdraw(engine, outbox, "new", LATER)
    assert send(outbox, LATER).kind == "withdrawal"
    assert outbox.claim(LATER + timedelta(hours=1), LEASE) is None


def test_a_channel_that_a_person_paused_and_nobody_can_post_in_is_tried_once(
    engine: Engine, outbox: Outbox
) -> None:
    tell(engine, outbox)
    outbox.pause("C1", "<@U1> paused it.", PUBLIC, by="U1")
    withdraw(engine, outbox, "new", LATER)
    assert outbox.close(claimed(outbox, LATER), "The channel is archived.", "A notice.", LATER)
    assert outbox.subscriptions()[0].paused_why == "The channel is archived."
    notice = claimed(outbox, LATER + timedelta(hours=1))
    assert (notice.kind, notice.text) == ("notice", "A notice.")
    assert outbox.claim(LATER + timedelta(hours=1), LEASE) is None


def test_who_is_being_told_when_it_is_withdrawn_hears_of_it_afterwards(
    engine: Engine, outbox: Outbox
) -> None:
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    taken = claimed(outbox, PUBLIC)
    withdraw(engine, outbox, "new", PUBLIC)
    assert withdrawals(outbox) == []
    outbox.done(outbox.posted(taken, "123.456", PUBLIC))
    outbox.plan(LATER)
    assert withdrawals(outbox) == [("new", "C1", "pending")]


def test_unsubscribing_cancels_what_is_still_owed(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish(at="17:00"))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    outbox.unsubscribe("C1", PUBLIC)
    outbox.subscribe(wish(created=PUBLIC + timedelta(minutes=1)))
    assert outbox.claim(LATER, LEASE) is None
    assert states(outbox) == [("cancelled", "unsubscribed")]


def test_the_newest_deliveries_are_listed_first(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    for number in range(3):
        hold(engine, f"release {number}", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    assert [one.release_id for one in outbox.deliveries(limit=2)] == ["release 2", "release 1"]


# Digests and alerts


def test_planners_at_once_make_one_digest_and_one_alert(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(replace(wish(), summaries=False, digest="weekly"))
    AlertBook(engine).add(
        "C2", {"kind": "status", "about": None, "wanted": ""}, "U1", SUBSCRIBED, "any change"
    )
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    monday = datetime(2009, 1, 19, 9, 30, tzinfo=UTC)
    start = threading.Barrier(4)

    def plan() -> None:
        start.wait(10)
        Outbox(engine).plan(monday)

    with ThreadPoolExecutor(4) as planners:
        for done in [planners.submit(plan) for _ in range(4)]:
            done.result(20)
    found = {(one.kind, one.channel, one.subject): one.due_at for one in outbox.deliveries()}
    assert found == {("digest", "C1", "2009-W04"): monday, ("alert", "C2", "new"): PUBLIC}
    assert outbox.deliveries()[0].since == monday - timedelta(days=7)


def test_a_digest_is_not_held_up_by_a_summary_that_is_not_due(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(replace(wish(at="17:00", created=SUBSCRIBED), digest="weekly"))
    hold(engine, "new", PUBLIC.replace(day=19, hour=16), LOADED, INFANTS)
    morning = datetime(2009, 1, 19, 17, tzinfo=UTC)
    outbox.subscribe(replace(wish(at="09:30", created=morning - timedelta(days=8)), digest="weekly"))
    outbox.plan(morning)
    due = {one.kind: one.due_at for one in outbox.deliveries()}
    assert due["digest"] < due["release"]
    assert claimed(outbox, morning).kind == "digest"


def test_what_nobody_wants_any_more_does_not_hold_up_the_channel(engine: Engine, outbox: Outbox) -> None:
    outbox.subscribe(wish())
    AlertBook(engine).add(
        "C1", {"kind": "status", "about": None, "wanted": ""}, "U1", SUBSCRIBED, "any change"
    )
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    assert claimed(outbox, PUBLIC).kind == "release"
    outbox.unsubscribe("C1", PUBLIC)  # while somebody is sending it, who then dies
    outbox.plan(PUBLIC + LEASE)
    assert claimed(outbox, PUBLIC + LEASE).kind == "alert"


def test_a_closed_channel_pauses_its_alerts_until_it_is_subscribed_again(
    engine: Engine, outbox: Outbox
) -> None:
    book = AlertBook(engine)
    book.add("C1", {"kind": "status", "about": None, "wanted": ""}, "U1", SUBSCRIBED, "any change")
    outbox.pause("C1", "The channel is archived.", SUBSCRIBED)
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(LATER)
    assert outbox.deliveries() == []
    outbox.subscribe(wish(created=LATER))
    assert book.all()[0].paused_at is None
