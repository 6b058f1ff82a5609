"""The subscription dialog, and the buttons in App Home that change a subscription."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import alerting, dialogs
from bot.blocks import sentence, told
from bot.clients import hurried
from bot.desk import Desk, can_post
from bot.forms import View, carried
from bot.home import EDIT, PAUSE, PREVIEW, REMOVE, REMOVE_ALERT, RESUME, SUBSCRIBE, TEST
from bot.listeners.home import show_home
from bot.listeners.submissions import on_submission
from bot.outcomes import FAILURES
from bot.people import NotAllowedError, Person, Rank
from bot.posting import Place, post
from bot.subscribing import Wish
from bot.text import place_name
from healthgap.errors import AskerError

Body = Mapping[str, Any]
Deed = Callable[[WebClient, Person, str], None]


def register(app: App, desk: Desk) -> None:
    """Listens for the dialog and for Home's buttons."""
    deeds: dict[str, Deed] = {
        PAUSE: partial(_announced, desk, desk.pause),
        RESUME: partial(_announced, desk, desk.resume),
        REMOVE: partial(_announced, desk, desk.unsubscribe),
        TEST: lambda client, person, channel: desk.test(client, person, channel, None),
        PREVIEW: desk.preview,
        REMOVE_ALERT: partial(_without_alert, desk),
    }
    for action, deed in deeds.items():
        app.action(action)(_pressed(desk, deed))

    @app.action(EDIT)
    def edit(body: Body, context: BoltContext, client: WebClient) -> None:
        channel = body["actions"][0]["value"]
        person = desk.people.who(client, body["user"]["id"], context.team_id)
        desk.allow(person, channel, None)
        place = dialogs.Place(channel, None, f"Summaries for {place_name(channel)}")
        open_dialog(desk, client, body["trigger_id"], person, place)

    @app.action(SUBSCRIBE)
    def subscribe(body: Body, context: BoltContext, client: WebClient) -> None:
        person = desk.people.who(client, body["user"]["id"], context.team_id)
        open_dialog(desk, client, body["trigger_id"], person, _from_home(client, person))

    on_submission(app, dialogs.SUBSCRIPTION, _wanted, partial(_subscribe, desk))


def open_dialog(desk: Desk, client: WebClient, trigger: str, person: Person, place: dialogs.Place) -> None:
    """Opens the dialog for a channel, with what is held of it."""
    held = desk.held(person, place.channel)
    view = dialogs.subscription(place, held, person.timezone, desk.service.catalogue)
    client.views_open(trigger_id=trigger, view=view)


def from_channel(person: Person, channel: str) -> dialogs.Place:
    """The dialog's place for somebody who opens it in `channel`: only named people may choose another."""
    where = "" if person.is_named else f"Summaries for {place_name(channel)}"
    return dialogs.Place(channel, channel, where)


def _from_home(client: WebClient, person: Person) -> dialogs.Place:
    if person.is_named:
        return dialogs.Place(None, None)
    if person.rank is Rank.READER:
        raise NotAllowedError("Guests and people of other workspaces can ask me anything, but not subscribe.")
    mine = str(client.conversations_open(users=person.id)["channel"]["id"])
    return dialogs.Place(mine, mine, "Summaries for you, in your direct messages with me")


def _pressed(desk: Desk, deed: Deed) -> Callable[..., None]:
    """The listener that does `deed` to the channel or alert of a button, and shows Home as it then stands."""

    def pressed(body: Body, context: BoltContext, client: WebClient) -> None:
        user = body["user"]["id"]
        person = desk.people.who(client, user, context.team_id)
        try:
            deed(client, person, body["actions"][0]["value"])
        except NotAllowedError as error:
            post(client, Place(user), told(str(error)))
        except AskerError as error:
            post(client, Place(user), sentence(str(error)))
        show_home(desk, client, user, context.team_id)

    return pressed


def _announced(
    desk: Desk, deed: Callable[[Person, str, None], str], client: WebClient, person: Person, channel: str
) -> None:
    """Does it, and tells the channel."""
    desk.tell(client, channel, deed(person, channel, None))


def _without_alert(desk: Desk, client: WebClient, person: Person, alert_id: str) -> None:
    """Removes the alert, and tells its channel."""
    desk.tell(client, *alerting.remove_from_home(desk, person, alert_id))


def _wanted(client: WebClient, view: View) -> tuple[str, Wish]:
    """The channel and the wish in the dialog; where Slack does not say at once, the channel is looked at later."""
    channel, wish = dialogs.read_subscription(view)
    with suppress(*FAILURES):
        can_post(hurried(client), channel)
    return channel, wish


def _subscribe(
    desk: Desk, client: WebClient, user: str, team: str | None, view: View, wanted: tuple[str, Wish]
) -> None:
    channel, wish = wanted
    person = desk.people.who(client, user, team)
    desk.tell(client, channel, desk.subscribe(client, person, channel, wish, carried(view)["here"]))
    show_home(desk, client, user, team)
