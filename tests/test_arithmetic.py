"""Gaps, changes, projections and targets: laws, published examples, and a slow and obvious second opinion."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthgap.catalogue import Target
from healthgap.config import load_catalogue
from healthgap.errors import GapUndefinedError
from healthgap.figures import Figure
from healthgap.gaps import absolute_gap, ratio, relative_gap
from healthgap.period import Period
from healthgap.projections import first_beyond, straight_line
from healthgap.rounding import Rounded, half_up
from healthgap.series import Point, Series, gap_series
from healthgap.targets import assess
from healthgap.trends import change
from tests.sample import ROOT

IMR = load_catalogue(ROOT / "config").indicators["infant_mortality"]
LE = load_catalogue(ROOT / "config").indicators["life_expectancy"]

levels = st.decimals("0.1", "99.9", places=1).map(lambda value: Rounded.printed(float(value), 1))


def printed(value: float, decimals: int = 1) -> Rounded:
    return Rounded.printed(value, decimals)


def point(label: str, value: float, decimals: int = 0) -> Point:
    return Point(Period.parse(label), printed(value, decimals), "printed", ())


def series(*points: Point, target: Target | None = IMR.target) -> Series:
    return Series(replace(IMR, target=target), "persons", IMR.group, "relative_gap", points, False, {}, {})


def test_the_published_gap_agrees_with_its_rounded_parts() -> None:
    gap = relative_gap(printed(5.4), printed(4.7), "lower_is_better")
    assert (round(gap.value, 1), round(gap.low, 1), round(gap.high, 1)) == (14.9, 12.6, 17.2)
    assert gap.agrees_with(printed(16, 0))


@given(levels, levels)
def test_the_interval_is_what_every_corner_of_the_rounding_gives(group: Rounded, comparator: Rounded) -> None:
    gap = relative_gap(group, comparator, "lower_is_better")
    corners = [
        100 * (a / b - 1)
        for a, b in itertools.product((group.low, group.high), (comparator.low, comparator.high))
    ]
    assert gap.low == pytest.approx(min(corners))
    assert gap.high == pytest.approx(max(corners))
    assert gap.low <= gap.value <= gap.high


@given(levels, levels)
def test_swapping_the_sides_flips_the_sign_and_inverts_the_ratio(group: Rounded, comparator: Rounded) -> None:
    one = absolute_gap(group, comparator, "lower_is_better")
    other = absolute_gap(comparator, group, "lower_is_better")
    assert one.value == pytest.approx(-other.value)
    assert ratio(group, comparator).value * ratio(comparator, group).value == pytest.approx(1)


@given(levels, levels, st.sampled_from([0.001, 10, 1000]))
def test_another_unit_scales_the_absolute_gap_and_keeps_the_relative_one(
    group: Rounded, comparator: Rounded, unit: float
) -> None:
    scaled = (group.scaled(unit), comparator.scaled(unit))
    assert relative_gap(*scaled, "lower_is_better").value == pytest.approx(
        relative_gap(group, comparator, "lower_is_better").value
    )
    assert absolute_gap(*scaled, "lower_is_better").value == pytest.approx(
        unit * absolute_gap(group, comparator, "lower_is_better").value
    )


@given(levels, levels)
def test_worse_off_is_positive_whatever_the_polarity(group: Rounded, comparator: Rounded) -> None:
    mortality = absolute_gap(group, comparator, "lower_is_better").value
    longevity = absolute_gap(group, comparator, "higher_is_better").value
    assert mortality == pytest.approx(-longevity)


def test_no_relative_gap_against_a_comparator_that_can_be_zero() -> None:
    with pytest.raises(GapUndefinedError):
        relative_gap(printed(0.3), printed(0.0), "lower_is_better")


@pytest.mark.parametrize(
    ("value", "places", "text"), [(0.25, 1, "0.3"), (14.85, 1, "14.9"), (-0.04, 1, "0.0")]
)
def test_display_rounds_halves_up_and_knows_no_negative_zero(value: float, places: int, text: str) -> None:
    assert str(half_up(value, places)) == text


def test_a_change_is_told_in_points_and_in_per_cent_of_the_gap() -> None:
    moved = change(point("1995-97", 20.7, 1), point("2004-06", 18.4, 1))
    assert moved.per_cent is not None
    assert round(moved.difference.value, 1) == -2.3
    assert [round(x, 2) for x in (moved.per_cent.value, moved.per_cent.low, moved.per_cent.high)] == [
        -11.11,
        -11.57,
        -10.65,
    ]
    assert moved.direction == "narrower"


def test_a_change_within_rounding_is_unclear_and_overlap_is_counted() -> None:
    moved = change(point("2003-05", 18.1), point("2004-06", 18.4))
    assert moved.direction == "unclear"
    assert moved.shared_years == 2


def test_the_pace_since_2002_04_leads_to_12_per_cent() -> None:
    at_due = straight_line(point("2002-04", 19), point("2005-07", 16), Period.parse("2009-11").middle)
    assert at_due is not None
    assert [round(x, 1) for x in (at_due.value.value, at_due.value.low, at_due.value.high)] == [
        12.0,
        10.2,
        13.8,
    ]


@given(st.integers(1, 40), st.integers(1, 40), st.integers(1990, 1999), st.integers(1, 8), st.integers(0, 16))
def test_a_projection_lies_on_the_line_and_never_reaches_further_than_twice_the_span(
    first: int, last: int, year: int, span: int, ahead: int
) -> None:
    start, end = point(str(year), first), point(str(year + span), last)
    line = straight_line(start, end, year + span + ahead)
    if ahead > 2 * span:
        assert line is None
    else:
        assert line is not None
        assert line.value.value == pytest.approx(last + (last - first) / span * ahead)
        assert line.value.low <= line.value.value <= line.value.high


def test_the_period_in_which_the_target_is_reached() -> None:
    reached = first_beyond(point("2002-04", 19), point("2005-07", 16), lambda gap: gap <= 11.7)
    assert reached == Period.parse("2010-12")  # the line is there in the year 2010.3
    assert first_beyond(point("2002-04", 16), point("2005-07", 19), lambda gap: gap <= 11.7) is None


BASELINE = point("1997-99", 13)


@pytest.mark.parametrize(
    ("points", "status"),
    [
        ([BASELINE, point("2005-07", 11)], "met"),
        ([BASELINE, point("2002-04", 19), point("2005-07", 16)], "too close to call"),
        ([BASELINE, point("2005-07", 16)], "off track"),
        ([BASELINE, point("2002-04", 19), point("2005-07", 14)], "on track"),
        ([BASELINE, point("2009-11", 14)], "off track"),
        ([BASELINE, point("2009-11", 12)], "too close to call"),
        ([point("2005-07", 16)], "not assessable"),
        ([], "not assessable"),
    ],
)
def test_the_status_follows_its_documented_rule(points: list[Point], status: str) -> None:
    assert assess(series(*points)).status == status


def target(shape: str, size: float | None = None) -> Target:
    assert IMR.target is not None
    return replace(IMR.target, shape=shape, size=size)


@pytest.mark.parametrize(
    ("aim", "required"),
    [
        (target("cut_gap", 10), 11.7),
        (target("gap_at_most", 12), 12),
        (target("no_gap"), 0),
        (target("narrower"), 13),
        (target("halve"), 6.5),
        (replace(target("halve"), baseline=None), None),
    ],
)
def test_what_each_shape_of_target_requires(aim: Target, required: float | None) -> None:
    assessment = assess(series(BASELINE, point("2002-04", 19), point("2005-07", 16), target=aim))
    assert assessment.required == (None if required is None else pytest.approx(required))


def figure(measure: str, value: float, label: str, group: str = "spearhead", decimals: int = 1) -> Figure:
    return Figure(
        "life_expectancy", "male", "England", group, Period.parse(label), measure, value, decimals,
        None, None, None, None, None, None, "", "r",
    )  # fmt: skip


def test_a_printed_gap_stands_before_a_computed_one_and_longer_lives_are_better() -> None:
    held = [figure("value", 75.0, "2004-06"), figure("value", 77.0, "2004-06", "england")]
    computed = gap_series(held, LE, "male", "absolute_gap").latest
    assert computed is not None
    assert (computed.origin, round(computed.value.value, 1)) == ("computed", 2.0)
    both = gap_series([*held, figure("absolute_gap", 2.1, "2004-06")], LE, "male", "absolute_gap").latest
    assert both is not None
    assert (both.origin, both.value.value) == ("printed", 2.1)


def test_a_printed_change_implies_the_baseline_and_alone_gives_an_index() -> None:
    change_only = [figure("relative_gap_change", 2, "2004-06", decimals=0)]
    indexed = gap_series(change_only, LE, "male", "relative_gap")
    assert indexed.indexed
    assert [(p.period.label, p.value.value) for p in indexed.points] == [("1995-97", 100), ("2004-06", 102)]
    with_size = [figure("relative_gap", 24.9, "2004-06"), figure("relative_gap_change", -32.2, "2004-06")]
    baseline = gap_series(with_size, LE, "male", "relative_gap").baseline
    assert baseline is not None
    assert (baseline.origin, round(baseline.value.value, 1)) == ("implied", 36.7)
