"""What a thread was about before the bot was called into it: the last question that people asked there."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import text
from bot.conversation import Asked, Conversation, is_talk

_log = logging.getLogger(__name__)

_PAGES, _LOOKED_AT = 5, 20
_POINTING = re.compile(
    r"(?:(?:please|hi|hello|hey|thanks)\W*)*"
    r"(?:(?:can|could|would) you (?:please )?(?:answer|help)(?: us| me)?(?: with)?|answer|help|what about|see|"
    r"any idea|over to you|do you know)?\s*"
    r"(?:this|that|it|here|above|the above|the question(?: above)?)?\W*(?:please|thanks)?\W*",
    re.IGNORECASE,
)


def caught_up(conversation: Conversation, client: WebClient, asked: Asked) -> Asked:
    """`asked` with the last question of its thread before it: as what it follows on from, or as the question itself.

    It is the question itself where the bot was called with nothing of its own: “@healthgap can you answer this?”
    """
    found = _last_question(conversation, client, asked)
    if found is None:
        return asked
    person, words = found
    if _POINTING.fullmatch(asked.question):
        return replace(asked, question=words, by=person)
    return replace(asked, after=(words,))


def _last_question(conversation: Conversation, client: WebClient, asked: Asked) -> tuple[str, str] | None:
    for person, words in islice(_said_before(client, asked), _LOOKED_AT):
        reply = conversation.service.ask(words, now=conversation.clock())
        if reply.kind != "decline" and ("?" in words or not is_talk(reply)):
            return person, words
    return None


def _said_before(client: WebClient, asked: Asked) -> Iterator[tuple[str, str]]:
    """What people wrote in the thread before `asked`, the newest first, with who wrote it."""
    try:
        pages = client.conversations_replies(
            channel=asked.place.channel, ts=str(asked.place.thread_ts), limit=200
        )
        messages = [message for page in islice(pages, _PAGES) for message in page["messages"]]
    except SlackApiError as error:
        _log.info("The thread cannot be read: %s", error.response["error"])
        return
    for message in reversed(messages):
        if message["ts"] < asked.ts and message.get("user") and not message.get("bot_id"):
            yield message["user"], text.question(message.get("text", ""))
