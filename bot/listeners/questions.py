"""Questions and orders written as messages: mentions, direct messages, and follow-ups where the bot answered.

Other people's conversations, other bots, joins and the like are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import text
from bot.blocks import told
from bot.catching_up import caught_up
from bot.conversation import Asked, Conversation
from bot.desk import Desk
from bot.manual import asks_how
from bot.orders import Order, ordered
from bot.pane import Pane
from bot.posting import Place, post

Event = Mapping[str, Any]
Answer = Callable[[WebClient, Asked, str], None]
"""Answers what was asked, by the person with that id."""

_QUIET = re.compile(r"(?:please )?(?:be |stay |keep )?quiet(?: please| now| here)?[.!]*", re.IGNORECASE)


def register(app: App, conversation: Conversation, desk: Desk, pane: Pane) -> None:
    """Listens for messages. Events are acknowledged by Bolt before a listener runs."""

    @app.event("app_mention")
    def mentioned(event: Event, context: BoltContext, client: WebClient) -> None:
        if asked := asked_now(conversation, event, context):
            with conversation.under_way(asked):
                _answer_mention(conversation, desk, client, asked, event["user"])

    @app.event({"type": "message", "subtype": (None, "thread_broadcast")})
    def written(event: Event, context: BoltContext, client: WebClient) -> None:
        answer = addressed(conversation, desk, pane, event, context)
        people = text.mentioned(event.get("text", ""))
        if not (answer or people) and conversation.is_part_of(asked_in(event, context)):
            answer = partial(_answer_in_passing, conversation)
        if answer and (asked := asked_now(conversation, event, context)):
            with conversation.under_way(asked):
                answer(client, asked, event["user"])


def ignore_the_rest(app: App) -> None:
    """Listens for every event that nobody else wants: what Slack gets no answer for, it sends again."""

    @app.event(re.compile("."))
    def anything_else() -> None:
        """Acknowledged, and no more."""


def addressed(
    conversation: Conversation, desk: Desk, pane: Pane, event: Event, context: BoltContext
) -> Answer | None:
    """How a message to the bot is answered; None for one that is not addressed to it."""
    if event.get("channel_type") == "im":
        return partial(_answer_directly, conversation, desk, pane)
    if context.bot_user_id in text.mentioned(event.get("text", "")):
        return partial(_answer_mention, conversation, desk)
    return None


def asked_in(event: Event, context: BoltContext) -> Asked:
    """What a message asks, and where."""
    words = text.question(event.get("text", ""))
    question = "help" if asks_how(words) else words
    place = Place.beside(event["channel"], event)
    return Asked(question, context.team_id or "", place, ts=event["ts"])


def asked_now(conversation: Conversation, event: Event, context: BoltContext) -> Asked | None:
    """What a person asks with this message; None if it was heard before, or a bot wrote it.

    One message can arrive as two events, and each of them repeatedly; its channel and ts are its own.
    """
    if event.get("bot_id") or not event.get("user"):
        return None
    asked = asked_in(event, context)
    return asked if conversation.first_time(asked.message) else None


def _answer_mention(
    conversation: Conversation, desk: Desk, client: WebClient, asked: Asked, user: str
) -> None:
    """Answers, or keeps quiet when told to. Called into a running thread, reads what was asked there."""
    if _QUIET.fullmatch(asked.question):
        conversation.hush(client, asked)
        return
    if do := ordered(asked.question):
        _carry_out(do, desk, client, asked, user)
        return
    conversation.service.threads.listen(asked.thread)
    if asked.place.thread_ts != asked.ts and not conversation.is_part_of(asked):
        asked = caught_up(conversation, client, asked)
    conversation.answer(client, asked)


def _carry_out(do: Order, desk: Desk, client: WebClient, asked: Asked, user: str) -> None:
    person = desk.people.who(client, user, asked.team)
    done = do(desk, client, person, asked.place.channel)
    if done.line:
        post(client, asked.place, told(done.line))


def _answer_in_passing(conversation: Conversation, client: WebClient, asked: Asked, user: str) -> None:
    """Answers in a thread that the bot is part of, unless told to be quiet there, or nobody asks anything."""
    if _QUIET.fullmatch(asked.question):
        conversation.hush(client, asked)
    else:
        conversation.join_in(client, asked)


def _answer_directly(
    conversation: Conversation, desk: Desk, pane: Pane, client: WebClient, asked: Asked, user: str
) -> None:
    """Answers a direct message; one in a thread is the assistant pane's."""
    if do := ordered(asked.question):
        _carry_out(do, desk, client, asked, user)
        return
    if asked.place.thread_ts is None:
        conversation.answer(client, asked)
        return
    is_first = not conversation.is_part_of(asked)
    pane.thinking(client, asked.place)
    reply = conversation.answer(client, asked)
    if is_first and reply.reading:
        pane.entitle(client, asked.place, reply.reading)
