"""What arrives at /slack/events is answered only if Slack signed it, and once however often it is sent."""

from __future__ import annotations

import json
import time
from urllib.parse import urlencode

import pytest

from bot.local.workspace import BOT, CHANNEL
from tests.slack.world import HTTP, World, signed


def _event(world: World, ts: str, event_id: str) -> str:
    event = {
        "type": "app_mention",
        "channel": CHANNEL,
        "user": "U0ADA",
        "ts": ts,
        "text": f"<@{BOT}> what is the infant mortality gap?",
    }
    envelope = {"type": "event_callback", "team_id": "T0HEALTH", "event_id": event_id, "event": event}
    return json.dumps({**envelope, "api_app_id": world.app["appId"]})


def _send(world: World, body: str, headers: dict[str, str]) -> int:
    assert world.events
    return HTTP.post(world.events, content=body, headers=headers).status_code


def test_a_repeated_event_is_accepted_and_answered_once(http_slack: World) -> None:
    ts = http_slack.say("anything")
    body = _event(http_slack, ts, "Ev0REPEATED")
    secret = http_slack.app["signingSecret"]
    assert _send(http_slack, body, signed(secret, body)) == 200
    http_slack.answer(ts)
    again = {**signed(secret, body), "X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    assert _send(http_slack, body, again) == 200
    http_slack.answer(http_slack.mention("what is the infant mortality gap?"))
    assert len(http_slack.answers(ts)) == 1


def test_a_repeated_event_whose_first_copy_was_lost_is_answered(http_slack: World) -> None:
    ts = http_slack.say("anything")
    body = _event(http_slack, ts, "Ev0LOST")
    again = {**signed(http_slack.app["signingSecret"], body), "X-Slack-Retry-Num": "1"}
    assert _send(http_slack, body, again) == 200
    http_slack.answer(ts)


@pytest.mark.parametrize(
    ("secret", "age"), [("somebody-else", 0), ("local-signing-secret", 600)], ids=["wrong secret", "replayed"]
)
def test_what_slack_did_not_sign_just_now_is_refused(http_slack: World, secret: str, age: int) -> None:
    body = _event(http_slack, "1.1", "Ev0FORGED")
    assert _send(http_slack, body, signed(secret, body, time.time() - age)) == 401


def test_a_command_that_somebody_recorded_and_sends_again_is_refused(http_slack: World) -> None:
    values = {"command": "/healthgap", "text": "what is the cancer gap?", "team_id": "T0HEALTH"}
    place = {"channel_id": CHANNEL, "user_id": "U0ADA", "trigger_id": "1.1"}
    body = urlencode({**values, **place})
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    headers = {**signed(http_slack.app["signingSecret"], body), **form}
    assert _send(http_slack, body, headers) == 200
    asked = http_slack.posted(lambda m: m["user"] == BOT and "what is the cancer gap?" in m["text"])
    http_slack.answer(asked["ts"])
    assert _send(http_slack, body, headers) == 401
    # Somebody who types the same again is answered again: Slack signs that anew.
    later = {**signed(http_slack.app["signingSecret"], body, time.time() + 1), **form}
    assert _send(http_slack, body, later) == 200


def test_an_unsigned_request_is_refused(http_slack: World) -> None:
    body = _event(http_slack, "1.1", "Ev0UNSIGNED")
    assert _send(http_slack, body, {"Content-Type": "application/json"}) == 401


@pytest.mark.parametrize("body", ["{", "[]", "null", "3", '{"authorizations": 3}', "payload={", "payload=[]"])
def test_a_signed_body_that_cannot_be_read_is_refused(http_slack: World, body: str) -> None:
    kind = "application/x-www-form-urlencoded" if body.startswith("payload") else "application/json"
    headers = {**signed(http_slack.app["signingSecret"], body), "Content-Type": kind}
    assert _send(http_slack, body, headers) == 400


def test_an_event_that_nobody_listens_to_is_accepted(http_slack: World) -> None:
    body = json.dumps(
        {"type": "event_callback", "team_id": "T0HEALTH", "event_id": "Ev0X", "event": {"type": "team_join"}}
    )
    assert _send(http_slack, body, signed(http_slack.app["signingSecret"], body)) == 200


def test_health_is_told_to_anybody(http_slack: World) -> None:
    assert http_slack.events
    assert HTTP.get(http_slack.events.replace("/slack/events", "/healthz")).text == "ok\n"
