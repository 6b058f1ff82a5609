"""Slack's notation, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import text

READ = {
    "<@U0HEALTHGAP> what is the gap?": "what is the gap?",
    "what is the gap <@U0HEALTHGAP|healthgap>?": "what is the gap ?",
    "<!here> what is the *infant mortality* gap in `2001`?": "what is the infant mortality gap in 2001?",
    "what is _the *gap*_?": "what is the gap?",
    "R&amp;M against all &lt;18": "R&M against all <18",
    "see <https://example.org/a_b|the report>: the gap?": "see the report: the gap?",
    "see <https://example.org/a_b>": "see https://example.org/a_b",
    "what about <#C012AB3CD|press-office>?": "what about press-office?",
    "<!subteam^S012|@analysts> the gap?": "@analysts the gap?",
    "&gt; it was 20% they said\nwhat is the gap?": "what is the gap?",
    "&gt; what is the gap?": "what is the gap?",
    "> what is\n> the gap?": "what is the gap?",
    "<@U0HEALTHGAP>\n&gt; what is the gap?": "what is the gap?",
    "&gt; what is\n&gt; the gap?\n<@U0HEALTHGAP>": "what is the gap?",
    "&gt;&gt;&gt; what is the gap?": "what is the gap?",
    "&gt; \n&gt;": "",
    "infant_mortality_gap and 2*3*4": "infant_mortality_gap and 2*3*4",
    "```\nwhat is\nthe gap?\n```": "what is the gap?",
    "  ": "",
    "": "",
}


@pytest.mark.parametrize(("written", "question"), READ.items(), ids=range(len(READ)))
def test_a_question_is_read_in_plain_words(written: str, question: str) -> None:
    assert text.question(written) == question


def test_who_is_mentioned() -> None:
    assert text.mentioned("<@U1> and <@W2|sam>, see <#C3|x> and <https://a.b>") == {"U1", "W2"}


@given(st.text())
def test_what_is_escaped_reads_as_it_was_written(plain: str) -> None:
    escaped = text.escape(plain)
    assert "<" not in escaped
    assert ">" not in escaped
    assert escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == plain


@given(st.text("ab&<> ", max_size=60), st.integers(1, 50))
def test_a_cut_never_leaves_half_an_entity(plain: str, limit: int) -> None:
    cut = text.clip(text.escape(plain), limit)
    assert len(cut) <= limit
    assert "&" not in cut.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
