"""Every kind of file gives the same figures, and everything wrong with one is told at once."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthgap.catalogue import Catalogue
from healthgap.config import load_catalogue
from healthgap.errors import Problem
from healthgap.figures import KEY, MISSING_CODES, MISSING_REASONS
from healthgap.files.flags import flags
from healthgap.rounding import half_up
from tests.reading import Read, read_bytes
from tests.workbooks import ods, xlsx

ROOT = Path(__file__).parent.parent
HEAD = "indicator,sex,group,period,measure,value,lower,upper,count,denominator,note"
ROWS = (
    "infant_mortality,persons,routine_manual,2005-07,value,5.4,,,3749,,43 per cent of the 8709 deaths",
    "infant_mortality,persons,routine_manual,2005-07,relative_gap,16,,,,,",
    "infant_mortality,persons,all,2005-07,value,4.9,,,9846,,",
)


@cache
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "config")


def read(data: bytes, name: str = "figures.csv") -> tuple[Read | None, list[Problem]]:
    return read_bytes(data, name, catalogue())


def rows(data: bytes) -> list[dict[str, Any]]:
    found, problems = read(data)
    assert problems == []
    assert found is not None
    return found.rows


def told(*lines: str, head: str = HEAD) -> list[str]:
    """Every problem of a file with these lines, as text without the file's name."""
    checked, problems = read("\n".join([head, *lines]).encode())
    assert (checked is None) == bool(problems)
    return [str(problem).removeprefix("figures.csv, ") for problem in problems]


def csv(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


BETWEEN = "Expected a value between its lower and its upper limit."
PLAIN = csv(HEAD, *ROWS)
LEEWAY = "anywhere from -11.57 to -10.65"
CELLS = [line.split(",") for line in (HEAD, *ROWS)]
TYPED: list[list[str | float]] = [
    [float(cell) if cell.replace(".", "").isdigit() else cell for cell in row] for row in CELLS
]


def parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def typed_parquet() -> bytes:
    columns = dict(zip(CELLS[0], zip(*CELLS[1:], strict=True), strict=True))
    numbers = ("value", "lower", "upper", "count", "denominator")
    return parquet(
        pa.table(
            {
                name: pa.array([float(cell) if cell else None for cell in cells], pa.float64())
                if name in numbers
                else list(cells)
                for name, cells in columns.items()
            }
        )
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAIN.replace(b",", b";"), id="semicolons"),
        pytest.param(PLAIN.replace(b",", b"\t"), id="tabs"),
        pytest.param(b"\xef\xbb\xbf" + PLAIN, id="byte order mark"),
        pytest.param(PLAIN.replace(b",", b"\t").decode().encode("utf-16"), id="Excel's Unicode text"),
        pytest.param(PLAIN.decode().encode("utf-16-be").join([b"\xfe\xff", b""]), id="UTF-16, big end first"),
        pytest.param(b"Infant mortality; England, Wales\n\n" + PLAIN, id="a title above the head"),
        pytest.param(PLAIN.replace(b"\n", b"\r\n"), id="Windows line ends"),
        pytest.param(PLAIN.replace(b"\n", b"\r"), id="old Macintosh line ends"),
        pytest.param(PLAIN.rstrip(b"\n"), id="no line end at the end"),
        pytest.param(b"\n\n" + PLAIN.replace(b"\n", b"\n\n"), id="blank lines"),
        pytest.param(PLAIN + b",,,,,,,,,,\n", id="row of blanks"),
        pytest.param(PLAIN.replace(HEAD.encode(), HEAD.upper().encode()), id="upper-case head"),
        pytest.param(xlsx({"Sheet1": CELLS}), id="XLSX of text"),
        pytest.param(xlsx({"Notes": [["Read me"]], "Figures": TYPED}), id="XLSX of numbers, second sheet"),
        pytest.param(ods({"Sheet1": TYPED}), id="ODS"),
        pytest.param(typed_parquet(), id="Parquet"),
    ],
)
def test_every_kind_of_file_gives_the_same_figures(data: bytes) -> None:
    assert rows(data) == rows(PLAIN)


def test_a_figure_is_kept_as_printed() -> None:
    first = rows(PLAIN)[0]
    assert [first[name] for name in KEY] == [
        "infant_mortality",
        "persons",
        "England and Wales",
        "routine_manual",
        "2005-07",
        "value",
    ]
    assert (first["value"], first["decimals"], first["count"], first["lower"]) == (5.4, 1, 3749, None)
    assert first["note"] == "43 per cent of the 8709 deaths"


@pytest.mark.parametrize(
    ("printed", "value", "decimals"),
    [("6.0", 6, 1), ("13", 13, 0), (" 4.25 ", 4.25, 2), ("5.", 5, 0), (".5", 0.5, 1), ("1e-3", 0.001, 3)],
)
def test_decimals_are_those_printed(printed: str, value: float, decimals: int) -> None:
    (row,) = rows(csv("indicator,group,period,value", f"infant_mortality,all,2007,{printed}"))
    assert (row["value"], row["decimals"]) == (value, decimals)


@pytest.mark.parametrize("printed", ["-11.3", "−11.3"])
def test_a_minus_may_be_a_hyphen_or_a_minus(printed: str) -> None:
    line = f"cancer_mortality_u75,spearhead,2004-06,absolute_gap_change,{printed}"
    (row,) = rows(csv("indicator,group,period,measure,value", line))
    assert (row["value"], row["decimals"]) == (-11.3, 1)


@pytest.mark.parametrize(("code", "reason"), sorted(MISSING_CODES.items()))
def test_a_missing_value_keeps_its_reason(code: str, reason: str) -> None:
    (row,) = rows(csv("indicator,group,period,value", f"infant_mortality,all,2007,{code.upper()}"))
    assert (row["value"], row["decimals"], row["missing"]) == (None, 0, reason)
    assert reason in MISSING_REASONS


@pytest.mark.parametrize(
    ("indicator", "sex", "group", "meant"),
    [
        ("Infant mortality", "All", "R&M", ("infant_mortality", "persons", "routine_manual")),
        ("IMR", "both sexes", "whole population", ("infant_mortality", "persons", "all_ns_sec")),
        ("cancer", "", "whole population", ("cancer_mortality_u75", "persons", "england")),
        ("LIFE EXPECTANCY", "Women", "Spearhead areas", ("life_expectancy", "female", "spearhead")),
        ("life_expectancy", "M", "England", ("life_expectancy", "male", "england")),
    ],
)
def test_names_are_read_in_the_words_people_use(
    indicator: str, sex: str, group: str, meant: tuple[str, str, str]
) -> None:
    (row,) = rows(csv("indicator,sex,group,period,value", f"{indicator},{sex},{group},2007,7"))
    assert (row["indicator"], row["sex"], row["group"]) == meant


@pytest.mark.parametrize(("letters", "encoding"), [("café", "latin-1"), ("café – “naïve” €", "cp1252")])
def test_what_is_not_utf_8_is_read_as_windows_writes_it_and_that_is_told(letters: str, encoding: str) -> None:
    data = f"indicator,group,period,value,note\ninfant_mortality,all,2007,5,{letters}\n".encode(encoding)
    checked, problems = read(data)
    assert problems == []
    assert checked is not None
    assert [row["note"] for row in checked.rows] == [letters]
    assert checked.notes == (
        "Read as Windows-1252 (also called Latin-1), since it is not UTF-8: please check names with accents.",
    )


def test_an_area_of_its_own_is_kept_and_the_usual_one_has_one_name() -> None:
    head = "indicator,group,period,value,area"
    found = rows(csv(head, *(f"infant_mortality,all,2007,5,{area}" for area in ("national", "Leeds"))))
    assert [row["area"] for row in found] == ["England and Wales", "Leeds"]


def test_rows_without_an_area_beside_others_are_told() -> None:
    head = "indicator,area,group,period,value"
    lines = ["infant_mortality,Leeds,all,2007,5", "infant_mortality,,all,2007,4", "", ",,,,"]
    found, _ = read(csv(head, *lines))
    assert found
    assert [row["area"] for row in found.rows] == ["Leeds", "England and Wales"]
    assert found.notes == ("1 row without an area, read as of each indicator’s own.",)


def test_every_problem_is_told_at_once_with_the_row_a_person_sees() -> None:
    assert told(
        "infant_mortalty,persons,routine_manual,1997-99,value,6.3,,,,,",
        'infant_mortality,persons,all,1997-99,value,6.3,,,,,"two\nlines"',
        "",
        "infant_mortality,male,routine_manual,1997-9,value,six,,,,,",
        "infant_mortality,persons,routin manual,1997-99,values,5,,,,,",
        "infant_mortality,persons,spearhead,1997-99,value,5,,,,,",
        "life_expectancy,,spearhead,,value,75,,,,,",
        "births,persons,all,Mar-07,value,5,,,,,",
    ) == [
        "row 2, indicator: There is no indicator “infant_mortalty”. Did you mean infant_mortality?",
        "row 9, indicator: There is no indicator “births”. Expected the name of a file in config/indicators.",
        "row 5, period: “1997-9” is not a period such as 2005-07, 2007 or 2013/14.",
        "row 8, period: The period is missing. Expected a period such as 2005-07, 2007 or 2013/14.",
        "row 9, period: “Mar-07” is not a period such as 2005-07, 2007 or 2013/14. Expected the period as it was "
        "printed: Excel makes dates of periods, unless the column is formatted as text first.",
        "row 6, measure: There is no measure “values”. Expected value, absolute_gap, relative_gap, "
        "absolute_gap_change or relative_gap_change. Did you mean value?",
        "row 5, sex: infant_mortality is not published for male. Expected persons.",
        "row 6, group: There is no group “routin manual”. Did you mean routine_manual?",
        "row 7, group: “spearhead” is no group of infant_mortality. "
        "Expected routine_manual, all_ns_sec, all or sole_registered.",
        "row 5, value: “six” is not a number. Expected a number such as 6.3, or NA.",
        "row 8, sex: The sex is missing. Expected male or female.",
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("all,2007,value,-1,,,,", "row 2, value: “-1” is below zero, which no level can be."),
        (
            "all,2007,value,5,6,4,,",
            f"row 2, lower: The lower limit, 6, is above the upper one. {BETWEEN}",
        ),
        (
            "all,2007,value,5,6,7,,",
            f"row 2, value: The value, 5, is below its lower limit. {BETWEEN}",
        ),
        (
            "all,2007,value,5,3,4,,",
            f"row 2, value: The value, 5, is above its upper limit. {BETWEEN}",
        ),
        ("all,2007,value,5,,,-2,", "row 2, count: “-2” is below zero, which no count can be."),
        ("all,2007,value,5,,,2,0", "row 2, denominator: “0” cannot be a denominator."),
        (
            "all,2007,value,5,,,9,8",
            "row 2, count: The count, 9, is above its denominator. Expected at most that.",
        ),
        (
            "all,2007,value,5.4,,,3749,604677",
            "row 2, value: The value, 5.4, is not count ÷ denominator: "
            "3749 in 604677 is 6.2 per 1,000 live births.",
        ),
        ("all,2007,value,inf,,,,", "row 2, value: “inf” is not a number."),
        ("all,2007,value,1e999,,,,", "row 2, value: “1e999” is not a number."),
        ('all,2007,value,"9,846",,,,', "row 2, value: “9,846” is not a number."),
        (",2007,value,5,,,,", "row 2, group: The group is missing."),
        ("all,2907,value,5,,,,", "row 2, period: “2907” does not run from an earlier year to a later one."),
        ("all,2007-1998,value,5,,,,", "row 2, period: “2007-1998” does not run"),
        ("all,2007,relative_gap,5,,,,", "row 2, group: A gap belongs to the group it is about"),
    ],
)
def test_what_cannot_be_right_is_refused(line: str, problem: str) -> None:
    head = "indicator,group,period,measure,value,lower,upper,count,denominator"
    assert [text for text in told(f"infant_mortality,{line}", head=head) if text.startswith(problem)]


@pytest.mark.parametrize(
    ("printed", "value", "decimals", "mark"),
    [
        ("5.4", 5.4, 1, None),
        ("5.4 [p]", 5.4, 1, "provisional"),
        ("5.4[P]", 5.4, 1, "provisional"),
        ("5p", 5, 0, "provisional"),
        ("−0.30 p", -0.3, 2, "provisional"),
        ("5.4 [u]", 5.4, 1, "of low reliability"),
        ("5.4 [e]", 5.4, 1, "estimated"),
        ("5.4e1", 54, 0, None),
    ],
)
def test_a_marked_value_keeps_its_mark(printed: str, value: float, decimals: int, mark: str | None) -> None:
    (row,) = rows(csv(HEAD, f"infant_mortality,persons,routine_manual,2007,absolute_gap,{printed},,,,,"))
    assert (row["value"], row["decimals"], row["mark"], row["missing"]) == (value, decimals, mark, None)


@pytest.mark.parametrize("printed", ["5.4 [q]", "5.4 q", "[p] 5.4", "5.4 [p] [p]", "p5", "5.4 e"])
def test_what_is_no_mark_is_refused(printed: str) -> None:
    assert told(f"infant_mortality,persons,all,2007,value,{printed},,,,,") == [
        f"row 2, value: “{printed}” is not a number. Expected a number such as 6.3, or NA."
    ]


@pytest.mark.parametrize(
    "line",
    [
        "infant_mortality,all,2007,value,6.2,3749,604677",
        "infant_mortality,all,2007,value,6,3749,604677",
        "infant_mortality,all,2007,value,6.20,3749,604677",
        "infant_mortality,all,2007,value,0.25,1,4000",
        "infant_mortality,all,2007,value,0.3,1,4000",
        "infant_mortality,all,2007,value,0.2,1,4000",
        "infant_mortality,all,2007,value,5.4,3749,NA",
        "infant_mortality,all,2007,value,NA,3749,604677",
        "cancer_mortality_u75,england,2007,value,117.1,70000,45000000",
        "life_expectancy,england,2007,value,79.2,3749,604677",
    ],
)
def test_a_rate_is_held_against_its_counts_only_where_it_comes_from_them(line: str) -> None:
    sex = "male" if "life" in line else "persons"
    indicator, group, *rest = line.split(",")
    row = ",".join([indicator, sex, group, *rest])
    assert told(row, head="indicator,sex,group,period,measure,value,count,denominator") == []


@pytest.mark.parametrize(
    ("measure", "unit", "expected"),
    [
        ("value", "per 1,000 live births", None),
        ("value", "Per thousand", None),
        ("value", "", None),
        ("value", "per 100,000", "per 1,000 live births"),
        ("value", "%", "per 1,000 live births"),
        ("relative_gap", "%", None),
        ("relative_gap", "Per cent", None),
        ("relative_gap", "per 1,000 live births", "%"),
    ],
)
def test_a_unit_must_fit_its_figure(measure: str, unit: str, expected: str | None) -> None:
    row = f'infant_mortality,routine_manual,2007,{measure},5,"{unit}"'
    problem = f"row 2, unit: “{unit}” is not the unit of this figure. Expected {expected}."
    assert told(row, head="indicator,group,period,measure,value,unit") == ([problem] if expected else [])


def test_of_an_unknown_measure_no_unit_is_asked_for() -> None:
    row = "infant_mortality,routine_manual,2007,rate,5,%"
    (problem,) = told(row, head="indicator,group,period,measure,value,unit")
    assert problem.startswith("row 2, measure: There is no measure “rate”.")


@pytest.mark.parametrize("cell", ["16%", "16 %", "16.0%", "+16%", "16%[p]"])
@pytest.mark.parametrize(
    ("measure", "fits"),
    [("value", False), ("absolute_gap", False), ("relative_gap", True), ("relative_gap_change", True)],
)
def test_a_per_cent_sign_is_read_where_the_figure_is_in_per_cent(
    cell: str, measure: str, *, fits: bool
) -> None:
    data = f"indicator,group,period,measure,value\ninfant_mortality,routine_manual,2007,{measure},{cell}\n"
    checked, problems = read_bytes(data.encode(), "x.csv", catalogue())
    if fits:
        assert checked is not None
        assert [(row["value"], row["decimals"]) for row in checked.rows] == [(16, int("." in cell))]
    else:
        assert [str(problem) for problem in problems] == [
            f"x.csv, row 2, value: “{cell}” is a per cent, and this figure is not. "
            "Expected a number in the unit per 1,000 live births."
        ]


def test_no_value_is_told_as_minus_nothing() -> None:
    data = b"indicator,group,period,value\ninfant_mortality,all,2007,-0.0\n"
    checked, _ = read_bytes(data, "x.csv", catalogue())
    assert checked is not None
    assert str(checked.rows[0]["value"]) == "0.0"


def test_a_count_is_no_per_cent_whatever_the_unit() -> None:
    row = "infant_mortality,routine_manual,2007,relative_gap,5%,16%"
    assert told(row, head="indicator,group,period,measure,value,count") == [
        "row 2, count: “16%” is a per cent and no number of people or events."
    ]


@pytest.mark.parametrize(
    ("data", "numbers"),
    [
        (PLAIN, [2, 3, 4]),
        (PLAIN.rstrip(b"\n"), [2, 3, 4]),
        (PLAIN.replace(b"\n", b"\r\n"), [2, 3, 4]),
        (PLAIN.replace(b"\n", b"\n\n", 2), [3, 5, 6]),
        (b"A title\n\n" + PLAIN, [4, 5, 6]),
        (PLAIN.replace(b"deaths", b"deaths,").replace(b"note", b"note,unit"), None),
        (PLAIN.replace(b"indicator", b'"indicator"', 1), [2, 3, 4]),
        (PLAIN.replace(b"43 per cent of", b'"43 per cent\nof').replace(b"deaths", b'deaths"'), [2, 3, 4]),
        (PLAIN.replace(b"16,,,,,\n", b'16,,,,,"a\nb"\r').replace(b"9846,,\n", b"9846,,"), [2, 3, 4]),
    ],
)
def test_rows_are_numbered_as_a_spreadsheet_shows_them(data: bytes, numbers: list[int] | None) -> None:
    found, problems = read(data)
    if numbers is None:
        assert problems
    else:
        assert found is not None
        (part,) = found.parts
        assert [part.row_number(place) for place in range(part.table.num_rows)] == numbers


def test_a_repeated_figure_names_both_rows() -> None:
    assert told(*ROWS, "IMR,p,R&M,2005-07,,5.5,,,,,") == [
        "row 5, value: This figure stands in row 2 already."
    ]


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("absolute_gap,{},,,,,", "value"),
        ("absolute_gap,17,{},,,,", "lower"),
        ("absolute_gap,17,,{},,,", "upper"),
        ("value,117,,,{},,", "count"),
        ("value,117,,,,{},", "denominator"),
    ],
)
@pytest.mark.parametrize("number", ["1e12", "1e40", "-1e200", "1000000000000.00000000000000000000"])
def test_a_number_larger_than_any_figure_is_refused(line: str, column: str, number: str) -> None:
    row = f"cancer_mortality_u75,persons,spearhead,2005-07,{line.format(number)}"
    assert (
        f"row 2, {column}: “{number}” is too large to be a figure. "
        "Expected a number between -1,000,000,000,000 and 1,000,000,000,000."
    ) in told(row)


def test_the_largest_numbers_that_are_taken_can_be_told() -> None:
    number = "999999999999.00000000000000000000"
    row = f"cancer_mortality_u75,persons,spearhead,2005-07,relative_gap,{number},,,,,"
    (figure,) = rows(csv(HEAD, row))
    assert str(half_up(figure["value"], figure["decimals"])) == number


def test_thousands_of_problems_are_told_in_a_few_lines() -> None:
    lines = [f"infant_mortality,persons,all,2007,value,x{number},,,,," for number in range(3000)]
    problems = told(*lines)
    assert "value: 2,995 more like these." in problems
    assert len(problems) < 20


def test_one_unknown_word_in_many_rows_is_told_once() -> None:
    lines = [f"infant_mortality,persons,al,{year},value,5,,,,," for year in range(1900, 2000)]
    assert told(*lines) == [
        "row 2, group: There is no group “al”. The same in 99 more rows. Did you mean all?"
    ]


@pytest.mark.parametrize(
    ("head", "line", "problem"),
    [
        ("indicator,group,period", "infant_mortality,all,2007", "value: The column value is missing."),
        ("indicator,group,period,value,value", ",,,5,5", "value: The column value stands twice."),
        (
            "indicator,group,period,value,uper",
            ",,,5,6",
            "uper: There is no column “uper”. Did you mean upper?",
        ),
        ("indicator,group,period,value,", ",,,5,6", "figures.csv: A column has no head."),
    ],
)
def test_wrong_columns_are_told(head: str, line: str, problem: str) -> None:
    assert [text.startswith(problem) for text in told(line, head=head)] == [True]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_figures_above_the_head_are_refused_and_not_passed_over_as_titles(kind: str) -> None:
    above = [["Infant mortality", "2007", "", ""], *CELLS[1:2]]
    cells = [*above, CELLS[0], *CELLS[2:]]
    lines = "".join(",".join(row) + "\n" for row in cells).encode()
    _, problems = read(lines if kind == "csv" else xlsx({"Sheet1": cells}), f"figures.{kind}")
    assert [(problem.row, problem.message) for problem in problems][:1] == [
        (2, "This row of figures stands above the heads of the columns.")
    ]


def test_a_file_without_a_head_is_refused() -> None:
    assert told(*ROWS[1:], head=ROWS[0]) == [
        "row 1: The first row has numbers in it, where the heads of the columns should be. Expected a row of heads."
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty."),
        (b" \n\n", "This file is empty."),
        (HEAD.encode(), "There are no rows of figures here."),
        (HEAD.encode() + b"\n,,,,,,,,,,\n", "There are no rows of figures here."),
        (b"%PDF-1.7 ...", "This is a PDF."),
        (b"<!DOCTYPE html><html></html>", "This is a web page or XML."),
        (b"\x1f\x8b\x08", "This is a compressed file."),
        (b"PK\x03\x04 no zip", "This is a ZIP archive, and no workbook can be read in it."),
        (b"PAR1 no Parquet", "This Parquet file cannot be read."),
        (b"\xd0\xcf\x11\xe0", "This is an Excel workbook of before 2007"),
        (HEAD.encode("utf-16"), "There are no rows of figures here."),
        (PLAIN.decode().encode("utf-16")[:-1], "This text in UTF-16 is damaged."),
        (b"\xff\xfe", "This file is empty."),
        (b"\xef\xbb\xbf\n", "This file is empty."),
        (b",,\n;\n", "This file is empty."),
        (b'{"value": 5}', "This is JSON."),
        (PLAIN + b"infant_mortality,,all,2007,,5,,,,,caf" + b"\x81\n", "row 5: This text is neither UTF-8"),
        (PLAIN + "a,b,Zoë,é".encode() + b"\xc3\n", "row 5: A letter stands here that is damaged"),
        (
            PLAIN.replace(b"5.4", b"5\0.4"),
            "row 2: A NUL byte stands here: this is no text, or in UTF-16 without the mark",
        ),
        (xlsx({"Sheet1": []}), "Every sheet of this workbook is empty."),
        (PLAIN.replace(b",16,", b",16,,,"), "row 3: This row has 13 cells. Expected 11, as in the head."),
        (PLAIN.replace(b",16,,,,,", b",16"), "row 3: This row has 6 cells. Expected 11, as in the head."),
    ],
)
def test_a_file_of_the_wrong_kind_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    checked, problems = read(data)
    assert checked is None
    assert [sentence in str(problem) for problem in problems] == [True]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("2004-09-15-infant-mortality-baseline", "", "", []),
        ("2006-10-25-health-inequalities", "", "", []),
        ("2008-03-13-mortality-targets-2006", "", "", []),
        ("2009-01-14-infant-mortality-2007", "", "", []),
        (
            "2008-03-13-mortality-targets-2006",
            "-11.3",
            "-12.3",
            [(5, "printed -12.3, but the gaps then and in 1995-97 give -11.11, " + LEEWAY)],
        ),
        (
            "2009-01-14-infant-mortality-2007",
            "gap,16",
            "gap,19",
            [(10, "printed 19, but its two levels give 14.9, anywhere from 12.6 to 17.2")],
        ),
    ],
)
def test_a_printed_gap_is_flagged_only_outside_the_interval_of_its_parts(
    name: str, old: str, new: str, expected: list[tuple[int, str]]
) -> None:
    text = (ROOT / "sample" / f"{name}.csv").read_text()
    checked, problems = read(text.replace(old, new).encode())
    assert problems == []
    assert checked is not None
    found = [
        (part.row_number(flag.place), flag.told)
        for part in checked.parts
        for flag in flags(part.table, part.table.slice(0, 0), catalogue())
    ]
    assert found == expected


@settings(deadline=None)
@given(st.permutations(CELLS[1:]), st.permutations(range(len(CELLS[0]))))
def test_the_order_of_rows_and_columns_does_not_matter(lines: list[list[str]], order: list[int]) -> None:
    shuffled = csv(*(",".join(row[place] for place in order) for row in [CELLS[0], *lines]))
    assert sorted(map(str, rows(shuffled))) == sorted(map(str, rows(PLAIN)))


@settings(deadline=None)
@given(st.binary(max_size=60), st.integers(0, len(PLAIN)))
def test_a_damaged_file_is_read_or_refused_and_nothing_else(noise: bytes, place: int) -> None:
    checked, problems = read(PLAIN[:place] + noise + PLAIN[place:])
    assert (checked is None) == bool(problems)
