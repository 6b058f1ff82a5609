"""What is told of figures that do not fit what was held: gaps against their parts, and jumps."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthgap.catalogue import Catalogue
from healthgap.config import load_catalogue
from healthgap.files.flags import Flag, flags
from healthgap.files.jumps import JUMP, STEPS, jumps
from healthgap.tables import STORED_SCHEMA
from tests.drawn import drawn

NOTHING = STORED_SCHEMA.empty_table()
LEVELS = "routine_manual 2005-07 5.4\nall_ns_sec 2005-07 4.7"
GAP = "routine_manual 2005-07 {} measure=relative_gap"
GIVEN = "14.9, anywhere from 12.6 to 17.2"


@cache
def catalogue() -> Catalogue:
    return load_catalogue(Path(__file__).parent.parent / "config")


def told(new: str, held: str) -> list[tuple[int, str]]:
    found = flags(drawn(new), drawn(held) if held else NOTHING, catalogue())
    return [(flag.place, flag.told) for flag in found]


@pytest.mark.parametrize(
    ("new", "held", "expected"),
    [
        (GAP.format(16), LEVELS, []),
        (GAP.format(78), LEVELS, [(0, f"printed 78, but its two levels, partly held before, give {GIVEN}")]),
        (
            f"all_ns_sec 2005-07 4.7\n{GAP.format(78)}",
            "routine_manual 2005-07 5.4",
            [(1, f"printed 78, but its two levels, partly held before, give {GIVEN}")],
        ),
        (f"{LEVELS}\n{GAP.format(78)}", "", [(2, f"printed 78, but its two levels give {GIVEN}")]),
        (
            LEVELS,
            GAP.format(78),
            [(0, f"the relative gap held before is 78, but with this its two levels give {GIVEN}")],
        ),
        (f"{LEVELS}\n{GAP.format(16)}", GAP.format(78), []),
        (GAP.format(16), LEVELS.replace("5.4", "NA"), []),
        ("all 2005-07 4.9", f"{LEVELS}\n{GAP.format(78)}", []),
        (LEVELS.replace("5.4", "NA"), f"{LEVELS}\n{GAP.format(78)}", []),
    ],
)
def test_a_gap_and_its_parts_are_held_against_each_other_whichever_came_first(
    new: str, held: str, expected: list[tuple[int, str]]
) -> None:
    assert told(new, held) == expected


def test_a_change_is_held_against_gaps_of_other_releases() -> None:
    cancer = "indicator=cancer_mortality_u75"
    held = f"spearhead 1995-97 20.7 {cancer} measure=absolute_gap"
    new = (
        f"spearhead 2004-06 18.4 {cancer} measure=absolute_gap\n"
        f"spearhead 2004-06 {{}} {cancer} measure=absolute_gap_change"
    )
    assert told(new.format("-11.3"), held) == []
    assert [place for place, _ in told(new.format("-13.1"), held)] == [1]


def series(values: str, first: int = 2001) -> str:
    return "\n".join(f"all {first + place} {value}" for place, value in enumerate(values.split()))


@pytest.mark.parametrize(
    ("held", "new", "places"),
    [
        ("5.0 5.2 5.1 5.3 5.2", "5.4", []),
        ("5.0 5.2 5.1 5.3 5.2", "5.8", []),
        ("5.0 5.2 5.1 5.3 5.2", "6.0", [0]),
        ("5.0 5.2 5.1 5.3 5.2", "52", [0]),
        ("5.0 5.2 5.1 5.3 5.2", "0.5", [0]),
        ("5.0 5.2 5.1 5.3", "52", []),
        ("5.0 5.2 5.1 5.3 5.2", "NA 52", [1]),
        ("5.0 5.0 5.0 5.0 5.0", "5.3", []),
        ("5.0 5.0 5.0 5.0 5.0", "5.4", [0]),
        ("", "5.0 5.2 5.1 52 5.3 5.2 5.1 5.0", [3]),
        ("", "5.0 5.2 5.1 5.0 9.3 9.2 9.1 9.0", [4]),
        ("5.0 9.0 5.0 9.0 5.0", "16.9", []),
    ],
)
def test_a_jump_is_told_where_a_series_never_moved_so_far(held: str, new: str, places: list[int]) -> None:
    before = drawn(series(held)) if held else NOTHING
    found = jumps(drawn(series(new, 2001 + len(held.split()))), before)
    assert [flag.place for flag in found] == places


def test_a_jump_says_both_steps() -> None:
    (flag,) = jumps(drawn("all 2006 52"), drawn(series("5.0 5.2 5.1 5.3 5.2")))
    assert flag == Flag(
        0, "52 is 46.8 above the figure for 2005; otherwise the largest step in this series is 0.2"
    )


def test_a_revision_is_held_against_its_neighbours_and_what_was_held_already_is_told_once() -> None:
    held = drawn(series("5.0 5.2 52 5.1 5.3 5.2 5.1"))
    assert jumps(held, held) == []
    assert [
        flag.place for flag in jumps(drawn("all 2005 53"), drawn(series("5.0 5.2 5.1 5.3 5.2 5.1 5.0")))
    ] == [0]


def test_single_years_and_pooled_periods_are_series_of_their_own() -> None:
    held = drawn(series("5.0 5.2 5.1 5.3 5.2"))
    assert jumps(drawn("all 2004-06 9.9"), held) == []


def test_a_step_over_several_years_counts_by_the_year() -> None:
    held = drawn(series("5.0 5.2 5.1 5.3 5.2"))
    assert jumps(drawn("all 2015 7.2"), held) == []


def slow_jumps(values: list[int], fresh: int) -> list[int]:
    """Places of the last `fresh` whole numbers that jump, by the words of the rule."""
    steps = [abs(after - before) for before, after in pairwise(values)]
    found = []
    for place in range(max(1, len(values) - fresh), len(values)):
        others = [step for at, step in enumerate(steps) if at not in (place - 1, place)]
        if len(others) >= STEPS and steps[place - 1] > JUMP * max(1, *others):
            found.append(place - (len(values) - fresh))
    return found


@given(st.lists(st.sampled_from([1, 2, 3, 5, 9, 20]), min_size=1, max_size=14), st.integers(1, 14))
def test_jumps_agree_with_the_slow_and_obvious_reading_of_the_rule(values: list[int], fresh: int) -> None:
    fresh = min(fresh, len(values))
    held, new = values[: len(values) - fresh], values[len(values) - fresh :]
    before = drawn(series(" ".join(map(str, held)))) if held else NOTHING
    found = jumps(drawn(series(" ".join(map(str, new)), 2001 + len(held))), before)
    assert [flag.place for flag in found] == slow_jumps(values, fresh)


def test_many_series_at_once_are_read_each_by_itself() -> None:
    lines = [
        f"all {year} {value} area=A{area}"
        for area in range(50)
        for year, value in enumerate(("5 6 5 6 5 50" if area == 7 else "50 60 50 60 50 60").split(), 2001)
    ]
    assert [flag.place for flag in jumps(drawn("\n".join(lines)), NOTHING)] == [7 * 6 + 5]
