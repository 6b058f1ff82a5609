"""Measures from people in a survey: their estimates are those of groups, their variances those of the design."""

from __future__ import annotations

from math import sqrt
from typing import Any, Literal

import numpy as np
import pandas as pd
import pytest

from healthgap import measures
from tests.measures import slow

OUTCOME = np.array([1, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0], dtype=float)
PLACE = np.repeat([1, 2, 3, 4], 3)
WEIGHT = np.array([2.0, 1, 3, 1, 2, 2, 1, 4, 1, 2, 1, 3])
NAMES: tuple[Literal["aci", "rci", "sii", "rii"], ...] = ("aci", "rci", "sii", "rii")


@pytest.mark.parametrize("name", ["aci", "rci", "sii"])
def test_estimates_are_those_of_the_groups_that_the_people_form(name: Any) -> None:
    people = pd.DataFrame({"subgroup_order": PLACE, "w": WEIGHT, "wy": WEIGHT * OUTCOME})
    groups = people.groupby("subgroup_order", as_index=False).sum()
    groups["estimate"], groups["population"] = groups["wy"] / groups["w"], groups["w"]
    expected = measures.compute(groups, [name], scale=1).iloc[0].estimate
    assert measures.survey_measure(name, OUTCOME, PLACE, WEIGHT).estimate == pytest.approx(expected)


@pytest.mark.parametrize("model", ["linear", "logit"])
def test_people_of_their_own_place_have_the_sandwich_variance_of_groups(model: Any) -> None:
    # The survey's correction is n / (n − 1), that of HC1 is n / (n − 2).
    values, size = [0.7, 0.6, 0.65, 0.4, 0.35, 0.3], 6
    stratum = [slow.Group(value, 0, weight) for value, weight in zip(values, WEIGHT, strict=False)]
    ends = slow.logit_ends(stratum, 1) if model == "logit" else slow.linear_ends(stratum)
    for name, (estimate, se) in (("sii", slow.sii(*ends)), ("rii", slow.rii(*ends))):
        found = measures.survey_measure(name, values, range(size), WEIGHT[:size], model=model)
        assert found.estimate == pytest.approx(estimate)
        assert found.se == pytest.approx(se * sqrt((size - 2) / (size - 1)))


@pytest.mark.parametrize("name", NAMES)
def test_people_split_within_their_unit_change_nothing(name: Any) -> None:
    units = np.arange(len(OUTCOME))
    whole = measures.survey_measure(name, OUTCOME, PLACE, WEIGHT, psu=units)
    split = measures.survey_measure(
        name, *(np.tile(v, 2) for v in (OUTCOME, PLACE, WEIGHT / 2)), psu=np.tile(units, 2)
    )
    assert np.array(split) == pytest.approx(np.array(whole))


def test_strata_are_held_against_their_own_means() -> None:
    stratum, unit = np.tile([0, 1], 6), np.repeat([0, 1, 2], 4)
    found = measures.survey_measure("aci", OUTCOME, PLACE, WEIGHT, psu=unit, strata=stratum)
    share = WEIGHT / WEIGHT.sum()
    below = np.array([share[place > PLACE].sum() for place in PLACE])
    rank = below + np.array([share[place == PLACE].sum() for place in PLACE]) / 2 - 0.5
    spread = (share * rank**2).sum()
    response = 2 * spread * OUTCOME
    slope = (share * rank * response).sum() / spread
    score = WEIGHT * rank * (response - (share * response).sum() - slope * rank)
    variance = 0.0
    for h in (0, 1):
        totals = [score[(stratum == h) & (unit == u)].sum() for u in (0, 1, 2)]
        variance += 3 / 2 * sum((t - np.mean(totals)) ** 2 for t in totals)
    assert found.se == pytest.approx(sqrt(variance) / (WEIGHT * rank**2).sum())
    assert found.upper - found.estimate == pytest.approx(1.959963984540054 * found.se)


def test_impossible_samples_are_refused() -> None:
    with pytest.raises(ValueError, match="weight above zero"):
        measures.survey_measure("aci", OUTCOME, PLACE, WEIGHT * 0)
    with pytest.raises(ValueError, match="above the scale"):
        measures.survey_measure("sii", OUTCOME * 2, PLACE, WEIGHT)


@pytest.mark.parametrize("options", [{}, {"model": "linear"}, {"rci": "wagstaff"}, {"rci": "erreygers"}])
def test_a_table_of_people_gives_every_stratum_what_it_gives_alone(options: Any) -> None:
    random = np.random.default_rng(3)
    people = pd.DataFrame(
        {
            "setting": np.repeat([f"area {number}" for number in range(7)], [12, 40, 19, 33, 12, 15, 80]),
            "estimate": random.uniform(0.3, 0.9, 211),
            "subgroup_order": random.integers(1, 6, 211),
            "weight": random.uniform(1, 4, 211).round(2),
            "psu": random.integers(0, 4, 211),
            "strata": random.integers(0, 3, 211),
        }
    )
    shuffled = people.sample(frac=1, random_state=5)
    found = measures.compute(shuffled, **options).set_index(["setting", "measure"])
    for setting, alone in people.groupby("setting"):
        for name in NAMES:
            columns = (alone[c].to_numpy() for c in ("estimate", "subgroup_order", "weight"))
            design = {"psu": alone["psu"], "strata": alone["strata"]}
            expected = measures.survey_measure(name, *columns, **design, **options)
            row = found.loc[(setting, name), ["estimate", "se", "lower", "upper"]].astype(float)
            assert np.array(row) == pytest.approx(np.array(expected), rel=1e-9, abs=1e-12)


def test_a_line_that_reaches_zero_has_no_ratio() -> None:
    with pytest.raises(ValueError, match="reaches zero"):
        measures.survey_measure("rii", [0, 0, 0, 0.1, 1], range(5), [1] * 5, model="linear")
    with pytest.raises(ValueError, match="reaches zero"):
        measures.survey_measure("rii", [-5, -4, -3, -2, -1], range(5), [1] * 5, model="linear")


def test_measures_of_groups_are_not_taken_from_people() -> None:
    people = pd.DataFrame({"value": OUTCOME, "subgroup_order": PLACE, "weight": WEIGHT})
    found = measures.compute(people, ["d", "aci"]).set_index("measure")
    assert found.loc["d", "note"] == "This measure is for groups; the rows here are the people of a survey."
    assert pd.notna(found.loc["aci", "estimate"])
    assert "survey" in found.loc["aci", "method"]
