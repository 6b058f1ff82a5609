"""The assistant pane: what could be asked, that an answer is under way, and what a thread is about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local.workspace import BOT
from tests.slack.proxy import Answer, Proxy, proxy
from tests.slack.world import HTTP, World, bot_process, settings_of, signed, until, world

PANE = ("assistant.threads.setStatus", "assistant.threads.setTitle", "assistant.threads.setSuggestedPrompts")


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Proxy]]:
    """A bot whose Slack has the pane, which the local one has not."""
    with world("http", tmp_path_factory.mktemp("pane")) as made, proxy(made.slack.api_url) as between:
        for method in PANE:
            between.fail(method, *[lambda forward: Answer({"ok": True})] * 9)
        with bot_process({**settings_of(made), "SLACK_API_URL": between.api_url}):
            yield made, between


def called(between: Proxy, method: str) -> dict[str, str] | None:
    return next((values for name, values in between.calls if name == method), None)


def test_who_opens_the_pane_is_shown_what_can_be_asked(slack: tuple[World, Proxy]) -> None:
    made, between = slack
    thread = {"user_id": "U0ADA", "channel_id": "D1", "thread_ts": "1.0", "context": {}}
    event = {"type": "assistant_thread_started", "assistant_thread": thread}
    body = json.dumps({"type": "event_callback", "team_id": "T0HEALTH", "event_id": "Ev1", "event": event})
    assert made.events
    assert (
        HTTP.post(made.events, content=body, headers=signed(made.app["signingSecret"], body)).status_code
        == 200
    )
    offered = until(lambda: called(between, "assistant.threads.setSuggestedPrompts"))
    prompts = offered["prompts"]
    messages = [one["message"] for one in (json.loads(prompts) if isinstance(prompts, str) else prompts)]
    assert messages[:3] == ["overview", "Which gaps are on track?", "What is the cancer mortality gap?"]


def test_a_question_in_the_pane_shows_a_status_is_answered_and_names_the_thread(
    slack: tuple[World, Proxy],
) -> None:
    made, between = slack
    channel = made.direct_channel()
    ts = made.say("new chat", channel)
    made.say("imr gap", channel, thread_ts=ts)
    answer = until(
        lambda: [m for m in made.messages(channel) if m["user"] == BOT and m.get("thread_ts") == ts]
    )[0]
    assert "17%" in answer["text"]
    assert (
        until(lambda: called(between, "assistant.threads.setTitle"))["title"]
        == "What is the infant mortality gap?"
    )
    order = [name for name, values in between.calls if values.get("thread_ts") == ts]
    assert order == ["assistant.threads.setStatus", "chat.postMessage", "assistant.threads.setTitle"]


def test_where_there_is_no_pane_the_answer_comes_all_the_same(
    tmp_path: Path, slack: tuple[World, Proxy]
) -> None:
    made, between = slack
    channel = made.direct_channel()
    for method in PANE:
        between.fail(method, *[lambda forward: Answer({"ok": False, "error": "unknown_method"})] * 9)
    ts = made.say("another chat", channel)
    made.say("what is the cancer gap?", channel, thread_ts=ts)
    until(lambda: [m for m in made.messages(channel) if m.get("thread_ts") == ts and "18.4" in m["text"]])
