"""The App Home, and its buttons that ask: answers go to the person's direct messages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.conversation import Asked, Conversation
from bot.desk import Desk
from bot.home import ASK_HOME, home
from bot.posting import Place


def register(app: App, conversation: Conversation, desk: Desk) -> None:
    """Listens for people who open the Home tab, and who ask from there."""

    @app.event("app_home_opened")
    def opened(event: Mapping[str, Any], context: BoltContext, client: WebClient) -> None:
        if event.get("tab") == "home":
            show_home(desk, client, event["user"], context.team_id)

    @app.action(re.compile(f"^{ASK_HOME}-"))
    def ask(body: Mapping[str, Any], context: BoltContext, client: WebClient) -> None:
        user = body["user"]["id"]
        place = Place(str(client.conversations_open(users=user)["channel"]["id"]))
        question = body["actions"][0]["value"]
        conversation.answer(client, Asked(question, context.team_id or "", place, by=user))


def show_home(desk: Desk, client: WebClient, user: str, team: str | None) -> None:
    """Publishes the person's Home as things stand now."""
    person = desk.people.who(client, user, team)
    client.views_publish(user_id=user, view=home(desk, person, desk.clock()))
