"""Named people withdraw a release from App Home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import dialogs
from bot.blocks import sentence
from bot.desk import Desk
from bot.dialogs import FieldError
from bot.home import WITHDRAW
from bot.listeners.home import show_home
from bot.posting import Place, post
from healthgap.errors import AskerError
from healthgap.wording.withdrawals import warned

Body = Mapping[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listens for the button in Home, and for the dialog that it opens."""

    @app.action(WITHDRAW)
    def choose(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        ack()
        desk.people.named(client, body["user"]["id"], context.team_id)
        standing = [one for one in desk.service.releases() if one.withdrawn_at is None]
        client.views_open(trigger_id=body["trigger_id"], view=dialogs.withdrawal(standing[::-1]))

    @app.view(dialogs.WITHDRAWAL)
    def withdraw(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        user = body["user"]["id"]
        desk.people.named(client, user, context.team_id)
        try:
            order, why = dialogs.read_withdrawal(body["view"])
            chosen = next(one for one in desk.service.releases() if one.order == order)
            desk.service.withdraw(chosen.id, why, now=desk.clock(), by=user)
        except AskerError as error:
            field = error.field if isinstance(error, FieldError) else "release"
            ack(response_action="errors", errors={field: str(error)})
            return
        ack()
        told = warned(desk.service.outbox.warned(chosen.id, desk.clock()))
        post(client, Place(user), sentence(f"“{chosen.title}” is withdrawn: {why} {told}"))
        show_home(desk, client, user, context.team_id)
