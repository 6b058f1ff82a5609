"""Questions written as messages: mentions, direct messages, and follow-ups in a thread the bot answered in.

Other people's conversations, other bots, and edits, joins and the like are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import text
from bot.conversation import Asked, Conversation
from bot.posting import Place

Event = Mapping[str, Any]


def register(app: App, conversation: Conversation) -> None:
    """Listens for messages. Events are acknowledged by Bolt before a listener runs."""

    @app.event("app_mention")
    def mentioned(event: Event, context: BoltContext, client: WebClient) -> None:
        if asked := _asked_now(conversation, event, context):
            conversation.answer(client, asked)

    @app.event({"type": "message", "subtype": (None, "thread_broadcast")})
    def written(event: Event, context: BoltContext, client: WebClient) -> None:
        people = text.mentioned(event.get("text", ""))
        if event.get("channel_type") == "im" or context.bot_user_id in people:
            answer = conversation.answer
        elif not people and conversation.is_part_of(_asked(event, context)):
            answer = conversation.join_in
        else:
            return
        if asked := _asked_now(conversation, event, context):
            answer(client, asked)

    @app.event(re.compile("."))
    def anything_else() -> None:
        """Acknowledged too: what Slack gets no answer for, it sends again."""


def _asked_now(conversation: Conversation, event: Event, context: BoltContext) -> Asked | None:
    """What a person asks with this message; None if it was heard before, or a bot wrote it.

    One message can arrive as two events, and each of them repeatedly; its channel and ts are its own.
    """
    if event.get("bot_id") or not event.get("user"):
        return None
    new = conversation.first_time(f"{context.team_id}/{event['channel']}/{event['ts']}")
    return _asked(event, context) if new else None


def _asked(event: Event, context: BoltContext) -> Asked:
    question = text.question(event.get("text", ""))
    return Asked(question, context.team_id or "", Place.beside(event["channel"], event))
