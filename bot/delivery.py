"""Takes what is due to its channels: each message once, and what belongs below it into its thread.

Decides nothing about who is owed what. Never sends again what may already stand in a channel without looking
there first, and never lets one channel hold up the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from threading import Event
from typing import Any

from slack_sdk import WebClient

from bot.attachments import attachments
from bot.blocks import Layout, TableStyle, message_layout
from bot.outcomes import FAILURES, Outcome, outcome, reason, retry_after
from bot.posting import File, Place, attach, post
from healthgap import telling
from healthgap.service import Healthgap
from healthgap.store.outbox import Contents, Delivery, Outbox
from healthgap.store.statements import Stated

_log = logging.getLogger(__name__)

# A dead sender's work is taken over within a minute: the lease, and then the next tick of the schedule.
LEASE = timedelta(seconds=45)
_CALL = timedelta(seconds=10)

# The waits after each failed attempt, half a day in all; then it is given up.
PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 15, 60, 300, 900, 3_600, 2 * 3_600, 4 * 3_600, 4 * 3_600)
)

_KEPT = 8  # parcels, while one after the other is delivered
_SUMMARY, _DETAIL = "healthgap_summary", "healthgap_detail"
_CLOCKS_DIFFER_BY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What channels get at one time: `summary` in the channel, `detail` and `files`, if any, in its thread.

    `stated` is what they say of each gap.
    """

    summary: Layout
    detail: Layout | None
    files: tuple[File, ...] = ()
    stated: Stated | None = None


def delivery_client(token: str, api_url: str) -> WebClient:
    """A client that makes every call once and waits for nobody: when to try again is decided here."""
    return WebClient(token, base_url=api_url, timeout=int(_CALL.total_seconds()), retry_handlers=[])


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
        client: WebClient,
        pack: Callable[[datetime, Contents], Parcel | None],
        clock: Callable[[], datetime],
    ) -> None:
        """`client` comes from `delivery_client`; `pack` is `parcel` but for its first two arguments."""
        self._outbox = outbox
        self._client = client
        self._pack = pack
        self._clock = clock

    def deliver_due(self, stopping: Event) -> None:
        """Delivers everything that is due, one after the other; what is begun is finished when `stopping`."""
        pack = lru_cache(_KEPT)(partial(self._pack, self._clock()))
        while not stopping.is_set():
            now = self._clock()
            taken = self._outbox.claim(now, LEASE)
            if taken is None:
                return
            if taken.attempts > len(PAUSES) + 1:
                self._give_up(taken, taken.error or "The sender was cut off each time.")
                continue
            parcel = pack(taken.contents)
            if parcel is None:
                self._outbox.nothing_to_tell(taken)
                continue
            self._deliver(taken, parcel, now + LEASE - _CALL)

    def _deliver(self, taken: Delivery, parcel: Parcel, own_until: datetime) -> None:
        begun_before = taken.in_doubt_since is not None or taken.message_ts is not None
        try:
            if taken.in_doubt_since is not None:
                taken = self._without_doubt(taken, taken.in_doubt_since, parcel)
            if taken.message_ts is None:
                if self._clock() > own_until:
                    return  # too late to be sure that nobody else has taken it when the call ends
                ts = self._post(taken, _SUMMARY, Place(taken.channel, taken.thread_ts), parcel.summary)
                taken = self._posted(taken, ts, parcel)
            self._fill_thread(taken, parcel, begun_before)
            self._outbox.done(taken)
        except FAILURES as error:
            self._failed(taken, error)

    def _without_doubt(self, taken: Delivery, since: datetime, parcel: Parcel) -> Delivery:
        """The delivery after a look into the channel, or the thread, whether an earlier attempt posted it after all."""
        for message in self._written(taken, since):
            if self._is(message, taken, _SUMMARY, parcel.summary.text):
                return self._posted(taken, message["ts"], parcel)
        return replace(taken, in_doubt_since=None)

    def _written(self, taken: Delivery, since: datetime) -> Iterator[dict[str, Any]]:
        """What stands where the delivery goes: in its channel after about `since`, or in its thread."""
        if taken.thread_ts:
            yield from self._thread(Place(taken.channel, taken.thread_ts))
            return
        oldest = str((since - _CLOCKS_DIFFER_BY).timestamp())
        pages = self._client.conversations_history(
            channel=taken.channel, oldest=oldest, include_all_metadata=True, limit=200
        )
        for page in pages:
            yield from page["messages"]

    def _fill_thread(self, taken: Delivery, parcel: Parcel, begun_before: bool) -> None:
        """Posts the details and files that are not there yet."""
        thread = Place(taken.channel, taken.thread_ts or taken.message_ts)
        is_more = parcel.detail or parcel.files
        there = self._thread(thread) if begun_before and is_more else []
        detail = parcel.detail
        if detail and not any(self._is(message, taken, _DETAIL, detail.text) for message in there):
            self._post(taken, _DETAIL, thread, detail)
        names = {file.get("name") for message in there for file in message.get("files", [])}
        for file in parcel.files:
            if file.name not in names:
                attach(self._client, thread, file)

    def _thread(self, thread: Place) -> list[dict[str, Any]]:
        pages = self._client.conversations_replies(
            channel=thread.channel, ts=str(thread.thread_ts), include_all_metadata=True, limit=200
        )
        return [message for page in pages for message in page["messages"]]

    def _is(self, message: dict[str, Any], taken: Delivery, kind: str, text: str) -> bool:
        """Whether `message` is this delivery's own of this kind.

        Slack keeps the delivery's id with the message. Where a server keeps no metadata, a message of the bot
        with the very same text counts.
        """
        metadata = message.get("metadata")
        if metadata:
            payload = metadata.get("event_payload", {})
            return bool(metadata.get("event_type") == kind and payload.get("delivery") == taken.id)
        return message.get("text") == text and bool(
            message.get("user") == self._client.auth_test()["user_id"]
        )

    def _post(self, taken: Delivery, kind: str, place: Place, layout: Layout) -> str:
        payload = {"delivery": taken.id} | ({"release": taken.release_id} if taken.release_id else {})
        return post(self._client, place, layout, {"event_type": kind, "event_payload": payload})

    def _posted(self, taken: Delivery, ts: str, parcel: Parcel) -> Delivery:
        return self._outbox.posted(taken, ts, self._clock(), LEASE, parcel.stated)

    def _failed(self, taken: Delivery, error: Exception) -> None:
        """Tells the outbox what a failed attempt means for the next one."""
        now, what, why = self._clock(), outcome(error), reason(error)
        if what is Outcome.TURNED_AWAY:
            self._outbox.put_back(taken, now + retry_after(error))
        elif what is Outcome.CLOSED:
            _log.error("Subscription of %s paused: %s", taken.channel, why)
            self._outbox.pause(taken.channel, why, now)
            self._outbox.postpone(taken, now, why)
        elif taken.attempts > len(PAUSES):
            self._give_up(taken, why)
        else:
            _log.warning("Attempt %d for %s failed: %s", taken.attempts, taken.channel, why)
            again = self._outbox.leave_in_doubt if what is Outcome.UNKNOWN else self._outbox.postpone
            again(taken, now + PAUSES[taken.attempts - 1], why)

    def _give_up(self, taken: Delivery, why: str) -> None:
        what = {"release": f"Release {taken.subject}"}.get(
            taken.kind, f"{taken.kind.title()} {taken.subject}"
        )
        _log.error("%s for %s given up: %s", what, taken.channel, why)
        self._outbox.give_up(taken, why)
