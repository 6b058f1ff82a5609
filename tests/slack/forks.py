"""Processes of the bot and the command line, forked from one that has imported everything.

Each is a process of its own, with its own environment, working folder and output, that runs `python -m MODULE` from its
first line on; only the second or two that Python needs to read pandas and its like are spent once for all tests.
`python -m tests.slack.forks FD` is the process that forks.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]
_READ = (
    "alembic.command",
    "bot.local.demo",
    "bot.running",
    "bot.terminal",
    "healthgap.charts",
    "healthgap.loading",
    "matplotlib.backends.backend_agg",
    "matplotlib.figure",
    "pandas",
    "psycopg",
    "rich.console",
)
_MOST = 1 << 17  # bytes of an order


class Process:
    """A process that was started; `stdout` is what it prints, where nobody else gets that."""

    def __init__(self, report: int, stdout: IO[str]) -> None:
        self.stdout = stdout
        self._report = os.fdopen(report)
        self._status: int | None = None
        self.pid = int(self._report.readline())

    def send_signal(self, number: int) -> None:
        if self._status is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def wait(self, within: float) -> int:
        """Its exit status, negative for the signal that ended it. Raises subprocess.TimeoutExpired."""
        if self._status is None:
            if not select.select([self._report], [], [], within)[0]:
                raise subprocess.TimeoutExpired(str(self.pid), within)
            self._status = int(self._report.readline())
            self._report.close()
            self.stdout.close()
        return self._status


def started(
    module: str,
    arguments: Sequence[str],
    env: dict[str, str],
    cwd: Path = ROOT,
    stdout: IO[str] | None = None,
    stderr: IO[str] | None = None,
) -> Process:
    """`python -m module arguments…` in a process of its own."""
    reading, writing = os.pipe()
    report, reporting = os.pipe()
    order = json.dumps({"module": module, "arguments": list(arguments), "env": env, "cwd": str(cwd)})
    with Path(os.devnull).open() as nothing, os.fdopen(writing, "w") as piped:
        out, err = (stdout or piped).fileno(), (stderr or sys.__stderr__ or piped).fileno()
        socket.send_fds(_forks(), [order.encode()], [nothing.fileno(), out, err, reporting])
    os.close(reporting)
    return Process(report, os.fdopen(reading))


def finished(
    module: str, arguments: Sequence[str], env: dict[str, str], cwd: Path = ROOT, within: float = 60
) -> subprocess.CompletedProcess[str]:
    """The same once it has ended, with what it printed."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        status = started(module, arguments, env, cwd, out, err).wait(within)
        for one in (out, err):
            one.seek(0)
        return subprocess.CompletedProcess([module, *arguments], status, out.read(), err.read())


@cache
def _forks() -> socket.socket:
    """The way to the process that forks. It ends when this one does."""
    near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with far:
        command = [sys.executable, "-m", "tests.slack.forks", str(far.fileno())]
        os.set_inheritable(far.fileno(), True)
        os.posix_spawn(sys.executable, command, {**os.environ, "PYTHONPATH": str(ROOT)})
    return near


def _told(orders: socket.socket) -> tuple[str, list[str]] | None:
    """What to run here, in a new process that has everything it was given; None where nobody orders any more."""
    while True:
        text, files, _, _ = socket.recv_fds(orders, _MOST, 4)
        if not text:
            return None
        if not os.fork():
            orders.close()
            return _child(json.loads(text), files)
        for file in files:
            os.close(file)


def _child(order: dict[str, str | list[str] | dict[str, str]], files: list[int]) -> tuple[str, list[str]]:
    """Returns in the process to be; another stays with it and reports its id and status."""
    *standard, report = files
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if child := os.fork():
        for file in standard:
            os.close(file)
        os.write(report, f"{child}\n".encode())
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.write(report, f"{status}\n".encode())
        os._exit(0)
    os.close(report)
    for number, file in enumerate(standard):
        os.dup2(file, number)
        os.close(file)
    assert isinstance(order["env"], dict)
    os.environ.clear()
    os.environ.update(order["env"])
    os.chdir(str(order["cwd"]))
    return str(order["module"]), list(order["arguments"])


def main() -> None:
    for name in _READ:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that report
    told = _told(socket.socket(fileno=int(sys.argv[1])))
    if told:
        module, sys.argv[1:] = told
        runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
