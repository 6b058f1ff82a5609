"""Runs the parts of the bot in this process until it is told to stop.

Then it begins nothing more, finishes the deliveries and answers under way, and closes the store last.
"""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from functools import partial
from urllib.error import URLError

import typer
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk.errors import SlackApiError

from bot.app import build_app, slack_client
from bot.blocks import listed_table, native_table
from bot.conversation import Conversation
from bot.delivery import Courier, delivery_client, parcel
from bot.desk import Desk
from bot.http import asgi
from bot.inbox import Inbox
from bot.pacing import Pace
from bot.people import People
from bot.posting import attach, show, show_natively
from bot.schedule import schedule
from bot.settings import SLACK_API_URL, Settings, Task
from healthgap.errors import ConfigurationError
from healthgap.service import Healthgap

_ANSWERS_AT_ONCE = 10


def run(settings: Settings, people: People, task: Task, clock: Callable[[], datetime], greeting: str) -> None:
    """Runs the parts that belong to `task` until SIGINT or SIGTERM; prints `greeting` when they are ready.

    Raises ConfigurationError, before anything is sent, when Slack rejects the tokens or cannot be reached.
    """
    client = slack_client(settings.bot_token, settings.slack_api_url)
    with _explained("SLACK_BOT_TOKEN", settings):
        client.auth_test()
    with ExitStack() as parts:
        service = parts.enter_context(closing(Healthgap.open(settings.database_url, settings.config)))
        stop = parts.enter_context(_stop_signal())
        is_slack = settings.slack_api_url == SLACK_API_URL
        table, picture = (native_table, show) if is_slack else (listed_table, attach)
        if settings.charts == "native":
            picture = show_natively
        if task != "worker":
            executor = parts.enter_context(ThreadPoolExecutor(_ANSWERS_AT_ONCE, "answer"))
            conversation = Conversation(service, clock, table, picture)
            desk = Desk(service, people, clock, table)
            app = build_app(client, settings.signing_secret, conversation, desk, executor)
            socket_mode = settings.app_token and task == "bot"
            parts.enter_context(_socket_mode(app, settings) if socket_mode else _http(app, settings.port))
        if task != "web":
            sender = delivery_client(settings.bot_token, settings.slack_api_url, Pace(clock))
            courier = Courier(service.outbox, sender, partial(parcel, service, table), clock)
            inbox = Inbox(settings.inbox, service) if settings.inbox else None
            parts.enter_context(schedule(service, courier, inbox, clock))
        typer.echo(greeting)
        stop.wait()


@contextmanager
def _socket_mode(app: App, settings: Settings) -> Iterator[None]:
    handler = SocketModeHandler(app, settings.app_token)
    try:
        with _explained("SLACK_APP_TOKEN", settings):
            handler.client.connect()
        yield
    finally:
        handler.client.close()


@contextmanager
def _http(app: App, port: int) -> Iterator[None]:
    try:
        listener = socket.create_server(("", port))
    except OSError as error:
        raise ConfigurationError.of("PORT", f"Port {port} is in use, or not ours to open.") from error
    server = uvicorn.Server(
        uvicorn.Config(asgi(app), log_config=None, lifespan="off", timeout_graceful_shutdown=5)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="http")
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def _stop_signal() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set, instead of ending the process where it stands."""
    stop = threading.Event()
    before = {
        number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _explained(setting: str, settings: Settings) -> Iterator[None]:
    """Turns what Slack says to a wrong token, or its silence, into one sentence for the operator."""
    try:
        yield
    except SlackApiError as error:
        reason = error.response["error"]
        raise ConfigurationError.of(setting, f"Slack does not accept this token ({reason}).") from error
    except (URLError, OSError) as error:
        raise ConfigurationError.of(
            "SLACK_API_URL", f"{settings.slack_api_url} cannot be reached."
        ) from error
