"""What Slack refuses in a message, a dialog or App Home, as documented for the blocks that the bot uses.

https://docs.slack.dev/reference/block-kit/blocks, …/block-elements and https://docs.slack.dev/reference/views
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.blocks import Block, Layout

_MESSAGE = {"section", "context", "actions", "table", "image", "divider", "header", "data_visualization"}
_HOME = _MESSAGE - {"table"} | {"input"}


def refusals(layout: Layout) -> list[str]:
    """Every limit that the message breaks; empty when Slack would take it."""
    return list(_message(layout))


def view_refusals(view: dict[str, Any]) -> list[str]:
    """The same of a dialog or a Home tab."""
    return list(_view(view))


def _message(layout: Layout) -> Iterator[str]:
    if not 0 < len(layout.text) <= 40_000:
        yield f"text of {len(layout.text)} characters"
    if len(layout.blocks) > 50:
        yield f"{len(layout.blocks)} blocks"
    if sum(map(len, _texts(list(layout.blocks)))) > 13_200:
        yield "msg_blocks_too_long"
    if sum(block["type"] == "table" for block in layout.blocks) > 1:
        yield "two tables"
    yield from _blocks(layout.blocks, _MESSAGE)


def _view(view: dict[str, Any]) -> Iterator[str]:
    if not 0 < len(view["blocks"]) <= 100:
        yield f"{len(view['blocks'])} blocks"
    if len(view.get("private_metadata", "")) > 3_000:
        yield "private_metadata"
    if view["type"] == "modal":
        for part in ("title", "submit", "close"):
            yield from _plain(part, view[part], 24)
        yield from _length("callback_id", view["callback_id"], 255)
    yield from _blocks(view["blocks"], _HOME)


def _blocks(blocks: Sequence[Block], allowed: set[str]) -> Iterator[str]:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "a block_id twice"
    for name in ids:
        yield from _length("block_id", name, 255)
    for block in blocks:
        if block["type"] not in allowed:
            yield f"a block of type {block['type']} here"
        else:
            yield from _CHECKS[block["type"]](block)


def _section(block: Block) -> Iterator[str]:
    yield from _length("section", block["text"]["text"], 3_000)


def _header(block: Block) -> Iterator[str]:
    yield from _plain("header", block["text"], 150)


def _divider(block: Block) -> Iterator[str]:
    if set(block) - {"type", "block_id"}:
        yield "more in a divider than belongs there"


def _context(block: Block) -> Iterator[str]:
    if not 0 < len(block["elements"]) <= 10:
        yield "elements of a context block"
    for element in block["elements"]:
        yield from _length("context", element["text"], 3_000)


def _image(block: Block) -> Iterator[str]:
    yield from _length("alt_text", block["alt_text"], 2_000)
    yield from _plain("title", block["title"], 2_000)
    if ("slack_file" in block) == ("image_url" in block):
        yield "a picture with no source, or two"


def _actions(block: Block) -> Iterator[str]:
    if not 0 < len(block["elements"]) <= 25:
        yield "elements of an actions block"
    ids = [button["action_id"] for button in block["elements"]]
    if len(ids) != len(set(ids)):
        yield "an action_id twice"
    for button in block["elements"]:
        yield from _plain("button", button["text"], 75)
        yield from _length("value", button["value"], 2_000)
        yield from _length("action_id", button["action_id"], 255)
        yield from _confirm(button.get("confirm"))


def _confirm(confirm: dict[str, Any] | None) -> Iterator[str]:
    for part, limit in {"title": 100, "text": 300, "confirm": 30, "deny": 30}.items() if confirm else ():
        yield from _plain(part, (confirm or {})[part], limit)


def _table(block: Block) -> Iterator[str]:
    rows = block["rows"]
    if not 0 < len(rows) <= 100 or not 0 < len(rows[0]) <= 20 or len(block["column_settings"]) > 20:
        yield "size of a table"
    if len({len(row) for row in rows}) != 1:
        yield "rows of unequal length"
    for cell in (cell for row in rows for cell in row):
        yield from _length("cell", cell["text"], 3_000)


def _input(block: Block) -> Iterator[str]:
    yield from _plain("label", block["label"], 2_000)
    if "hint" in block:
        yield from _plain("hint", block["hint"], 2_000)
    element = block["element"]
    yield from _length("action_id", element["action_id"], 255)
    if "placeholder" in element:
        yield from _plain("placeholder", element["placeholder"], 150)
    yield from _ELEMENTS[element["type"]](element)


def _text_input(element: Block) -> Iterator[str]:
    if not 1 <= element.get("max_length", 1) <= 3_000:
        yield "max_length"
    if len(element.get("initial_value", "")) > element.get("max_length", 3_000):
        yield "initial_value longer than may be entered"


def _select(element: Block) -> Iterator[str]:
    most = 10 if element["type"] == "checkboxes" else 100
    groups = element.get("option_groups", [])
    if len(groups) > 100:
        yield "option_groups"
    for group in groups:
        yield from _plain("group", group["label"], 75)
        yield from _options(group["options"], most)
    if not groups:
        yield from _options(element["options"], most)
    every = [*element.get("options", []), *(option for group in groups for option in group["options"])]
    initial = element.get("initial_options", [])
    if any(option not in every for option in [*initial, element.get("initial_option", every[0])]):
        yield "an initial option that is no option"
    if "initial_options" in element and not initial:
        yield "an empty list of initial options"


def _options(options: Sequence[Block], most: int) -> Iterator[str]:
    if not 0 < len(options) <= most:
        yield f"{len(options)} options"
    for option in options:
        yield from _plain("option", option["text"], 75)
        yield from _length("value", option["value"], 150)


def _no_limits(element: Block) -> Iterator[str]:
    yield from ()


def _chart(block: Block) -> Iterator[str]:
    yield from _length("title of a chart", block["title"], 50)
    chart = block["chart"]
    categories = chart["axis_config"]["categories"]
    yield from _length("axis of a chart", chart["axis_config"]["y_label"], 50)
    if not (0 < len(categories) <= 20 and 0 < len(chart["series"]) <= 6):
        yield "a chart of too many points or series"
    for name in categories:
        yield from _length("category", name, 20)
    for series in chart["series"]:
        yield from _length("series", series["name"], 20)
        if [point["label"] for point in series["data"]] != categories:
            yield "points that are not those of the axis"


_CHECKS = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "image": _image,
    "actions": _actions,
    "table": _table,
    "data_visualization": _chart,
    "input": _input,
}
_ELEMENTS = {
    "plain_text_input": _text_input,
    "static_select": _select,
    "multi_static_select": _select,
    "checkboxes": _select,
    "datepicker": _no_limits,
    "conversations_select": _no_limits,
}


def _plain(what: str, text: Block, limit: int) -> Iterator[str]:
    if text["type"] not in ("plain_text", "mrkdwn"):
        yield f"{what} of type {text['type']}"
    yield from _length(what, text["text"], limit)


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
