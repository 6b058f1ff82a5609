"""A local Slack with people in it and the bot beside it, as the tests act on them."""

from __future__ import annotations

import json
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

import httpx
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.builtin.connection import Connection

from bot.local import demo
from bot.local.slack import LocalSlack, free_port, local_slack
from bot.local.workspace import BOT, CHANNEL, environment, workspace
from healthgap.service import Healthgap
from tests.slack.forks import ROOT, finished, started

Mode = Literal["socket", "http"]
Message = dict[str, Any]
T = TypeVar("T")

WITHIN = 20.0
# One for all tests: to make one takes longer than most requests. Servers come and go, so no connection is kept.
HTTP = httpx.Client(timeout=WITHIN, limits=httpx.Limits(max_keepalive_connections=0))


@dataclass(frozen=True)
class World:
    """Where the tests act as people do. `events` is where the bot listens in HTTP mode; Ada is a named person.

    `since` is the ts of a message that was written when this test began, where others have written here before it.
    """

    slack: LocalSlack
    app: dict[str, str]
    database: str
    events: str | None
    config: Path = ROOT / "config"
    since: float = 0

    def say(
        self, text: str, channel: str = CHANNEL, thread_ts: str | None = None, user: str = "U0ADA"
    ) -> str:
        """Writes a message and returns its ts."""
        body = {"channel": channel, "user": user, "text": text, "thread_ts": thread_ts}
        return str(self._control("message", body)["message"]["ts"])

    def mention(self, text: str, channel: str = CHANNEL, thread_ts: str | None = None) -> str:
        return self.say(f"<@{BOT}> {text}", channel, thread_ts)

    def direct_channel(self, user: str = "U0ADA") -> str:
        """The person's direct conversation with the bot."""
        token = {"Authorization": f"Bearer {self.app['botToken']}"}
        return str(call(f"{self.slack.api_url}conversations.open", {"users": user}, token)["channel"]["id"])

    def command(self, text: str, channel: str = CHANNEL, user: str = "U0ADA") -> None:
        self._control("command", {"channel": channel, "user": user, "command": "/healthgap", "text": text})

    def press(self, message: Message, label: str, user: str = "U0SAM") -> None:
        """Presses the button of that name under the message."""
        button = next(button for button in buttons(message) if button["text"]["text"] == label)
        body = {"channel": message["channel"], "messageTs": message["ts"], "user": user, "action": button}
        self._control("interact", body)

    def edit(self, ts: str, text: str, channel: str = CHANNEL, user: str = "U0ADA") -> None:
        self._control("edit-message", {"channel": channel, "ts": ts, "user": user, "text": text})

    def delete(self, ts: str, channel: str = CHANNEL, user: str = "U0ADA") -> None:
        self._control("delete-message", {"channel": channel, "ts": ts, "user": user})

    def send_files(self, channel: str, *files: Path, text: str = "", user: str = "U0ADA") -> None:
        """Uploads files in one message."""
        HTTP.post(
            f"{self.slack.address}/_control/upload",
            data={"channel": channel, "user": user, "text": text},
            files=[("file", (path.name, path.read_bytes())) for path in files],
        ).raise_for_status()

    def press_at_home(self, user: str, action: str, value: str) -> None:
        """Presses a button of the person's App Home."""
        button = {"type": "button", "action_id": action, "value": value}
        self._as_person({"t": "block_action", "channel": "", "messageTs": "", "user": user, "action": button})

    def dialog(self, after: set[str]) -> Message:
        """The dialog that the bot opens after the traffic with these ids, see `past`."""

        def opened() -> list[Message]:
            calls = [one for one in self.traffic("web_api") if one["summary"] == "views.open"]
            return [one["detail"]["view"] for one in calls if one["id"] not in after]

        return until(opened)[-1]

    def past(self) -> set[str]:
        """The ids of all traffic up to now."""
        return {entry["id"] for entry in call(f"{self.slack.address}/_control/log")["log"]}

    def submit(self, user: str, values: dict[str, Any]) -> None:
        """Submits the open dialog; `values` are the fields that the person touched, as Slack sends them."""
        states = {field: {"entered": state} for field, state in values.items()}
        self._as_person({"t": "view_submit", "user": user, "values": states})

    def complaints(self, user: str, values: dict[str, Any]) -> dict[str, str]:
        """Submits the open dialog, and returns what the bot finds wrong in it, by field, once it does."""
        past = self.past()
        self.submit(user, values)

        def found() -> dict[str, str] | None:
            answers = [*self.traffic("ack"), *self.traffic("interactive")]
            told = [
                one["detail"]
                for one in answers
                if one["id"] not in past and "errors" in str(one.get("detail"))
            ]
            last = told[-1] if told else None
            return dict((json.loads(last) if isinstance(last, str) else last)["errors"]) if last else None

        return until(found)

    def _as_person(self, act: dict[str, Any]) -> None:
        """Does what a person does on the page, where there is no other way to do it."""
        address = self.slack.address.replace("http", "ws") + "/ui"
        page = Connection(url=address, logger=logging.getLogger("page"))
        past = self.past()
        page.connect()
        page.send(json.dumps(act))
        until(lambda: any(one["id"] not in past for one in self.traffic("interactive")))
        page.disconnect()

    def messages(self, channel: str = CHANNEL) -> list[Message]:
        return list(call(f"{self.slack.address}/_control/messages/{channel}")["messages"])

    def answers(self, ts: str, count: int = 1, channel: str = CHANNEL) -> list[Message]:
        """What the bot wrote in the thread under `ts`, once it is at least `count` messages."""

        def written() -> list[Message]:
            return [m for m in self.messages(channel) if m.get("thread_ts") == ts and m["user"] == BOT]

        return until(lambda: found if len(found := written()) >= count else None)

    def answer(self, ts: str, channel: str = CHANNEL) -> Message:
        return self.answers(ts, channel=channel)[0]

    def posted(self, matches: Callable[[Message], bool], channel: str = CHANNEL) -> Message:
        """The first message of the channel in this test that `matches`, once it is there."""
        return until(lambda: next((m for m in self._written_here(channel) if matches(m)), None))

    def traffic(self, kind: str) -> list[dict[str, Any]]:
        """What went between Slack and the bot."""
        return [entry for entry in call(f"{self.slack.address}/_control/log")["log"] if entry["kind"] == kind]

    def healthgap(self, *arguments: str, cwd: Path = ROOT) -> str:
        """Runs a command of the command line in a process of its own, on the bot's database."""
        ended = finished("healthgap", arguments, {**os.environ, "DATABASE_URL": self.database}, cwd)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def home(self, user: str) -> str:
        """What the person's App Home shows, as JSON text, once it is published anew."""
        past = self.past()
        self._control("open-home", {"user": user})

        def shown() -> str | None:
            published = [one for one in self.traffic("web_api") if one["summary"] == "views.publish"]
            new = [one["detail"] for one in published if one["id"] not in past]
            views = [detail["view"] for detail in new if detail["user_id"] == user]
            return json.dumps(views[-1], ensure_ascii=False) if views else None

        return until(shown)

    def _written_here(self, channel: str) -> list[Message]:
        return [message for message in self.messages(channel) if float(message["ts"]) > self.since]

    def _control(self, what: str, body: Message) -> Any:
        return call(f"{self.slack.address}/_control/{what}", body)


def buttons(message: Message) -> list[dict[str, Any]]:
    """The buttons of a message, in order."""
    return [
        {**element, "block_id": block["block_id"]}
        for block in message.get("blocks", [])
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def until(seen: Callable[[], T | None], within: float = WITHIN) -> T:
    """What `seen` returns as soon as it is something; fails after `within` seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        result = seen()
        if result:
            return result
        time.sleep(0.02)
    raise AssertionError(f"This did not happen within {within} seconds.")


def call(url: str, body: Message | None = None, headers: dict[str, str] | None = None) -> Any:
    """One JSON request: a POST with `body`, else a GET."""
    method = "GET" if body is None else "POST"
    response = HTTP.request(method, url, json=body, headers=headers)
    return response.raise_for_status().json()


def signed(secret: str, body: str, at: float | None = None) -> dict[str, str]:
    """The headers with which Slack signs `body`."""
    timestamp = str(int(time.time() if at is None else at))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature or "",
    }


@contextmanager
def bot_process(settings: dict[str, str], *arguments: str, cwd: Path = ROOT) -> Iterator[str]:
    """`python -m bot` with these settings alone, from the line in which it says that it runs until it has ended."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = started("bot", arguments, {**kept, **settings}, cwd)
    try:
        line = process.stdout.readline()
        assert "healthgap is" in line
        yield line
    finally:
        process.terminate()
        status = process.wait(WITHIN)
    assert status == 0


@contextmanager
def world(mode: Mode, folder: Path) -> Iterator[World]:
    """A local Slack with the demonstration's releases and channel, and nobody's bot in it yet."""
    port = free_port()
    events = f"http://127.0.0.1:{port}/slack/events" if mode == "http" else None
    made = workspace(events)
    database = f"sqlite:///{folder / 'healthgap.db'}"
    config = folder / "config"
    shutil.copytree(ROOT / "config", config)
    (config / "bot.toml").write_text('people = ["U0ADA"]\n')
    with closing(Healthgap.open(database, ROOT / "config")) as service:
        demo.prepare(service, datetime.now(UTC))
    with local_slack(ROOT / ".local" / "slack", made, free_port()) as slack:
        yield World(slack, made["apps"][0], database, events, config)


def settings_of(world: World) -> dict[str, str]:
    """The environment of a bot in this world."""
    own = {
        "DATABASE_URL": world.database,
        "HEALTHGAP_CONFIG": str(world.config),
        **environment(world.app, world.slack.api_url),
    }
    return own | ({"PORT": world.events.split(":")[2].split("/")[0]} if world.events else {})
