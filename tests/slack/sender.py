"""A sender in a process of its own, to be killed: `python -m tests.slack.sender DATABASE API TOKEN`."""

from __future__ import annotations

import sys
import threading

from bot.delivery import Courier, delivery_client
from bot.pacing import Pace
from healthgap.store.database import open_database
from healthgap.store.outbox import Outbox
from tests.slack.test_delivery import PARCEL, START

database, api_url, token = sys.argv[1:]
outbox = Outbox(open_database(database))
Courier(
    outbox,
    delivery_client(token, api_url, Pace(lambda: START, speed=1_000)),
    lambda *_: PARCEL,
    lambda: START,
    lanes=1,
).deliver_due(threading.Event())
