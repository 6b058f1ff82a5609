"""Gaps of whole tables of counts: the arithmetic row by row, pairs in any order, and what cannot be computed."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from healthgap.__main__ import cli
from healthgap.group_gaps import GAPS, Comparison, group_gaps
from healthgap.group_pairs import RepeatedRowsError
from healthgap.tables import WORDS

Z = 1.959963984540054

counts = st.tuples(st.integers(10, 500), st.integers(1_000, 90_000))
pairs = st.lists(st.tuples(counts, counts), min_size=1, max_size=12)
comparisons = st.builds(
    Comparison,
    st.just("most"),
    st.just("all"),
    st.sampled_from(["lower_is_better", "higher_is_better"]),
    st.booleans(),
    st.sampled_from([1.0, 100.0, 100_000.0]),
)


def table(rows: list[tuple[str, str, float | None, float | None]]) -> pa.Table:
    """Rows of area, group, count and denominator."""
    area, group, count, people = zip(*rows, strict=True)
    words = (pa.array(w).dictionary_encode().cast(WORDS) for w in (area, group))
    numbers = (pa.array(n, pa.float64()) for n in (count, people))
    return pa.table(dict(zip(("area", "group", "count", "denominator"), (*words, *numbers), strict=True)))


def slow(group: tuple[float, float], comparator: tuple[float, float], how: Comparison) -> list[float]:
    """One pair, written out."""
    (x1, n1), (x0, n0) = group, comparator
    r1, r0 = how.per * x1 / n1, how.per * x0 / n0
    v1, v0 = how.per**2 * x1 / n1**2, how.per**2 * x0 / n0**2
    covariance = n1 / n0 * v1 if how.contains else 0.0
    sign = 1 if how.polarity == "lower_is_better" else -1
    gap, error = sign * (r1 - r0), math.sqrt(v1 + v0 - 2 * covariance)
    log_error = math.sqrt(v1 / r1**2 + v0 / r0**2 - 2 * covariance / (r1 * r0))
    relative = [sign * 100 * (r1 / r0 * math.exp(k * Z * log_error) - 1) for k in (0, -1, 1)]
    return [gap, gap - Z * error, gap + Z * error, relative[0], min(relative), max(relative)]


def test_pieces_of_a_table_may_name_their_words_each_in_its_own_way() -> None:
    rows = [
        ("a", "all", 80.0, 2000.0),
        ("a", "most", 60.0, 1000.0),
        ("b", "most", 30.0, 1000.0),
        ("b", "all", 20.0, 900.0),
    ]
    rows += [("c", "all", 70.0, 900.0)]
    whole = table(rows)
    pieces = pa.concat_tables([table(rows[:1]), table(rows[1:3]), table(rows[3:])])
    assert pieces["area"].num_chunks == 3
    found = group_gaps(pieces, Comparison("most", "all")).to_pylist()
    assert found == group_gaps(whole, Comparison("most", "all")).to_pylist()
    assert [row["area"] for row in found] == ["a", "b", "c"]


@settings(max_examples=60, deadline=None)
@given(many=pairs, how=comparisons, order=st.randoms(use_true_random=False))
def test_gaps_are_those_of_plain_python_in_any_order_of_rows(many: Any, how: Comparison, order: Any) -> None:
    if how.contains:  # the comparator has the group's people and events, and others
        many = [((x, n), (x + y, n + m)) for (x, n), (y, m) in many]
    rows = [
        (f"area {place}", name, float(x), float(n))
        for place, pair in enumerate(many)
        for name, (x, n) in zip(("most", "all"), pair, strict=True)
    ]
    order.shuffle(rows)
    found = {row["area"]: row for row in group_gaps(table(rows), how).to_pylist()}
    assert len(found) == len(many)
    for place, (group, comparator) in enumerate(many):
        row = found[f"area {place}"]
        assert [row[name] for name in GAPS] == pytest.approx(slow(group, comparator, how), rel=1e-9, abs=1e-9)
        assert row["note"] == ""


def test_whole_numbers_are_counts_too() -> None:
    rows = table([("a", "most", 60.0, 1000.0), ("a", "all", 80.0, 2000.0)])
    whole = rows.set_column(2, "count", rows["count"].cast(pa.int64()))
    whole = whole.set_column(3, "denominator", rows["denominator"].cast(pa.int32()))
    how = Comparison("most", "all", "lower_is_better", contains=True)
    assert group_gaps(whole, how).equals(group_gaps(rows, how))


def test_a_group_against_itself_swapped_turns_the_sign() -> None:
    rows = table([("a", "most", 60.0, 1000.0), ("a", "all", 80.0, 2000.0)])
    here = group_gaps(rows, Comparison("most", "all")).to_pylist()[0]
    there = group_gaps(rows, Comparison("all", "most")).to_pylist()[0]
    assert here["absolute_gap"] == -there["absolute_gap"]
    assert here["absolute_low"] == -there["absolute_high"]
    assert 1 + here["relative_gap"] / 100 == pytest.approx(1 / (1 + there["relative_gap"] / 100))


_IMPOSSIBLE = (
    "A denominator is zero or negative, a count is negative, or one of them is too large or too small."
)
_NOT_CONTAINED = "The comparator cannot contain the group: it has no more people, or fewer events."


@pytest.mark.parametrize(
    ("group", "comparator", "contains", "note", "shown"),
    [
        (
            (9, 100),
            (50, 100),
            False,
            "No limits: a group has fewer than 10 events.",
            ("absolute_gap", "relative_gap"),
        ),
        ((20, 100), (0, 100), False, "No relative gap: the comparator has no events.", ("absolute_gap",)),
        ((None, 100), (50, 100), False, "A count or a denominator is missing.", ()),
        ((20, 0), (50, 100), False, _IMPOSSIBLE, ()),
        ((-2, 10), (50, 100), False, _IMPOSSIBLE, ()),
        ((float("inf"), 100), (50, 100), False, _IMPOSSIBLE, ()),
        ((20, 100), (1e300, 1e-300), False, _IMPOSSIBLE, ()),
        ((20, 100), (50, float("inf")), False, _IMPOSSIBLE, ()),
        ((20, 1e300), (50, 1e300), False, _IMPOSSIBLE, ()),
        ((20, 100), (1e-300, 100), False, _IMPOSSIBLE, ()),
        ((20, 100), (50, 100), True, _NOT_CONTAINED, ()),
        ((20, 100), (19, 200), True, _NOT_CONTAINED, ()),
        (
            (20, 100),
            (29, 200),
            True,
            "No limits: the comparator has fewer than 10 events outside the group.",
            ("absolute_gap", "relative_gap"),
        ),
        (None, (50, 100), False, "The group has no row.", ()),
        ((20, 100), None, False, "The comparator has no row.", ()),
    ],
)
def test_what_cannot_be_computed_is_empty_with_the_reason(
    group: Any, comparator: Any, contains: bool, note: str, shown: tuple[str, ...]
) -> None:
    sound = [("sound", "most", 60.0, 1000.0), ("sound", "all", 80.0, 2000.0)]
    odd = [("odd", name, *pair) for name, pair in (("most", group), ("all", comparator)) if pair]
    found = group_gaps(table([*odd, *sound]), Comparison("most", "all", contains=contains)).to_pylist()
    assert [row["area"] for row in found] == ["odd", "sound"]
    assert found[0]["note"] == note
    assert tuple(name for name in GAPS if found[0][name] is not None) == shown
    assert all(found[1][name] is not None for name in GAPS)


def test_rows_that_stand_twice_are_refused() -> None:
    rows = [("a", "most", 60.0, 1000.0), ("a", "all", 80.0, 2000.0), ("a", "most", 61.0, 1000.0)]
    with pytest.raises(RepeatedRowsError):
        group_gaps(table(rows), Comparison("most", "all"))


FILE = """indicator,area,period,group,count,denominator
smoking,Leeds,2019,most,60,1000
smoking,Leeds,2019,all,80,2000
smoking,Hull,2019,most,*,1000
smoking,Hull,2019,all,80,2000
"""


@pytest.mark.parametrize("change", ["plain", "quoted", "heads", "semicolons", "long head", "parquet"])
def test_a_file_is_read_quickly_or_carefully_to_the_same_gaps(change: str, tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    text = FILE.replace("indicator,", '"indicator",', 1) if change == "quoted" else FILE
    text = text.replace("indicator,area", "Indicator,AREA") if change == "heads" else text
    if change == "long head":  # longer than Python's csv takes
        text = "\n".join(
            f"{line},{'x' * 140_000 if row == 0 else ''}" for row, line in enumerate(FILE.splitlines())
        )
    path.write_text(text.replace(",", ";") if change == "semicolons" else text)
    if change == "parquet":
        columns = [line.split(",") for line in FILE.splitlines()]
        words = dict(zip(columns[0], map(list, zip(*columns[1:], strict=True)), strict=True))
        for name in ("count", "denominator"):
            words[name] = [None if cell == "*" else int(cell) for cell in words[name]]
        path = tmp_path / "counts.parquet"
        pq.write_table(pa.table(words), path)
    done = CliRunner().invoke(
        cli, ["gaps", str(path), "--group", "most", "--comparator", "all", "--format", "json"]
    )
    leeds, hull = json.loads(done.stdout)
    assert leeds["relative_gap"] == pytest.approx(50)
    assert leeds["absolute_gap"] == pytest.approx(2000)
    assert (hull["absolute_gap"], hull["note"]) == (None, "A count or a denominator is missing.")


def test_rows_that_are_no_levels_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(
        "indicator,area,group,period,measure,value,count,denominator\n"
        "smoking,Leeds,most,2019,value,6,60,1000\nsmoking,Leeds,all,2019,,4,80,2000\n"
        "smoking,Leeds,most,2019,relative_gap,50,,\n"
    )
    done = CliRunner().invoke(
        cli, ["gaps", str(path), "--group", "most", "--comparator", "all", "--per", "100", "--format", "json"]
    )
    assert [row["absolute_gap"] for row in json.loads(done.stdout)] == [pytest.approx(2)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FILE.replace("60", "sixty"), "row 2, count: This is not a number."),
        (FILE.replace("count,", "cases,"), "There is no column “count”."),
        (FILE.replace("most", "poorest"), "There is no group “most”. Expected one of all, poorest."),
        (FILE + FILE.splitlines()[1], "row 6: 1 row stands twice"),
    ],
)
def test_bad_files_are_refused_with_the_place(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(text)
    done = CliRunner().invoke(cli, ["gaps", str(path), "--group", "most", "--comparator", "all"])
    assert message in str(done.exception)


def test_limits_cover_in_95_of_100_samples_also_where_the_comparator_contains_the_group() -> None:
    random, draws = np.random.default_rng(4), 40_000
    group, rest, rates = 41_000, 59_000, (0.006, 0.004)
    x, y = random.poisson(group * rates[0], draws), random.poisson(rest * rates[1], draws)
    area = [str(number) for number in range(draws)]
    rows = [(a, "most", float(n), float(group)) for a, n in zip(area, x, strict=True)]
    rows += [(a, "all", float(n + m), float(group + rest)) for a, n, m in zip(area, x, y, strict=True)]
    found = group_gaps(table(rows), Comparison("most", "all", contains=True))
    truth = rates[0], (group * rates[0] + rest * rates[1]) / (group + rest)
    for name, gap in (
        ("absolute", 1e5 * (truth[0] - truth[1])),
        ("relative", 100 * (truth[0] / truth[1] - 1)),
    ):
        low, high = (found[f"{name}_{end}"].to_numpy() for end in ("low", "high"))
        assert np.mean((low <= gap) & (gap <= high)) == pytest.approx(0.95, abs=0.005)
