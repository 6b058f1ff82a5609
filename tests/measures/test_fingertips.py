"""The recent trend of five periods, and the progress towards a target."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from healthgap import measures
from healthgap.measures.fingertips import RecentTrend

_FILE = json.loads((Path(__file__).parents[1] / "data" / "trends.json").read_text(encoding="utf-8"))
YEARS = ["2001", "2002", "2003", "2004", "2005"]
RISING = {"value": [10.0, 12, 14, 16, 18], "lower": [9.0, 11, 13, 15, 17], "upper": [11.0, 13, 15, 17, 19]}


@pytest.mark.parametrize("case", _FILE["cases"], ids=lambda case: case["id"])
def test_worked_cases(case: dict[str, Any]) -> None:
    given, expected = case["input"], case["output"]
    if case["id"].startswith("trend-prop"):
        found = measures.recent_trend_of_proportions(given["year"], given["count"], given["denominator"])
    else:
        found = measures.recent_trend(given["year"], given["value"], given["lower95"], given["upper95"])
    assert found.marker == expected["marker"]
    assert found.significant is expected["significant"]
    assert found.slope == pytest.approx(expected["slope"], rel=1e-9)
    assert found.chi_squared == pytest.approx(expected["chi2"], rel=1e-9)
    assert found.leave_one_out == pytest.approx(expected["leave_one_out_slopes"], rel=1e-9, abs=1e-12)


def test_only_the_latest_five_periods_count() -> None:
    longer = {name: [99.0, *values] for name, values in RISING.items()}
    assert measures.recent_trend(["2000", *YEARS], **longer) == measures.recent_trend(YEARS, **RISING)


def test_a_slope_that_one_period_turns_round_is_no_trend() -> None:
    value = [20.0, 10, 9.99, 9.98, 30]
    found = measures.recent_trend(YEARS, value, [v - 0.1 for v in value], [v + 0.1 for v in value])
    assert found.chi_squared is not None
    assert found.chi_squared > 9.55
    assert min(found.leave_one_out) < 0 < max(found.leave_one_out)
    assert found.marker == "No significant change"


def test_falling_values_are_decreasing_and_noise_is_no_change() -> None:
    falling = {name: values[::-1] for name, values in RISING.items()}
    assert measures.recent_trend(YEARS, **falling).marker == "Decreasing"
    wide = {"value": RISING["value"], "lower": [0.0] * 5, "upper": [40.0] * 5}
    assert measures.recent_trend(YEARS, **wide).marker == "No significant change"


@pytest.mark.parametrize(
    ("periods", "reason"),
    [
        (["1999-01", "2000-02", "2001-03", "2002-04", "2003-05"], "pool several years"),
        (YEARS[1:], "fewer than five"),
        (["1999", "2002", "2003", "2004", "2005"], "do not follow one another"),
        (["2001", "2002", "2003", "2004", "2005/06"], "mixed"),
    ],
)
def test_periods_that_make_no_trend(periods: list[str], reason: str) -> None:
    found = measures.recent_trend(periods, **RISING)
    assert found.marker == "Cannot be calculated"
    assert reason in found.reason
    assert found.slope is None


def test_missing_numbers_make_no_trend() -> None:
    assert "missing" in measures.recent_trend(YEARS, **{**RISING, "value": [10, None, 14, 16, 18]}).reason
    assert "no width" in measures.recent_trend(YEARS, **{**RISING, "upper": RISING["lower"]}).reason
    assert "zero" in measures.recent_trend_of_proportions(YEARS, [0, 1, 2, 3, 4], [9] * 5).reason


@pytest.mark.parametrize("case", _FILE["targets"], ids=lambda case: case["id"])
def test_progress_towards_targets(case: dict[str, Any]) -> None:
    found = measures.target_progress(case["baseline"], case["latest"], case["target"])
    assert found.change_percent == pytest.approx(case["change_pct_of_baseline"], rel=1e-9)
    assert found.achieved_percent == pytest.approx(case["pct_targeted_change_achieved"], rel=1e-9)
    assert bool(found.met) is case["met"]


def table_of_series() -> pd.DataFrame:
    """Forty areas of four to eight years, not all in turn, their rows in no order."""
    random = np.random.default_rng(8)
    rows = []
    for area in range(40):
        years = list(range(2001, 2001 + int(random.integers(4, 9))))
        if area % 7 == 0:
            years.remove(years[-2])
        for year in years:
            people = int(random.integers(200, 900))
            events = int(random.integers(20, 40)) + (year - 2000) * (area % 3) * 8
            value, error = 100 * events / people, 100 * np.sqrt(events) / people
            rows.append((f"area {area}", year, value, value - error, value + error, events, people))
    columns = ["setting", "date", "value", "lower", "upper", "count", "denominator"]
    return pd.DataFrame(rows, columns=columns).sample(frac=1, random_state=1)


@pytest.mark.parametrize("name", ["recent_trend", "recent_trend_of_proportions"])
def test_the_series_of_a_table_have_the_trend_that_each_has_by_itself(name: str) -> None:
    data = table_of_series()
    found = measures.compute_published(data, [name]).set_index("setting")
    assert set(found["significance"]) == {"Increasing", "No significant change", "Cannot be calculated"}
    for area, rows in data.sort_values("date").groupby("setting"):
        alone = _alone(name, rows)
        row = found.loc[str(area)]
        assert (row.significance, row.note) == (alone.marker, alone.reason)
        if alone.reason:
            assert pd.isna([row.estimate, row.chi_squared, row.without_1]).all()
        else:
            assert (row.estimate, row.chi_squared) == pytest.approx((alone.slope, alone.chi_squared))
            assert [row[f"without_{n}"] for n in range(1, 6)] == pytest.approx(alone.leave_one_out)


def _alone(name: str, rows: pd.DataFrame) -> RecentTrend:
    years = rows["date"].tolist()
    if name == "recent_trend":
        return measures.recent_trend(years, rows["value"], rows["lower"], rows["upper"])
    return measures.recent_trend_of_proportions(years, rows["count"], rows["denominator"])


@pytest.mark.parametrize(
    ("dates", "reason"),
    [
        (["2001-03", "2002-04", "2003-05", "2004-06", "2005-07"], "The periods pool several years"),
        (["2001", "2002", "2003", "2004", "2004"], "The latest five periods do not follow one another."),
        (["2001/02", "2002/03", "2003/04", "2004/05", "2005"], "Calendar and financial years are mixed."),
        (["2001", "2002", "2003", "2004", "soon"], "A date is not a period such as 2007 or 2013/14."),
        (["2001", "2002", "2003", "2004"], "There are fewer than five periods."),
    ],
)
def test_a_series_without_a_trend_says_why(dates: list[str], reason: str) -> None:
    data = pd.DataFrame({"date": dates, "value": 10.0, "lower": 9.0, "upper": 11.0})
    (row,) = measures.compute_published(data, ["recent_trend"]).itertuples()
    assert pd.isna(row.estimate)
    assert row.note.startswith(reason)
    assert row.significance == "Cannot be calculated"
