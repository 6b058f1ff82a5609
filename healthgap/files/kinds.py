"""Tells by its content what kind of file it is, and has the right module read it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection

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
    b"GIF8": "a picture",
    b"{\\rtf": "a text with formats (RTF)",
    b"SQLite format 3": "a database",
    b"7z\xbc\xaf": "a compressed file",
}
_TEXTS_OF_OTHER_KINDS = {rb"<[a-z!?]": "a web page or XML", rb"[\[{]\s*[\[{\"]": "JSON"}


def read_table(
    content: Content, known: Collection[str], problems: list[Problem], step: Step
) -> RawTable | None:
    """The table in a file; None when `problems` says why not. `step` hears how many bytes were read.

    Its head, and the sheet of a workbook, are found by the heads that are `known`.
    """
    start = content.start()
    wrong = _wrong_kind(start)
    if wrong:
        problems.append(Problem(content.name, wrong, expected=_EXPECTED))
        return None
    if start.startswith(b"PAR1"):
        return parquet.read(content, problems)
    if start.startswith(b"PK\x03\x04"):
        return spreadsheet.read(content, known, problems)
    return text.read(content, known, problems, step)


def _wrong_kind(start: bytes) -> str | None:
    if not start:
        return "This file is empty."
    text = start.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    kinds = [kind for mark, kind in _WRONG_KINDS.items() if start.startswith(mark)]
    kinds += [kind for mark, kind in _TEXTS_OF_OTHER_KINDS.items() if re.match(mark, text)]
    return f"This is {kinds[0]}." if kinds else None
