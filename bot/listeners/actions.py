"""Buttons under answers and summaries: each holds a complete question, asked where the button stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.blocks import ASK, CHOOSE
from bot.conversation import Asked, Conversation
from bot.posting import Place

Body = Mapping[str, Any]


def register(app: App, conversation: Conversation) -> None:
    """Listens for buttons."""

    @app.action(re.compile(f"^{ASK}-"))
    def ask(body: Body, context: BoltContext, client: WebClient) -> None:
        conversation.answer(client, _asked(body, context))

    @app.action(re.compile(f"^{CHOOSE}-"))
    def choose(body: Body, context: BoltContext, client: WebClient) -> None:
        asked, ts = _asked(body, context), body["message"]["ts"]
        with conversation.once(f"choice/{asked.channel}/{ts}") as is_first:
            if is_first:
                conversation.choose(client, asked, ts)


def _asked(body: Body, context: BoltContext) -> Asked:
    place = Place.beside(body["channel"]["id"], body["message"])
    return Asked(body["actions"][0]["value"], context.team_id or "", place, by=body["user"]["id"])
