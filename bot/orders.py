"""What people write to change what a channel is told, by `/healthgap …`, by mention and in direct messages alike.

Summaries, digests and alerts belong to the channel in which they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient

from bot.alerting import listed, remove_numbered, set_alert
from bot.desk import Desk
from bot.people import Person
from bot.subscribing import indicator_ids, wish


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in Slack's notation, and whether it concerns the channel or only who asked.

    `line` is empty where the channel has been told already.
    """

    line: str
    is_for_all: bool = True


Order = Callable[[Desk, WebClient, Person, str], Done]
"""Does what is asked for in a channel. Raises AskerError where that cannot be."""


def ordered(words: str) -> Order | None:
    """What to do by these words; None where they are a question, or about something else."""
    for pattern, order in _ORDERS:
        if match := pattern.fullmatch(words.strip(" .!?")):
            return order(match.groupdict().get("rest") or "")
    return None


def subscribe(words: str) -> Order:
    """Where nothing more is said: with what goes for most, unless the channel has its own already."""

    def do(desk: Desk, client: WebClient, person: Person, channel: str) -> Done:
        held = desk.held(person, channel)
        if held and not words:
            return Done(desk.standing(held), is_for_all=False)
        wanted = wish(words, desk.service.catalogue)
        return Done(desk.subscribe(client, person, channel, wanted, channel))

    return do


def _unsubscribe(words: str) -> Order:
    def do(desk: Desk, client: WebClient, person: Person, channel: str) -> Done:
        if not words:
            return Done(desk.unsubscribe(person, channel, channel))
        return Done(desk.leave_out(person, channel, indicator_ids(words, desk.service.catalogue), channel))

    return do


def _pause(words: str) -> Order:
    return lambda desk, client, person, channel: Done(desk.pause(person, channel, channel))


def _resume(words: str) -> Order:
    return lambda desk, client, person, channel: Done(desk.resume(person, channel, channel))


def _preview(words: str) -> Order:
    def do(desk: Desk, client: WebClient, person: Person, channel: str) -> Done:
        desk.preview(client, person, channel)
        return Done("The preview is in your direct messages with me.", is_for_all=False)

    return do


def _test(words: str) -> Order:
    def do(desk: Desk, client: WebClient, person: Person, channel: str) -> Done:
        desk.test(client, person, channel, channel)
        return Done("")

    return do


def _set(words: str) -> Order:
    return lambda desk, client, person, channel: Done(set_alert(desk, client, person, channel, words))


def _list(words: str) -> Order:
    return lambda desk, client, person, channel: Done(listed(desk, person, channel), is_for_all=False)


def _remove(words: str) -> Order:
    return lambda desk, client, person, channel: Done(remove_numbered(desk, person, channel, words))


# “Tell us when the gap falls below 15%” is an order; “tell me when it fell”, “if it is on track” are questions.
_TO_COME = (
    r"(?=.*\b(?:narrows|widens|falls|drops|rises|grows|shrinks|gets|goes|becomes|reaches|passes|exceeds|changes)\b)"
    r"(?!.*\b(?:is|are|was|were|had|has|have|did|does|will|would)\b)"
)
_ORDERS: tuple[tuple[re.Pattern[str], Callable[[str], Order]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), order)
    for pattern, order in (
        (r"subscribe(?: (?:us|me|this channel))?(?:\s+(?P<rest>.+))?", subscribe),
        (r"(?:unsubscribe|leave out)(?:\s+(?:from\s+)?(?P<rest>.+))?", _unsubscribe),
        (r"pause(?: (?:the |this |our )?(?:summaries|channel|subscription))?", _pause),
        (r"resume(?: (?:the |this |our )?(?:summaries|channel|subscription))?", _resume),
        (r"(?:send |show )?(?:me )?(?:a )?preview(?: to me)?", _preview),
        (r"(?:send )?(?:a )?test", _test),
        (r"(?:(?:list|show)(?: me| us)? )?(?:the |my |our |all )?alerts(?: here)?", _list),
        (r"(?:which|what) alerts (?:are|have been) (?:set|there)(?: here| in this channel)?", _list),
        (r"(?:which|what) alerts do (?:we|you) have(?: here)?", _list),
        (
            r"(?:remove|delete|end) (?:the |my |our )?alerts?(?: (?:number |no\.? )?(?P<rest>.+))?",
            _remove,
        ),
        (r"(?:(?:set )?(?:an )?alert|warn|notify)(?: us| me| this channel)?(?:\s+(?P<rest>.+))?", _set),
        (rf"tell (?:us|me|this channel) (?P<rest>(?:when|as soon as|once|if) {_TO_COME}.+)", _set),
    )
)
