"""What reaches people when Slack refuses part of a message."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.app import slack_client
from bot.blocks import sentence
from bot.posting import Place, attach, post
from tests.slack.stubborn import stubborn_slack

PLACE = Place("C1", "1.0")


def _refuses_blocks(method: str, arguments: dict[str, Any]) -> str | None:
    return "invalid_blocks" if "blocks" in arguments else None


def test_a_message_whose_blocks_are_refused_is_posted_as_text() -> None:
    with stubborn_slack(_refuses_blocks) as (address, calls):
        assert post(slack_client("xoxb-1", address), PLACE, sentence("16% & rising.")) == "1.2"
    assert ["blocks" in arguments for _, arguments in calls] == [True, False]
    assert calls[1][1]["text"] == "16% &amp; rising."
    assert calls[1][1]["thread_ts"] == "1.0"


def test_any_other_refusal_is_not_hidden() -> None:
    with stubborn_slack(lambda method, arguments: "is_archived") as (address, calls):
        with pytest.raises(SlackApiError, match="is_archived"):
            post(slack_client("xoxb-1", address), PLACE, sentence("16%."))
        assert len(calls) == 1


def test_a_picture_that_cannot_be_uploaded_is_told_in_words() -> None:
    def no_files(method: str, arguments: dict[str, Any]) -> str | None:
        return "unknown_method" if method.startswith("files.") else None

    with stubborn_slack(no_files) as (address, calls):
        attach(
            slack_client("xoxb-1", address), PLACE, "gap.png", b"png", "The gap", "It rose from 13% to 16%."
        )
    assert calls[-1][0] == "chat.postMessage"
    assert calls[-1][1]["text"] == "The gap could not be shown here. It rose from 13% to 16%."
