"""What people write to set, list and remove alerts, by `/healthgap …`, by mention and in direct messages alike.

An alert belongs to the channel in which it is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk import WebClient

from bot.alerting import listed, remove_numbered, set_alert
from bot.desk import Desk
from bot.people import Person


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in Slack's notation, and whether it concerns the channel or only who asked."""

    line: str
    is_for_all: bool = True


AlertOrder = Callable[[Desk, WebClient, Person, str], Done]
"""Does what is asked for in a channel. Raises AskerError where that cannot be."""


def alert_order(words: str) -> AlertOrder | None:
    """What to do by these words; None where they are a question, or about something else."""
    for pattern, order in _ORDERS:
        if match := pattern.fullmatch(words.strip(" .!?")):
            return order(match.groupdict().get("rest") or "")
    return None


def _set(words: str) -> AlertOrder:
    return lambda desk, client, person, channel: Done(set_alert(desk, client, person, channel, words))


def _list(words: str) -> AlertOrder:
    return lambda desk, client, person, channel: Done(listed(desk, person, channel), is_for_all=False)


def _remove(words: str) -> AlertOrder:
    return lambda desk, client, person, channel: Done(remove_numbered(desk, person, channel, words))


# “Tell us when the gap falls below 15%” is an order; “tell me when it fell”, “if it is on track” are questions.
_TO_COME = (
    r"(?=.*\b(?:narrows|widens|falls|drops|rises|grows|shrinks|gets|goes|becomes|reaches|passes|exceeds|changes)\b)"
    r"(?!.*\b(?:is|are|was|were|had|has|have|did|does|will|would)\b)"
)
_ORDERS: tuple[tuple[re.Pattern[str], Callable[[str], AlertOrder]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), order)
    for pattern, order in (
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
