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
from pathlib import Path
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from tests.slack.world import World, bot_process, settings_of, until, world

ROUNDS = 40
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


def answered_after(home: World, question: str) -> float:
    """Seconds from a question to the first reply in its thread."""
    start = time.perf_counter()
    home.answer(home.mention(question))
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
            for question in QUESTIONS:
                answered_after(ours, question)
                answered_after(theirs, question)
            bot, echo = in_turn(
                ROUNDS, lambda text: answered_after(ours, text), lambda text: answered_after(theirs, text)
            )
    for name, times in (("healthgap", bot), ("echo bot", echo)):
        quartiles = statistics.quantiles([1000 * seconds for seconds in times], n=4)
        sys.stdout.write(
            f"{name:10} median {quartiles[1]:.0f} ms, middle half {quartiles[0]:.0f} to {quartiles[2]:.0f}\n"
        )
    ratio = statistics.median(bot) / statistics.median(echo)
    sys.stdout.write(f"ratio of medians {ratio:.2f} over {ROUNDS} questions each, asked in turn\n")


if __name__ == "__main__":
    main()
