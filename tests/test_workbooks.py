"""Workbooks show people more than cells hold: what would be a wrong or a lost figure is refused by its place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache

import pytest

from healthgap.catalogue import Catalogue
from healthgap.config import load_catalogue
from tests.reading import read_bytes
from tests.sample import ROOT
from tests.workbooks import Cell, Error, Formatted, Formula, PerCent, Rows, ods, xlsx

HEAD = ["indicator", "area", "group", "period", "measure", "value"]
LEVEL: list[Cell] = ["infant_mortality", "England", "all", "2005-07", "value", 4.9]
GAP: list[Cell] = ["infant_mortality", "England", "routine_manual", "2005-07", "relative_gap", 16]


@cache
def catalogue() -> Catalogue:
    return load_catalogue(ROOT / "config")


def told(data: bytes) -> list[str]:
    """Every problem of a workbook, without its name."""
    read, problems = read_bytes(data, "x.xlsx", catalogue())
    assert (read is None) == bool(problems)
    return [str(one).removeprefix("x.xlsx, ").removeprefix("x.xlsx: ") for one in problems]


@pytest.mark.parametrize("kind", [xlsx, ods])
@pytest.mark.parametrize(
    ("number", "seen", "value"), [(0.16, "16%", 16), (0.163, "16.3%", 16.3), (-0.07, "-7%", -7)]
)
def test_a_number_shown_as_per_cent_is_not_read_as_its_hundredth(
    kind: Callable[..., bytes], number: float, seen: str, value: float
) -> None:
    read, problems = read_bytes(
        kind({"Data": [HEAD, LEVEL, [*GAP[:-1], PerCent(number)]]}), "x.xlsx", catalogue()
    )
    assert problems == []
    assert read is not None
    assert [row["value"] for row in read.rows] == [4.9, value]
    assert told(kind({"Data": [HEAD, [*LEVEL[:-1], PerCent(number)]]}))[0] == (
        f"sheet Data, row 2, value: “{seen}” is a per cent, and this figure is not. "
        "Expected a number in the unit per 1,000 live births."
    )


def test_a_formula_that_was_never_worked_out_is_no_missing_figure() -> None:
    data = xlsx({"Data": [HEAD, LEVEL, [*GAP[:-1], Formula("F2*3")]]})
    assert told(data) == [
        "sheet Data, row 3, value: “=F2*3” is not a number. Expected a number such as 6.3, or NA."
    ]


@pytest.mark.parametrize("kind", [xlsx, ods])
@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#NAME?", "#VALUE!"])
def test_an_error_is_no_figure_that_the_publisher_left_blank(kind: Callable[..., bytes], error: str) -> None:
    assert told(kind({"Data": [HEAD, LEVEL, [*GAP[:-1], Error(error)]]})) == [
        f"sheet Data, row 3, value: “{error}” is not a number. Expected a number such as 6.3, or NA."
    ]


@pytest.mark.parametrize("kind", [xlsx, ods])
def test_not_available_is_missing_also_where_a_formula_gives_it(kind: Callable[..., bytes]) -> None:
    read, problems = read_bytes(
        kind({"Data": [HEAD, LEVEL, [*GAP[:-1], Error("#N/A")]]}), "x.xlsx", catalogue()
    )
    assert problems == []
    assert read is not None
    assert [row["missing"] for row in read.rows] == [None, "unexplained"]


def test_merged_cells_among_the_figures_are_refused_since_a_blank_area_would_be_the_usual_one() -> None:
    rows: Rows = [HEAD, ["infant_mortality", "Leeds", *LEVEL[2:]], ["infant_mortality", "", *GAP[2:]]]
    assert told(xlsx({"Data": rows}, merged=["B2:B3"])) == [
        "sheet Data, row 2, B: Cells are merged here, and all but the first of them are blank. "
        "Expected every cell filled on its own."
    ]


def test_a_merged_title_above_the_head_is_no_matter() -> None:
    assert told(xlsx({"Data": [["Infant mortality"], HEAD, LEVEL]}, merged=["A1:F1"])) == []


def test_two_sheets_of_figures_are_refused_since_one_of_them_would_be_lost() -> None:
    data = xlsx(
        {"2005-07": [HEAD, LEVEL], "2004-06": [["A title"], HEAD, [*LEVEL[:3], "2004-06", "value", 5]]}
    )
    assert told(data) == [
        "sheet 2004-06: This sheet has figures under the same heads as sheet 2005-07, and one sheet is read. "
        "Expected all figures in one sheet, or a file for each."
    ]


@pytest.mark.parametrize(
    ("kind", "how"),
    [(xlsx, "hidden"), (xlsx, "veryHidden"), (ods, "hidden")],
)
def test_a_hidden_sheet_is_never_read_for_figures(kind: Callable[..., bytes], how: str) -> None:
    more = [[*HEAD, "note"], [*LEVEL[:-1], 99.9, "draft"]]
    data = kind(
        {"Figures": [HEAD, LEVEL], "Draft": more, "Same": [HEAD, LEVEL]}, hidden={"Draft": how, "Same": how}
    )
    read, problems = read_bytes(data, "x.xlsx", catalogue())
    assert problems == []
    assert read is not None
    assert [row["value"] for row in read.rows] == [4.9]
    assert read.notes == ("Sheet “Figures” was read, and “Draft” (hidden), “Same” (hidden) not.",)


@pytest.mark.parametrize("kind", [xlsx, ods])
@pytest.mark.parametrize("shown", [[[]], [["Notes"], ["on methods"]]])
def test_figures_on_a_hidden_sheet_alone_are_refused(kind: Callable[..., bytes], shown: Rows) -> None:
    assert told(kind({"Notes": shown, "Draft": [HEAD, LEVEL]}, hidden={"Draft": "hidden"})) == [
        "sheet Draft: This sheet is hidden, and no other has figures. What is hidden is not read. "
        "Expected figures in a sheet that is shown."
    ]


def test_a_workbook_of_which_nothing_is_shown_says_so() -> None:
    data = xlsx({"Notes": [], "Draft": [["a", "b"], ["c", "d"]]}, hidden={"Draft": "hidden"})
    assert told(data) == ["Every sheet of this workbook is empty or hidden."]


@pytest.mark.parametrize("other", [[["Notes"], ["on methods"]], [HEAD], [["area", "note"], ["Leeds", "x"]]])
def test_other_sheets_may_stand_beside_the_figures(other: Rows) -> None:
    assert told(xlsx({"Notes": other, "Data": [HEAD, LEVEL]})) == []


def test_a_number_is_read_with_the_digits_that_a_spreadsheet_shows() -> None:
    read, _ = read_bytes(xlsx({"Data": [HEAD, [*LEVEL[:-1], 4.9 + 1e-15]]}), "x.xlsx", catalogue())
    assert read
    assert [(row["value"], row["decimals"]) for row in read.rows] == [(4.9, 1)]


@pytest.mark.parametrize(
    ("number", "code", "value", "decimals"),
    [
        (5, "0.0", 5, 1),
        (4.1, "0.0", 4.1, 1),
        (4.123456789, "0.0", 4.123456789, 9),
        (5, "#,##0.00", 5, 2),
        (5, "[Red]0.0;(0.0)", 5, 1),
        (5, '0.0" deaths"', 5, 1),
        (5, "General", 5, 0),
        (5, "0.0E+00", 5, 0),
        (5000, "0.0,", 5000, 0),
    ],
)
def test_the_decimals_that_a_cell_shows_count_as_printed(
    number: float, code: str, value: float, decimals: int
) -> None:
    data = xlsx({"Data": [HEAD, [*LEVEL[:-1], Formatted(number, code)]]})
    read, problems = read_bytes(data, "x.xlsx", catalogue())
    assert problems == []
    assert read is not None
    assert [(row["value"], row["decimals"]) for row in read.rows] == [(value, decimals)]


@pytest.mark.parametrize(
    ("number", "seen", "decimals"),
    [(5, "5.0", 1), (4.123, "4.1", 3), (5, "5,0", 0), (1000, "1.000", 0), (5, "5.0 deaths", 0)],
)
def test_the_decimals_that_an_opendocument_cell_shows_count_as_printed(
    number: float, seen: str, decimals: int
) -> None:
    data = ods({"Data": [HEAD, [*LEVEL[:-1], Formatted(number, "0.0", seen)]]})
    read, problems = read_bytes(data, "x.xlsx", catalogue())
    assert problems == []
    assert read is not None
    assert [(row["value"], row["decimals"]) for row in read.rows] == [(number, decimals)]


@pytest.mark.parametrize("kind", [xlsx, ods])
def test_per_cents_count_with_the_decimals_that_they_show(kind: Callable[..., bytes]) -> None:
    data = kind({"Data": [HEAD, [*GAP[:-1], Formatted(0.16, "0.0%", "16.0%")]]})
    read, _ = read_bytes(data, "x.xlsx", catalogue())
    assert read is not None
    assert [(row["value"], row["decimals"]) for row in read.rows] == [(16, 1)]


def test_a_zip_archive_that_is_no_workbook_is_told_as_what_it_is() -> None:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("figures.csv", "indicator,group,period,value\n")
    assert told(sink.getvalue()) == [
        "This is a ZIP archive, and no workbook can be read in it. Take out the file that is meant. "
        "Expected an XLSX or ODS workbook."
    ]
