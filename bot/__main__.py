"""`python -m bot`: builds everything and runs it. The only reader of environment and clock."""

from __future__ import annotations

import os
import re
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import typer

from bot import logs, running, terminal
from bot.local import demo
from bot.local.slack import LocalSlackError, free_port, local_slack
from bot.local.workspace import environment, workspace
from bot.people import People, read_people
from bot.settings import FOR_SEVERAL, Settings, Task, read_settings
from bot.subscribing import described, indicator_ids
from healthgap.errors import (
    AskerError,
    ConfigurationError,
    RefusedDataError,
    StoreError,
    UnknownNameError,
)
from healthgap.service import Healthgap
from healthgap.store.audit import OPERATOR
from healthgap.store.subscriptions import Subscription
from healthgap.store.workspaces import THE_ONLY

_LOCAL_PORT = 3111
_NOTHING = {"at": "once", "digest": "none"}  # what takes an option's effect away again
_CHANNEL_ID = re.compile(r"[CDG][A-Z0-9]+")

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

Channels = Annotated[list[str], typer.Argument(help="Channel ids, such as C012AB3CD.", metavar="CHANNEL_ID…")]
Workspace = Annotated[
    str | None, typer.Option(metavar="TEAM_ID", help="Such as T012AB3CD; needed where there are several.")
]


@cli.callback(invoke_without_command=True)
def bot(
    context: typer.Context,
    local: Annotated[bool, typer.Option("--local", help="Start a local Slack and the bot in it.")] = False,
) -> None:
    """Run the bot in Slack; without a command, all of it in one process."""
    if context.invoked_subcommand:
        return
    if local:
        _local()
        return
    settings = read_settings(os.environ, "bot")
    mode = "in Socket Mode" if settings.app_token else f"on port {settings.port}"
    _run(settings, _people(settings), "bot", f"healthgap is running {mode}.")


@cli.command()
def web() -> None:
    """Answer questions over HTTP, and nothing else."""
    settings = read_settings(os.environ, "web")
    _run(settings, _people(settings), "web", f"healthgap is answering on port {settings.port}.")


@cli.command()
def worker() -> None:
    """Watch the inbox and post summaries, and nothing else."""
    settings = read_settings(os.environ, "worker")
    _run(settings, People(), "worker", "healthgap is posting summaries.")


@cli.command()
def subscribe(
    channels: Channels,
    indicators: Annotated[
        str | None, typer.Option(help="Ids with commas between, or “all”, as for a new one if left out.")
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM", help="Or “once”: as soon as it is public, as for a new one if left out."
        ),
    ] = None,
    timezone: Annotated[
        str | None, typer.Option(metavar="TZ", help="A new one: Europe/London if left out.")
    ] = None,
    workspace: Workspace = None,
    digest: Annotated[
        Literal["weekly", "monthly", "none"] | None, typer.Option(help="A regular digest as well.")
    ] = None,
) -> None:
    """Give channels a summary of every new release. Of one that is subscribed, what is left out stays as it is."""
    with _store() as service:
        where = _chosen(workspace, service)
        said = {"at": at, "timezone": timezone, "digest": digest}
        changes: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
        changes |= {name: None for name, nothing in _NOTHING.items() if changes.get(name) == nothing}
        if indicators is not None:
            changes["indicators"] = _named(indicators, service)
        for channel in channels:
            if not _CHANNEL_ID.fullmatch(channel):
                raise typer.BadParameter(f"“{channel}” is not a channel id such as C012AB3CD.")
            wish = _held(where, channel, service) | changes
            made = service.subscribe(channel, **wish, by=OPERATOR, now=_now(), workspace=where)
            typer.echo(_line(where, made, service))


@cli.command()
def unsubscribe(channels: Channels, workspace: Workspace = None) -> None:
    """Give channels no more summaries."""
    with _store() as service:
        outbox = service.outbox.of(_chosen(workspace, service))
        for channel in channels:
            removed = outbox.unsubscribe(channel, _now())
            typer.echo(f"{channel} is no longer subscribed." if removed else f"{channel} was not subscribed.")


@cli.command()
def subscriptions() -> None:
    """List the subscribed channels."""
    with _store() as service:
        for workspace in service.outbox.workspaces():
            for subscription in service.outbox.of(workspace).subscriptions():
                typer.echo(_line(workspace, subscription, service))


def main() -> None:
    """Exit status 0 fine, 2 usage, 3 configuration or database, 4 refused data."""
    try:
        cli()
    except (ConfigurationError, StoreError) as error:
        _end(error, 3)
    except RefusedDataError as error:
        _end(error, 4)
    except AskerError as error:
        _end(error, 2)


def _run(settings: Settings, people: People, task: Task, greeting: str) -> None:
    form = settings.log or ("plain" if sys.stderr.isatty() else "json")
    logs.configure(form, settings.secrets, show_text=settings.log_text)
    running.run(settings, people, task, _now, greeting)


def _now() -> datetime:
    return datetime.now(UTC)


def _chosen(workspace: str | None, service: Healthgap) -> str:
    """The workspace that a command is for: the one that is named, or the only one that there is."""
    installed = service.workspaces.installed()
    if workspace in installed:
        return workspace
    if workspace:
        raise UnknownNameError(f"healthgap is not installed in {workspace}.")
    if len(installed) > 1:
        names = ", ".join(installed)
        raise UnknownNameError(f"healthgap is installed in {names}. Say which with --workspace.")
    if not installed and read_settings(os.environ, "store").is_for_several:
        raise UnknownNameError("healthgap is installed in no workspace yet.")
    return installed[0] if installed else THE_ONLY


def _named(indicators: str, service: Healthgap) -> list[str] | None:
    """The indicators that an option names; None for all."""
    if not indicators.strip(" ,"):
        raise UnknownNameError("No indicator is named. Name some, or say --indicators all.")
    return None if indicators.strip().lower() == "all" else indicator_ids(indicators, service.catalogue)


def _held(workspace: str, channel: str, service: Healthgap) -> dict[str, Any]:
    """What the channel is subscribed to, as `Healthgap.subscribe` takes it; nothing where it is not."""
    every = service.outbox.of(workspace).subscriptions()
    held = next((one for one in every if one.channel == channel), None)
    if held is None:
        return {}
    slots = held.slots
    when = {"timezone": slots.timezone, "days": slots.days, "which": slots.which}
    what = {"indicators": held.indicators, "summaries": held.summaries, "digest": held.digest}
    return {**when, **what, "at": f"{slots.at:%H:%M}" if slots.at else None}


def _line(workspace: str, subscription: Subscription, service: Healthgap) -> str:
    paused = f" (paused: {subscription.paused_why})" if subscription.paused_at else ""
    where = f"{workspace} {subscription.channel}".strip()
    return f"{where}: {described(subscription, service.catalogue)}{paused}"


def _people(settings: Settings) -> People:
    people = read_people(settings.config)
    return people.of_several_workspaces() if settings.is_for_several else people


def _store() -> closing[Healthgap]:
    settings = read_settings(os.environ, "store")
    return closing(Healthgap.open(settings.database_url, settings.config))


def _local() -> None:
    """The bot in a local Slack with the sample releases, or in the terminal where there can be none."""
    store = {**os.environ, "DATABASE_URL": os.environ.get("DATABASE_URL") or demo.fresh_database()}
    settings = read_settings(store, "store")
    with closing(Healthgap.open(settings.database_url, settings.config)) as service:
        demo.prepare(service, _now())
    place = workspace()
    try:
        with local_slack(demo.FOLDER / "slack", place, free_port(_LOCAL_PORT)) as slack:
            alone = {**store, **dict.fromkeys(FOR_SEVERAL, "")}
            joined = read_settings({**alone, **environment(place["apps"][0], slack.api_url)}, "bot")
            _run(joined, demo.NAMED, "bot", demo.greeting(slack.address))
    except LocalSlackError as error:
        typer.echo(f"{error} Here is the same conversation in the terminal; Ctrl+D ends it.")
        with closing(Healthgap.open(settings.database_url, settings.config)) as service:
            terminal.converse(service, _now, terminal.prompted(), demo.FOLDER)


def _end(error: Exception, status: int) -> None:
    typer.echo(error, err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
