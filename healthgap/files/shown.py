"""What the cells of a workbook show to a person where its stored value says something else.

A cell that shows 16% holds 0.16, one that shows 5.0 holds 5, one that shows #REF! holds nothing, and so does a formula
that was never worked out: read as they are stored, all would be wrong figures that look right.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from typing import TYPE_CHECKING

from defusedxml import DefusedXmlException, ElementTree

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    DefusedXmlException,
    LookupError,
    ValueError,
    EOFError,
    RuntimeError,
)

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|Err:\d+")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
# Those that every workbook has without saying so. Source: ECMA-376, part 1, 18.8.30.
_BUILT_IN = {
    **dict.fromkeys(("2", "4", "7", "8", "39", "40", "43", "44"), "0.00"),
    "9": "0%",
    "10": "0.00%",
}
_NO_DIGITS = re.compile(
    r'"[^"]*"|\\.|[_*].|\[[^]]*\]|;.*'
)  # texts, spaces, colours, and how other signs are shown
_DECIMALS = re.compile(r"[#0?,]*[#0?]\.(0+)[#?]*")

Shown = Mapping[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class _Format:
    """How a style shows a number: as per cent or not, and with so many decimals at least."""

    per_cent: bool
    decimals: int

    @classmethod
    def of(cls, code: str) -> _Format:
        """The format that a workbook writes as `code`, such as 0.0%; for a number of a kind of its own, none."""
        digits = _NO_DIGITS.sub("", code).strip()
        per_cent = "%" in digits
        found = _DECIMALS.fullmatch(digits.replace("%", "").strip("() -$£€"))
        return cls(per_cent, len(found[1]) if found else 0)

    def shown(self, value: str) -> str:
        """A stored number as it is shown; digits beyond the format are kept."""
        text = f"{float(value) * (100 if self.per_cent else 1):.{12 if self.per_cent else 15}g}"
        whole, _, decimals = text.partition(".")
        if len(decimals) < self.decimals and "e" not in text:
            text = f"{whole}.{decimals:0<{self.decimals}}"
        return f"{text}%" if self.per_cent else text


def shown(data: bytes, sheet: str) -> Shown:
    """By row and column, from 0, the cells of a sheet that show something else than what they hold.

    Raises one of DAMAGED where the workbook cannot be read.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if "content.xml" in archive.namelist():
            return dict(_ods_cells(archive.read("content.xml"), sheet))
        return dict(_xlsx_cells(archive, sheet))


def _xlsx_cells(archive: zipfile.ZipFile, sheet: str) -> Iterator[tuple[tuple[int, int], str]]:
    formats = _formats(archive)
    content = archive.read(_part_of(archive, sheet))
    if not formats and b"<f" not in content and b't="e"' not in content:
        return
    row = -1
    for _, line in ElementTree.iterparse(BytesIO(content)):
        if line.tag == f"{_MAIN}row":
            row = int(line.get("r", row + 2)) - 1
            yield from (((row, column), text) for column, text in _xlsx_row(line, formats))
            line.clear()


def _xlsx_row(line: Element, formats: Mapping[str, _Format]) -> Iterator[tuple[int, str]]:
    column = -1
    for cell in line.iterfind(f"{_MAIN}c"):
        reference = cell.get("r")
        column = _column(reference) if reference else column + 1
        value, formula = cell.findtext(f"{_MAIN}v"), cell.findtext(f"{_MAIN}f")
        kind, form = cell.get("t", "n"), formats.get(cell.get("s", ""))
        if value and kind == "n" and form:
            yield column, form.shown(value)
        elif value and kind == "e":
            yield column, value
        elif formula is not None and not value:
            yield column, f"={formula}"


def _formats(archive: zipfile.ZipFile) -> dict[str, _Format]:
    """By the number of a style how it shows numbers, where that is not how they are stored."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    own = {
        one.get("numFmtId", ""): one.get("formatCode", "")
        for one in styles.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt")
    }
    formats = {number: _Format.of(code) for number, code in {**_BUILT_IN, **own}.items()}
    used = [formats.get(one.get("numFmtId", "")) for one in styles.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")]
    return {str(place): one for place, one in enumerate(used) if one and (one.per_cent or one.decimals)}


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """The name in the archive of a sheet's own file."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    named = {one.get("name"): one.get(_LINK) for one in book.iterfind(f"{_MAIN}sheets/{_MAIN}sheet")}
    target = targets[named[sheet]]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _column(reference: str) -> int:
    """The number, from 0, of the column of a cell such as `B3`."""
    column = 0
    for letter in reference.rstrip("0123456789"):
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1


def letters(column: int) -> str:
    """What a spreadsheet calls the column with this number, from 0."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def _ods_cells(content: bytes, sheet: str) -> Iterator[tuple[tuple[int, int], str]]:
    if not any(mark in content for mark in (b'"percentage"', b">#", b">Err:", b"0</")):
        return
    tables = ElementTree.fromstring(content).iter(f"{_TABLE}table")
    table = next(one for one in tables if one.get(f"{_TABLE}name") == sheet)
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        column, rows = 0, int(line.get(f"{_TABLE}number-rows-repeated", 1))
        for cell in line:
            columns = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
            text = _ods_shown(cell)
            if text:
                places = product(range(row, row + rows), range(column, column + columns))
                yield from ((place, text) for place in places)
            column += columns
        row += rows


def _ods_shown(cell: Element) -> str | None:
    """What a cell shows, where it holds something else."""
    text = "".join(line for one in cell.iterfind(f"{_TEXT}p") for line in one.itertext())
    if _ERROR.fullmatch(text):
        return text
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value", "")
    if kind == "percentage":
        return _Format(per_cent=True, decimals=_decimals(text.removesuffix("%"), 100 * float(value))).shown(
            value
        )
    decimals = _decimals(text, float(value)) if kind == "float" else 0
    return _Format(per_cent=False, decimals=decimals).shown(value) if decimals else None


def _decimals(text: str, value: float) -> int:
    """How many decimals a number is shown with; none where it is shown in another way than with a point."""
    if not re.fullmatch(r"-?\d+\.\d+", text):
        return 0
    decimals = len(text.partition(".")[2])
    return decimals if abs(float(text) - value) < 10.0**-decimals else 0
