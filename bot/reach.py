"""Which workspaces the bot serves: the one of its token, or every one that it is installed in."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from datetime import datetime

from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.token_rotation import TokenRotator

from bot.app import slack_client
from bot.clients import Ended, PacedClient
from bot.couriers import Couriers
from bot.delivery import Courier, delivery_client
from bot.installations import Installations
from bot.oauth import oauth
from bot.outcomes import reason
from bot.pacing import Pace
from bot.settings import Settings
from healthgap.service import Healthgap
from healthgap.store.outbox import Outbox
from healthgap.store.workspaces import THE_ONLY

_log = logging.getLogger(__name__)

CourierOf = Callable[[Outbox, PacedClient], Courier]


@dataclass(frozen=True, slots=True)
class Reach:
    """What the parts of the bot need to know of its workspaces.

    `client` is the app's own, `workspace_of` names a Slack team's workspace in the store, `senders` take summaries out
    for the time of a block, `renew` fetches new tokens where they change, and `oauth` installs the app where it may be
    installed.
    """

    client: WebClient
    workspace_of: Callable[[str], str]
    senders: Callable[[CourierOf], AbstractContextManager[Courier | Couriers]]
    renew: Callable[[], None] | None = None
    oauth: OAuthSettings | None = None


def reached(settings: Settings, service: Healthgap, clock: Callable[[], datetime], ended: Ended) -> Reach:
    """The workspaces that the settings are for. Of several, the one of SLACK_BOT_TOKEN is one, if that is set.

    `ended` is told how each call of their senders ended.

    Raises ConfigurationError where no key opens an installation, and what Slack says to a wrong token.
    """
    if not settings.is_for_several:
        return _the_only(settings, service, clock, ended)
    asking = delivery_client(None, settings.slack_api_url, Pace(clock))
    rotator = TokenRotator(client_id=settings.client_id, client_secret=settings.client_secret, client=asking)
    installations = Installations(service.workspaces, settings.secret_keys, rotator, clock)
    installations.reseal()
    if settings.bot_token:
        _take_in(settings, installations, service)
    return _several(settings, installations, service, clock, ended)


def _take_in(settings: Settings, installations: Installations, service: Healthgap) -> None:
    """Makes the only workspace there was one of several; a token that is dead by then holds up no others."""
    try:
        known = slack_client(settings.bot_token, settings.slack_api_url).auth_test()
    except SlackApiError as error:
        if not service.workspaces.installed():
            raise
        _log.warning("SLACK_BOT_TOKEN is of no use any more and can be taken out. %s", reason(error))
    else:
        installations.take_in(settings.bot_token, known)


def _the_only(settings: Settings, service: Healthgap, clock: Callable[[], datetime], ended: Ended) -> Reach:
    def sender(courier_of: CourierOf) -> AbstractContextManager[Courier | Couriers]:
        sending = delivery_client(settings.bot_token, settings.slack_api_url, Pace(clock), ended)
        return nullcontext(courier_of(service.outbox, sending))

    own = slack_client(settings.bot_token, settings.slack_api_url)
    return Reach(own, lambda team: THE_ONLY, sender)


def _several(
    settings: Settings,
    installations: Installations,
    service: Healthgap,
    clock: Callable[[], datetime],
    ended: Ended,
) -> Reach:
    paces: dict[str, Pace] = defaultdict(lambda: Pace(clock))

    def senders(courier_of: CourierOf) -> AbstractContextManager[Courier | Couriers]:
        def of(workspace: str) -> Courier | None:
            bot = installations.bot(workspace)
            if bot is None:
                return None
            sending = delivery_client(bot.bot_token, settings.slack_api_url, paces[workspace], ended)
            return courier_of(service.outbox.of(workspace), sending)

        return closing(Couriers(service.outbox, of, clock))

    return Reach(
        slack_client(None, settings.slack_api_url),
        lambda team: team,
        senders,
        installations.renew,
        oauth(settings, installations, service.workspaces, clock),
    )
