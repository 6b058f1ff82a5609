"""What the Procfile, the Containerfile and the pages on deploying tell operators to type works as it is written."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.local.slack import free_port
from bot.settings import read_settings
from tests.servers import PostgresServer
from tests.slack.forks import finished
from tests.slack.test_workspaces import BOT, GAP, NEWEST, opened
from tests.slack.world import HTTP, ROOT, WITHIN, World, settings_of, until, world

# What an activated environment has: its programs first.
PATH = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
DEPLOYING = (ROOT / "docs" / "deploying.md").read_text()
WORKSPACES = (ROOT / "docs" / "workspaces.md").read_text()
CONTAINER = (ROOT / "Containerfile").read_text()


def procfile() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text().splitlines()
    return {name: command for name, _, command in (line.partition(": ") for line in lines)}


@contextmanager
def typed(command: str, settings: dict[str, str], cwd: Path = ROOT) -> Iterator[None]:
    """What a host makes of `command`: it runs in a shell until it is told to stop, and then ends well."""
    with subprocess.Popen(
        ["sh", "-c", command],
        env={"PATH": PATH, **settings},
        cwd=cwd,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout
            assert any("healthgap is" in line for line in iter(process.stdout.readline, ""))
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(WITHIN)


def ended(command: str, settings: dict[str, str], cwd: Path = ROOT) -> str:
    """What a command prints that ends by itself, and well."""
    done = subprocess.run(
        ["sh", "-c", command],
        env={"PATH": PATH, **settings},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_process_types_serve_several_workspaces_from_several_machines(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    types = procfile()
    assert types.keys() == {"release", "web", "worker", "bot"}
    database = postgres.new_database()
    with opened(tmp_path, database) as office:
        # as such hosts write it
        hosted = {**office.settings, "DATABASE_URL": database.replace("postgresql+psycopg", "postgres")}
        other_port = str(free_port())
        other = replace(office, address=f"http://127.0.0.1:{other_port}")
        assert "No problems" in ended(types["release"], hosted)
        with (
            typed(types["web"], hosted),
            typed(types["web"], {**hosted, "PORT": other_port}),
            typed(types["worker"], hosted),
            typed(types["worker"], hosted),
        ):
            office.install(0)
            office.join(0)
            assert "subscribed this channel" in other.command(0, "subscribe to infant mortality")
            for machine, ts in ((office, "100.1"), (other, "100.1"), (other, "100.2")):
                assert HTTP.get(f"{machine.address}/healthz").text == "ok\n"
                machine.say(0, ts, f"<@{BOT}> {GAP}")
            for ts in ("100.1", "100.2"):
                (answer,) = until(partial(office.replies, 0, ts))
                assert "17%" in answer
            ended(f"python -m healthgap load {NEWEST}", hosted)
            office.settled()
        (summary,) = office.summaries(0)[-1:]
        assert "16%" in summary
        assert len([text for text in office.summaries(0) if "16%" in text]) == 1
        assert office.replies(0, "100.1") == [answer]


def test_on_one_machine_the_lines_of_the_page_start_the_bot(tmp_path: Path) -> None:
    (block,) = re.findall(r"## On one machine\n\n```sh\n(.*?)```", DEPLOYING, re.DOTALL)
    *install, read_env, check, bot = block.splitlines()
    assert [line.split()[-1] for line in install] == [".venv", "requirements.lock"]
    folder = tmp_path / "healthgap"
    folder.mkdir()
    for name in ("healthgap", "bot", "config"):
        (folder / name).symlink_to(ROOT / name)
    (folder / ".venv").symlink_to(Path(sys.executable).parents[1])
    with world("socket", tmp_path) as slack:
        written = {
            name: settings_of(slack)[name] for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_API_URL")
        }
        (folder / ".env").write_text(_filled_in(written | {"DATABASE_URL": slack.database}))
        with typed(f"{read_env}\n{check}\nexec {bot}", {}, folder):
            assert "17%" in slack.answer(slack.mention(GAP))["text"]


def test_what_the_image_holds_is_enough_and_its_health_check_tells(tmp_path: Path) -> None:
    copied = re.findall(r"^COPY (\w+)/ (\w+)/$", CONTAINER, re.MULTILINE)
    assert copied == [("healthgap", "healthgap"), ("bot", "bot"), ("config", "config")]
    for source, target in copied:
        shutil.copytree(ROOT / source, tmp_path / "image" / target)
    entry = json.loads(re.findall(r"^ENTRYPOINT (.*)$", CONTAINER, re.MULTILINE)[0])
    default = json.loads(re.findall(r"^CMD (.*)$", CONTAINER, re.MULTILINE)[0])
    look = json.loads(re.findall(r"^  CMD (\[.*\])$", CONTAINER, re.MULTILINE)[0])
    with world("socket", tmp_path) as slack:
        settings = {**settings_of(slack), "PORT": str(free_port()), "PATH": PATH}
        del settings["HEALTHGAP_CONFIG"]
        health = partial(subprocess.run, look, env=settings, capture_output=True, check=False)
        with typed(f"exec {' '.join([*entry, *default])}", settings, tmp_path / "image"):
            assert health().returncode == 0
            ended(" ".join([*entry, "healthgap", "check"]), settings, tmp_path / "image")
        assert health().returncode != 0
    # what the page says may follow the image's name
    for command in ("bot", "bot web", "bot worker", "healthgap check"):
        assert f"`{command}`" in DEPLOYING
        ended(" ".join([*entry, command, "--help"]), settings, tmp_path / "image")


def test_the_line_that_makes_a_key_makes_one(socket_slack: World) -> None:
    (line,) = re.findall(r"`(python -c [^`]+)`", WORKSPACES)
    key = ended(line, {}).strip()
    several = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s", "HEALTHGAP_SECRET_KEY": key}
    assert read_settings(several, "worker").secret_keys == (key,)


@pytest.mark.parametrize("page", [DEPLOYING, WORKSPACES], ids=["deploying", "workspaces"])
def test_every_command_on_the_page_is_one_that_there_is(page: str) -> None:
    commands = set(re.findall(r"(?:python -m |`)(healthgap|bot) ([a-z]+)", page))
    assert commands
    for program, name in commands:
        assert finished(program, [name, "--help"], {}).returncode == 0, (program, name)


def _filled_in(values: dict[str, str]) -> str:
    """`.env.example` with these lines filled in."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    for name, value in values.items():
        (number,) = (number for number, line in enumerate(lines) if line.startswith(f"#{name}="))
        lines[number] = f"{name}={value}"
    return "\n".join(lines) + "\n"
