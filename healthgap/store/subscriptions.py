"""One channel's wish to hear of new releases, as a value and as a row.

Says what is wanted; what is owed for it is the business of `healthgap.store.outbox`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from sqlalchemy import Row

from healthgap.rhythms import Rhythm
from healthgap.slots import Slots


@dataclass(frozen=True, slots=True)
class Subscription:
    """One channel's wish to hear of new releases. `indicators` are ids, None for all of them.

    `summaries` says whether each release is summed up for it, `digest` in which rhythm it gets a digest, if in any.
    Releases that were public before `created_at` are not for it. `paused_at` is None while it is active;
    `paused_why` is for people to read, `paused_by` whose doing it is.
    """

    channel: str
    indicators: tuple[str, ...] | None
    slots: Slots
    created_by: str
    created_at: datetime
    paused_at: datetime | None = None
    paused_why: str | None = None
    paused_by: str | None = None
    summaries: bool = True
    digest: Rhythm | None = None

    def wants(self, indicators: Iterable[str]) -> bool:
        """Whether a release with figures for these indicators is news here."""
        return self.indicators is None or not set(self.indicators).isdisjoint(indicators)

    def __str__(self) -> str:
        """What is wanted and when, in a line of ids for the audit log."""
        slots = self.slots
        when = f"at {slots.at:%H:%M} {slots.timezone}" if slots.at else "as soon as public"
        days = "" if slots.days is None else f", days {' '.join(str(day) for day in slots.days)}"
        return f"{', '.join(self.indicators or ('every indicator',))}; {when}{days}"


def subscription_from(row: Row[Any]) -> Subscription:
    return Subscription(
        channel=row.channel,
        indicators=None if row.indicators is None else tuple(row.indicators),
        slots=Slots(
            None if row.at is None else time.fromisoformat(row.at),
            row.timezone,
            None if row.days is None else tuple(row.days),
            row.which,
        ),
        created_by=row.created_by,
        created_at=row.created_at,
        paused_at=row.paused_at,
        paused_why=row.paused_why,
        paused_by=row.paused_by,
        summaries=row.summaries,
        digest=row.digest,
    )


def row_of(wish: Subscription) -> dict[str, object]:
    return {
        "channel": wish.channel,
        "indicators": None if wish.indicators is None else list(wish.indicators),
        "at": None if wish.slots.at is None else wish.slots.at.isoformat("minutes"),
        "timezone": wish.slots.timezone,
        "days": None if wish.slots.days is None else list(wish.slots.days),
        "which": wish.slots.which,
        "created_by": wish.created_by,
        "created_at": wish.created_at,
        "paused_at": wish.paused_at,
        "paused_why": wish.paused_why,
        "paused_by": wish.paused_by,
        "summaries": wish.summaries,
        "digest": wish.digest,
    }
