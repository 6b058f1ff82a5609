"""Where people set, list and remove a channel's alerts. Returns sentences in Slack's notation."""

from __future__ import annotations

import re

from slack_sdk import WebClient

from bot.desk import Desk, can_post
from bot.people import NotAllowedError, Person, Rank
from bot.text import clip, escape, place_name
from healthgap.alerts import Condition, is_measurable, is_so, series_of
from healthgap.errors import AskerError
from healthgap.store.alerts import Alert, AlertBook
from healthgap.wording.alerts import condition, not_understood

_MOST = 50
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_GONE = "That alert is gone already."


def set_alert(desk: Desk, client: WebClient, person: Person, channel: str, words: str) -> str:
    """Sets an alert in the channel it is asked for in. Raises AskerError unless all was understood and can be met."""
    desk.allow(person, channel, channel)
    can_post(client, channel)
    now = desk.clock()
    wanted = desk.service.condition(words, now=now)
    if wanted is None:
        raise AskerError(not_understood())
    held, told = desk.service.held(now), condition(wanted, desk.service.catalogue)
    if not is_measurable(wanted, held):
        raise AskerError(f"I understood “{told}”, but hold no figures that could show it, so I set no alert.")
    if len(_book(desk, person).of(channel)) >= _MOST:
        raise AskerError(f"This channel has {_MOST} alerts already. Remove one first: `/healthgap alerts`.")
    _book(desk, person).add(channel, wanted.as_json(), person.id, now, told)
    lasting = wanted.kind == "beyond" or (wanted.wanted and wanted.kind == "status")
    already = lasting and any(is_so(wanted, series) for series in series_of(wanted, held))
    so = " It is so already; I tell when a release makes it so again." if already else ""
    return f"<@{person.id}> set an alert: I tell this channel when {escape(told)}.{so}"


def listed(desk: Desk, person: Person, channel: str) -> str:
    """The channel's alerts, numbered."""
    alerts = _book(desk, person).of(channel)
    if not alerts:
        return "No alerts are set here. For example: `/healthgap alert when any status changes`."
    lines = [f"{number}. {described(desk, one)}" for number, one in enumerate(alerts, 1)]
    return "\n".join(["I tell this channel when:", *lines, "`/healthgap remove alert 1` removes the first."])


def remove_numbered(desk: Desk, person: Person, channel: str, number: str) -> str:
    """Removes the alert of that number in the channel's list, the only one where none is said.

    Raises AskerError where there is no such alert, or this does not say which.
    """
    desk.allow(person, channel, channel)
    alerts = _book(desk, person).of(channel)
    said = "1" if not number and len(alerts) == 1 else number
    if not _NUMBER.fullmatch(said):
        raise AskerError(
            "Say which alert by its number, such as `/healthgap remove alert 1`. `/healthgap alerts` lists them."
        )
    if not 1 <= int(said) <= len(alerts):
        raise AskerError(f"There is no alert {int(said)} here. `/healthgap alerts` lists them.")
    return _remove(desk, person, alerts[int(said) - 1])


def remove_from_home(desk: Desk, person: Person, alert_id: str) -> tuple[str, str]:
    """Removes an alert of any channel; its channel, and what to tell there.

    Raises NotAllowedError unless the person is named or set it, and AskerError where it is gone.
    """
    alert = next((one for one in _book(desk, person).all() if one.id == alert_id), None)
    if alert is None:
        raise AskerError(_GONE)
    if person.rank is Rank.READER or not (person.is_named or alert.created_by == person.id):
        there = f"Members can do it in {place_name(alert.channel)} itself: `/healthgap remove alert 1`."
        whom = desk.people.whom_to_ask(person.team)
        raise NotAllowedError(f"Only who set an alert, and named people, remove it from here. {there} {whom}")
    return alert.channel, _remove(desk, person, alert)


def _remove(desk: Desk, person: Person, alert: Alert) -> str:
    told = described(desk, alert)
    if _book(desk, person).remove(alert.id, person.id, desk.clock(), told) is None:
        raise AskerError(_GONE)
    return f"<@{person.id}> removed the alert for when {told}."


def of(desk: Desk, person: Person) -> list[Alert]:
    """What a person may remove from anywhere: all of them, if named, else what they set."""
    return [one for one in _book(desk, person).all() if person.is_named or one.created_by == person.id]


def _book(desk: Desk, person: Person) -> AlertBook:
    return desk.service.alerts.within(desk.workspace_of(person.team))


def described(desk: Desk, alert: Alert) -> str:
    """What is waited for, and why it is not told at present where it is paused."""
    told = escape(clip(condition(Condition.from_json(alert.condition), desk.service.catalogue), 300))
    return f"{told} (paused: {alert.paused_why})" if alert.paused_at else told
