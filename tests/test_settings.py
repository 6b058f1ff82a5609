"""The environment: what is missing or wrong is said at once, in sentences, and secrets stay out of sight."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.settings import Task, read_settings
from healthgap.errors import ConfigurationError

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def _problems(environment: dict[str, str], task: Task) -> list[str]:
    with pytest.raises(ConfigurationError) as raised:
        read_settings(environment, task)
    return [str(problem) for problem in raised.value.problems]


def test_without_tokens_both_are_asked_for() -> None:
    first, second = _problems({}, "bot")
    assert first.startswith("SLACK_BOT_TOKEN: This is not set.")
    assert second.startswith("SLACK_APP_TOKEN: This is not set, nor is SLACK_SIGNING_SECRET")


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    wrong = {"PORT": "http", "SLACK_API_URL": "slack.com", "HEALTHGAP_INBOX": str(tmp_path / "none")}
    wrong["HEALTHGAP_CHARTS"] = "drawn"
    assert [problem.split(":")[0] for problem in _problems(wrong, "web")] == [
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "HEALTHGAP_INBOX",
        "PORT",
        "HEALTHGAP_CHARTS",
        "SLACK_API_URL",
    ]


@pytest.mark.parametrize("task", ["bot", "web", "worker"])
def test_a_token_of_another_kind_is_told_and_not_repeated(task: Task) -> None:
    swapped = {
        "SLACK_BOT_TOKEN": "xapp-secret",
        "SLACK_APP_TOKEN": "xoxb-secret",
        "SLACK_SIGNING_SECRET": "s",
    }
    assert _problems(swapped, task) == [
        "SLACK_BOT_TOKEN: This does not start with xoxb-, so it is another kind of token.",
        "SLACK_APP_TOKEN: This does not start with xapp-, so it is another kind of token.",
    ]


def test_a_bot_token_that_expires_starts_otherwise() -> None:
    assert read_settings({"SLACK_BOT_TOKEN": "xoxe.xoxb-1"}, "worker").bot_token == "xoxe.xoxb-1"


def test_an_empty_value_is_one_that_is_not_set() -> None:
    settings = read_settings({**TOKENS, "PORT": "", "SLACK_SIGNING_SECRET": " "}, "bot")
    assert (settings.port, settings.signing_secret) == (3000, "")


def test_work_on_the_store_needs_no_slack() -> None:
    assert read_settings({}, "store").database_url == "sqlite:///healthgap.db"


def test_the_worker_needs_the_token_alone() -> None:
    assert read_settings({"SLACK_BOT_TOKEN": "xoxb-1"}, "worker").bot_token == "xoxb-1"


KEY = Fernet.generate_key().decode()
SEVERAL = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "hush", "HEALTHGAP_SECRET_KEY": KEY}


@pytest.mark.parametrize("task", ["bot", "web"])
def test_several_workspaces_need_no_token_and_one_needs_nothing_new(task: Task) -> None:
    settings = read_settings({**SEVERAL, "SLACK_SIGNING_SECRET": "s"}, task)
    assert settings.is_for_several
    assert settings.secret_keys == (KEY,)
    assert read_settings(SEVERAL, "worker").is_for_several
    assert not read_settings({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}, task).is_for_several


@pytest.mark.parametrize("given", SEVERAL)
def test_of_what_several_workspaces_need_each_missing_one_is_named(given: str) -> None:
    problems = _problems({given: SEVERAL[given], "SLACK_BOT_TOKEN": "xoxb-1"}, "web")
    missing = [name for name in (*SEVERAL, "SLACK_SIGNING_SECRET") if name != given]
    assert [problem.split(":")[0] for problem in problems] == missing
    assert all("This is not set." in problem for problem in problems)


def test_several_workspaces_need_http() -> None:
    (problem,) = _problems({**SEVERAL, "SLACK_SIGNING_SECRET": "s", "SLACK_APP_TOKEN": "xapp-1"}, "bot")
    assert problem.startswith("SLACK_APP_TOKEN: Several workspaces need HTTP mode.")


def test_keys_are_listed_the_sealing_one_first() -> None:
    assert read_settings({**SEVERAL, "HEALTHGAP_SECRET_KEY": f"{KEY}, {KEY} "}, "worker").secret_keys == (
        KEY,
        KEY,
    )
    for wrong in ("hunter2", f"{KEY},", KEY[1:]):
        (problem,) = _problems({**SEVERAL, "HEALTHGAP_SECRET_KEY": wrong}, "worker")
        assert problem == "HEALTHGAP_SECRET_KEY: This is no key. docs/workspaces.md says how to make one."


def test_secrets_are_never_printed() -> None:
    settings = read_settings({**TOKENS, "DATABASE_URL": "postgresql://me:secret@host/name"}, "bot")
    assert "xoxb-1" not in repr(settings)
    assert "me:secret" not in repr(settings)
    several = repr(read_settings(SEVERAL, "worker"))
    assert "hush" not in several
    assert KEY not in several


def test_an_address_may_end_with_a_slash_or_not() -> None:
    for address in ("http://127.0.0.1:3111/api", "http://127.0.0.1:3111/api/"):
        settings = read_settings({"SLACK_API_URL": address}, "store")
        assert settings.slack_api_url == "http://127.0.0.1:3111/api/"
