"""Kills workers at random moments while many channels are due: `python -m tests.slack.kills [--kills N]`.

Runs the bot's own workers, one on SQLite and three on one PostgreSQL, with the sample's newest release, and prints how
many messages stand in each channel at the end.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from healthgap.service import Healthgap
from healthgap.store.outbox import Outbox
from tests.servers import postgres_server
from tests.slack.stand_in import StandIn, stand_in
from tests.slack.world import ROOT, until

Start = Callable[[], int]
"""Starts a worker and returns its process id."""

SEED = 20090114
_LONGEST_LIFE = 4.0  # seconds, of which a worker needs one to begin
_WITHIN = 1_800.0  # seconds that everything may take after the last kill


@contextmanager
def killed_again_and_again(
    start: Start, workers: int, kills: int, longest_life: float, random: Random
) -> Iterator[None]:
    """So many workers, after one of them was killed so many times, each replaced at once; all are killed at the end."""
    alive: list[int] = []
    try:
        alive += [start() for _ in range(workers)]
        for _ in range(kills):
            time.sleep(random.uniform(0, longest_life) / workers)
            victim = random.randrange(workers)
            os.kill(alive[victim], signal.SIGKILL)
            alive[victim] = start()
        yield
    finally:
        for worker in alive:
            os.kill(worker, signal.SIGKILL)


@contextmanager
def forking(arguments: list[str], settings: dict[str, str]) -> Iterator[Start]:
    """The means to start workers, see `tests.slack.workers`."""
    command = [sys.executable, "-m", "tests.slack.workers", *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, **settings}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, bufsize=1, **pipes) as process:

        def start() -> int:
            assert process.stdin
            assert process.stdout
            process.stdin.write("one more\n")
            return int(process.stdout.readline())

        yield start
        process.terminate()


def pending(outbox: Outbox) -> int:
    return sum(one.state == "pending" for one in outbox.deliveries(limit=10_000))


def standing(slack: StandIn, channels: list[str]) -> Counter[tuple[int, int]]:
    """In how many channels so many messages stand, and so many below them."""
    return Counter(slack.count(channel) for channel in channels)


def _told(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _run(name: str, url: str, workers: int, kills: int, channels: list[str], troubled: float) -> None:
    newest = max((ROOT / "sample").glob("*.csv"))
    with (
        closing(Healthgap.open(url, ROOT / "config")) as service,
        stand_in(Random(SEED), troubled) as slack,
    ):
        service.load(sorted({*(ROOT / "sample").glob("*.csv")} - {newest}), now=datetime.now(UTC))
        for channel in channels:
            service.subscribe(channel, by="U0ADA", now=datetime.now(UTC))
        service.load([newest], now=datetime.now(UTC) + timedelta(microseconds=1))
        service.outbox.plan(datetime.now(UTC))
        settings = {"DATABASE_URL": url, "SLACK_BOT_TOKEN": "xoxb-stand-in", "SLACK_API_URL": slack.api_url}
        begun = time.monotonic()
        with (
            forking([], settings) as start,
            killed_again_and_again(start, workers, kills, _LONGEST_LIFE, Random(SEED)),
        ):
            left, killed = pending(service.outbox), time.monotonic()
            until(lambda: not pending(service.outbox), _WITHIN)
        _told(
            f"{name}, {workers} worker(s): {kills} kills in {killed - begun:.0f} s, {left} of {len(channels)} "
            f"deliveries unfinished then, all finished {time.monotonic() - killed:.0f} s later"
        )
        for (above, below), count in sorted(standing(slack, channels).items()):
            _told(f"  {count} channels with {above} message(s) and {below} below")
        _told(f"  calls: {dict(Counter(method for method, _ in slack.calls))}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--channels", type=int, default=200)
    parser.add_argument(
        "--databases", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql")
    )
    parser.add_argument("--troubled", type=float, default=0.05, help="the share of calls that meet a fault")
    chosen = parser.parse_args()
    channels = [f"C{number:05}" for number in range(chosen.channels)]
    if "sqlite" in chosen.databases:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite:///{Path(folder) / 'healthgap.db'}"
            _run("SQLite", url, 1, chosen.kills, channels, chosen.troubled)
    if "postgresql" in chosen.databases:
        with postgres_server() as server:
            _run("PostgreSQL", server.new_database(), 3, chosen.kills, channels, chosen.troubled)


if __name__ == "__main__":
    main()
