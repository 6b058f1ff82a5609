"""Where people change what a channel is told: who may, whether the bot can post there, and what becomes of it.

Returns sentences in Slack's notation for those who read them. What is owed for a subscription is the outbox's business.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.blocks import Layout, TableStyle, small, told
from bot.delivery import parcel
from bot.outcomes import FAILURES, reason
from bot.people import NotAllowedError, People, Person, Rank
from bot.posting import Place, attach, post
from bot.subscribing import Wish, described, without
from bot.text import escape, place_name
from healthgap.errors import AskerError
from healthgap.releases import speaking
from healthgap.service import Healthgap
from healthgap.store.outbox import Contents
from healthgap.store.subscriptions import Subscription

_LOOKED_AT = 12
_NOTHING_TO_PREVIEW = "There is nothing to preview: no figures that are wanted here are public yet."


class NoSubscriptionError(AskerError):
    """The channel is not subscribed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The subscriptions as people in Slack change them."""

    service: Healthgap
    people: People
    clock: Callable[[], datetime]
    table: TableStyle

    def held(self, channel: str | None) -> Subscription | None:
        """The channel's subscription; None where there is none."""
        return next((one for one in self.service.outbox.subscriptions() if one.channel == channel), None)

    def of(self, person: Person) -> list[Subscription]:
        """What a person may change from anywhere: all of it, if named, else what they set up."""
        every = self.service.outbox.subscriptions()
        return [one for one in every if person.is_named or one.created_by == person.id]

    def allow(self, person: Person, channel: str, here: str | None) -> None:
        """Raises NotAllowedError unless the person, who is in the channel `here` if in any, may change `channel`."""
        if person.rank is Rank.READER:
            raise NotAllowedError(
                f"Guests and people of other workspaces can ask me anything, but not change this. "
                f"{self.people.whom_to_ask()}"
            )
        held = self.held(channel)
        own = channel == here or (held is not None and held.created_by == person.id)
        if not (own or person.is_named):
            there = f"Type `/healthgap subscribe` in {place_name(channel)} itself."
            raise NotAllowedError(
                f"Only named people subscribe channels from elsewhere. {there} {self.people.whom_to_ask()}"
            )

    def subscribe(self, client: WebClient, person: Person, channel: str, wish: Wish, here: str | None) -> str:
        """Subscribes the channel, or changes its subscription. Raises AskerError where that cannot be."""
        self.allow(person, channel, here)
        can_post(client, channel)
        made = self.service.subscribe(
            channel,
            indicators=wish.indicators,
            at=wish.at,
            timezone=wish.timezone or person.timezone,
            days=wish.days,
            summaries=wish.summaries,
            digest=wish.digest,
            by=person.id,
            now=self.clock(),
        )
        what = "New figures are summed up here:" if made.summaries else "It gets"
        return f"<@{person.id}> subscribed this channel. {what} {self._told(made)}."

    def leave_out(self, person: Person, channel: str, ids: list[str], here: str | None) -> str:
        """Takes indicators out of the channel's subscription, which ends when none is left."""
        self.allow(person, channel, here)
        left = without(self._held(channel), ids, self.service.catalogue)
        if not left:
            return self.unsubscribe(person, channel, here)
        made = self._again(replace(self._held(channel), indicators=left))
        return f"<@{person.id}> changed the summaries here: {self._told(made)}."

    def unsubscribe(self, person: Person, channel: str, here: str | None) -> str:
        """Ends the channel's subscription."""
        self.allow(person, channel, here)
        if not self.service.outbox.unsubscribe(channel, self.clock()):
            raise NoSubscriptionError("This channel was not subscribed, so nothing has changed.")
        return f"<@{person.id}> ended the summaries here."

    def pause(self, person: Person, channel: str, here: str | None) -> str:
        """Stops the channel's summaries until somebody resumes them."""
        self.allow(person, channel, here)
        self._held(channel)
        self.service.outbox.pause(channel, f"<@{person.id}> paused it.", self.clock())
        return f"<@{person.id}> paused the summaries here. `/healthgap resume` goes on with them."

    def resume(self, person: Person, channel: str, here: str | None) -> str:
        """Ends a pause. What came out in the meantime is not told any more."""
        self.allow(person, channel, here)
        made = self._again(self._held(channel))
        return f"<@{person.id}> resumed the summaries here, from the next new figures on: {self._told(made)}."

    def test(self, client: WebClient, person: Person, channel: str, here: str | None) -> None:
        """Posts one line into the channel that shows that summaries arrive there."""
        self.allow(person, channel, here)
        line = f"This is a test that <@{person.id}> asked for. Summaries of new figures come here: "
        self.tell(client, channel, f"{line}{self._told(self._held(channel))}.")

    def tell(self, client: WebClient, channel: str, line: str) -> None:
        """Posts a line into a channel. Raises AskerError, with the reason, where it may not have got there."""
        try:
            post(client, Place(channel), told(line))
        except FAILURES as error:
            raise AskerError(f"I could not post that in the channel. {reason(error)}") from error

    def preview(self, client: WebClient, person: Person, channel: str) -> None:
        """Sends the person, alone, what the channel would have got about the newest figures that it wants."""
        held = self.held(channel)
        now, indicators = self.clock(), held.indicators if held else None
        newest = self._newest(now, indicators)
        packed = parcel(self.service, self.table, now, Contents("release", newest, indicators))
        if packed is None:
            raise AskerError(_NOTHING_TO_PREVIEW)
        head = small(f"A preview for you alone of what {place_name(channel)} gets.")
        layout = Layout(f"A preview. {packed.summary.text}", (head, *packed.summary.blocks))
        mine = str(client.conversations_open(users=person.id)["channel"]["id"])
        below = Place(mine, post(client, Place(mine), layout))
        if packed.detail:
            post(client, below, packed.detail)
        for file in packed.files:
            attach(client, below, file)

    def _newest(self, now: datetime, indicators: tuple[str, ...] | None) -> str:
        """The newest public release that says something on one of the indicators."""
        for release in list(reversed(speaking(self.service.releases(), now)))[:_LOOKED_AT]:
            summary = self.service.release_summary(release.id, now=now, indicators=indicators)
            if summary.is_news and summary.detail and summary.detail.table:
                return release.id
        raise AskerError(_NOTHING_TO_PREVIEW)

    def _held(self, channel: str) -> Subscription:
        held = self.held(channel)
        if held is None:
            raise NoSubscriptionError("This channel is not subscribed. `/healthgap subscribe` does that.")
        return held

    def _again(self, wish: Subscription) -> Subscription:
        made = replace(wish, created_at=self.clock(), paused_at=None, paused_why=None)
        self.service.outbox.subscribe(made)
        return made

    def _told(self, subscription: Subscription) -> str:
        return escape(described(subscription, self.service.catalogue))


def can_post(client: WebClient, channel: str) -> None:
    """Raises AskerError unless the bot is in the channel, as far as the server tells."""
    try:
        found = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        if error.response["error"] == "unknown_method":
            return
        raise AskerError(
            "I cannot see that channel. Type /invite @healthgap there, then try again."
        ) from error
    if found.get("is_archived"):
        raise AskerError("That channel is archived.")
    if not (found.get("is_member") or found.get("is_im") or found.get("is_mpim")):
        raise AskerError("I am not in that channel. Type /invite @healthgap there, then try again.")
