"""Questions that are edited or deleted after they were answered: the answer changes with them, or goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import text
from bot.conversation import Conversation
from bot.desk import Desk
from bot.listeners.questions import answer_mention, asked_in, asked_now

Event = Mapping[str, Any]


def register(app: App, conversation: Conversation, desk: Desk) -> None:
    """Listens for messages that change. Slack also says so when a link in one unfolds; that asks nothing new."""

    @app.event({"type": "message", "subtype": "message_changed"})
    def changed(event: Event, context: BoltContext, client: WebClient) -> None:
        message, previous = event["message"], event.get("previous_message", {})
        if message.get("subtype") == "tombstone":  # so Slack deletes what has replies
            _take_back(conversation, context, client, event["channel"], message["ts"])
        elif message.get("text") != previous.get("text") and not message.get("bot_id"):
            now = {**message, "channel": event["channel"]}
            _answer_again(conversation, desk, context, client, now, previous)

    @app.event({"type": "message", "subtype": "message_deleted"})
    def deleted(event: Event, context: BoltContext, client: WebClient) -> None:
        _take_back(conversation, context, client, event["channel"], event["deleted_ts"])


def _answer_again(
    conversation: Conversation,
    desk: Desk,
    context: BoltContext,
    client: WebClient,
    message: Event,
    previous: Event,
) -> None:
    """Changes the answer; a message that has none is new to the bot if it mentions it only now."""
    asked = asked_in(message, context)
    before = conversation.service.answers.to(asked.channel, asked.ts)
    if before:
        edited = message.get("edited", {}).get("ts")
        if conversation.first_time(f"edit/{asked.channel}/{asked.ts}/{edited}"):
            conversation.correct(client, asked, before)
    elif context.bot_user_id in text.mentioned(message["text"]) - text.mentioned(previous.get("text", "")):
        new = asked_now(conversation, message, context)
        if new:
            answer_mention(conversation, desk, client, new, message["user"])


def _take_back(
    conversation: Conversation, context: BoltContext, client: WebClient, channel: str, ts: str
) -> None:
    before = conversation.service.answers.to(f"{context.team_id or ''}/{channel}", ts)
    if before:
        conversation.take_back(client, channel, before)
