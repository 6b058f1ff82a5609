"""The Bolt app: the same listeners for Socket Mode and for signed HTTP. Starts nothing."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import Executor
from typing import Any
from uuid import uuid4

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.blocks import sentence
from bot.conversation import Conversation
from bot.listeners import actions, commands, home, questions
from bot.outcomes import FAILURES, reason
from bot.posting import Place, post
from healthgap.errors import AskerError

_log = logging.getLogger(__name__)


def slack_client(token: str, api_url: str) -> WebClient:
    """A client that repeats only calls that Slack itself turned away for their rate.

    The default one repeats a call whose reply was lost, and so posts twice.
    """
    return WebClient(token, base_url=api_url, retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=3)])


def build_app(
    client: WebClient, signing_secret: str | None, conversation: Conversation, executor: Executor
) -> App:
    """The app with all its listeners; they run in `executor`."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)  # it warns that the environment holds a token
    app = App(
        logger=logger,
        client=client,
        signing_secret=signing_secret,
        listener_executor=executor,
    )
    actions.register(app, conversation)
    commands.register(app, conversation)
    home.register(app, conversation)
    questions.register(app, conversation)  # last: it takes every event that nobody else wants
    app.error(_failed)
    return app


def _failed(error: Exception, body: Mapping[str, Any], client: WebClient) -> None:
    """The one place where everything that goes wrong in a listener arrives."""
    place = _place(body)
    if isinstance(error, AskerError):
        message = str(error)
    else:
        number = uuid4().hex[:8]
        _log.error("Listener failed, number %s", number, exc_info=error)
        message = f"That went wrong on my side and is noted as {number}. Please ask again."
    try:
        if place:
            post(client, place, sentence(message))
    except FAILURES as failure:
        _log.warning("The apology could not be posted either: %s", reason(failure))


def _place(body: Mapping[str, Any]) -> Place | None:
    """Where the thing that failed came from, as far as Slack says so."""
    origin = body.get("event") or body.get("message") or body
    channel = origin.get("channel") or body.get("channel") or body.get("channel_id")
    if isinstance(channel, Mapping):
        channel = channel["id"]
    return Place.beside(channel, origin) if channel else None
