"""People ask in Slack, and the bot answers where they asked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.local.workspace import BOT
from tests.slack.proxy import proxy, refused
from tests.slack.world import World, bot_process, buttons, settings_of, until, world

GAP = "what is the infant mortality gap?"


def test_a_mention_is_answered_in_its_thread(slack: World) -> None:
    ts = slack.mention(GAP)
    answer = slack.answer(ts)
    assert "17%" in answer["text"]
    assert "2004-06" in answer["text"]
    assert answer["blocks"][0]["text"]["text"].startswith("*")


def test_a_follow_up_in_the_thread_needs_no_mention(slack: World) -> None:
    ts = slack.mention(GAP)
    slack.answer(ts)
    slack.say("and in 2001-03?", thread_ts=ts, user="U0SAM")
    assert "19%" in slack.answers(ts, 2)[1]["text"]


def test_what_people_say_to_each_other_is_left_alone(slack: World) -> None:
    talk = slack.say(GAP)
    slack.say("what was it in 2001-03?", thread_ts=talk)
    ts = slack.mention(GAP)
    slack.answer(ts)
    slack.say(f"<@U0SAM> {GAP}", thread_ts=ts)
    slack.say("thanks, very clear", thread_ts=ts)
    slack.say("and in 2001-03?", thread_ts=ts)
    assert "19%" in slack.answers(ts, 2)[1]["text"]
    assert [m for m in slack.messages() if m.get("thread_ts") == talk and m["user"] == BOT] == []


def test_a_direct_message_is_answered_plainly_and_remembered(slack: World) -> None:
    channel = slack.direct_channel()
    slack.say(GAP, channel)
    first = slack.posted(lambda m: m["user"] == BOT and "2004-06" in m["text"], channel)
    assert "thread_ts" not in first
    slack.say("and in 2001-03?", channel)
    slack.posted(lambda m: m["user"] == BOT and "19%" in m["text"], channel)


def test_the_command_shows_the_question_and_answers_below_it(slack: World) -> None:
    slack.command(f"{GAP} please", user="U0SAM")
    question = slack.posted(lambda m: "U0SAM" in m["text"] and "please" in m["text"])
    assert "17%" in slack.answer(question["ts"])["text"]


@pytest.mark.parametrize("words", ["", "help", "how do I get the summaries here?"])
def test_the_command_alone_shows_what_works_to_its_person_only(slack: World, words: str) -> None:
    slack.command(words)
    shown = slack.posted(lambda m: "/healthgap subscribe" in m["text"])
    assert shown["subtype"] == "ephemeral"


def test_a_button_asks_its_question_in_the_thread(slack: World) -> None:
    ts = slack.mention(GAP)
    answer = slack.answer(ts)
    slack.press(answer, buttons(answer)[0]["text"]["text"])
    pressed = slack.answers(ts, 2)[1]
    assert pressed["blocks"][0]["elements"][0]["text"].startswith("<@U0SAM> asked: ")


def test_the_chart_comes_as_a_picture_with_words_for_those_who_cannot_see_it(slack: World) -> None:
    ts = slack.mention("chart of the infant mortality gap")
    picture = next(m for m in slack.answers(ts, 2) if m.get("files"))["files"][0]
    assert picture["mimetype"] == "image/png"
    assert picture["size"] > 5_000
    assert "2004-06" in picture["alt_txt"]


def test_a_choice_turns_the_question_back_into_the_answer(slack: World) -> None:
    ts = slack.mention("what is the gap?")
    asked_back = slack.answer(ts)
    choice = "What is the infant mortality gap?"
    slack.press(asked_back, choice)
    until(lambda: "chose" in slack.answer(ts)["text"])
    slack.press(asked_back, "What is the cancer mortality gap?")
    slack.say("and in 2001-03?", thread_ts=ts)
    settled, follow_up = slack.answers(ts, 2)
    assert settled["ts"] == asked_back["ts"]
    assert settled["text"].startswith(f"<@U0SAM> chose: {choice}\nInfant mortality")
    assert "19%" in follow_up["text"]


def test_a_message_arrives_as_two_events_and_is_answered_once(slack: World) -> None:
    ts = slack.mention(GAP)
    later = slack.mention(GAP)
    slack.answer(later)
    assert len(slack.answers(ts)) == 1


def test_a_very_long_message_gets_one_sentence(slack: World) -> None:
    ts = slack.mention("gap " * 2_500)
    text = slack.answer(ts)["text"]
    assert len(text) < 200
    assert text.count(".") <= 2


def test_markup_is_read_and_never_sent(slack: World) -> None:
    ts = slack.mention("&gt; they say 20%\nwhat is the *infant mortality gap* &amp; its `trend`?")
    assert "<" not in slack.answer(ts)["text"]


def test_what_goes_wrong_is_said_in_one_sentence(tmp_path: Path) -> None:
    with world("socket", tmp_path) as slack, proxy(slack.slack.api_url) as between:
        between.fail("chat.postMessage", refused("fatal_error"))
        with bot_process({**settings_of(slack), "SLACK_API_URL": between.api_url}):
            apology = slack.answer(slack.mention(GAP))["text"]
    assert re.fullmatch(r"That went wrong on my side and is noted as \w{8}\. Please ask again\.", apology)
