"""The fast measures agree with the slow and obvious ones on random strata, and keep the laws of measures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthgap import measures
from tests.measures import slow

CLOSED = ("d", "r", "bgv", "ti", "mld", "par", "paf", "aci", "rci", "sii", "rii")
FREE_OF_UNIT = ("r", "ti", "mld", "paf", "rci", "rii", "idisu", "idisw", "cov")
WEIGHTED = ("bgv", "mdmw", "idisw", "ti", "mld", "par", "paf", "aci", "rci")

groups = st.builds(
    slow.Group,
    estimate=st.floats(1, 95).map(lambda x: round(x, 3)),
    se=st.floats(0.05, 4).map(lambda x: round(x, 3)),
    population=st.integers(50, 100_000).map(float),
)
strata = st.lists(st.lists(groups, min_size=3, max_size=8), min_size=1, max_size=5)
polarity = st.booleans()


def frame(many: list[slow.Stratum], **columns: Any) -> pd.DataFrame:
    rows = [
        {
            "setting": f"s{number}",
            "subgroup": f"g{order}",
            "subgroup_order": order,
            "estimate": group.estimate,
            "se": group.se,
            "population": group.population,
            "reference_subgroup": int(group.reference),
            "indicator_scale": 100,
            **columns,
        }
        for number, stratum in enumerate(many)
        for order, group in enumerate(stratum, start=1)
    ]
    return pd.DataFrame(rows)


def all_equal(stratum: slow.Stratum) -> bool:
    return len({group.estimate for group in stratum}) == 1


def table(data: pd.DataFrame, names: tuple[str, ...], **options: Any) -> pd.DataFrame:
    return measures.compute(data, names, **options).set_index(["setting", "measure"])


@settings(max_examples=60, deadline=None)
@given(many=strata, favourable=polarity, ordered=st.booleans())
def test_closed_formulas_agree_with_plain_python(
    many: list[slow.Stratum], favourable: bool, ordered: bool
) -> None:
    data = frame(many, favourable_indicator=int(favourable), ordered_dimension=int(ordered))
    found = table(data, ("d", "r", "bgv", "ti", "mld", "par", "paf"))
    for number, stratum in enumerate(many):
        expected = {
            "d": slow.d(stratum, favourable, ordered),
            "r": slow.r(stratum, favourable, ordered),
            "bgv": slow.bgv(stratum),
            "ti": slow.ti(stratum),
            "mld": slow.mld(stratum),
            "par": slow.par(stratum, favourable, ordered, 100),
            "paf": slow.paf(stratum, favourable, ordered, 100),
        }
        for name, (estimate, se) in expected.items():
            row = found.loc[(f"s{number}", name)]
            assert row.estimate == pytest.approx(estimate, rel=1e-9, abs=1e-9)
            if name in ("ti", "mld") and all_equal(stratum):
                assert pd.isna(row.se)
            else:
                assert row.se == pytest.approx(se, rel=1e-6, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(many=strata, model=st.sampled_from(["logit", "linear"]))
def test_measures_on_rank_agree_with_plain_python(many: list[slow.Stratum], model: Any) -> None:
    found = table(frame(many), ("aci", "rci", "sii", "rii"), model=model)
    for number, stratum in enumerate(many):
        if all_equal(stratum):
            continue
        ends = slow.logit_ends(stratum, 100) if model == "logit" else slow.linear_ends(stratum)
        expected = {"aci": slow.aci(stratum), "rci": slow.rci(stratum), "sii": slow.sii(*ends)}
        if min(ends[0]) > 0.001 * max(ends[0]):  # nearer to zero its limits go beyond all numbers
            expected["rii"] = slow.rii(*ends)
        for name, (estimate, se) in expected.items():
            row = found.loc[(f"s{number}", name)]
            assert row.estimate == pytest.approx(estimate, rel=1e-8, abs=1e-8)
            assert row.se == pytest.approx(se, rel=1e-6, abs=1e-8)


@settings(max_examples=20, deadline=None)
@given(stratum=st.lists(groups, min_size=3, max_size=8))
def test_the_variants_of_rci_and_rii_agree_with_plain_python(stratum: slow.Stratum) -> None:
    share = [slow.Group(g.estimate / 100, g.se, g.population) for g in stratum]
    mean, (index, error) = slow.mean(share), slow.aci(share)
    for variant, factor in (("wagstaff", 1 / (mean * (1 - mean))), ("erreygers", 4)):
        row = table(frame([stratum]), ("rci",), rci=variant).iloc[0]
        se = np.nan if all_equal(stratum) else error * factor
        assert (row.estimate, row.se) == pytest.approx((index * factor, se), rel=1e-8, abs=1e-10, nan_ok=True)
    (low, high), (below, above, together) = slow.known_error_ends(stratum)
    scotpho = -(high - low) / slow.mean(stratum)
    for name, expected in (("ohid", high / low), ("scotpho", scotpho), ("scotpho_percent", 50 * scotpho)):
        row = table(frame([stratum]), ("rii",), rii=name).iloc[0]
        if min(low, high) <= 0 or all_equal(stratum):
            assert pd.isna(row.estimate)
        else:
            assert row.estimate == pytest.approx(expected, rel=1e-8, abs=1e-8)
            fieller = slow.fieller(low, high, below, above, together) if name == "ohid" else None
            if fieller:
                assert (row.lower, row.upper) == pytest.approx(fieller, rel=1e-6)


@settings(max_examples=15, deadline=None)
@given(stratum=st.lists(groups, min_size=3, max_size=5), favourable=polarity)
def test_statistics_agree_with_plain_python(stratum: slow.Stratum, favourable: bool) -> None:
    stratum[1] = slow.Group(stratum[1].estimate, stratum[1].se, stratum[1].population, reference=True)
    found = table(frame([stratum], favourable_indicator=int(favourable)), tuple(slow.STATISTICS))
    for name, statistic in slow.STATISTICS.items():
        expected = statistic([g.estimate for g in stratum], stratum, favourable)
        assert found.loc[("s0", name)].estimate == pytest.approx(expected, rel=1e-9, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(many=strata, factor=st.sampled_from([0.01, 10.0]))
def test_another_unit_changes_absolute_measures_only_by_that_unit(
    many: list[slow.Stratum], factor: float
) -> None:
    data = frame(many, favourable_indicator=0)
    other = data.assign(**{name: data[name] * factor for name in ("estimate", "se", "indicator_scale")})
    here, there = table(data, CLOSED), table(other, CLOSED)
    for (setting, name), row in here.iterrows():
        unit = 1 if name in FREE_OF_UNIT else factor**2 if name == "bgv" else factor
        for value in ("estimate", "se", "lower", "upper"):
            expected = pytest.approx(row[value] * unit, rel=1e-6, abs=1e-6 * unit, nan_ok=True)
            assert there.loc[(setting, name), value] == expected


@settings(max_examples=15, deadline=None)
@given(stratum=st.lists(groups, min_size=3, max_size=5, unique_by=lambda g: g.estimate), data=st.data())
def test_the_order_of_rows_never_matters(stratum: slow.Stratum, data: st.DataObject) -> None:
    rows = frame([stratum], favourable_indicator=1)
    shuffled = rows.iloc[data.draw(st.permutations(range(len(rows))))]
    names = (*CLOSED, "bgsd", "mdmu", "mdbw")
    for ordered in (0, 1):
        here, there = (table(r.assign(ordered_dimension=ordered), names) for r in (rows, shuffled))
        values = ["estimate", "se", "lower", "upper"]
        pd.testing.assert_frame_equal(here[values], there[values], rtol=1e-9)


@settings(max_examples=20, deadline=None)
@given(many=strata, factor=st.sampled_from([0.001, 1000.0]))
def test_scaling_every_population_changes_no_estimate(many: list[slow.Stratum], factor: float) -> None:
    data = frame(many, favourable_indicator=1)
    scaled = data.assign(population=data["population"] * factor)
    here, there = table(data, CLOSED), table(scaled, CLOSED)
    assert there["estimate"].to_numpy() == pytest.approx(
        here["estimate"].to_numpy(), rel=1e-7, abs=1e-7, nan_ok=True
    )


@settings(max_examples=20, deadline=None)
@given(stratum=st.lists(groups, min_size=4, max_size=6), at=st.integers(0, 2))
def test_merging_neighbours_with_one_estimate_changes_no_weighted_measure(
    stratum: slow.Stratum, at: int
) -> None:
    first, second = stratum[at], stratum[at + 1]
    twin = slow.Group(first.estimate, second.se, second.population)
    merged = slow.Group(first.estimate, first.se, first.population + second.population)
    apart = [*stratum[: at + 1], twin, *stratum[at + 2 :]]
    together = [*stratum[:at], merged, *stratum[at + 2 :]]
    here, there = (
        table(frame([s], favourable_indicator=0, ordered_dimension=1), WEIGHTED) for s in (apart, together)
    )
    if at + 2 < len(stratum):  # the reference of par and paf, the last group, is the same
        assert there["estimate"].to_numpy() == pytest.approx(here["estimate"].to_numpy(), rel=1e-8, abs=1e-8)


@settings(max_examples=20, deadline=None)
@given(many=strata)
def test_turning_the_order_round_turns_the_sign_or_the_ratio(many: list[slow.Stratum]) -> None:
    data = frame(many, favourable_indicator=1, ordered_dimension=1)
    turned = data.assign(
        subgroup_order=data.groupby("setting")["subgroup_order"].transform(lambda o: o.max() + 1 - o)
    )
    here, there = (table(d, ("d", "r", "aci", "rci", "sii", "rii")) for d in (data, turned))
    for (setting, name), row in here.iterrows():
        expected = 1 / row["estimate"] if name in ("r", "rii") else -row["estimate"]
        assert there.loc[(setting, name), "estimate"] == pytest.approx(
            expected, rel=1e-7, abs=1e-7, nan_ok=True
        )


@settings(max_examples=20, deadline=None)
@given(stratum=st.lists(groups, min_size=3, max_size=6), at=st.integers(0, 6), estimate=st.floats(1, 95))
def test_a_group_of_nobody_changes_no_measure_of_people(
    stratum: slow.Stratum, at: int, estimate: float
) -> None:
    nobody = slow.Group(estimate, 1.0, 0.0)
    beside = [*stratum[:at], nobody, *stratum[at:]]
    names = ("bgv", "ti", "mld", "aci", "rci", "sii", "rii")
    here, there = (table(frame([s]), names) for s in (stratum, beside))
    for column in ("estimate", "se"):
        expected = pytest.approx(here[column].to_numpy(), rel=1e-5, abs=1e-7, nan_ok=True)
        assert there[column].to_numpy() == expected


def test_a_stratum_has_the_same_limits_whatever_stands_beside_it() -> None:
    small = [slow.Group(10.0 + i, 1.0, 100.0 * (i + 1)) for i in range(4)]
    others = [
        [slow.Group(40.0 - i, 2.0, 50.0) for i in range(4)],
        [slow.Group(5.0 * i + 1, 0.5, 9.0) for i in range(7)],
    ]
    alone = table(frame([small]), ("bgsd", "mdmw"))
    beside = table(frame([small, *others]), ("bgsd", "mdmw")).loc[["s0"]]
    pd.testing.assert_frame_equal(alone, beside)


@settings(max_examples=20, deadline=None)
@given(many=strata)
def test_swapping_good_and_bad_turns_what_is_measured_from_one_side(many: list[slow.Stratum]) -> None:
    for ordered in (0, 1):
        good, bad = (
            table(frame(many, favourable_indicator=f, ordered_dimension=ordered), ("d", "r")) for f in (1, 0)
        )
        for (setting, name), row in good.iterrows():
            other = bad.loc[(setting, name), "estimate"]
            if not ordered:  # the highest against the lowest, whichever is better
                assert row["estimate"] == other
            else:
                assert row["estimate"] == pytest.approx(-other if name == "d" else 1 / other)


def test_slope_indices_cover_the_truth_in_95_of_100_samples() -> None:
    # Fifty groups, since the sandwich variance is that of many; and OHID's five with known errors.
    random, samples, size = np.random.default_rng(6), 4_000, 50
    people = np.tile(random.integers(500, 2000, size), samples).astype(float)
    rank = np.tile((people[:size].cumsum() - people[:size] / 2) / people[:size].sum(), samples)
    truth = 1 / (1 + np.exp(1.2 + 0.9 * rank))
    line = 0.3 - 0.15 * rank
    data = pd.DataFrame(
        {
            "setting": np.repeat(np.arange(samples), size),
            "subgroup_order": np.tile(np.arange(1.0, size + 1), samples),
            "population": people,
            "indicator_scale": 100,
        }
    )
    for model, share, ends in (
        ("logit", truth, [1 / (1 + np.exp(c)) for c in (1.2, 2.1)]),
        ("linear", line, [0.3, 0.15]),
    ):
        drawn = data.assign(estimate=100 * random.binomial(people.astype(int), share) / people)
        found = measures.compute(drawn, ["sii", "rii"], model=model)
        for name, aim in (("sii", 100 * (ends[1] - ends[0])), ("rii", ends[1] / ends[0])):
            rows = found[found["measure"] == name]
            covered = np.mean((rows["lower"] <= aim) & (aim <= rows["upper"]))
            assert covered == pytest.approx(0.95, abs=0.02)


def test_ohids_slope_index_covers_the_truth_in_95_of_100_samples() -> None:
    random, samples = np.random.default_rng(7), 20_000
    people, se = np.array([900.0, 1000, 1100, 1200, 800]), np.array([0.5, 0.6, 0.4, 0.7, 0.5])
    rank = (people.cumsum() - people / 2) / people.sum()
    value = 12 - 5 * rank + random.normal(size=(samples, 5)) * se
    found = measures.slope_index(
        value.ravel(), np.tile(people, samples), se=np.tile(se, samples), by=np.repeat(np.arange(samples), 5)
    )
    for low, high, aim in (
        (found.sii_lower, found.sii_upper, -5),
        (found.rii_lower, found.rii_upper, 7 / 12),
    ):
        assert np.mean((low <= aim) & (aim <= high)) == pytest.approx(0.95, abs=0.006)
