"""The pace of calls to one workspace: as fast as Slack lets an app go on for long, and slower when it says so.

Slack names no number for posting beyond one message a second and channel and “several hundred a minute” in a
workspace. Limits: https://docs.slack.dev/apis/web-api/rate-limits.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from slack_sdk.errors import SlackApiError

from bot.outcomes import retry_after

# Calls a minute of each method: what Slack's tiers allow. Methods that are not here are seldom called.
PER_MINUTE = {
    "chat.postMessage": 300,
    "conversations.history": 50,
    "conversations.open": 50,
    "conversations.replies": 50,
    "files.completeUploadExternal": 100,
    "files.getUploadURLExternal": 100,
}


class Pace:
    """When the next call of each method may go. One for each workspace, shared by all who call it."""

    def __init__(self, clock: Callable[[], datetime], speed: float = 1) -> None:
        """`speed` times as fast as Slack allows, for servers that allow more."""
        self._clock = clock
        self._gaps = {method: timedelta(minutes=1) / calls / speed for method, calls in PER_MINUTE.items()}
        self._lock = Lock()
        self._next: dict[str, datetime] = {}
        self._turned_away: dict[str, str | None] = {}
        self._closed: dict[str, tuple[datetime, SlackApiError]] = {}

    def wait(self, method: str) -> None:
        """Returns when it is this call's turn. Raises the SlackApiError of before while the method is closed."""
        with self._lock:
            now = self._clock()
            closed = self._closed.get(method)
            if closed and now < closed[0]:
                raise closed[1]
            turn = max(now, self._next.get(method, now))
            self._next[method] = turn + self._gaps.get(method, timedelta())
        time.sleep((turn - now).total_seconds())

    def is_closed(self, method: str) -> bool:
        """Whether Slack has said that the whole workspace shall wait with this method."""
        closed = self._closed.get(method)
        return closed is not None and self._clock() < closed[0]

    def turned_away(self, method: str, channel: str | None, error: SlackApiError) -> None:
        """Slack turned a call away for its rate, and does not say whether for its channel's or the workspace's.

        Once is taken for the channel's; two channels in a row, or a call that is of none, for the workspace's.
        """
        with self._lock:
            others = method in self._turned_away and self._turned_away[method] != channel
            if channel is None or others:
                self._closed[method] = (self._clock() + retry_after(error), error)
            self._turned_away[method] = channel

    def let_in(self, method: str) -> None:
        """Slack took a call."""
        with self._lock:
            self._turned_away.pop(method, None)
