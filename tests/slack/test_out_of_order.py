"""What Slack tells twice, late or in the wrong order, and what it turns away: each question has one right answer."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.local.workspace import BOT, CHANNEL
from healthgap.store.database import open_database
from healthgap.store.schema import event
from healthgap.store.threads import Threads
from tests.slack.proxy import Answer, Forward, Proxy, broken_server, proxy, turned_away
from tests.slack.world import HTTP, WITHIN, World, bot_process, buttons, settings_of, signed, until, world

EARLY, LATE = f"<@{BOT}> infant mortality gap in 2001-03", f"<@{BOT}> infant mortality gap in 2003-05"
ANSWERS = {
    EARLY: "Infant mortality, relative gap, 2001-03: 19%.",
    LATE: "Infant mortality, relative gap, 2003-05: 18%.",
}
POST = "chat.postMessage"


@dataclass
class Town:
    """A bot over HTTP whose Slack can be troubled, and which is told whatever a test likes."""

    world: World
    front: Proxy
    numbers: Iterator[int]

    def tell(self, told: dict[str, Any]) -> None:
        """Slack tells the bot of an event."""
        envelope = {"type": "event_callback", "team_id": "T0HEALTH", "event_id": f"Ev{next(self.numbers)}"}
        body = json.dumps({**envelope, "event": {"channel": CHANNEL, **told}})
        headers = signed(self.world.app["signingSecret"], body)
        assert self.world.events
        assert HTTP.post(self.world.events, content=body, headers=headers).status_code == 200

    def asked(self, ts: str, text: str, **more: Any) -> None:
        self.tell({"type": "app_mention", "user": "U0ADA", "ts": ts, "text": text, **more})

    def edited(self, ts: str, text: str | None, at: str, before: str = "") -> None:
        message = {"user": "U0ADA", "ts": ts, "edited": {"user": "U0ADA", "ts": at}}
        message |= {} if text is None else {"text": text}
        previous = {"user": "U0ADA", "ts": ts, "text": before}
        changed = {"type": "message", "subtype": "message_changed"}
        self.tell({**changed, "message": message, "previous_message": previous})

    def deleted(self, ts: str) -> None:
        self.tell({"type": "message", "subtype": "message_deleted", "deleted_ts": ts})

    def handled(self, key: str) -> None:
        """Waits until the bot has begun with what has this in its key."""
        database, asked = (
            open_database(self.world.database),
            select(event.c.id).where(event.c.id.contains(key)),
        )

        def begun() -> bool:
            with database.connect() as connection:
                return connection.scalar(asked) is not None

        until(begun)
        database.dispose()

    def answers(self, ts: str) -> list[str]:
        """The first lines of what stands below a message, once something does."""
        return [message["text"].split("\n")[0] for message in self.world.answers(ts)]

    def settled(self, ts: str) -> list[str]:
        """The same once all that was told of before is done, though nothing stands there."""
        last = self.world.say("anything")
        self.asked(last, EARLY)
        self.answers(last)
        below = [one for one in self.world.messages() if one.get("thread_ts") == ts and one["user"] == BOT]
        return [one["text"].split("\n")[0] for one in below]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with (
        world("http", tmp_path_factory.mktemp("town")) as made,
        proxy(made.slack.api_url) as front,
        bot_process({**settings_of(made), "SLACK_API_URL": front.api_url}),
    ):
        yield Town(made, front, itertools.count())


class Held:
    """A fault that lets its call wait until it is released."""

    def __init__(self) -> None:
        self.arrived, self.released = threading.Event(), threading.Event()

    def __call__(self, forward: Forward) -> Answer:
        self.arrived.set()
        assert self.released.wait(WITHIN)
        return forward()


@pytest.fixture
def under_way(town: Town) -> Held:
    """The next message that the bot posts is under way until it is released."""
    held = Held()
    town.front.fail(POST, held)
    return held


def test_of_two_edits_the_later_one_counts_whichever_arrives_first(town: Town) -> None:
    ts = town.world.say("anything")
    town.asked(ts, f"<@{BOT}> overview")
    town.answers(ts)
    town.edited(ts, LATE, "20.000002")
    until(lambda: town.answers(ts) == [ANSWERS[LATE]])
    town.edited(ts, EARLY, "20.000001")
    town.handled(f"{ts}/20.000001")
    assert town.settled(ts) == [ANSWERS[LATE]]


def test_an_edit_that_arrives_before_its_question_is_what_is_answered(town: Town) -> None:
    ts = town.world.say("anything")
    town.edited(ts, LATE, "30.000001", before=EARLY)
    town.answers(ts)
    town.asked(ts, EARLY)
    assert town.settled(ts) == [ANSWERS[LATE]]


def test_an_edit_of_a_question_whose_answer_is_under_way_changes_that_answer(
    town: Town, under_way: Held
) -> None:
    ts = town.world.say("anything")
    town.asked(ts, EARLY)
    assert under_way.arrived.wait(WITHIN)
    town.edited(ts, LATE, "40.000001", before=EARLY)
    town.handled(f"{ts}/40.000001")
    under_way.released.set()
    until(lambda: town.answers(ts) == [ANSWERS[LATE]])


def test_a_question_deleted_while_its_answer_is_under_way_keeps_none(town: Town, under_way: Held) -> None:
    ts = town.world.say("anything")
    town.asked(ts, EARLY)
    assert under_way.arrived.wait(WITHIN)
    town.deleted(ts)
    under_way.released.set()
    until(lambda: town.front.count("chat.delete", CHANNEL))
    assert town.settled(ts) == []


def test_a_question_is_not_answered_that_was_deleted_before_it_arrived(town: Town) -> None:
    ts = town.world.say("anything")
    town.deleted(ts)
    town.handled(ts)
    town.asked(ts, EARLY)
    assert town.settled(ts) == []


def test_what_was_heard_of_a_question_may_be_forgotten_and_its_answer_still_changes_and_goes(
    town: Town,
) -> None:
    ts = town.world.say("anything")
    town.asked(ts, EARLY)
    town.answers(ts)
    engine = open_database(town.world.database)
    Threads(engine).forget_events(datetime.now(UTC) + timedelta(days=9))
    engine.dispose()
    town.edited(ts, LATE, "60.000001", before=EARLY)
    until(lambda: town.answers(ts) == [ANSWERS[LATE]])
    town.deleted(ts)
    until(lambda: town.settled(ts) == [])


def test_a_message_without_any_text_asks_nothing_and_breaks_nothing(town: Town) -> None:
    ts = town.world.say("anything")
    town.edited(ts, None, "50.000001", before=EARLY)
    town.tell({"type": "message", "channel_type": "channel", "user": "U0ADA", "ts": ts, "blocks": []})
    assert town.settled(ts) == []


def test_a_bot_that_mentions_this_one_is_left_alone(town: Town) -> None:
    ts = town.world.say("anything")
    town.asked(ts, EARLY, bot_id="B0OTHER")
    assert town.settled(ts) == []


def test_an_answer_that_slack_turns_away_again_and_again_arrives_all_the_same(town: Town) -> None:
    ts = town.world.say("anything")
    town.front.fail(POST, *[turned_away(1)] * 5)
    town.asked(ts, EARLY)
    assert town.answers(ts) == [ANSWERS[EARLY]]


def test_a_choice_whose_answer_failed_can_be_made_again(town: Town) -> None:
    ts = town.world.say("anything")
    town.asked(ts, f"<@{BOT}> what is the gap?")
    asked_back = town.world.answer(ts)
    choice = buttons(asked_back)[0]["text"]["text"]
    town.front.fail("chat.update", broken_server)
    town.world.press(asked_back, choice)
    until(lambda: "That went wrong on my side" in " ".join(town.answers(ts)))
    town.world.press(asked_back, choice)
    until(lambda: "Cancer mortality under 75" in " ".join(m["text"] for m in town.world.answers(ts)))
