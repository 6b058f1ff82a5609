"""People subscribe channels by a dialog or in words, change their minds, and see it in App Home."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.local.workspace import BOT
from healthgap.service import Healthgap
from healthgap.store.subscriptions import Subscription
from tests.slack.limits import view_refusals
from tests.slack.world import ROOT, Message, World, until

PRESS, OFFICE = "C0PRESS", "C0OFFICE"


@pytest.fixture(autouse=True)
def _nothing_subscribed(slack: World) -> None:
    with closing(Healthgap.open(slack.database, ROOT / "config")) as service:
        for one in service.outbox.subscriptions():
            service.outbox.unsubscribe(one.channel, datetime.now(UTC))
        for alert in service.alerts.all():
            service.alerts.remove(alert.id, "U0ADA", datetime.now(UTC), "any")


def held(slack: World, channel: str = PRESS) -> Subscription | None:
    with closing(Healthgap.open(slack.database, ROOT / "config")) as service:
        return next((one for one in service.outbox.subscriptions() if one.channel == channel), None)


def ordered(slack: World, words: str, answer: str, user: str = "U0SAM") -> Message:
    """Gives a command in the press office and returns the newest message there with this in it."""
    before = {m["ts"] for m in slack.messages(PRESS)}
    slack.command(words, PRESS, user)
    return slack.posted(lambda m: m["ts"] not in before and answer in m["text"], PRESS)


def picked(*values: str) -> dict[str, Any]:
    return {"selected_options": [{"value": value} for value in values]}


def opened(slack: World, user: str, words: str = "subscribe") -> Message:
    past = slack.past()
    slack.command(words, PRESS, user)
    view = slack.dialog(past)
    assert view_refusals(view) == []
    return view


def field(view: Message, name: str) -> Message:
    return next(block["element"] for block in view["blocks"] if block.get("block_id") == name)


def test_a_channel_is_subscribed_and_unsubscribed_in_words(slack: World) -> None:
    told = ordered(
        slack, "subscribe to infant mortality, cancer at 5pm on weekdays", "subscribed this channel"
    )
    assert told["text"] == (
        "<@U0SAM> subscribed this channel. New figures are summed up here: infant mortality and cancer mortality, "
        "at 17:00 (Europe/London) on weekdays."
    )
    ordered(slack, "unsubscribe cancer", "infant mortality, at 17:00 (Europe/London) on weekdays")
    ordered(slack, "pause", "<@U0SAM> paused the summaries here.")
    assert (paused := held(slack))
    assert paused.paused_why == "<@U0SAM> paused it."
    ordered(slack, "resume", "<@U0SAM> resumed the summaries here")
    assert (resumed := held(slack))
    assert resumed.paused_at is None
    assert resumed.slots.days == (0, 1, 2, 3, 4)
    ordered(slack, "unsubscribe from infant mortality", "<@U0SAM> ended the summaries here.")
    assert held(slack) is None
    assert ordered(slack, "unsubscribe", "not subscribed")["subtype"] == "ephemeral"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("subscribe to happiness", "“happiness”"),
        ("subscribe at 25:00", "“25:00” is not a time of day"),
        ("subscribe at 9:00 Europe/Nowhere", "“Europe/Nowhere” is not a time zone"),
        ("pause", "This channel is not subscribed."),
        ("test", "This channel is not subscribed."),
    ],
)
def test_what_makes_no_sense_changes_nothing_and_is_told_to_one(
    slack: World, words: str, answer: str
) -> None:
    assert ordered(slack, words, answer)["subtype"] == "ephemeral"
    assert held(slack) is None


def test_a_dialog_asks_which_when_and_where(slack: World) -> None:
    view = opened(slack, "U0ADA")
    assert [block["block_id"] for block in view["blocks"]] == [
        "channel",
        "indicators",
        "messages",
        "at",
        "timezone",
        "days",
        "which",
    ]
    assert field(view, "channel")["initial_conversation"] == PRESS
    assert field(view, "timezone")["initial_value"] == "Europe/London"
    slack.submit(
        "U0ADA",
        {
            "channel": {"selected_conversation": "C0INEQUALITIES"},
            "indicators": picked("infant_mortality"),
            "at": {"selected_option": {"value": "09:30"}},
            "timezone": {"value": "new york"},
            "days": picked("0", "3"),
        },
    )
    slack.posted(
        lambda m: m["text"].endswith(
            "infant mortality, at 09:30 (America/New_York) on Mondays and Thursdays."
        ),
        "C0INEQUALITIES",
    )
    made = held(slack, "C0INEQUALITIES")
    assert made
    assert (made.indicators, made.slots.days, made.created_by) == (("infant_mortality",), (0, 3), "U0ADA")


def test_a_dialog_begins_with_what_is_held_and_keeps_what_is_not_touched(slack: World) -> None:
    ordered(slack, "subscribe to cancer at 09:10 on Mondays", "subscribed")
    view = opened(slack, "U0SAM")
    assert view["title"]["text"] == "Change summaries"
    assert view["blocks"][0]["text"]["text"] == f"Summaries for <#{PRESS}>"
    assert field(view, "at")["initial_option"]["value"] == "09:10"
    slack.submit("U0SAM", {"days": picked("1")})
    until(lambda: (now := held(slack)) and now.slots.days == (1,))
    changed = held(slack)
    assert changed
    assert (changed.indicators, f"{changed.slots.at:%H:%M}") == (("cancer_mortality_u75",), "09:10")


def test_a_channel_asks_for_a_digest_in_words_and_changes_it_in_the_dialog(slack: World) -> None:
    told = ordered(
        slack, "subscribe to a weekly digest of cancer on Fridays at 8:00", "subscribed this channel"
    )
    assert told["text"] == (
        "<@U0SAM> subscribed this channel. It gets a weekly digest of cancer mortality, on Fridays at 08:00 "
        "(Europe/London)."
    )
    view = opened(slack, "U0SAM")
    assert field(view, "messages")["initial_option"]["text"]["text"] == "A weekly digest only"
    slack.submit("U0SAM", {"messages": {"selected_option": {"value": "each monthly"}}})
    until(lambda: (now := held(slack)) and now.summaries and now.digest == "monthly")
    assert "and a monthly digest on the first Friday of the month at 08:00" in slack.home("U0SAM")


def test_an_alert_is_set_in_words_listed_and_removed(slack: World) -> None:
    told = ordered(slack, "alert us when the infant mortality gap narrows below 15%", "set an alert")
    assert told["text"] == (
        "<@U0SAM> set an alert: I tell this channel when the relative gap in infant mortality is less than 15%."
    )
    ordered(
        slack, "tell us when any status changes", "I tell this channel when the status of any target changes."
    )
    listing = ordered(slack, "alerts", "I tell this channel when:")
    assert listing["subtype"] == "ephemeral"
    assert "1. the relative gap in infant mortality is less than 15%\n2. the status of any" in listing["text"]
    ordered(
        slack,
        "remove alert 1",
        "removed the alert for when the relative gap in infant mortality is less than 15%.",
    )
    assert ordered(slack, "remove alert 7", "There is no alert 7 here.")["subtype"] == "ephemeral"
    view = json.loads(slack.home("U0SAM"))
    assert view_refusals(view) == []
    (button,) = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    slack.press_at_home("U0SAM", button["action_id"], button["value"])
    slack.posted(lambda m: "removed the alert for when the status of any target changes." in m["text"], PRESS)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("alert when pigs fly", "I did not understand that in full, so I set no alert."),
        ("alert", "I did not understand that in full, so I set no alert."),
        ("alert when the life expectancy gap is more than 2 years", "but hold no figures that could show it"),
        ("remove alert 1", "There is no alert 1 here."),
        ("alerts", "No alerts are set here."),
        ("remove alert", "Say which alert by its number, such as"),
        ("remove alert -1", "Say which alert by its number, such as"),
        ("remove alert on cancer", "Say which alert by its number, such as"),
        ("subscribe to a daily digest", "A digest comes weekly or monthly:"),
        ("subscribe to a fortnightly digest of cancer", "A digest comes weekly or monthly:"),
        ("subscribe to a monthly digest on the 1st", "I keep no days of the month. Name a day of the week"),
    ],
)
def test_an_alert_that_cannot_be_is_told_to_one(slack: World, words: str, answer: str) -> None:
    assert ordered(slack, words, answer)["subtype"] == "ephemeral"


def test_alerts_are_set_listed_and_removed_by_mention_and_belong_to_the_channel(slack: World) -> None:
    asked = slack.mention("tell us when the infant mortality gap narrows below 15%", PRESS)
    assert slack.answer(asked, PRESS)["text"] == (
        "<@U0ADA> set an alert: I tell this channel when the relative gap in infant mortality is less than 15%."
    )
    listing = slack.mention("which alerts are set here?", PRESS)
    assert "1. the relative gap in infant mortality" in slack.answer(listing, PRESS)["text"]
    elsewhere = slack.mention("which alerts are set here?")
    assert slack.answer(elsewhere)["text"].startswith("No alerts are set here.")
    removal = slack.mention("remove alert 1", PRESS)
    assert slack.answer(removal, PRESS)["text"].startswith("<@U0ADA> removed the alert for when the relative")
    entries = [one.split("  ") for one in slack.healthgap("audit", cwd=ROOT).splitlines() if " alert" in one]
    told = "the relative gap in infant mortality is less than 15%"
    assert [one[1:] for one in entries][-2:] == [
        ["U0ADA", "set alert", PRESS, told],
        ["U0ADA", "removed alert", PRESS, told],
    ]


def test_summaries_are_subscribed_changed_and_ended_by_mention(slack: World) -> None:
    def told(words: str) -> str:
        return str(slack.answer(slack.mention(words, PRESS), PRESS)["text"])

    assert told("subscribe us to infant mortality at 17:00").startswith(
        "<@U0ADA> subscribed this channel. New"
    )
    assert told("subscribe").startswith(
        "This channel is subscribed: infant mortality, at 17:00 (Europe/London). To change it, type"
    )
    assert told("pause").startswith("<@U0ADA> paused the summaries here.")
    assert told("resume").startswith("<@U0ADA> resumed the summaries here")
    assert told("unsubscribe") == "<@U0ADA> ended the summaries here."
    assert held(slack) is None
    mine = slack.direct_channel("U0SAM")
    slack.say("subscribe", mine, user="U0SAM")
    slack.posted(lambda m: "<@U0SAM> subscribed this channel." in m["text"], mine)


@pytest.mark.parametrize(
    "words", ["help", "what can you do?", "how do I subscribe this channel?", "how can we set an alert"]
)
def test_help_by_mention_has_the_words_that_change_what_the_channel_is_told(slack: World, words: str) -> None:
    text = slack.answer(slack.mention(words, PRESS), PRESS)["text"]
    assert "I answer questions about health gaps" in text
    for word in (
        "subscribe",
        "unsubscribe",
        "pause",
        "resume",
        "preview",
        "test",
        "alerts",
        "remove alert 1",
    ):
        assert f"`/healthgap {word}" in text


def test_an_alert_set_in_a_direct_message_is_for_that_conversation(slack: World) -> None:
    mine = slack.direct_channel("U0SAM")
    slack.say("tell me when any status changes", mine, user="U0SAM")
    slack.posted(lambda m: "<@U0SAM> set an alert" in m["text"], mine)
    slack.say("remove alert 7", mine, user="U0SAM")
    slack.posted(lambda m: m["text"].startswith("There is no alert 7 here."), mine)
    slack.say("delete the alert", mine, user="U0SAM")
    slack.posted(lambda m: "<@U0SAM> removed the alert for when the status of any target" in m["text"], mine)


def test_who_may_remove_somebody_elses_alert_is_told_at_home(slack: World) -> None:
    ordered(slack, "alert when any status changes", "set an alert", user="U0ADA")
    with closing(Healthgap.open(slack.database, ROOT / "config")) as service:
        (alert,) = service.alerts.all()
    slack.press_at_home("U0SAM", "home-remove-alert", alert.id)
    told = slack.posted(lambda m: "Only who set an alert" in m["text"], slack.direct_channel("U0SAM"))
    assert told["text"] == (
        f"Only who set an alert, and named people, remove it from here. Members can do it in <#{PRESS}> itself: "
        "`/healthgap remove alert 1`. You could ask <@U0ADA>."
    )
    slack.press_at_home("U0ADA", "home-remove-alert", alert.id)
    slack.posted(lambda m: "<@U0ADA> removed the alert" in m["text"], PRESS)
    slack.press_at_home("U0ADA", "home-remove-alert", alert.id)
    slack.posted(lambda m: m["text"] == "That alert is gone already.", slack.direct_channel("U0ADA"))


@pytest.mark.parametrize(
    "words",
    [
        "tell me when the cancer target is due",
        "tell us when the gap was widest",
        "tell me if the cancer target is on track",
        "tell me when the cancer target will be met",
        "tell me when the infant mortality gap fell below 18%",
        "tell me once more what the cancer gap is",
    ],
)
def test_a_question_asked_by_mention_that_begins_like_an_alert_sets_none(slack: World, words: str) -> None:
    slack.answer(slack.mention(words, PRESS), PRESS)
    with closing(Healthgap.open(slack.database, ROOT / "config")) as service:
        assert service.alerts.all() == []


def test_a_question_that_begins_like_an_alert_is_answered(slack: World) -> None:
    asked = ordered(slack, "tell me when the infant mortality gap was widest", "asked:")
    assert "19%" in slack.answer(asked["ts"], PRESS)["text"]


def test_a_wrong_time_zone_is_told_in_the_dialog(slack: World) -> None:
    opened(slack, "U0SAM")
    wrong = slack.complaints("U0SAM", {"timezone": {"value": "Mars"}})
    assert wrong == {"timezone": "“Mars” is not a time zone such as Europe/London."}
    assert held(slack) is None


def test_home_shows_every_gap_and_what_a_person_set_up(slack: World) -> None:
    ordered(slack, "subscribe to cancer", "subscribed")
    view = json.loads(slack.home("U0SAM"))
    assert view_refusals(view) == []
    shown = json.dumps(view, ensure_ascii=False)
    assert "*Infant mortality*: Relative gap 17% in 2004-06" in shown
    assert "The target is at most 11.7% in 2009-11, 10% less than at baseline." in shown
    assert f"*<#{PRESS}>*: cancer mortality, as soon as it is public" in shown
    assert "Withdraw" not in shown


def test_a_subscription_is_paused_resumed_and_removed_at_home(slack: World) -> None:
    ordered(slack, "subscribe to all", "subscribed")
    slack.press_at_home("U0SAM", "home-pause", PRESS)
    until(lambda: (now := held(slack)) and now.paused_at)
    assert "Paused: <@U0SAM> paused it." in slack.home("U0SAM")
    slack.press_at_home("U0SAM", "home-resume", PRESS)
    until(lambda: (now := held(slack)) and not now.paused_at)
    slack.press_at_home("U0SAM", "home-remove", PRESS)
    until(lambda: held(slack) is None)


def test_a_preview_comes_to_one_person_and_a_test_to_the_channel(slack: World) -> None:
    ordered(slack, "subscribe to infant mortality", "subscribed")
    channel = slack.direct_channel("U0SAM")
    slack.press_at_home("U0SAM", "home-preview", PRESS)
    preview = slack.posted(lambda m: m["text"].startswith("A preview."), channel)
    assert "17%" in preview["text"]
    slack.answers(preview["ts"], 2, channel)
    slack.press_at_home("U0SAM", "home-test", PRESS)
    line = slack.posted(lambda m: m["text"].startswith("This is a test"), PRESS)
    assert line["text"].endswith("come here: infant mortality, as soon as it is public.")
    assert [m for m in slack.messages(PRESS) if m["text"].startswith("A preview")] == []


def test_somebody_else_may_not_change_it_from_elsewhere(slack: World) -> None:
    ordered(slack, "subscribe to cancer", "subscribed", user="U0ADA")
    slack.press_at_home("U0SAM", "home-remove", PRESS)
    told = slack.posted(lambda m: "Only named people" in m["text"], slack.direct_channel("U0SAM"))
    assert "You could ask <@U0ADA>." in told["text"]
    assert held(slack)


def test_anybody_gets_summaries_in_direct_messages(slack: World) -> None:
    past = slack.past()
    slack.press_at_home("U0SAM", "home-subscribe", "new")
    slack.dialog(past)
    slack.submit("U0SAM", {})
    channel = slack.direct_channel("U0SAM")
    slack.posted(lambda m: "subscribed this channel" in m["text"], channel)
    assert held(slack, channel)


def test_home_answers_in_direct_messages(slack: World) -> None:
    slack.press_at_home("U0SAM", "home-ask-overview", "overview")
    slack.posted(
        lambda m: m["user"] == BOT and "Narrower than at baseline" in m["text"], slack.direct_channel("U0SAM")
    )
