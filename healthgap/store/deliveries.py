"""One message to one channel, as a value: what it is to tell, and what became of it so far."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from healthgap.reply import Statement
from healthgap.store.rows import Kind
from healthgap.store.statements import statements_from
from healthgap.store.workspaces import THE_ONLY


@dataclass(frozen=True, slots=True)
class Contents:
    """What a delivery is to tell: equal for channels that are told the same.

    `wanted` are the indicators the channel wants (None: all). A digest tells what came after `since` until `until`; a
    reply corrects `stated`, which was posted at `until`, or tells that such a correction is void; an alert is for its
    `channel` in its `workspace` alone.
    """

    kind: Kind
    release_id: str | None
    wanted: tuple[str, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    stated: tuple[Statement, ...] = ()
    workspace: str = THE_ONLY
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands in a channel as `ts` since `at`, and what it stated."""

    ts: str
    at: datetime
    stated: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message and its thread for one channel. The columns are explained in `healthgap.store.schema`.

    As returned by `Outbox.claim`, `in_doubt_since` tells whether an earlier attempt may have reached the
    channel without our knowing, `cut_off` how many attempts in a row their senders did not live to end,
    `held_until` until when nobody else takes it, `wanted` which indicators the channel wants (None: all),
    `timezone` by which clock it lives (None where it is not subscribed), `title` that of the release, and of a reply
    `below` the message that it corrects.
    """

    order: int
    id: str
    release_id: str | None
    workspace: str
    channel: str
    kind: Kind
    due_at: datetime
    state: str
    attempts: int
    cut_off: int
    held_until: datetime | None
    in_doubt_since: datetime | None
    message_ts: str | None
    sent_at: datetime | None
    error: str | None
    text: str | None
    subject: str
    since: datetime | None = None
    reply_to: str | None = None
    statement_id: str | None = None
    wanted: tuple[str, ...] | None = None
    timezone: str | None = None
    title: str | None = None
    below: Posted | None = None

    @property
    def thread_ts(self) -> str | None:
        """The thread that it goes to, of a message that it is a reply to."""
        return self.below.ts if self.below else None

    @property
    def contents(self) -> Contents:
        """What it is to tell."""
        if self.kind == "digest":
            return Contents(self.kind, None, self.wanted, self.since, self.due_at)
        if self.kind in ("reply", "restored") and self.below:
            return Contents(self.kind, self.release_id, until=self.below.at, stated=self.below.stated)
        if self.kind == "alert":
            return Contents(self.kind, self.release_id, workspace=self.workspace, channel=self.channel)
        return Contents(self.kind, self.release_id, self.wanted)


def claimed(row: Row[Any]) -> Delivery:
    """The delivery in a row of `healthgap.store.due`."""
    values = dict(row._mapping)
    ts, at, gaps = (values.pop(name) for name in ("below_ts", "below_at", "below_gaps"))
    values["below"] = Posted(ts, at, statements_from(gaps)) if ts else None
    values["wanted"] = None if values["wanted"] is None else tuple(values["wanted"])
    return Delivery(**values)
