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
        _answer(conversation, event, context, client)

    @app.event({"type": "message", "subtype": (None, "thread_broadcast")})
    def written(event: Event, context: BoltContext, client: WebClient) -> None:
        if _is_for_us(conversation, event, context):
            _answer(conversation, event, context, client)

    @app.event(re.compile("."))
    def anything_else() -> None:
        """Acknowledged too: what Slack gets no answer for, it sends again."""


def _is_for_us(conversation: Conversation, event: Event, context: BoltContext) -> bool:
    if event.get("channel_type") == "im":
        return True
    people = text.mentioned(event.get("text", ""))
    if people:
        return context.bot_user_id in people
    return "thread_ts" in event and conversation.service.threads.in_conversation(
        _asked(event, context).thread
    )


def _answer(conversation: Conversation, event: Event, context: BoltContext, client: WebClient) -> None:
    if event.get("bot_id") or not event.get("user"):
        return
    # One message can arrive as two events, and each of them repeatedly; its channel and ts are its own.
    if conversation.first_time(f"{context.team_id}/{event['channel']}/{event['ts']}"):
        conversation.answer(client, _asked(event, context))


def _asked(event: Event, context: BoltContext) -> Asked:
    """In a channel the answer opens or continues a thread; in direct messages it stands plainly."""
    place = Place(event["channel"], event.get("thread_ts"))
    asked = Asked(text.question(event.get("text", "")), context.team_id or "", place)
    return asked if place.thread_ts else asked.below(event["ts"])
