"""Every value of WHO's and OHID's packages once more, from a file through the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from healthgap import measures
from healthgap.__main__ import cli

DATA = Path(__file__).parents[1] / "data"
WHO = json.loads((DATA / "measures_who.json").read_text(encoding="utf-8"))["cases"]
OHID = json.loads((DATA / "measures_ohid.json").read_text(encoding="utf-8"))["cases"]

TRENDS = json.loads((DATA / "trends.json").read_text(encoding="utf-8"))["cases"]

OPTIONS = {
    "multiplier": "--multiplier",
    "confidence": "--confidence",
    "nquantiles": "--quantiles",
    "refvalue": "--reference-value",
    "statistic": "--statistic",
    "rate_type": "--rate-type",
    "years_of_data": "--years",
}
VALUE_TYPES = ("mean", "rate", "proportion")


def run(path: Path, *arguments: str) -> list[dict[str, Any]]:
    done = CliRunner().invoke(cli, ["measures", str(path), *arguments, "--format", "json"])
    assert done.exit_code == 0, done.output
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def write(path: Path, columns: Mapping[str, Sequence[Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))
    return path


def cells(columns: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Columns of one length; a number alone stands in every row, None is an empty cell."""
    rows = max(len(value) for value in columns.values() if isinstance(value, list))
    every = {name: v if isinstance(v, list) else [v] * rows for name, v in columns.items()}
    return {name: ["" if cell is None else cell for cell in column] for name, column in every.items()}


@pytest.mark.parametrize("case", WHO, ids=lambda case: case["id"])
def test_whos_measures_are_those_of_python(case: dict[str, Any], tmp_path: Path) -> None:
    given = case["options"]
    arguments = [
        text
        for name, value in given.items()
        for text in (f"--{name}", ",".join(map(str, value)) if name == "bounds" else str(value))
    ]
    groups = {name.upper(): column for name, column in cells(case["groups"]).items()}
    rows = run(write(tmp_path / "groups.csv", groups), "--measure", case["measure"].upper(), *arguments)
    options = {name: tuple(v) if name == "bounds" else v for name, v in given.items()}
    expected = measures.compute(pd.DataFrame(case["groups"]).astype(float), [case["measure"]], **options)
    assert rows == measures.records(expected)


@pytest.mark.parametrize("case", OHID, ids=lambda case: case["id"])
def test_ohids_values(case: dict[str, Any], tmp_path: Path) -> None:
    settings = case["settings"]
    function = case["function"].split("/")[0].split(" ")[0].replace("exact", "exact_limits")
    arguments = [
        text for key, option in OPTIONS.items() if key in settings for text in (option, str(settings[key]))
    ]
    if function == "phe_sii":
        arguments += ["--value-type", VALUE_TYPES[settings.get("value_type", 1)]]
        arguments += ["--fitted-on", "transformed"] if settings.get("transform") else []
    rows = run(write(tmp_path / "data.csv", cells(case["input"])), "--measure", function, *arguments)
    if "error" in case:
        assert all(row["estimate"] is None and row["note"] for row in rows)
    else:
        _assert_ohid(function, case, pd.DataFrame(rows))


@pytest.mark.parametrize("case", TRENDS, ids=lambda case: case["id"])
def test_recent_trends(case: dict[str, Any], tmp_path: Path) -> None:
    given, output = case["input"], case["output"]
    measure = "recent_trend_of_proportions" if case["id"].startswith("trend-prop") else "recent_trend"
    columns = {name.removesuffix("95"): given[name] for name in given}
    (row,) = run(write(tmp_path / "series.csv", cells(columns)), "--measure", measure)
    same([row["estimate"], row["chi_squared"]], [output["slope"], output["chi2"]])
    same([row[f"without_{period}"] for period in range(1, 6)], output["leave_one_out_slopes"])
    assert row["significance"] == output["marker"]


def _assert_ohid(function: str, case: dict[str, Any], rows: pd.DataFrame) -> None:
    output = case["output"]
    if function == "phe_sii":
        _assert_slope(rows, output)
    elif function == "calculate_funnel_limits":
        chosen = np.array(case["settings"]["rows"]) - 1
        for sigma in ("2s", "3s"):
            lines = rows[rows["measure"] == f"funnel_limits_{sigma}"].iloc[chosen]
            same(lines["x"], output["Population"])
            same(lines["lower"], output[f"lower_{sigma}_limit"])
            same(lines["upper"], output[f"upper_{sigma}_limit"])
    elif function == "assign_funnel_significance":
        assert list(rows["significance"]) == output["significance"]
    elif function == "calculate_funnel_points":
        same(rows["estimate"], output["rate_chart"])
        same(rows["x"], output["denominator_derived"])
    elif function == "phe_quantile":
        same(rows["estimate"], output["quantile"])
    else:
        same(rows["estimate"], output.get("value", rows["estimate"]))
        same(rows["lower"], output.get("lowercl", output.get("lower")))
        same(rows["upper"], output.get("uppercl", output.get("upper")))
        assert all((rows["note"] == "") == rows["estimate"].notna())


def _assert_slope(rows: pd.DataFrame, output: dict[str, Any]) -> None:
    for measure, name in (("slope_index", "sii"), ("relative_index", "rii")):
        found = rows[rows["measure"] == measure]
        same(found["estimate"], output[name])
        lower, upper = (
            np.array(next(v for key, v in output.items() if key.startswith(f"{name}_{end}")))
            for end in ("lower", "upper")
        )
        for end, expected in (("lower", lower), ("upper", upper)):
            assert np.all(np.abs(found[end] - expected) < 0.03 * (upper - lower))
    same(rows[rows["measure"] == "intercept"]["estimate"], output["intercept"])


def same(found: Any, expected: Sequence[float | None]) -> None:
    np.testing.assert_allclose(
        np.array(found, dtype=float), np.array(expected, dtype=float), rtol=1e-9, atol=1e-12
    )
