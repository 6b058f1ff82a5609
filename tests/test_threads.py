"""What was understood in a thread comes back, and an event is answered once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from healthgap.store.threads import Threads, Turn, UnknownWord

NOW = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)
GAP = [{"kind": "gap", "indicator": "infant_mortality", "period": None}]
TREND = [{"kind": "trend", "indicator": "infant_mortality"}, {"kind": "target"}]


@pytest.fixture
def threads(engine: Engine) -> Threads:
    return Threads(engine)


def test_the_last_question_of_a_thread_comes_back_as_it_was(threads: Threads) -> None:
    threads.remember("T/C1/1.1", Turn(GAP, {"misses": 0}), NOW)
    threads.remember("T/C1/1.1", Turn(TREND, {"misses": 0}), NOW)
    threads.remember("T/C1/2.2", Turn(GAP, {"misses": 0}), NOW)
    assert threads.last("T/C1/1.1") == (TREND, {"misses": 0})
    assert threads.last("T/C1/2.2") == (GAP, {"misses": 0})


def test_what_was_not_understood_does_not_hide_what_was_and_stays_open(threads: Threads) -> None:
    threads.remember("T/C1/1.1", Turn(GAP, {"misses": 0}), NOW)
    threads.remember("T/C1/1.1", Turn((), {"misses": 1, "choices": ["What is the cancer gap?"]}), NOW)
    assert threads.last("T/C1/1.1") == (GAP, {"misses": 1, "choices": ["What is the cancer gap?"]})


def test_the_bot_is_in_conversation_where_it_has_answered_at_all(threads: Threads) -> None:
    assert not threads.in_conversation("T/C1/1.1")
    assert threads.last("T/C1/1.1") == ([], {})
    threads.remember("T/C1/1.1", Turn((), {"misses": 1}), NOW)
    assert threads.in_conversation("T/C1/1.1")
    assert threads.last("T/C1/1.1") == ([], {"misses": 1})
    assert not threads.in_conversation("T/C1/2.2")


def test_unknown_words_are_counted_with_their_last_day_and_what_was_offered(threads: Threads) -> None:
    assert threads.unknown_words() == []
    threads.remember("T/C1/1.1", Turn((), {}, ("breast", "prisons"), "What is the cancer gap?"), NOW)
    threads.remember(
        "T/C1/2.2", Turn((), {}, ("breast",), "Is the cancer target met?"), NOW + timedelta(days=2)
    )
    assert threads.unknown_words() == [
        UnknownWord("breast", 2, date(2009, 1, 16), "Is the cancer target met?"),
        UnknownWord("prisons", 1, date(2009, 1, 14), "What is the cancer gap?"),
    ]


def test_words_counted_by_many_at_once_are_all_counted(engine: Engine) -> None:
    words = ("asthma", "breast", "smoking")
    with ThreadPoolExecutor(6) as askers:
        list(askers.map(lambda i: Threads(engine).remember(f"T/{i}", Turn((), {}, words), NOW), range(12)))
    assert [word.asked for word in Threads(engine).unknown_words()] == [12, 12, 12]


def test_an_event_is_new_once(threads: Threads) -> None:
    assert not threads.heard("Ev1", NOW)
    assert threads.heard("Ev1", NOW + timedelta(minutes=5))
    assert not threads.heard("Ev2", NOW)


def test_an_event_whose_work_failed_is_new_again(threads: Threads) -> None:
    threads.heard("Ev1", NOW)
    threads.forget("Ev1")
    assert not threads.heard("Ev1", NOW)


def test_the_latest_of_a_series_is_known_in_whatever_order_it_is_heard(threads: Threads) -> None:
    for name in ("edit/C_1/10.0/20.2", "edit/C_1/10.0/20.1", "edit/CX1/10.0/20.3", "edit/C_1/10.0/"):
        threads.heard(name, NOW)
    assert threads.is_latest("edit/C_1/10.0/20.2")
    assert not threads.is_latest("edit/C_1/10.0/20.1")


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
