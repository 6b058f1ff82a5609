"""Slack has its answer within three seconds though nothing can be stored: a load or a restore has the database."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from healthgap.service import Healthgap
from tests.slack.world import HTTP, ROOT, Message, World, buttons, signed

PRESS, TEAM = "C0PRESS", "T0HEALTH"
SLACK_WAITS = 3.0  # seconds
AT_ONCE = 10  # questions that the bot works on at the same time


@pytest.fixture
def unsubscribed(http_slack: World) -> Iterator[World]:
    yield http_slack
    with closing(Healthgap.open(http_slack.database, ROOT / "config")) as service:
        service.outbox.unsubscribe(PRESS, datetime.now(UTC))


@contextmanager
def locked(slack: World) -> Iterator[None]:
    """Somebody else writes to the database for the time of the block."""
    with closing(sqlite3.connect(slack.database.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("COMMIT")


def sent(slack: World, values: dict[str, Any]) -> dict[str, str]:
    """A form as Slack sends and signs it."""
    body = urlencode(values)
    headers = signed(slack.app["signingSecret"], body)
    return {**headers, "Content-Type": "application/x-www-form-urlencoded", "body": body}


def answered(slack: World, request: dict[str, str]) -> httpx.Response:
    """What Slack gets, in time."""
    assert slack.events
    headers = {name: value for name, value in request.items() if name != "body"}
    begun = time.monotonic()
    response = HTTP.post(slack.events, content=request["body"], headers=headers)
    assert time.monotonic() - begun < SLACK_WAITS
    return response


def command(slack: World, words: str) -> dict[str, str]:
    place = {"channel_id": PRESS, "user_id": "U0SAM", "trigger_id": "1.1"}
    return sent(slack, {"command": "/healthgap", "text": words, "team_id": TEAM, **place})


def interaction(slack: World, kind: str, **values: Any) -> dict[str, str]:
    known = {"type": kind, "team": {"id": TEAM}, "user": {"id": "U0SAM"}, "trigger_id": "1.1"}
    return sent(slack, {"payload": json.dumps(known | values)})


def pressed(slack: World, message: Message) -> dict[str, str]:
    place = {"channel": {"id": message["channel"]}, "message": message, "container": {"type": "message"}}
    return interaction(slack, "block_actions", actions=[buttons(message)[0]], **place)


def submitted(slack: World, view: Message, zone: str) -> dict[str, str]:
    values = {"timezone": {"entered": {"type": "plain_text_input", "value": zone}}}
    entered = {**view, "id": "V1", "state": {"values": values}}
    return interaction(slack, "view_submission", view=entered)


def test_commands_buttons_and_dialogs_are_acknowledged_while_nothing_can_be_stored(
    unsubscribed: World,
) -> None:
    slack = unsubscribed
    answer = slack.answer(slack.mention("what is the infant mortality gap?"))
    past = slack.past()
    slack.command("subscribe", PRESS, "U0SAM")
    view = slack.dialog(past)
    before = {message["ts"] for message in slack.messages(PRESS)}
    with locked(slack):
        waiting = [
            slack.mention(f"what was the infant mortality gap in 2003-05?{' ' * n}")
            for n in range(AT_ONCE + 2)
        ]
        asked = command(slack, "what is the cancer gap?")
        assert answered(slack, asked).status_code == 200
        assert answered(slack, asked).status_code == 401  # somebody recorded it and sends it again
        assert answered(slack, pressed(slack, answer)).status_code == 200
        wrong = answered(slack, submitted(slack, view, "Mars")).json()
        assert wrong["errors"] == {"timezone": "“Mars” is not a time zone such as Europe/London."}
        assert answered(slack, submitted(slack, view, "New York")).text == ""
        assert [one for one in slack.messages() if one.get("thread_ts") in waiting] == []
    # all that was taken is done
    for ts in waiting:
        assert "18%" in slack.answer(ts)["text"]
    slack.answers(answer["thread_ts"], 2)
    slack.posted(lambda m: m["ts"] not in before and "what is the cancer gap?" in m["text"], PRESS)
    slack.posted(lambda m: m["ts"] not in before and "<@U0SAM> subscribed this channel." in m["text"], PRESS)


def test_a_request_is_known_to_every_process_once_its_note_stands(http_slack: World) -> None:
    signature = f"signed/{signed('any', 'thing')['X-Slack-Signature']}"
    with closing(Healthgap.open(http_slack.database, ROOT / "config")) as service:
        assert not service.threads.was_heard(signature)
        assert not service.threads.heard(signature, datetime.now(UTC))
        assert service.threads.was_heard(signature)
