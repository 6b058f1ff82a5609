"""The App Home: what the bot holds and where the gaps stand, read only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.blocks import message_layout
from bot.conversation import Conversation

_SHOWN = ("What can you tell me?", "Which gaps are on track?")


def register(app: App, conversation: Conversation) -> None:
    """Listens for people who open the Home tab."""

    @app.event("app_home_opened")
    def opened(event: Mapping[str, Any], client: WebClient) -> None:
        if event.get("tab") != "home":
            return
        replies = [conversation.service.ask(question, now=conversation.clock()) for question in _SHOWN]
        messages = [replace(reply.message, buttons=()) for reply in replies]
        parts = [message_layout(message, conversation.table).blocks for message in messages]
        blocks = [block for part in parts for block in (*part, {"type": "divider"})]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks[:-1]})
