"""The bot answers while its database is backed up, and after a backup was put back under it as if nothing had been."""

from __future__ import annotations

import threading
from pathlib import Path

from bot.local.workspace import BOT, CHANNEL
from tests.slack.world import ROOT, World, bot_process, settings_of, world

NEWEST = ROOT / "sample" / "2009-01-14-infant-mortality-2007.csv"
QUESTION = "what is the infant mortality gap?"
ASKED = 6


def asked_meanwhile(slack: World, *command: str) -> list[list[str]]:
    """Asks again and again while a command of the command line runs; the bot's answers to each question."""
    beside = threading.Thread(target=slack.healthgap, args=command)
    beside.start()
    asked = [slack.mention(QUESTION) for _ in range(ASKED)]
    beside.join()
    for ts in asked:
        slack.answer(ts)
    own = [one for one in slack.messages(CHANNEL) if one["user"] == BOT]
    return [[one["text"] for one in own if one.get("thread_ts") == ts] for ts in asked]


def test_the_bot_answers_every_question_once_during_a_backup_and_a_restore(tmp_path: Path) -> None:
    older, newer = str(tmp_path / "older.db"), str(tmp_path / "newer.db")
    with world("socket", tmp_path) as slack, bot_process(settings_of(slack)):
        during = asked_meanwhile(slack, "backup", older)
        assert [["17%" in text for text in answers] for answers in during] == [[True]] * ASKED
        slack.healthgap("load", str(NEWEST))
        assert "16%" in slack.answer(slack.mention(QUESTION))["text"]
        slack.healthgap("backup", newer)
        during = asked_meanwhile(slack, "restore", older, "--replace")
        assert [len(answers) for answers in during] == [1] * ASKED
        assert {("16%" in text) != ("2004-06: 17%" in text) for answers in during for text in answers} == {
            True
        }
        assert "2004-06: 17%" in slack.answer(slack.mention(QUESTION))["text"]
        slack.healthgap("restore", newer, "--replace")
        assert "2005-07: 16%" in slack.answer(slack.mention(QUESTION))["text"]
