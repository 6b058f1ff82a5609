"""What the bot does under load: run `python -m benchmarks.load [questions|deliveries]`.

Questions: 50 a second for 60 seconds, signed and sent over HTTP as Slack sends them, at their times whatever the
answers to earlier ones take; first to the bot, then to a bot that only repeats what it is told. Deliveries: a release
that 5,000 channels are to hear of at once. Slack is a stand-in that answers immediately, see `benchmarks.stand_in`.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from slack_sdk.signature import SignatureVerifier

from bot.local.slack import free_port
from healthgap.service import Healthgap
from healthgap.slots import Slots
from healthgap.store.database import writing
from healthgap.store.schema import subscription
from healthgap.store.subscriptions import Subscription, row_of

ROOT = Path(__file__).parent.parent
RELEASES = sorted((ROOT / "sample").glob("*.csv"))
A_SECOND, SECONDS, CHANNELS = 50, 60, 200
DUE = 5_000
PATIENCE = 60.0
SIGNED_WITH = "load"
QUESTIONS = (
    "what is the infant mortality gap?",
    "how much has the cancer gap narrowed since the baseline?",
    "is the circulatory target on track?",
    "which gaps have widened?",
    "infant mortality rate in routine and manual in 2002-04",
    "how is the wether?",
)


@dataclass(frozen=True)
class Sent:
    """One question: when it was to be sent, and how long Slack waited for its acknowledgement."""

    ts: str
    at: float
    acknowledged_after: float
    status: int


@contextmanager
def process(*arguments: str, **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of the programs that take part, with its log in a file that is gone afterwards."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **settings}
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            [sys.executable, "-m", *arguments], env=environment, cwd=ROOT, stdout=log, stderr=log
        ) as started,
    ):
        try:
            yield started
        finally:
            started.terminate()


@contextmanager
def slack() -> Iterator[str]:
    """The address of a stand-in for Slack."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with process("benchmarks.stand_in", str(port)):
        ready(f"{address}/counts")
        yield address


def ready(url: str) -> None:
    """Waits until something answers there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if httpx.get(url).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise TimeoutError(url)


def signed(number: int, question: str) -> tuple[str, bytes, dict[str, str]]:
    """A mention in a channel as Slack sends it: its ts, body and headers."""
    ts = f"{1_700_000_000 + number}.000000"
    event = {
        "type": "app_mention",
        "channel": f"C{number % CHANNELS:05}",
        "user": "U0ADA",
        "ts": ts,
        "text": f"<@U0BOT> {question}",
    }
    envelope = {"type": "event_callback", "team_id": "T0", "event_id": f"Ev{number}", "event": event}
    body, stamp = json.dumps(envelope), str(int(time.time()))
    signature = SignatureVerifier(SIGNED_WITH).generate_signature(timestamp=stamp, body=body)
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature or "",
    }
    return ts, body.encode(), headers


async def ask_all(url: str) -> list[Sent]:
    """Sends each question at its moment, however many are still without an acknowledgement."""
    begin = time.time() + 0.5
    async with httpx.AsyncClient(timeout=PATIENCE, limits=httpx.Limits(max_connections=None)) as client:

        async def ask(number: int) -> Sent:
            at = begin + number / A_SECOND
            await asyncio.sleep(max(0.0, at - time.time()))
            ts, body, headers = signed(number, QUESTIONS[number % len(QUESTIONS)])
            response = await client.post(url, content=body, headers=headers)
            return Sent(ts, at, time.time() - at, response.status_code)

        return await asyncio.gather(*(ask(number) for number in range(A_SECOND * SECONDS)))


def questions_to(name: str, slack_address: str, port: int) -> float:
    """Asks everything, prints what became of it, and returns the median time to an answer."""
    begun = time.time()
    sent = asyncio.run(ask_all(f"http://127.0.0.1:{port}/slack/events"))
    deadline = time.monotonic() + PATIENCE
    while True:
        posts = [post for post in httpx.get(f"{slack_address}/posts").json()["posts"] if post[0] >= begun]
        answered = Counter(thread for _, _, thread in posts)
        if len(answered) >= len(sent) or time.monotonic() > deadline:
            break
        time.sleep(0.5)
    first: dict[str, float] = {}
    for at, _, thread in posts:
        first.setdefault(thread, at)
    took = [first[one.ts] - one.at for one in sent if one.ts in first]
    say(f"{name}: {len(sent)} questions in {SECONDS} s, {sum(one.status != 200 for one in sent)} refused,")
    say(
        f"  {len(sent) - len(took)} without an answer, {sum(n > 1 for n in answered.values())} answered twice"
    )
    say(f"  acknowledged after {spread([one.acknowledged_after for one in sent])}")
    say(f"  answered after     {spread(took)}")
    return statistics.median(took)


def spread(seconds: list[float]) -> str:
    cuts = statistics.quantiles([1000 * one for one in seconds], n=100)
    return f"{cuts[49]:.1f} ms (median), {cuts[98]:.1f} ms (99th percentile), {1000 * max(seconds):.0f} ms (longest)"


def questions(folder: Path) -> None:
    database = f"sqlite:///{folder / 'healthgap.db'}"
    with closing(Healthgap.open(database, ROOT / "config")) as service:
        service.load(RELEASES, now=datetime.now(UTC))
    with slack() as address:
        ports = [free_port(), free_port()]
        settings = {
            "DATABASE_URL": database,
            "SLACK_BOT_TOKEN": "xoxb-load",
            "SLACK_SIGNING_SECRET": SIGNED_WITH,
            "SLACK_API_URL": f"{address}/api/",
        }
        with process("bot", "web", **settings, PORT=str(ports[0])) as bot:
            ready(f"http://127.0.0.1:{ports[0]}/healthz")
            ours = questions_to("healthgap", address, ports[0])
            say(f"  memory at the end {memory(bot.pid):.0f} MB")
        with process("benchmarks.echo", **settings, PORT=str(ports[1])):
            ready(f"http://127.0.0.1:{ports[1]}/healthz")
            theirs = questions_to("echo bot", address, ports[1])
    say(f"ratio of the medians to an answer {ours / theirs:.2f}")


def deliveries(folder: Path) -> None:
    database = f"sqlite:///{folder / 'healthgap.db'}"
    now = datetime.now(UTC)
    with closing(Healthgap.open(database, ROOT / "config")) as service:
        service.load(RELEASES[:-1], now=now - timedelta(days=1))
        wishes = [
            Subscription(f"C{number:05}", None, Slots(None, "UTC"), "U0ADA", now - timedelta(hours=1))
            for number in range(DUE)
        ]
        with writing(service.engine) as connection:
            connection.execute(subscription.insert(), [row_of(wish) for wish in wishes])
        service.load(RELEASES[-1:], now=now)
    with slack() as address:
        settings = {"SLACK_BOT_TOKEN": "xoxb-load", "SLACK_API_URL": f"{address}/api/"}
        begun = time.monotonic()
        with process("bot", "worker", DATABASE_URL=database, **settings) as worker:
            say("seconds  channels that have it  memory of the worker")
            while True:
                time.sleep(10)
                told = httpx.get(f"{address}/posts", timeout=PATIENCE).json()
                summaries = Counter(channel for _, channel, thread in told["posts"] if not thread)
                size = memory(worker.pid)
                say(f"{time.monotonic() - begun:7.0f}  {len(summaries):21}  {size:.0f} MB")
                if len(summaries) >= DUE:
                    break
    say(f"{sum(n > 1 for n in summaries.values())} channels got it twice")
    say(f"{told['calls'].get('turned away', 0)} calls turned away")


def memory(pid: int) -> float:
    """What a process holds in memory, in MB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1000


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    wanted = sys.argv[1:] or ["questions", "deliveries"]
    for part in wanted:
        with tempfile.TemporaryDirectory() as folder:
            {"questions": questions, "deliveries": deliveries}[part](Path(folder))


if __name__ == "__main__":
    main()
