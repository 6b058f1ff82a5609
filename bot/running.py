"""Runs the parts of the bot in this process until it is told to stop.

Then it says that it is not ready, begins no further delivery, finishes the deliveries and answers under way, and closes
the store last.
"""

from __future__ import annotations

import logging
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
from starlette.applications import Starlette

from bot import logs
from bot.app import build_app, slack_client
from bot.blocks import listed_table, native_table
from bot.conversation import Conversation
from bot.delivery import Courier, parcel
from bot.desk import Desk
from bot.hearing import Hearing, kept
from bot.http import Check, Condition, asgi, store_trouble
from bot.inbox import Inbox
from bot.metrics import Metrics
from bot.people import People
from bot.posting import attach, show, show_natively
from bot.reach import reached
from bot.replays import Replays
from bot.schedule import schedule
from bot.settings import SLACK_API_URL, Settings, Task
from bot.watch import Watch
from healthgap.errors import ConfigurationError
from healthgap.service import Healthgap

_log = logging.getLogger(__name__)

_ANSWERS_AT_ONCE = 10
_STOPS = (signal.SIGINT, signal.SIGTERM)
_LOOK = 2.0  # seconds between two looks at the connection to Slack


def run(settings: Settings, people: People, task: Task, clock: Callable[[], datetime], greeting: str) -> None:
    """Runs the parts that belong to `task` until SIGINT or SIGTERM; prints `greeting` when they are ready.

    Raises ConfigurationError when a setting is wrong, before Slack hears of it, and when Slack rejects the tokens or
    cannot be reached, before anything is posted.
    """
    with ExitStack() as parts:
        service = parts.enter_context(closing(Healthgap.open(settings.database_url, settings.config)))
        is_http = task == "web" or (task == "bot" and not settings.app_token)
        listener = _listener(settings.port) if is_http else _spare_listener(settings.spare_port)
        if listener:
            parts.enter_context(listener)
        metrics = Metrics(service, clock)
        with _explained("SLACK_BOT_TOKEN", settings):
            if not settings.is_for_several:
                slack_client(settings.bot_token, settings.slack_api_url).auth_test()
            reach = reached(settings, service, clock, metrics.ended)
        stop = _stop_signal()
        is_slack = settings.slack_api_url == SLACK_API_URL
        table, picture = (native_table, show) if is_slack else (listed_table, attach)
        if settings.charts == "native":
            picture = show_natively
        checks: list[Check] = [lambda: "It is stopping." if stop.is_set() else None]
        checks.append(partial(store_trouble, service))
        served = None
        if task != "worker":
            executor = parts.enter_context(ThreadPoolExecutor(_ANSWERS_AT_ONCE, "answer"))
            conversation = Conversation(service, clock, table, picture, Watch(metrics, clock))
            desk = Desk(service, people, clock, table, reach.workspace_of)
            notes = parts.enter_context(ThreadPoolExecutor(1, "notes"))
            replays = Replays(service.threads.was_heard, conversation.first_time, notes)
            app = build_app(
                reach.client, settings.signing_secret, conversation, desk, executor, replays, reach.oauth
            )
            if is_http:
                served = app
            else:
                checks.append(parts.enter_context(_socket_mode(app, settings, clock)).trouble)
        if listener:
            condition = Condition(checks, metrics, settings.metrics_token)
            parts.enter_context(_http(asgi(condition, served), listener))
        if task != "web":
            pack = partial(parcel, service, table)
            courier = parts.enter_context(
                reach.senders(lambda outbox, sender: Courier(outbox, sender, pack, clock))
            )
            inbox = Inbox(settings.inbox, service) if settings.inbox else None
            parts.enter_context(schedule(service, courier, inbox, clock, reach.renew))
        typer.echo(greeting)
        stop.wait()
        for number in _STOPS:  # Python itself would end by one that comes while it shuts down
            signal.signal(number, signal.SIG_IGN)
        _log.info("Stopping; what is begun is finished first")


@contextmanager
def _socket_mode(app: App, settings: Settings, clock: Callable[[], datetime]) -> Iterator[Hearing]:
    handler = SocketModeHandler(app, settings.app_token)
    try:
        with _explained("SLACK_APP_TOKEN", settings):
            handler.client.connect()
        hearing = Hearing(handler.client, clock)
        with kept(hearing, _LOOK):
            yield hearing
    finally:
        handler.client.close()


@contextmanager
def _http(served: Starlette, listener: socket.socket) -> Iterator[None]:
    server = uvicorn.Server(
        uvicorn.Config(served, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="http")
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def _listener(port: int) -> socket.socket:
    try:
        return socket.create_server(("", port))
    except OSError as error:
        raise ConfigurationError.of("PORT", f"Port {port} is in use, or not ours to open.") from error


def _spare_listener(port: int | None) -> socket.socket | None:
    """For a process that works without one too: a worker often has the settings of the web process beside it."""
    try:
        return _listener(port) if port else None
    except ConfigurationError as error:
        _log.warning("%s This process goes on without /healthz and /metrics.", error)
        return None


def _stop_signal() -> threading.Event:
    """An event that SIGINT and SIGTERM set, however often they come, instead of ending the process where it stands."""
    stop = threading.Event()
    for number in _STOPS:
        signal.signal(number, lambda *_: stop.set())
    return stop


@contextmanager
def _explained(setting: str, settings: Settings) -> Iterator[None]:
    """Turns what Slack says to a wrong token, or its silence, into one sentence for the operator."""
    try:
        with logs.silenced("slack_sdk", "slack_bolt"):
            yield
    except SlackApiError as error:
        reason = error.response["error"]
        raise ConfigurationError.of(setting, f"Slack does not accept this token ({reason}).") from error
    except (URLError, OSError) as error:
        raise ConfigurationError.of(
            "SLACK_API_URL", f"{settings.slack_api_url} cannot be reached."
        ) from error
