"""Tells by its content what kind of file it is, and has the right module read it."""

from __future__ import annotations

from healthgap.errors import Problem
from healthgap.files import parquet, spreadsheet, text
from healthgap.files.raw import RawTable

_EXPECTED = "a CSV, XLSX, ODS or Parquet file"
_WRONG_KINDS = {
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"\xd0\xcf\x11\xe0": "an Excel workbook of before 2007, or one with a password",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\xff\xfe": "text in UTF-16",
    b"\xfe\xff": "text in UTF-16",
}
_WEB_PAGES = (b"<!doctype", b"<html", b"<?xml")


def read_table(file: str, data: bytes, problems: list[Problem]) -> RawTable | None:
    """The table in the content `data` of the file named `file`; None when `problems` says why not."""
    wrong = _wrong_kind(data)
    if wrong:
        problems.append(Problem(file, wrong, expected=_EXPECTED))
        return None
    if data.startswith(b"PAR1"):
        return parquet.read(file, data, problems)
    if data.startswith(b"PK\x03\x04"):
        return spreadsheet.read(file, data, problems)
    return text.read(file, data, problems)


def _wrong_kind(data: bytes) -> str | None:
    if not data.strip():
        return "This file is empty."
    for start, kind in _WRONG_KINDS.items():
        if data.startswith(start):
            return f"This is {kind}."
    if data.lstrip()[:10].lower().startswith(_WEB_PAGES):
        return "This is a web page or XML."
    return None
