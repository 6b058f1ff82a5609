"""What counts as waiting to be sent is what a sender would be given, of whatever kind, in whichever workspace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from healthgap.store.alerts import AlertBook
from healthgap.store.backlog import Backlog, backlog
from healthgap.store.outbox import Outbox
from tests.held import hold
from tests.test_outbox import INFANTS, LATER, LEASE, LOADED, PUBLIC, SUBSCRIBED, claimed, tell, wish, withdraw

NOTHING = Backlog(0, None, 0)
ANY_STATUS = {"kind": "status", "about": None, "wanted": ""}


def _digest(engine: Engine) -> None:
    Outbox(engine).subscribe(replace(wish(), summaries=False, digest="weekly"))
    Outbox(engine).plan(LATER)


def _alert_alone(engine: Engine) -> None:
    AlertBook(engine).add("C1", ANY_STATUS, "U1", SUBSCRIBED, "any change")
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    Outbox(engine).plan(LATER)


def _withdrawal_after_unsubscribing(engine: Engine) -> None:
    tell(engine, Outbox(engine))
    Outbox(engine).unsubscribe("C1", PUBLIC)
    withdraw(engine, Outbox(engine), "new", LATER)


def _withdrawal_to_who_paused(engine: Engine) -> None:
    tell(engine, Outbox(engine))
    Outbox(engine).pause("C1", "<@U1> paused it.", PUBLIC, by="U1")
    withdraw(engine, Outbox(engine), "new", LATER)


def _notice(engine: Engine) -> None:
    outbox = Outbox(engine)
    outbox.subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    outbox.close(claimed(outbox, PUBLIC), "The channel is archived.", "A notice.", PUBLIC)


@pytest.mark.parametrize(
    ("happened", "paused"),
    [
        (_digest, 0),
        (_alert_alone, 0),
        (_withdrawal_after_unsubscribing, 0),
        (_withdrawal_to_who_paused, 1),
        (_notice, 1),
    ],
)
def test_whatever_a_sender_would_be_given_is_counted(
    engine: Engine, happened: Callable[[Engine], None], paused: int
) -> None:
    happened(engine)
    found = backlog(engine, LATER)
    assert (found.due, found.paused) == (1, paused)
    assert found.oldest_due_at == claimed(Outbox(engine), LATER).due_at


def test_a_channel_that_two_workspaces_share_waits_once_for_each(engine: Engine) -> None:
    for workspace in ("T1", "T2"):
        Outbox(engine, workspace).subscribe(wish())
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    Outbox(engine).plan(PUBLIC)
    assert backlog(engine, PUBLIC) == Backlog(2, PUBLIC, 0)


def test_what_is_held_up_or_not_due_is_not_counted(engine: Engine) -> None:
    outbox = Outbox(engine)
    outbox.subscribe(wish(at="17:00"))
    hold(engine, "new", PUBLIC, LOADED, INFANTS)
    outbox.plan(PUBLIC)
    assert backlog(engine, PUBLIC) == NOTHING
    outbox.pause("C1", "The channel is archived.", PUBLIC)
    assert backlog(engine, LATER) == replace(NOTHING, paused=1)
    assert outbox.claim(LATER, LEASE) is None
    outbox.subscribe(wish(created=LATER))
    assert backlog(engine, LATER + timedelta(days=1)).due == 1
