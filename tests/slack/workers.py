"""Workers to be killed: `python -m tests.slack.workers`, or with DATABASE API BEGUN SPEED.

Each line of the standard input starts one, forked from a process that has imported everything, and its process id is
printed. It is the bot's own worker, by the environment; or else one whose clock runs fast: it shows
`tests.slack.test_delivery.START` at the epoch second BEGUN and runs at SPEED.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
import time
from datetime import datetime, timedelta

from bot import __main__ as bot
from bot.delivery import Courier, delivery_client
from bot.pacing import Pace
from healthgap.store.database import open_database
from healthgap.store.outbox import Outbox
from tests.slack.test_delivery import PARCEL, START


def work_fast(database: str, api_url: str, begun: float, speed: float) -> None:
    def clock() -> datetime:
        return START + timedelta(seconds=(time.time() - begun) * speed)

    outbox = Outbox(open_database(database))
    client = delivery_client("xoxb-stand-in", api_url, Pace(clock, speed))
    client.timeout /= speed  # on this clock too a call ends before its lease does
    courier = Courier(outbox, client, lambda *_: PARCEL, clock)
    while True:
        outbox.plan(clock())
        courier.deliver_due(threading.Event())
        time.sleep(0.02)


def work(arguments: list[str]) -> None:
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what workers say is no process id
    if arguments:
        database, api_url, begun, speed = arguments
        work_fast(database, api_url, float(begun), float(speed))
    sys.argv = ["bot", "worker"]
    bot.main()


def main() -> None:
    for slow in ("matplotlib.figure", "pandas", "psycopg", "healthgap.charts"):
        importlib.import_module(slow)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            work(sys.argv[1:])
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
