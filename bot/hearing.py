"""Whether Socket Mode still hears Slack, and a new connection where it does not.

The SDK calls a connection connected as long as its socket is open. One on which nothing arrives any more, not even the
answers to its own pings, is deaf all the same, and Slack sends nothing again.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from slack_sdk.socket_mode.builtin import SocketModeClient

from bot.outcomes import FAILURES, reason

_log = logging.getLogger(__name__)

_MISSED = 3  # pings


class Hearing:
    """One process's connection to Slack."""

    def __init__(self, client: SocketModeClient, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._clock = clock
        self._seen = client.current_session
        self._since = clock()

    def trouble(self) -> str | None:
        """Why nothing would be heard now, in a sentence; None where all is well."""
        session = self._client.current_session
        if session is not self._seen:
            self._seen, self._since = session, self._clock()
        if session is None or not session.is_active():
            return "There is no connection to Slack."
        heard = datetime.fromtimestamp(session.last_ping_pong_time or 0, UTC)
        silent = (self._clock() - max(heard, self._since)).total_seconds()
        if silent <= _MISSED * self._client.ping_interval:
            return None
        return f"Slack has not answered on its connection for {silent:.0f} seconds."

    def mend(self) -> None:
        """Replaces the connection where it is deaf; one that is closed, the SDK opens again by itself."""
        trouble, deaf = self.trouble(), self._client.current_session
        if trouble is None or deaf is None or not deaf.is_active():
            return
        _log.warning("%s It is connected anew.", trouble)
        if deaf.sock:
            with suppress(OSError):  # wakes whoever still waits for it to send or to receive
                deaf.sock.shutdown(socket.SHUT_RDWR)
        try:
            self._client.connect_to_new_endpoint(force=True)
        except FAILURES as error:
            _log.warning("No new connection yet. %s", reason(error))


@contextmanager
def kept(hearing: Hearing, every: float) -> Iterator[None]:
    """Mends the connection for the time of the block, looking at it every so many seconds."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(every):
            hearing.mend()

    thread = threading.Thread(target=look, name="hearing")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
