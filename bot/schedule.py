"""The jobs that run by themselves, each one line that calls somebody else. Decides nothing about what is due."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler

from bot.couriers import Couriers
from bot.delivery import Courier
from bot.inbox import Inbox
from healthgap import telling
from healthgap.service import Healthgap

_log = logging.getLogger(__name__)

_TICK, _SCAN, _RENEWAL, _HOUR = 2, 2, 300, 3_600  # seconds


@contextmanager
def schedule(
    service: Healthgap,
    courier: Courier | Couriers,
    inbox: Inbox | None,
    clock: Callable[[], datetime],
    renew: Callable[[], None] | None = None,
) -> Iterator[None]:
    """Runs the jobs for the time of the block; at its end what is begun is finished, and nothing more begun.

    `renew` fetches new tokens, where tokens change.
    """
    stopping = threading.Event()

    def deliver() -> None:
        # What has become due while nothing ran is known whole before any of it is sent; the other job goes on
        # planning while this one sends.
        telling.plan(service, clock())
        courier.deliver_due(stopping)

    jobs: list[tuple[int, Callable[[], None]]] = [
        (_TICK, lambda: telling.plan(service, clock())),
        (_TICK, deliver),
        (_HOUR, lambda: service.threads.forget_events(clock())),
    ]
    if inbox:
        jobs.append((_SCAN, lambda: inbox.scan(clock())))
    if renew:
        jobs.append((_RENEWAL, renew))
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # that a long job skips ticks is no news
    scheduler = BackgroundScheduler(
        timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for seconds, job in jobs:
        scheduler.add_job(_tick, "interval", args=[job], seconds=seconds, next_run_time=clock())
    scheduler.start()
    try:
        yield
    finally:
        stopping.set()
        scheduler.shutdown(wait=True)


def _tick(job: Callable[[], None]) -> None:
    """Runs one job. Whatever goes wrong in it is told, and must not end the schedule."""
    try:
        job()
    except Exception:
        _log.exception("A job failed; it runs again at the next tick.")
