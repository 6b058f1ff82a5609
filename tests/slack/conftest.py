"""The bot at work in a local Slack, once in Socket Mode and once over signed HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.slack.world import Mode, World, bot_process, settings_of, world

BEGINS = "A test begins."


def _with_bot(mode: Mode, factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(mode, factory.mktemp(mode)) as made, bot_process(settings_of(made)):
        yield made


@pytest.fixture(scope="session")
def socket_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from _with_bot("socket", tmp_path_factory)


@pytest.fixture(scope="session")
def http_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from _with_bot("http", tmp_path_factory)


@pytest.fixture
def socket_slack(socket_world: World) -> World:
    return replace(socket_world, since=float(socket_world.say(BEGINS)))


@pytest.fixture
def http_slack(http_world: World) -> World:
    return replace(http_world, since=float(http_world.say(BEGINS)))


@pytest.fixture(params=["socket", "http"])
def slack(request: pytest.FixtureRequest) -> World:
    """Every test that uses this runs in both modes."""
    world: World = request.getfixturevalue(f"{request.param}_slack")
    return world
