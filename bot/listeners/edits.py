"""Questions that are edited or deleted after they were answered: the answer changes with them, or goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import text
from bot.conversation import Conversation
from bot.listeners.questions import asked_in

Event = Mapping[str, Any]


def register(app: App, conversation: Conversation) -> None:
    """Listens for messages that change. Slack also says so when a link in one unfolds; that asks nothing new."""

    @app.event({"type": "message", "subtype": "message_changed"})
    def changed(event: Event, context: BoltContext, client: WebClient) -> None:
        message, previous = event["message"], event.get("previous_message", {})
        if text.question(message.get("text", "")) == text.question(previous.get("text", "")):
            return
        asked = asked_in({**message, "channel": event["channel"]}, context)
        before = conversation.service.answers.to(asked.channel, asked.ts)
        new = f"edit/{asked.channel}/{asked.ts}/{message.get('edited', {}).get('ts')}"
        if before and conversation.first_time(new):
            conversation.correct(client, asked, before)

    @app.event({"type": "message", "subtype": "message_deleted"})
    def deleted(event: Event, context: BoltContext, client: WebClient) -> None:
        place = f"{context.team_id or ''}/{event['channel']}"
        before = conversation.service.answers.to(place, event["deleted_ts"])
        if before:
            conversation.take_back(client, event["channel"], before)
