"""The main job from end to end: figures are loaded in one process, and the bot in another tells the channel, once."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.local.workspace import BOT, CHANNEL
from healthgap.service import Healthgap
from tests.slack.world import ROOT, Mode, World, bot_process, settings_of, world

NEWEST = ROOT / "sample" / "2009-01-14-infant-mortality-2007.csv"
HEADLINE = "16%"
PRESS = "C0PRESS"


def _summaries(slack: World) -> list[str]:
    own = [message for message in slack.messages(CHANNEL) if message["user"] == BOT]
    return [message["text"] for message in own if "thread_ts" not in message]


def _sent(slack: World) -> list[str]:
    with closing(Healthgap.open(slack.database, ROOT / "config")) as service:
        return [delivery.state for delivery in service.outbox.deliveries()]


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_new_figures_are_told_once_and_not_again_after_a_restart(mode: Mode, tmp_path: Path) -> None:
    with world(mode, tmp_path) as slack:
        with bot_process(settings_of(slack)):
            slack.healthgap("load", str(NEWEST))
            summary = slack.posted(lambda m: m["user"] == BOT and HEADLINE in m["text"])
            detail = slack.answers(summary["ts"])
            assert "2005-07" in detail[0]["text"]
        with bot_process(settings_of(slack)):
            assert "16%" in slack.answer(slack.mention("what is the infant mortality gap?"))["text"]
            slack.healthgap("load", str(NEWEST))
        assert len(_summaries(slack)) == 1
        assert _sent(slack) == ["sent"]


def test_a_withdrawal_is_told_once_to_the_channel_that_was_told(tmp_path: Path) -> None:
    with world("socket", tmp_path) as slack:
        with bot_process(settings_of(slack)):
            slack.healthgap("load", str(NEWEST))
            slack.posted(lambda m: m["user"] == BOT and HEADLINE in m["text"])
            said = slack.healthgap("withdraw", NEWEST.stem, "--why", "the denominators were wrong")
            assert (
                "1 channel was told of it by a summary, a digest, an alert or a correction, and will be told."
                in said
            )
            notice = slack.posted(lambda m: m["user"] == BOT and m["text"].startswith("Withdrawn: "))
            assert "The reason given: the denominators were wrong." in notice["text"]
            assert "now 17% in 2004-06 (withdrawn: 16% in 2005-07)" in notice["text"]
            assert "17% in 2004-06" in slack.answers(notice["ts"])[0]["text"]
        with bot_process(settings_of(slack)):
            assert "17%" in slack.answer(slack.mention("what is the infant mortality gap?"))["text"]
        assert len(_summaries(slack)) == 2
        assert _sent(slack) == ["sent", "sent"]


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_a_revision_and_its_withdrawal_are_told_below_the_message_that_they_concern(
    mode: Mode, tmp_path: Path
) -> None:
    revision = tmp_path / "revised.csv"
    revision.write_text(
        "indicator,group,period,measure,value\ninfant_mortality,routine_manual,2005-07,relative_gap,15\n"
    )
    published = "--published", f"{datetime.now(UTC):%Y-%m-%dT%H:%M}Z"
    details = "--title", "Corrected figures", "--publisher", "Department of Health", *published
    with world(mode, tmp_path) as slack, bot_process(settings_of(slack)):
        slack.healthgap("load", str(NEWEST))
        summary = slack.posted(lambda m: m["user"] == BOT and HEADLINE in m["text"])
        slack.healthgap("load", str(revision), *details)
        reply = slack.posted(lambda m: "this was 16% in 2005-07 when posted here; it is now 15%" in m["text"])
        slack.healthgap("withdraw", revision.stem, "--why", "a slip of the pen")
        restored = slack.posted(lambda m: m["text"].startswith("Please do not use the correction"))
        assert restored["text"] == (
            "Please do not use the correction by “Corrected figures” above: that release is withdrawn.\n"
            "Infant mortality, relative gap: this was 16% in 2005-07 when posted here, and is so again.\n"
            "The reason given: a slip of the pen."
        )
        assert (reply["thread_ts"], restored["thread_ts"]) == (summary["ts"], summary["ts"])


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_an_alert_is_told_when_it_is_met_and_a_digest_when_it_is_due(mode: Mode, tmp_path: Path) -> None:
    with world(mode, tmp_path) as slack:
        mine = slack.direct_channel()
        with closing(Healthgap.open(slack.database, slack.config)) as service:
            since = datetime.now(UTC) - timedelta(days=8)
            service.subscribe(mine, by="U0ADA", now=since, summaries=False, digest="weekly")
        with bot_process(settings_of(slack)):
            digest = slack.posted(lambda m: m["user"] == BOT, mine)
            assert digest["text"].startswith("No new figures in the week to ")
            slack.command("alert when any status changes", PRESS)
            slack.posted(lambda m: "set an alert" in m["text"], PRESS)
            slack.healthgap("load", str(NEWEST))
            alert = slack.posted(lambda m: m["text"].startswith("Alert:"), PRESS)
            assert "target is now too close to call; it was off track." in alert["text"]


def test_web_and_worker_share_the_work(tmp_path: Path) -> None:
    with world("http", tmp_path) as slack:
        settings = settings_of(slack)
        with bot_process(settings, "web"), bot_process(settings, "worker"):
            assert "17%" in slack.answer(slack.mention("what is the infant mortality gap?"))["text"]
            slack.healthgap("load", str(NEWEST))
            slack.posted(lambda m: m["user"] == BOT and HEADLINE in m["text"])
