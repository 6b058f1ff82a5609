"""What is told of deliveries themselves: to an owner what cannot be sent, to a channel that something comes late."""

from __future__ import annotations

from datetime import datetime

from bot.blocks import Layout, small
from bot.text import clip, escape, place_name
from healthgap.store.deliveries import Delivery
from healthgap.store.due import LATE
from healthgap.wording.lateness import late

_HEAD = "About summaries of new figures that you set up:"
_FOOT = "My Home tab shows all of yours and what was sent lately."


_TOLD = {"withdrawal": "word of the withdrawal", "digest": "digest", "alert": "alert", "reply": "correction"}
_TOLD |= {"restored": "word that a correction is withdrawn"}


def notice_text(lines: str) -> str:
    """A notice to one person, in Slack's notation: `lines` are of `paused` and `given_up`."""
    return "\n".join([_HEAD, *(f"• {line}" for line in lines.splitlines()), _FOOT])


def paused(channel: str, why: str) -> str:
    """Nothing can be sent to the channel until somebody acts."""
    place = place_name(channel)
    return (
        f"{place} gets no summaries for now. {escape(why)} When that is mended, resume them in my Home tab."
    )


def given_up(taken: Delivery, why: str) -> str:
    """What was tried half a day long and is not tried any more."""
    told = _TOLD.get(taken.kind, "summary")
    what = f"The {told}" if taken.message_ts is None else f"What belongs under the {told}"
    title = f" of “{escape(clip(taken.title, 150))}”" if taken.title else ""
    return f"{what}{title} did not get to {place_name(taken.channel)}, and is given up. {escape(why)}"


def timely(layout: Layout, taken: Delivery, now: datetime) -> Layout:
    """The message as it stands, or headed by when it was due if it comes late."""
    if taken.kind == "notice" or now - taken.due_at <= LATE:
        return layout
    line = escape(late(taken.due_at, taken.timezone))
    return Layout(f"{layout.text}\n{line}", (small(line), *layout.blocks))
