"""What a release goes through: its file is read and loaded, it is listed, told of, and if need be taken back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from healthgap.bar import progress_bar
from healthgap.commands.arguments import AsOf, Json, day_ends, day_or_moment
from healthgap.commands.surroundings import config, now, opened
from healthgap.config import load_catalogue
from healthgap.errors import Problem, RefusedDataError
from healthgap.files.details import ReleaseDetails
from healthgap.output import json_text
from healthgap.releases import LONDON, Release


def load(
    files: Annotated[list[Path], typer.Argument(help="Files of figures, each with its TOML file beside it.")],
    title: Annotated[str | None, typer.Option(help="What the release is called.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who publishes it.")] = None,
    published: Annotated[str | None, typer.Option(help="The day or moment of publication.")] = None,
    source_url: Annotated[str | None, typer.Option(help="Where it was published.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report, and store nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Load files of figures, all or none of them."""
    details = ReleaseDetails(title, publisher, day_or_moment(published), source_url)
    with opened() as service:
        try:
            with progress_bar() as progress:
                report = service.load(files, details, now=now(), dry_run=dry_run, progress=progress)
        except RefusedDataError as error:
            if as_json:
                typer.echo(json_text({"problems": [_problem_values(problem) for problem in error.every()]}))
            raise
        typer.echo(json_text(report.json()) if as_json else report.text)


def _problem_values(problem: Problem) -> dict[str, Any]:
    """A problem of a refused file as `load --json` prints it."""
    names = ("file", "sheet", "row", "column", "value", "message", "expected", "nearest")
    return {name: getattr(problem, name) for name in names}


def formats(
    file: Annotated[Path, typer.Argument(help="A file of figures of whatever kind.")],
    as_json: Json = False,
) -> None:
    """Say what a file looks like and which mapping reads it; draft one where none does."""
    from healthgap.files.description import describe

    try:
        report = describe(file, load_catalogue(config()))
    except RefusedDataError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(4) from None
    typer.echo(json_text(report.json()) if as_json else report.text)
    if report.read_by is None:
        raise typer.Exit(4)


def releases(as_json: Json = False) -> None:
    """List the releases, with their state."""
    with opened() as service:
        moment, found = now(), service.releases()
    if as_json:
        typer.echo(json_text([_release_values(release, moment) for release in found]))
        return
    for release in found:
        day = release.published_at.astimezone(LONDON).date()
        typer.echo(f"{release.id}  {release.state(moment)}  {day}  {release.publisher}, “{release.title}”")
    if not found:
        typer.echo("No releases are loaded yet.")


def _release_values(release: Release, moment: datetime) -> dict[str, Any]:
    """A release as `releases --json` prints it."""
    return {
        "id": release.id,
        "title": release.title,
        "publisher": release.publisher,
        "published_at": release.published_at.isoformat(),
        "state": release.state(moment),
        "source_url": release.source_url,
        "published_words": release.published_words,
        "reported_by": release.reported_by,
        "file": release.file_name,
        "loaded_at": release.loaded_at.isoformat(),
        "withdrawn_at": release.withdrawn_at.isoformat() if release.withdrawn_at else None,
        "withdrawn_why": release.withdrawn_why,
    }


def withdraw(
    release: Annotated[str, typer.Argument(help="The release's id, as `releases` lists it.")],
    why: Annotated[str, typer.Option(help="The reason, for people to read.")],
) -> None:
    """Take a release back. It is kept, and its figures speak no more."""
    from healthgap.wording.withdrawals import warned

    with opened() as service:
        withdrawn = service.withdraw(release, why, now=now())
        typer.echo(f"“{withdrawn.title}” is withdrawn: {why}")
        typer.echo(warned(service.outbox.warned(release, now())))


def summary(
    release: Annotated[
        str | None, typer.Argument(help="The release's id; the newest public one if none.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Show the message that channels get about a release."""
    with opened() as service:
        told = service.release_summary(release, now=now(), as_of=day_ends(as_of))
        typer.echo(json_text({"release": told.release, "text": told.text}) if as_json else told.text)
