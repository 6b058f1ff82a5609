"""How fast one workspace is called, and how it is left alone when it says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.pacing import PER_MINUTE, Pace
from healthgap.store.due import LATE

POST = "chat.postMessage"
START = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> Pace:
    return Pace(clock, speed=1_000_000)


def turned_away(seconds: int) -> SlackApiError:
    headers = {"Retry-After": str(seconds)}
    return SlackApiError(
        "ratelimited",
        SlackResponse(
            client=None, http_verb="POST", api_url="", req_args={}, data={}, headers=headers, status_code=429
        ),
    )


def test_one_channel_turned_away_is_its_own_business(pace: Pace) -> None:
    for _ in range(3):
        pace.turned_away(POST, "C1", turned_away(30))
    assert not pace.is_closed(POST)
    pace.wait(POST)


def test_two_channels_turned_away_in_a_row_close_the_method_for_as_long_as_slack_says(
    pace: Pace, clock: Clock
) -> None:
    pace.turned_away(POST, "C1", turned_away(60))
    pace.turned_away(POST, "C2", turned_away(30))
    assert pace.is_closed(POST)
    with pytest.raises(SlackApiError):
        pace.wait(POST)
    pace.wait("conversations.history")
    clock.now += timedelta(seconds=30)
    assert not pace.is_closed(POST)
    pace.wait(POST)


def test_a_call_that_was_taken_between_them_keeps_it_open(pace: Pace) -> None:
    pace.turned_away(POST, "C1", turned_away(30))
    pace.let_in(POST)
    pace.turned_away(POST, "C2", turned_away(30))
    assert not pace.is_closed(POST)


def test_a_call_of_no_channel_closes_its_method_at_once(pace: Pace) -> None:
    pace.turned_away("files.getUploadURLExternal", None, turned_away(30))
    assert pace.is_closed("files.getUploadURLExternal")
    assert not pace.is_closed(POST)


def test_five_thousand_channels_are_told_before_the_first_of_them_would_count_as_late() -> None:
    assert timedelta(minutes=1) * 5_000 / PER_MINUTE[POST] < LATE
