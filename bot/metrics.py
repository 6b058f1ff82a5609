"""What Prometheus is told of this process and of the store. Counts and times; never words, names or places.

Names and meanings: docs/deploying.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from slack_sdk.errors import SlackApiError

from healthgap.errors import StoreError
from healthgap.service import Healthgap

Outcome = Literal["answer", "clarify", "decline", "failed"]

_OUTCOMES: tuple[Outcome, ...] = ("answer", "clarify", "decline", "failed")
_SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

# The audit log only grows, so what it counts are true counters, which outlive the process.
_DEEDS = {
    "healthgap_posts": ("posted", "Summaries and withdrawals that stand in their channels"),
    "healthgap_given_up": ("gave up", "Summaries and withdrawals that will not be tried again"),
    "healthgap_loads": ("loaded", "Releases that were loaded"),
}


class Metrics:
    """What one process counts, and what it reads from the store when asked."""

    def __init__(self, service: Healthgap, clock: Callable[[], datetime]) -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "healthgap_questions",
            "Questions by how they ended",
            ["outcome"],
            registry=self._registry,
        )
        for outcome in _OUTCOMES:
            self._questions.labels(outcome)
        self._seconds = Histogram(
            "healthgap_answer_seconds",
            "From a question's arrival to the end of the work on it",
            registry=self._registry,
            buckets=_SECONDS,
        )
        self._failures = Counter(
            "healthgap_failures",
            "What went wrong in answering people, by reason",
            ["reason"],
            registry=self._registry,
        )
        self._calls = Counter(
            "healthgap_slack_calls",
            "Calls to Slack by method and result: ok, Slack’s error code, or what broke on the way",
            ["method", "result"],
            registry=self._registry,
        )
        self._registry.register(_Store(service, clock))

    def question(self, outcome: Outcome, seconds: float) -> None:
        self._questions.labels(outcome).inc()
        self._seconds.observe(seconds)

    def failure(self, error: Exception) -> None:
        self._failures.labels(cause(error)).inc()

    def ended(self, method: str, error: Exception | None) -> None:
        """A call to Slack has ended, well or with `error`."""
        self._calls.labels(method, cause(error) if error else "ok").inc()

    def exposed(self) -> bytes:
        """Everything in Prometheus's text format."""
        return generate_latest(self._registry)


class _Store(Collector):
    """What stands in the store at the moment of asking: the same from every process, so take the highest."""

    def __init__(self, service: Healthgap, clock: Callable[[], datetime]) -> None:
        self._service = service
        self._clock = clock

    def describe(self) -> list[Metric]:
        """Nothing is known before asking; so Prometheus's client does not ask at registration."""
        return []

    def collect(self) -> Iterator[Metric]:
        now = self._clock()
        try:
            waiting, counts = self._service.backlog(now=now), self._service.audit.counts()
        except StoreError:
            yield GaugeMetricFamily("healthgap_store_up", "Whether the database answers", value=0)
            return
        yield GaugeMetricFamily("healthgap_store_up", "Whether the database answers", value=1)
        age = (now - waiting.oldest_due_at).total_seconds() if waiting.oldest_due_at else 0
        yield GaugeMetricFamily(
            "healthgap_outbox_due", "Deliveries that are due and not sent", value=waiting.due
        )
        yield GaugeMetricFamily(
            "healthgap_outbox_oldest_due_seconds", "How long the oldest of them has been due", value=age
        )
        yield GaugeMetricFamily(
            "healthgap_subscriptions_paused", "Subscriptions that are paused", value=waiting.paused
        )
        for name, (deed, meaning) in _DEEDS.items():
            yield CounterMetricFamily(name, meaning, value=counts.get(deed, 0))


def cause(error: Exception) -> str:
    """What went wrong, in one of a few dozen words: Slack's code, the status of an answer, or the kind of error."""
    if not isinstance(error, SlackApiError):
        return type(error).__name__
    code = str(error.response.get("error", ""))
    return code if code.isidentifier() else f"status_{error.response.status_code}"
