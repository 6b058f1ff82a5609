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
from healthgap.store.deliveries import Contents
from healthgap.store.outbox import Outbox
from healthgap.store.subscriptions import Subscription
from healthgap.store.workspaces import THE_ONLY

_LOOKED_AT = 12
_NOTHING_TO_PREVIEW = "There is nothing to preview: no figures that are wanted here are public yet."


class NoSubscriptionError(AskerError):
    """The channel is not subscribed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The subscriptions as people in Slack change them, each in their own workspace.

    `workspace_of` names a Slack team's workspace in the store.
    """

    service: Healthgap
    people: People
    clock: Callable[[], datetime]
    table: TableStyle
    workspace_of: Callable[[str], str] = lambda team: THE_ONLY

    def outbox(self, person: Person) -> Outbox:
        """The subscriptions and deliveries of the person's workspace, the only ones that they get to see."""
        return self.service.outbox.of(self.workspace_of(person.team))

    def held(self, person: Person, channel: str | None) -> Subscription | None:
        """The channel's subscription; None where there is none."""
        return next((one for one in self.outbox(person).subscriptions() if one.channel == channel), None)

    def of(self, person: Person) -> list[Subscription]:
        """What a person may change from anywhere: all of it, if named, else what they set up."""
        every = self.outbox(person).subscriptions()
        return [one for one in every if person.is_named or one.created_by == person.id]

    def allow(self, person: Person, channel: str, here: str | None) -> None:
        """Raises NotAllowedError unless the person, who is in the channel `here` if in any, may change `channel`."""
        if person.rank is Rank.READER:
            raise NotAllowedError(
                f"Guests and people of other workspaces can ask me anything, but not change this. "
                f"{self.people.whom_to_ask(person.team)}"
            )
        held = self.held(person, channel)
        own = channel == here or (held is not None and held.created_by == person.id)
        if not (own or person.is_named):
            there = f"Type `/healthgap subscribe` in {place_name(channel)} itself."
            raise NotAllowedError(
                f"Only named people subscribe channels from elsewhere. {there} "
                f"{self.people.whom_to_ask(person.team)}"
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
            which=wish.which,
            summaries=wish.summaries,
            digest=wish.digest,
            by=person.id,
            now=self.clock(),
            workspace=self.workspace_of(person.team),
        )
        what = "New figures are summed up here:" if made.summaries else "It gets"
        return f"<@{person.id}> subscribed this channel. {what} {self._told(made)}."

    def standing(self, held: Subscription) -> str:
        """How a subscription stands, and how to change it."""
        return (
            f"This channel is subscribed: {self._told(held)}. To change it, type `/healthgap subscribe`, or say what "
            "you want: “subscribe to infant mortality at 17:00”."
        )

    def leave_out(self, person: Person, channel: str, ids: list[str], here: str | None) -> str:
        """Takes indicators out of the channel's subscription, which ends when none is left."""
        self.allow(person, channel, here)
        held = self._held(person, channel)
        left = without(held, ids, self.service.catalogue)
        if not left:
            return self.unsubscribe(person, channel, here)
        made = self._again(person, replace(held, indicators=left))
        return f"<@{person.id}> changed the summaries here: {self._told(made)}."

    def unsubscribe(self, person: Person, channel: str, here: str | None) -> str:
        """Ends the channel's subscription."""
        self.allow(person, channel, here)
        if not self.outbox(person).unsubscribe(channel, self.clock(), by=person.id):
            raise NoSubscriptionError("This channel was not subscribed, so nothing has changed.")
        return f"<@{person.id}> ended the summaries here."

    def pause(self, person: Person, channel: str, here: str | None) -> str:
        """Stops the channel's summaries until somebody resumes them."""
        self.allow(person, channel, here)
        self._held(person, channel)
        self.outbox(person).pause(channel, f"<@{person.id}> paused it.", self.clock(), by=person.id)
        return f"<@{person.id}> paused the summaries here. `/healthgap resume` goes on with them."

    def resume(self, person: Person, channel: str, here: str | None) -> str:
        """Ends a pause. What came out in the meantime is not told any more."""
        self.allow(person, channel, here)
        made = self._again(person, self._held(person, channel))
        return f"<@{person.id}> resumed the summaries here, from the next new figures on: {self._told(made)}."

    def test(self, client: WebClient, person: Person, channel: str, here: str | None) -> None:
        """Posts one line into the channel that shows that summaries arrive there."""
        self.allow(person, channel, here)
        line = f"This is a test that <@{person.id}> asked for. Summaries of new figures come here: "
        self.tell(client, channel, f"{line}{self._told(self._held(person, channel))}.")

    def tell(self, client: WebClient, channel: str, line: str) -> None:
        """Posts a line into a channel. Raises AskerError, with the reason, where it may not have got there."""
        try:
            post(client, Place(channel), told(line))
        except FAILURES as error:
            raise AskerError(f"I could not post that in the channel. {reason(error)}") from error

    def preview(self, client: WebClient, person: Person, channel: str) -> None:
        """Sends the person, alone, what the channel would have got about the newest figures that it wants."""
        held = self.held(person, channel)
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

    def _held(self, person: Person, channel: str) -> Subscription:
        held = self.held(person, channel)
        if held is None:
            raise NoSubscriptionError("This channel is not subscribed. `/healthgap subscribe` does that.")
        return held

    def _again(self, person: Person, wish: Subscription) -> Subscription:
        made = replace(wish, created_at=self.clock(), paused_at=None, paused_why=None, paused_by=None)
        self.outbox(person).subscribe(made, by=person.id)
        return made

    def _told(self, subscription: Subscription) -> str:
        return escape(described(subscription, self.service.catalogue))


def can_post(client: WebClient, channel: str) -> None:
    """Raises AskerError unless the bot is in the channel, as far as the server tells."""
    try:
        found = client.conversations_info(channel=channel)["channel"]
    except SlackApiError as error:
        if error.response["error"] in ("unknown_method", "ratelimited"):
            return
        raise AskerError(
            "I cannot see that channel. Type /invite @healthgap there, then try again."
        ) from error
    if found.get("is_archived"):
        raise AskerError("That channel is archived.")
    if not (found.get("is_member") or found.get("is_im") or found.get("is_mpim")):
        raise AskerError("I am not in that channel. Type /invite @healthgap there, then try again.")
