"""Each workspace has a sender of its own: none waits for another's, and one that fails is told and goes on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.couriers import Couriers
from bot.delivery import Courier, Parcel, delivery_client
from bot.local.slack import LocalSlack, free_port, local_slack
from bot.local.workspace import BOT, workspace
from bot.pacing import Pace
from healthgap.slots import Slots
from healthgap.store.database import open_database
from healthgap.store.outbox import Outbox
from healthgap.store.subscriptions import Subscription
from tests.held import hold
from tests.slack.proxy import Answer, Forward, Proxy, proxy
from tests.slack.test_delivery import PARCEL, POST, TOKEN, UPLOAD
from tests.slack.world import ROOT, WITHIN, call, until

START = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)
SLOW, QUICK, GONE = "T1", "T2", "T3"
CHANNELS = {SLOW: "C0SLOW", QUICK: "C0QUICK", GONE: "C0GONE"}


@dataclass
class Rounds:
    """Three workspaces with a summary due in each; the app is installed in two of them."""

    outbox: Outbox
    front: Proxy
    slack: LocalSlack
    now: datetime = START

    def couriers(self, pack: Any = lambda *_: PARCEL) -> Couriers:
        def of(workspace: str) -> Courier | None:
            client = delivery_client(TOKEN, self.front.api_url, Pace(lambda: self.now, 1_000))
            sender = Courier(self.outbox.of(workspace), client, pack, lambda: self.now, lanes=1)
            return None if workspace == GONE else sender

        return Couriers(self.outbox, of, lambda: self.now)

    def count(self, workspace: str) -> int:
        messages = call(f"{self.slack.address}/_control/messages/{CHANNELS[workspace]}")["messages"]
        return sum(one["user"] == BOT and "thread_ts" not in one for one in messages)

    def states(self, workspace: str) -> list[str]:
        return [one.state for one in self.outbox.of(workspace).deliveries()]


@pytest.fixture
def rounds(tmp_path: Path) -> Iterator[Rounds]:
    made = workspace()
    made["channels"] += [{"id": name, "name": name.lower(), "members": [BOT]} for name in CHANNELS.values()]
    engine = open_database(f"sqlite:///{tmp_path / 'healthgap.db'}")
    outbox = Outbox(engine)
    for place, channel in CHANNELS.items():
        before = START - timedelta(days=1)
        outbox.of(place).subscribe(Subscription(channel, None, Slots(None, "UTC"), "U1", before))
    hold(engine, "new", START, START, "infant_mortality")
    outbox.plan(START)
    with (
        local_slack(ROOT / ".local" / "slack", made, free_port()) as slack,
        proxy(slack.api_url) as front,
    ):
        yield Rounds(outbox, front, slack)
    engine.dispose()


def test_a_slow_workspace_holds_up_no_other_and_is_sent_to_by_one_at_a_time(rounds: Rounds) -> None:
    let_go, going = threading.Event(), threading.Event()

    def slow(forward: Forward) -> Answer:
        let_go.wait(WITHIN)
        return forward()

    rounds.front.fail(POST, slow, channel=CHANNELS[SLOW])
    with closing(rounds.couriers()) as couriers:
        couriers.deliver_due(going)
        until(lambda: rounds.states(QUICK) == ["sent"])
        couriers.deliver_due(going)
        assert (rounds.count(QUICK), rounds.count(SLOW)) == (1, 0)
        let_go.set()
    # closing waited for what was begun
    assert rounds.states(SLOW) == ["sent"]
    assert rounds.states(GONE) == ["pending"]
    assert [rounds.count(one) for one in (SLOW, QUICK, GONE)] == [1, 1, 0]


def test_what_ends_a_sender_is_told_at_the_next_tick_and_tried_again(rounds: Rounds) -> None:
    failing = [RuntimeError("no figures"), RuntimeError("no figures")]

    def pack(*_: object) -> Parcel:
        if failing:
            raise failing.pop()
        return PARCEL

    with closing(rounds.couriers(pack)) as couriers:
        couriers.deliver_due(threading.Event())
        until(lambda: not failing)
        rounds.now += timedelta(minutes=1)
        with pytest.raises(RuntimeError, match="no figures"):
            until(lambda: couriers.deliver_due(threading.Event()))
        until(lambda: _sent(rounds, couriers))
    assert (rounds.count(SLOW), rounds.count(QUICK)) == (1, 1)


def _sent(rounds: Rounds, couriers: Couriers) -> bool:
    try:
        couriers.deliver_due(threading.Event())
    except RuntimeError:
        return False
    return rounds.states(SLOW) == rounds.states(QUICK) == ["sent"]


def test_nothing_is_begun_when_all_is_to_stop(rounds: Rounds) -> None:
    stopping = threading.Event()
    stopping.set()
    with closing(rounds.couriers()) as couriers:
        couriers.deliver_due(stopping)
    assert rounds.states(QUICK) == ["pending"]


def test_a_sender_gives_way_to_one_with_a_fresh_token_after_an_hour(rounds: Rounds) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def slow_upload(forward: Forward) -> Answer:
        reached.set()
        go_on.wait(WITHIN)
        return forward()

    rounds.front.fail(UPLOAD, slow_upload)
    slow = rounds.outbox.of(SLOW)
    slow.subscribe(Subscription("C0QUICK", None, Slots(None, "UTC"), "U1", START - timedelta(days=1)))
    rounds.outbox.plan(START)
    rounds.outbox.of(QUICK).unsubscribe(CHANNELS[QUICK], START)
    with closing(rounds.couriers()) as couriers:
        couriers.deliver_due(threading.Event())
        assert reached.wait(WITHIN)
        rounds.now += timedelta(hours=1)
        couriers.deliver_due(threading.Event())
        go_on.set()
        until(lambda: "sent" in rounds.states(SLOW))
    # it has finished what it held, and left the rest
    assert sorted(rounds.states(SLOW)) == ["pending", "sent"]
    with closing(rounds.couriers()) as couriers:
        couriers.deliver_due(threading.Event())
        until(lambda: rounds.states(SLOW) == ["sent", "sent"])
