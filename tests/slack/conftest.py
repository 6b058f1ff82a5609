"""The bot at work in a local Slack, once in Socket Mode and once over signed HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.slack.world import Mode, World, bot_process, settings_of, world


def _with_bot(mode: Mode, factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(mode, factory.mktemp(mode)) as made, bot_process(settings_of(made)):
        yield made


@pytest.fixture(scope="session")
def socket_slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from _with_bot("socket", tmp_path_factory)


@pytest.fixture(scope="session")
def http_slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from _with_bot("http", tmp_path_factory)


@pytest.fixture(params=["socket", "http"])
def slack(request: pytest.FixtureRequest) -> World:
    """Every test that uses this runs in both modes."""
    world: World = request.getfixturevalue(f"{request.param}_slack")
    return world
