"""Requests that somebody recorded and sends again: what Slack signed for a command, button or dialog counts once.

Events are not for this: Slack repeats them itself, and each is answered once by what it is about.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from slack_bolt import BoltRequest, BoltResponse

_log = logging.getLogger(__name__)


def once(first_time: Callable[[str], bool]) -> Callable[..., BoltResponse]:
    """A Bolt middleware, which comes after Slack's signature and its age were checked.

    `first_time` says whether a key is heard of for the first time, in any process.
    """

    def refuse_again(request: BoltRequest, next_: Callable[[], BoltResponse]) -> BoltResponse:
        signatures = request.headers.get("x-slack-signature", ())
        repeatable = request.body.get("type") == "event_callback"
        if repeatable or not signatures or first_time(f"signed/{signatures[0]}"):
            return next_()
        _log.warning("A request that was answered before came again, and was refused")
        return BoltResponse(status=401, body='{"error": "invalid request"}')

    return refuse_again
