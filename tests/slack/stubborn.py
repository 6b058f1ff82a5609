"""A server that speaks Slack's Web API and refuses what a test tells it to; real HTTP, nothing behind it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Call = tuple[str, dict[str, Any]]
Refusal = Callable[[str, dict[str, Any]], str | None]


@contextmanager
def stubborn_slack(refusal: Refusal) -> Iterator[tuple[str, list[Call]]]:
    """Its address and the calls it gets. `refusal` gives the error for a call, None for "ok"."""
    calls: list[Call] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            as_json = "json" in self.headers.get("Content-Type", "")
            arguments = json.loads(body or "{}") if as_json else dict(parse_qsl(body))
            method = self.path.rsplit("/", 1)[1]
            calls.append((method, arguments))
            error = refusal(method, arguments)
            reply = {"ok": False, "error": error} if error else {"ok": True, "ts": f"1.{len(calls)}"}
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(reply).encode())

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/api/", calls
        finally:
            server.shutdown()
