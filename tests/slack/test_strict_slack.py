"""Summaries in a Slack that checks scopes, archives channels and keeps metadata itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.delivery import LEASE, Courier, delivery_client
from bot.pacing import Pace
from healthgap.slots import Slots
from healthgap.store.database import open_database
from healthgap.store.outbox import Outbox
from healthgap.store.subscriptions import Subscription
from tests.held import hold
from tests.slack.emulated import (
    APP,
    BOTS_TOKEN,
    CHANNEL,
    MUTE_TOKEN,
    SECOND_CHANNEL,
    Emulated,
    emulated,
)
from tests.slack.proxy import Proxy, lost_after_acceptance, proxy
from tests.slack.test_delivery import PARCEL, POST

START = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    with emulated(tmp_path_factory.mktemp("strict"), "http://127.0.0.1/") as made:
        for channel in (CHANNEL, SECOND_CHANNEL):
            made.as_admin("conversations.invite", channel=channel, users=APP["bot_user_id"])
        yield made


@dataclass
class Round:
    """A subscribed channel with a public release, and a clock that the test moves."""

    outbox: Outbox
    front: Proxy
    now: datetime = START

    def deliver(self, token: str = BOTS_TOKEN) -> None:
        client = delivery_client(token, self.front.api_url, Pace(lambda: self.now, 1_000))
        courier = Courier(self.outbox, client, lambda *_: PARCEL, lambda: self.now)
        courier.deliver_due(threading.Event())
        self.now += LEASE


@pytest.fixture
def due(slack: Emulated, tmp_path: Path) -> Iterator[Round]:
    engine = open_database(f"sqlite:///{tmp_path / 'healthgap.db'}")
    hold(engine, "new", START, START, "infant_mortality")
    with proxy(f"{slack.address}/api/") as front:
        front.keeps_metadata = False  # it keeps its own
        yield Round(Outbox(engine), front)
    engine.dispose()


def subscribe(due: Round, channel: str) -> None:
    before = datetime(2009, 1, 13, tzinfo=UTC)
    due.outbox.subscribe(Subscription(channel, None, Slots(None, "UTC"), "U1", before))
    due.outbox.plan(START)


def summaries(slack: Emulated, channel: str) -> int:
    return sum(message["text"] == PARCEL.summary.text for message in slack.messages(channel))


def test_the_scopes_that_are_asked_for_carry_a_summary_and_its_metadata_finds_it_again(
    slack: Emulated, due: Round
) -> None:
    subscribe(due, CHANNEL)
    due.front.fail(POST, lost_after_acceptance, lost_after_acceptance)
    for _ in range(4):
        due.deliver()
    assert summaries(slack, CHANNEL) == 1
    (sent,) = due.outbox.deliveries()
    assert sent.state == "sent"
    thread = slack.messages(CHANNEL, str(sent.message_ts))[1:]
    assert [message["text"] for message in thread if not message.get("files")] == ["How it was reckoned"]
    assert [file["name"] for message in thread for file in message.get("files", [])] == ["gap.csv"]


def test_a_missing_scope_pauses_with_its_reason(slack: Emulated, due: Round) -> None:
    subscribe(due, CHANNEL)
    before = summaries(slack, CHANNEL)
    due.deliver(MUTE_TOKEN)
    (paused,) = due.outbox.subscriptions()
    assert paused.paused_why == "The app lacks a permission it needs here (missing_scope)."
    assert summaries(slack, CHANNEL) == before


def test_an_archived_channel_pauses_with_its_reason(slack: Emulated, due: Round) -> None:
    subscribe(due, SECOND_CHANNEL)
    slack.as_admin("conversations.archive", channel=SECOND_CHANNEL)
    due.deliver()
    (paused,) = due.outbox.subscriptions()
    assert paused.paused_why == "The channel is archived (is_archived)."
