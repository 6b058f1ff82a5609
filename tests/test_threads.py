"""What was understood in a thread comes back, and an event is answered once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from healthgap.store.threads import Threads

NOW = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)
GAP = [{"kind": "gap", "indicator": "infant_mortality", "period": None}]
TREND = [{"kind": "trend", "indicator": "infant_mortality"}, {"kind": "target"}]


@pytest.fixture
def threads(engine: Engine) -> Threads:
    return Threads(engine)


def test_the_last_question_of_a_thread_comes_back_as_it_was(threads: Threads) -> None:
    threads.remember("T/C1/1.1", GAP, NOW)
    threads.remember("T/C1/1.1", TREND, NOW)
    threads.remember("T/C1/2.2", GAP, NOW)
    assert threads.last("T/C1/1.1") == TREND
    assert threads.last("T/C1/2.2") == GAP


def test_what_was_not_understood_does_not_hide_what_was(threads: Threads) -> None:
    threads.remember("T/C1/1.1", GAP, NOW)
    threads.remember("T/C1/1.1", (), NOW)
    assert threads.last("T/C1/1.1") == GAP


def test_the_bot_is_in_conversation_where_it_has_answered_at_all(threads: Threads) -> None:
    assert not threads.in_conversation("T/C1/1.1")
    assert threads.last("T/C1/1.1") == []
    threads.remember("T/C1/1.1", (), NOW)
    assert threads.in_conversation("T/C1/1.1")
    assert threads.last("T/C1/1.1") == []
    assert not threads.in_conversation("T/C1/2.2")


def test_an_event_is_new_once(threads: Threads) -> None:
    assert not threads.heard("Ev1", NOW)
    assert threads.heard("Ev1", NOW + timedelta(minutes=5))
    assert not threads.heard("Ev2", NOW)


def test_of_many_hearing_an_event_at_once_one_is_first(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as listeners:
        heard = list(listeners.map(lambda _: Threads(engine).heard("Ev1", NOW), range(8)))
    assert sorted(heard) == [False] + [True] * 7


def test_old_events_are_forgotten_and_recent_ones_are_not(threads: Threads) -> None:
    threads.heard("old", NOW)
    threads.heard("recent", NOW + timedelta(days=2))
    threads.forget_events(NOW + timedelta(days=4))
    assert threads.heard("recent", NOW + timedelta(days=4))
    assert not threads.heard("old", NOW + timedelta(days=4))
