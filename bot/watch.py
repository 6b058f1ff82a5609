"""Looks on while people are answered: how each question ends and how long it takes, in the metrics and the log.

Every piece of work has a number, which the person is told when it fails. Changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from slack_bolt import App, BoltContext
from slack_bolt.listener.listener_completion_handler import CustomListenerCompletionHandler
from slack_bolt.listener.listener_start_handler import CustomListenerStartHandler

from bot.clients import patient
from bot.logs import question_id
from bot.metrics import Metrics, Outcome

_log = logging.getLogger(__name__)

_NUMBER, _SINCE = "number", "arrived_at"
_QUESTIONS = ("app_mention", "message")  # what fails before it is read counts as a question too


@dataclass(slots=True)
class _Work:
    what: str
    since: datetime
    question: str | None = None
    outcome: Outcome | None = None


class Watch:
    """One for all listeners of an app."""

    def __init__(self, metrics: Metrics, clock: Callable[[], datetime]) -> None:
        self._metrics = metrics
        self._clock = clock
        self._at_work: dict[str, _Work] = {}

    def over(self, app: App) -> None:
        """Watches all listeners of `app`; to be called before they are registered."""

        @app.middleware
        def arrived(context: BoltContext, next_: Callable[[], None]) -> None:
            context[_SINCE] = self._clock()
            context["client"] = patient(context.client, self._metrics.ended)
            next_()

        def begun(context: BoltContext, body: Mapping[str, Any]) -> None:
            number = self.number(context)
            question_id.set(number)
            self._at_work[number] = _Work(_what(body), context[_SINCE])

        def ended(context: BoltContext) -> None:
            self._settle(self._at_work.pop(self.number(context)))
            question_id.set("")

        runner = app.listener_runner
        runner.listener_start_handler = CustomListenerStartHandler(app.logger, begun)
        runner.listener_completion_handler = CustomListenerCompletionHandler(app.logger, ended)

    def number(self, context: BoltContext) -> str:
        """The number of the work that Slack's request began."""
        return str(context.setdefault(_NUMBER, uuid4().hex[:8]))

    def asked(self, question: str) -> None:
        """The work under way here is the answer to `question`."""
        if work := self._here():
            work.question = question

    def replied(self, kind: Outcome) -> None:
        """The question has its reply."""
        if work := self._here():
            work.outcome = kind

    def failed(self, number: str, error: Exception) -> None:
        """The work with that number cannot be finished, and not because of who asked for it."""
        self._metrics.failure(error)
        work = self._at_work.get(number)
        if work and (work.question is not None or work.what in _QUESTIONS):
            work.outcome = "failed"

    def _here(self) -> _Work | None:
        return self._at_work.get(question_id.get())

    def _settle(self, work: _Work) -> None:
        if work.outcome is None:
            return
        seconds = (self._clock() - work.since).total_seconds()
        self._metrics.question(work.outcome, seconds)
        fields = {
            "what": work.what,
            "outcome": work.outcome,
            "ms": round(1000 * seconds),
            "text": work.question or "",
        }
        _log.info("question", extra={"fields": fields})


def _what(body: Mapping[str, Any]) -> str:
    event = body.get("event", {})
    return str(event.get("type") or body.get("command") or body.get("type", ""))
