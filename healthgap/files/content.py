"""The bytes of a file: what they hash to and whether they are UTF-8, found in one pass that keeps none of them."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from healthgap.errors import Problem, RefusedDataError

_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Content:
    """A file on disk as it was when it was looked at.

    `lines` is how many there are if line feeds end them, None where there are carriage returns; `quotes` counts `"`.
    """

    path: Path
    state: tuple[int, int]
    sha256: str
    is_utf8: bool
    has_nul: bool
    lines: int | None
    quotes: int

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def size(self) -> int:
        return self.state[0]

    def open(self) -> BinaryIO:
        return self.path.open("rb")

    def start(self, size: int = 4096) -> bytes:
        """The first bytes."""
        with self.open() as stream:
            return stream.read(size)

    def whole(self) -> bytes:
        return self.path.read_bytes()

    def changed(self) -> bool:
        """Whether somebody has written to the file since, or taken it away."""
        try:
            return _state(self.path) != self.state
        except OSError:
            return True


def read_content(path: Path) -> Content:
    """Raises RefusedDataError when the file cannot be read."""
    try:
        return _looked_at(path)
    except OSError as error:
        raise RefusedDataError([Problem(path.name, f"This file cannot be read: {error.strerror}.")]) from None


def _looked_at(path: Path) -> Content:
    state = _state(path)
    digest = hashlib.sha256()
    decoder = codecs.getincrementaldecoder("utf-8")()
    is_utf8, has_nul, has_return, lines, quotes, last = True, False, False, 0, 0, b"\n"
    for block in _blocks(path):
        digest.update(block)
        is_utf8 = is_utf8 and _decodes(decoder, block)
        has_nul = has_nul or b"\0" in block
        has_return = has_return or b"\r" in block
        lines, quotes, last = lines + block.count(b"\n"), quotes + block.count(b'"'), block[-1:]
    is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    ended = None if has_return else lines + (last != b"\n")
    return Content(path, state, digest.hexdigest(), is_utf8, has_nul, ended, quotes)


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while block := stream.read(_AT_ONCE):
            yield block


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns
