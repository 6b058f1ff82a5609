"""People who open the assistant pane: they are shown what they could ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.conversation import Conversation
from bot.pane import Pane
from bot.posting import Place


def register(app: App, conversation: Conversation, pane: Pane) -> None:
    """Listens for the pane being opened."""

    @app.event("assistant_thread_started")
    def opened(event: Mapping[str, Any], client: WebClient) -> None:
        thread = event["assistant_thread"]
        questions = conversation.service.suggestions(now=conversation.clock())
        pane.suggest(client, Place(thread["channel_id"], thread["thread_ts"]), questions)
