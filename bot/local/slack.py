"""Installs, starts and stops the local Slack: an npm package, pinned in package-lock.json, on loopback only.

Needs npm and Linux on x64, and no rights beyond a folder to write in.
"""

from __future__ import annotations

import filecmp
import json
import os
import platform
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from healthgap.errors import HealthgapError

_PACKAGE = Path("node_modules/local-slack-linux-x64")
_PRELOAD = "loopback.ts"
_HERE = Path(__file__).parent
_READY_WITHIN = 30.0


class LocalSlackError(HealthgapError):
    """There can be no local Slack here; the text says why."""


@dataclass(frozen=True, slots=True)
class LocalSlack:
    """A running local Slack. `address` is its page for people."""

    address: str

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"


@contextmanager
def local_slack(folder: Path, workspace: Mapping[str, Any], port: int) -> Iterator[LocalSlack]:
    """Runs a local Slack with `workspace`, as its documentation describes one, for the time of the block.

    `folder` keeps the installed package between runs. Raises LocalSlackError.
    """
    program = _installed(folder)
    settings = folder / f"workspace-{port}.json"
    settings.write_text(json.dumps(workspace), encoding="utf-8")
    log = folder / f"log-{port}.txt"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [program, "--config", settings.name, "--port", str(port), "--base-host", "127.0.0.1"],
            cwd=folder,
            stdin=subprocess.PIPE,  # it ends when this closes, whatever becomes of this process
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl+C is for the bot, which then ends this
            env={**os.environ, "BUN_OPTIONS": f"--preload ./{_PRELOAD}"},
        )
    try:
        _wait_until_ready(process, port, log)
        yield LocalSlack(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.communicate()
        settings.unlink()


def free_port(preferred: int = 0) -> int:
    """`preferred` if nobody listens there, else any free port of the loopback interface."""
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", preferred))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + _READY_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise LocalSlackError(f"The local Slack did not start; {log} says why.")


def _installed(folder: Path) -> Path:
    """The program, installed into `folder` unless the pinned version is there already."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise LocalSlackError("The local Slack runs on Linux on x64 only.")
    program = (folder / _PACKAGE / "bin" / "local-slack").resolve()
    lock, installed_from = _HERE / "package-lock.json", folder / "package-lock.json"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_HERE / _PRELOAD, folder / _PRELOAD)
    if not (program.exists() and filecmp.cmp(lock, installed_from, shallow=False)):
        shutil.copyfile(_HERE / "package.json", folder / "package.json")
        shutil.copyfile(lock, installed_from)
        _install(folder)
    return program


def _install(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise LocalSlackError("The local Slack needs Node.js with npm, which is not installed.")
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip() or f"exit status {done.returncode}").splitlines()[0]
        raise LocalSlackError(f"npm could not install the local Slack: {reason}.")
