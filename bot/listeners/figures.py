"""New figures in a direct message: the report of a dry run, and the buttons under it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import dialogs, text
from bot.blocks import Layout, sentence, told
from bot.conversation import Asked, Conversation
from bot.desk import Desk
from bot.forms import View, carried
from bot.intake import (
    CANCEL,
    DESCRIBE,
    EMBARGO,
    LOAD,
    Intake,
    Parcel,
    asks_for_details,
    refused,
    sent,
    undescribed,
)
from bot.listeners.submissions import on_submission
from bot.people import Person
from bot.posting import Place, post, update
from healthgap.errors import AskerError, RefusedDataError
from healthgap.files.details import ReleaseDetails
from healthgap.releases import LONDON

Body = Mapping[str, Any]


def register(app: App, conversation: Conversation, desk: Desk, intake: Intake) -> None:
    """Listens for files in direct messages, and for what is to become of them."""
    _files(app, conversation, desk, intake)
    _buttons(app, conversation, desk, intake)
    _dialogs(app, conversation, desk, intake)


def _files(app: App, conversation: Conversation, desk: Desk, intake: Intake) -> None:
    @app.event({"type": "message", "subtype": "file_share"})
    def received(event: Body, context: BoltContext, client: WebClient) -> None:
        key = f"{context.team_id}/{event['channel']}/{event['ts']}"
        direct = event.get("channel_type") == "im" and not event.get("bot_id")
        if direct and conversation.first_time(key):
            place = Place.beside(event["channel"], event)
            person = desk.people.who(client, event["user"], context.team_id)
            if person.is_named:
                post(client, place, _first_look(intake, client, event["files"]))
                return
            line = f"Thank you, but I take figures only from named people. {desk.people.whom_to_ask(context.team_id)}"
            post(client, place, told(line))
            words = text.question(event.get("text", ""))
            if words:
                conversation.answer(client, Asked(words, context.team_id or "", place, ts=event["ts"]))


def _buttons(app: App, conversation: Conversation, desk: Desk, intake: Intake) -> None:
    @app.action(LOAD)
    def load(body: Body, context: BoltContext, client: WebClient) -> None:
        person = desk.people.named(client, body["user"]["id"], context.team_id)
        parcel = Parcel.unpacked(body["actions"][0]["value"])
        message = (body["channel"]["id"], body["message"]["ts"])
        _load(conversation, intake, client, person, message, parcel)

    @app.action(CANCEL)
    def cancel(body: Body, client: WebClient) -> None:
        update(
            client, body["channel"]["id"], body["message"]["ts"], sentence("Cancelled. Nothing was loaded.")
        )

    @app.action(EMBARGO)
    def ask_until(body: Body, context: BoltContext, client: WebClient) -> None:
        desk.people.named(client, body["user"]["id"], context.team_id)
        view = dialogs.embargo(_kept(body), desk.clock())
        client.views_open(trigger_id=body["trigger_id"], view=view)

    @app.action(DESCRIBE)
    def ask_details(body: Body, context: BoltContext, client: WebClient) -> None:
        desk.people.named(client, body["user"]["id"], context.team_id)
        today = desk.clock().astimezone(LONDON).date()
        client.views_open(trigger_id=body["trigger_id"], view=dialogs.details(_kept(body), today))


def _dialogs(app: App, conversation: Conversation, desk: Desk, intake: Intake) -> None:
    def load_until(client: WebClient, user: str, team: str | None, view: View, moment: datetime) -> None:
        person = desk.people.named(client, user, team)
        kept = carried(view)
        parcel = Parcel.unpacked(kept["parcel"]).until(moment)
        _load(conversation, intake, client, person, (kept["channel"], kept["ts"]), parcel)

    def try_with(client: WebClient, user: str, team: str | None, view: View, details: ReleaseDetails) -> None:
        desk.people.named(client, user, team)
        kept = carried(view)
        parcel = Parcel(Parcel.unpacked(kept["parcel"]).files, details)
        update(client, kept["channel"], kept["ts"], _outcome(lambda: intake.offered(client, parcel)))

    on_submission(
        app, dialogs.EMBARGO, lambda client, view: dialogs.read_embargo(view, desk.clock()), load_until
    )
    on_submission(app, dialogs.DETAILS, lambda client, view: dialogs.read_details(view), try_with)


def _first_look(intake: Intake, client: WebClient, files: list[Body]) -> Layout:
    """The report on the files; or first a question, where one comes without its details."""
    bare = undescribed(files)
    if all(file["name"].lower().endswith(".toml") for file in files):
        return sentence("That says what a release is, but has no figures. Please send both in one message.")
    if not bare:
        return _outcome(lambda: intake.offered(client, sent(files)))
    if len(files) == len(bare) == 1:
        return asks_for_details(bare[0], sent(files))
    names = ", ".join(bare)
    return sentence(f"Please send each of these by itself, or with a .toml file of the same name: {names}.")


def _load(
    conversation: Conversation,
    intake: Intake,
    client: WebClient,
    person: Person,
    message: tuple[str, str],
    parcel: Parcel,
) -> None:
    """Loads once, however often the button is pressed; the message with the buttons says what became of it."""
    channel, ts = message
    with conversation.once(f"load/{person.team}/{channel}/{ts}") as is_first:
        if is_first:
            update(client, channel, ts, sentence("Loading…"))
            update(client, channel, ts, _outcome(lambda: intake.loaded(client, parcel, person.id)))


def _outcome(attempt: Callable[[], Layout]) -> Layout:
    try:
        return attempt()
    except RefusedDataError as error:
        return refused(error)
    except AskerError as error:
        return sentence(str(error))


def _kept(body: Body) -> dict[str, str]:
    """What a dialog has to know of the message that it was opened from."""
    parcel = body["actions"][0]["value"]
    return {"parcel": parcel, "channel": body["channel"]["id"], "ts": body["message"]["ts"]}
