"""App Home: every gap at a glance, this person's subscriptions, what was sent, and for named people the releases.

Builds the view and posts nothing. Of figures under embargo it shows named people titles and moments, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import alerting
from bot.blocks import Block, packed, section, small, sure
from bot.desk import Desk
from bot.people import Person, Rank
from bot.subscribing import described
from bot.text import clip, escape, place_name
from healthgap.releases import Release
from healthgap.store.alerts import Alert
from healthgap.store.deliveries import Delivery
from healthgap.store.subscriptions import Subscription
from healthgap.wording.numbers import hour

SUBSCRIBE, EDIT, PAUSE, RESUME, PREVIEW, TEST, REMOVE, WITHDRAW, ASK_HOME = (
    "home-subscribe",
    "home-edit",
    "home-pause",
    "home-resume",
    "home-preview",
    "home-test",
    "home-remove",
    "home-withdraw",
    "home-ask",
)
REMOVE_ALERT = "home-remove-alert"

_GAP_SECTIONS, _SUBSCRIPTIONS, _ALERTS, _SENT, _EMBARGOED = 30, 15, 8, 10, 10
_STATES = {"pending": "waiting", "sent": "sent", "failed": "given up", "cancelled": "called off"}
_STATES |= {"empty": "nothing in it was new there, so nothing was sent"}
_KINDS = {
    "release": "",
    "withdrawal": "the withdrawal of ",
    "reply": "a correction by ",
    "restored": "the end of a correction by ",
    "alert": "an alert on ",
}


def home(desk: Desk, person: Person, now: datetime) -> dict[str, Any]:
    """The Home tab of one person."""
    blocks = [*_gaps(desk, now)]
    if person.rank is not Rank.READER:
        mine = desk.of(person)
        blocks += [{"type": "divider"}, *_subscriptions(desk, mine)]
        blocks += [{"type": "divider"}, *_alerts(desk, alerting.of(desk, person))]
        blocks += [{"type": "divider"}, *_sent(desk, person, mine)]
    if person.is_named:
        blocks += [{"type": "divider"}, *_releases(desk.service.releases(), person, now)]
    return {"type": "home", "blocks": blocks}


def _gaps(desk: Desk, now: datetime) -> Iterator[Block]:
    yield _header("Where the gaps stand")
    lines = [f"*{escape(name)}*: {escape(told)}" for name, told in desk.service.at_a_glance(now=now)]
    apart = lines if len(lines) <= _GAP_SECTIONS else packed(lines)
    yield from map(section, apart or ["No figures are public yet."])
    asks = [_button(ASK_HOME, one.label, one.question) for one in desk.service.suggestions(now=now)]
    yield _row("home-asks", asks)


def _subscriptions(desk: Desk, mine: Sequence[Subscription]) -> Iterator[Block]:
    yield _header("Summaries of new figures")
    if not mine:
        yield section(
            "You have set up none. Type `/healthgap subscribe` in a channel, or have them sent to you here."
        )
    for one in mine[:_SUBSCRIPTIONS]:
        told = f"*{place_name(one.channel)}*: {escape(described(one, desk.service.catalogue))}"
        yield section(f"{told}\nPaused: {one.paused_why}" if one.paused_at else told)
        go_on = (RESUME, "Resume") if one.paused_at else (PAUSE, "Pause")
        yield _row(
            f"subscription-{one.channel}",
            [
                _button(EDIT, "Edit", one.channel),
                _button(*go_on, one.channel),
                _button(PREVIEW, "Send me a preview", one.channel),
                _button(TEST, "Send a test", one.channel),
                sure(_button(REMOVE, "Remove", one.channel), "This ends the summaries there.", "Remove"),
            ],
        )
    if len(mine) > _SUBSCRIPTIONS:
        yield small(
            f"And {len(mine) - _SUBSCRIPTIONS} more: `/healthgap subscribe` in a channel shows its own."
        )
    yield _row("home-subscribing", [_button(SUBSCRIBE, "Subscribe…", "new")])


def _alerts(desk: Desk, mine: Sequence[Alert]) -> Iterator[Block]:
    yield _header("Alerts")
    if not mine:
        yield section(
            "You have set none. Type `/healthgap alert when any status changes` in a channel, for example."
        )
    for one in mine[:_ALERTS]:
        told = f"*{place_name(one.channel)}*: when {alerting.described(desk, one)}"
        button = sure(_button(REMOVE_ALERT, "Remove", one.id), "This ends the alert there.", "Remove")
        yield {**section(told), "accessory": button}
    if len(mine) > _ALERTS:
        yield small(f"And {len(mine) - _ALERTS} more: `/healthgap alerts` in a channel shows its own.")


def _sent(desk: Desk, person: Person, mine: Sequence[Subscription]) -> Iterator[Block]:
    yield _header("Sent lately")
    titles = {release.id: release.title for release in desk.service.releases()}
    own = {one.channel for one in mine} | {one.channel for one in alerting.of(desk, person)}
    zone = ZoneInfo(person.timezone)
    told = [one for one in desk.outbox(person).deliveries() if not _is_silence(one)]
    seen = [one for one in told if person.is_named or one.channel in own]
    lines = [_delivery(one, _what(one, titles), zone) for one in seen[:_SENT]]
    yield from map(section, packed(lines or ["Nothing yet."]))


def _is_silence(one: Delivery) -> bool:
    """Whether the channel was never to see it: a notice to a person, an alert that nothing met."""
    return one.kind == "notice" or (one.state == "empty" and one.kind != "release")


def _what(one: Delivery, titles: Mapping[str, str]) -> str:
    """ "the summary of “…”", "the digest 2026-W47"."""
    if one.release_id is None:
        return f"the digest {one.subject}"
    return f"{_KINDS[one.kind]}“{escape(clip(titles[one.release_id], 100))}”"


def _delivery(one: Delivery, what: str, zone: ZoneInfo) -> str:
    moment = (one.sent_at or one.due_at).astimezone(zone)
    why = f" ({escape(clip(one.error, 200))})" if one.error and one.state != "sent" else ""
    return f"• {moment:%-d %B, %H:%M}: {what} to {place_name(one.channel)}: {_STATES[one.state]}{why}"


def _releases(releases: Sequence[Release], person: Person, now: datetime) -> Iterator[Block]:
    yield _header("Releases")
    zone = ZoneInfo(person.timezone)
    lines = [
        f"• “{escape(clip(one.title, 150))}”, until {_moment(one.published_at.astimezone(zone))} ({zone})"
        for one in releases
        if one.state(now) == "embargoed"
    ]
    yield section(
        "*Under embargo*, and told to nobody before their moment:" if lines else "None is under embargo."
    )
    yield from map(section, packed(lines[:_EMBARGOED]))
    yield small(
        "To load new figures, send me the file here under Messages. You see what is in it before it is loaded."
    )
    if any(one.withdrawn_at is None for one in releases):
        yield _row("home-releases", [_button(WITHDRAW, "Withdraw a release…", "choose")])


def _moment(moment: datetime) -> str:
    return f"{moment:%-d %B %Y}, {hour(moment)}"


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": text}}


def _row(name: str, buttons: Sequence[Block]) -> Block:
    return {"type": "actions", "block_id": name, "elements": list(buttons)}


def _button(action: str, label: str, value: str) -> Block:
    # One action in several buttons of a row would clash; the value tells them apart.
    action_id = f"{action}-{value}" if action == ASK_HOME else action
    return {
        "type": "button",
        "action_id": action_id[:255],
        "text": {"type": "plain_text", "text": clip(label, 75)},
        "value": value,
    }
