"""Gaps as a table and as a picture: those of the loaded figures, or of a file of counts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from healthgap.answer.table import COLUMNS
from healthgap.commands.arguments import AsOf, Cluster, Form, Output, check_output, day_ends
from healthgap.commands.surroundings import now, opened
from healthgap.output import write
from healthgap.reply import ChartRequest
from healthgap.whole_files import written_whole


def gaps(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A file of counts by group, or a folder of Parquet files; loaded figures if none."
        ),
    ] = None,
    indicator: Annotated[str | None, typer.Option(help="Only this indicator's.")] = None,
    as_of: AsOf = None,
    group: Annotated[str | None, typer.Option(help="With FILE: the group that may be worse off.")] = None,
    comparator: Annotated[str | None, typer.Option(help="With FILE: the group it is held against.")] = None,
    polarity: Annotated[
        Literal["lower_is_better", "higher_is_better"], typer.Option(help="With FILE: which way is better.")
    ] = "lower_is_better",
    contains: Annotated[
        bool, typer.Option("--contains", help="With FILE: the comparator's people include the group's.")
    ] = False,
    per: Annotated[float, typer.Option(help="With FILE: rates are per so many people.")] = 100_000,
    cluster: Cluster = None,
    form: Form = "table",
    output: Output = None,
) -> None:
    """List every gap with its baseline, change and target status; or the gaps of a file of counts."""
    check_output(form, output)
    if file:
        if indicator or as_of:
            raise typer.BadParameter("--indicator and --as-of are for loaded figures, not for a file.")
        from healthgap.comparing import compared, comparison_of
        from healthgap.partitions import write_tables

        comparison = comparison_of(group, comparator, polarity, contains, per)
        write_tables(compared(file, comparison, cluster), form, output)
        return
    with opened() as service:
        rows = service.gaps(indicator, now=now(), as_of=day_ends(as_of))
        write(rows, COLUMNS, form, output)


def chart(
    indicator: Annotated[str, typer.Argument(help="The indicator's id.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="A .png or .svg file.")],
    sex: Annotated[str | None, typer.Option(help="male or female, where the indicator has both.")] = None,
    as_of: AsOf = None,
) -> None:
    """Draw the chart that the bot would post."""
    form = output.suffix.lstrip(".").lower()
    if form not in ("png", "svg"):
        raise typer.BadParameter("The file's name must end in .png or .svg.")
    with opened() as service:
        entry = service.catalogue.indicators.get(indicator)
        request = ChartRequest(
            indicator, sex or (entry.sexes[0] if entry else ""), entry.headline if entry else ""
        )
        picture = service.draw(
            request, now=now(), as_of=day_ends(as_of), form="svg" if form == "svg" else "png"
        )
        with written_whole(output) as unfinished:
            unfinished.write_bytes(picture.data)
        typer.echo(f"{output}: {picture.alt_text}")
        if entry and len(entry.sexes) > 1 and not sex:
            typer.echo(f"This is for {entry.sexes[0]}; --sex draws {' or '.join(entry.sexes[1:])}.")
