"""A healthgap with the sample releases in it, loaded as a user would."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from healthgap.service import Healthgap

ROOT = Path(__file__).parent.parent
RELEASES = sorted((ROOT / "sample").glob("*.csv"))
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def opened(folder: Path, releases: int = 4) -> Healthgap:
    """healthgap on a new SQLite database in `folder`, with the first so many sample releases loaded."""
    service = Healthgap.open(f"sqlite:///{folder}/healthgap.db", ROOT / "config")
    service.load(RELEASES[:releases], now=NOW)
    return service


def asked_in(service: Healthgap, thread: str) -> tuple[str, str]:
    """The kind and the text of the reply to the last of the questions in `thread`, "first >> second"."""
    *before, text = thread.split(" >> ")
    reply = service.ask(text, now=NOW, after=before)
    return reply.kind, reply.text
