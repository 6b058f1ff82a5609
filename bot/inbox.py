"""Watches a folder for new files of figures and loads each once, with the sidecar of the same name beside it.

Whoever supplies files needs no more than to put them there: loaded ones move to `loaded/`, others to `refused/`
with the report beside them. Judges no figures.
"""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import chain, count
from pathlib import Path

from healthgap.errors import RefusedDataError
from healthgap.service import Healthgap
from healthgap.store.audit import BOT

_log = logging.getLogger(__name__)

# A copy over a slow network pauses now and then; one that rests for longer is taken for finished.
QUIET = timedelta(seconds=10)
_UNFINISHED = (".part", ".partial", ".tmp", ".crdownload", ".filepart")

_Look = tuple[tuple[int, int], ...]


class Inbox:
    """One watched folder. Several processes may watch it: a file that was loaded already changes nothing."""

    def __init__(self, folder: Path, service: Healthgap, quiet: timedelta = QUIET) -> None:
        """A file counts as complete when it has not changed for `quiet`."""
        self._folder = folder
        self._quiet = quiet
        self._service = service
        self._seen: dict[Path, tuple[_Look, datetime]] = {}
        self._tries: Counter[Path] = Counter()

    def scan(self, now: datetime) -> None:
        """Loads every complete file that has its sidecar."""
        pairs = {path: _look(path) for path in self._folder.iterdir() if _is_candidate(path)}
        looks = {path: look for path, look in pairs.items() if look is not None}
        self._seen = {
            path: self._seen[path] if path in self._seen and self._seen[path][0] == look else (look, now)
            for path, look in looks.items()
        }
        resting = [path for path, (_, since) in self._seen.items() if now - since >= self._quiet]
        # What broke the last scan comes last, so that it holds up nothing else.
        for path in sorted(resting, key=lambda path: (self._tries[path], path)):
            self._tries[path] += 1
            self._load(path, now)
            del self._tries[path]

    def _load(self, path: Path, now: datetime) -> None:
        try:
            report = self._service.load([path], now=now, by=BOT)
        except RefusedDataError as error:
            _log.error("%s was refused; the report stands in refused/ beside it", path.name)
            self._move(path, "refused", str(error))
        else:
            _log.info("%s was loaded; the report stands in loaded/ beside it", path.name)
            self._move(path, "loaded", report.text)

    def _move(self, path: Path, outcome: str, report: str) -> None:
        """Moves the file and its sidecar, with the report, under a name that is free there."""
        folder = self._folder / outcome
        folder.mkdir(exist_ok=True)
        names = chain([path.stem], (f"{path.stem}-{number}" for number in count(2)))
        free = next(name for name in names if not (folder / f"{name}{path.suffix}").exists())
        with suppress(FileNotFoundError):  # another process watches this folder too and was quicker
            for part in (path, _sidecar(path)):
                part.rename(folder / (free + part.suffix))
            (folder / f"{free}.txt").write_text(report + "\n", encoding="utf-8")


def _is_candidate(path: Path) -> bool:
    unfinished = path.name.startswith((".", "~")) or path.suffix.lower() in _UNFINISHED
    return path.suffix != ".toml" and not unfinished and path.is_file()


def _sidecar(path: Path) -> Path:
    return path.with_suffix(".toml")


def _look(path: Path) -> _Look | None:
    """What changes while the file or its sidecar is being written; None while one of them is missing."""
    try:
        states = [part.stat() for part in (path, _sidecar(path))]
    except FileNotFoundError:
        return None
    return tuple((state.st_size, state.st_mtime_ns) for state in states)
