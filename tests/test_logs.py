"""A line for each event, without tokens, and without what people wrote unless that is asked for."""

from __future__ import annotations

import json
import logging
import sys
from urllib.error import URLError

import pytest
from slack_sdk.errors import SlackApiError

from bot.logs import JsonLines, PlainLines, question_id

TOKEN = "xoxb-123-456-AbCdEf"
ASKED = "what is the gap for my sister Jane?"


def logged(error: Exception | None = None, message: str = "It failed", **fields: object) -> logging.LogRecord:
    """The record of a message, written where `error` was caught."""
    exc_info = None
    if error:
        try:
            raise error
        except type(error):
            exc_info = sys.exc_info()
    record = logging.LogRecord("bot.app", logging.ERROR, "app.py", 1, message, (), exc_info)
    record.fields = fields
    return record


def as_json(record: logging.LogRecord, *secrets: str, show_text: bool = False) -> str:
    return JsonLines(secrets, show_text=show_text).format(record)


def test_a_line_is_json_with_what_happened_and_in_answer_to_which_question() -> None:
    token = question_id.set("0a1b2c3d")
    line = as_json(logged(message="question", outcome="answer", ms=12))
    question_id.reset(token)
    said = json.loads(line)
    assert said.pop("at").endswith("+00:00")
    assert said == {
        "level": "error",
        "logger": "bot.app",
        "event": "question",
        "question": "0a1b2c3d",
        "outcome": "answer",
        "ms": 12,
    }


def test_a_line_for_a_person_ends_with_the_same() -> None:
    line = PlainLines([], show_text=False).format(logged(message="question", outcome="answer", ms=12))
    assert line.endswith("ERROR bot.app: question outcome=answer ms=12")


@pytest.mark.parametrize(
    ("secret", "text"),
    [
        ("AbCdEf", f"Slack answered bad_token_{TOKEN}."),
        ("1-A0-2-abc", "apps.connections.open with xapp-1-A0-2-abc failed"),
        ("AbCd.Ef-1", "refresh with xoxe.xoxp-1-AbCd.Ef-1 failed"),
        ("c0ffee", "wss://wss-primary.slack.com/link/?ticket=c0ffee&app_id=1 broke"),
        ("T1/2/hush", "https://hooks.slack.com/commands/T1/2/hush timed out"),
        ("hush", "postgresql://me:hush@db/healthgap cannot be opened"),
        ("s3cr3t/'\"\\x", "the signing secret s3cr3t/'\"\\x is wrong"),
    ],
)
def test_secrets_are_hidden_wherever_they_turn_up(secret: str, text: str) -> None:
    given = ("s3cr3t/'\"\\x",)
    for record in (
        logged(message=text),
        logged(URLError(text)),
        logged(SlackApiError(text, {"ok": False, "error": text})),
        logged(message="failed", why=text),
    ):
        for kind in (JsonLines, PlainLines):
            line = kind(given, show_text=True).format(record)
            assert secret not in line
            assert json.dumps(secret)[1:-1] not in line
            assert "[hidden]" in line


def test_what_people_wrote_is_left_out_unless_it_is_asked_for() -> None:
    answered = logged(message="question", outcome="answer", text=ASKED)
    broken = logged(KeyError(ASKED))
    for record in (answered, broken):
        assert "Jane" not in as_json(record)
        assert "Jane" in as_json(record, show_text=True)
    assert "KeyError" in as_json(broken)
    assert "test_logs.py" in as_json(broken)


def test_the_cause_of_an_error_is_told_too_and_keeps_nothing_that_people_wrote() -> None:
    try:
        raise ValueError(ASKED)
    except ValueError as cause:
        error = URLError("no route to host")
        error.__cause__ = cause
    told = json.loads(as_json(logged(error)))["error"]
    assert told.index("ValueError") < told.index("URLError: <urlopen error no route to host>")
    assert "Jane" not in told
