"""Several workspaces' senders, side by side: Slack's limits are each workspace's own, so none waits for another.

What a sender does is in `bot.delivery`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

from bot.delivery import Courier
from healthgap.store.outbox import Outbox

_AT_ONCE = 8
# A sender keeps its token, which is good for two hours at least; then another one goes on.
_ROUND = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Round:
    """One sender under way."""

    work: Future[None]
    until: datetime
    stopping: Event


class Couriers:
    """A sender for each workspace that has something to send; close it when no more are to begin."""

    def __init__(
        self, outbox: Outbox, courier_of: Callable[[str], Courier | None], clock: Callable[[], datetime]
    ) -> None:
        """`courier_of` gives a workspace's sender, with a fresh token; None where the app is not installed."""
        self._outbox = outbox
        self._courier_of = courier_of
        self._clock = clock
        self._pool = ThreadPoolExecutor(_AT_ONCE, "courier")
        self._rounds: dict[str, _Round] = {}

    def deliver_due(self, stopping: Event) -> None:
        """Sends out whoever has something to send and is not under way, and waits for nobody.

        Raises what ended a sender since, once the others are on their way.
        """
        now = self._clock()
        ended = [workspace for workspace, one in self._rounds.items() if one.work.done()]
        finished = [self._rounds.pop(workspace) for workspace in ended]
        for workspace in self._outbox.waiting(now):
            if workspace not in self._rounds and not stopping.is_set():
                self._begin(workspace, now)
        for one in self._rounds.values():
            if one.until <= now:
                one.stopping.set()
        for one in finished:
            one.work.result()

    def close(self) -> None:
        """What is begun is finished, and nothing more begun."""
        for one in self._rounds.values():
            one.stopping.set()
        self._pool.shutdown(wait=True)

    def _begin(self, workspace: str, now: datetime) -> None:
        stopping = Event()
        work = self._pool.submit(self._deliver, workspace, stopping)
        self._rounds[workspace] = _Round(work, now + _ROUND, stopping)

    def _deliver(self, workspace: str, stopping: Event) -> None:
        courier = self._courier_of(workspace)
        if courier:
            courier.deliver_due(stopping)
