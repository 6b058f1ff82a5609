"""What cannot be computed is an empty estimate and a reason, never an exception and never a number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from healthgap import measures
from healthgap.errors import RefusedDataError, UnknownNameError
from healthgap.files.groups import read_groups

GOOD: dict[str, Any] = {
    "subgroup": ["a", "b", "c", "d", "e"],
    "subgroup_order": [1, 2, 3, 4, 5],
    "estimate": [20.0, 18.0, 15.0, 11.0, 9.0],
    "se": [1.0, 1.1, 0.9, 0.8, 0.7],
    "population": [900.0, 1000.0, 1100.0, 1200.0, 1300.0],
    "favourable_indicator": 0,
    "ordered_dimension": 1,
    "indicator_scale": 100,
}

_NO_MEAN = "The mean is zero or negative, and this measure is relative to it."
_SIZE = "An estimate is infinite, or too large or too small to compute with."


def row(name: str, options: dict[str, Any] | None = None, **changes: Any) -> pd.Series[Any]:
    columns = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    return measures.compute(pd.DataFrame(columns), [name], **(options or {})).iloc[0]


def test_the_reference_of_par_is_the_last_group_in_order_whoever_else_is_left_out() -> None:
    without_first = row("par", {"missing": "drop"}, estimate=[np.nan, 18.0, 15.0, 11.0, 9.0])
    mean = (18 * 1000 + 15 * 1100 + 11 * 1200 + 9 * 1300) / 4600
    assert without_first.estimate == pytest.approx(9 - mean)
    without_last = row("par", {"missing": "drop"}, estimate=[20.0, 18.0, 15.0, 11.0, np.nan])
    assert pd.isna(without_last.estimate)
    assert without_last.note == "The last group in order, the reference, has no estimate."


@pytest.mark.parametrize(
    ("name", "changes", "reason"),
    [
        ("d", {"favourable_indicator": None}, "favourable_indicator is not given."),
        ("d", {"favourable_indicator": [0, 0, 1, 0, 0]}, "favourable_indicator differs within this stratum."),
        ("d", {"favourable_indicator": 2}, "favourable_indicator is neither 0 nor 1."),
        ("d", {"estimate": [np.nan, 18, 15, 11, 9]}, "A group that has to be compared has no estimate."),
        ("d", {"subgroup": ["a", "b", "b", "d", "e"]}, "A subgroup stands more than once in this stratum."),
        ("r", {"estimate": [20, 18, 15, 11, 0]}, "The estimate to divide by is zero."),
        ("r", {"estimate": [np.inf, 18, 15, 11, 9]}, _SIZE),
        ("rci", {"estimate": [1e308, 9e307, 5e307, 4e307, 3e307], "population": [1e300] * 5}, _SIZE),
        ("cov", {"estimate": [1e-320, 2e-320, 3e-320, 4e-320, 5e-320]}, _SIZE),
        ("bgv", {"population": None}, "A group has no population."),
        ("bgv", {"population": [900, np.nan, 1100, 1200, 1300]}, "A group has no population."),
        ("bgv", {"population": 0}, "All populations are zero."),
        *(
            (
                name,
                {"population": [0, 0, 900, 0, 0]},
                "Only one group has people in it, so there is nothing to compare.",
            )
            for name in ("bgv", "bgsd", "cov", "mdmw", "mdbw", "idisw", "ti", "mld")
        ),
        (
            "bgv",
            {"population": [900, -1, 1100, 1200, 1300]},
            "A population is negative, infinite, or too large or too small to compute with.",
        ),
        ("bgv", {"estimate": [20, np.nan, 15, 11, 9]}, "More than 15% of the groups have no estimate."),
        (
            "r",
            {"estimate": [20, 18, 15, 11, -9]},
            "A compared estimate is negative, so a ratio has no meaning.",
        ),
        ("cov", {"estimate": 0.0}, "The mean is zero or negative, and this measure is relative to it."),
        *(
            (
                name,
                {"estimate": [-9, -8, -7, -6, -5]},
                f"The {what} is zero or negative, and this measure is relative to it.",
            )
            for name, what in (
                ("cov", "mean"),
                ("idisw", "mean"),
                ("rci", "mean"),
                ("idisu", "average"),
                ("paf", "average"),
            )
        ),
        (
            "ti",
            {"estimate": [20, -18, 15, 11, 9]},
            "An estimate is negative, and this measure takes logarithms.",
        ),
        ("mld", {"estimate": 0.0}, "All estimates are zero."),
        # Everybody is in a group without a case, so there is no inequality to speak of, nor none.
        *(
            (name, {"estimate": [0, 0, 0, 0, 5], "population": [9, 9, 9, 9, 0]}, _NO_MEAN)
            for name in ("ti", "mld")
        ),
        # Estimates that cancel out leave a mean of rounding, by which nothing can be divided.
        *(
            (name, {"estimate": [-0.1, -0.2, 0.3, 0.1, -0.1], "population": 10}, reason)
            for name, reason in (
                ("cov", _NO_MEAN),
                ("idisw", _NO_MEAN),
                ("rci", _NO_MEAN),
                ("idisu", _NO_MEAN.replace("mean", "average")),
                ("paf", _NO_MEAN.replace("mean", "average")),
            )
        ),
        ("mdbu", {"favourable_indicator": None}, "favourable_indicator is not given."),
        ("mdru", {}, "No reference subgroup is named."),
        ("mdru", {"reference_subgroup": [1, 1, 0, 0, 0]}, "reference_subgroup names more than one group."),
        ("mdru", {"reference_subgroup": [1, 2, 0, 0, 0]}, "reference_subgroup is neither 0 nor 1."),
        ("mdmu", {"setting_average": np.inf}, "setting_average is infinite, or too large to compute with."),
        *(
            (
                name,
                {"population": [900, 0, 0, 1200, 0]},
                "Fewer than three groups have people in them, and this measure needs three.",
            )
            for name in ("aci", "rci", "sii", "rii")
        ),
        ("sii", {"estimate": 12.0}, "All groups have the same estimate, so there is no slope."),
        (
            "sii",
            {"estimate": [np.nan, 18, 15, 11, 9]},
            "A group has no estimate, and an ordered measure needs every group.",
        ),
        ("sii", {"subgroup_order": [1, 2, 2, 4, 5]}, "Two groups have the same subgroup_order."),
        (
            "sii",
            {"subgroup_order": [1, 2, 3, 4, 6]},
            "subgroup_order does not run in whole numbers without a gap.",
        ),
        ("sii", {"subgroup_order": [1, 2, 3, 4, np.nan]}, "A group has no subgroup_order."),
        ("sii", {"ordered_dimension": 0}, "The groups have no order, and this measure needs one."),
        (
            "sii",
            {"indicator_scale": [100, 100, 1000, 100, 100]},
            "indicator_scale differs within this stratum.",
        ),
        (
            "aci",
            {"estimate": [np.nan] * 5},
            "This measure needs at least 3 groups with an estimate; there are none.",
        ),
    ],
)
def test_no_estimate_and_the_reason(name: str, changes: dict[str, Any], reason: str) -> None:
    found = row(name, **changes)
    assert pd.isna([found.estimate, found.se, found.lower, found.upper]).all()
    assert found.note == reason


@pytest.mark.parametrize("name", ["ti", "mld", "aci", "rci"])
def test_where_all_are_equal_there_is_no_inequality_and_no_certainty_of_that(name: str) -> None:
    found = row(name, estimate=0.3)
    assert found.estimate == pytest.approx(0, abs=1e-12)
    assert pd.isna([found.se, found.lower, found.upper]).all()
    assert found.note.startswith("No limits: all groups have the same estimate")


@pytest.mark.parametrize("name", ["ti", "mld"])
def test_an_index_that_cannot_be_negative_is_not_made_so_by_rounding(name: str) -> None:
    slightly = 1e-9 * np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
    found = row(name, estimate=10 + slightly, population=1000.0)
    # Both indices go towards half the squared coefficient of variation.
    assert found.estimate == pytest.approx(1000 * np.mean((slightly / 10) ** 2) / 2, rel=1e-4)
    assert row(name, estimate=[7.0, 7.0, 7.0, 7.0, 7.0 + 1e-15]).estimate >= 0


def test_a_reference_without_cases_makes_limits_of_no_width_and_the_note_says_why() -> None:
    for name in ("par", "paf"):
        found = row(name, estimate=[20.0, 18.0, 15.0, 11.0, 0.0])
        assert found.lower == found.estimate == found.upper
        assert found.note == "The reference’s estimate is zero, which the table of persons takes as certain."


def test_two_groups_are_compared_and_not_summed_up() -> None:
    two = pd.DataFrame(GOOD).iloc[:2]
    found = measures.compute(two, ["d", "bgv"]).set_index("measure")
    assert found.loc["d", "estimate"] == 2
    assert found.loc["bgv", "note"] == "This measure needs at least 3 groups with an estimate; there are 2."


def test_the_scale_is_declared_and_never_guessed() -> None:
    found = row("sii", indicator_scale=None)
    assert pd.isna(found.estimate)
    assert found.note.startswith("The logistic model needs indicator_scale")
    declared = row("sii", {"scale": 100}, indicator_scale=None)
    assert declared.estimate == row("sii").estimate
    assert pd.notna(row("sii", {"model": "linear"}, indicator_scale=None).estimate)


def test_estimates_above_the_scale_are_no_shares() -> None:
    assert row("sii", indicator_scale=10).note.startswith("An estimate is negative or above indicator_scale")
    risk = row("par", indicator_scale=10)
    assert risk.estimate == pytest.approx(9 - np.average(GOOD["estimate"], weights=GOOD["population"]))
    assert risk.note == "No limits: an estimate is negative or above indicator_scale."


def test_perfectly_separated_groups_have_no_logistic_fit() -> None:
    found = row("rii", estimate=[0.0, 0.0, 0.0, 100.0, 100.0])
    assert pd.isna(found.estimate)
    assert found.note == "The logistic model has no solution for these estimates."


def test_a_line_that_crosses_zero_has_a_slope_and_no_ratio() -> None:
    steep = {"estimate": [40.0, 20.0, 5.0, 0.5, 0.1]}
    assert row("sii", {"model": "linear"}, **steep).estimate < 0
    assert row("rii", {"model": "linear"}, **steep).note.startswith("The fitted line reaches zero")


@pytest.mark.parametrize("name", ["bgsd", "mdmw", "bgv", "ti"])
def test_without_every_standard_error_there_is_an_estimate_without_limits(name: str) -> None:
    found = row(name, se=[1.0, np.nan, 0.9, 0.8, 0.7])
    assert found.estimate == pytest.approx(row(name).estimate)
    assert pd.isna([found.lower, found.upper]).all()
    assert found.note == "No limits: a standard error is missing."


def test_without_populations_ranked_groups_count_the_same_and_that_is_said() -> None:
    found = row("aci", population=None)
    assert found.estimate == pytest.approx(row("aci", population=7.0).estimate)
    assert found.note == "No population is given, so every group counts the same."


def test_zeros_are_replaced_in_logarithms_and_that_is_said() -> None:
    assert row("mld", estimate=[20, 18, 0, 11, 9]).note == "Estimates of zero were replaced by 0.000001."


def test_groups_without_an_estimate_can_be_left_out_by_choice() -> None:
    found = row("sii", {"missing": "drop"}, estimate=[np.nan, 18, 15, 11, 9])
    assert pd.notna(found.estimate)
    assert found.note == "Groups without an estimate are left out."


def test_an_order_with_a_hole_is_refused_even_so() -> None:
    found = row("sii", {"missing": "drop"}, estimate=[20, np.nan, 15, 11, 9])
    assert pd.isna(found.estimate)
    assert found.note.startswith("A group between others has no estimate")


def test_one_bad_stratum_leaves_the_others_alone() -> None:
    good = pd.DataFrame(GOOD)
    bad = good.assign(setting="bad", population=-1.0)
    both = measures.compute(pd.concat([bad, good.assign(setting="good")]))
    alone = measures.compute(good.assign(setting="good"))
    pd.testing.assert_frame_equal(both[both["setting"] == "good"].reset_index(drop=True), alone)


def test_only_measures_meant_for_a_stratum_come_unasked() -> None:
    unordered = pd.DataFrame({**GOOD, "ordered_dimension": 0})
    names = set(measures.compute(unordered)["measure"])
    assert not names & {"sii", "rii", "aci", "rci", "mdru", "mdrw"}
    assert {"d", "bgv", "par"} <= names


def test_names_come_in_either_case_and_unknown_ones_are_refused() -> None:
    assert list(measures.compute(pd.DataFrame(GOOD), ["SII", "d"])["measure"]) == ["sii", "d"]
    with pytest.raises(UnknownNameError, match="“gini”"):
        measures.compute(pd.DataFrame(GOOD), ["gini"])


@pytest.mark.parametrize(
    "options",
    [{"confidence": 1}, {"confidence": 0.5}, {"bounds": (1, 0)}, {"model": "probit"}, {"rii": "other"}],
)
def test_options_outside_their_range_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must be"):
        measures.compute(pd.DataFrame(GOOD), **options)


def test_confidence_in_per_cent_is_the_same() -> None:
    assert row("d", {"confidence": 99}).upper == row("d", {"confidence": 0.99}).upper
    assert row("bgsd", {"confidence": 99}).upper > row("bgsd").upper


def test_variants_of_rii_are_named_and_tied_to_each_other() -> None:
    ends = row("rii", {"model": "linear"})
    ohid, scotpho, percent = (row("rii", {"rii": v}) for v in ("ohid", "scotpho", "scotpho_percent"))
    assert ohid.estimate == pytest.approx(ends.estimate)
    assert ohid.lower != pytest.approx(ends.lower)
    line = row("sii", {"model": "linear"}).estimate
    mean = np.average(GOOD["estimate"], weights=GOOD["population"])
    assert scotpho.estimate == pytest.approx(-line / mean)
    assert scotpho.lower < scotpho.estimate < scotpho.upper
    assert percent.estimate == pytest.approx(50 * scotpho.estimate)
    assert len({ends.method, ohid.method, scotpho.method, percent.method}) == 4


def test_normalised_concentration_indices() -> None:
    aci, mean = row("aci").estimate, np.average(GOOD["estimate"], weights=GOOD["population"])
    assert row("rci").estimate == pytest.approx(aci / mean)
    assert row("rci", {"rci": "erreygers"}).estimate == pytest.approx(4 * aci / 100)
    assert row("rci", {"rci": "wagstaff"}).estimate == pytest.approx(100 * aci / (mean * (100 - mean)))
    assert row("rci", {"rci": "wagstaff", "bounds": (10, 30)}).note == "An estimate lies outside the bounds."


def test_an_own_file_gives_its_strata_by_area_period_indicator_and_sex(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text(
        "Indicator,sex,area,group,period,measure,value,lower,upper,denominator,subgroup_order\n"
        "smoking,male,Leeds,most,2019,value,30,27,33,1000,1\n"
        "smoking,male,Leeds,middle,2019,value,22,20,24,1200,2\n"
        "smoking,male,Leeds,least,2019,value,12,10,14,1100,3\n"
        "smoking,male,Leeds,least,2019,relative_gap,-40,,,,3\n"
        "smoking,female,Leeds,most,2019,value,[c],,,900,1\n"
    )
    found = measures.compute(read_groups(path), ["aci"])
    assert list(found["sex"]) == ["male", "female"]
    assert list(found[["setting", "date", "indicator_abbr"]].iloc[0]) == ["Leeds", "2019", "smoking"]
    assert pd.notna(found["estimate"].iloc[0])
    assert found["note"].iloc[1] == "This measure needs at least 3 groups with an estimate; there are none."
    spread = measures.compute(read_groups(path), ["bgv"])
    assert "Standard errors are taken from the 95% limits." in spread["note"].iloc[0]


def test_words_where_numbers_belong_are_refused_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    path.write_text("subgroup,estimate,se\na,1,0.1\nb,twelve,0.1\nc,3,many\n")
    with pytest.raises(RefusedDataError) as caught:
        read_groups(path)
    assert [(p.row, p.column, p.value) for p in caught.value.problems] == [
        (3, "estimate", "twelve"),
        (4, "se", "many"),
    ]


def test_a_file_without_estimates_or_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "groups.csv"
    with pytest.raises(RefusedDataError, match="cannot be read"):
        read_groups(path)
    path.write_text("subgroup,level\na,1\n")
    with pytest.raises(RefusedDataError, match="no column “estimate”"):
        read_groups(path)


def test_rows_for_json_have_none_for_what_is_empty() -> None:
    rows = measures.records(measures.compute(pd.DataFrame({**GOOD, "population": 0}), ["bgv"]))
    assert rows[0]["estimate"] is None
    assert rows[0]["measure"] == "bgv"


def test_a_word_in_the_place_of_a_number_is_refused_and_not_taken_for_a_missing_one() -> None:
    with pytest.raises(ValueError, match="“1,000” in the column “population” is not a number"):
        row("sii", population=["900", "1,000", "1100", "1200", "1300"])
    marked = row("bgv", population=["900", "[c]", "1100", "1200", "1300"])
    assert (pd.isna(marked.estimate), marked.note) == (True, "A group has no population.")


def test_an_estimate_outside_its_simulated_limits_says_why() -> None:
    alike = row("bgsd", estimate=[10.0, 10.0, 10.0, 10.0, 10.1])
    assert alike.estimate < alike.lower
    assert alike.note.startswith("The estimate lies outside its simulated limits: chance sets drawn groups")
    assert row("bgsd").note == ""
