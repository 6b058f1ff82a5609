"""The dialogs: a subscription, what a release is, until when it is under embargo, which release to withdraw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot import forms
from bot.blocks import Block, section
from bot.forms import Option, View, carried
from bot.subscribing import DAYS, RHYTHMS, Wish, timezone
from healthgap.catalogue import USUAL_HOUR, Catalogue
from healthgap.errors import AskerError
from healthgap.files.details import ReleaseDetails
from healthgap.releases import LONDON, Release
from healthgap.rhythms import USUAL_TIME
from healthgap.slots import Slots
from healthgap.store.subscriptions import Subscription

SUBSCRIPTION, DETAILS, EMBARGO, WITHDRAWAL = "subscription", "details", "embargo", "withdrawal"

_AT_ONCE = "at once"
_WHICH: list[Option] = [
    ("Also on bank holidays", "any"),
    ("Not on bank holidays", "working"),
    ("Not on bank holidays, and not before the day after publication", "next working"),
]
_EACH = "each"
_MESSAGES = (
    ("Each release, when it comes out", _EACH),
    ("Each release, and a weekly digest", f"{_EACH} weekly"),
    ("Each release, and a monthly digest", f"{_EACH} monthly"),
    ("A weekly digest only", "no weekly"),
    ("A monthly digest only", "no monthly"),
)
_HALF_HOURS = [f"{hour:02}:{minute}" for hour in range(6, 23) for minute in ("00", "30")]
_ADDRESSES = ("http://", "https://")


class FieldError(AskerError):
    """Something in one field of a dialog makes no sense; the text is shown beside it."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Place:
    """Which channel a subscription dialog is for: `channel` to begin with; `where` says so, unless it can be chosen.

    `here` is the channel that somebody opened it in, None for App Home.
    """

    channel: str | None
    here: str | None
    where: str = ""


def subscription(place: Place, held: Subscription | None, zone: str, catalogue: Catalogue) -> View:
    """The dialog to subscribe a channel, or to change what is `held`; `zone` is the person's own time zone."""
    slots = held.slots if held else Slots(None, zone)
    at = f"{slots.at:%H:%M}" if slots.at else _AT_ONCE
    times = sorted({*_HALF_HOURS, at} - {_AT_ONCE})
    days = slots.days if slots.days is not None else tuple(range(len(DAYS)))
    blocks = [
        _where(place),
        forms.several_field(
            "indicators",
            "Which indicators?",
            [(one.title, one.id) for one in catalogue.indicators.values()],
            (held.indicators or ()) if held else (),
            "Every indicator",
            "Leave it empty for every indicator, also those that come later.",
        ),
        forms.choice_field("messages", "Which messages?", _MESSAGES, _messages(held)),
        forms.choice_field(
            "at",
            "When?",
            [("As soon as the figures are public", _AT_ONCE), *((f"At {time}", time) for time in times)],
            at,
            f"A digest comes at that time, or at {USUAL_TIME:%H:%M}.",
        ),
        forms.text_field(
            "timezone", "Time zone", slots.timezone, f"Yours is {zone}. A city will do: New York."
        ),
        forms.ticks_field(
            "days",
            "On which days?",
            [(day, str(number)) for number, day in enumerate(DAYS)],
            [str(day) for day in days],
        ),
        forms.choice_field("which", "And on bank holidays?", _WHICH, slots.which),
    ]
    kept = {"channel": place.channel, "here": place.here}
    title, submit = ("Change summaries", "Change") if held else ("Summaries of figures", "Subscribe")
    return forms.modal(SUBSCRIPTION, title, submit, blocks, kept)


def read_subscription(view: View) -> tuple[str, Wish]:
    """The channel and the wish of a subscription dialog. Raises FieldError."""
    values = forms.entered(view)
    channel = values.get("channel") or carried(view)["channel"]
    if not channel:
        raise FieldError("channel", "Please choose a channel.")
    try:
        zone = timezone(values["timezone"] or "")
    except AskerError as error:
        raise FieldError("timezone", str(error)) from error
    days = tuple(sorted(int(day) for day in values["days"]))
    each, _, digest = (values["messages"] or _EACH).partition(" ")
    return channel, Wish(
        tuple(values["indicators"] or ()) or None,
        None if values["at"] == _AT_ONCE else values["at"],
        zone,
        None if len(days) == len(DAYS) else days,
        values["which"],
        each == _EACH,
        RHYTHMS.get(digest),
    )


def details(kept: dict[str, Any], today: date) -> View:
    """The dialog that asks what the release in a file is, where no TOML file says so."""
    blocks = [
        forms.text_field("title", "Title"),
        forms.text_field("publisher", "Publisher"),
        forms.day_field("published", "Day of publication", today.isoformat()),
        forms.text_field("time", "Time of day, London", f"{USUAL_HOUR.time:%H:%M}"),
        forms.optional_text_field("source_url", "Address where it was published", most=300),
    ]
    return forms.modal(DETAILS, "About these figures", "Check the figures", blocks, kept)


def read_details(view: View) -> ReleaseDetails:
    """What was said of a release. Raises FieldError."""
    values = forms.entered(view)
    address = (values["source_url"] or "").strip()
    if address and not address.startswith(_ADDRESSES):
        raise FieldError("source_url", "A web address begins with https://.")
    title, publisher = (_given(values, name) for name in ("title", "publisher"))
    return ReleaseDetails(title, publisher, _moment(values), address or None)


def embargo(kept: dict[str, Any], now: datetime) -> View:
    """The dialog that asks until when a release is under embargo; it begins with the next usual hour."""
    london = now.astimezone(LONDON)
    day = london.date() + timedelta(days=london.time() >= USUAL_HOUR.time)
    blocks = [
        section("Nobody is told these figures before that moment. Channels get their summaries after it."),
        forms.day_field("published", "Under embargo until the", day.isoformat()),
        forms.text_field("time", "Time of day, London", f"{USUAL_HOUR.time:%H:%M}"),
    ]
    return forms.modal(EMBARGO, "Load under embargo", "Load", blocks, kept)


def read_embargo(view: View, now: datetime) -> datetime:
    """The moment at which the embargo ends. Raises FieldError where it lies behind `now`."""
    moment = _moment(forms.entered(view))
    if moment <= now:
        raise FieldError("published", "That moment is past. Choose one to come, or load without an embargo.")
    return moment


def withdrawal(releases: Sequence[Release]) -> View:
    """The dialog that takes one of `releases` back, the first of which stand first."""
    options: list[Option] = [
        (f"{one.published_at.astimezone(LONDON):%-d %b %Y}: {one.title}", str(one.order)) for one in releases
    ]
    blocks = [
        section("A withdrawn release is kept, and speaks no more. It cannot be brought back."),
        forms.choice_field("release", "Which release?", options),
        forms.text_field("why", "Why?", hint="People who ask are told this.", most=300),
    ]
    return forms.modal(WITHDRAWAL, "Withdraw a release", "Withdraw", blocks, {})


def read_withdrawal(view: View) -> tuple[int, str]:
    """The `order` of the release, and why. Raises FieldError."""
    values = forms.entered(view)
    if not values["release"]:
        raise FieldError("release", "Please choose a release.")
    return int(values["release"]), _given(values, "why")


def _messages(held: Subscription | None) -> str:
    """What of `_MESSAGES` is held."""
    if held is None:
        return _EACH
    return f"{_EACH if held.summaries else 'no'} {held.digest or ''}".strip()


def _where(place: Place) -> Block:
    if place.where:
        return section(place.where)
    return forms.channel_field(
        "channel", "Which channel?", place.channel, "I have to be in it: type /invite @healthgap there."
    )


def _given(values: dict[str, Any], field: str) -> str:
    text: str = (values[field] or "").strip()
    if not text:
        raise FieldError(field, "Please fill this in.")
    return text


def _moment(values: dict[str, Any]) -> datetime:
    """The London moment of a day and a time of day. Raises FieldError."""
    time = _given(values, "time")
    try:
        return datetime.fromisoformat(f"{values['published']}T{time:0>5}").replace(tzinfo=LONDON)
    except ValueError:
        raise FieldError("time", f"“{time}” is not a time of day such as 09:30.") from None
