"""Stands before the local Slack and does to calls what networks and Slack itself do to them now and then."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import httpx


@dataclass(frozen=True)
class Answer:
    """What the caller gets. `body` is JSON, or text as it stands."""

    body: dict[str, Any] | str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


Forward = Callable[[], Answer]
Fault = Callable[[Forward], Answer | None]
"""Gets the means to let the call through, and returns the answer, or None to break the connection."""


def refused(code: str) -> Fault:
    return lambda forward: Answer({"ok": False, "error": code})


def turned_away(seconds: int) -> Fault:
    answer = Answer({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(seconds)})
    return lambda forward: answer


def broken_server(forward: Forward) -> Answer:
    return Answer("<html>Service Unavailable</html>", 503)


def broken_after_acceptance(forward: Forward) -> Answer:
    forward()
    return Answer("<html>Bad Gateway</html>", 502)


def half_done(forward: Forward) -> Answer:
    forward()
    return Answer({"ok": False, "error": "internal_error"}, 500)


def garbled_after_acceptance(forward: Forward) -> Answer:
    forward()
    return Answer("{", 200)


def dropped(forward: Forward) -> None:
    return None


def lost_after_acceptance(forward: Forward) -> None:
    forward()


def sent(content_type: str, body: bytes) -> dict[str, Any]:
    """The arguments of a call."""
    return dict(json.loads(body or "{}")) if "json" in content_type else dict(parse_qsl(body.decode()))


class Proxy:
    """A Slack-compatible server at `api_url` whose calls fail as told, once for each `fail`.

    It also keeps the metadata of messages, which the local Slack does not, while `keeps_metadata`.
    """

    api_url: str

    def __init__(self, target: httpx.Client) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.keeps_metadata = True
        self._target = target
        self._faults: list[tuple[str, str | None, Fault]] = []
        self._metadata: dict[str, Any] = {}
        self._lock = threading.Lock()

    def fail(self, method: str, *faults: Fault, channel: str | None = None) -> None:
        """The next calls of `method`, in `channel` or anywhere, meet these faults, one each."""
        self._faults += [(method, channel, fault) for fault in faults]

    def count(self, method: str, channel: str) -> int:
        """How many calls of `method` there have been for `channel`."""
        return sum(called == method and values.get("channel") == channel for called, values in self.calls)

    def answer(self, method: str, content_type: str, body: bytes, token: str) -> Answer | None:
        values = sent(content_type, body)
        with self._lock:
            self.calls.append((method, values))
            fault = self._fault(method, values.get("channel") or values.get("channel_id"))
        headers = {"Content-Type": content_type, "Authorization": token}

        def forward() -> Answer:
            reply = self.reply(method, body, headers)
            return Answer(self._with_metadata(reply, values.get("metadata")))

        return fault(forward) if fault else forward()

    def reply(self, method: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
        """What the server says."""
        reply: dict[str, Any] = self._target.post(method, content=body, headers=headers).json()
        return reply

    def _fault(self, method: str, channel: str | None) -> Fault | None:
        for entry in self._faults:
            if entry[0] == method and entry[1] in (None, channel):
                self._faults.remove(entry)
                return entry[2]
        return None

    def _with_metadata(self, reply: dict[str, Any], posted: Any) -> dict[str, Any]:
        if posted and "ts" in reply:
            self._metadata[reply["ts"]] = json.loads(posted) if isinstance(posted, str) else posted
        if self.keeps_metadata:
            for message in reply.get("messages", []):
                if message["ts"] in self._metadata:
                    message["metadata"] = self._metadata[message["ts"]]
        return reply


Kind = TypeVar("Kind", bound=Proxy)


@contextmanager
def proxy(target: str, kind: Callable[[httpx.Client], Kind] = Proxy) -> Iterator[Kind]:
    """A proxy before the server whose API is at `target`."""
    with httpx.Client(base_url=target, timeout=10) as client:
        made = kind(client)
        with serving(made.answer) as made.api_url:
            yield made


@contextmanager
def serving(answer_to: Callable[[str, str, bytes, str], Answer | None]) -> Iterator[str]:
    """The address of an API that answers like this to each method, with content type, body and authorization."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            method = self.path.removeprefix("/api/")
            answer = answer_to(
                method, self.headers.get("Content-Type", ""), body, self.headers.get("Authorization", "")
            )
            if answer is None:
                return
            text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json; charset=utf-8", **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *arguments: object) -> None:
            """Keeps the tests' output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api/"
        server.shutdown()
