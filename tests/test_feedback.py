"""Where answers stand, what people said of them, and the turns that change with an edited question."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from healthgap.store.answers import Answered, Answers
from healthgap.store.feedback import FeedbackBook
from healthgap.store.threads import Threads, Turn
from tests.sample import opened
from tests.test_command_line import healthgap

NOW = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)
SOON, LATER = NOW + timedelta(seconds=5), NOW + timedelta(minutes=1)
GAP = [{"intent": "gap", "indicator": "infant_mortality"}]
TREND = [{"intent": "trend", "indicator": "infant_mortality"}]
ANSWER = Answered("T/C1", "2.0", "1.0", "T/C1/1.0", NOW, "What is the gap?", ("F1", "3.0"))


@pytest.fixture
def threads(engine: Engine) -> Threads:
    return Threads(engine)


def test_an_answer_is_found_by_its_question_and_by_itself(engine: Engine) -> None:
    answers = Answers(engine)
    answers.keep(ANSWER)
    assert answers.to("T/C1", "1.0") == answers.at("T/C1", "2.0") == ANSWER
    assert answers.to("T/C1", "2.0") is answers.at("T/C2", "2.0") is None


def test_an_answer_that_changed_replaces_what_was_kept_of_it(engine: Engine) -> None:
    answers = Answers(engine)
    answers.keep(ANSWER)
    answers.keep(replace(ANSWER, reading="Another", below=()))
    assert answers.at("T/C1", "2.0") == replace(ANSWER, reading="Another", below=())
    answers.forget(ANSWER)
    assert answers.to("T/C1", "1.0") is None


def test_a_second_verdict_of_one_person_takes_back_the_first(engine: Engine) -> None:
    book = FeedbackBook(engine)
    book.say(ANSWER, "U1", "wrong", NOW)
    book.say(ANSWER, "U2", "not what I asked", SOON)
    book.say(ANSWER, "U1", "right", LATER)
    assert [(one.person, one.verdict, one.said_at) for one in book.all()] == [
        ("U1", "right", LATER),
        ("U2", "not what I asked", SOON),
    ]
    assert {(one.thread, one.asked_at, one.reading) for one in book.all()} == {
        (ANSWER.thread, ANSWER.asked_at, ANSWER.reading)
    }


def test_a_corrected_turn_stays_in_its_place(threads: Threads) -> None:
    threads.remember("T/C1/1.1", Turn(GAP, {}), NOW)
    threads.remember("T/C1/1.1", Turn([], {}), LATER)
    threads.correct("T/C1/1.1", NOW, Turn(TREND, {}))
    assert threads.last("T/C1/1.1") == (TREND, {})
    assert threads.last("T/C1/1.1", before=NOW) == ([], {})
    assert threads.went_on("T/C1/1.1", NOW)
    assert not threads.went_on("T/C1/1.1", LATER)


def test_a_turn_taken_back_is_forgotten(threads: Threads) -> None:
    threads.remember("T/C1/1.1", Turn(GAP, {}), NOW)
    threads.remember("T/C1/1.1", Turn(TREND, {}), LATER)
    threads.take_back("T/C1/1.1", LATER)
    assert threads.last("T/C1/1.1") == (GAP, {})


def test_a_quiet_thread_is_not_listened_to_until_it_is_again(threads: Threads) -> None:
    threads.remember("T/C1/1.1", Turn(GAP, {}), NOW)
    threads.keep_quiet("T/C1/1.1", NOW)
    threads.keep_quiet("T/C1/1.1", LATER)
    assert not threads.in_conversation("T/C1/1.1")
    threads.listen("T/C1/1.1")
    assert threads.in_conversation("T/C1/1.1")


def test_what_people_said_of_answers_is_listed_with_how_they_were_read(tmp_path: Path) -> None:
    service = opened(tmp_path, releases=0)
    for person in ("U1", "U2"):
        service.feedback_book.say(ANSWER, person, "wrong", NOW)
    service.close()
    told = healthgap(tmp_path, "questions").stdout
    assert told.splitlines()[-1] == "     2  wrong: What is the gap?"
