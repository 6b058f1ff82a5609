"""A stand-in for Slack that answers at once, so that what is measured is the bot: `python -m benchmarks.stand_in PORT`.

Takes about one message a second for each channel, as Slack does, with short bursts, and turns the rest away. GET /posts
gives each message it took: when, its channel, and the message that it answers; GET /counts how often it was called.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections import Counter, defaultdict
from typing import Any
from urllib.parse import parse_qsl

BURST = 4  # messages
PACE = 1.0  # of them a second


class StandIn:
    """What was posted and called so far."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.posts: list[tuple[float, str, str]] = []
        self.calls: Counter[str] = Counter()
        self._numbers = itertools.count(1)
        self._room: defaultdict[str, tuple[float, float]] = defaultdict(lambda: (BURST, time.time()))

    def answer(self, path: str, values: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """The status and body of what a call gets."""
        if path in ("/posts", "/counts"):
            return 200, {"posts": self.posts, "calls": dict(self.calls)}
        method = path.removeprefix("/api/")
        self.calls[method] += 1
        if method == "chat.postMessage":
            return self._post(values)
        number = next(self._numbers)
        return 200, {
            "auth.test": {
                "ok": True,
                "user_id": "U0BOT",
                "bot_id": "B0BOT",
                "team_id": "T0",
                "url": "",
                "team": "",
            },
            "files.getUploadURLExternal": {
                "ok": True,
                "upload_url": f"http://127.0.0.1:{self._port}/upload/{number}",
                "file_id": f"F{number}",
            },
            "files.completeUploadExternal": {"ok": True, "files": [{"id": f"F{number}", "title": ""}]},
        }.get(method, {"ok": True, "messages": []})

    def _post(self, values: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        now, channel = time.time(), str(values["channel"])
        left, since = self._room[channel]
        left = min(BURST, left + (now - since) * PACE)
        if left < 1:
            self.calls["turned away"] += 1
            return 429, {"ok": False, "error": "ratelimited"}
        self._room[channel] = (left - 1, now)
        self.posts.append((now, channel, str(values.get("thread_ts") or "")))
        return 200, {"ok": True, "ts": f"{now:.6f}{next(self._numbers):06}", "channel": channel}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        names = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        body = await reader.readexactly(int(names.get("content-length", 0)))
        path, values = head[0].split(" ")[1], {}
        if path.startswith("/api/"):
            is_json = "json" in names.get("content-type", "")
            values = json.loads(body or b"{}") if is_json else dict(parse_qsl(body.decode()))
        status, told = self.answer(path, values)
        text = json.dumps(told).encode()
        lines = [
            f"HTTP/1.1 {status} .",
            "Content-Type: application/json",
            f"Content-Length: {len(text)}",
            "Retry-After: 1",
            "Connection: close",
        ]
        writer.write("\r\n".join([*lines, "", ""]).encode() + text)
        await writer.drain()
        writer.close()


async def main(port: int) -> None:
    server = await asyncio.start_server(StandIn(port).serve, "127.0.0.1", port, backlog=1000)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
