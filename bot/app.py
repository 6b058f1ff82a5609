"""The Bolt app: the same listeners for Socket Mode and for signed HTTP. Starts nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.blocks import Layout, sentence, told
from bot.conversation import Conversation
from bot.desk import Desk
from bot.intake import Intake
from bot.listeners import (
    actions,
    commands,
    edits,
    feedback,
    figures,
    home,
    pane,
    questions,
    releases,
    subscriptions,
)
from bot.oauth import NOT_INSTALLED
from bot.outcomes import FAILURES, reason
from bot.pane import Pane
from bot.people import NotAllowedError
from bot.posting import Place, post
from bot.replays import Replays
from bot.watch import Watch
from healthgap.errors import AskerError

_log = logging.getLogger(__name__)


def slack_client(token: str | None, api_url: str) -> WebClient:
    """A client that repeats only calls that Slack itself turned away for their rate; each call may bring its token.

    The default one repeats a call whose reply was lost, and so posts twice.
    """
    return WebClient(token, base_url=api_url, retry_handlers=[RateLimitErrorRetryHandler(max_retry_count=3)])


def build_app(
    client: WebClient,
    signing_secret: str | None,
    conversation: Conversation,
    desk: Desk,
    executor: Executor,
    replays: Replays,
    oauth: OAuthSettings | None = None,
) -> App:
    """The app with all its listeners; they run in `executor`. With `oauth` it serves several workspaces."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)  # it warns that the environment holds a token
    app = App(
        logger=logger,
        client=client,
        signing_secret=signing_secret,
        listener_executor=executor,
        oauth_settings=oauth,
        user_facing_authorize_error_message=NOT_INSTALLED,
    )
    watch = conversation.watch
    watch.over(app)
    app.middleware(replays.refuse)
    app.middleware(_acknowledge)
    assistant = Pane()
    actions.register(app, conversation)
    commands.register(app, conversation, desk)
    edits.register(app, conversation, desk, assistant)
    feedback.register(app, conversation)
    figures.register(app, conversation, desk, Intake(desk.service, desk.clock))
    home.register(app, conversation, desk)
    pane.register(app, conversation, assistant)
    questions.register(app, conversation, desk, assistant)
    releases.register(app, desk)
    subscriptions.register(app, desk)
    if oauth:
        app.enable_token_revocation_listeners()
    questions.ignore_the_rest(app)
    app.error(_failed(watch))
    return app


def _acknowledge(body: Mapping[str, Any], ack: Ack, next_: Callable[[], None]) -> None:
    """Tells Slack at once that a command or a button is taken: listeners may have to wait for their turn.

    Bolt does so for events; a dialog is told what is wrong in it, see `bot.listeners.submissions`.
    """
    if "command" in body or body.get("type") == "block_actions":
        ack()
    next_()


def _failed(watch: Watch) -> Callable[..., None]:
    """The one place where everything that goes wrong in a listener arrives."""

    def failed(error: Exception, body: Mapping[str, Any], context: BoltContext, client: WebClient) -> None:
        number, place = watch.number(context), _place(body)
        if not isinstance(error, AskerError):
            watch.failed(number, error)
            _log.error("Listener failed, number %s", number, exc_info=error)
        try:
            if place:
                post(client, place, _apology(error, number))
        except FAILURES as failure:
            _log.warning("The apology could not be posted either: %s", reason(failure))

    return failed


def _apology(error: Exception, number: str) -> Layout:
    if isinstance(error, NotAllowedError):
        return told(str(error))
    if isinstance(error, AskerError):
        return sentence(str(error))
    return sentence(f"That went wrong on my side and is noted as {number}. Please ask again.")


def _place(body: Mapping[str, Any]) -> Place | None:
    """Where the thing that failed came from, as far as Slack says so; for dialogs and Home, the person's messages."""
    origin = body.get("event") or body.get("message") or body
    channel = origin.get("channel") or body.get("channel") or body.get("channel_id")
    if isinstance(channel, Mapping):
        channel = channel["id"]
    if channel:
        return Place.beside(channel, origin)
    user = body.get("user")
    return Place(user["id"]) if isinstance(user, Mapping) else None
