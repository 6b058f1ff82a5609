"""The app's installations in several workspaces: sealed in the database, renewed in time, forgotten when it is removed.

Of each only what belongs to the bot is kept; no person's token is asked for. Bolt calls `save` and `delete_…`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.oauth import InstallationStore
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.token_rotation import TokenRotator
from slack_sdk.web import SlackResponse

from bot.outcomes import FAILURES, Outcome, outcome, reason
from healthgap.errors import ConfigurationError
from healthgap.store.workspaces import Workspaces

_log = logging.getLogger(__name__)

# Slack's tokens live for twelve hours where they rotate at all. The old one stays good until it expires.
_EARLY = timedelta(hours=2)
_TRY_AGAIN = timedelta(minutes=1)


class Installations(InstallationStore):
    """Where the app is installed, safe for any number of processes at once."""

    def __init__(
        self,
        workspaces: Workspaces,
        keys: Sequence[str],
        rotator: TokenRotator,
        clock: Callable[[], datetime],
    ) -> None:
        """The first of `keys` seals, each of them opens. `rotator` has a client that makes every call once."""
        self._workspaces = workspaces
        self._keys = MultiFernet([Fernet(key) for key in keys])
        self._rotator = rotator
        self._clock = clock
        self._wait_until: dict[str, datetime] = {}

    def bot(self, workspace: str) -> Bot | None:
        """The bot as it is installed in the workspace, with a token that Slack takes; None where there is none."""
        sealed = self._workspaces.sealed(workspace)
        bot = self._opened(workspace, sealed) if sealed else None
        if bot and self._is_due(bot):
            sealed = self._workspaces.renew(workspace, partial(self._renewed, workspace))
            bot = self._opened(workspace, sealed) if sealed else None
        return bot if bot and _lasts(bot, self._clock()) else None

    def at_hand(self, workspace: str) -> Bot | None:
        """The same without waiting for a new token while the old one is good: that is for `renew` and for senders."""
        sealed = self._workspaces.sealed(workspace)
        bot = self._opened(workspace, sealed) if sealed else None
        return bot if bot is None or _lasts(bot, self._clock()) else self.bot(workspace)

    def renew(self) -> None:
        """Fetches new tokens for all that need one soon."""
        for workspace in self._workspaces.installed():
            self.bot(workspace)

    def reseal(self) -> None:
        """Seals everything with the first key, so that the others can go.

        Raises ConfigurationError where none of them opens it.
        """
        for workspace in self._workspaces.installed():
            self._workspaces.renew(workspace, partial(self._resealed, workspace))

    def save(self, installation: Installation) -> None:
        """Keeps an installation, in the stead of an earlier one in its workspace. Raises BoltError without one."""
        if not installation.team_id:
            raise BoltError("The app is installed in single workspaces, not in a whole organisation.")
        sealed = self._sealed(installation.to_bot())
        self._workspaces.install(installation.team_id, sealed, self._clock())
        _log.info("Installed in %s", installation.team_id)

    def take_in(self, token: str, known: SlackResponse) -> None:
        """Makes the only workspace there was one of several, with its token and what is kept of it.

        `known` is Slack's answer to the method auth.test.
        """
        workspace = str(known["team_id"])
        if self._workspaces.sealed(workspace) is None:
            self.save(
                Installation(
                    team_id=workspace,
                    team_name=known["team"],
                    bot_token=token,
                    bot_id=known.get("bot_id"),
                    bot_user_id=known["user_id"],
                    user_id=known["user_id"],
                )
            )
        self._workspaces.adopt(workspace)

    def delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """A person's token was revoked; none is kept."""

    def delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """The bot's token was revoked."""
        self.delete_all(enterprise_id=enterprise_id, team_id=team_id)

    def delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """The app was removed from the workspace: all that is kept of it goes.

        Slack repeats events for an hour, in which the app may have come back: it is asked first.
        """
        if team_id and not self._is_alive(team_id):
            self._workspaces.forget(team_id)
            _log.info("Removed from %s", team_id)

    def _is_alive(self, workspace: str) -> bool:
        sealed = self._workspaces.sealed(workspace)
        if sealed is None:
            return False
        try:
            self._rotator.client.auth_test(token=self._opened(workspace, sealed).bot_token)
        except SlackApiError as error:
            return outcome(error) is not Outcome.CLOSED
        return True

    def _is_due(self, bot: Bot) -> bool:
        now = self._clock()
        waits = self._wait_until.get(bot.team_id or "", now) > now
        return not waits and not _lasts(bot, now + _EARLY)

    def _renewed(self, workspace: str, sealed: str) -> str:
        """The installation with a new token, unless somebody else was quicker, or Slack gives none now."""
        bot = self._opened(workspace, sealed)
        if not self._is_due(bot):
            return sealed
        try:
            fresh = self._rotator.perform_bot_token_rotation(
                bot=bot, minutes_before_expiration=int(_EARLY.total_seconds() / 60)
            )
            return self._sealed(fresh) if fresh else sealed
        except SlackTokenRotationError as error:
            why = reason(error.api_error)
        except FAILURES as error:
            why = reason(error)
        self._wait_until[workspace] = self._clock() + _TRY_AGAIN
        _log.error("The token for %s was not renewed; it may have to be installed again. %s", workspace, why)
        return sealed

    def _resealed(self, workspace: str, sealed: str) -> str:
        try:
            return self._keys.rotate(sealed).decode()
        except InvalidToken:
            raise _no_key(workspace) from None

    def _sealed(self, bot: Bot) -> str:
        return self._keys.encrypt(json.dumps(vars(bot)).encode()).decode()

    def _opened(self, workspace: str, sealed: str) -> Bot:
        try:
            return Bot(**json.loads(self._keys.decrypt(sealed)))
        except InvalidToken:
            raise _no_key(workspace) from None


def _lasts(bot: Bot, moment: datetime) -> bool:
    """Whether the token is good at `moment`; one that does not rotate is for good."""
    return bot.bot_token_expires_at is None or bot.bot_token_expires_at > moment.timestamp()


def _no_key(workspace: str) -> ConfigurationError:
    return ConfigurationError.of(
        "HEALTHGAP_SECRET_KEY",
        f"No key here opens the installation in {workspace}. Add the one that sealed it, with a comma between.",
    )
