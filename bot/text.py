"""Slack's text in and out: marked-up messages to plain questions, plain sentences to escaped text.

Changes notation only; what a question means is decided elsewhere.
"""

from __future__ import annotations

import html
import re

_REFERENCE = re.compile(r"<([^<>|]+)(?:\|([^<>]*))?>")
_QUOTED = re.compile(r"^(?:&gt;|>).*$", re.MULTILINE)
_QUOTE_MARK = re.compile(r"^(?:&gt;|>)+", re.MULTILINE)
_CODE = re.compile(r"`+")
_EMPHASIS = re.compile(r"(?<![\w*_~])([*_~])(?=\S)(.+?)(?<=\S)\1(?![\w*_~])")
_SPACE = re.compile(r"\s+")
_CUT_ENTITY = re.compile(r"&\w{0,4}$")


def question(text: str) -> str:
    """What a person asked, in plain words: no mentions, marks or entities, links and channels by their label.

    Quoted lines are what somebody else said and are left out, unless there is nothing else.
    """
    return _plain(_QUOTED.sub("", text)) or _plain(_QUOTE_MARK.sub("", text))


def mentioned(text: str) -> set[str]:
    """The ids of the people and bots that a message mentions."""
    return {ref[1:] for ref, _ in _REFERENCE.findall(text) if ref.startswith(("@U", "@W"))}


def place_name(channel: str) -> str:
    """A channel in Slack's notation; Slack has no name for direct messages."""
    return "direct messages" if channel.startswith("D") else f"<#{channel}>"


def escape(text: str) -> str:
    """Plain text as Slack wants it: only these three characters have a meaning that must be taken away."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clip(text: str, limit: int) -> str:
    """`text`, or as much of it as `limit` characters hold with an ellipsis; never half an entity."""
    if len(text) <= limit:
        return text
    return _CUT_ENTITY.sub("", text[: limit - 1]).rstrip() + "…"


def _plain(text: str) -> str:
    words = _CODE.sub("", _REFERENCE.sub(_spoken, text))
    for _ in range(3):  # *_bold italic_* is nested
        words = _EMPHASIS.sub(r"\2", words)
    return _SPACE.sub(" ", html.unescape(words)).strip()


def _spoken(match: re.Match[str]) -> str:
    """How `<reference|label>` reads aloud: people are no part of a question, all else is its label."""
    reference, label = match[1], match[2]
    if reference.startswith("@") or reference in ("!here", "!channel", "!everyone"):
        return " "
    return label or ("" if reference.startswith(("#", "!")) else reference)
