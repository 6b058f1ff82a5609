"""An answer that is under way is waited for as long as it may take, and no longer than it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.blocks import listed_table
from bot.conversation import Asked, Conversation
from bot.metrics import Metrics
from bot.posting import Place, attach
from bot.watch import Watch
from healthgap.service import Healthgap
from healthgap.store.answers import Answered

START = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)
ASKED = Asked("what is the gap?", "T1", Place("C1", "1.1"), ts="1.1")
ANSWER = Answered(ASKED.channel, "1.2", ASKED.ts, ASKED.thread, START, "What is the gap?")


@pytest.fixture
def conversation(tmp_path: Path) -> Iterator[Conversation]:
    with closing(Healthgap.open(f"sqlite:///{tmp_path / 'healthgap.db'}", Path("config"))) as service:
        watch = Watch(Metrics(service, lambda: START), lambda: START)
        yield Conversation(service, lambda: START, listed_table, attach, watch)


def test_an_answer_that_stands_only_after_a_minute_is_found(conversation: Conversation) -> None:
    looks = 0

    def clock() -> datetime:
        nonlocal looks
        looks += 1
        if looks == 4:
            conversation.service.answers.keep(ANSWER)
        return START + looks * timedelta(seconds=20)

    assert replace(conversation, clock=clock).standing(ASKED) == ANSWER


def test_an_answer_that_never_comes_is_not_waited_for_for_ever(conversation: Conversation) -> None:
    minutes = iter(range(100))
    assert (
        replace(conversation, clock=lambda: START + timedelta(minutes=next(minutes))).standing(ASKED) is None
    )
    assert next(minutes) < 10


def test_what_ended_without_an_answer_is_not_waited_for(conversation: Conversation) -> None:
    with conversation.under_way(ASKED):
        pass
    assert conversation.standing(ASKED) is None
    other = replace(ASKED, ts="2.2")
    with conversation.under_way(other):
        conversation.service.answers.keep(replace(ANSWER, question_ts="2.2"))
    assert not conversation.service.threads.was_heard(f"over/{other.message}")
