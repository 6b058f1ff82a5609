"""Named people withdraw a release from App Home."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot import dialogs
from bot.blocks import sentence
from bot.desk import Desk
from bot.forms import View
from bot.home import WITHDRAW
from bot.listeners.home import show_home
from bot.listeners.submissions import on_submission
from bot.posting import Place, post
from healthgap.wording.withdrawals import warned

Body = Mapping[str, Any]


def register(app: App, desk: Desk) -> None:
    """Listens for the button in Home, and for the dialog that it opens."""

    @app.action(WITHDRAW)
    def choose(body: Body, context: BoltContext, client: WebClient) -> None:
        desk.people.named(client, body["user"]["id"], context.team_id)
        standing = [one for one in desk.service.releases() if one.withdrawn_at is None]
        client.views_open(trigger_id=body["trigger_id"], view=dialogs.withdrawal(standing[::-1]))

    on_submission(
        app, dialogs.WITHDRAWAL, lambda client, view: dialogs.read_withdrawal(view), partial(_withdraw, desk)
    )


def _withdraw(
    desk: Desk, client: WebClient, user: str, team: str | None, view: View, entered: tuple[int, str]
) -> None:
    desk.people.named(client, user, team)
    order, why = entered
    chosen = next(one for one in desk.service.releases() if one.order == order)
    desk.service.withdraw(chosen.id, why, now=desk.clock(), by=user)
    told = warned(desk.service.outbox.warned(chosen.id, desk.clock()))
    post(client, Place(user), sentence(f"“{chosen.title}” is withdrawn: {why} {told}"))
    show_home(desk, client, user, team)
