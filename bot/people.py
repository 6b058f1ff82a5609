"""Who may do what in Slack: named people, members, and readers. Asks Slack who somebody is, and decides nothing else.

Guests, and people of other workspaces in shared channels, are readers: they ask, and change nothing.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from healthgap.errors import AskerError, ConfigurationError, Problem

_log = logging.getLogger(__name__)

_FILE = "bot.toml"
_DEFAULT_ZONE = "Europe/London"


class NotAllowedError(AskerError):
    """For somebody who may not do this; the text is in Slack's notation, since it mentions people."""


class Rank(Enum):
    """How far somebody is trusted."""

    READER = auto()  # asks
    MEMBER = auto()  # and subscribes the channel they write in, and themselves
    NAMED = auto()  # and loads, withdraws, and subscribes any channel


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in Slack, with their own time zone, acting in the workspace `team`."""

    id: str
    rank: Rank
    timezone: str = _DEFAULT_ZONE
    team: str = ""

    @property
    def is_named(self) -> bool:
        return self.rank is Rank.NAMED


class People(BaseModel):
    """The named people: by member id, and by the ids of user groups.

    Each may stand after that of its workspace and a slash; ids are each workspace's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    people: tuple[Annotated[str, Field(pattern=r"^(T[A-Z0-9]+/)?[UW][A-Z0-9]+$")], ...] = ()
    user_groups: tuple[Annotated[str, Field(pattern=r"^(T[A-Z0-9]+/)?S[A-Z0-9]+$")], ...] = ()

    def of_several_workspaces(self) -> People:
        """The same people. Raises ConfigurationError unless each id stands after its workspace's."""
        bare = [one for one in (*self.people, *self.user_groups) if "/" not in one]
        if bare:
            example = f"T012AB3CD/{bare[0]}"
            raise ConfigurationError(
                [Problem(_FILE, f"{', '.join(bare)}: say of which workspace, as in {example}.")]
            )
        return self

    def who(self, client: WebClient, user: str, team: str | None) -> Person:
        """The person with the id `user`, acting in the workspace `team`. Raises AskerError if Slack does not say."""
        try:
            found = client.users_info(user=user)["user"]
        except SlackApiError as error:
            _log.warning("Slack does not say who %s is: %s", user, error.response["error"])
            raise AskerError(
                "I could not ask Slack who you are, so I changed nothing. Please try again."
            ) from error
        timezone = _known_zone(found.get("tz") or _DEFAULT_ZONE)
        guest = any(found.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger"))
        if guest or (team and found.get("team_id") not in (None, team)):
            return Person(user, Rank.READER, timezone, team or "")
        groups = _within(team, self.user_groups)
        named = user in _within(team, self.people) or any(self._in_group(client, one, user) for one in groups)
        return Person(user, Rank.NAMED if named else Rank.MEMBER, timezone, team or "")

    def named(self, client: WebClient, user: str, team: str | None) -> Person:
        """The person, if named. Raises NotAllowedError with who is, otherwise."""
        person = self.who(client, user, team)
        if not person.is_named:
            raise NotAllowedError(f"Only named people may do that here. {self.whom_to_ask(team)}")
        return person

    def whom_to_ask(self, team: str | None) -> str:
        """Who is named in the workspace `team`, as a sentence in Slack's notation."""
        named = [f"<@{one}>" for one in _within(team, self.people)]
        named += [f"<!subteam^{one}>" for one in _within(team, self.user_groups)]
        if not named:
            return "Nobody is named yet: whoever runs me can name people in config/bot.toml."
        return f"You could ask {', '.join(named)}."

    def _in_group(self, client: WebClient, group: str, user: str) -> bool:
        try:
            return user in client.usergroups_users_list(usergroup=group)["users"]
        except SlackApiError as error:
            _log.warning("The user group %s cannot be read: %s", group, error.response["error"])
            return False


def read_people(config: Path) -> People:
    """The named people of `bot.toml` in the folder `config`; nobody where there is no such file.

    Raises ConfigurationError with every problem.
    """
    try:
        entries = tomllib.loads((config / _FILE).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return People()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError.of(_FILE, f"This file cannot be read: {error}.") from error
    try:
        return People.model_validate(entries)
    except ValidationError as error:
        raise ConfigurationError([_problem(str(e["loc"][0]), e["type"]) for e in error.errors()]) from None


def _within(team: str | None, ids: Sequence[str]) -> list[str]:
    """The ids that are of the workspace, or of the only one, without it."""
    parts = [one.rpartition("/") for one in ids]
    return [one for workspace, _, one in parts if workspace in ("", team)]


def _known_zone(name: str) -> str:
    """The time zone, or London's where this machine knows none of that name."""
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError):
        return _DEFAULT_ZONE


def _problem(setting: str, kind: str) -> Problem:
    if kind == "extra_forbidden":
        return Problem(_FILE, f"There is no setting “{setting}”.", expected="people or user_groups")
    example = 'a list of ids such as ["S012AB3CD"]' if setting == "user_groups" else None
    return Problem(
        _FILE, f"{setting} is not right.", expected=example or 'a list of ids such as ["U012AB3CD"]'
    )
