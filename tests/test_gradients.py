"""The slope index from loaded figures: OHID's numbers, its sign, and what is said where a group is lacking."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthgap.errors import ConfigurationError
from healthgap.files.details import ReleaseDetails
from healthgap.gradients import gradient
from healthgap.measures import slope_index
from healthgap.period import Period
from healthgap.rounding import Rounded
from healthgap.sampling import Interval, Sampling
from healthgap.series import Point
from healthgap.service import Healthgap
from tests.sample import NOW, ROOT

DETAILS = ReleaseDetails(title="Drawn for a test", publisher="A test", published=date(2020, 1, 1))
HEAD = "indicator,sex,group,period,measure,value,lower,upper,count,denominator\n"
FIFTHS = [f"fifth_{place}" for place in range(1, 6)]
# Deaths and live births, from the most to the least deprived fifth.
COUNTED = [(840, 120_000), (660, 110_000), (520, 100_000), (418, 95_000), (360, 90_000)]


def level(value: float, error: float) -> Point:
    chance = Sampling(error, Interval(value - 2 * error, value + 2 * error), "counts")
    return Point(Period.parse("2007"), Rounded(value, value - 0.05, value + 0.05), "printed", (), chance)


groups = st.lists(
    st.tuples(st.floats(20, 90), st.floats(0.1, 3), st.floats(10, 10_000)), min_size=5, max_size=10
)


@given(groups)
def test_the_slope_is_ohids_with_the_sign_of_a_gap(drawn: list[tuple[float, float, float]]) -> None:
    values, errors, people = zip(*drawn, strict=True)
    found = gradient([level(value, error) for value, error, _ in drawn], people, "lower_is_better")
    ohid = slope_index(values, people, se=errors)
    assert found.slope.value == pytest.approx(-float(ohid.sii), rel=1e-9, abs=1e-9)
    assert isinstance(found.sampling, Sampling)
    assert found.sampling.interval.low == pytest.approx(-float(ohid.sii_upper), rel=1e-9, abs=1e-9)
    assert found.disadvantaged.value == pytest.approx(float(ohid.intercept), rel=1e-9, abs=1e-9)
    # OHID's ratio is the other way up, and may have no limits where this one has.
    if found.ratio and found.ratio_limits and float(ohid.rii_lower) > 0:
        assert found.ratio == pytest.approx(1 / float(ohid.rii))
        assert found.ratio_limits.high == pytest.approx(1 / float(ohid.rii_lower))
    better = gradient([level(value, error) for value, error, _ in drawn], people, "higher_is_better")
    assert better.slope.value == pytest.approx(-found.slope.value)


@given(groups)
def test_rounding_of_the_slope_holds_every_level_that_rounds_to_the_printed_one(
    drawn: list[tuple[float, float, float]],
) -> None:
    people = [many for _, _, many in drawn]
    found = gradient([level(value, error) for value, error, _ in drawn], people, "lower_is_better")
    tilted = [
        level(value + (0.05 if 2 * place < len(drawn) else -0.05), error)
        for place, (value, error, _) in enumerate(drawn)
    ]
    moved = gradient(tilted, people, "lower_is_better").slope.value
    assert found.slope.low - 1e-9 <= moved <= found.slope.high + 1e-9


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The configuration of the repository, whose infant mortality has deprivation fifths in order."""
    folder = tmp_path / "config"
    shutil.copytree(ROOT / "config", folder)
    named = "".join(
        f'\n[{name}]\ntitle = "deprivation {name.replace("_", " ")}"\ndefinition = "A fifth."\nsource = "A test"\n'
        for name in FIFTHS
    )
    with (folder / "groups.toml").open("a", encoding="utf-8") as file:
        file.write(named)
    set_order(folder, FIFTHS)
    return folder


def set_order(folder: Path, names: list[str]) -> None:
    path = folder / "indicators" / "infant_mortality.toml"
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("ordered =")]
    lines.insert(lines.index("[gap]") + 1, f"ordered = {names}".replace("'", '"'))
    path.write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture
def service(config: Path, tmp_path: Path) -> Iterator[Healthgap]:
    service = Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", config)
    yield service
    service.close()


def load(service: Healthgap, folder: Path, **without: str) -> None:
    rows = [
        f"infant_mortality,persons,{name},2007,value,{1000 * deaths / births:.1f},,,{deaths},{births}\n"
        for name, (deaths, births) in zip(FIFTHS, COUNTED, strict=True)
    ]
    rows = [row for name, row in zip(FIFTHS, rows, strict=True) if name not in without.values()]
    (folder / "fifths.csv").write_text(HEAD + "".join(rows), "utf-8")
    service.load([folder / "fifths.csv"], DETAILS, now=NOW)


def test_the_slope_index_is_told_with_its_line_and_both_kinds_of_doubt(
    service: Healthgap, tmp_path: Path
) -> None:
    load(service, tmp_path)
    reply = service.ask("What is the slope index of infant mortality?", now=NOW)
    assert reply.text.splitlines()[:4] == [
        "Infant mortality, slope index, 2007: 3.9 per 1,000 live births.",
        "A straight line through the 5 groups, each weighing as many people as it has, goes from 7.4 at the "
        "disadvantaged end to 3.5 per 1,000 live births at the other: a ratio of 2.11 (95% range 1.82 to 2.45).",
        "After rounding, anywhere from 3.7 to 4.0.",
        "95% range from chance: 3.2 to 4.6, from the range of each group.",
    ]
    told: dict[str, Any] = {row["measure"]: row for row in reply.figures}
    index = told["slope_index"]
    rates, births = zip(*((round(1000 * x / n, 1), n) for x, n in COUNTED), strict=True)
    ohid = slope_index(rates, births, se=[rate / x**0.5 for rate, (x, _) in zip(rates, COUNTED, strict=True)])
    assert index["value"] == pytest.approx(-float(ohid.sii))
    assert index["sampling_high"] == pytest.approx(-float(ohid.sii_lower))
    assert told["ratio_of_ends"]["value"] == pytest.approx(1 / float(ohid.rii))


def test_without_every_group_there_is_no_slope_index(service: Healthgap, tmp_path: Path) -> None:
    load(service, tmp_path, without="fifth_3")
    reply = service.ask("slope index of infant mortality", now=NOW)
    assert (reply.kind, reply.figures) == ("decline", ())
    assert "It needs the rate and the number of people of every group for one period." in reply.text


@pytest.mark.parametrize("names", [["fifth_1", "fifth_5"], ["fifth_1", "fifth_2", "fifth_2"]])
def test_an_order_of_two_groups_or_with_one_twice_is_refused(
    config: Path, tmp_path: Path, names: list[str]
) -> None:
    set_order(config, names)
    with pytest.raises(ConfigurationError, match="An order has at least 3 groups, each of them once"):
        Healthgap.open(f"sqlite:///{tmp_path}/healthgap.db", config)
