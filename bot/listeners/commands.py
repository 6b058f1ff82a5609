"""`/healthgap …`: a question, or one of the few words that change what this channel is told."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from slack_bolt import App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import blocks, text
from bot.conversation import Asked, Conversation
from bot.desk import Desk
from bot.listeners.subscriptions import from_channel, open_dialog
from bot.manual import HELP, asks_how
from bot.orders import Done, ordered, subscribe
from bot.people import NotAllowedError, Person
from bot.posting import Place, post
from healthgap.errors import AskerError

_log = logging.getLogger(__name__)

Command = Mapping[str, str]

_NO_DIALOG = (
    "Slack did not let me open the dialog, so nothing has changed. Please type it again, "
    "or say it in words: `/healthgap subscribe to infant mortality at 17:00 on weekdays`."
)
_FOR_ALL = "in_channel"
_FOR_ONE = "ephemeral"


def register(app: App, conversation: Conversation, desk: Desk) -> None:
    """Listens for the slash command."""

    @app.command("/healthgap")
    def healthgap(command: Command, context: BoltContext, client: WebClient, respond: Respond) -> None:
        words = text.question(command.get("text", ""))
        channel, user = command["channel_id"], command["user_id"]
        try:
            if words.lower() in ("", "help", "?") or asks_how(words):
                respond(HELP, response_type=_FOR_ONE)
            elif _asks_for_dialog(words):
                person = desk.people.who(client, user, context.team_id)
                _open_dialog(desk, client, person, channel, command["trigger_id"], respond)
            elif do := ordered(words):
                person = desk.people.who(client, user, context.team_id)
                _tell(respond, do(desk, client, person, channel))
            else:
                asked = Asked(words, context.team_id or "", Place(channel))
                _answer(conversation, asked, user, client, respond)
        except NotAllowedError as error:
            respond(str(error), response_type=_FOR_ONE)
        except AskerError as error:
            respond(text.escape(str(error)), response_type=_FOR_ONE)


def _answer(conversation: Conversation, asked: Asked, user: str, client: WebClient, respond: Respond) -> None:
    """Posts the question, which Slack does not show, and answers it there; or to the person alone.

    In channels that the bot is not in, it can only answer the person.
    """
    try:
        ts = post(client, asked.place, blocks.asked(user, asked.question))
    except SlackApiError as error:
        _log.info("Not in the channel of a command (%s)", error.response["error"])
        reply = conversation.reply(asked, conversation.clock())
        respond(text.escape(reply.text), response_type=_FOR_ONE)
    else:
        below = Place.beside(asked.place.channel, {"ts": ts})
        conversation.answer(client, replace(asked, place=below))


def _asks_for_dialog(words: str) -> bool:
    return words.strip(" .!").lower() == "subscribe"


def _open_dialog(
    desk: Desk, client: WebClient, person: Person, channel: str, trigger: str, respond: Respond
) -> None:
    """Raises AskerError where Slack opens none any more; where the server has none, does without."""
    desk.allow(person, channel, channel)
    try:
        open_dialog(desk, client, trigger, person, from_channel(person, channel))
    except SlackApiError as error:
        if error.response["error"] != "unknown_method":
            raise AskerError(_NO_DIALOG) from error
        _log.info("This server has no dialogs; subscribed by words")
        _tell(respond, subscribe("")(desk, client, person, channel))


def _tell(respond: Respond, done: Done) -> None:
    if done.line:
        respond(done.line, response_type=_FOR_ALL if done.is_for_all else _FOR_ONE)
