"""Several workspaces from one installation: each installs the app itself, and nothing of one reaches another.

Both have a channel of the same id, as where it is shared between them.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from cryptography.fernet import Fernet

from bot.local.slack import free_port
from healthgap.service import Healthgap
from tests.slack.emulated import (
    ADMIN,
    APP,
    BOTS_TOKEN,
    CHANNEL,
    SIGNING,
    Emulated,
    Front,
    emulated,
    team,
)
from tests.slack.proxy import Answer, proxy, refused
from tests.slack.world import HTTP, ROOT, bot_process, signed, until

KEY = Fernet.generate_key().decode()
EARLIER = sorted((ROOT / "sample").glob("*.csv"))[:-1]
NEWEST = max((ROOT / "sample").glob("*.csv"))
BOT = APP["bot_user_id"]
GAP = "what is the infant mortality gap?"


@dataclass(frozen=True)
class Office:
    """One bot for two workspaces, whose administrators act as the tests say; `service` looks into its database."""

    front: Front
    slacks: tuple[Emulated, Emulated]
    address: str
    settings: dict[str, str]
    service: Healthgap

    def install(self, number: int) -> httpx.Response:
        """A person installs the app in a workspace, from the first link to the last page."""
        back, browser = self.way_back(number)
        return HTTP.get(back, headers=browser)

    def way_back(self, number: int) -> tuple[str, dict[str, str]]:
        """Where Slack sends the browser of somebody who agreed, and what the browser has of us."""
        first = HTTP.get(f"{self.address}/slack/install")
        assert first.status_code == 302
        cookie = first.headers["set-cookie"].split(";")[0]
        back = self.slacks[number].agree(first.headers["location"], f"{self.address}/slack/oauth_redirect")
        return back, {"Cookie": cookie}

    def join(self, number: int) -> None:
        self.slacks[number].as_admin("conversations.invite", channel=CHANNEL, users=BOT)

    def event(self, number: int, **event: Any) -> None:
        """Slack tells the bot of something in that workspace."""
        body = json.dumps(
            {
                "type": "event_callback",
                "team_id": team(number),
                "api_app_id": "A1",
                "event_id": f"Ev{event.get('ts', '')}",
                "event": {"channel": CHANNEL, "user": ADMIN, **event},
            }
        )
        assert self._send(body, signed(SIGNING, body)).status_code == 200

    def say(self, number: int, ts: str, text: str, **more: Any) -> None:
        self.event(number, type="message", channel_type="channel", ts=ts, text=text, **more)

    def command(self, number: int, text: str) -> str:
        """What a slash command answers the person, or the channel, directly."""
        before = self._told()
        values = {
            "command": "/healthgap",
            "text": text,
            "team_id": team(number),
            "channel_id": CHANNEL,
            "user_id": ADMIN,
            "trigger_id": "1.1",
            "response_url": f"{self.front.api_url}respond",
        }
        body = urlencode(values)
        headers = {**signed(SIGNING, body), "Content-Type": "application/x-www-form-urlencoded"}
        self.front.fail("respond", lambda forward: Answer("ok"))
        assert self._send(body, headers).status_code == 200
        return until(lambda: self._told()[len(before) :])[0]

    def home(self, number: int) -> str:
        """What the administrator's App Home shows."""
        seen = len(self._views())
        self.event(number, type="app_home_opened", tab="home")
        return until(lambda: self._views()[seen:])[0]

    def load(self, path: Path) -> None:
        self.service.load([path], now=datetime.now(UTC))

    def replies(self, number: int, ts: str) -> list[str]:
        """What the bot wrote in a thread."""
        found = self.slacks[number].messages(thread_ts=ts)
        return [message["text"] for message in found if message["user"] == BOT and message["ts"] != ts]

    def summaries(self, number: int) -> list[str]:
        found = self.slacks[number].messages()
        return [m["text"] for m in found if m["user"] == BOT and m.get("thread_ts", m["ts"]) == m["ts"]]

    def settled(self) -> None:
        """Waits until nothing is to be sent any more."""
        until(lambda: self._states() and "pending" not in self._states())

    def _states(self) -> list[str]:
        outboxes = [self.service.outbox.of(team(number)) for number in (0, 1)]
        return [one.state for outbox in outboxes for one in outbox.deliveries()]

    def _send(self, body: str, headers: dict[str, str]) -> httpx.Response:
        return HTTP.post(f"{self.address}/slack/events", content=body, headers=headers)

    def _told(self) -> list[str]:
        return [values["text"] for method, values in list(self.front.calls) if method == "respond"]

    def _views(self) -> list[str]:
        return [str(values["view"]) for method, values in list(self.front.calls) if method == "views.publish"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path, f"sqlite:///{tmp_path / 'healthgap.db'}") as made:
        yield made


@contextmanager
def opened(tmp_path: Path, database: str) -> Iterator[Office]:
    """A bot that no workspace has installed yet, with all sample releases but the newest."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    (config / "bot.toml").write_text(f'people = ["{team(0)}/{ADMIN}"]\n')
    redirect = f"{address}/slack/oauth_redirect"
    with (
        emulated(tmp_path, redirect) as one,
        emulated(tmp_path, redirect) as other,
        proxy(f"{one.address}/api/", partial(Front, workspaces=(one, other))) as front,
    ):
        settings = {
            "DATABASE_URL": database,
            "HEALTHGAP_CONFIG": str(config),
            "SLACK_API_URL": front.api_url,
            "SLACK_CLIENT_ID": APP["client_id"],
            "SLACK_CLIENT_SECRET": APP["client_secret"],
            "SLACK_SIGNING_SECRET": SIGNING,
            "HEALTHGAP_SECRET_KEY": KEY,
            "PORT": str(port),
        }
        with closing(Healthgap.open(settings["DATABASE_URL"], config)) as service:
            service.load(EARLIER, now=datetime.now(UTC))
            yield Office(front, (one, other), address, settings, service)


def test_each_workspace_installs_the_app_and_gets_its_own_answers(office: Office) -> None:
    with bot_process(office.settings):
        office.say(0, "100.1", f"<@{BOT}> {GAP}")  # not installed yet: nothing can be said
        for number in (0, 1):
            page = office.install(number)
            assert page.status_code == 200
            assert "healthgap is installed in Department of Health" in page.text
            office.join(number)
        assert office.service.workspaces.installed() == [team(0), team(1)]
        for number in (0, 1):
            office.say(number, "100.2", f"<@{BOT}> {GAP}")
        for number in (0, 1):
            (answer,) = until(partial(office.replies, number, "100.2"))
            assert "17%" in answer
        assert office.replies(0, "100.1") == []
        # a thread of the same name goes on in one workspace, and is quiet in the other
        office.say(1, "100.3", "quiet", thread_ts="100.2")
        until(lambda: len(office.replies(1, "100.2")) == 2)
        for number in (1, 0):
            office.say(number, "100.4", "and in 2001-03?", thread_ts="100.2")
        until(lambda: len(office.replies(0, "100.2")) == 2)
        office.say(1, "100.5", f"<@{BOT}> and in 2002-04?", thread_ts="100.2")
        until(lambda: len(office.replies(1, "100.2")) == 3)
        assert "2002-04" in office.replies(1, "100.2")[-1]
    stored = b"".join(
        path.read_bytes() for path in Path(office.settings["HEALTHGAP_CONFIG"]).parent.glob("*.db*")
    )
    assert team(1).encode() in stored
    assert b"xoxb-" not in stored


def test_a_summary_goes_to_the_workspaces_that_subscribed_and_home_shows_each_its_own(office: Office) -> None:
    with bot_process(office.settings):
        for number in (0, 1):
            office.install(number)
            office.join(number)
        assert "subscribed this channel" in office.command(1, "subscribe to infant mortality")
        assert "was not subscribed" in office.command(0, "unsubscribe")
        office.load(NEWEST)
        office.settled()
        (summary,) = office.summaries(1)
        assert "16%" in summary
        assert office.summaries(0) == []
        # the administrator has the same id in both, and is named in the first alone
        first, second = office.home(0), office.home(1)
        assert f"<#{CHANNEL}>" not in first
        assert f"<#{CHANNEL}>" in second
        assert "Withdraw a release" in first
        assert "Withdraw a release" not in second


def test_of_many_that_need_a_new_token_at_once_one_fetches_it(office: Office) -> None:
    office.front.lifetime = timedelta(seconds=1)
    with bot_process(office.settings, "web"):
        office.install(0)
        expired = time.monotonic() + 2
        office.join(0)
        until(lambda: time.monotonic() > expired)
        office.front.lifetime = timedelta(hours=12)
        moments = [f"100.{number}" for number in range(1, 7)]
        with ThreadPoolExecutor(len(moments)) as people:
            list(people.map(lambda ts: office.say(0, ts, f"<@{BOT}> {GAP}"), moments))
        for ts in moments:
            until(partial(office.replies, 0, ts))
    renewed = [values for method, values in office.front.calls if values.get("grant_type") == "refresh_token"]
    assert len(renewed) == 1


def test_a_workspace_that_removes_the_app_is_forgotten_and_begins_anew(office: Office) -> None:
    with bot_process(office.settings):
        for number in (0, 1):
            office.install(number)
            office.join(number)
            office.command(number, "subscribe to everything")
            office.say(number, "100.1", f"<@{BOT}> {GAP}")
            until(partial(office.replies, number, "100.1"))
        # Slack repeats events: one of before the app was installed again changes nothing
        seen = len(office.front.calls)
        office.event(1, type="app_uninstalled")
        until(lambda: any(method == "auth.test" for method, _ in list(office.front.calls)[seen:]))
        assert office.service.workspaces.installed() == [team(0), team(1)]
        office.front.fail("auth.test", refused("account_inactive"))
        office.event(1, type="tokens_revoked", tokens={"bot": [BOT]})
        until(lambda: office.service.workspaces.installed() == [team(0)])
        office.event(1, type="app_uninstalled")
        assert office.service.outbox.workspaces() == [team(0)]
        assert not office.service.threads.in_conversation(f"{team(1)}/{CHANNEL}/100.1")
        assert office.service.threads.in_conversation(f"{team(0)}/{CHANNEL}/100.1")
        assert office.command(1, "what is the gap?").startswith("I cannot answer here: my connection")
        assert office.install(1).status_code == 200
        assert office.service.outbox.of(team(1)).subscriptions() == []
        assert "was not subscribed" in office.command(1, "unsubscribe")


def test_a_way_back_from_slack_is_good_once_and_in_one_browser(office: Office) -> None:
    with bot_process(office.settings, "web"):
        back, browser = office.way_back(0)
        stolen = HTTP.get(back)
        assert stolen.status_code == 400
        assert "Nothing was installed" in stolen.text
        assert HTTP.get(back, headers=browser).status_code == 200
        again = HTTP.get(back, headers=browser)
        assert again.status_code == 401
        assert "used up" in again.text
        cancelled = HTTP.get(f"{office.address}/slack/oauth_redirect?error=access_denied&state=x")
        assert "You cancelled" in cancelled.text
        strange = HTTP.get(f"{office.address}/slack/oauth_redirect?error=<script>")
        assert "<script>" not in strange.text
        back, browser = office.way_back(1)
        office.front.fail("oauth.v2.access", refused("invalid_code"))
        assert "did not succeed (invalid_code)" in HTTP.get(back, headers=browser).text
    assert office.service.workspaces.installed() == [team(0)]


def test_the_only_workspace_becomes_one_of_several_with_all_it_had(office: Office) -> None:
    office.join(0)
    office.service.subscribe(CHANNEL, by="operator", now=datetime.now(UTC))
    with bot_process({**office.settings, "SLACK_BOT_TOKEN": BOTS_TOKEN}):
        assert office.service.outbox.workspaces() == [team(0)]
        office.load(NEWEST)
        office.settled()
    assert len(office.summaries(0)) == 1
    # left in by mistake, and dead by now
    with bot_process({**office.settings, "SLACK_BOT_TOKEN": "xoxb-dead"}, "web"):
        office.say(0, "100.1", f"<@{BOT}> {GAP}")
        until(partial(office.replies, 0, "100.1"))
