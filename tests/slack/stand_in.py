"""A server that stands in for Slack where senders are killed: it keeps metadata, and troubles calls at random.

It knows the methods that deliveries need, takes every channel and token for granted, and forgets nothing.
"""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from tests.slack.proxy import (
    Answer,
    Fault,
    broken_after_acceptance,
    broken_server,
    dropped,
    garbled_after_acceptance,
    half_done,
    lost_after_acceptance,
    sent,
    serving,
    turned_away,
)

BOT = "U0HEALTHGAP"
FAULTS: tuple[Fault, ...] = (
    broken_after_acceptance,
    broken_server,
    dropped,
    garbled_after_acceptance,
    half_done,
    lost_after_acceptance,
    turned_away(1),
)

Values = dict[str, Any]


class StandIn:
    """Everything that was posted, by channel; of each call a share of `troubled` meets a fault."""

    def __init__(self, random: Random, troubled: float) -> None:
        self.messages: dict[str, list[Values]] = defaultdict(list)
        self.calls: list[tuple[str, Values]] = []
        self._random = random
        self._troubled = troubled
        self._files: dict[str, str] = {}
        self._lock = threading.Lock()
        self._answers: dict[str, Callable[[Values], Values]] = {
            "auth.test": lambda values: {"user_id": BOT},
            "chat.postMessage": self._post,
            "conversations.history": self._history,
            "conversations.open": lambda values: {"channel": {"id": f"D{values['users']}"}},
            "conversations.replies": self._replies,
            "files.completeUploadExternal": self._share,
            "files.getUploadURLExternal": self._upload,
        }

    def answer(self, method: str, content_type: str, body: bytes, token: str) -> Answer | None:
        """What a caller of `method` gets."""
        if method.startswith("upload/"):
            return Answer("OK")
        values = sent(content_type, body)
        with self._lock:
            self.calls.append((method, values))
            fault = self._fault(method)
            return fault(lambda: self._done(method, values)) if fault else self._done(method, values)

    def count(self, channel: str) -> tuple[int, int]:
        """How many messages stand in the channel itself, and in threads."""
        within = sum("thread_ts" in message for message in self.messages[channel])
        return len(self.messages[channel]) - within, within

    def _fault(self, method: str) -> Fault | None:
        if method == "auth.test" or self._random.random() >= self._troubled:
            return None
        return self._random.choice(FAULTS)

    def _done(self, method: str, values: Values) -> Answer:
        return Answer({"ok": True} | self._answers[method](values))

    def _post(self, values: Values) -> Values:
        metadata = values.get("metadata")
        kept = json.loads(metadata) if isinstance(metadata, str) else metadata
        return self._stored(values["channel"], values.get("thread_ts"), text=values["text"], metadata=kept)

    def _stored(self, channel: str, thread_ts: str | None, **message: Any) -> Values:
        messages = self.messages[channel]
        ts = f"{2_000_000_000 + len(messages)}.000000"
        within = {"thread_ts": thread_ts} if thread_ts else {}
        messages.append({"ts": ts, "user": BOT, **within, **message})
        return {"ts": ts, "channel": channel}

    def _history(self, values: Values) -> Values:
        return {"messages": [one for one in self.messages[values["channel"]] if "thread_ts" not in one]}

    def _replies(self, values: Values) -> Values:
        thread = [
            one
            for one in self.messages[values["channel"]]
            if values["ts"] in (one["ts"], one.get("thread_ts"))
        ]
        return {"messages": thread}

    def _upload(self, values: Values) -> Values:
        file_id = f"F{len(self._files)}"
        self._files[file_id] = values["filename"]
        return {"file_id": file_id, "upload_url": f"{self.api_url}upload/{file_id}"}

    def _share(self, values: Values) -> Values:
        (file,) = json.loads(values["files"]) if isinstance(values["files"], str) else values["files"]
        shared = {"id": file["id"], "name": self._files[file["id"]]}
        if "channel_id" in values:
            self._stored(values["channel_id"], values.get("thread_ts"), text="", files=[shared])
        return {"files": [shared]}

    api_url: str


@contextmanager
def stand_in(random: Random, troubled: float) -> Iterator[StandIn]:
    """A stand-in at `api_url`."""
    made = StandIn(random, troubled)
    with serving(made.answer) as made.api_url:
        yield made
