"""Slack's own way of installing the app in a workspace: /slack/install, and the way back from Slack's page.

Bolt carries it out. This says what is asked for, keeps each way to one return, and shows what became of it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from html import escape
from urllib.parse import urljoin

from slack_bolt import BoltContext, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.oauth.callback_options import CallbackOptions, FailureArgs, SuccessArgs
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk.oauth import OAuthStateStore

from bot.installations import Installations
from bot.settings import Settings
from healthgap.store.workspaces import Workspaces

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"

# The same as in config/slack-manifest.yaml, which says what each is for.
SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "mpim:read",
    "usergroups:read",
    "users:read",
)

NOT_INSTALLED = (
    "I cannot answer here: my connection to this workspace has ended. "
    "Whoever looks after its apps can install me again."
)

_GOOD_FOR = timedelta(minutes=10)
_AGAIN = f'<a href="{INSTALL}">Begin again</a>'
_USED_UP = f"This way back is used up, too old, or of another browser. Nothing was installed. {_AGAIN}."
_FAILED = {
    "access_denied": f"You cancelled, so nothing was installed. {_AGAIN} if you change your mind.",
    "invalid_browser": _USED_UP,
    "invalid_state": _USED_UP,
}


def oauth(
    settings: Settings, installations: Installations, workspaces: Workspaces, clock: Callable[[], datetime]
) -> OAuthSettings:
    """How Bolt installs the app, and knows the workspace of whatever arrives."""
    made = OAuthSettings(
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        scopes=SCOPES,
        user_scopes=(),
        install_path=INSTALL,
        install_page_rendering_enabled=False,
        redirect_uri_path=REDIRECT,
        callback_options=CallbackOptions(_installed, _failed),
        authorization_url=urljoin(settings.slack_api_url, "/oauth/v2/authorize"),
        installation_store=installations,
        state_store=_States(workspaces, clock),
        state_expiration_seconds=int(_GOOD_FOR.total_seconds()),
    )
    made.authorize = _Installed(installations)
    return made


class _States(OAuthStateStore):
    """Ways back from Slack's page, each good once and for ten minutes, in whichever process it arrives."""

    def __init__(self, workspaces: Workspaces, clock: Callable[[], datetime]) -> None:
        self._workspaces = workspaces
        self._clock = clock

    def issue(self, *args: object, **kwargs: object) -> str:
        state, now = secrets.token_urlsafe(32), self._clock()
        self._workspaces.begin(state, now, now + _GOOD_FOR)
        return state

    def consume(self, state: str) -> bool:
        return self._workspaces.come_back(state, self._clock())


class _Installed(Authorize):
    """Finds the bot's token for the workspace of a request, without asking Slack each time as Bolt's own does."""

    def __init__(self, installations: Installations) -> None:
        self._installations = installations

    def __call__(
        self,
        *,
        context: BoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
    ) -> AuthorizeResult | None:
        bot = self._installations.at_hand(team_id) if team_id else None
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            team=bot.team_name,
            bot_user_id=bot.bot_user_id,
            bot_id=bot.bot_id,
            bot_token=bot.bot_token,
            bot_scopes=bot.bot_scopes,
        )


def _installed(done: SuccessArgs) -> BoltResponse:
    where = escape(done.installation.team_name or "your workspace")
    return _page(
        200,
        f"healthgap is installed in {where}. In Slack, type <code>/invite @healthgap</code> in a channel and ask, "
        "or <code>/healthgap subscribe</code> for its summaries.",
    )


def _failed(what: FailureArgs) -> BoltResponse:
    otherwise = f"The installation did not succeed ({escape(what.reason)}). Nothing was installed. {_AGAIN}."
    return _page(what.suggested_status_code, _FAILED.get(what.reason, otherwise))


def _page(status: int, sentence: str) -> BoltResponse:
    body = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>healthgap</title><p>{sentence}</p></html>'
    headers: dict[str, str | Sequence[str]] = {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
    }
    return BoltResponse(status=status, body=body, headers=headers)
