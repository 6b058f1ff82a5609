"""`healthgap formats` says what a file looks like, who reads it, and drafts a mapping where nobody does."""

from __future__ import annotations

import json
import tomllib
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from healthgap.__main__ import cli
from healthgap.catalogue import Catalogue
from healthgap.config import load_catalogue
from healthgap.errors import RefusedDataError
from healthgap.files.description import describe
from tests.publishers import (
    FINGERTIPS,
    FINGERTIPS_HEADS,
    HEAT_HEADS,
    csv_of,
    keys,
    read,
    write_config,
)

TRAFFORD = b"""area_code,area_name,period,indicator,unit,value,inequality
E1,Leeds,2011 - 13,Smokers,,7,Male
E1,Leeds,2011 - 13,Smokers,,NA,Female
"""


@cache
def fingertips() -> Catalogue:
    return load_catalogue(write_config(Path(mkdtemp()) / "config", mine=FINGERTIPS))


@cache
def fingertips_file() -> bytes:
    row = {"Indicator ID": "92443", "Age": "18+ yrs", "Time period": "2013/14", "Value": "7"}
    return csv_of(FINGERTIPS_HEADS[:13], row, row | {"Area Name": "Zoë, “Leeds”", "Sex": "Male"})


class Shell:
    """Runs `healthgap formats` over a configuration of its own, in the test's folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch

    def formats(
        self, data: bytes, *options: str, name: str = "figures.csv", **mappings: str
    ) -> tuple[int, str]:
        config = self.folder / f"config{len(list(self.folder.iterdir()))}"
        self._monkeypatch.setenv("HEALTHGAP_CONFIG", str(write_config(config, **mappings)))
        (self.folder / name).write_bytes(data)
        result = CliRunner().invoke(cli, ["formats", str(self.folder / name), *options])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.stdout


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(tmp_path, monkeypatch)


def test_a_file_that_a_mapping_reads_is_shown_with_what_is_read_as_what(shell: Shell) -> None:
    data = csv_of(FINGERTIPS_HEADS[:13], {"Indicator ID": "92443", "Sex": "Male", "Value": "7"})
    status, text = shell.formats(data.replace(b",", b";"), mine=FINGERTIPS)
    lines = text.splitlines()
    assert status == 0
    assert lines[:3] == [
        "figures.csv is read by config/mappings/mine.toml (OHID Fingertips).",
        "It is CSV in UTF-8, separated by semicolons, with 1 row and 13 columns:",
        "  Indicator ID    indicator  92443",
    ]
    assert "  Value           value      7" in lines
    assert lines[-1].startswith("Next: `healthgap load --dry-run figures.csv` checks its figures")


def test_a_file_in_the_own_format_needs_no_mapping(shell: Shell) -> None:
    status, text = shell.formats(b"indicator,group,period,value\nsmoking,everyone,2011,7\n")
    assert (status, text.splitlines()[0]) == (0, "figures.csv is read by healthgap’s own format.")


def test_a_file_that_nothing_reads_gets_a_draft_with_its_gaps_marked(shell: Shell) -> None:
    status, text = shell.formats(TRAFFORD)
    assert status == 4
    assert text.startswith(
        "figures.csv: Nothing here reads a file with these columns: area_code, area_name, period"
    )
    assert text[text.index("title =") :].splitlines() == [
        'title = "figures"  # better: who publishes this, for example “ONS, deaths by deprivation”',
        "",
        "[columns]  # ours = theirs",
        'indicator = "indicator"  # for example Smokers',
        'sex = "inequality"  # for example Male, Female',
        'area = "area_name"  # for example Leeds',
        'period = "period"  # for example 2011 - 13',
        'value = "value"  # for example 7, NA',
        "# not read: area_code, unit",
        "",
        "[constants]  # what is the same in every row",
        'group = "FILL_IN"  # yours: everyone, most_deprived, least_deprived',
        "",
        "[indicator]  # ours = theirs",
        "# yours: obesity, smoking",
        'FILL_IN_1 = "Smokers"',
    ]


def test_a_draft_with_its_gaps_filled_in_reads_the_file(shell: Shell, tmp_path: Path) -> None:
    report = json.loads(shell.formats(TRAFFORD, "--json")[1])
    mended = report["draft"].replace("FILL_IN_1", "smoking").replace("FILL_IN", "everyone")
    catalogue = load_catalogue(write_config(tmp_path / "mended", mine=mended))
    checked, problems = read(catalogue, TRAFFORD)
    assert problems == []
    assert keys(checked) == [
        "smoking male Leeds everyone 2011-13 7.0",
        "smoking female Leeds everyone 2011-13 None",
    ]


@pytest.mark.parametrize(
    ("data", "filled_in", "expected"),
    [
        (  # titles above, a column a year
            b"Deaths by place,,\n,,\nLocal authority,2011,2012\nLeeds,5.1,[c]\nYork,4.1,4.2\n",
            {"indicator": "smoking", "group": "everyone"},
            [
                "Leeds everyone 2011 5.1",
                "York everyone 2011 4.1",
                "Leeds everyone 2012 None",
                "York everyone 2012 4.2",
            ],
        ),
        (  # a column a sex, a region a row
            b"Region,Year,Men: rate,Women: rate\nLondon,2015,12.5,9.1\nWales,2015,13.1,10\n",
            {"indicator": "smoking", "group": "everyone"},
            [
                *("male London everyone 2015 12.5", "male Wales everyone 2015 13.1"),
                *("female London everyone 2015 9.1", "female Wales everyone 2015 10.0"),
            ],
        ),
        (  # groups under a head of their own, semicolons
            b"Time period;IMD quintile;Indicator;Rate\n2015/16;1 - most;Smokers;12.5\n2015/16;5 - least;Smokers;11\n",
            {"FILL_IN_1": "smoking", "FILL_IN_2": "most_deprived", "FILL_IN_3": "least_deprived"},
            ["most_deprived 2015/16 12.5", "least_deprived 2015/16 11.0"],
        ),
        (  # the same head twice but for its case, as the ONS has codes beside their labels
            b"v4_0,calendar-years,Time,uk-only,Geography,sex,Sex\n7.1,2015,2015,E92,England,male,Male\n",
            {"indicator": "smoking", "group": "everyone"},
            ["male England everyone 2015 7.1"],
        ),
        (  # bars, and nothing that says which indicator and period
            b"Who|How much\nPoor people|5\nRich people|3\n",
            {
                "indicator": "smoking",
                "period": "2007",
                "FILL_IN_1": "most_deprived",
                "FILL_IN_2": "least_deprived",
            },
            ["most_deprived 2007 5.0", "least_deprived 2007 3.0"],
        ),
    ],
    ids=range(5),
)
def test_a_draft_says_what_to_fill_in_and_then_reads_the_file(
    shell: Shell, tmp_path: Path, data: bytes, filled_in: dict[str, str], expected: list[str]
) -> None:
    draft = json.loads(shell.formats(data, "--json")[1])["draft"]
    assert "Replace each FILL_IN, its number too, by an id of config/" in draft
    for name, ours in filled_in.items():
        there = f"{name} = " if name.startswith("FILL_IN") else f'{name} = "FILL_IN"'
        assert there in draft
        draft = draft.replace(there, f"{ours} = " if name.startswith("FILL_IN") else f'{name} = "{ours}"')
    catalogue = load_catalogue(write_config(tmp_path / "mended", mine=draft))
    checked, problems = read(catalogue, data)
    assert problems == []
    plain = [key.removeprefix("smoking ").removeprefix("persons ") for key in keys(checked)]
    assert [key.removeprefix("England ") for key in plain] == expected


def test_a_draft_for_a_known_format_lists_what_stands_in_the_file(shell: Shell) -> None:
    row = {"Indicator ID": "92443", "Indicator Name": 'Smoking "now"\n', "Age": "18+ yrs"}
    data = csv_of(FINGERTIPS_HEADS, row, row | {"Category Type": "IMD", "Category": "Most \\ deprived"})
    status, text = shell.formats(data)
    assert status == 4
    assert text.startswith(
        "figures.csv looks like OHID Fingertips, and no mapping says what its figures are here."
    )
    draft = text[text.index("# A draft") :]
    assert tomllib.loads(draft) == {
        "format": "fingertips",
        "indicator": {"FILL_IN_1": {"Indicator ID": "92443", "Age": "18+ yrs"}},
        "group": {
            "FILL_IN_2": {"Category Type": "", "Category": ""},
            "FILL_IN_3": {"Category Type": "IMD", "Category": "Most \\ deprived"},
        },
    }
    assert '# Smoking "now"' in draft


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            b"Area,Period,Male %,Male % LCI,Female %\nLeeds,2015,7,6,8\n",
            [
                {"sex": "male", "value": "Male %", "lower": "Male % LCI"},
                {"sex": "female", "value": "Female %"},
            ],
        ),
        (
            b"Area,2015,2016\nLeeds,7,8\n",
            [{"period": "2015", "value": "2015"}, {"period": "2016", "value": "2016"}],
        ),
    ],
)
def test_a_draft_makes_rows_of_columns_by_sex_or_year(
    shell: Shell, data: bytes, expected: list[dict[str, str]]
) -> None:
    report = json.loads(shell.formats(data, "--json")[1])
    assert tomllib.loads(report["draft"])["figures"] == expected


def test_a_draft_finds_the_days_that_a_period_runs_from_and_to(shell: Shell, tmp_path: Path) -> None:
    data = b"what,area_name,date_from,date_to,value\nSmoking,Leeds,2011-01-01,2013-12-31,7\n"
    draft = json.loads(shell.formats(data, "--json")[1])["draft"]
    assert {"period_from": "date_from", "period_to": "date_to"}.items() <= tomllib.loads(draft)[
        "columns"
    ].items()
    mended = draft.replace('indicator = "FILL_IN"', 'indicator = "smoking"').replace("FILL_IN", "everyone")
    checked, problems = read(load_catalogue(write_config(tmp_path / "mended", mine=mended)), data)
    assert problems == []
    assert keys(checked) == ["smoking persons Leeds everyone 2011-13 7.0"]


def test_every_draft_is_toml_whatever_stands_in_the_file(shell: Shell) -> None:
    for head in ('a"b', "a\\b", "a\x7fb", "a'b", "a\tb", "é # =", "[x]", "a\u2028b"):
        data = csv_of((head, "metric", "figure"), {head: head, "metric": head, "figure": "1"})
        report = json.loads(shell.formats(data, "--json")[1])
        assert tomllib.loads(report["draft"])["indicator"] == {"FILL_IN_1": head.strip()}


@settings(deadline=None)
@given(st.binary(max_size=40), st.integers(0, 400), st.integers(0, 400))
def test_a_damaged_file_is_described_and_read_or_refused_and_nothing_else(
    noise: bytes, place: int, cut: int
) -> None:
    data = fingertips_file()
    damaged = data[:place] + noise + data[cut:]
    checked, problems = read(fingertips(), damaged)
    assert (checked is None) == bool(problems)
    path = Path(mkdtemp()) / "damaged.csv"
    path.write_bytes(damaged)
    with suppress(RefusedDataError):
        tomllib.loads(describe(path, fingertips()).draft or "")


def test_a_file_that_two_mappings_claim_is_read_by_none(shell: Shell) -> None:
    data = csv_of(HEAT_HEADS, {"setting": "Chad"})
    heat = 'format = "heat"\n[constants]\nindicator = "smoking"\ngroup = "everyone"\n'
    status, text = shell.formats(data, one=heat, two=heat)
    assert status == 4
    assert "config/mappings/one.toml and config/mappings/two.toml could both read this file" in text
    assert "A draft" not in text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "This file is empty."),
        (b"%PDF", "This is a PDF."),
        (None, "This file cannot be read: No such file"),
    ],
)
def test_a_file_without_a_table_is_refused(shell: Shell, data: bytes | None, told: str) -> None:
    path = shell.folder / "absent.csv"
    if data is not None:
        path.write_bytes(data)
    result = CliRunner().invoke(cli, ["formats", str(path)])
    assert result.exit_code == 4
    assert result.stderr.startswith(f"absent.csv: {told}")
