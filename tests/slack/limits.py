"""What Slack refuses in a message, as its documentation lists it for the blocks that the bot uses.

https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.blocks import Block, Layout


def refusals(layout: Layout) -> list[str]:
    """Every limit that the message breaks; empty when Slack would take it."""
    return list(_message(layout))


def _message(layout: Layout) -> Iterator[str]:
    if not 0 < len(layout.text) <= 40_000:
        yield f"text of {len(layout.text)} characters"
    if len(layout.blocks) > 50:
        yield f"{len(layout.blocks)} blocks"
    if sum(map(len, _texts(list(layout.blocks)))) > 13_200:
        yield "msg_blocks_too_long"
    if sum(block["type"] == "table" for block in layout.blocks) > 1:
        yield "two tables"
    ids = [block["block_id"] for block in layout.blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "a block_id twice"
    for block in layout.blocks:
        yield from _CHECKS[block["type"]](block)


def _section(block: Block) -> Iterator[str]:
    yield from _length("section", block["text"]["text"], 3_000)


def _context(block: Block) -> Iterator[str]:
    if not 0 < len(block["elements"]) <= 10:
        yield "elements of a context block"
    for element in block["elements"]:
        yield from _length("context", element["text"], 3_000)


def _actions(block: Block) -> Iterator[str]:
    if not 0 < len(block["elements"]) <= 25:
        yield "elements of an actions block"
    ids = [button["action_id"] for button in block["elements"]]
    if len(ids) != len(set(ids)):
        yield "an action_id twice"
    for button in block["elements"]:
        yield from _length("button", button["text"]["text"], 75)
        yield from _length("value", button["value"], 2_000)


def _table(block: Block) -> Iterator[str]:
    rows = block["rows"]
    if not 0 < len(rows) <= 100 or not 0 < len(rows[0]) <= 20 or len(block["column_settings"]) > 20:
        yield "size of a table"
    if len({len(row) for row in rows}) != 1:
        yield "rows of unequal length"
    for cell in (cell for row in rows for cell in row):
        yield from _length("cell", cell["text"], 3_000)


_CHECKS = {"section": _section, "context": _context, "actions": _actions, "table": _table}


def _length(what: str, text: str, limit: int) -> Iterator[str]:
    if not 0 < len(text) <= limit:
        yield f"{what} of {len(text)} characters"


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from [value] if key == "text" and isinstance(value, str) else _texts(value)
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for value in node:
            yield from _texts(value)
