"""Puts messages, pictures and files into Slack; where Slack refuses, something plainer rather than nothing.

Sends once and never repeats a message whose outcome is unknown; that is for `bot.delivery`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.blocks import Block, Layout, drawn, pictured, plainer, sentence
from bot.outcomes import FAILURES, Outcome, outcome, reason

_log = logging.getLogger(__name__)

_REFUSED_BLOCKS = {
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_arguments",
    "block_mismatch",
    "msg_blocks_too_long",
}

_UNTIL_READY = (0.2, 0.5, 1, 2, 4)  # seconds between two looks at a new file


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a channel or direct message, and the thread in it, if any."""

    channel: str
    thread_ts: str | None = None

    @classmethod
    def beside(cls, channel: str, message: Mapping[str, Any]) -> Place:
        """Where an answer to `message` goes: its thread, which it opens in a channel; otherwise plainly."""
        opened = None if channel.startswith("D") else message.get("ts")
        return cls(channel, message.get("thread_ts") or opened)


@dataclass(frozen=True, slots=True)
class File:
    """A picture or table to upload. `alt_text` says in words what it shows; `native` is the same as a block, if any."""

    name: str
    data: bytes
    title: str
    alt_text: str
    native: Block | None = None


def post(client: WebClient, place: Place, layout: Layout, metadata: dict[str, Any] | None = None) -> str:
    """Posts a message and returns its ts. When Slack refuses its blocks, posts plainer ones, or the text alone.

    Raises SlackApiError for any other refusal.
    """
    send = partial(
        client.chat_postMessage,
        channel=place.channel,
        thread_ts=place.thread_ts,
        unfurl_links=False,
        unfurl_media=False,
        metadata=metadata,
    )
    return str(_as_far_as_taken(send, layout)["ts"])


def update(client: WebClient, channel: str, ts: str, layout: Layout) -> None:
    """Puts a message in the place of one of the bot's own, plainer where Slack refuses its blocks.

    Raises SlackApiError for any other refusal.
    """
    _as_far_as_taken(partial(client.chat_update, channel=channel, ts=ts), layout)


def attach(client: WebClient, place: Place, file: File) -> str:
    """Uploads a file into the place and returns its id, for `remove`.

    Where Slack does not take it, posts in words what it would have shown. Raises one of `outcomes.FAILURES`
    where it may come to stand there all the same.
    """
    try:
        return _uploaded(client, file, channel=place.channel, thread_ts=place.thread_ts)
    except FAILURES as error:
        if outcome(error) not in (Outcome.REFUSED, Outcome.CLOSED):
            raise
        _log.warning("%s could not be uploaded: %s", file.name, reason(error))
        words = f"“{file.title}” could not be put here as a file. {reason(error)} {file.alt_text}"
        return post(client, place, sentence(words.strip()))


def show(client: WebClient, place: Place, file: File) -> str:
    """The same with a picture in a message of its own, where Slack takes pictures in messages."""
    if not file.alt_text:
        return attach(client, place, file)

    def picture() -> Layout:
        return pictured(_ready(client, _uploaded(client, file)), file.title, file.alt_text)

    return _in_a_message(client, place, picture) or attach(client, place, file)


def show_natively(client: WebClient, place: Place, file: File) -> str:
    """The same as a chart that Slack draws, and as a picture where it does not."""
    if file.native is None:
        return show(client, place, file)
    chart = drawn(file.native, file.title, file.alt_text)
    return _in_a_message(client, place, lambda: chart) or show(client, place, file)


def remove(client: WebClient, channel: str, posted: str) -> None:
    """Removes a file by its id or a message by its ts; what is gone already is no matter."""
    try:
        if posted.startswith("F"):
            client.files_delete(file=posted)
        else:
            client.chat_delete(channel=channel, ts=posted)
    except SlackApiError as error:
        _log.info("%s could not be removed: %s", posted, error.response["error"])


def _in_a_message(client: WebClient, place: Place, made: Callable[[], Layout]) -> str | None:
    """Posts what is made and returns its ts; None where Slack refuses any of it."""
    try:
        layout = made()
        response = client.chat_postMessage(
            channel=place.channel, thread_ts=place.thread_ts, text=layout.text, blocks=list(layout.blocks)
        )
    except SlackApiError as error:
        if outcome(error) not in (Outcome.REFUSED, Outcome.CLOSED):
            raise
        _log.info("Not shown in a message here (%s)", error.response["error"])
        return None
    return str(response["ts"])


def _ready(client: WebClient, file_id: str) -> str:
    """The same file, when Slack knows what it is; before that it refuses messages that show it."""
    for pause in _UNTIL_READY:
        if client.files_info(file=file_id)["file"].get("mimetype"):
            break
        time.sleep(pause)
    return file_id


def _uploaded(client: WebClient, file: File, **where: Any) -> str:
    response = client.files_upload_v2(
        filename=file.name, content=file.data, title=file.title, alt_txt=file.alt_text, **where
    )
    return str(response["files"][0]["id"])


def _as_far_as_taken(send: Callable[..., SlackResponse], layout: Layout) -> SlackResponse:
    blocks = list(layout.blocks)
    fewer = plainer(blocks)
    for tried in [blocks] if fewer == blocks else [blocks, fewer]:
        try:
            return send(text=layout.text, blocks=tried)
        except SlackApiError as error:
            if error.response["error"] not in _REFUSED_BLOCKS:
                raise
            _log.warning("Slack refused blocks (%s); sent plainer", error.response["error"])
    return send(text=layout.text, blocks=[])
