"""What a message says that comes after its time."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from healthgap.wording.numbers import LONDON


def late(due_at: datetime, timezone: str | None) -> str:
    """When it was due, by the clock of `timezone` (None: London)."""
    zone = ZoneInfo(timezone) if timezone else LONDON
    due = due_at.astimezone(zone)
    return f"This comes late. It was due on {due:%A %-d %B %Y} at {due:%H:%M} ({zone})."
