"""A Socket Mode connection that is open and deaf is told of, and made anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.socket_mode.builtin import SocketModeClient

from bot.hearing import Hearing, kept
from bot.local.slack import free_port, local_slack
from bot.local.workspace import workspace
from tests.slack.proxy import Answer, Fault, Forward, Proxy, broken_server, proxy
from tests.slack.relay import Relay, relay
from tests.slack.world import ROOT, until

PING = 0.2  # seconds
OPEN = "apps.connections.open"


@pytest.fixture(scope="module")
def api_url() -> Iterator[str]:
    with local_slack(ROOT / ".local" / "slack", workspace(), free_port()) as slack:
        yield slack.api_url


@pytest.fixture
def line(api_url: str) -> Iterator[Relay]:
    port = urlsplit(api_url).port
    assert port
    with relay(port) as made:
        yield made


@pytest.fixture
def front(api_url: str) -> Iterator[Proxy]:
    with proxy(api_url) as made:
        yield made


@pytest.fixture
def client(front: Proxy, line: Relay) -> Iterator[SocketModeClient]:
    """A connection through the relay."""
    front.fail(OPEN, through(line))
    app = workspace()["apps"][0]
    made = SocketModeClient(app["appToken"], web_client=WebClient(base_url=front.api_url), ping_interval=PING)
    made.connect()
    yield made
    made.close()


def through(line: Relay) -> Fault:
    def fault(forward: Forward) -> Answer:
        body = forward().body
        assert isinstance(body, dict)
        address = urlsplit(body["url"])
        return Answer({**body, "url": address._replace(netloc=f"127.0.0.1:{line.port}").geturl()})

    return fault


def now() -> datetime:
    return datetime.now(UTC)


def test_a_connection_that_answers_is_left_alone(client: SocketModeClient, line: Relay) -> None:
    hearing = Hearing(client, now)
    session = client.current_session
    until(lambda: session and session.last_ping_pong_time)
    hearing.mend()
    assert hearing.trouble() is None
    assert line.accepted == 1


def test_a_deaf_connection_is_told_of_and_made_anew(
    client: SocketModeClient, front: Proxy, line: Relay
) -> None:
    hearing = Hearing(client, now)
    front.fail(OPEN, through(line))
    line.silence()
    told = until(hearing.trouble)
    assert told.startswith("Slack has not answered on its connection for ")
    with kept(hearing, PING):
        until(lambda: line.accepted == 2 and hearing.trouble() is None)
        session = client.current_session
        until(lambda: session and session.last_ping_pong_time)
    assert client.is_connected()


def test_while_slack_gives_no_new_connection_it_is_tried_again(
    client: SocketModeClient, front: Proxy, line: Relay
) -> None:
    hearing = Hearing(client, now)
    front.fail(OPEN, broken_server, broken_server, through(line))
    line.silence()
    with kept(hearing, PING):
        until(lambda: line.accepted == 2 and hearing.trouble() is None)


def test_a_connection_on_which_nothing_ever_came_is_made_anew(
    client: SocketModeClient, front: Proxy, line: Relay
) -> None:
    """The SDK by itself waits for the first answer to a ping forever."""
    front.fail(OPEN, through(line), through(line))
    line.only_greets = True
    client.connect_to_new_endpoint(force=True)
    hearing, session = Hearing(client, now), client.current_session
    assert until(hearing.trouble)
    assert session
    assert session.last_ping_pong_time is None
    line.only_greets = False
    with kept(hearing, PING):
        until(lambda: hearing.trouble() is None)
    assert client.current_session is not session
