"""What reaches people when Slack refuses part of a message."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk.errors import SlackApiError

from bot.app import slack_client
from bot.blocks import message_layout, native_table, sentence
from bot.posting import File, Place, attach, post, remove, show, show_natively
from healthgap.reply import Message, Table
from tests.slack.proxy import Answer, Proxy, proxy, refused
from tests.slack.world import World

CHANNEL = "C0PRESS"


@pytest.fixture
def between(socket_slack: World) -> Iterator[Proxy]:
    with proxy(socket_slack.slack.api_url) as made:
        yield made


def test_a_message_whose_blocks_are_refused_is_posted_as_text(between: Proxy, socket_slack: World) -> None:
    between.fail("chat.postMessage", refused("invalid_blocks"))
    ts = post(slack_client("xoxb-local", between.api_url), Place(CHANNEL, "1.0"), sentence("16% & rising."))
    posted = socket_slack.posted(lambda message: message["ts"] == ts, CHANNEL)
    assert posted["text"] == "16% &amp; rising."
    assert posted["thread_ts"] == "1.0"
    assert not posted.get("blocks")


def test_any_other_refusal_is_not_hidden(between: Proxy) -> None:
    between.fail("chat.postMessage", refused("is_archived"))
    with pytest.raises(SlackApiError, match="is_archived"):
        post(slack_client("xoxb-local", between.api_url), Place(CHANNEL), sentence("16%."))
    assert between.count("chat.postMessage", CHANNEL) == 1


def test_a_picture_stands_in_a_message_of_its_own_by_its_file(between: Proxy, socket_slack: World) -> None:
    client = slack_client("xoxb-local", between.api_url)
    ts = show(client, Place(CHANNEL, "3.0"), File("gap.png", b"png", "The gap", "It rose from 13% to 16%."))
    posted = socket_slack.posted(lambda message: message["ts"] == ts, CHANNEL)
    (image,) = posted["blocks"]
    assert image["slack_file"]["id"].startswith("F")
    assert image["alt_text"] == "It rose from 13% to 16%."
    assert posted["text"] == "The gap. It rose from 13% to 16%."
    remove(client, CHANNEL, ts)
    assert ts not in {message["ts"] for message in socket_slack.messages(CHANNEL)}


def test_a_picture_that_slack_takes_in_no_message_is_shared_as_a_file(
    between: Proxy, socket_slack: World
) -> None:
    between.fail("chat.postMessage", refused("invalid_blocks"))
    file = File("gap.png", b"png", "The gap", "It rose from 13% to 16%.")
    name = show(slack_client("xoxb-local", between.api_url), Place(CHANNEL, "4.0"), file)
    posted = socket_slack.posted(lambda message: message.get("thread_ts") == "4.0", CHANNEL)
    assert [(one["id"], one["alt_txt"]) for one in posted["files"]] == [(name, file.alt_text)]


def test_a_chart_that_slack_draws_stands_beside_its_words_and_is_a_picture_where_it_is_refused(
    between: Proxy, socket_slack: World
) -> None:
    client = slack_client("xoxb-local", between.api_url)
    block = {"type": "data_visualization"}
    file = File("gap.png", b"png", "The gap", "It rose from 13% to 16%.", block)
    ts = show_natively(client, Place(CHANNEL, "5.0"), file)
    posted = socket_slack.posted(lambda message: message["ts"] == ts, CHANNEL)
    assert posted["text"] == "The gap. It rose from 13% to 16%."
    assert posted["blocks"][0] == block
    between.fail("chat.postMessage", refused("invalid_blocks"))
    ts = show_natively(client, Place(CHANNEL, "5.0"), file)
    (image,) = socket_slack.posted(lambda message: message["ts"] == ts, CHANNEL)["blocks"]
    assert image["alt_text"] == "It rose from 13% to 16%."


def test_a_refused_table_is_sent_as_lines(between: Proxy, socket_slack: World) -> None:
    between.fail("chat.postMessage", refused("invalid_blocks"))
    table = Table("The gap", ("Period", "Gap"), (("1997-99", "13%"),))
    layout = message_layout(Message("Here it is.", table=table), native_table)
    ts = post(slack_client("xoxb-local", between.api_url), Place(CHANNEL), layout)
    posted = socket_slack.posted(lambda message: message["ts"] == ts, CHANNEL)
    assert posted["blocks"][-1]["text"]["text"] == "*1997-99*  Gap 13%"


def test_a_picture_that_cannot_be_uploaded_is_told_in_words(between: Proxy, socket_slack: World) -> None:
    between.fail("files.getUploadURLExternal", refused("unknown_method"))
    client = slack_client("xoxb-local", between.api_url)
    attach(client, Place(CHANNEL, "2.0"), File("gap.png", b"png", "The gap", "It rose from 13% to 16%."))
    posted = socket_slack.posted(lambda message: message.get("thread_ts") == "2.0", CHANNEL)
    assert posted["text"] == (
        "“The gap” could not be put here as a file. Slack answered unknown_method. It rose from 13% to 16%."
    )


def test_a_picture_is_shown_when_slack_knows_what_the_file_is(between: Proxy, socket_slack: World) -> None:
    between.fail("files.info", lambda forward: Answer({"ok": True, "file": {"mimetype": ""}}))
    client = slack_client("xoxb-local", between.api_url)
    show(client, Place(CHANNEL, "6.0"), File("gap.png", b"png", "The gap", "It rose from 13% to 16%."))
    posted = socket_slack.posted(lambda message: message.get("thread_ts") == "6.0", CHANNEL)
    assert posted["blocks"][0]["type"] == "image"
    called = [method for method, _ in between.calls if method in ("files.info", "chat.postMessage")]
    assert called == ["files.info", "files.info", "chat.postMessage"]
