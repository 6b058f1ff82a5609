"""Files for people: whole or not there at all, and in a sentence why not."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from healthgap.errors import NotDoneError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Where to write what shall become the file `path`, which stays as it is unless the block ends well.

    What is no plain file, such as a pipe, is written to directly. Raises NotDoneError where that is not possible.
    """
    try:
        if path.exists() and not path.is_file():
            yield path
            return
        file = path.resolve()
        unfinished = file.with_name(f".{file.name}.unfinished")
        try:
            unfinished.touch()  # says at once what is wrong with the folder
            yield unfinished
            with unfinished.open("rb+") as written:
                os.fsync(written.fileno())
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> NotDoneError:
    """Why a file or folder cannot be written, and what to do about it."""
    advice = " Make room, or name another folder." if error.errno in _NO_ROOM else ""
    return NotDoneError(f"{path} cannot be written: {error.strerror}.{advice}")
