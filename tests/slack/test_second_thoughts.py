"""What people change their minds about: questions edited and deleted, threads quietened, answers judged."""

from __future__ import annotations

import json
from contextlib import closing

from bot.local.workspace import BOT, CHANNEL
from healthgap.service import Healthgap
from healthgap.store.feedback import Feedback
from tests.slack.world import HTTP, ROOT, Message, World, buttons, signed, until

GAP = "what is the infant mortality gap?"


def _verdicts(slack: World, answer: Message) -> list[Feedback]:
    with closing(Healthgap.open(slack.database, ROOT / "config")) as service:
        return [one for one in service.feedback() if one.answer_ts == answer["ts"]]


def test_an_edited_question_changes_its_answer(slack: World) -> None:
    ts = slack.mention("what is the infant mortality gap in 2001-03?")
    answer = slack.answer(ts)
    assert "2001-03: 19%" in answer["text"]
    slack.edit(ts, f"<@{BOT}> what is the infant mortality gap in 2003-05?")
    until(lambda: "2003-05: 18%" in slack.answer(ts)["text"])
    slack.say("and in 2001-03?", thread_ts=ts)
    assert [m["text"].split("\n")[0] for m in slack.answers(ts, 2)] == [
        "Infant mortality, relative gap, 2003-05: 18%.",
        "Infant mortality, relative gap, 2001-03: 19%.",
    ]


def test_an_edited_follow_up_is_read_as_it_would_have_been_in_its_place(slack: World) -> None:
    ts = slack.mention(GAP)
    slack.answer(ts)
    follow_up = slack.say("and in 2001-03?", thread_ts=ts)
    slack.answers(ts, 2)
    slack.say("what is the cancer gap?", thread_ts=ts)
    slack.answers(ts, 3)
    slack.edit(follow_up, "and in 2003-05?")
    until(lambda: "Infant mortality, relative gap, 2003-05: 18%" in slack.answers(ts)[1]["text"])
    assert len(slack.answers(ts)) == 3


def test_an_edit_to_a_chart_brings_the_chart_and_back_takes_it_away(slack: World) -> None:
    ts = slack.mention(GAP)
    slack.answer(ts)
    slack.edit(ts, f"<@{BOT}> chart of the infant mortality gap")
    until(lambda: [m for m in slack.answers(ts) if m.get("files")])
    slack.edit(ts, f"<@{BOT}> {GAP}")
    until(lambda: all(f.get("mode") == "tombstone" for m in slack.answers(ts) for f in m.get("files", [])))


def test_a_deleted_question_takes_its_answer_with_it(slack: World) -> None:
    ts, kept = slack.mention(GAP), slack.mention(GAP)
    slack.answer(ts)
    slack.answer(kept)
    slack.say("and in 2001-03?", thread_ts=kept)
    slack.answers(kept, 2)
    slack.delete(kept)
    slack.delete(ts)
    until(lambda: all(m.get("thread_ts") != ts for m in slack.messages()))
    assert len(slack.answers(kept)) == 2


def test_an_edit_that_calls_the_bot_is_answered(slack: World) -> None:
    ts = slack.say(GAP)
    slack.edit(ts, f"<@{BOT}> {GAP}")
    assert "17%" in slack.answer(ts)["text"]


def test_a_deleted_question_with_replies_is_told_as_a_change_and_takes_its_answer_too(
    http_slack: World,
) -> None:
    ts = http_slack.mention(GAP)
    http_slack.answer(ts)
    stone = {"subtype": "tombstone", "ts": ts, "thread_ts": ts, "text": "This message was deleted."}
    change = {"type": "message", "subtype": "message_changed", "channel": CHANNEL, "message": stone}
    body = json.dumps({"type": "event_callback", "team_id": "T0HEALTH", "event_id": "Ev0", "event": change})
    assert http_slack.events
    HTTP.post(http_slack.events, content=body, headers=signed(http_slack.app["signingSecret"], body))
    until(lambda: all(m.get("thread_ts") != ts for m in http_slack.messages()))


def test_a_thread_told_to_be_quiet_is_quiet_until_somebody_mentions_the_bot(slack: World) -> None:
    ts = slack.mention(GAP)
    slack.answer(ts)
    slack.say("quiet please", thread_ts=ts)
    assert slack.answers(ts, 2)[1]["text"] == "I shall be quiet in this thread until somebody mentions me."
    slack.say("and in 2003-05?", thread_ts=ts)
    slack.mention("and in 2001-03?", thread_ts=ts)
    assert "19%" in slack.answers(ts, 3)[2]["text"]
    slack.say("and in 2003-05?", thread_ts=ts)
    assert "18%" in slack.answers(ts, 4)[3]["text"]


def test_called_into_a_running_thread_it_answers_the_last_question_there(slack: World) -> None:
    ts = slack.say("Morning. Who has the figures for the minister?", user="U0SAM")
    slack.say("what was the infant mortality gap in 2001-03?", thread_ts=ts, user="U0SAM")
    slack.say("no idea, sorry", thread_ts=ts)
    slack.mention("can you help?", thread_ts=ts)
    answer = slack.answer(ts)
    assert "2001-03: 19%" in answer["text"]
    assert answer["blocks"][0]["elements"][0]["text"].startswith("<@U0SAM> asked: what was the infant")


def test_called_into_a_running_thread_it_follows_on_from_what_was_asked_there(slack: World) -> None:
    ts = slack.say("what was the infant mortality gap in 2001-03?", user="U0SAM")
    slack.mention("and in 2003-05?", thread_ts=ts)
    assert "Infant mortality, relative gap, 2003-05: 18%" in slack.answer(ts)["text"]


def test_what_people_think_of_an_answer_is_kept_with_its_reading(slack: World) -> None:
    answer = slack.answer(slack.mention(GAP))
    slack.press(answer, "Something is wrong")
    slack.press(answer, "This is right", user="U0ADA")
    slack.press(answer, "Not what I asked")
    wanted = {"U0ADA": "right", "U0SAM": "not what I asked"}
    until(lambda: {one.person: one.verdict for one in _verdicts(slack, answer)} == wanted)
    assert {one.reading for one in _verdicts(slack, answer)} == {"What is the infant mortality gap?"}
    slack.posted(lambda m: m.get("subtype") == "ephemeral" and m["text"].startswith("Thank you."))


def test_a_question_back_is_not_judged(slack: World) -> None:
    asked_back = slack.answer(slack.mention("what is the gap?"))
    assert "Not what I asked" not in [button["text"]["text"] for button in buttons(asked_back)]
