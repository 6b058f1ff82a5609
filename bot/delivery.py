"""Takes what is due to its channels: a summary once, and what belongs below it into its thread.

Decides nothing about who is owed what. Never sends again what may already stand in a channel without looking
there first, and never lets one channel hold up the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from threading import Event, Lock
from typing import Any

from bot.attachments import attachments
from bot.blocks import Layout, TableStyle, message_layout, told
from bot.clients import Ended, PacedClient, unheard
from bot.notices import given_up, notice_text, paused, timely
from bot.outcomes import FAILURES, Outcome, outcome, reason, retry_after
from bot.pacing import Pace
from bot.posting import File, Place, attach, post
from healthgap import telling
from healthgap.service import Healthgap
from healthgap.store.deliveries import Contents, Delivery
from healthgap.store.outbox import UNSUSPECTED, Outbox
from healthgap.store.statements import Stated

_log = logging.getLogger(__name__)

# A dead sender's work is taken over within a minute: the lease, and then the next tick of the schedule.
LEASE = timedelta(seconds=45)
_CALL = timedelta(seconds=10)

# The waits after each failed attempt, half a day in all; then it is given up.
PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900, 3_600, 2 * 3_600, 4 * 3_600, 4 * 3_600)
)

# For how long one is taken over which several senders have died in a row, for the first time and again: it may be what
# kills them, and in the end it is given up.
_ALONE = (LEASE, LEASE, *PAUSES[3:])
_HOPELESS = UNSUSPECTED + len(_ALONE)

_LANES = 4  # calls at once: enough to keep the pace while an answer takes most of a second
_KEPT = 8  # parcels, while one after the other is delivered
_POST = "chat.postMessage"
_SUMMARY, _DETAIL = "healthgap_summary", "healthgap_detail"
_CLOCKS_DIFFER_BY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What channels get at one time: `summary` in the channel, `detail` and `files`, if any, in its thread.

    `stated` is what they say of each gap.
    """

    summary: Layout
    detail: Layout | None = None
    files: tuple[File, ...] = ()
    stated: Stated | None = None


def delivery_client(token: str | None, api_url: str, pace: Pace, ended: Ended = unheard) -> PacedClient:
    """A client that makes every call once, at the given pace: when to try again is decided here.

    `ended` is told of every call how it ended.
    """
    timeout = int(_CALL.total_seconds())
    return PacedClient(pace, ended, token=token, base_url=api_url, timeout=timeout)


def parcel(service: Healthgap, table: TableStyle, now: datetime, contents: Contents) -> Parcel | None:
    """What a channel is told, with its charts drawn and its tables as files; None where there is nothing to tell it."""
    found = telling.told(service, contents, now)
    if found is None:
        return None
    summary, *detail = (message_layout(part, table) for part in found.parts)
    files = [file for part in found.parts for file in attachments(service, part, now)]
    stated = Stated(found.stated, found.as_of) if found.as_of else None
    return Parcel(summary, next(iter(detail), None), tuple(files), stated)


class Courier:
    """One sender. Any number of them may work on one outbox, in any number of processes."""

    def __init__(
        self,
        outbox: Outbox,
        client: PacedClient,
        pack: Callable[[datetime, Contents], Parcel | None],
        clock: Callable[[], datetime],
        lanes: int = _LANES,
    ) -> None:
        """`client` comes from `delivery_client`; `pack` is `parcel` but for its first two arguments."""
        self._outbox = outbox
        self.client = client
        self._pack = pack
        self._clock = clock
        self._lanes = lanes

    def deliver_due(self, stopping: Event) -> None:
        """Delivers everything that is due, in several lanes; what is begun is finished when `stopping`."""
        if not self._outbox.is_due(self._clock()):
            return
        made = lru_cache(_KEPT)(partial(self._pack, self._clock()))
        making = Lock()

        def pack(taken: Delivery) -> Parcel | None:
            if taken.kind == "notice":
                return Parcel(told(notice_text(taken.text or "")))
            with making:  # who wants the same parcel waits for it, instead of making another
                return made(taken.contents)

        with ThreadPoolExecutor(self._lanes, "sender") as lanes:
            claim = partial(self._outbox.claim, lease=LEASE)
            for lane in [lanes.submit(self._lane, claim, pack, stopping) for _ in range(self._lanes)]:
                lane.result()
        # When nothing else is under way that could be cut off with it.
        self._lane(partial(self._outbox.claim_suspect, leases=_ALONE), pack, stopping)

    def _lane(
        self,
        claim: Callable[[datetime], Delivery | None],
        pack: Callable[[Delivery], Parcel | None],
        stopping: Event,
    ) -> None:
        """One delivery after the other, beside other lanes here and elsewhere."""
        while not (stopping.is_set() or self.client.pace.is_closed(_POST)):
            now = self._clock()
            taken = claim(now)
            if taken is None:
                return
            if taken.cut_off >= _HOPELESS:
                self._give_up(taken, taken.error or "The sender was cut off each time.")
            elif parcel := pack(taken):
                self._deliver(taken, parcel, now + LEASE - _CALL)
            else:
                self._outbox.nothing_to_tell(taken)

    def _deliver(self, taken: Delivery, parcel: Parcel, own_until: datetime) -> None:
        try:
            if taken.message_ts is not None:
                self._fill_thread(taken, parcel, own_until)
                return
            place = self._place(taken)
            if taken.in_doubt_since is not None:
                found = self._found(taken, taken.in_doubt_since, place, parcel)
                if found:
                    self._stands(taken, found, parcel)
                    return
                taken = replace(taken, in_doubt_since=None)
            if self._clock() > own_until:
                return  # too late to be sure that nobody else has taken it when the call ends
            layout = timely(parcel.summary, taken, self._clock())
            self._stands(taken, self._post(taken, _SUMMARY, place, layout), parcel)
        except FAILURES as error:
            self._failed(taken, error)

    def _stands(self, taken: Delivery, ts: str, parcel: Parcel) -> None:
        posted = self._outbox.posted(taken, ts, self._clock(), parcel.stated)
        _log.info("%s stands in %s", _name(taken), taken.channel)
        if not (parcel.detail or parcel.files):
            self._outbox.done(posted)

    def _place(self, taken: Delivery) -> Place:
        """The channel, the thread of what it replies to, or for a notice the person's own conversation with the bot."""
        if taken.kind != "notice":
            return Place(taken.channel, taken.thread_ts)
        return Place(str(self.client.conversations_open(users=taken.channel)["channel"]["id"]))

    def _found(self, taken: Delivery, since: datetime, place: Place, parcel: Parcel) -> str | None:
        """The message that an earlier attempt, not before `since`, posted, if the channel or the thread holds it."""
        text = parcel.summary.text
        said = self._thread(place) if place.thread_ts else self._history(place, since)
        return next((str(one["ts"]) for one in said if self._is(one, taken, _SUMMARY, text)), None)

    def _history(self, place: Place, since: datetime) -> Iterator[dict[str, Any]]:
        oldest = str((since - _CLOCKS_DIFFER_BY).timestamp())
        pages = self.client.conversations_history(
            channel=place.channel, oldest=oldest, include_all_metadata=True, limit=200
        )
        for page in pages:
            yield from page["messages"]

    def _fill_thread(self, taken: Delivery, parcel: Parcel, own_until: datetime) -> None:
        """Posts the details and files that are not there yet."""
        thread = Place(taken.channel, taken.thread_ts or taken.message_ts)
        there = self._thread(thread) if taken.in_doubt_since else []
        names = {file.get("name") for message in there for file in message.get("files", [])}
        steps: list[Callable[[], object]] = [
            partial(attach, self.client, thread, file) for file in parcel.files if file.name not in names
        ]
        detail = parcel.detail
        if detail and not any(self._is(message, taken, _DETAIL, detail.text) for message in there):
            steps.insert(0, partial(self._post, taken, _DETAIL, thread, detail))
        for step in steps:
            if self._clock() > own_until:
                self._outbox.put_back(_in_doubt(taken, self._clock()), self._clock())
                return
            step()
        self._outbox.done(taken)

    def _thread(self, thread: Place) -> list[dict[str, Any]]:
        pages = self.client.conversations_replies(
            channel=thread.channel, ts=str(thread.thread_ts), include_all_metadata=True, limit=200
        )
        return [message for page in pages for message in page["messages"]]

    def _is(self, message: dict[str, Any], taken: Delivery, kind: str, text: str) -> bool:
        """Whether `message` is this delivery's own of this kind.

        Slack keeps the delivery's id with the message. Where a server keeps no metadata, a message of the bot
        that begins with the very same text counts.
        """
        metadata = message.get("metadata")
        if metadata:
            payload = metadata.get("event_payload", {})
            return bool(metadata.get("event_type") == kind and payload.get("delivery") == taken.id)
        return str(message.get("text")).startswith(text) and bool(
            message.get("user") == self.client.auth_test()["user_id"]
        )

    def _post(self, taken: Delivery, kind: str, place: Place, layout: Layout) -> str:
        payload = {"delivery": taken.id, "release": taken.release_id or ""}
        return post(self.client, place, layout, {"event_type": kind, "event_payload": payload})

    def _failed(self, taken: Delivery, error: Exception) -> None:
        """Tells the outbox what a failed attempt means for the next one."""
        now, what, why = self._clock(), outcome(error), reason(error)
        if taken.message_ts is not None:
            taken = _in_doubt(taken, now)
        if what is Outcome.TURNED_AWAY:
            self._outbox.put_back(taken, now + retry_after(error))
        elif what is Outcome.CLOSED and self._outbox.close(taken, why, paused(taken.channel, why), now):
            _log.error("Subscription of %s paused: %s", taken.channel, why)
        elif taken.attempts == len(PAUSES):
            self._give_up(taken, why)
        else:
            _log.warning("Attempt %d for %s failed: %s", taken.attempts + 1, taken.channel, why)
            again = self._outbox.leave_in_doubt if what is Outcome.UNKNOWN else self._outbox.postpone
            again(taken, now + PAUSES[taken.attempts], why)

    def _give_up(self, taken: Delivery, why: str) -> None:
        _log.error("%s for %s given up: %s", _name(taken), taken.channel, why)
        self._outbox.give_up(taken, why, given_up(taken, why), self._clock())


def _name(taken: Delivery) -> str:
    """ "Release x", "Digest 2026-W47"; a notice has no name."""
    return "A notice" if taken.kind == "notice" else f"{taken.kind.capitalize()} {taken.subject}"


def _in_doubt(taken: Delivery, now: datetime) -> Delivery:
    """The same where something of what belongs in the thread may stand there by now."""
    return replace(taken, in_doubt_since=taken.in_doubt_since or now)
