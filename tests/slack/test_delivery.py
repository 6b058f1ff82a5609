"""Summaries reach each channel once, whatever the network, Slack or the sender's own death do to them."""

from __future__ import annotations

import itertools
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.blocks import Layout, sentence
from bot.delivery import LEASE, PAUSES, Courier, Parcel, delivery_client
from bot.local.slack import LocalSlack, free_port, local_slack
from bot.local.workspace import BOT, workspace
from bot.pacing import Pace
from bot.posting import File
from healthgap.reply import Statement
from healthgap.slots import Slots
from healthgap.store.database import open_database
from healthgap.store.deliveries import Contents, Delivery
from healthgap.store.outbox import UNSUSPECTED, Outbox
from healthgap.store.statements import Stated, Statements
from healthgap.store.subscriptions import Subscription
from tests.held import hold
from tests.slack.proxy import (
    Answer,
    Fault,
    Forward,
    Proxy,
    broken_after_acceptance,
    broken_server,
    dropped,
    garbled_after_acceptance,
    half_done,
    lost_after_acceptance,
    proxy,
    refused,
    turned_away,
)
from tests.slack.world import ROOT, WITHIN, call

START = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)
TOKEN = workspace()["apps"][0]["botToken"]
CHANNELS = [f"C0D{number:03}" for number in range(250)]
POST, UPLOAD = "chat.postMessage", "files.completeUploadExternal"

PARCEL = Parcel(
    Layout("The gap was 16% in 2005-07 <&> narrower", sentence("*The gap was 16% in 2005-07*").blocks),
    sentence("How it was reckoned"),
    (File("gap.csv", b"period,gap\n2005-07,16\n", "Gap by period", "A table of one row."),),
)


@pytest.fixture(scope="module")
def server() -> Iterator[LocalSlack]:
    made = workspace()
    made["channels"] += [{"id": name, "name": name.lower(), "members": [BOT]} for name in CHANNELS]
    with local_slack(ROOT / ".local" / "slack", made, free_port()) as slack:
        yield slack


@pytest.fixture(scope="module")
def fresh_channels() -> Iterator[str]:
    return iter(CHANNELS)


@dataclass
class Office:
    """One database with a public release, subscribed channels, and a clock that the test moves."""

    engine: Engine
    proxy: Proxy
    server: LocalSlack
    channels: list[str]
    now: datetime = START

    @property
    def outbox(self) -> Outbox:
        return Outbox(self.engine)

    @property
    def channel(self) -> str:
        return self.channels[0]

    def courier(self, pack: Callable[..., Parcel | None] = lambda *_: PARCEL, lanes: int = 4) -> Courier:
        pace = Pace(lambda: self.now, speed=1_000)
        client = delivery_client(TOKEN, self.proxy.api_url, pace)
        return Courier(self.outbox, client, pack, lambda: self.now, lanes)

    def deliver(self, after: timedelta = timedelta()) -> None:
        """What one tick does, `after` the last one."""
        self.now += after
        self.courier().deliver_due(threading.Event())

    def deliver_until_settled(self) -> None:
        """Tick after tick, until nothing is pending."""
        self.deliver_until_settled_but("")

    def deliver_until_settled_but(self, closed: str) -> None:
        """The same, but for what waits for a closed channel."""
        for pause in (timedelta(), timedelta(minutes=1), *PAUSES, timedelta(minutes=1)):
            self.deliver(after=max(pause, LEASE))
            if all(one.state != "pending" for one in self.outbox.deliveries() if one.channel != closed):
                return
        raise AssertionError("Something is still pending.")

    def delivery(self, channel: str | None = None) -> Delivery:
        return next(one for one in self.outbox.deliveries() if one.channel == (channel or self.channel))

    def messages(self, channel: str | None = None) -> list[dict[str, Any]]:
        """What stands in the channel itself."""
        return [message for message in self._all(channel) if "thread_ts" not in message]

    def replies(self, channel: str | None = None) -> list[str]:
        """What stands in the thread: texts, and names of files."""
        replies = [message for message in self._all(channel) if "thread_ts" in message]
        return [(m.get("files") or [{"name": m["text"]}])[0]["name"] for m in replies]

    def _all(self, channel: str | None) -> list[dict[str, Any]]:
        return list(call(f"{self.server.address}/_control/messages/{channel or self.channel}")["messages"])


def opened(engine: Engine, proxy: Proxy, server: LocalSlack, channels: list[str]) -> Office:
    office = Office(engine, proxy, server, channels)
    for channel in channels:
        subscribe(office, channel, START - timedelta(days=1))
    hold(engine, "new", START, START, "infant_mortality")
    office.outbox.plan(START)
    return office


def subscribe(
    office: Office, channel: str, created: datetime, indicators: tuple[str, ...] | None = None
) -> None:
    office.outbox.subscribe(Subscription(channel, indicators, Slots(None, "UTC"), "U0ADA", created))


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'healthgap.db'}")
    yield engine
    engine.dispose()


@pytest.fixture(params=["metadata kept", "metadata lost"])
def faulty(request: pytest.FixtureRequest, server: LocalSlack) -> Iterator[Proxy]:
    with proxy(server.api_url) as made:
        made.keeps_metadata = request.param == "metadata kept"
        yield made


@pytest.fixture
def kept(server: LocalSlack) -> Iterator[Proxy]:
    with proxy(server.api_url) as made:
        yield made


@pytest.fixture
def office(engine: Engine, kept: Proxy, server: LocalSlack, fresh_channels: Iterator[str]) -> Office:
    return opened(engine, kept, server, list(itertools.islice(fresh_channels, 2)))


def test_a_summary_stands_in_the_channel_and_its_details_in_the_thread(office: Office) -> None:
    office.deliver()
    (message,) = office.messages()
    assert "16%" in message["text"]
    assert office.replies() == ["How it was reckoned", "gap.csv"]
    sent = office.delivery()
    assert (sent.state, sent.message_ts, sent.sent_at) == ("sent", message["ts"], START)
    (posted,) = [
        values
        for method, values in office.proxy.calls
        if method == POST and values["text"] == PARCEL.summary.text and values["channel"] == office.channel
    ]
    assert posted["metadata"]["event_payload"] == {"delivery": sent.id, "release": "new"}


LOST = (lost_after_acceptance, broken_after_acceptance, half_done, garbled_after_acceptance)
NOT_ARRIVED = (dropped, broken_server, turned_away(1), refused("unknown_to_us"))


@pytest.mark.parametrize("fault", [*LOST, *NOT_ARRIVED])
def test_one_message_stands_whatever_happened_to_the_call(
    fault: Fault, faulty: Proxy, server: LocalSlack, fresh_channels: Iterator[str], sqlite_engine: Engine
) -> None:
    office = opened(sqlite_engine, faulty, server, [next(fresh_channels)])
    faulty.fail(POST, fault)
    office.deliver_until_settled()
    assert len(office.messages()) == 1
    assert office.replies() == ["How it was reckoned", "gap.csv"]
    assert faulty.count(POST, office.channel) == (2 if fault in LOST else 3)
    assert office.delivery().state == "sent"


def test_one_message_stands_when_everything_is_lost_again_and_again(office: Office) -> None:
    office.proxy.fail(POST, dropped, lost_after_acceptance, lost_after_acceptance)
    office.proxy.fail("conversations.history", dropped, broken_server, turned_away(1))
    office.proxy.fail("conversations.replies", dropped)
    office.proxy.fail(UPLOAD, lost_after_acceptance, broken_server)
    office.deliver_until_settled()
    for channel in office.channels:
        assert len(office.messages(channel)) == 1
        assert office.replies(channel) == ["How it was reckoned", "gap.csv"]


def test_what_was_not_looked_for_is_not_sent_again(office: Office) -> None:
    office.proxy.fail(POST, lost_after_acceptance, channel=office.channel)
    office.deliver()
    office.proxy.fail("conversations.history", refused("missing_scope"), channel=office.channel)
    office.deliver(after=LEASE)
    assert len(office.messages()) == 1
    assert office.proxy.count(POST, office.channel) == 1
    paused = office.outbox.subscriptions()[0]
    assert paused.paused_why == "The app lacks a permission it needs here (missing_scope)."
    subscribe(office, office.channel, office.now)
    office.deliver()
    assert len(office.messages()) == 1
    assert office.delivery().state == "sent"


def test_refused_blocks_leave_the_text(office: Office) -> None:
    office.proxy.fail(POST, refused("invalid_blocks"), channel=office.channel)
    office.deliver()
    (message,) = office.messages()
    assert message["text"].startswith("The gap was 16%")
    assert not message.get("blocks")
    assert office.delivery().state == "sent"


def test_a_slow_answer_is_an_unknown_outcome(office: Office) -> None:
    over = threading.Event()

    def slow(forward: Forward) -> Answer | None:
        forward()
        over.wait(WITHIN)
        return None

    office.proxy.fail(POST, slow, channel=office.channel)
    courier = office.courier()
    courier.client.timeout = 1
    courier.deliver_due(threading.Event())
    over.set()
    office.deliver(after=LEASE)
    assert len(office.messages()) == 1
    assert office.delivery().state == "sent"


# Errors that do not heal, and errors that may


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("is_archived", "The channel is archived (is_archived)."),
        ("channel_not_found", "The channel does not exist, or the bot cannot see it (channel_not_found)."),
        ("not_in_channel", "The bot is not in the channel (not_in_channel)."),
        ("token_revoked", "The bot’s token has been revoked (token_revoked)."),
    ],
)
def test_a_closed_channel_is_paused_with_its_reason_and_others_go_on(
    code: str, why: str, kept: Proxy, server: LocalSlack, fresh_channels: Iterator[str], sqlite_engine: Engine
) -> None:
    closed, other = itertools.islice(fresh_channels, 2)
    office = opened(sqlite_engine, kept, server, [closed, other])
    kept.fail(POST, refused(code), channel=closed)
    office.deliver()
    office.deliver(after=timedelta(hours=1))
    assert [(s.channel, s.paused_why) for s in office.outbox.subscriptions()] == [
        (closed, why),
        (other, None),
    ]
    assert kept.count(POST, closed) == 1
    assert len(office.messages(other)) == 1
    assert (office.delivery(closed).state, office.delivery(closed).error) == ("pending", why)
    # somebody has put it right and subscribed again
    subscribe(office, closed, office.now)
    office.deliver()
    assert len(office.messages(closed)) == 1


def test_a_channel_that_is_turned_away_waits_as_long_as_told_while_others_go_on(office: Office) -> None:
    turned, other = office.channels
    office.proxy.fail(POST, *[turned_away(30)] * 20, channel=turned)
    office.deliver()
    assert len(office.messages(other)) == 1
    office.deliver(after=timedelta(seconds=29))
    assert office.proxy.count(POST, turned) == 1
    for _ in range(20):
        office.deliver(after=timedelta(seconds=30))
    assert len(office.messages(turned)) == 1
    assert office.delivery(turned).attempts == 0


def test_what_keeps_failing_is_tried_at_growing_distances_and_given_up_aloud(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.proxy.fail(POST, *[refused("msg_too_long")] * 50, channel=office.channel)
    office.deliver()
    for tried, pause in enumerate(PAUSES, 1):
        office.deliver(after=pause - timedelta(seconds=1))
        assert office.proxy.count(POST, office.channel) == tried
        office.deliver(after=timedelta(seconds=1))
    assert list(PAUSES) == sorted(PAUSES)
    given_up = office.delivery()
    assert (given_up.state, given_up.error) == ("failed", "Slack answered msg_too_long.")
    loud = [r.getMessage() for r in caplog.records if r.name == "bot.delivery" and r.levelno >= logging.ERROR]
    assert loud == [f"Release new for {office.channel} given up: Slack answered msg_too_long."]
    office.deliver(after=timedelta(days=1))
    assert office.messages() == []


class Killed(BaseException):
    """Ends a sender on the spot, as SIGKILL does: nothing is told to the outbox."""


def test_what_is_cut_off_is_taken_up_within_a_minute_each_time_and_does_not_count_as_failed(
    faulty: Proxy, server: LocalSlack, fresh_channels: Iterator[str], sqlite_engine: Engine
) -> None:
    office = opened(sqlite_engine, faulty, server, [next(fresh_channels)])

    def die(*_: object) -> Parcel:
        raise Killed

    for _ in range(UNSUSPECTED + 1):
        with pytest.raises(Killed):
            office.courier(die).deliver_due(threading.Event())
        office.now += LEASE
    faulty.fail(POST, dropped)
    office.deliver()
    office.deliver(after=PAUSES[0])  # what comes after one failure
    assert len(office.messages()) == 1
    assert faulty.count("conversations.history", office.channel) == 2
    assert office.delivery().state == "sent"


def test_a_delivery_that_kills_its_senders_takes_no_other_along_and_is_given_up_in_the_end(
    office: Office,
) -> None:
    poisoned, other = office.channels
    died: list[datetime] = []
    subscribe(office, poisoned, START, ("infant_mortality",))

    def pack(now: datetime, contents: Contents) -> Parcel:
        if contents.kind == "release" and contents.wanted:
            died.append(office.now)
            raise Killed
        return PARCEL

    for _ in range(UNSUSPECTED):  # both are under way each time that a sender dies
        assert office.outbox.claim(office.now, LEASE)
        assert office.outbox.claim(office.now, LEASE)
        office.now += LEASE
    while office.delivery(poisoned).state == "pending":
        with suppress(Killed):
            office.courier(pack).deliver_due(threading.Event())
        office.now += timedelta(minutes=10)
    assert len(office.messages(other)) == 1
    assert office.delivery(other).state == "sent"
    assert (office.delivery(poisoned).state, office.delivery(poisoned).error) == (
        "failed",
        "The sender was cut off each time.",
    )
    waits = [after - before for before, after in itertools.pairwise(died)]
    assert waits == sorted(waits)
    assert len(died) < 10
    assert timedelta(hours=6) < office.now - START < timedelta(hours=24)


# What people are told of it


def notices(office: Office) -> list[str]:
    """What the bot wrote to the person who subscribed the channels, since the office was opened."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    direct = call(f"{office.server.api_url}conversations.open", {"users": "U0ADA"}, headers)["channel"]["id"]
    told = [m["text"] for m in office.messages(direct)]
    return [text for text in told if any(f"<#{channel}>" in text for channel in office.channels)]


@pytest.mark.parametrize("fault", [lost_after_acceptance, turned_away(1)])
def test_the_owner_of_a_closed_channel_is_told_once_in_a_direct_message(fault: Fault, office: Office) -> None:
    closed = office.channel
    office.proxy.fail(POST, refused("is_archived"), channel=closed)
    office.deliver()
    assert notices(office) == []
    office.proxy.fail(POST, fault)
    office.deliver(after=timedelta(minutes=1))
    office.deliver_until_settled_but(closed)
    office.deliver(after=timedelta(days=1))
    assert notices(office) == [
        "About summaries of new figures that you set up:\n"
        f"• <#{closed}> gets no summaries for now. The channel is archived (is_archived). When that is mended, "
        "resume them in my Home tab.\n"
        "My Home tab shows all of yours and what was sent lately."
    ]


def test_the_owner_is_told_what_was_given_up(office: Office) -> None:
    office.proxy.fail(POST, *[refused("msg_too_long")] * 10, channel=office.channel)
    office.deliver_until_settled()
    (told,) = notices(office)
    assert (
        f"• The summary of “New” did not get to <#{office.channel}>, and is given up. Slack answered" in told
    )


def test_a_notice_that_nobody_can_get_is_given_up_in_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.proxy.fail(POST, refused("is_archived"), channel=office.channel)
    office.proxy.fail("conversations.open", *[refused("user_is_inactive")] * 50)
    office.deliver()
    office.deliver_until_settled_but(office.channel)
    assert "A notice for U0ADA given up: The person’s account is deactivated" in caplog.text
    assert notices(office) == []


def test_what_comes_late_says_so_by_the_clock_of_its_channel(office: Office) -> None:
    early, late = office.channels
    office.outbox.subscribe(Subscription(late, None, Slots.parse("20:00", "Asia/Kathmandu"), "U0ADA", START))
    office.deliver()
    office.deliver(after=timedelta(hours=6))
    assert office.messages(early)[0]["text"] == PARCEL.summary.text
    (message,) = office.messages(late)
    line = "This comes late. It was due on Wednesday 14 January 2009 at 20:00 (Asia/Kathmandu)."
    assert message["text"] == f"{PARCEL.summary.text}\n{line}"
    assert message["blocks"][0]["elements"][0]["text"] == line


def test_what_was_posted_in_time_is_found_when_looked_for_late(
    faulty: Proxy, server: LocalSlack, fresh_channels: Iterator[str], sqlite_engine: Engine
) -> None:
    office = opened(sqlite_engine, faulty, server, [next(fresh_channels)])
    faulty.fail(POST, lost_after_acceptance)
    office.deliver()
    office.deliver(after=timedelta(days=2))
    assert [m["text"] for m in office.messages()] == [PARCEL.summary.text]
    assert office.delivery().state == "sent"


# When Slack has too much of it


def test_a_workspace_that_turns_channels_away_is_left_alone_for_as_long_as_it_says(
    kept: Proxy, server: LocalSlack, fresh_channels: Iterator[str], sqlite_engine: Engine
) -> None:
    office = opened(sqlite_engine, kept, server, list(itertools.islice(fresh_channels, 12)))
    courier = office.courier(lanes=1)
    kept.fail(POST, *[turned_away(30)] * 2)
    courier.deliver_due(threading.Event())
    assert sum(method == POST for method, _ in kept.calls) == 2
    office.now += timedelta(seconds=29)
    courier.deliver_due(threading.Event())
    assert sum(method == POST for method, _ in kept.calls) == 2
    office.now += timedelta(seconds=1)
    courier.deliver_due(threading.Event())
    assert all(len(office.messages(channel)) == 1 for channel in office.channels)
    assert {one.attempts for one in office.outbox.deliveries()} == {0}


def test_a_storm_of_refusals_and_losses_leaves_one_message_in_each_channel(
    kept: Proxy, server: LocalSlack, fresh_channels: Iterator[str], sqlite_engine: Engine
) -> None:
    office = opened(sqlite_engine, kept, server, list(itertools.islice(fresh_channels, 12)))
    kept.fail(POST, *[turned_away(1), lost_after_acceptance, broken_server, dropped] * 8)
    kept.fail("conversations.history", *[turned_away(1)] * 10)
    kept.fail("files.getUploadURLExternal", *[turned_away(1)] * 10)
    for _ in range(40):
        office.deliver(after=timedelta(minutes=5))
    for channel in office.channels:
        assert len(office.messages(channel)) == 1
        assert office.replies(channel) == ["How it was reckoned", "gap.csv"]


# The thread


@pytest.mark.parametrize("fault", [*LOST, dropped, broken_server, turned_away(1), refused("unknown_to_us")])
def test_details_that_fail_do_not_repeat_the_message(
    fault: Fault, faulty: Proxy, server: LocalSlack, fresh_channels: Iterator[str], sqlite_engine: Engine
) -> None:
    office = opened(sqlite_engine, faulty, server, [next(fresh_channels)])

    def first_the_message(forward: Forward) -> Answer:
        faulty.fail(POST, fault)  # for the details, which come next
        return forward()

    faulty.fail(POST, first_the_message)
    office.deliver_until_settled()
    assert len(office.messages()) == 1
    assert office.replies() == ["How it was reckoned", "gap.csv"]


def test_a_file_that_slack_does_not_take_is_told_in_words(office: Office) -> None:
    office.proxy.fail("files.getUploadURLExternal", *[refused("missing_scope")] * 2)
    office.deliver()
    why = "The app lacks a permission it needs here (missing_scope)."
    words = f"“Gap by period” could not be put here as a file. {why} A table of one row."
    assert office.replies() == ["How it was reckoned", words]
    assert office.delivery().state == "sent"
    assert office.outbox.subscriptions()[0].paused_at is None


def test_details_that_keep_failing_are_given_up_and_the_message_counts_as_sent(office: Office) -> None:
    office.proxy.fail(UPLOAD, *[broken_server] * 50, channel=office.channel)
    office.deliver_until_settled()
    kept = office.delivery()
    assert (kept.state, kept.error) == ("sent", "Slack answered with status 503 and no reason.")
    assert len(office.messages()) == 1


# Several senders, and senders that die


def test_two_senders_on_one_database_post_once(
    engine: Engine, kept: Proxy, server: LocalSlack, fresh_channels: Iterator[str]
) -> None:
    office = opened(engine, kept, server, list(itertools.islice(fresh_channels, 8)))
    with ThreadPoolExecutor(2) as senders:
        for sender in [senders.submit(office.deliver) for _ in range(2)]:
            sender.result(60)
    for channel in office.channels:
        assert len(office.messages(channel)) == 1
        assert office.replies(channel) == ["How it was reckoned", "gap.csv"]


def test_a_sender_killed_between_call_and_confirmation_leaves_one_message(
    office: Office, database_url: str
) -> None:
    accepted, over = threading.Event(), threading.Event()

    def hang(forward: Forward) -> None:
        forward()
        accepted.set()
        over.wait(WITHIN)

    office.proxy.fail(POST, hang)
    sender = [sys.executable, "-m", "tests.slack.sender", database_url, office.proxy.api_url, TOKEN]
    with subprocess.Popen(sender, cwd=ROOT) as process:
        assert accepted.wait(WITHIN)
        process.send_signal(signal.SIGKILL)
    over.set()
    assert sum(len(office.messages(channel)) for channel in office.channels) == 1
    office.deliver_until_settled()
    for channel in office.channels:
        assert len(office.messages(channel)) == 1
        assert office.replies(channel) == ["How it was reckoned", "gap.csv"]


def test_a_sender_too_slow_for_its_lease_leaves_the_message_to_others(office: Office) -> None:
    def pack_slowly(*_: object) -> Parcel:
        office.now += LEASE
        return PARCEL

    office.courier(pack_slowly, lanes=1).deliver_due(threading.Event())
    assert office.proxy.count(POST, office.channel) == 2
    assert office.proxy.count("conversations.history", office.channel) == 1
    assert len(office.messages()) == 1


def test_a_stopping_sender_finishes_what_it_holds_and_begins_nothing(office: Office) -> None:
    stopping = threading.Event()

    def pack_and_stop(*_: object) -> Parcel:
        stopping.set()
        return PARCEL

    office.courier(pack_and_stop, lanes=1).deliver_due(stopping)
    assert sorted(len(office.messages(channel)) for channel in office.channels) == [0, 1]
    office.deliver_until_settled()
    for channel in office.channels:
        assert len(office.messages(channel)) == 1
        assert office.replies(channel) == ["How it was reckoned", "gap.csv"]


# Replies, and nothing to tell

REPLY = Parcel(sentence("Revised since this was posted"), None)
STATED = Stated(
    (Statement("infant_mortality", "persons", "relative_gap", "2005-07", "16%", "down", "", ""),), START
)


def parcel_for(now: datetime, contents: Contents) -> Parcel | None:
    """The release and its correction; of the release that corrects it there is nothing to tell."""
    if contents.kind == "reply":
        return REPLY
    return replace(PARCEL, stated=STATED) if contents.release_id == "new" else None


def corrected(office: Office) -> Courier:
    """A courier for the office, where the message has been posted and a later release makes it wrong."""
    courier = office.courier(parcel_for)
    courier.deliver_due(threading.Event())
    office.now += timedelta(hours=1)
    hold(office.engine, "later", office.now, office.now, "infant_mortality")
    statements = Statements(office.engine)
    statements.examined(dict.fromkeys(statements.unexamined(office.now), True))
    office.outbox.plan(office.now)
    return courier


@pytest.mark.parametrize("fault", [*LOST, dropped, turned_away(1)])
def test_a_correction_stands_once_below_its_message_whatever_happened_to_the_call(
    fault: Fault, faulty: Proxy, server: LocalSlack, fresh_channels: Iterator[str], sqlite_engine: Engine
) -> None:
    office = opened(sqlite_engine, faulty, server, [next(fresh_channels)])
    courier = corrected(office)
    faulty.fail(POST, fault)
    for pause in (timedelta(), LEASE, LEASE, LEASE):
        office.now += pause
        courier.deliver_due(threading.Event())
    assert len(office.messages()) == 1
    assert office.replies() == ["How it was reckoned", "gap.csv", "Revised since this was posted"]
    states = {(one.kind, one.release_id): one.state for one in office.outbox.deliveries()}
    assert states == {("release", "new"): "sent", ("release", "later"): "empty", ("reply", "later"): "sent"}


def test_what_has_nothing_to_tell_a_channel_is_not_posted(office: Office) -> None:
    office.courier(lambda *_: None).deliver_due(threading.Event())
    assert office.messages() == []
    assert {one.state for one in office.outbox.deliveries()} == {"empty"}
