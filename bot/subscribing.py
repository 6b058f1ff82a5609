"""What people type to subscribe a channel, and how a subscription reads. Stores and posts nothing."""

from __future__ import annotations

import re

from bot.text import clip
from healthgap.catalogue import Catalogue
from healthgap.errors import UnknownNameError
from healthgap.store.subscriptions import Subscription

_SEPARATOR = re.compile(r"\s*,\s*|\s+and\s+")


def indicator_ids(names: str, catalogue: Catalogue) -> list[str]:
    """The indicators that people named, by id, title or alias, with commas or “and” between them.

    Raises UnknownNameError for any other name.
    """
    known = {
        name.casefold(): indicator.id
        for indicator in catalogue.indicators.values()
        for name in (indicator.id, indicator.title, *indicator.aliases)
    }
    ids = []
    for name in _SEPARATOR.split(names.strip()):
        if name.casefold() not in known:
            held = ", ".join(indicator.short for indicator in catalogue.indicators.values())
            raise UnknownNameError(f"I hold no indicator called “{clip(name, 80)}”. I hold {held}.")
        ids.append(known[name.casefold()])
    return ids


def described(subscription: Subscription, catalogue: Catalogue) -> str:
    """Which summaries, and when: “every indicator, as soon as it is public”."""
    ids = subscription.indicators
    what = "every indicator" if ids is None else " and ".join(catalogue.indicators[name].short for name in ids)
    slots = subscription.slots
    when = f"at {slots.at:%H:%M} ({slots.timezone})" if slots.at else "as soon as it is public"
    return f"{what}, {when}"
