"""The smallest XLSX and ODS workbooks, one sheet of cells each, written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True)
class PerCent:
    """A number shown as per cent: 0.16 as 16%."""

    number: float


@dataclass(frozen=True)
class Formatted:
    """A number shown by a number format of FORMATS: 5 as 5.0, which an OpenDocument cell keeps as `seen`."""

    number: float
    code: str
    seen: str = ""


@dataclass(frozen=True)
class Formula:
    """A formula that no spreadsheet has worked out yet."""

    text: str


@dataclass(frozen=True)
class Error:
    """A cell that shows an error such as #REF!."""

    text: str


FORMATS = ("0.0", "#,##0.00", "0.0%", "[Red]0.0;(0.0)", '0.0" deaths"', "yyyy", "0.0E+00", "0.0,", "General")
Cell = str | float | PerCent | Formatted | Formula | Error
Rows = Sequence[Sequence[Cell]]

_CONTENT_TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"""
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_ODS_STYLES = "".join(
    [
        "<office:automatic-styles>",
        *(
            f'<style:style style:name="{name}" style:family="table">'
            f'<style:table-properties table:display="{shown}"/></style:style>'
            for name, shown in (("yes", "true"), ("no", "false"))
        ),
        "</office:automatic-styles>",
    ]
)
_STYLES = "".join(
    [
        f'<styleSheet xmlns="{_MAIN}"><numFmts>',
        *(
            f'<numFmt numFmtId="{number}" formatCode={quoteattr(code)}/>'
            for number, code in enumerate(FORMATS, start=164)
        ),
        '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/>',
        *(f'<xf numFmtId="{number}"/>' for number in range(164, 164 + len(FORMATS))),
        "</cellXfs></styleSheet>",
    ]
)


def xlsx(
    sheets: Mapping[str, Rows], merged: Sequence[str] = (), hidden: Mapping[str, str] | None = None
) -> bytes:
    """An Excel workbook; numbers are stored as numbers. `merged` are ranges such as A2:A3 of each sheet.

    `hidden` are the sheets that are "hidden" or "veryHidden".
    """
    names, links, parts = [], [], {}
    for number, (name, rows) in enumerate(sheets.items(), start=1):
        state = (hidden or {}).get(name, "visible")
        names.append(f'<sheet name="{name}" sheetId="{number}" state="{state}" r:id="rId{number}"/>')
        links.append(_link(f"rId{number}", "worksheet", f"worksheets/sheet{number}.xml"))
        body = "".join(f"<row>{''.join(map(_xlsx_cell, row))}</row>" for row in rows)
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData>{_merged(merged)}</worksheet>'
        )
    links.append(_link("rId0", "styles", "styles.xml"))
    parts["xl/styles.xml"] = _STYLES
    parts["[Content_Types].xml"] = _CONTENT_TYPES
    parts["_rels/.rels"] = _links([_link("rId1", "officeDocument", "xl/workbook.xml")])
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{"".join(names)}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = _links(links)
    return _zipped(parts)


def ods(sheets: Mapping[str, Rows], hidden: Mapping[str, str] | None = None) -> bytes:
    """An OpenDocument workbook; numbers are stored as numbers. The sheets in `hidden` are not displayed."""
    tables = "".join(
        f'<table:table table:name="{name}" table:style-name="{"no" if name in (hidden or {}) else "yes"}">'
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    content = (
        f'<office:document-content xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" '
        f'xmlns:text="{_ODF}:text:1.0" xmlns:style="{_ODF}:style:1.0">{_ODS_STYLES}'
        f"<office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return _zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _merged(ranges: Sequence[str]) -> str:
    cells = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    return f"<mergeCells>{cells}</mergeCells>" if ranges else ""


def _xlsx_cell(cell: Cell) -> str:
    if isinstance(cell, PerCent):
        return f'<c s="1"><v>{cell.number}</v></c>'
    if isinstance(cell, Formatted):
        return f'<c s="{FORMATS.index(cell.code) + 2}"><v>{cell.number}</v></c>'
    if isinstance(cell, Formula):
        return f"<c><f>{escape(cell.text)}</f></c>"
    if isinstance(cell, Error):
        return f'<c t="e"><v>{cell.text}</v></c>'
    if isinstance(cell, str):
        return f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f"<c><v>{cell}</v></c>"


def _ods_cell(cell: Cell) -> str:
    if isinstance(cell, PerCent):
        return f'<table:table-cell office:value-type="percentage" office:value="{cell.number}"/>'
    if isinstance(cell, Formatted):
        kind = "percentage" if "%" in cell.code else "float"
        return (
            f'<table:table-cell office:value-type="{kind}" office:value="{cell.number}">'
            f"<text:p>{cell.seen}</text:p></table:table-cell>"
        )
    if isinstance(cell, Formula):
        return f'<table:table-cell table:formula="of:={escape(cell.text)}"/>'
    if isinstance(cell, Error):
        return (
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="">'
            f"<text:p>{cell.text}</text:p></table:table-cell>"
        )
    if isinstance(cell, str):
        text = f"<text:p>{escape(cell)}</text:p>" if cell else ""
        return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'


def _link(name: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _links(links: list[str]) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(links)}</Relationships>'


def _zipped(parts: Mapping[str, str]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return sink.getvalue()
