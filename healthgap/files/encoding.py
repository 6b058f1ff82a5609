"""The bytes of a text file as UTF-8, whatever they were written in; a guess is told as one."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass

from healthgap.errors import Problem

_UTF_8 = "UTF-8"
_WINDOWS = "Windows-1252"
_CHECK = f"Read as {_WINDOWS} (also called Latin-1), since it is not UTF-8: please check names with accents."
_SAVE = "CSV UTF-8, as Excel’s “Save as” offers it"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in UTF-8 without a mark at its start, what it was written in, and what a person should know of that.

    Its lines end as Unix or Windows have them.
    """

    data: bytes
    encoding: str
    notes: tuple[str, ...] = ()


def decoded(file: str, data: bytes, problems: list[Problem]) -> Text | None:
    """The text that `data` is; None when `problems` says why it is none."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _utf_16(file, data, problems)
    else:
        text = _eight_bit(file, data.removeprefix(codecs.BOM_UTF8), problems)
    if text is None:
        return None
    if b"\0" in text.data:
        row = text.data[: text.data.index(b"\0")].count(b"\n") + 1
        problems.append(Problem(file, "A NUL byte stands here: this is no text.", row=row, expected="text"))
        return None
    return text if b"\n" in text.data else Text(text.data.replace(b"\r", b"\n"), text.encoding, text.notes)


def _utf_16(file: str, data: bytes, problems: list[Problem]) -> Text | None:
    try:
        return Text(data.decode("utf-16").encode(), "UTF-16")
    except (UnicodeDecodeError, UnicodeEncodeError):
        problems.append(Problem(file, "This text in UTF-16 is damaged.", expected=_SAVE))
    return None


def _eight_bit(file: str, data: bytes, problems: list[Problem]) -> Text | None:
    if data.isascii():
        return Text(data, _UTF_8)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf_8(file, data, error.start, problems)
    return Text(data, _UTF_8)


def _not_utf_8(file: str, data: bytes, place: int, problems: list[Problem]) -> Text | None:
    """The text as Windows-1252, unless it is UTF-8 with a few damaged places, or holds bytes that neither has.

    Two or more bytes that are one letter in UTF-8 hardly ever stand together in a text that is not.
    """
    letters = sum(not letter.isascii() for letter in data.decode("utf-8", errors="ignore"))
    damaged = data.decode("utf-8", errors="replace").count("�")
    row = data[:place].count(b"\n") + 1
    if letters > damaged:
        message = "A letter stands here that is damaged: the rest of this file is UTF-8."
        problems.append(Problem(file, message, row=row, expected=_SAVE))
        return None
    try:
        text = io.TextIOWrapper(io.BytesIO(data), encoding="cp1252", newline="").read()
    except UnicodeDecodeError:
        message = f"This text is neither UTF-8 nor {_WINDOWS}."
        problems.append(Problem(file, message, row=row, expected=_SAVE))
        return None
    return Text(text.encode(), _WINDOWS, (_CHECK,))
