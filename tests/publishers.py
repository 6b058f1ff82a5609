"""A small catalogue of its own, and files as other publishers lay them out, for tests of mappings."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from healthgap.catalogue import Catalogue
from healthgap.config import load_catalogue
from tests.reading import Read, read_bytes

_ENTRY = 'title = "{0}"\ndefinition = "What it says."\nsource = "Made up"\n'
_INDICATOR = """
title = "{title}"
short = "{title}"
aliases = []
unit = "per cent"
level = "share"
polarity = "lower_is_better"
decimals = 1
definition = "What it says."
source = "Made up"
headline = "absolute_gap"
area = "England"
area_aliases = ["England"]
sexes = ["persons", "male", "female"]

[gap]
group = "most_deprived"
comparator = "everyone"
comparator_contains_group = true
everyone = "everyone"
monitored = ["least_deprived"]
"""

# The name of the 23rd varies with the parent areas that were asked for.
FINGERTIPS_HEADS = (
    *("Indicator ID", "Indicator Name", "Parent Code", "Parent Name", "Area Code", "Area Name", "Area Type"),
    *("Sex", "Age", "Category Type", "Category", "Time period", "Value"),
    *("Lower CI 95.0 limit", "Upper CI 95.0 limit", "Lower CI 99.8 limit", "Upper CI 99.8 limit"),
    *("Count", "Denominator", "Value note", "Recent Trend", "Compared to England value or percentiles"),
    *("Compared to Region value or percentiles", "Time period Sortable", "New data", "Compared to goal"),
    "Time period range",
)
FINGERTIPS = """
format = "fingertips"

[indicator]
smoking = { "Indicator ID" = 92443, Age = "18+ yrs" }
obesity = { "Indicator ID" = 93088, Age = ["18+ yrs", "Adults"] }

[group]
everyone = { Category = "" }
most_deprived = { "Category Type" = "Districts by IMD", Category = "Most deprived decile (IMD2019)" }
least_deprived = { "Category Type" = "Districts by IMD", Category = "Least deprived decile (IMD2019)" }
"""
HEAT_HEADS = (
    *("setting", "date", "source", "indicator_abbr", "indicator_name", "dimension", "subgroup", "estimate"),
    *("se", "ci_lb", "ci_ub", "population", "note", "setting_average", "iso3", "favourable_indicator"),
    *("indicator_scale", "ordered_dimension", "subgroup_order", "reference_subgroup"),
)
HEAT = """
format = "heat"

[indicator]
smoking = { indicator_abbr = "smk" }

[group]
most_deprived = { dimension = "Wealth", subgroup = "Quintile 1 (poorest)" }
least_deprived = { dimension = "Wealth", subgroup = "Quintile 5 (richest)" }
everyone = { dimension = "Sex" }

[sex]
male = { dimension = "Sex", subgroup = "Men" }
female = { dimension = "Sex", subgroup = "Women" }
"""


def write_config(folder: Path, **mappings: str) -> Path:
    """A folder of configuration with two indicators, three groups and these mappings."""
    (folder / "indicators").mkdir(parents=True)
    (folder / "mappings").mkdir()
    for name in ("smoking", "obesity"):
        (folder / "indicators" / f"{name}.toml").write_text(_INDICATOR.format(title=name.title()))
    groups = {"everyone": "Everyone", "most_deprived": "The poor", "least_deprived": "The rich"}
    entries = "".join(f"[{name}]\n{_ENTRY.format(title)}" for name, title in groups.items())
    (folder / "groups.toml").write_text(entries)
    (folder / "terms.toml").write_text("")
    for name, text in mappings.items():
        (folder / "mappings" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def catalogue_of(folder: Path, **mappings: str) -> Catalogue:
    """The catalogue of such a folder."""
    return load_catalogue(write_config(folder / "config", **mappings))


def csv_of(heads: Sequence[str], *rows: Mapping[str, object]) -> bytes:
    """A CSV with these heads; what a row does not say is blank."""
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def read(catalogue: Catalogue, data: bytes, name: str = "figures.csv") -> tuple[Read | None, list[str]]:
    """What comes of a file: its figures, and its problems without its name."""
    checked, problems = read_bytes(data, name, catalogue)
    return checked, [str(problem).removeprefix(f"{name}, ").removeprefix(f"{name}: ") for problem in problems]


def keys(checked: Read | None) -> list[str]:
    """Each figure in short: indicator, sex, area, group, period, value."""
    assert checked is not None
    names = ("indicator", "sex", "area", "group", "period", "value")
    return [" ".join(str(row[name]) for name in names) for row in checked.rows]
