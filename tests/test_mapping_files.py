"""A mapping is a few lines of TOML; whatever is wrong with it is told at once, in the words of whoever wrote it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from healthgap.config import load_catalogue
from healthgap.errors import ConfigurationError
from healthgap.mapping_files import formats
from tests.publishers import FINGERTIPS, HEAT, csv_of, keys, read, write_config

ROOT = Path(__file__).parents[1]
LEAST = """
title = "Little"
[columns]
period = "when"
value = "figure"
[constants]
indicator = "smoking"
group = "everyone"
"""


def problems_of(folder: Path, text: str) -> list[str]:
    """Every problem of a mapping with this text, without its path."""
    with pytest.raises(ConfigurationError) as refused:
        load_catalogue(write_config(folder / "config", mine=text))
    path = str(folder / "config" / "mappings" / "mine.toml")
    return [
        str(problem).removeprefix(f"{path}, ").removeprefix(f"{path}: ") for problem in refused.value.problems
    ]


def test_seven_lines_are_enough_for_a_file(tmp_path: Path) -> None:
    catalogue = load_catalogue(write_config(tmp_path / "config", mine=LEAST))
    checked, problems = read(catalogue, csv_of(("when", "figure"), {"when": "2011", "figure": "7"}))
    assert (keys(checked), problems) == (["smoking persons England everyone 2011 7.0"], [])


def test_every_format_is_known_by_the_name_of_its_file() -> None:
    assert set(formats()) == {"fingertips", "heat"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '"smoking"',
            '"smokin"',
            ["indicator.smokin: There is no indicator “smokin”. Expected one of obesity, smoking."],
        ),
        (
            '"smoking"',
            '"FILL_IN_1"',
            ["indicator.FILL_IN_1: FILL_IN_1 stands here still: say which indicator is meant."],
        ),
        (
            '"everyone"',
            '"all"',
            ["group.all: There is no group “all”. Expected one of everyone, most_deprived, least_deprived."],
        ),
        ("[constants]", "[constant]", ["constant: There is no such setting."]),
        (
            'period = "when"',
            "period = 7.5",
            ["columns.period: This must be text in quotes, or a list of such."],
        ),
        (
            'period = "when"\n',
            "",
            ["period: Nothing says where the period comes from. Expected period under"],
        ),
        ('title = "Little"\n', "", ["title: This setting is missing."]),
        (
            'period = "when"',
            'period = "when"\ngroup = "who"',
            ["constants.group: group is both a column and a constant."],
        ),
        (
            'title = "Little"',
            'format = "figertips"',
            ["format: There is no format “figertips”. Expected fingertips or heat."],
        ),
        ("title =", "title", ["This is not valid TOML: Expected '=' after a key in a key/value pair"]),
        (
            "",
            '[sex]\nmale = "M"\n',
            [
                "sex: This says a word and not under which head, and sex has no column. Expected a table such as"
            ],
        ),
        (
            "title",
            'leave_out_others = ["area"]\ntitle',
            ["leave_out_others: There is no table [area], so there are no others to leave out."],
        ),
        (
            "",
            "[sex]\nmale = { Sex = [] }\nfemale = 1.5\n",
            [
                "sex.male: This must be text in quotes, or a list of such.",
                "sex.female: This must be text in quotes",
            ],
        ),
        (
            "",
            '[[figures]]\nsex = "men"\nvalue = "Men"\n',
            [
                "columns.value: Where there are [[figures]], each of them says",
                "sex.men: There is no sex “men”.",
            ],
        ),
        (
            "",
            '[period]\n"Q1" = { when = "First" }\n[measure]\nlevel = { a = "b" }\n',
            [
                "period.Q1: There is no period “Q1”.",
                "measure.level: There is no measure “level”. Expected one of value,",
            ],
        ),
    ],
)
def test_what_is_wrong_with_a_mapping_is_told_by_its_setting(
    tmp_path: Path, old: str, new: str, told: list[str]
) -> None:
    text = LEAST.replace(old, new) if old else LEAST + new
    problems = problems_of(tmp_path, text)
    assert [problem.startswith(start) for problem, start in zip(problems, told, strict=True)] == [True] * len(
        told
    )


def test_what_a_mapping_says_goes_before_what_its_format_says(tmp_path: Path) -> None:
    text = FINGERTIPS + '\n[columns]\narea = "Area Code"\n[constants]\nsex = "persons"\n'
    mapping = load_catalogue(write_config(tmp_path, mine=text, heat=HEAT)).mappings["mine"]
    assert mapping.columns["area"] == ("Area Code",)
    assert "sex" not in mapping.columns
    assert mapping.columns["value"] == ("Value",)
    assert mapping.title == "OHID Fingertips"


@pytest.mark.parametrize("name", ["fingertips", "heat", "long"])
def test_an_example_that_ships_wants_nothing_but_the_names_of_whoever_takes_it(
    tmp_path: Path, name: str
) -> None:
    example = ROOT / "config" / "mappings" / f"{name}.toml.example"
    problems = problems_of(tmp_path, example.read_text(encoding="utf-8"))
    assert problems
    assert all(re.match(r"(indicator|group)\.your_\w+: There is no", problem) for problem in problems)


def test_the_first_example_of_the_guide_is_read_as_it_stands(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")
    config = shutil.copytree(ROOT / "config", tmp_path / "config")
    (config / "mappings" / "mine.toml").write_text(
        guide.split("```toml\n")[1].split("```")[0], encoding="utf-8"
    )
    row = {
        "indicator": "LE at birth",
        "inequality": "Male",
        "area_name": "Leeds",
        "year": "2011 - 13",
        "value": "78.9",
    }
    checked, problems = read(load_catalogue(config), csv_of(tuple(row), row))
    assert (keys(checked), problems) == (["life_expectancy male Leeds england 2011-13 78.9"], [])


def test_the_configuration_that_ships_loads_no_example() -> None:
    assert load_catalogue(ROOT / "config").mappings == {}
