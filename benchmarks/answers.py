"""How long an answer takes through a local Slack, beside a bare echo bot: run `python -m benchmarks.answers`.

Two local Slacks side by side, one with the bot in it and one with a bot that only repeats what it is told, both by
Socket Mode; questions go to each in turn, and the time runs from the message to the reply.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.local.workspace import BOT, CHANNEL
from tests.slack.world import World, bot_process, settings_of, until, world

ROUNDS = 40
PATIENCE = 20.0
QUESTIONS = (
    "what is the infant mortality gap?",
    "how much has the cancer gap narrowed since the baseline?",
    "is the circulatory target on track?",
    "which gaps have widened?",
)


@contextmanager
def echo_bot(home: World) -> Iterator[None]:
    """A bot that answers every mention with its text, in the thread, and does nothing else."""
    client = WebClient(token=home.app["botToken"], base_url=home.slack.api_url)
    app = App(client=client, signing_secret=home.app["signingSecret"])

    @app.event("message")
    def written() -> None:
        """Every mention arrives as a message too."""

    @app.event("app_mention")
    def mentioned(event: Mapping[str, Any], client: WebClient) -> None:
        client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text=event["text"])

    handler = SocketModeHandler(app, home.app["appToken"])
    threading.Thread(target=handler.connect, daemon=True).start()
    until(lambda: handler.client is not None and handler.client.is_connected())
    yield
    handler.close()


def answered_after(home: World, client: httpx.Client, question: str) -> float:
    """Seconds from sending a question to the first reply in its thread, looking without a pause."""
    control = f"{home.slack.address}/_control"
    channel = f"{control}/messages/{CHANNEL}"
    said = {"channel": CHANNEL, "user": "U0ADA", "text": f"<@{BOT}> {question}"}
    start = time.perf_counter()
    ts = client.post(f"{control}/message", json=said).json()["message"]["ts"]
    while not any(message.get("thread_ts") == ts for message in client.get(channel).json()["messages"]):
        if time.perf_counter() - start > PATIENCE:
            raise TimeoutError(question)
    return time.perf_counter() - start


def in_turn(
    rounds: int, one: Callable[[str], float], other: Callable[[str], float]
) -> tuple[list[float], list[float]]:
    pairs = [
        (one(QUESTIONS[i % len(QUESTIONS)]), other(QUESTIONS[i % len(QUESTIONS)])) for i in range(rounds)
    ]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / "bot", Path(folder) / "echo"
        first.mkdir()
        second.mkdir()
        with (
            world("socket", first) as ours,
            world("socket", second) as theirs,
            bot_process(settings_of(ours)),
            echo_bot(theirs),
        ):
            asks = [partial(answered_after, home, httpx.Client()) for home in (ours, theirs)]
            for question in QUESTIONS:
                asks[0](question)
                asks[1](question)
            bot, echo = in_turn(ROUNDS, *asks)
    for name, times in (("healthgap", bot), ("echo bot", echo)):
        quartiles = statistics.quantiles([1000 * seconds for seconds in times], n=4)
        sys.stdout.write(
            f"{name:10} median {quartiles[1]:.1f} ms, middle half {quartiles[0]:.1f} to {quartiles[2]:.1f}\n"
        )
    ratio = statistics.median(bot) / statistics.median(echo)
    sys.stdout.write(f"ratio of medians {ratio:.2f} over {ROUNDS} questions each, asked in turn\n")


if __name__ == "__main__":
    main()
