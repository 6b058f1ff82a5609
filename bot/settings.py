"""The environment as checked, frozen settings, with everything wrong in it reported at once.

Checks how values look. Whether Slack accepts a token is found by asking Slack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from healthgap.errors import ConfigurationError, Problem

Task = Literal["bot", "web", "worker", "store"]

SLACK_API_URL = "https://slack.com/api/"

_TOKEN = {"SLACK_BOT_TOKEN": "It is the bot token of your Slack app and starts with xoxb-."}
_SIGNING = {"SLACK_SIGNING_SECRET": "It is under Basic Information of your Slack app."}
_NEEDED: dict[Task, dict[str, str]] = {"bot": _TOKEN, "web": _TOKEN | _SIGNING, "worker": _TOKEN, "store": {}}

# Any of these stands for several workspaces, which need all of them.
FOR_SEVERAL = {
    "SLACK_CLIENT_ID": "Several workspaces need it. It is under Basic Information of your Slack app.",
    "SLACK_CLIENT_SECRET": "Several workspaces need it. It is under Basic Information of your Slack app.",
    "HEALTHGAP_SECRET_KEY": "Several workspaces need it. docs/workspaces.md says how to make one.",
}
_NEEDED_FOR_SEVERAL: dict[Task, dict[str, str]] = {
    "bot": FOR_SEVERAL | _SIGNING,
    "web": FOR_SEVERAL | _SIGNING,
    "worker": FOR_SEVERAL,
    "store": {},
}


def _token(*starts: str) -> Callable[[str], str]:
    """Checks that a token begins as tokens of its kind do, and does not repeat it: it may be another secret."""

    def checked(value: str) -> str:
        if value and not value.startswith(starts):
            raise ValueError(f"This does not start with {starts[0]}, so it is another kind of token.")
        return value

    return checked


def _port(value: str) -> int:
    if not (value.isdecimal() and 0 < int(value) < 65536):
        raise ValueError(f"“{value}” is not a port number such as 3000.")
    return int(value)


def _yes_or_no(value: str) -> bool:
    if value not in ("yes", "no"):
        raise ValueError(f"“{value}” is neither yes nor no.")
    return value == "yes"


def _log_form(value: str) -> str:
    if value not in ("json", "plain"):
        raise ValueError(f"“{value}” is neither json nor plain.")
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"“{value}” is not a web address such as {SLACK_API_URL}.")
    return value.rstrip("/") + "/"


def _charts(value: str) -> str:
    if value not in ("picture", "native"):
        raise ValueError(f"“{value}” is neither picture nor native.")
    return value


def _keys(value: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in value.split(","))
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        raise ValueError("This is no key. docs/workspaces.md says how to make one.") from None
    return keys


def _folder(value: Path) -> Path:
    if not value.is_dir():
        raise ValueError(f"The folder {value} does not exist.")
    return value


class Settings(BaseModel):
    """What the environment says; an empty text is what is not set. Secrets are left out of its repr."""

    model_config = ConfigDict(frozen=True)

    database_url: str = Field("sqlite:///healthgap.db", alias="DATABASE_URL", repr=False)
    config: Path = Field(Path("config"), alias="HEALTHGAP_CONFIG")
    inbox: Annotated[Path, AfterValidator(_folder)] | None = Field(None, alias="HEALTHGAP_INBOX")
    bot_token: Annotated[str, AfterValidator(_token("xoxb-", "xoxe.xoxb-"))] = Field(
        "", alias="SLACK_BOT_TOKEN", repr=False
    )
    app_token: Annotated[str, AfterValidator(_token("xapp-"))] = Field(
        "", alias="SLACK_APP_TOKEN", repr=False
    )
    signing_secret: str = Field("", alias="SLACK_SIGNING_SECRET", repr=False)
    client_id: str = Field("", alias="SLACK_CLIENT_ID")
    client_secret: str = Field("", alias="SLACK_CLIENT_SECRET", repr=False)
    secret_keys: Annotated[tuple[str, ...], BeforeValidator(_keys)] = Field(
        (), alias="HEALTHGAP_SECRET_KEY", repr=False
    )
    port: Annotated[int, BeforeValidator(_port)] = Field(3000, alias="PORT")
    charts: Annotated[str, AfterValidator(_charts)] = Field("picture", alias="HEALTHGAP_CHARTS")
    log: Annotated[str, BeforeValidator(_log_form)] = Field("", alias="HEALTHGAP_LOG")
    log_text: Annotated[bool, BeforeValidator(_yes_or_no)] = Field(False, alias="HEALTHGAP_LOG_TEXT")
    metrics_token: str = Field("", alias="HEALTHGAP_METRICS_TOKEN", repr=False)
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = Field(SLACK_API_URL, alias="SLACK_API_URL")

    @property
    def spare_port(self) -> int | None:
        """The port on which a process that needs none tells how it is: none unless one is set."""
        return self.port if "port" in self.model_fields_set else None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be written down anywhere."""
        own = (self.bot_token, self.app_token, self.signing_secret, self.metrics_token)
        return (*own, self.client_secret, *self.secret_keys)

    @property
    def is_for_several(self) -> bool:
        """Whether the bot may be installed in several workspaces."""
        return bool(self.client_id)


def read_settings(environment: Mapping[str, str], task: Task) -> Settings:
    """The settings for `task`; "store" is work on the database alone, without Slack.

    Raises ConfigurationError with everything that is missing or wrong.
    """
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    problems = _missing(given.keys(), task)
    try:
        settings = Settings.model_validate(given)
    except ValidationError as error:
        problems += [Problem(str(e["loc"][0]), str(e["ctx"]["error"])) for e in error.errors()]
        raise ConfigurationError(problems) from None
    if problems:
        raise ConfigurationError(problems)
    return settings


def _missing(given: Set[str], task: Task) -> list[Problem]:
    """What `task` needs and is not `given`, and what does not go together."""
    several = bool(given & FOR_SEVERAL.keys())
    needed = (_NEEDED_FOR_SEVERAL if several else _NEEDED)[task]
    problems = [
        Problem(name, f"This is not set. {hint}") for name, hint in needed.items() if name not in given
    ]
    if task == "bot" and several and "SLACK_APP_TOKEN" in given:
        text = "Several workspaces need HTTP mode. Leave this out, and set SLACK_SIGNING_SECRET."
        problems.append(Problem("SLACK_APP_TOKEN", text))
    if task == "bot" and not several and not given & {"SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"}:
        text = "This is not set, nor is SLACK_SIGNING_SECRET: set one, for Socket Mode or for HTTP."
        problems.append(Problem("SLACK_APP_TOKEN", text))
    return problems
