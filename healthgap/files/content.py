"""The bytes of a file: what they hash to and what kind of text they may be, found without keeping any of them."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from healthgap.errors import Problem, RefusedDataError

_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class Content:
    """A file on disk as it was when it was looked at; `quotes` counts `"`."""

    path: Path
    state: tuple[int, int]
    sha256: str
    is_utf8: bool
    has_nul: bool
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
    if not path.is_file():
        message = "This is a folder, a pipe or a device, and no file."
        raise RefusedDataError([Problem(path.name, message, expected="a file saved on a disk")])
    with ThreadPoolExecutor(1) as other_core:
        sha256 = other_core.submit(_sha256, path)
        decoder = codecs.getincrementaldecoder("utf-8")()
        is_utf8, has_nul, quotes = True, False, 0
        for block in bytes_of(path):
            is_utf8 = is_utf8 and _decodes(decoder, block)
            has_nul = has_nul or b"\0" in block
            quotes += block.count(b'"')
        is_utf8 = is_utf8 and _decodes(decoder, b"", final=True)
    return Content(path, state, sha256.result(), is_utf8, has_nul, quotes)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def bytes_of(path: Path) -> Iterator[bytes]:
    """A file's bytes, a few at a time."""
    with path.open("rb") as stream:
        while block := stream.read(_AT_ONCE):
            yield block


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, *, final: bool = False) -> bool:
    if block.isascii() and not decoder.getstate()[0]:
        return True
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns
