"""What `--local` shows: the sample releases, a subscribed channel, and the newest left for the visitor."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.local.workspace import CHANNEL
from bot.people import People
from healthgap.errors import ConfigurationError
from healthgap.service import Healthgap

FOLDER = Path(".local")
NAMED = People(people=("U0ADA",))
_SAMPLE = Path("sample")


def fresh_database() -> str:
    """The address of a demonstration database, begun anew."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("healthgap.db*"):
        path.unlink()
    return f"sqlite:///{FOLDER}/healthgap.db"


def prepare(service: Healthgap, now: datetime) -> None:
    """Loads all sample releases but the newest and subscribes the channel."""
    earlier = sorted(_SAMPLE.glob("*.csv"))[:-1]
    if not earlier:
        raise ConfigurationError.of(
            str(_SAMPLE), "There are no sample releases here. Run this in healthgap's own folder."
        )
    service.load(earlier, now=now)
    service.subscribe(CHANNEL, by="local", now=now)


def greeting(address: str) -> str:
    """What the visitor reads when everything runs."""
    return f"""\
healthgap is running in a local Slack. Open {address} and ask in #health-inequalities, for example:

    @healthgap what is the infant mortality gap?

To see a summary arrive there by itself, load the newest release from another terminal:

    make new-figures

Ctrl+C ends it."""
