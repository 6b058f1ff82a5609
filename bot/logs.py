"""How what happens is written down: a line for each event, as JSON or for a person to read.

Tokens and other secrets never get into it, and nothing that people wrote unless the operator asks for that.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from bot.outcomes import FAILURES
from healthgap.errors import HealthgapError

question_id: ContextVar[str] = ContextVar("question_id", default="")
"""The number of the question that is being answered here, on every line that is written meanwhile."""

_HIDDEN = "[hidden]"
# Slack's tokens, tickets of its connections, the addresses that replies go to, and names with passwords in addresses.
_SECRETS = (
    re.compile(r"x(?:ox[a-z]|app)[a-z]?[-.][\w.-]+"),
    re.compile(r"(?<=ticket=)[^&\s\"']+"),
    re.compile(r"(?<=hooks\.slack\.com/)[^\s\"']+"),
    re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"),
)
# Their texts are written by us, by Slack or by the system; any other may repeat what somebody wrote.
_SAFE = (HealthgapError, *FAILURES)


def configure(form: str, secrets: Iterable[str], *, show_text: bool) -> None:
    """Sends what is logged to standard error, `form` being json or plain, with whatever is in `secrets` hidden.

    What ends the process or one of its threads is logged too.
    """
    kind = JsonLines if form == "json" else PlainLines
    handler = logging.StreamHandler()
    handler.setFormatter(kind([secret for secret in secrets if secret], show_text=show_text))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("bot", "healthgap"):
        logging.getLogger(name).setLevel(logging.INFO)
    sys.excepthook = lambda kind, error, trace: root.critical("healthgap ended", exc_info=error)
    threading.excepthook = lambda ended: root.critical("A thread ended", exc_info=ended.exc_value)


@contextmanager
def silenced(*names: str) -> Iterator[None]:
    """Loggers write nothing down for the time of a block whose failures are told in another way."""
    loggers = {logging.getLogger(name): logging.getLogger(name).level for name in names}
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in loggers.items():
            logger.setLevel(level)


class _Lines(logging.Formatter):
    def __init__(self, secrets: Sequence[str], *, show_text: bool) -> None:
        super().__init__()
        self._secrets = secrets
        self._show_text = show_text

    def values(self, record: logging.LogRecord) -> dict[str, Any]:
        """What the line says. `fields`, given as `extra` where something is logged, are values of their own."""
        fields = dict(getattr(record, "fields", {}))
        if not self._show_text:
            fields.pop("text", None)
        said = {"event": record.getMessage(), "question": question_id.get(), **fields}
        if record.exc_info and isinstance(record.exc_info[1], Exception):
            said["error"] = "\n".join(self._told(error) for error in _chain(record.exc_info[1]))
        hidden = {
            name: self._hide(value) if isinstance(value, str) else value for name, value in said.items()
        }
        return {name: value for name, value in hidden.items() if value != ""}

    def _told(self, error: BaseException) -> str:
        """Where it went wrong and what kind of error it was; its text only if that repeats nobody's words."""
        where = "".join(traceback.format_tb(error.__traceback__))
        shown = isinstance(error, _SAFE) or self._show_text
        return f"{where}{type(error).__name__}{f': {error}' if shown else ''}"

    def _hide(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        for pattern in _SECRETS:
            text = pattern.sub(_HIDDEN, text)
        return text


class JsonLines(_Lines):
    """A JSON object a line, for machines that gather them."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        head = {"at": when, "level": record.levelname.lower(), "logger": record.name}
        return json.dumps(head | self.values(record), ensure_ascii=False)


class PlainLines(_Lines):
    """For a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        values = self.values(record)
        event, error = values.pop("event", ""), values.pop("error", "")
        rest = "".join(f" {name}={value}" for name, value in values.items())
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {event}{rest}"
        return f"{line}\n{error}" if error else line


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it, the first cause first."""
    if error is None:
        return
    yield from _chain(error.__cause__ or (None if error.__suppress_context__ else error.__context__))
    yield error
