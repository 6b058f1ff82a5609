"""What people can do in Slack beside asking, in the words to type. What can be asked is for the core to tell."""

from __future__ import annotations

import re

_ASKING = """\
*Ask in words*: `/healthgap what is the infant mortality gap?`, or mention me in a channel, or write to me. \
In a thread that I have answered in, just go on: “and in 2001-03?” “Quiet” there makes me listen only when mentioned."""

ORDERS = """\
*Summaries of new figures for this channel*
• `/healthgap subscribe` asks which and when. In words: `/healthgap subscribe to infant mortality at 17:00 on weekdays`.
• `/healthgap unsubscribe` ends them, `/healthgap unsubscribe from cancer` leaves something out.
• `/healthgap pause` stops them for a while, `/healthgap resume` goes on.
• `/healthgap subscribe to a weekly digest`, or monthly, tells what came out and where every gap stands.
• `/healthgap preview` sends you the last one, `/healthgap test` posts a line here to show that they arrive.
*Alerts*
• `/healthgap alert when the infant mortality gap narrows below 15%`, or `when any status changes`, tells this channel \
when a release makes it so. `/healthgap alerts` lists them, `/healthgap remove alert 1` removes one.
All of this also works when you mention me, and in direct messages: “tell us when any status changes”."""

_MORE = """\
*More*: my Home tab shows every gap at a glance; `/healthgap what can you tell me?` lists what I hold."""

_HOW_TO = re.compile(
    r"how (?:do|can|could|should) (?:i|we|you|one) (?:\w+ ){0,3}?"
    r"(?:subscribe|unsubscribe|alerts?|digests?|summaries|a summary)\b.*",
    re.IGNORECASE,
)

HELP = f"{_ASKING}\n{ORDERS}\n{_MORE}"


def asks_how(words: str) -> bool:
    """Whether somebody asks how to do any of this."""
    return bool(_HOW_TO.fullmatch(words))
