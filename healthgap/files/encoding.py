"""What a text file is written in; a guess is told as one. Reads the file in blocks and keeps none of it."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass

from healthgap.errors import Problem
from healthgap.files.content import Content

_WINDOWS = "Windows-1252"
_CHECK = f"Read as {_WINDOWS} (also called Latin-1), since it is not UTF-8: please check names with accents."
_SAVE = "CSV UTF-8, as Excel’s “Save as” offers it"
_DAMAGED = "�"
_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Text:
    """A text: the codec that reads it whole, what that is called, and what a person should know of it."""

    content: Content
    codec: str
    encoding: str
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """Its lines with their ends, as Unix, Windows or old Macintoshes write them."""
        with io.TextIOWrapper(self.content.open(), self.codec, newline="") as text:
            yield from text


def text_in(content: Content, problems: list[Problem]) -> Text | None:
    """The text that a file is; None when `problems` says why it is none."""
    if content.start(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return _without_nul(_utf_16(content, problems), problems)
    text = Text(content, "utf-8-sig", "UTF-8") if content.is_utf8 else _not_utf_8(content, problems)
    return _without_nul(text, problems) if content.has_nul else text


def _without_nul(text: Text | None, problems: list[Problem]) -> Text | None:
    row = next((row for row, line in enumerate(text.lines(), 1) if "\0" in line), None) if text else None
    if text is None or row is None:
        return text
    message = "A NUL byte stands here: this is no text, or in UTF-16 without the mark that says so."
    problems.append(Problem(text.content.name, message, row=row, expected=_SAVE))
    return None


def _utf_16(content: Content, problems: list[Problem]) -> Text | None:
    if _decodes(content, "utf-16"):
        return Text(content, "utf-16", "UTF-16")
    problems.append(Problem(content.name, "This text in UTF-16 is damaged.", expected=_SAVE))
    return None


def _not_utf_8(content: Content, problems: list[Problem]) -> Text | None:
    """The text as Windows-1252, unless it is UTF-8 with a few damaged places, or holds bytes that neither has."""
    if _is_damaged_utf_8(content):
        message = "A letter stands here that is damaged: the rest of this file is UTF-8."
    elif not _decodes(content, "cp1252"):
        message = f"This text is neither UTF-8 nor {_WINDOWS}."
    else:
        return Text(content, "cp1252", _WINDOWS, (_CHECK,))
    problems.append(Problem(content.name, message, row=_first_row_not_utf_8(content), expected=_SAVE))
    return None


def _is_damaged_utf_8(content: Content) -> bool:
    """Two or more bytes that are one letter in UTF-8 hardly ever stand together in a text that is not."""
    if content.start(3) == codecs.BOM_UTF8:
        return True
    damaged = letters = 0
    for part in _decoded(content, "utf-8", "replace"):
        damaged += part.count(_DAMAGED)
        letters += len(part) - len(part.encode("ascii", "ignore")) - part.count(_DAMAGED)
    return letters > damaged


def _decodes(content: Content, codec: str) -> bool:
    try:
        for _ in _decoded(content, codec, "strict"):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _decoded(content: Content, codec: str, errors: str) -> Iterator[str]:
    with io.TextIOWrapper(content.open(), codec, errors, newline="") as text:
        while part := text.read(_AT_ONCE):
            yield part


def _first_row_not_utf_8(content: Content) -> int:
    with content.open() as lines:
        return next(row for row, line in enumerate(lines, 1) if not _is_utf_8(line))


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
