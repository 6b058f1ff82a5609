"""The values of OHID’s PHEindicatormethods to a relative 1e-9, its simulated limits within 3% of their width."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from healthgap import measures

_FILE = Path(__file__).parents[1] / "data" / "measures_ohid.json"
CASES = {case["id"]: case for case in json.loads(_FILE.read_text(encoding="utf-8"))["cases"]}
VALUE_TYPES = ("mean", "rate", "proportion")


def numbers(values: Sequence[float | None]) -> np.ndarray[Any, Any]:
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def inputs(case: dict[str, Any], *names: str) -> list[np.ndarray[Any, Any]]:
    return [numbers(case["input"][name]) for name in names]


def assert_same(found: Any, expected: Sequence[float | None]) -> None:
    np.testing.assert_allclose(np.atleast_1d(found), numbers(expected), rtol=1e-9, atol=1e-12)


def assert_estimates(found: Any, output: dict[str, Any]) -> None:
    for name, column in (("value", "value"), ("lower", "lowercl"), ("upper", "uppercl")):
        assert_same(getattr(found, name), output[column])


@pytest.mark.parametrize(
    ("id_", "function"), [("byars-0.95", measures.byar_limits), ("exact-0.95", measures.exact_limits)]
)
def test_limits_of_counts(id_: str, function: Any) -> None:
    found = function(*inputs(CASES[id_], "x"))
    assert_same(found.lower, CASES[id_]["output"]["lower"])
    assert_same(found.upper, CASES[id_]["output"]["upper"])


def test_wilson_limits() -> None:
    case = CASES["wilson-0.95"]
    found = measures.wilson_limits(*inputs(case, "x", "n"))
    assert_same(found.lower, case["output"]["lower"])
    assert_same(found.upper, case["output"]["upper"])


@pytest.mark.parametrize("id_", ["rate-01", "rate-04", "proportion-01", "proportion-04"])
def test_rates_and_proportions(id_: str) -> None:
    case = CASES[id_]
    function = measures.rate if id_.startswith("rate") else measures.proportion
    by = case["input"]["area"] if "group_by" in case["settings"] else None
    assert_estimates(function(*inputs(case, "obs", "pop"), by=by), case["output"])


@pytest.mark.parametrize("id_", ["mean-01", "mean-04"])
def test_means(id_: str) -> None:
    case = CASES[id_]
    found = measures.mean(*inputs(case, "v"), confidence=case["settings"]["confidence"])
    assert_estimates(found, case["output"])


@pytest.mark.parametrize("id_", ["dsr-01", "dsr-03"])
def test_directly_standardised_rates(id_: str) -> None:
    case = CASES[id_]
    found = measures.dsr(*inputs(case, "obs", "pop"), by=case["input"].get("area"))  # ESP2013, the default
    assert_estimates(found, case["output"])
    assert_same(found.count, case["output"]["total_count"])
    assert_same(found.population, case["output"]["total_pop"])


def test_a_standardised_rate_of_events_that_are_not_independent() -> None:
    case = CASES["dsr-05"]
    found = measures.dsr(
        *inputs(case, "obs", "pop", "std"),
        by=case["input"]["area"],
        events_each=case["input"]["eventfreq"],
        ageband=case["input"]["ageband"],
    )
    assert_estimates(found, case["output"])
    assert_same(found.count, case["output"]["total_count"])


def test_indirectly_standardised_ratios_and_rates() -> None:
    columns = ("obs", "pop", "xr", "nr")
    ratio, rate = CASES["isratio-01"], CASES["israte-01"]
    found = measures.isr_ratio(*inputs(ratio, *columns), by=ratio["input"]["area"])
    assert_estimates(found, ratio["output"])
    assert_same(found.expected, ratio["output"]["expected"])
    assert list(found.method) == ["Byar", "exact"]
    found = measures.isr_rate(*inputs(rate, *columns), by=rate["input"]["area"])
    assert_estimates(found, rate["output"])
    assert_same(found.reference_rate, rate["output"]["ref_rate"])


@pytest.mark.parametrize("id_", ["le-01", "le-04"])
def test_life_expectancy(id_: str) -> None:
    case = CASES[id_]
    found = measures.life_expectancy(
        *inputs(case, "deaths", "pops", "startage"), by=case["input"].get("area")
    )
    assert_estimates(found, case["output"])
    expected = "" if id_ == "le-01" else "There are 5,000 people or fewer."
    assert set(found.reason) == {expected}


@pytest.mark.parametrize(
    ("deaths", "people", "reason"),
    [
        ({3: -1}, {}, "Deaths are negative."),
        ({}, {3: 0}, "An age band has no people."),
        ({3: 99_000}, {}, "An age band has more deaths than people."),
        ({19: 0}, {}, "Nobody died in the last age band."),
        ({3: np.nan}, {}, "Deaths or people are missing, or infinite."),
    ],
)
def test_life_expectancy_is_withheld_from_one_area_only(
    deaths: dict[int, float], people: dict[int, float], reason: str
) -> None:
    d, n, age = inputs(CASES["le-01"], "deaths", "pops", "startage")
    area = np.array(CASES["le-01"]["input"]["area"])
    for changed, values in ((deaths, d), (people, n)):
        for place, value in changed.items():
            values[place] = value
    found = measures.life_expectancy(d, n, age, by=area)
    assert set(found.reason[area == "P"]) == {reason}
    assert np.isnan(found.value[area == "P"]).all()
    assert_same(found.value[area == "Q"], CASES["le-01"]["output"]["value"][20:])


def test_life_expectancy_needs_every_age_band() -> None:
    d, n, age = inputs(CASES["le-01"], "deaths", "pops", "startage")
    found = measures.life_expectancy(d[1:20], n[1:20], age[1:20])
    assert set(found.reason) == {"There are not exactly 20 age bands."}


@pytest.mark.parametrize("id_", ["quantile-01", "quantile-04"])
def test_quantiles(id_: str) -> None:
    case = CASES[id_]
    found = measures.quantile(
        *inputs(case, "val"), case["settings"]["nquantiles"], by=case["input"].get("region")
    )
    assert_same(found, case["output"]["quantile"])


@pytest.mark.parametrize("id_", ["sii-01", "sii-04", "sii-07"])
def test_slope_indices(id_: str) -> None:
    case = CASES[id_]
    given = {name: numbers(case["input"][key]) for name, key in _ERRORS.items() if key in case["input"]}
    found = measures.slope_index(
        *inputs(case, "value", "population"),
        **given,
        by=case["input"].get("area"),
        value_type=VALUE_TYPES[case["settings"]["value_type"]],
        fitted_on="transformed" if case["settings"].get("transform") else "values",
        multiplier=case["settings"].get("multiplier", 1),
    )
    output = case["output"]
    for name in ("sii", "rii", "intercept"):
        assert_same(getattr(found, name), output[name])
    for name in ("sii", "rii"):
        ends = {
            end: numbers(v)
            for key, v in output.items()
            for end in ("lower", "upper")
            if key.startswith(f"{name}_{end}")
        }
        width = ends["upper"] - ends["lower"]
        for end, expected in ends.items():
            assert np.all(np.abs(getattr(found, f"{name}_{end}") - expected) < 0.03 * width)


_ERRORS = {"se": "se", "lower": "lcl", "upper": "ucl"}


def test_the_closed_form_of_a_slope_index() -> None:
    # The limit of OHID's simulation: 5.132 to 12.820 from 100,000 draws, exactly 5.12595 to 12.81172.
    case = CASES["sii-01"]
    value, people, se = (column[:10] for column in inputs(case, "value", "population", "se"))
    found = measures.slope_index(value, people, se=se)
    assert_same([found.sii_lower, found.sii_upper], [5.12595307461267, 12.8117235330735])
    assert_same([found.rii_lower, found.rii_upper], [1.06545472338994, 1.17172775355859])


@pytest.mark.parametrize(("fitted_on", "times"), [("values", 1), ("transformed", 100)])
def test_the_intercept_takes_the_multiplier_only_of_a_transformed_line(fitted_on: Any, times: int) -> None:
    value, people = [0.3, 0.28, 0.25, 0.22, 0.2], [100, 120, 110, 90, 80]
    plain, larger = (
        measures.slope_index(
            value, people, se=[0.1] * 5, value_type="proportion", fitted_on=fitted_on, multiplier=m
        )
        for m in (1, 100)
    )
    assert larger.sii == pytest.approx(100 * plain.sii)
    assert larger.intercept == pytest.approx(times * plain.intercept)


def test_a_negative_multiplier_turns_a_slope_index_round() -> None:
    value, people, se = (column[:10] for column in inputs(CASES["sii-01"], "value", "population", "se"))
    plain, turned = (measures.slope_index(value, people, se=se, multiplier=m) for m in (1, -1))
    assert turned.sii == -plain.sii
    assert turned.sii_lower == -plain.sii_upper
    assert turned.rii == pytest.approx(1 / plain.rii)
    assert turned.rii_lower == pytest.approx(1 / plain.rii_upper)


def test_a_slope_index_needs_five_quantiles_and_sound_numbers() -> None:
    value, people, lower, upper = inputs(CASES["sii-10"], "value", "population", "lcl", "ucl")
    with pytest.raises(ValueError, match="umber of quantiles must be between 5 and 100"):
        measures.slope_index(value, people, lower=lower, upper=upper)
    with pytest.raises(ValueError, match="population above zero"):
        measures.slope_index(value, people * 0, lower=lower, upper=upper)
    with pytest.raises(ValueError, match="are needed"):
        measures.slope_index(value, people)


def test_funnel_limits() -> None:
    case = CASES["funnel-lim-01"]
    found = measures.funnel_limits(*inputs(case, "num", "den"), statistic="proportion")
    rows = np.array(case["settings"]["rows"]) - 1
    for name in ("lower_2s", "upper_2s", "lower_3s", "upper_3s"):
        assert_same(getattr(found, name)[rows], case["output"][f"{name}_limit"])
    assert_same(found.x[rows], case["output"]["Population"])
    assert_same(found.baseline, case["output"]["baseline"][:1])


def test_funnel_limits_of_ratios_leave_the_stated_tails() -> None:
    from scipy.stats import poisson

    found = measures.funnel_limits([40, 90, 12], [50, 80, 10], statistic="ratio")
    events = found.x
    assert_same(poisson.cdf(events, events / (found.lower_2s / 100)), [0.025] * 100)
    assert_same(poisson.sf(events - 1, events / (found.upper_3s / 100)), [0.001] * 100)
    as_count = measures.funnel_limits([40, 90, 12], [50, 80, 10], statistic="ratio", ratio_type="count")
    assert_same(as_count.lower_2s, found.lower_2s / 100 - 1)
    rates = measures.funnel_limits(
        [40, 90, 12], [500, 800, 100], rate=[80, 112.5, 120], statistic="rate", multiplier=1000
    )
    assert rates.baseline == pytest.approx(1000 * 142 / 1400)
    assert np.all((rates.lower_3s < rates.lower_2s) & (rates.upper_2s < rates.upper_3s))


@pytest.mark.parametrize("id_", ["funnel-sig-01", "funnel-sig-03b"])
def test_funnel_significance(id_: str) -> None:
    case = CASES[id_]
    given, settings = case["input"], case["settings"]
    found = measures.funnel_significance(
        given["num"],
        given["den"],
        statistic=settings["statistic"],
        rate=given.get("rate"),
        rate_type=settings.get("rate_type", "crude"),
        multiplier=settings.get("multiplier"),
    )
    assert list(found) == case["output"]["significance"]


def test_funnel_points() -> None:
    case = CASES["funnel-pts-01"]
    found = measures.funnel_points(*inputs(case, "num", "rate"), rate_type="dsr", years=3)
    assert_same(found.rate, case["output"]["rate_chart"])
    assert_same(found.denominator, case["output"]["denominator_derived"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: measures.byar_limits(-1), "Counts cannot be negative"),
        (lambda: measures.byar_limits(5, 0.8), "confidence must be"),
        (lambda: measures.rate(5, 0), "Denominators must be above zero"),
        (lambda: measures.proportion(5, 4), "more events than people"),
        (lambda: measures.dsr([1, 2, 3], [9, 9, 9], [1, 1]), "do not fit"),
        (lambda: measures.funnel_limits([0, 4], rate=[0, 3], statistic="rate"), "needs its denominator"),
        (lambda: measures.life_expectancy([1], [2], [0], ages=(1, 5)), "start at 0"),
    ],
)
def test_impossible_numbers_are_refused(call: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
