"""Workers are killed at random moments while Slack fails at random: each channel has one message in the end.

`python -m tests.slack.kills` does the same with the bot's own workers, a hundred kills and the real clock.
"""

from __future__ import annotations

import time
from datetime import timedelta
from random import Random

from sqlalchemy import Engine

from healthgap.slots import Slots
from healthgap.store.outbox import Outbox
from healthgap.store.subscriptions import Subscription
from tests.held import hold
from tests.slack.kills import SEED, forking, killed_again_and_again, pending, standing
from tests.slack.stand_in import stand_in
from tests.slack.test_delivery import START
from tests.slack.world import until

CHANNELS = [f"C{number:02}" for number in range(100)]
KILLS, LONGEST_LIFE, SPEED = 8, 0.4, 10.0


def test_whoever_is_killed_each_channel_has_one_message(engine: Engine, database_url: str) -> None:
    workers = 1 if engine.dialect.name == "sqlite" else 3
    outbox = Outbox(engine)
    for channel in CHANNELS:
        made = Subscription(channel, None, Slots(None, "UTC"), "U0ADA", START - timedelta(days=1))
        outbox.subscribe(made)
    hold(engine, "new", START, START, "infant_mortality")
    outbox.plan(START)  # or those who are killed before they plan leave nothing pending
    with stand_in(Random(SEED), 0.05) as slack:
        arguments = [database_url, slack.api_url, str(time.time()), str(SPEED)]
        with (
            forking(arguments, {}) as start,
            killed_again_and_again(start, workers, KILLS, LONGEST_LIFE, Random(SEED)),
        ):
            left = pending(outbox)
            until(lambda: not pending(outbox), 60)
    assert left > 0
    assert standing(slack, CHANNELS) == {(1, 2): len(CHANNELS)}
