"""`/healthgap …`: a question, or one of the few words that change what this channel is told."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import blocks, text
from bot.alert_orders import AlertOrder, alert_order
from bot.conversation import Asked, Conversation
from bot.desk import Desk
from bot.listeners.subscriptions import from_channel, open_dialog
from bot.people import NotAllowedError, Person
from bot.posting import Place, post
from bot.subscribing import indicator_ids, wish
from healthgap.errors import AskerError

_log = logging.getLogger(__name__)

Command = Mapping[str, str]

HELP = """\
*Ask in words*: `/healthgap what is the infant mortality gap?`, or mention me in a channel, or write to me. \
In a thread that I have answered in, just go on: “and in 2001-03?” “Quiet” there makes me listen only when mentioned.
*Summaries of new figures for this channel*
• `/healthgap subscribe` asks which and when. In words: `/healthgap subscribe to infant mortality at 17:00 on weekdays`.
• `/healthgap unsubscribe` ends them, `/healthgap unsubscribe from cancer` leaves something out.
• `/healthgap pause` stops them for a while, `/healthgap resume` goes on.
• `/healthgap subscribe to a weekly digest`, or monthly, tells what came out and where every gap stands.
• `/healthgap preview` sends you the last one, `/healthgap test` posts a line here to show that they arrive.
*Alerts*
• `/healthgap alert when the infant mortality gap narrows below 15%`, or `when any status changes`, tells this channel \
when a release makes it so. `/healthgap alerts` lists them, `/healthgap remove alert 1` removes one. \
Or mention me: “tell us when any status changes”.
*More*: my Home tab shows every gap at a glance; `/healthgap what can you tell me?` lists what I hold."""

_FOR_ALL = "in_channel"
_FOR_ONE = "ephemeral"


@dataclass(frozen=True, slots=True)
class _Order:
    """A command from one person in one channel."""

    desk: Desk
    client: WebClient
    person: Person
    channel: str
    trigger: str
    respond: Respond


def register(app: App, conversation: Conversation, desk: Desk) -> None:
    """Listens for the slash command."""

    @app.command("/healthgap")
    def healthgap(
        ack: Ack, command: Command, context: BoltContext, client: WebClient, respond: Respond
    ) -> None:
        ack()
        words = text.question(command.get("text", ""))
        channel, user = command["channel_id"], command["user_id"]
        found = _found(words)
        try:
            if words.lower() in ("", "help", "?"):
                respond(HELP, response_type=_FOR_ONE)
            elif found:
                person = desk.people.who(client, user, context.team_id)
                order = _Order(desk, client, person, channel, command["trigger_id"], respond)
                found[0](order, found[1])
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


def _subscribe(order: _Order, words: str) -> None:
    """By a dialog where nothing more was said; where the server has none, with what goes for most."""
    order.desk.allow(order.person, order.channel, order.channel)
    if not words:
        try:
            place = from_channel(order.person, order.channel)
            open_dialog(order.desk, order.client, order.trigger, order.person, place)
            return
        except SlackApiError as error:
            _log.info("No dialog here (%s); subscribed by words", error.response["error"])
    wanted = wish(words, order.desk.service.catalogue)
    line = order.desk.subscribe(order.client, order.person, order.channel, wanted, order.channel)
    order.respond(line, response_type=_FOR_ALL)


def _unsubscribe(order: _Order, words: str) -> None:
    if not words:
        line = order.desk.unsubscribe(order.person, order.channel, order.channel)
    else:
        ids = indicator_ids(words, order.desk.service.catalogue)
        line = order.desk.leave_out(order.person, order.channel, ids, order.channel)
    order.respond(line, response_type=_FOR_ALL)


def _pause(order: _Order, words: str) -> None:
    line = order.desk.pause(order.person, order.channel, order.channel)
    order.respond(line, response_type=_FOR_ALL)


def _resume(order: _Order, words: str) -> None:
    line = order.desk.resume(order.person, order.channel, order.channel)
    order.respond(line, response_type=_FOR_ALL)


def _preview(order: _Order, words: str) -> None:
    order.desk.preview(order.client, order.person, order.channel)
    order.respond("The preview is in your direct messages with me.", response_type=_FOR_ONE)


def _test(order: _Order, words: str) -> None:
    order.desk.test(order.client, order.person, order.channel, order.channel)


def _about_alerts(do: AlertOrder) -> Callable[[_Order, str], None]:
    def done(order: _Order, words: str) -> None:
        told = do(order.desk, order.client, order.person, order.channel)
        order.respond(told.line, response_type=_FOR_ALL if told.is_for_all else _FOR_ONE)

    return done


_ORDERS: tuple[tuple[re.Pattern[str], Callable[[_Order, str], None]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), do)
    for pattern, do in (
        (r"subscribe(?:\s+(?P<rest>.+))?", _subscribe),
        (r"(?:unsubscribe|leave out)(?:\s+(?:from\s+)?(?P<rest>.+))?", _unsubscribe),
        (r"pause(?: (?:the |this |our )?(?:summaries|channel|subscription))?", _pause),
        (r"resume(?: (?:the |this |our )?(?:summaries|channel|subscription))?", _resume),
        (r"(?:send |show )?(?:me )?(?:a )?preview(?: to me)?", _preview),
        (r"(?:send )?(?:a )?test", _test),
    )
)


def _found(words: str) -> tuple[Callable[[_Order, str], None], str] | None:
    """What to do, and the words that follow it; None where it is a question."""
    for pattern, do in _ORDERS:
        if match := pattern.fullmatch(words.rstrip(" .!")):
            return do, match.groupdict().get("rest") or ""
    about_alerts = alert_order(words)
    return (_about_alerts(about_alerts), "") if about_alerts else None
