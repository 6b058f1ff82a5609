"""Puts messages, pictures and files into Slack; where Slack refuses, something plainer rather than nothing.

Sends once and never repeats a message whose outcome is unknown; that is for `bot.delivery`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import Layout, sentence
from bot.outcomes import FAILURES, Outcome, outcome, reason

_log = logging.getLogger(__name__)

_REFUSED_BLOCKS = {
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_arguments",
    "block_mismatch",
    "msg_blocks_too_long",
}


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
    """A picture or table to upload. `alt_text` says in words what it shows."""

    name: str
    data: bytes
    title: str
    alt_text: str


def post(client: WebClient, place: Place, layout: Layout, metadata: dict[str, Any] | None = None) -> str:
    """Posts a message and returns its ts. When Slack refuses its blocks, posts the text alone.

    Raises SlackApiError for any other refusal.
    """
    try:
        return _post(client, place, layout.text, blocks=list(layout.blocks), metadata=metadata)
    except SlackApiError as error:
        if error.response["error"] not in _REFUSED_BLOCKS:
            raise
        _log.warning("Slack refused blocks (%s); posted as text", error.response["error"])
        return _post(client, place, layout.text, metadata=metadata)


def attach(client: WebClient, place: Place, file: File) -> None:
    """Uploads a file into the place; where Slack does not take it, posts in words what it would have shown.

    Raises one of `outcomes.FAILURES` where it may come to stand there all the same.
    """
    try:
        client.files_upload_v2(
            channel=place.channel,
            thread_ts=place.thread_ts,
            filename=file.name,
            content=file.data,
            title=file.title,
            alt_txt=file.alt_text,
        )
    except FAILURES as error:
        if outcome(error) not in (Outcome.REFUSED, Outcome.CLOSED):
            raise
        _log.warning("%s could not be uploaded: %s", file.name, reason(error))
        post(client, place, sentence(f"{file.title} could not be shown here. {file.alt_text}"))


def _post(client: WebClient, place: Place, text: str, **parts: Any) -> str:
    response = client.chat_postMessage(
        channel=place.channel,
        thread_ts=place.thread_ts,
        text=text,
        unfurl_links=False,
        unfurl_media=False,
        **parts,
    )
    return str(response["ts"])
