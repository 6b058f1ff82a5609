"""What a channel gets to read, delivered without Slack: claimed, told and marked as posted, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from healthgap import telling
from healthgap.reply import Summary
from healthgap.service import Healthgap
from healthgap.store.deliveries import Delivery
from healthgap.store.due import PACE
from healthgap.store.statements import Stated

_LEASE = timedelta(seconds=45)


@dataclass(frozen=True)
class Sent:
    """One delivery with what it told; `summary` is None where there was nothing to tell."""

    delivery: Delivery
    summary: Summary | None

    @property
    def kind(self) -> str:
        return self.delivery.kind

    @property
    def text(self) -> str:
        return self.summary.text if self.summary else ""


def deliver(
    service: Healthgap, now: datetime, shown: Callable[[Summary], None] = lambda summary: None
) -> list[Sent]:
    """Everything that is due at `now`, as channels get it; what had nothing to tell is left out."""
    sent = []
    telling.plan(service, now)
    while taken := service.outbox.claim(now, _LEASE):
        summary = telling.told(service, taken.contents, now)
        if summary is None:
            service.outbox.nothing_to_tell(taken)
            continue
        shown(summary)
        stated = Stated(summary.stated, summary.as_of) if summary.as_of else None
        ts = f"{taken.order}.{taken.kind}"
        service.outbox.done(service.outbox.posted(taken, ts, now, stated))
        sent.append(Sent(taken, summary))
        now += PACE
    return sent
