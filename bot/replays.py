"""Requests that somebody recorded and sends again: what Slack signed for a command, button or dialog counts once.

Slack waits three seconds for its answer, so none waits here until the database can be written: a process knows at
once what it has taken itself, and the others do as soon as its note stands, as a rule some milliseconds later.

Events are not for this: Slack repeats them itself, and each is answered once by what it is about.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor
from threading import Lock

from slack_bolt import BoltRequest, BoltResponse

from healthgap.errors import StoreError

_log = logging.getLogger(__name__)

_MOST = 20_000  # far more than people send in the five minutes for which a signature is good


class Replays:
    """What was taken lately. `is_known` and `note` are the database's; `later` is where the notes are written."""

    def __init__(
        self, is_known: Callable[[str], bool], note: Callable[[str], object], later: Executor
    ) -> None:
        self._is_known = is_known
        self._note = note
        self._later = later
        self._taken: dict[str, None] = {}
        self._lock = Lock()

    def refuse(self, request: BoltRequest, next_: Callable[[], None]) -> BoltResponse | None:
        """A Bolt middleware, which comes after Slack's signature and its age were checked."""
        signatures = request.headers.get("x-slack-signature", ())
        if (
            request.body.get("type") == "event_callback"
            or not signatures
            or self._take(f"signed/{signatures[0]}")
        ):
            next_()
            return None
        _log.warning("A request that was answered before came again, and was refused")
        return BoltResponse(status=401, body='{"error": "invalid request"}')

    def _take(self, key: str) -> bool:
        """Whether what `key` names comes for the first time."""
        with self._lock:
            if key in self._taken:
                return False
            self._taken[key] = None
            if len(self._taken) > _MOST:
                del self._taken[next(iter(self._taken))]
        if self._is_known(key):
            return False
        self._later.submit(self._write, key)
        return True

    def _write(self, key: str) -> None:
        try:
            self._note(key)
        except StoreError as error:
            _log.warning("Other processes do not know of a request that was taken. %s", error)
