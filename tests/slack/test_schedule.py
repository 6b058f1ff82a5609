"""The schedule posts what falls due, and what comes into the inbox, by itself; it survives what goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.blocks import listed_table
from bot.delivery import Courier, delivery_client, parcel
from bot.inbox import Inbox
from bot.local.slack import LocalSlack, free_port, local_slack
from bot.local.workspace import BOT, CHANNEL, workspace
from bot.pacing import Pace
from bot.schedule import schedule
from healthgap.service import Healthgap
from tests.slack.proxy import Proxy, broken_server, proxy
from tests.slack.world import ROOT, call, until

NEWEST = "2009-01-14-infant-mortality-2007"


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    with local_slack(ROOT / ".local" / "slack", workspace(), free_port()) as made:
        yield made


@pytest.fixture
def front(slack: LocalSlack) -> Iterator[Proxy]:
    call(f"{slack.address}/_control/reset", {})
    with proxy(slack.api_url) as made:
        yield made


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Healthgap]:
    """A core with the sample releases but the newest, and the channel subscribed."""
    with closing(Healthgap.open(f"sqlite:///{tmp_path / 'healthgap.db'}", ROOT / "config")) as service:
        service.load(sorted((ROOT / "sample").glob("*.csv"))[:-1], now=now())
        service.subscribe(CHANNEL, by="U0ADA", now=now())
        yield service


def now() -> datetime:
    return datetime.now(UTC)


def courier(service: Healthgap, front: Proxy) -> Courier:
    client = delivery_client(workspace()["apps"][0]["botToken"], front.api_url, Pace(now))
    return Courier(service.outbox, client, partial(parcel, service, listed_table), now)


def summaries(slack: LocalSlack) -> list[str]:
    messages = call(f"{slack.address}/_control/messages/{CHANNEL}")["messages"]
    return [m["text"] for m in messages if m["user"] == BOT and "thread_ts" not in m]


def test_a_loaded_release_reaches_its_channel_by_itself(
    service: Healthgap, front: Proxy, slack: LocalSlack
) -> None:
    with schedule(service, courier(service, front), None, now):
        service.load([ROOT / "sample" / f"{NEWEST}.csv"], now=now())
        until(lambda: any(one.state == "sent" for one in service.outbox.deliveries()))
    (text,) = summaries(slack)
    assert "16%" in text
    assert "2005-07" in text


def test_a_file_in_the_inbox_reaches_the_channel(
    service: Healthgap, front: Proxy, slack: LocalSlack, tmp_path: Path
) -> None:
    for suffix in (".csv", ".toml"):
        shutil.copy(ROOT / "sample" / (NEWEST + suffix), tmp_path)
    inbox = Inbox(tmp_path, service, quiet=timedelta())
    with schedule(service, courier(service, front), inbox, now):
        until(lambda: any(one.state == "sent" for one in service.outbox.deliveries()))
    assert len(summaries(slack)) == 1


def test_a_job_that_fails_is_told_and_runs_again(
    service: Healthgap, front: Proxy, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    gone = tmp_path / "gone"
    with schedule(service, courier(service, front), Inbox(gone, service), now):
        until(lambda: sum("A job failed" in record.getMessage() for record in caplog.records) >= 2)


def test_what_is_begun_is_finished_before_the_schedule_ends(
    service: Healthgap, front: Proxy, slack: LocalSlack
) -> None:
    front.fail("chat.postMessage", broken_server)
    with schedule(service, courier(service, front), None, now):
        service.load([ROOT / "sample" / f"{NEWEST}.csv"], now=now())
        until(lambda: front.calls)
    (one,) = service.outbox.deliveries()
    assert one.error == "Slack answered with status 503 and no reason."
