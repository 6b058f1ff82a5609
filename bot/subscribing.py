"""What people type to change a subscription, and how a subscription reads. Stores and posts nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import available_timezones

from bot.text import clip
from healthgap.catalogue import Catalogue
from healthgap.errors import UnknownNameError
from healthgap.rhythms import USUAL_TIME, Rhythm, day_of
from healthgap.slots import WORKING_DAYS, Slots, Which
from healthgap.store.subscriptions import Subscription

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SPANS = {
    (0, 1, 2, 3, 4): " on weekdays",
    (5, 6): " at weekends",
    tuple(range(7)): "",
}
_DAY = "|".join([*(f"{day[:3]}(?:{day[3:]})?s?" for day in DAYS), "thurs?"])
_WHEN = re.compile(
    rf"[\s,]*\b(?:(?:on|every|each)\s+)?((?:{_DAY})(?:(?:\s*,\s*|\s+and\s+|\s*,\s*and\s+)(?:on\s+)?(?:{_DAY}))*)\b",
    re.IGNORECASE,
)
_WEEKDAYS = tuple(WORKING_DAYS)
_NAMED_DAYS: tuple[tuple[re.Pattern[str], tuple[int, ...] | None, Which], ...] = (
    (re.compile(r"[\s,]*\b(?:on )?(?:the )?next working day\b", re.IGNORECASE), _WEEKDAYS, "next working"),
    (re.compile(r"[\s,]*\b(?:on|every)?\s*working days?\b", re.IGNORECASE), _WEEKDAYS, "working"),
    (re.compile(r"[\s,]*\b(?:on|every)?\s*weekdays?\b", re.IGNORECASE), _WEEKDAYS, "any"),
    (re.compile(r"[\s,]*\b(?:at|on|every)?\s*(?:the )?weekends?\b", re.IGNORECASE), (5, 6), "any"),
    (re.compile(r"[\s,]*\b(?:every day|daily)\b", re.IGNORECASE), None, "any"),
)
_OF_WEEKDAYS = {"working": " on working days", "next working": " on the next working day"}
_OF_OTHER_DAYS = {
    "any": "",
    "working": ", but not on bank holidays",
    "next working": ", after the day of publication, but not on bank holidays",
}
_AT = re.compile(
    r"[\s,]*\bat\s+(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>[ap]m)?(?=\s|,|$)", re.IGNORECASE
)
_ZONE = re.compile(r"[\s,(]*(?:\bin\s+)?(?P<zone>[A-Za-z_]+(?:/[A-Za-z_+\-0-9]+)+|\bUTC\b)(?:\s+time)?[)]?")
_DIGEST = re.compile(
    r"[\s,]*(?:\bto\s+)?(?P<beside>\b(?:with|and|plus)\s+)?\b(?:(?:a|the|our)\s+)?(?P<rhythm>weekly|monthly)\s+"
    r"digests?\b(?:\s+only\b)?(?:\s+(?:of|on|about)\b(?!\s+(?:mon|tues|wednes|thurs|fri|satur|sun)))?",
    re.IGNORECASE,
)
# What is left of a wish for something that there is not.
_CANNOT_BE = (
    (
        re.compile(r"\bdigests?\b", re.IGNORECASE),
        "A digest comes weekly or monthly: `/healthgap subscribe to a weekly digest`, for example.",
    ),
    (
        re.compile(r"\bthe (?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|last)\b", re.IGNORECASE),
        "I keep no days of the month. Name a day of the week, as in “on Mondays”; a monthly digest comes on the "
        "first of those in the month.",
    ),
)
RHYTHMS: Mapping[str, Rhythm] = {"weekly": "weekly", "monthly": "monthly"}
_SEPARATOR = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear of, and when. None stands for what was not said: all, at once, every day, no digest.

    `summaries` is whether each release is summed up; without them there is the digest alone.
    """

    indicators: tuple[str, ...] | None = None
    at: str | None = None
    timezone: str | None = None
    days: tuple[int, ...] | None = None
    which: Which = "any"
    summaries: bool = True
    digest: Rhythm | None = None


def wish(words: str, catalogue: Catalogue) -> Wish:
    """What follows “subscribe”: “to cancer and infant mortality at 17:00 on weekdays”, “to a weekly digest of cancer”.

    Raises UnknownNameError for what is no indicator, time or day.
    """
    rest, regular = _taken(_DIGEST, words)
    rest, at = _taken(_AT, rest)
    rest, zone = _taken(_ZONE, rest)
    days: tuple[int, ...] | None = None
    which: Which = "any"
    for pattern, meant, of_them in _NAMED_DAYS:
        rest, found = _taken(pattern, rest)
        days, which = (meant, of_them) if found else (days, which)
    rest, named = _taken(_WHEN, rest)
    if named:
        days = tuple(sorted({_day(word) for word in re.findall(_DAY, named[1], re.IGNORECASE)}))
    names = re.sub(r"^(?:to|for)\s+", "", rest.strip(" ,."), flags=re.IGNORECASE)
    for pattern, why in _CANNOT_BE:
        if pattern.search(names):
            raise UnknownNameError(why)
    every = re.fullmatch(r"(?:all|every(?:thing)?)?(?: indicators?)?", names, re.IGNORECASE)
    return Wish(
        None if every else tuple(indicator_ids(names, catalogue)),
        _time(at) if at else None,
        timezone(zone["zone"]) if zone else None,
        days,
        which,
        summaries=regular is None or bool(regular["beside"]),
        digest=RHYTHMS[regular["rhythm"].lower()] if regular else None,
    )


def timezone(words: str) -> str:
    """The time zone that somebody means: “Europe/London”, “london” or “New York”. Raises UnknownNameError."""
    wanted = words.strip().replace(" ", "_").casefold()
    zones = sorted(available_timezones())
    exact = [zone for zone in zones if zone.casefold() == wanted]
    by_city = [zone for zone in zones if zone.casefold().endswith(f"/{wanted}") and zone.count("/") == 1]
    found = exact or by_city
    if not found or not wanted:
        raise UnknownNameError(f"“{clip(words, 80)}” is not a time zone such as Europe/London.")
    return found[0]


def indicator_ids(names: str, catalogue: Catalogue) -> list[str]:
    """The indicators that people named, by id, title or alias, with commas or “and” between them.

    Raises UnknownNameError for any other name.
    """
    known = {
        name.casefold(): indicator.id
        for indicator in catalogue.indicators.values()
        for name in (indicator.id, indicator.title, indicator.short, *indicator.aliases)
    }
    ids = []
    for name in _SEPARATOR.split(names.strip()):
        if name.casefold() not in known:
            held = ", ".join(indicator.short for indicator in catalogue.indicators.values())
            raise UnknownNameError(f"I hold no indicator called “{clip(name, 80)}”. I hold {held}.")
        ids.append(known[name.casefold()])
    return list(dict.fromkeys(ids))


def without(subscription: Subscription, ids: list[str], catalogue: Catalogue) -> tuple[str, ...]:
    """The indicators that are left when a subscription leaves out `ids`."""
    held = subscription.indicators or tuple(catalogue.indicators)
    return tuple(name for name in held if name not in ids)


def described(subscription: Subscription, catalogue: Catalogue) -> str:
    """Which summaries and digests, and when: “every indicator, as soon as it is public, and a weekly digest on …”."""
    ids = subscription.indicators
    known = catalogue.indicators
    names = [known[name].short if name in known else name for name in ids or ()]
    what = "every indicator" if ids is None else _listed(names)
    slots = subscription.slots
    when = f"at {slots.at:%H:%M} ({slots.timezone})" if slots.at else "as soon as it is public"
    if subscription.digest is None:
        return f"{what}, {when}{_on(slots)}"
    regular = _regular(subscription.digest, slots)
    if not subscription.summaries:
        return f"a {subscription.digest} digest of {what}, {regular}"
    return f"{what}, {when}{_on(slots)}, and a {subscription.digest} digest {regular}"


def _regular(rhythm: Rhythm, slots: Slots) -> str:
    """ "on Mondays at 09:30 (Europe/London)"."""
    day = day_of(rhythm, slots)
    each = "on the first working day of the month" if day is None else f"on {DAYS[day]}s"
    if rhythm == "monthly" and day is not None:
        each = f"on the first {DAYS[day]} of the month"
    return f"{each} at {slots.at or USUAL_TIME:%H:%M} ({slots.timezone})"


def _on(slots: Slots) -> str:
    if slots.days == _WEEKDAYS and slots.which in _OF_WEEKDAYS:
        return _OF_WEEKDAYS[slots.which]
    return f"{_weekdays(slots.days)}{_OF_OTHER_DAYS[slots.which]}"


def _weekdays(days: tuple[int, ...] | None) -> str:
    if days is None or days in _SPANS:
        return "" if days is None else _SPANS[days]
    return f" on {_listed([f'{DAYS[day]}s' for day in days])}"


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _taken(pattern: re.Pattern[str], words: str) -> tuple[str, re.Match[str] | None]:
    """The words without what the pattern finds in them, and that."""
    found = pattern.search(words)
    return (words[: found.start()] + words[found.end() :], found) if found else (words, None)


def _day(word: str) -> int:
    return next(number for number, day in enumerate(DAYS) if day[:3].casefold() == word[:3].casefold())


def _time(match: re.Match[str]) -> str:
    """HH:MM of “17:00”, “9am” or “5.30 pm”. Raises UnknownNameError where there is no such time."""
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    said = match[0].strip(" ,").removeprefix("at").strip()
    if (half and not 1 <= hour <= 12) or (not half and match["minute"] is None):
        raise UnknownNameError(f"“{said}” is not a time of day such as 09:30.")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return f"{hour:02}:{match['minute'] or '00'}"
