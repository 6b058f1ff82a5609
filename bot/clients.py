"""Clients for Slack's Web API that tell how each call ended: patient ones for answers, paced ones for deliveries.

When a delivery is tried again is decided in `bot.delivery`; an answer has only its client to wait for its turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.outcomes import FAILURES, Outcome, outcome, retry_after
from bot.pacing import Pace

_HURRY = 2  # seconds, of the three that Slack waits
PATIENCE = timedelta(seconds=90)  # whoever asked is still there

Ended = Callable[[str, Exception | None], None]
"""Is told the method of a call, and what ended it: None where Slack took it."""


def unheard(method: str, error: Exception | None) -> None:
    """For whoever does not count calls."""


class CountedClient(WebClient):
    """Tells of every call how it ended."""

    def __init__(self, ended: Ended, **settings: Any) -> None:
        super().__init__(**settings, retry_handlers=[])
        self._ended = ended

    def api_call(self, api_method: str, **call: Any) -> SlackResponse:
        try:
            response = super().api_call(api_method, **call)
        except FAILURES as error:
            self._ended(api_method, error)
            raise
        self._ended(api_method, None)
        return response


class PatientClient(CountedClient):
    """Asks again, when Slack says, whatever Slack turns away for its rate; repeats no call with another end."""

    def api_call(self, api_method: str, **call: Any) -> SlackResponse:
        waited = timedelta()
        while True:
            try:
                return super().api_call(api_method, **call)
            except SlackApiError as error:
                pause = max(retry_after(error), timedelta(seconds=1))
                if outcome(error) is not Outcome.TURNED_AWAY or waited + pause > PATIENCE:
                    raise
            time.sleep(pause.total_seconds())
            waited += pause


class PacedClient(CountedClient):
    """Makes every call once, when it is its turn."""

    def __init__(self, pace: Pace, ended: Ended, **settings: Any) -> None:
        super().__init__(ended, **settings)
        self.pace = pace

    def api_call(self, api_method: str, **call: Any) -> SlackResponse:
        self.pace.wait(api_method)
        try:
            response = super().api_call(api_method, **call)
        except SlackApiError as error:
            if outcome(error) is Outcome.TURNED_AWAY:
                sent = call.get("json") or call.get("params") or {}
                self.pace.turned_away(api_method, sent.get("channel") or sent.get("channel_id"), error)
            raise
        self.pace.let_in(api_method)
        return response


def hurried(client: WebClient) -> WebClient:
    """A client like `client` that makes each call once and waits no longer than Slack does for an acknowledgement."""
    return WebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=_HURRY,
        ssl=client.ssl,
        proxy=client.proxy,
        headers=client.headers,
        team_id=client.default_params.get("team_id"),
        retry_handlers=[],
    )


def patient(client: WebClient, ended: Ended) -> PatientClient:
    """A patient client like `client`, which comes from Bolt."""
    return PatientClient(
        ended,
        token=client.token,
        base_url=client.base_url,
        timeout=client.timeout,
        ssl=client.ssl,
        proxy=client.proxy,
        headers=client.headers,
        team_id=client.default_params.get("team_id"),
    )
