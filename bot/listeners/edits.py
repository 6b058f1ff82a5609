"""Questions that are edited or deleted: the answer changes with them, or goes, in whatever order Slack tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.conversation import Conversation
from bot.desk import Desk
from bot.listeners.questions import addressed, asked_in, asked_now
from bot.pane import Pane

Event = Mapping[str, Any]


def register(app: App, conversation: Conversation, desk: Desk, pane: Pane) -> None:
    """Listens for messages that change. Slack also says so when a link in one unfolds; that asks nothing new."""

    @app.event({"type": "message", "subtype": "message_changed"})
    def changed(event: Event, context: BoltContext, client: WebClient) -> None:
        place = {name: event[name] for name in ("channel", "channel_type") if name in event}
        message, previous = {**event["message"], **place}, event.get("previous_message", {})
        if message.get("subtype") == "tombstone":  # so Slack deletes what has replies
            _take_back(conversation, context, client, message)
        elif message.get("text", "") != previous.get("text", "") and not message.get("bot_id"):
            _answer_again(conversation, desk, pane, context, client, message)

    @app.event({"type": "message", "subtype": "message_deleted"})
    def deleted(event: Event, context: BoltContext, client: WebClient) -> None:
        _take_back(conversation, context, client, {"channel": event["channel"], "ts": event["deleted_ts"]})


def _answer_again(
    conversation: Conversation,
    desk: Desk,
    pane: Pane,
    context: BoltContext,
    client: WebClient,
    message: Event,
) -> None:
    """Changes the answer, also one that is still under way; what was not heard of before is new to the bot."""
    asked = asked_in(message, context)
    edit = f"edit/{asked.message}/{message.get('edited', {}).get('ts', 0)}"
    if not (conversation.first_time(edit) and conversation.service.threads.is_latest(edit)):
        return
    before = conversation.answered(asked)
    answer = addressed(conversation, desk, pane, message, context)
    if answer and not before:
        if new := asked_now(conversation, message, context):
            with conversation.under_way(new):
                answer(client, new, message["user"])
            return
        before = conversation.standing(asked)
    if before:
        conversation.correct(client, asked, before)


def _take_back(conversation: Conversation, context: BoltContext, client: WebClient, message: Event) -> None:
    """Removes the answer, also one that is still under way; what was not heard of before will not be answered."""
    asked = asked_in(message, context)
    before = conversation.answered(asked)
    if not before and not conversation.first_time(asked.message):
        before = conversation.standing(asked)
    if before:
        conversation.take_back(client, asked.place.channel, before)
