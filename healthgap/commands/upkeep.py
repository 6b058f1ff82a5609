"""What whoever runs healthgap does for its store: copies of it, a look at what was done, and a check."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from healthgap.commands.arguments import Json, day_begins
from healthgap.commands.surroundings import now, opened
from healthgap.errors import ConfigurationError
from healthgap.output import json_text
from healthgap.releases import LONDON
from healthgap.store.audit import Entry


def export(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    embargoed: Annotated[
        bool, typer.Option("--with-embargoed", help="Also the releases under embargo.")
    ] = False,
) -> None:
    """Write the releases as Parquet files, a folder for each."""
    with opened() as service:
        written = service.export(folder, now=now(), embargoed=embargoed)
        typer.echo(f"{folder}: {_counted(len(written), 'release')}.")


def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Copy the SQLite database, while others use it."""
    with opened() as service:
        service.backup(file)
        typer.echo(f"{file}: {_counted(len(service.releases()), 'release')}.")


def restore(
    file: Annotated[Path, typer.Argument(help="What `backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace the releases that are held.")] = False,
) -> None:
    """Put a backup in the place of the SQLite database."""
    with opened() as service:
        service.restore(file, replace=replace)
        typer.echo(
            f"Held again: {_counted(len(service.releases()), 'release')}. "
            "Summaries that were posted after the backup was made may be posted once more."
        )


def audit(
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From that day on, London time.")] = None,
    channel: Annotated[
        str | None, typer.Option(help="Only what was done to this channel, by its id.")
    ] = None,
    release: Annotated[
        str | None, typer.Option(help="Only what was done to this release, by its id.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List who loaded, withdrew, subscribed and paused what, and what was posted. It names embargoed releases too."""
    with opened() as service:
        found = [
            entry
            for entry in service.audit.entries(day_begins(since))
            if channel in (None, entry.channel) and release in (None, entry.release_id)
        ]
    if as_json:
        typer.echo(json_text([asdict(entry) | {"at": entry.at.isoformat()} for entry in found]))
        return
    for entry in found:
        typer.echo(_audit_line(entry))
    if not found:
        typer.echo("Nothing is recorded.")


def _audit_line(entry: Entry) -> str:
    """An entry of the audit log in one line: when (London time), who, did what, to what."""
    when = f"{entry.at.astimezone(LONDON):%Y-%m-%d %H:%M:%S}"
    what = [entry.release_id, entry.channel, entry.workspace, " ".join(entry.detail.split())]
    return "  ".join([when, entry.who, entry.deed, *(part for part in what if part)])


def check() -> None:
    """Report every problem in the configuration and in the store."""
    with opened() as service:
        problems = service.check()
        if problems:
            raise ConfigurationError(problems)
        indicators = _counted(len(service.catalogue.indicators), "indicator")
        typer.echo(f"No problems found: {indicators}, {_counted(len(service.releases()), 'release')}.")


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"
