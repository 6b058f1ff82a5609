"""`python -m bot` as an operator meets it: what it says, and its exit status."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.slack.proxy import proxy, refused
from tests.slack.world import ROOT, World

TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def _bot(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite://"}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env={**kept, **settings},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


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
    assert (
        ended.stderr.splitlines()[-1] == "SLACK_APP_TOKEN: Slack does not accept this token (invalid_auth)."
    )


def test_a_server_that_is_not_there() -> None:
    ended = _bot(**TOKENS, SLACK_API_URL="http://127.0.0.1:9/api/")
    assert ended.returncode == 3
    assert ended.stderr.splitlines()[-1] == "SLACK_API_URL: http://127.0.0.1:9/api/ cannot be reached."


def test_a_port_in_use(socket_slack: World) -> None:
    with socket.create_server(("", 0)) as taken:
        port = str(taken.getsockname()[1])
        http = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "PORT": port}
        ended = _bot(**http, SLACK_API_URL=socket_slack.slack.api_url)
    assert ended.returncode == 3
    assert ended.stderr.splitlines()[-1] == f"PORT: Port {port} is in use, or not ours to open."


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


def test_a_wish_that_makes_no_sense_changes_nothing(tmp_path: Path) -> None:
    store = {"DATABASE_URL": f"sqlite:///{tmp_path / 'healthgap.db'}"}
    for wish in (["--at", "25:00"], ["--timezone", "Europe/Nowhere"], ["--indicators", "happiness"]):
        ended = _bot("subscribe", "C1", *wish, **store)
        assert ended.returncode == 2
        assert len(ended.stderr.splitlines()) == 1
    assert _bot("subscriptions", **store).stdout == ""
