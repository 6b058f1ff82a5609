"""Dialogs that people submit: what is wrong in one is told beside its field, and what is right is done afterwards.

Slack waits three seconds for its answer. So what is entered is read, and nothing stored, before it has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from slack_bolt import Ack, App, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot.dialogs import FieldError
from bot.forms import View
from healthgap.errors import AskerError

T = TypeVar("T")
Read = Callable[[WebClient, View], T]
"""What was entered. Raises AskerError where it makes no sense, a FieldError where that is in one field."""

Do = Callable[[WebClient, str, str | None, View, T], None]
"""Does what the person with that id, acting in that workspace, entered. What goes wrong is told in their messages."""

_READ = "entered"


def on_submission(app: App, dialog: str, read: Read[T], do: Do[T]) -> None:
    """Listens for the dialog of that name."""

    def first(
        ack: Ack, body: Mapping[str, Any], context: BoltContext, client: WebClient, next_: Callable[[], None]
    ) -> BoltResponse | None:
        try:
            context[_READ] = read(client, body["view"])
        except AskerError as error:
            field = error.field if isinstance(error, FieldError) else _first_field(body["view"])
            return ack(response_action="errors", errors={field: str(error)})
        ack()
        next_()
        return None

    @app.view(dialog, middleware=[first])
    def then(body: Mapping[str, Any], context: BoltContext, client: WebClient) -> None:
        do(client, body["user"]["id"], context.team_id, body["view"], context[_READ])


def _first_field(view: View) -> str:
    return next(str(block["block_id"]) for block in view["blocks"] if block["type"] == "input")
