"""The command `healthgap measures`: its options, and the list of measures that it prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from healthgap.commands.arguments import Cluster, Form, Output, check_output

if TYPE_CHECKING:
    from healthgap.measuring import Wanted

_WIDTH = len("recent_trend_of_proportions")
_AGES = "0,1,5,10,15,20,25,30,35,40,45,50,55,60,65,70,75,80,85,90"


def measures(
    file: Annotated[
        Path | None,
        typer.Argument(
            help="A file of groups, or a folder of Parquet files: see docs/measures.md for columns."
        ),
    ] = None,
    measure: Annotated[
        str | None, typer.Option(help="Which, with commas between; all of WHO's that apply if none.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List every measure with what it needs.")] = False,
    confidence: Annotated[
        float, typer.Option(help="The level of the limits: 0.9 to 1, or 90 to 100.")
    ] = 0.95,
    model: Annotated[Literal["logit", "linear"], typer.Option(help="For sii and rii.")] = "logit",
    rii: Annotated[
        Literal["who", "ohid", "scotpho", "scotpho_percent"], typer.Option(help="Which definition of rii.")
    ] = "who",
    rci: Annotated[
        Literal["standard", "wagstaff", "erreygers"], typer.Option(help="Which definition of rci.")
    ] = "standard",
    bounds: Annotated[
        str | None,
        typer.Option(metavar="LOW,HIGH", help="Lowest and highest possible value, for aci and rci."),
    ] = None,
    missing: Annotated[
        Literal["refuse", "drop"], typer.Option(help="What to do where estimates are missing.")
    ] = "refuse",
    scale: Annotated[
        float | None, typer.Option(help="The indicator's scale where the file does not say.")
    ] = None,
    multiplier: Annotated[
        float | None, typer.Option(help="The unit of rate, proportion, dsr, isr_rate, slope_index, funnels.")
    ] = None,
    reference_value: Annotated[float, typer.Option(help="For isr_ratio: what 1 is shown as.")] = 1,
    value_type: Annotated[
        Literal["mean", "rate", "proportion"], typer.Option(help="For slope_index: what the values are.")
    ] = "mean",
    fitted_on: Annotated[
        Literal["values", "transformed"],
        typer.Option(help="For slope_index: a line through values, or through their logarithms or log odds."),
    ] = "values",
    quantiles: Annotated[int, typer.Option(help="For quantile: how many.")] = 10,
    invert: Annotated[
        bool, typer.Option(help="For quantile: 1 holds the highest values, or the lowest.")
    ] = True,
    statistic: Annotated[
        Literal["proportion", "ratio", "rate"], typer.Option(help="For funnels: what is drawn.")
    ] = "proportion",
    rate_type: Annotated[Literal["crude", "dsr"], typer.Option(help="For funnels of rates.")] = "crude",
    ratio_type: Annotated[Literal["isr", "count"], typer.Option(help="For funnels of ratios.")] = "isr",
    years: Annotated[int, typer.Option(help="For funnels of rates: how many years are pooled.")] = 1,
    ages: Annotated[str, typer.Option(help="For life_expectancy: where each age band starts.")] = _AGES,
    cluster: Cluster = None,
    form: Form = "table",
    output: Output = None,
) -> None:
    """Compute summary measures of inequality, or rates and limits, for a file of groups or a folder of them."""
    if listed:
        typer.echo(_list(), nl=False)
        return
    if file is None:
        raise typer.BadParameter("Name a file or folder, or --list.")
    check_output(form, output)
    wanted = _wanted(
        measure,
        {"model": model, "confidence": confidence, "rii": rii, "rci": rci, "missing": missing, "scale": scale}
        | {"bounds": _bounds(bounds)},
        {"confidence": confidence, "multiplier": multiplier, "reference_value": reference_value}
        | {"value_type": value_type, "fitted_on": fitted_on, "quantiles": quantiles, "invert": invert}
        | {"statistic": statistic, "rate_type": rate_type, "ratio_type": ratio_type, "years": years}
        | {"ages": _ages(ages)},
    )
    from healthgap.measuring import measured
    from healthgap.partitions import write_tables

    write_tables(measured(file, wanted, cluster), form, output)


def _wanted(measure: str | None, who: dict[str, Any], published: dict[str, Any]) -> Wanted:
    """What was asked for. Raises BadParameter for an impossible option, UnknownNameError for a name."""
    from healthgap.measures.groups import Options
    from healthgap.measures.limits import confidence_level
    from healthgap.measures.names import sorted_names
    from healthgap.measures.published import checked as checked_published
    from healthgap.measures.sheets import PublishedOptions
    from healthgap.measures.strata import checked
    from healthgap.measuring import Wanted

    names = tuple(name for name in measure.split(",") if name.strip()) if measure else None
    sorted_names(names or ())
    try:
        level = confidence_level(who["confidence"])
        checked(Options(who["model"], level, who["rii"], who["rci"], who["bounds"], who["missing"]))
        return Wanted(names, who, checked_published(PublishedOptions(**published)))
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _bounds(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    try:
        low, high = (float(part) for part in text.replace(",", " ").split())
    except ValueError:
        raise typer.BadParameter(f"“{text}” is not a lower and an upper bound such as 0,1.") from None
    return low, high


def _ages(text: str) -> tuple[int, ...]:
    try:
        return tuple(int(part) for part in text.replace(",", " ").split())
    except ValueError:
        raise typer.BadParameter(f"“{text}” is not a list of ages such as 0,1,5,10.") from None


def _list() -> str:
    """Every measure with its definition, the columns that it needs and the options that it reads."""
    from healthgap.measures.groups import Options
    from healthgap.measures.names import NAMES
    from healthgap.measures.published import PUBLISHED
    from healthgap.measures.registry import definition

    lines = ["WHO’s measures, from a row a group (estimate, and for most of them population and se):", ""]
    lines += [f"  {name:<{_WIDTH}} {definition(name, Options()).method}" for name in NAMES]
    lines += ["", "OHID’s functions, from a row an area, age band, quantile or person:", ""]
    for name, one in PUBLISHED.items():
        needs = ", ".join(" or ".join(choice) for choice in one.needs)
        options = " ".join("--" + option.replace("_", "-") for option in one.options)
        lines.append(f"  {name:<{_WIDTH}} {one.what} ({one.source})")
        lines.append(
            f"  {'':<{_WIDTH}} needs {needs}" + (f"; takes {', '.join(one.takes)}" if one.takes else "")
        )
        lines += [f"  {'':<{_WIDTH}} {options}"] if options else []
    lines += ["", "docs/measures.md has every definition, column and option.", ""]
    return "\n".join(lines)
