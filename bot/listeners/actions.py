"""Buttons under answers and summaries: each holds a complete question, asked where the button stands."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import ASK, CHOOSE, chosen
from bot.conversation import Asked, Conversation
from bot.posting import Place

_log = logging.getLogger(__name__)

Body = Mapping[str, Any]


def register(app: App, conversation: Conversation) -> None:
    """Listens for buttons."""

    @app.action(re.compile(f"^{ASK}-"))
    def ask(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        ack()
        conversation.answer_press(client, _asked(body, context), body["user"]["id"])

    @app.action(re.compile(f"^{CHOOSE}-"))
    def choose(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        ack()
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        if not conversation.first_time(f"choice/{context.team_id}/{channel}/{ts}"):
            return
        asked = _asked(body, context)
        layout = chosen(body["message"].get("blocks", []), body["user"]["id"], asked.question)
        try:
            client.chat_update(channel=channel, ts=ts, text=layout.text, blocks=list(layout.blocks))
        except SlackApiError as error:
            _log.warning("The question back could not be updated: %s", error.response["error"])
        conversation.answer(client, asked)


def _asked(body: Body, context: BoltContext) -> Asked:
    place = Place.beside(body["channel"]["id"], body["message"])
    return Asked(body["actions"][0]["value"], context.team_id or "", place)
