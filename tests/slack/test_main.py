"""`python -m bot` as an operator meets it: what it says, and its exit status."""

from __future__ import annotations

import os
import socket
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from healthgap.service import Healthgap
from tests.slack.forks import ROOT, finished
from tests.slack.proxy import proxy, refused
from tests.slack.world import World

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def _bot(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite://"}
    return finished("bot", arguments, {**kept, **settings})


def test_missing_tokens() -> None:
    ended = _bot()
    assert ended.returncode == 3
    assert ended.stderr.splitlines()[0].startswith("SLACK_BOT_TOKEN: This is not set.")
    assert "Traceback" not in ended.stderr


def test_a_wrong_bot_token_is_found_before_anything_else(socket_slack: World) -> None:
    with proxy(socket_slack.slack.api_url) as slack:
        slack.fail("auth.test", refused("invalid_auth"))
        ended = _bot(**TOKENS, SLACK_API_URL=slack.api_url)
    assert ended.returncode == 3
    assert ended.stderr == "SLACK_BOT_TOKEN: Slack does not accept this token (invalid_auth).\n"
    assert [method for method, _ in slack.calls] == ["auth.test"]


def test_a_wrong_app_token(socket_slack: World) -> None:
    with proxy(socket_slack.slack.api_url) as slack:
        slack.fail("apps.connections.open", refused("invalid_auth"))
        ended = _bot(**TOKENS, SLACK_API_URL=slack.api_url)
    assert ended.returncode == 3
    assert ended.stderr == "SLACK_APP_TOKEN: Slack does not accept this token (invalid_auth).\n"


def test_a_server_that_is_not_there() -> None:
    ended = _bot(**TOKENS, SLACK_API_URL="http://127.0.0.1:9/api/")
    assert ended.returncode == 3
    assert ended.stderr == "SLACK_API_URL: http://127.0.0.1:9/api/ cannot be reached.\n"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "sqlite:////nowhere/a.db"),
        ("HEALTHGAP_CONFIG", "/nowhere"),
        ("SLACK_BOT_TOKEN", "nonsense"),
        ("SLACK_APP_TOKEN", "xoxb-1"),
    ],
)
@pytest.mark.parametrize("task", ["bot", "worker"])
def test_a_wrong_setting_is_told_before_slack_hears_anything(
    socket_slack: World, task: str, setting: str, value: str
) -> None:
    command = () if task == "bot" else (task,)
    with proxy(socket_slack.slack.api_url) as slack:
        ended = _bot(*command, **{**TOKENS, "SLACK_API_URL": slack.api_url, setting: value})
    assert ended.returncode == 3
    assert len(ended.stderr.splitlines()) == 1
    assert not ended.stderr.startswith("{")
    assert slack.calls == []


def test_a_port_in_use(socket_slack: World) -> None:
    with socket.create_server(("", 0)) as taken, proxy(socket_slack.slack.api_url) as slack:
        port = str(taken.getsockname()[1])
        http = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "PORT": port}
        ended = _bot(**http, SLACK_API_URL=slack.api_url)
    assert ended.returncode == 3
    assert ended.stderr == f"PORT: Port {port} is in use, or not ours to open.\n"
    assert slack.calls == []


def test_an_unknown_command() -> None:
    ended = _bot("dance")
    assert ended.returncode == 2
    assert "No such command 'dance'" in ended.stderr


def test_operators_subscribe_channels(tmp_path: Path) -> None:
    store = {"DATABASE_URL": f"sqlite:///{tmp_path / 'healthgap.db'}"}
    made = _bot(
        "subscribe", "C1", "C2", "--indicators", "infant_mortality,life_expectancy", "--at", "09:30", **store
    )
    assert made.returncode == 0, made.stderr
    listed = _bot("subscriptions", **store)
    assert listed.stdout == made.stdout
    assert listed.stdout.splitlines()[0] == (
        "C1: infant mortality and life expectancy, at 09:30 (Europe/London)"
    )
    assert (
        _bot("unsubscribe", "C1", "C9", **store).stdout
        == "C1 is no longer subscribed.\nC9 was not subscribed.\n"
    )
    assert len(_bot("subscriptions", **store).stdout.splitlines()) == 1


def test_what_an_operator_leaves_out_stays_as_it_is(tmp_path: Path) -> None:
    store = {"DATABASE_URL": f"sqlite:///{tmp_path / 'healthgap.db'}"}
    with closing(Healthgap.open(store["DATABASE_URL"], ROOT / "config")) as service:
        service.subscribe(
            "C1",
            indicators=["infant_mortality"],
            at="17:00",
            timezone="Asia/Kathmandu",
            days=[0, 1, 2, 3, 4],
            which="working",
            digest="weekly",
            by="U0ADA",
            now=datetime.now(UTC),
        )
    before = _bot("subscriptions", **store).stdout
    assert _bot("subscribe", "C1", **store).stdout == before
    assert _bot("subscribe", "C1", "--at", "18:00", **store).stdout == before.replace("17:00", "18:00")
    monthly = _bot("subscribe", "C1", "--at", "17:00", "--digest", "monthly", **store).stdout
    assert "a monthly digest" in monthly
    assert "infant mortality, at 17:00 (Asia/Kathmandu) on working days" in monthly
    assert _bot("subscribe", "C1", "--indicators", "all", **store).stdout.startswith(
        "C1: every indicator, at"
    )


def test_what_an_operator_takes_away_is_gone_and_the_rest_stays(tmp_path: Path) -> None:
    store = {"DATABASE_URL": f"sqlite:///{tmp_path / 'healthgap.db'}"}
    _bot(
        "subscribe", "C1", "--indicators", "infant_mortality", "--at", "18:00", "--digest", "weekly", **store
    )
    without = _bot("subscribe", "C1", "--digest", "none", **store).stdout
    assert without == "C1: infant mortality, at 18:00 (Europe/London)\n"
    assert _bot("subscribe", "C1", "--at", "once", **store).stdout == (
        "C1: infant mortality, as soon as it is public\n"
    )


@pytest.mark.parametrize("nothing", ["", " ", ","])
def test_an_empty_list_of_indicators_is_refused(tmp_path: Path, nothing: str) -> None:
    store = {"DATABASE_URL": f"sqlite:///{tmp_path / 'healthgap.db'}"}
    ended = _bot("subscribe", "C1", "--indicators", nothing, **store)
    assert ended.returncode == 2
    assert ended.stderr == "No indicator is named. Name some, or say --indicators all.\n"
    assert _bot("subscriptions", **store).stdout == ""


def test_with_several_workspaces_operators_say_which(tmp_path: Path) -> None:
    store = {"DATABASE_URL": f"sqlite:///{tmp_path / 'healthgap.db'}"}
    refused_of_one = _bot("subscribe", "C1", "--workspace", "T1", **store)
    assert refused_of_one.returncode == 2
    assert refused_of_one.stderr == "healthgap is not installed in T1.\n"
    nowhere_yet = _bot("subscribe", "C1", SLACK_CLIENT_ID="1.2", **store)
    assert nowhere_yet.returncode == 2
    assert nowhere_yet.stderr == "healthgap is installed in no workspace yet.\n"
    with closing(Healthgap.open(store["DATABASE_URL"], ROOT / "config")) as service:
        service.workspaces.install("T1", "sealed", datetime.now(UTC))
        assert _bot("subscribe", "C1", **store).stdout.startswith("T1 C1: every indicator")
        service.workspaces.install("T2", "sealed", datetime.now(UTC))
    unsaid = _bot("subscribe", "C1", **store)
    assert unsaid.returncode == 2
    assert unsaid.stderr == "healthgap is installed in T1, T2. Say which with --workspace.\n"
    assert _bot("subscribe", "C1", "--workspace", "T2", **store).returncode == 0
    assert _bot("unsubscribe", "C1", "--workspace", "T1", **store).stdout == "C1 is no longer subscribed.\n"
    assert _bot("subscriptions", **store).stdout.startswith("T2 C1: every indicator")


def test_a_key_that_opens_nothing_and_people_of_no_workspace_are_told_before_anything(tmp_path: Path) -> None:
    several = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'healthgap.db'}",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "s",
        "SLACK_SIGNING_SECRET": "s",
        "HEALTHGAP_SECRET_KEY": Fernet.generate_key().decode(),
    }
    with closing(Healthgap.open(several["DATABASE_URL"], ROOT / "config")) as service:
        service.workspaces.install(
            "T1", Fernet(Fernet.generate_key()).encrypt(b"{}").decode(), datetime.now(UTC)
        )
    ended = _bot("worker", **several)
    assert ended.returncode == 3
    assert ended.stderr.startswith("HEALTHGAP_SECRET_KEY: No key here opens the installation in T1.")
    (tmp_path / "bot.toml").write_text('people = ["U0ADA"]\n')
    for folder in ("indicators", "mappings"):
        (tmp_path / folder).symlink_to(ROOT / "config" / folder)
    ended = _bot(**several, HEALTHGAP_CONFIG=str(tmp_path))
    assert ended.returncode == 3
    assert ended.stderr == "bot.toml: U0ADA: say of which workspace, as in T012AB3CD/U0ADA.\n"


def test_a_wish_that_makes_no_sense_changes_nothing(tmp_path: Path) -> None:
    store = {"DATABASE_URL": f"sqlite:///{tmp_path / 'healthgap.db'}"}
    for wish in (["--at", "25:00"], ["--timezone", "Europe/Nowhere"], ["--indicators", "happiness"]):
        ended = _bot("subscribe", "C1", *wish, **store)
        assert ended.returncode == 2
        assert len(ended.stderr.splitlines()) == 1
    assert _bot("subscriptions", **store).stdout == ""
