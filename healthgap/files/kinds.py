"""Tells by its content what kind of file it is, and has the right module read it."""

from __future__ import annotations

from healthgap.errors import Problem
from healthgap.files import parquet, spreadsheet, text
from healthgap.files.content import Content
from healthgap.files.raw import RawTable
from healthgap.progress import Step

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


def read_table(content: Content, problems: list[Problem], step: Step) -> RawTable | None:
    """The table in a file; None when `problems` says why not. `step` hears how many bytes were read."""
    start = content.start()
    wrong = _wrong_kind(start)
    if wrong:
        problems.append(Problem(content.name, wrong, expected=_EXPECTED))
        return None
    if start.startswith(b"PAR1"):
        return parquet.read(content, problems)
    if start.startswith(b"PK\x03\x04"):
        return spreadsheet.read(content, problems)
    return text.read(content, problems, step)


def _wrong_kind(start: bytes) -> str | None:
    for magic, kind in _WRONG_KINDS.items():
        if start.startswith(magic):
            return f"This is {kind}."
    if start.lstrip()[:10].lower().startswith(_WEB_PAGES):
        return "This is a web page or XML."
    return None
