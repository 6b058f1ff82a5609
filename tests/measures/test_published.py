"""OHID's functions for a table: what is impossible in one stratum gets a reason, and the others their numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from healthgap import measures
from healthgap.errors import UnknownNameError
from healthgap.measures import PublishedOptions, compute_published

COUNTS: dict[str, Any] = {
    "area": ["N", "N", "S"],
    "count": [10.0, 20.0, 5.0],
    "denominator": [100.0, 200.0, 50.0],
}


def rows(name: str, options: dict[str, Any] | None = None, **columns: Any) -> pd.DataFrame:
    given = {key: value for key, value in columns.items() if value is not None}
    return compute_published(pd.DataFrame(given), [name], PublishedOptions(**(options or {})))


@pytest.mark.parametrize(
    ("name", "changes", "reason"),
    [
        ("rate", {"count": [10, np.nan, 5]}, "A count or a population is missing."),
        ("rate", {"count": [10, -1, 5]}, "A count is negative."),
        ("rate", {"denominator": [100, 0, 50]}, "A population is zero or negative."),
        ("proportion", {"count": [10, 201, 5]}, "There are more events than people."),
        ("dsr", {}, "Without standard_population there have to be the 19 age bands"),
        ("dsr", {"stdpop": [1, np.nan, 1]}, "A standard population is missing or negative."),
        ("dsr", {"stdpop": 1.0, "count": [1, 2, 60]}, "There are fewer than 10 events."),
        ("dsr", {"stdpop": [0, 0, 1]}, "All standard populations are zero."),
        ("rate", {"count": [10, np.inf, 5]}, "A number is infinite, or too large to compute with."),
        ("isr_ratio", {"x_ref": [0, 0, 9], "n_ref": 100.0}, "No events are expected."),
        (
            "isr_rate",
            {"x_ref": 5.0, "n_ref": [1, 0, 1]},
            "A reference population is missing, zero or negative.",
        ),
        (
            "funnel_significance",
            {"count": [10, 201, 5], "group": ["a", "b", "a"]},
            "There are more events than people.",
        ),
    ],
)
def test_no_estimate_and_the_reason(name: str, changes: dict[str, Any], reason: str) -> None:
    found = rows(name, **{**COUNTS, **changes})
    north = found[found["setting"] == "N"].iloc[0]
    assert pd.isna([north.estimate, north.lower, north.upper]).all()
    assert north.note.startswith(reason)
    if name not in ("dsr",) or "count" in changes:
        assert pd.notna(found[found["setting"] == "S"].iloc[0].estimate)


def test_a_missing_count_that_ohid_takes_for_none_is_told() -> None:
    found = rows("dsr", **COUNTS | {"count": [np.nan, 20.0, 15.0]}, stdpop=1.0)
    assert list(found["note"]) == ["A missing count is taken for none.", ""]


def test_ends_of_opposite_sign_have_no_ratio() -> None:
    quantiles = {"population": [10.0] * 5, "se": [1.0] * 5, "quantile": [1, 2, 3, 4, 5]}
    found = rows("slope_index", **quantiles, value=[-2.0, -1.0, 0.0, 1.0, 2.0]).set_index("measure")
    assert found.loc["slope_index", "estimate"] == pytest.approx(5)
    assert pd.isna(found.loc["relative_index", ["estimate", "lower", "upper"]]).all()
    assert found.loc["relative_index", "note"].startswith("The fitted line reaches zero")


def test_a_mean_of_one_value_has_no_limits() -> None:
    found = rows("mean", area=["N", "S", "S"], value=[3.0, 1.0, 2.0])
    assert list(found["estimate"]) == [3.0, 1.5]
    assert list(found["note"]) == ["No limits: there is a single value.", ""]


def test_the_european_standard_population_follows_the_ages_not_the_rows() -> None:
    bands = [f"{age}-{age + 4}" for age in range(0, 90, 5)] + ["90+"]
    table = pd.DataFrame({"age_band": bands, "deaths": np.arange(1.0, 20), "pop": 1000.0})
    inorder, shuffled = (compute_published(t, ["dsr"]) for t in (table, table.sample(frac=1, random_state=2)))
    assert inorder["estimate"].iloc[0] == pytest.approx(measures.dsr(table["deaths"], table["pop"]).value)
    assert shuffled["estimate"].iloc[0] == pytest.approx(inorder["estimate"].iloc[0], rel=1e-12)


def test_a_rate_of_a_group_keeps_the_groups_name() -> None:
    found = rows("rate", **COUNTS, group=["a", "b", "a"])
    assert list(zip(found["setting"], found["subgroup"], strict=True)) == [("N", "a"), ("N", "b"), ("S", "a")]


def test_quantiles_of_a_slope_index_have_to_be_complete_and_sound() -> None:
    table = pd.DataFrame(
        {
            "area": np.repeat(["N", "S", "E", "W"], 5),
            "quintile": np.tile([1, 2, 3, 4, 5], 4),
            "population": 100.0,
            "value": np.tile([5.0, 6, 7, 9, 10], 4),
            "se": 0.5,
        }
    )
    table.loc[1, "quintile"] = 1
    table.loc[6, "se"] = -1.0
    table.loc[11, "population"] = 0.0
    found = compute_published(table, ["phe_sii"])
    slopes = found[found["measure"] == "slope_index"].set_index("setting")
    assert slopes["note"].to_dict() == {
        "N": "A quantile is missing, or stands more than once.",
        "S": "A standard error or limit is missing, negative or impossible.",
        "E": "A quantile has no population above zero.",
        "W": "",
    }
    assert slopes["estimate"].notna().to_dict() == {"N": False, "S": False, "E": False, "W": True}


def test_areas_are_compared_within_their_region_only() -> None:
    table = pd.DataFrame(
        {"region": ["A"] * 5 + ["B"] * 5, "area": range(10), "value": [*range(5), *range(9, 4, -1)]}
    )
    found = compute_published(table, ["quantile"], PublishedOptions(quantiles=5))
    assert list(found["estimate"]) == [5, 4, 3, 2, 1, 1, 2, 3, 4, 5]
    turned = compute_published(
        table.assign(invert=table["region"] == "B"), ["quantile"], PublishedOptions(quantiles=5)
    )
    assert list(turned["estimate"]) == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("statistic", ["proportion", "ratio", "rate"])
def test_many_funnels_at_once_are_those_of_each_alone(statistic: Any) -> None:
    random = np.random.default_rng(8)
    count, people = random.integers(1, 90, 40).astype(float), random.integers(100, 9000, 40).astype(float)
    region, rate = np.repeat([3, 1, 2, 4], 10), 1000 * count / people
    given = {"statistic": statistic, "rate": rate, "multiplier": 1000}
    whole = measures.funnel_limits(count, people, by=region, **given)
    judged = measures.funnel_significance(count, people, by=region, **given)
    for place, label in enumerate((1, 2, 3, 4)):
        of = region == label
        alone = measures.funnel_limits(count[of], people[of], **{**given, "rate": rate[of]})
        assert whole.upper_3s[:, place] == pytest.approx(alone.upper_3s)
        assert whole.x[:, place] == pytest.approx(alone.x)
        part = measures.funnel_significance(count[of], people[of], **{**given, "rate": rate[of]})
        assert list(judged[of]) == list(part)


def test_names_are_ohids_or_ours_and_others_get_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean dsr"):
        rows("drs", **COUNTS)
    with pytest.raises(ValueError, match="no column “reference_count”, which isr_ratio needs"):
        rows("isr_ratio", **COUNTS)
    with pytest.raises(ValueError, match="must be"):
        rows("rate", {"confidence": 0.5}, **COUNTS)
