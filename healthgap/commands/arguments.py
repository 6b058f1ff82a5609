"""Arguments that several commands take, and the days and moments written in them."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from healthgap.output import Format
from healthgap.releases import LONDON, end_of_day

Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
AsOf = Annotated[
    str | None, typer.Option(metavar="DATE", help="As known at the end of that day, London time.")
]
Form = Annotated[Format, typer.Option("--format", help="table, csv, json or parquet.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file.")]
Cluster = Annotated[
    str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler that shares out a folder's files.")
]


def day_ends(day: str | None) -> datetime | None:
    """The last moment of a day in London. Raises BadParameter for what is no date."""
    return end_of_day(_date(day)) if day is not None else None


def day_begins(day: str | None) -> datetime | None:
    """The first moment of a day in London. Raises BadParameter for what is no date."""
    return datetime.combine(_date(day), time(), tzinfo=LONDON) if day is not None else None


def _date(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise typer.BadParameter(f"“{day}” is not a date such as 2009-01-14.") from None


def day_or_moment(text: str | None) -> date | datetime | None:
    """A day, or a moment of one. Raises BadParameter for what is neither."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}” is not a date such as 2009-01-14, or 2009-01-14T09:30.") from None


def check_output(form: Format, output: Path | None) -> None:
    """Raises BadParameter for what cannot be printed and names no file."""
    if form == "parquet" and output is None:
        raise typer.BadParameter("Parquet needs a file: -o FILE.")
