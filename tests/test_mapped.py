"""Other publishers' files become the same figures, row for row, and every problem is told in their own words."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from healthgap.catalogue import Catalogue
from healthgap.errors import ConfigurationError
from tests.publishers import (
    FINGERTIPS,
    FINGERTIPS_HEADS,
    HEAT,
    HEAT_HEADS,
    catalogue_of,
    csv_of,
    keys,
    read,
)
from tests.workbooks import xlsx

ENGLAND = {
    "Indicator ID": "92443",
    "Area Code": "E92000001",
    "Area Name": "England",
    "Area Type": "England",
    "Sex": "Persons",
    "Age": "18+ yrs",
    "Time period": "2013/14",
    "Value": "18.4",
    "Lower CI 95.0 limit": "18.1",
    "Upper CI 95.0 limit": "18.7",
    "Lower CI 99.8 limit": "99",
    "Count": "184",
    "Denominator": "1000",
}
DECILE = ENGLAND | {
    "Category Type": "Districts by IMD",
    "Category": "Most deprived decile (IMD2019)",
    "Value": "18.6",
}
LONG = """
title = "A long layout"

[columns]
indicator = "what"
sex = "inequality"
area = "place"
group = "who"
period = "when"
value = "figure"

[indicator]
smoking = "Smoking rate"

[group]
everyone = ["All", "Everybody"]
most_deprived = { who = "Poorest", kind = "IMD" }
"""
LONG_HEADS = ("what", "inequality", "place", "who", "kind", "when", "figure", "remark")
ROW = {"what": "Smoking rate", "place": "Leeds", "who": "All", "when": "2011 - 13", "figure": "7.5"}


@pytest.fixture
def fingertips(tmp_path: Path) -> Catalogue:
    return catalogue_of(tmp_path, fingertips=FINGERTIPS)


@pytest.fixture
def heat(tmp_path: Path) -> Catalogue:
    return catalogue_of(tmp_path, heat=HEAT)


@pytest.fixture
def long(tmp_path: Path) -> Catalogue:
    return catalogue_of(tmp_path, long=LONG)


def test_fingertips_is_read_as_served(fingertips: Catalogue) -> None:
    data = csv_of(
        FINGERTIPS_HEADS,
        ENGLAND,
        ENGLAND | {"Parent Code": "E92000001", "Recent Trend": "Decreasing"},
        DECILE,
        ENGLAND | {"Area Name": "Leeds", "Sex": "Male", "Time period": "2001 - 03", "Value": "7"}
        | {"Lower CI 95.0 limit": "", "Upper CI 95.0 limit": ""},
        ENGLAND | {"Category Type": "Ethnic groups", "Category": "White"},
        ENGLAND | {"Indicator ID": "1", "Age": "All ages"},
    )  # fmt: skip
    checked, problems = read(fingertips, b"\xef\xbb\xbf" + data)
    assert problems == []
    assert keys(checked) == [
        "smoking persons England everyone 2013/14 18.4",
        "smoking persons England most_deprived 2013/14 18.6",
        "smoking male Leeds everyone 2001-03 7.0",
    ]
    assert checked is not None
    assert checked.notes == (
        "Read as OHID Fingertips, by config/mappings/fingertips.toml.",
        "1 row left out: no indicator is mapped for them; the first has Indicator ID “1”, Age “All ages”.",
        "1 row left out: no group is mapped for them; the first has Category “White”, "
        "Category Type “Ethnic groups”.",
        "1 row left out: the same as an earlier row.",
        "No row is read as the indicator obesity.",
        "No row is read as the group least_deprived.",
    )
    first = checked.rows[0]
    assert [first[name] for name in ("lower", "upper", "count", "denominator", "decimals")] == [
        18.1,
        18.7,
        184,
        1000,
        1,
    ]


def test_older_fingertips_files_of_26_columns_are_read_too(fingertips: Catalogue) -> None:
    checked, problems = read(fingertips, csv_of(FINGERTIPS_HEADS[:-1], ENGLAND))
    assert (keys(checked), problems) == (["smoking persons England everyone 2013/14 18.4"], [])


def test_rows_that_say_two_things_of_one_figure_are_refused(fingertips: Catalogue) -> None:
    _, problems = read(fingertips, csv_of(FINGERTIPS_HEADS, ENGLAND, DECILE, ENGLAND | {"Value": "18.5"}))
    assert problems == ["row 4, Value: This figure stands in row 2 already."]


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("Value suppressed for disclosure control due to small count", "suppressed"),
        ("Value not published for data quality reasons", "low_quality"),
        ("Value missing in source data", "not_available"),
        ("A note that is new", "blank"),
    ],
)
def test_a_missing_fingertips_value_keeps_the_reason_in_its_note(
    fingertips: Catalogue, note: str, reason: str
) -> None:
    checked, _ = read(fingertips, csv_of(FINGERTIPS_HEADS, ENGLAND | {"Value": "", "Value note": note}))
    assert checked is not None
    (row,) = checked.rows
    assert (row["value"], row["missing"], row["note"]) == (None, reason, note)


def test_problems_are_told_by_the_heads_and_cells_of_the_file(fingertips: Catalogue) -> None:
    _, problems = read(
        fingertips,
        csv_of(
            FINGERTIPS_HEADS,
            ENGLAND | {"Indicator ID": "1"},
            ENGLAND | {"Sex": "Both of them"},
            ENGLAND | {"Time period": "Q1 2014"},
            ENGLAND | {"Value": "about 7"},
            DECILE | {"Value": "20", "Upper CI 95.0 limit": "19"},
        ),
    )
    assert problems == [
        "row 4, Time period: “Q1 2014” is not a period such as 2005-07, 2007 or 2013/14.",
        "row 3, Sex: “Both of them” is no sex. Expected persons, male or female.",
        "row 5, Value: “about 7” is not a number. Expected a number such as 6.3, or NA.",
        "row 6, Value: The value, 20, is above its upper limit. "
        "Expected a value between its lower and its upper limit.",
    ]


@pytest.mark.parametrize(("year", "note"), [("date", "note"), ("year", "flag")])
def test_heat_templates_and_exports_are_read(heat: Catalogue, year: str, note: str) -> None:
    heads = [{"date": year, "note": note}.get(head, head) for head in HEAT_HEADS]
    base = {
        "setting": "Chad",
        year: "2014",
        "indicator_abbr": "smk",
        "setting_average": "9.5",
        note: "Survey",
    }
    data = csv_of(
        heads,
        base | {"dimension": "Wealth", "subgroup": "Quintile 1 (poorest)", "estimate": "12.25", "ci_lb": "11"},
        base | {"dimension": "Wealth", "subgroup": "Quintile 2", "estimate": "11"},
        base | {"dimension": "Wealth", "subgroup": "Quintile 5 (richest)", "estimate": "4"},
        base | {"dimension": "Sex", "subgroup": "Men", "estimate": "NA"},
        base | {"dimension": "Sex", "subgroup": "Women", "estimate": "3"},
    )  # fmt: skip
    checked, problems = read(heat, data)
    assert problems == []
    assert keys(checked) == [
        "smoking persons Chad most_deprived 2014 12.25",
        "smoking persons Chad least_deprived 2014 4.0",
        "smoking male Chad everyone 2014 None",
        "smoking female Chad everyone 2014 3.0",
    ]
    assert checked is not None
    assert checked.rows[0]["note"] == "Survey"
    assert checked.notes[1].startswith(
        "1 row left out: no group is mapped for them; the first has dimension “Wealth”"
    )


def test_the_average_of_a_setting_can_be_a_figure_of_everyone(tmp_path: Path) -> None:
    blocks = '\n[[figures]]\nvalue = "estimate"\nlower = "ci_lb"\nupper = "ci_ub"\n'
    blocks += '\n[[figures]]\ngroup = "everyone"\nvalue = "setting_average"\n'
    base = {
        "setting": "Chad",
        "date": "2014",
        "indicator_abbr": "smk",
        "setting_average": "9.5",
        "dimension": "Wealth",
    }
    data = csv_of(
        HEAT_HEADS,
        base | {"subgroup": "Quintile 1 (poorest)", "estimate": "12", "ci_lb": "11", "ci_ub": "13"},
        base | {"subgroup": "Quintile 5 (richest)", "estimate": "4"},
    )
    checked, problems = read(catalogue_of(tmp_path, heat=HEAT + blocks), data)
    assert problems == []
    assert keys(checked) == [
        "smoking persons Chad most_deprived 2014 12.0",
        "smoking persons Chad least_deprived 2014 4.0",
        "smoking persons Chad everyone 2014 9.5",
    ]


def test_columns_of_their_own_for_each_sex_become_rows(tmp_path: Path) -> None:
    mapping = """
title = "Wide by sex"
[columns]
area = "Area"
period = "Period"
[constants]
indicator = "smoking"
group = "everyone"
[[figures]]
sex = "male"
value = "Males"
lower = "Males LCI"
[[figures]]
sex = "female"
value = "Females"
"""
    heads = ("Area", "Period", "Males", "Males LCI", "Females")
    rows = (
        {"Area": "Leeds", "Period": "2011 to 2013", "Males": "7", "Males LCI": "6", "Females": "[c]"},
        {"Area": "York", "Period": "2011 to 2013", "Males": "8", "Males LCI": "6", "Females": "many"},
    )
    catalogue = catalogue_of(tmp_path, wide=mapping)
    assert read(catalogue, csv_of(heads, *rows))[1] == [
        "row 3, Females: “many” is not a number. Expected a number such as 6.3, or NA."
    ]
    assert keys(read(catalogue, csv_of(heads, rows[0]))[0]) == [
        "smoking male Leeds everyone 2011-13 7.0",
        "smoking female Leeds everyone 2011-13 None",
    ]


def test_a_mapping_says_which_rows_are_left_out_and_the_report_says_how_many(tmp_path: Path) -> None:
    rules = 'leave_out_others = ["indicator"]\n' + LONG + '\n[only]\nplace = ["Leeds", "York"]\n'
    rules += '\n[leave_out]\n"regions are sums of their districts" = { kind = "Region" }\n'
    data = csv_of(
        LONG_HEADS,
        ROW,
        ROW | {"place": "Hull"},
        ROW | {"place": "Bath"},
        ROW | {"place": "York", "kind": "region"},
        ROW | {"place": "York", "what": "Drinking"},
        {"remark": "Source: made up"},
    )
    checked, problems = read(catalogue_of(tmp_path, long=rules), data)
    assert (keys(checked), problems) == (["smoking persons Leeds everyone 2011-13 7.5"], [])
    assert checked is not None
    assert checked.notes[1:] == (
        "1 row left out: nothing stands in the columns that are read.",
        "2 rows left out: only some of place are wanted; the first has place “Hull”.",
        "1 row left out: regions are sums of their districts.",
        "1 row left out: no indicator is mapped for them; the first has what “Drinking”.",
        "No row is read as the group most_deprived.",
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            {"what": "Drinking"},
            "row 2, what: There is no indicator “Drinking”. Expected the name of a file "
            "in config/indicators.",
        ),
        ({"who": "Poorest"}, "row 2, who: There is no group “Poorest”."),
        ({"inequality": "They"}, "row 2, inequality: “They” is no sex. Expected persons, male or female."),
        (
            {"figure": "-1"},
            "row 2, figure: “-1” is below zero, which no level can be. Expected zero or more.",
        ),
    ],
)
def test_words_without_an_entry_go_through_the_same_checks_as_in_the_own_format(
    long: Catalogue, row: dict[str, str], told: str
) -> None:
    assert read(long, csv_of(LONG_HEADS, ROW | row))[1] == [told]


def test_every_row_left_out_is_a_problem_and_not_an_empty_release(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, long=LONG + '\n[only]\nplace = "York"\n')
    assert read(catalogue, csv_of(LONG_HEADS, ROW))[1] == [
        "Every row is left out by config/mappings/long.toml. "
        "1 row left out: only some of place are wanted; the first has place “Leeds”."
    ]


def test_two_entries_for_one_word_are_a_problem(tmp_path: Path) -> None:
    catalogue = catalogue_of(tmp_path, long=LONG + 'least_deprived = "ALL"\n')
    assert read(catalogue, csv_of(LONG_HEADS, ROW))[1] == [
        "row 2, who / kind: config/mappings/long.toml has this as everyone and as least_deprived. Expected one of them."
    ]


@pytest.mark.parametrize("name", ["indicator", "period"])
def test_a_row_without_an_entry_where_one_is_needed_is_told_once_for_all_alike(
    tmp_path: Path, name: str
) -> None:
    entries = {"indicator": 'smoking = { kind = "x" }', "period": '"2011-13" = { kind = "x" }'}
    head = {"indicator": 'indicator = "what"\n', "period": 'period = "when"\n'}[name]
    text = LONG.replace(head, "").replace('[indicator]\nsmoking = "Smoking rate"\n', "")
    if name == "period":
        text += '\n[indicator]\nsmoking = "Smoking rate"\n'
    catalogue = catalogue_of(tmp_path, long=text + f"\n[{name}]\n{entries[name]}\n")
    rows = [ROW | {"place": place, "kind": "y"} for place in ("Hull", "York", "Bath")]
    assert read(catalogue, csv_of(LONG_HEADS, *rows, ROW | {"kind": "z", "figure": "x"}))[1] == [
        f"row 2, kind: No {name} is mapped for kind “y”. The same in 2 more rows. Expected an entry under [{name}] "
        f'in config/mappings/long.toml, or leave_out_others = ["{name}"] to leave these out.',
        f"row 5, kind: No {name} is mapped for kind “z”. Expected an entry under [{name}] "
        f'in config/mappings/long.toml, or leave_out_others = ["{name}"] to leave these out.',
    ]


def test_a_workbook_with_titles_above_its_head_is_read_from_the_right_sheet(long: Catalogue) -> None:
    table = [["Table 1: Smoking"], [], list(LONG_HEADS), [ROW.get(head, "") for head in LONG_HEADS]]
    bad = [*table, ["Smoking rate", "", "York", "All", "", "2011", "many", ""]]
    assert read(long, xlsx({"Cover": [["Read me"]], "Table 1": bad}), "figures.xlsx")[1] == [
        "sheet Table 1, row 5, figure: “many” is not a number. Expected a number such as 6.3, or NA."
    ]
    checked, _ = read(long, xlsx({"Cover": [["Read me"]], "Table 1": table}))
    assert keys(checked) == ["smoking persons Leeds everyone 2011-13 7.5"]
    assert checked is not None
    assert checked.notes[:2] == (
        "Sheet “Table 1” was read, and “Cover” not.",
        "1 row above the head was not read.",
    )


def test_a_csv_with_titles_above_its_head_is_read_with_its_own_row_numbers(long: Catalogue) -> None:
    text = b"Smoking, by area; all ages\nPublished 2014\n\n" + csv_of(
        LONG_HEADS, ROW, ROW | {"figure": "many", "place": "York"}
    )
    checked, problems = read(long, text)
    assert problems == ["row 6, figure: “many” is not a number. Expected a number such as 6.3, or NA."]
    assert checked is None


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("a,b\n1,2\n", "Nothing here reads a file with these columns: a, b. Expected the columns indicator, group, "
         "period, value, or a mapping: `healthgap formats FILE` drafts one."),
        ("Leeds,7,8\nYork,6,7\n", "row 1: The first row has numbers in it, where the heads of the columns should be. "
         "Expected a row of heads."),
        ("what,inequality,place,who,kind,when\n", "Nothing here reads a file with these columns: what, inequality, "
         "place, who, kind, when. config/mappings/long.toml comes nearest and also needs “figure”. Expected"),
        ("what,inequality,place,who,kind,when,figure,what\n,,,,,,,\n", "what: This column stands twice."),
        ("what,inequality,place,who,kind,when,figure\n", "There are no rows of figures here."),
    ],
)  # fmt: skip
def test_a_file_that_no_mapping_reads_is_refused_in_a_sentence(long: Catalogue, head: str, told: str) -> None:
    checked, problems = read(long, head.encode())
    assert checked is None
    assert problems[0].startswith(told)


def test_a_file_that_two_mappings_claim_is_refused_by_naming_both_unless_their_names_tell(
    tmp_path: Path,
) -> None:
    both = catalogue_of(tmp_path / "a", one=LONG, two=LONG)
    assert read(both, csv_of(LONG_HEADS, ROW))[1] == [
        "config/mappings/one.toml and config/mappings/two.toml could both read this file, and they need not mean the "
        "same by it. Expected one of them; `files` or `heads` in a mapping narrow what it reads."
    ]
    told_apart = catalogue_of(
        tmp_path / "b", one='files = "a*.csv"\n' + LONG, two='files = "b*.csv"\n' + LONG
    )
    assert keys(read(told_apart, csv_of(LONG_HEADS, ROW), "B1.csv")[0]) != []


WORDS = st.sampled_from(
    ["", "All", "everybody", "Poorest", "poorest ", "Rich", "IMD", "imd", "England", "Leeds"]
)
ROWS = st.lists(
    st.fixed_dictionaries({"who": WORDS, "kind": WORDS, "place": WORDS, "figure": st.sampled_from(["1", "2.5", "NA"])}),
    max_size=12,
)  # fmt: skip
ROW_OF_ALL = {"who": "All", "kind": "", "place": "England", "figure": "1"}
RULED = LONG.replace('group = "who"\n', "").replace(
    '["All", "Everybody"]', '[{ who = "All" }, { who = "Everybody" }]'
)
RULED = (
    'leave_out_others = ["group"]\n' + RULED + '\n[leave_out]\nLeeds = { place = "Leeds", kind = "IMD" }\n'
)


@cache
def ruled() -> Catalogue:
    return catalogue_of(Path(mkdtemp()), ruled=RULED)


def slowly(data: bytes) -> tuple[list[str], bool]:
    """The same mapping row by row, as obvious as can be; and whether two rows differ on one figure, or in its name."""
    found: dict[str, tuple[str, str]] = {}
    clash = False
    for row in csv.DictReader(io.StringIO(data.decode())):
        who, kind, place = (row[head].strip().lower() for head in ("who", "kind", "place"))
        if place == "leeds" and kind == "imd":
            continue
        if who in ("all", "everybody"):
            group = "everyone"
        elif who == "poorest" and kind == "imd":
            group = "most_deprived"
        else:
            continue
        key = f"smoking persons {row['place'].strip() or 'England'} {group} 2011-13"
        value = str(None if row["figure"] == "NA" else float(row["figure"]))
        clash |= found.setdefault(key, (value, row["place"])) != (value, row["place"])
    return [f"{key} {value}" for key, (value, _) in found.items()], clash


@settings(deadline=None)
@given(ROWS)
@example([ROW_OF_ALL | {"place": ""}, ROW_OF_ALL])
def test_a_mapping_does_what_a_slow_and_obvious_reading_does(rows: list[dict[str, str]]) -> None:
    data = csv_of(LONG_HEADS, *(ROW | row for row in rows))
    expected, clash = slowly(data)
    checked, problems = read(ruled(), data)
    if clash or not expected:
        assert problems
    else:
        assert keys(checked) == expected


DAYS = LONG.replace('period = "when"', 'period_from = "date_from"\nperiod_to = "date_to"')
DAY_HEADS = ("what", "inequality", "place", "who", "kind", "date_from", "date_to", "figure")


def of_days(first: str, last: str) -> bytes:
    """A file of one figure, for the time from the first to the last day."""
    row = {name: value for name, value in ROW.items() if name != "when"}
    return csv_of(DAY_HEADS, row | {"date_from": first, "date_to": last})


@pytest.mark.parametrize(
    ("first", "last", "period"),
    [
        ("2024-01-01", "2024-12-31", "2024"),
        ("2011-01-01", "2013-12-31", "2011-13"),
        ("2013-04-01", "2014-03-31", "2013/14"),
        ("2018-04-01", "2021-03-31", "2018/19-2020/21"),
        ("01/01/2011", "31/12/2013", "2011-13"),
        ("2024-01-01 00:00:00", "2024-12-31T00:00:00Z", "2024"),
    ],
)
def test_a_period_may_stand_as_its_first_and_its_last_day(
    tmp_path: Path, first: str, last: str, period: str
) -> None:
    checked, problems = read(catalogue_of(tmp_path, days=DAYS), of_days(first, last))
    assert problems == []
    assert keys(checked) == [f"smoking persons Leeds everyone {period} 7.5"]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2024-01-01", "2024-03-31", "does not run over whole years, from January or from April"),
        ("2024-12-31", "2024-01-01", "does not run over whole years"),
        ("2024-01-01", "2023-12-31", "does not run from an earlier year to a later one"),
        ("12/31/2023", "12/31/2024", "does not run from one day to another"),
        ("2024-01-01", "", "is not a period"),
        ("spring", "summer", "is not a period"),
    ],
)
def test_days_that_are_no_whole_years_are_refused_by_their_own_cells(
    tmp_path: Path, first: str, last: str, told: str
) -> None:
    _, (problem,) = read(catalogue_of(tmp_path, days=DAYS), of_days(first, last))
    assert problem.startswith(f"row 2, date_from / date_to: “{first} to {last}” {told}")


def test_a_period_is_said_by_both_its_ends_and_in_no_other_way(tmp_path: Path) -> None:
    one = LONG.replace('period = "when"', 'period_to = "date_to"')
    twice = DAYS.replace("period_from", 'period = "when"\nperiod_from')
    for name, text, told in (
        ("one", one, "period_to needs period_from beside it."),
        ("twice", twice, "The period is said twice"),
    ):
        with pytest.raises(ConfigurationError, match=told):
            catalogue_of(tmp_path / name, days=text)
