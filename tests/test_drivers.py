"""What drove a change: the parts of both sides, in numbers and in words, and the events that a gap stands for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthgap.config import load_catalogue
from healthgap.drivers import drivers, excess
from healthgap.gaps import gap
from healthgap.period import Period
from healthgap.rounding import Rounded
from healthgap.sampling import of_pair
from healthgap.series import Point, Series
from healthgap.trends import change
from healthgap.wording.drivers import because
from tests.sample import ROOT
from tests.test_sampling import crude

CATALOGUE = load_catalogue(ROOT / "config")
IMR, CANCER = CATALOGUE.indicators["infant_mortality"], CATALOGUE.indicators["cancer_mortality_u75"]

levels = st.decimals("0.2", "99.9", places=1).map(float)


def point(label: str, value: float) -> Point:
    return Point(Period.parse(label), Rounded.printed(value, 1), "printed", ())


def ends(before: float, after: float) -> tuple[Point, Point]:
    return point("2001-03", before), point("2004-06", after)


@given(
    levels, levels, levels, levels, st.sampled_from(["absolute_gap", "relative_gap", "ratio"]), st.booleans()
)
def test_the_two_parts_are_the_whole_change(
    g0: float, g1: float, c0: float, c1: float, measure: str, longevity: bool
) -> None:
    indicator = replace(CANCER, polarity="higher_is_better" if longevity else "lower_is_better")
    found = drivers(ends(g0, g1), ends(c0, c1), indicator, measure)
    assert found is not None
    before, after = (
        gap(Rounded.exact(g), Rounded.exact(c), measure, indicator.polarity).value
        for g, c in ((g0, c0), (g1, c1))
    )
    sign = -1 if measure == "ratio" and longevity else 1  # a ratio has no worse-off sign, the parts have
    total = found.group_part.value + found.comparator_part.value
    assert sign * total == pytest.approx(after - before, abs=1e-9)
    for part in (found.group_part, found.comparator_part):
        assert part.low <= part.value <= part.high


@given(levels, levels, levels)
def test_a_side_that_stands_still_has_no_part(g0: float, g1: float, c: float) -> None:
    for measure in ("absolute_gap", "relative_gap"):
        found = drivers(ends(g0, g1), ends(c, c), CANCER, measure)
        assert found is not None
        assert found.comparator_part.value == 0


STORIES = [
    # group before and after, comparator before and after
    (
        (20, 16),
        (10, 9),
        "What narrowed the gap between {}: Spearhead areas improved by more than England.",
    ),
    (
        (20, 20.5),
        (10, 12),
        "What narrowed the gap between {}: England got worse by more than Spearhead areas.",
    ),
    (
        (20, 18),
        (10, 12),
        "What narrowed the gap between {}: Spearhead areas improved while England got worse.",
    ),
    (
        (20, 18),
        (10, 10),
        "What narrowed the gap between {}: Spearhead areas improved and England did not.",
    ),
    (
        (20, 20),
        (10, 12),
        "What narrowed the gap between {}: England got worse and Spearhead areas did not.",
    ),
    (
        (20, 19),
        (10, 7),
        "What widened the gap between {}: England improved by more than Spearhead areas.",
    ),
    (
        (20, 22),
        (10, 9),
        "What widened the gap between {}: Spearhead areas got worse while England improved.",
    ),
    (
        (20, 24),
        (10, 11),
        "What widened the gap between {}: Spearhead areas got worse by more than England.",
    ),
    ((20, 20), (10, 10), ""),
]


@pytest.mark.parametrize(("group", "comparator", "sentence"), STORIES)
def test_improving_faster_and_others_getting_worse_are_different_sentences(
    group: tuple[float, float], comparator: tuple[float, float], sentence: str
) -> None:
    sides = (ends(*group), ends(*comparator))
    moved = change(*ends(group[0] - comparator[0], group[1] - comparator[1]))
    series = Series(CANCER, "persons", CANCER.group, "absolute_gap", (), False, {}, {})
    found = drivers(*sides, CANCER, "absolute_gap")
    told = f"{moved.first.period} and {moved.last.period}"
    assert because(found, moved, series, CATALOGUE) == sentence.format(told)


def test_levels_that_contradict_the_printed_gap_explain_nothing() -> None:
    found = drivers(ends(20, 19), ends(10, 7), CANCER, "absolute_gap")
    series = Series(CANCER, "persons", CANCER.group, "absolute_gap", (), False, {}, {})
    assert because(found, change(*ends(10, 9)), series, CATALOGUE) == ""


def test_the_events_of_a_gap_with_what_rounding_leaves() -> None:
    found = excess(3749, Point(Period.parse("2005-07"), Rounded.printed(16, 0), "printed", ()), None)
    assert found is not None
    assert (found.number.value, found.number.low, found.number.high) == pytest.approx(
        (517.1, 503.1, 531.0), abs=0.05
    )
    assert found.per_year == pytest.approx(172.4, abs=0.05)
    assert found.limits is None


def test_95_per_cent_limits_of_the_events_hold_the_truth_95_times_in_100() -> None:
    random = np.random.default_rng(5)
    births, others, rate, other_rate, draws = 60_000, 90_000, 0.0060, 0.0045, 3000
    everyone = (births * rate + others * other_rate) / (births + others)
    truth, inside = births * (rate - everyone), 0
    for in_group, in_rest in zip(
        random.poisson(births * rate, draws), random.poisson(others * other_rate, draws), strict=True
    ):
        group = crude("g", float(in_group), births)
        comparator = crude("c", float(in_group + in_rest), births + others)
        pair = of_pair(group, comparator, IMR)
        assert not isinstance(pair, str)
        relative = Rounded.exact(100 * (pair.group / pair.comparator - 1))
        found = excess(float(in_group), Point(group.period, relative, "computed", ()), pair)
        assert found is not None
        assert found.limits is not None
        inside += found.limits.holds(truth)
    assert inside / draws == pytest.approx(0.95, abs=0.014)
