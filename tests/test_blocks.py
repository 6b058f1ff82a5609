"""Messages as Slack gets them: in reading order, complete as text, and never beyond what Slack takes."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.blocks import (
    Layout,
    TableStyle,
    chosen,
    listed_table,
    message_layout,
    native_table,
    pictured,
    plainer,
    reply_layout,
    shown_rows,
    with_asker,
)
from healthgap.reply import Button, Message, Reply, Table
from healthgap.store.feedback import Verdict
from tests.slack.limits import refusals

TABLE = Table(
    "The gap since 1997-99",
    ("Period", "Routine and manual", "All", "Gap"),
    (("1997-99", "6.3", "5.6", "13%"), ("2005-07", "5.4", "4.7", "16%")),
)
MESSAGE = Message(
    "The infant mortality gap was 16% in 2005-07.",
    context=("5.4 per 1,000 live births in the routine & manual group, 4.7 among all.",),
    caveats=("Rounding alone leaves 12.6 to 17.2.",),
    source="Department of Health, 14 January 2009",
    buttons=(Button("Chart", "chart of the infant mortality gap"),),
)


def test_a_message_is_laid_out_in_reading_order() -> None:
    layout = message_layout(MESSAGE, native_table)
    assert [block["type"] for block in layout.blocks] == ["section", "section", "context", "actions"]
    headline, context, notes, actions = layout.blocks
    assert headline["text"]["text"] == "*The infant mortality gap was 16% in 2005-07.*"
    assert "routine &amp; manual" in context["text"]["text"]
    assert notes["elements"][0]["text"].endswith("Department of Health, 14 January 2009")
    assert actions["elements"][0]["value"] == "chart of the infant mortality gap"


def test_the_text_is_complete_without_the_blocks() -> None:
    text = message_layout(MESSAGE, native_table).text
    assert all(part in text for part in ("16%", "4.7", "12.6 to 17.2", "14 January 2009"))


def test_a_table_is_drawn_by_slack() -> None:
    _, title, table = message_layout(Message("Here it is.", table=TABLE), native_table).blocks
    assert title["text"]["text"] == "The gap since 1997-99"
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        list(TABLE.columns),
        *map(list, TABLE.rows),
    ]


def test_elsewhere_a_table_is_listed() -> None:
    _, _, lines = message_layout(Message("Here it is.", table=TABLE), listed_table).blocks
    assert lines["text"]["text"] == (
        "*1997-99*  Routine and manual 6.3 · All 5.6 · Gap 13%\n"
        "*2005-07*  Routine and manual 5.4 · All 4.7 · Gap 16%"
    )


@pytest.mark.parametrize("style", [native_table, listed_table])
def test_a_long_table_is_shown_in_part_and_says_so(style: TableStyle) -> None:
    table = Table("All of them", ("Period", "Gap"), tuple((str(1000 + i), f"{i}%") for i in range(500)))
    layout = message_layout(Message("Here they are.", table=table), style)
    shown = len(shown_rows(table))
    assert f"All of them (first {shown} of 500 rows; all are in the file)" in str(layout.blocks)
    assert f"{shown - 1}%" in str(layout.blocks)
    assert refusals(layout) == []


def test_a_question_back_offers_its_choices_as_buttons_and_as_text() -> None:
    reply = Reply("clarify", Message("Men or women?"), "life expectancy", choices=("men", "women"))
    layout = reply_layout(reply, native_table)
    assert [button["value"] for button in layout.blocks[-1]["elements"]] == ["men", "women"]
    assert layout.text == "Men or women?\n- men\n- women"


def test_a_question_back_turns_into_the_answer_to_what_was_chosen() -> None:
    settled = chosen(message_layout(MESSAGE, native_table), "U0ADA", "women & girls")
    assert settled.blocks[0]["elements"][0]["text"] == "<@U0ADA> chose: women &amp; girls"
    assert settled.text.splitlines()[1] == MESSAGE.headline


def test_an_answer_can_be_judged_and_a_question_back_cannot() -> None:
    answer = reply_layout(Reply("answer", MESSAGE, "the gap", figures=({"value": 16},)), native_table)
    assert [button["value"] for button in answer.blocks[-1]["elements"]] == list(get_args(Verdict))
    back = reply_layout(Reply("clarify", MESSAGE, "", choices=("men",)), native_table)
    assert "judge" not in str(back.blocks)


def test_a_refused_table_becomes_lines_and_a_picture_is_left_out() -> None:
    layout = message_layout(Message("Here it is.", table=TABLE), native_table)
    picture = pictured("F1", "The gap", "It rose from 13% to 16%.")
    kept = plainer([*layout.blocks, *picture.blocks])
    assert kept == list(message_layout(Message("Here it is.", table=TABLE), listed_table).blocks)
    assert picture.blocks[0]["alt_text"] == "It rose from 13% to 16%."
    assert "It rose" in picture.text


def test_a_pressed_question_heads_its_answer() -> None:
    layout = with_asker(message_layout(MESSAGE, native_table), "U0ADA", "<chart>")
    assert layout.blocks[0]["elements"][0]["text"] == "<@U0ADA> asked: &lt;chart&gt;"


_texts = st.text("a&<>é\n ", min_size=1, max_size=8).map(lambda text: "x" + text * 600)
_tables = st.integers(1, 25).flatmap(
    lambda width: st.builds(
        Table,
        _texts,
        st.tuples(*[_texts] * width),
        st.lists(st.tuples(*[st.sampled_from(["", "5.4", "x" * 4_000])] * width), max_size=150).map(tuple),
    )
)
_buttons = st.lists(st.builds(Button, _texts, _texts), max_size=40).map(tuple)
_messages = st.builds(
    Message,
    headline=_texts,
    context=st.lists(_texts, max_size=9).map(tuple),
    caveats=st.lists(_texts, max_size=9).map(tuple),
    source=st.one_of(st.just(""), _texts),
    table=st.one_of(st.none(), _tables),
    buttons=_buttons,
)
_replies = st.builds(
    Reply, st.just("clarify"), _messages, st.just(""), choices=st.lists(_texts, max_size=30).map(tuple)
)


@given(_replies, st.sampled_from([native_table, listed_table]))
def test_no_message_is_ever_more_than_slack_takes(reply: Reply, style: TableStyle) -> None:
    layout: Layout = reply_layout(reply, style)
    assert refusals(layout) == []
    assert refusals(with_asker(layout, "U0ADA", "x" * 5_000)) == []
