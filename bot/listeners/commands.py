"""`/healthgap …`: a question, or one of the few words that change what this channel is told."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import replace

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import blocks, text
from bot.conversation import Asked, Conversation
from bot.posting import Place, post
from bot.subscribing import described, indicator_ids
from healthgap.errors import AskerError

_log = logging.getLogger(__name__)

Command = Mapping[str, str]

_HELP = """\
Ask in words: `/healthgap what is the infant mortality gap?`, or mention me in a channel, or write to me. \
In a thread that I have answered in, just go on: “and in 2001-03?”
• `/healthgap what can you tell me?` lists what I hold.
• `/healthgap subscribe` tells this channel when new figures are out. Indicators and a time can follow: \
`/healthgap subscribe infant mortality, life expectancy at 09:30`.
• `/healthgap unsubscribe` ends that."""

_SUBSCRIBE = re.compile(
    r"subscribe(?:\s+to)?(?:\s+(?P<indicators>(?!at\s+\d).+?))?"
    r"(?:\s+at\s+(?P<at>\d\S*)(?:\s+(?P<timezone>\S+/\S+))?)?",
    re.IGNORECASE,
)


def register(app: App, conversation: Conversation) -> None:
    """Listens for the slash command."""

    @app.command("/healthgap")
    def healthgap(
        ack: Ack, command: Command, context: BoltContext, client: WebClient, respond: Respond
    ) -> None:
        ack()
        words = text.question(command.get("text", ""))
        try:
            if words.lower() in ("", "help"):
                respond(_HELP, response_type="ephemeral")
            elif wish := _SUBSCRIBE.fullmatch(words):
                respond(_subscribed(conversation, command, wish), response_type="in_channel")
            elif words.lower() == "unsubscribe":
                respond(_unsubscribed(conversation, command), response_type="in_channel")
            else:
                asked = Asked(words, context.team_id or "", Place(command["channel_id"]))
                _answer(conversation, asked, command["user_id"], client, respond)
        except AskerError as error:
            respond(text.escape(str(error)), response_type="ephemeral")


def _answer(conversation: Conversation, asked: Asked, user: str, client: WebClient, respond: Respond) -> None:
    """Posts the question, which Slack does not show, and answers it there; or to the person alone.

    In channels that the bot is not in, it can only answer the person.
    """
    try:
        ts = post(client, asked.place, blocks.asked(user, asked.question))
    except SlackApiError as error:
        _log.info("Not in the channel of a command (%s)", error.response["error"])
        reply = conversation.reply(asked)
        respond(text.escape(reply.text), response_type="ephemeral")
    else:
        below = Place.beside(asked.place.channel, {"ts": ts})
        conversation.answer(client, replace(asked, place=below))


def _subscribed(conversation: Conversation, command: Command, wish: re.Match[str]) -> str:
    """Subscribes the channel and says so."""
    service = conversation.service
    names = wish["indicators"]
    held = {old.channel: old for old in service.outbox.subscriptions()}.get(command["channel_id"])
    if held and not held.paused_at and not names and not wish["at"]:
        told = described(held, service.catalogue)
        return text.escape(f"This channel is subscribed already: {told}. Nothing has changed.")
    subscription = service.subscribe(
        command["channel_id"],
        indicators=indicator_ids(names, service.catalogue) if names else None,
        at=wish["at"],
        timezone=wish["timezone"] or "Europe/London",
        by=command["user_id"],
        now=conversation.clock(),
    )
    return text.escape(
        f"New figures will be summed up in this channel: {described(subscription, service.catalogue)}."
    )


def _unsubscribed(conversation: Conversation, command: Command) -> str:
    if conversation.service.outbox.unsubscribe(command["channel_id"], conversation.clock()):
        return "This channel gets no more summaries."
    return "This channel was not subscribed, so nothing has changed."
