"""The fields of dialogs, and what people put into them. Knows Slack's limits and notation, and no dialog in particular.

Limits: https://docs.slack.dev/reference/surfaces/modals and /reference/block-kit/block-elements.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks import Block
from bot.text import clip

View = dict[str, Any]
Option = tuple[str, str]
"""What people read, and the value that it stands for."""

_TITLE, _LABEL, _OPTION, _VALUE, _OPTIONS = 24, 2_000, 75, 150, 100
_ENTERED = "entered"

# For each kind of element: where the answer stands in a submission, and what the dialog began with.
_PLACES = {
    "plain_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "datepicker": ("selected_date", "initial_date"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
}


def modal(name: str, title: str, submit: str, blocks: Sequence[Block], kept: Mapping[str, Any]) -> View:
    """A dialog; `kept` comes back with what is entered, see `carried`."""
    return {
        "type": "modal",
        "callback_id": name,
        "title": _plain(clip(title, _TITLE)),
        "submit": _plain(clip(submit, _TITLE)),
        "close": _plain("Cancel"),
        "private_metadata": json.dumps(kept, ensure_ascii=False),
        "blocks": list(blocks),
    }


def text_field(name: str, label: str, value: str = "", hint: str = "", most: int = 150) -> Block:
    """A line of text that has to be given."""
    element = {"type": "plain_text_input", "max_length": most}
    return _input(name, label, element | ({"initial_value": value[:most]} if value else {}), hint)


def optional_text_field(name: str, label: str, value: str = "", most: int = 150) -> Block:
    """A line of text that may be left out."""
    return {**text_field(name, label, value, most=most), "optional": True}


def day_field(name: str, label: str, day: str, hint: str = "") -> Block:
    """A day, as 2009-01-14."""
    return _input(name, label, {"type": "datepicker", "initial_date": day}, hint)


def choice_field(
    name: str, label: str, options: Sequence[Option], chosen: str | None = None, hint: str = ""
) -> Block:
    """One of several options, the first hundred of them."""
    written = _options(options)
    initial = [option for option in written if option["value"] == chosen]
    element = {"type": "static_select", "options": written}
    return _input(name, label, element | ({"initial_option": initial[0]} if initial else {}), hint)


def ticks_field(name: str, label: str, options: Sequence[Option], ticked: Sequence[str]) -> Block:
    """A few options, at least one of them ticked."""
    written = _options(options)
    initial = [option for option in written if option["value"] in ticked]
    return _input(name, label, {"type": "checkboxes", "options": written, "initial_options": initial}, "")


def several_field(
    name: str, label: str, options: Sequence[Option], chosen: Sequence[str], nothing: str, hint: str
) -> Block:
    """Any number of many options; `nothing` says what none means."""
    written = _options(sorted(options), len(options))
    initial = [option for option in written if option["value"] in chosen]
    groups = [
        {"label": _plain(_reach(written[at : at + _OPTIONS])), "options": written[at : at + _OPTIONS]}
        for at in range(0, len(written), _OPTIONS)
    ]
    element = {"type": "multi_static_select", "option_groups": groups, "placeholder": _plain(nothing)}
    return {
        **_input(name, label, element | ({"initial_options": initial} if initial else {}), hint),
        "optional": True,
    }


def channel_field(name: str, label: str, channel: str | None, hint: str) -> Block:
    """A channel, from Slack's own list."""
    element: Block = {
        "type": "conversations_select",
        "filter": {"include": ["public", "private", "im"]},
    }
    return _input(name, label, element | ({"initial_conversation": channel} if channel else {}), hint)


def entered(view: View) -> dict[str, Any]:
    """What was put into each field, by its name: a text, a list of them, or None.

    Other servers send nothing for a field that was not touched, and mean what the dialog began with.
    """
    states = view.get("state", {}).get("values", {})
    fields = [block for block in view["blocks"] if block["type"] == "input"]
    return {field["block_id"]: _entered(field, states) for field in fields}


def carried(view: View) -> dict[str, Any]:
    """What the dialog was given to keep."""
    kept: dict[str, Any] = json.loads(view.get("private_metadata") or "{}")
    return kept


def _entered(field: Block, states: Mapping[str, Any]) -> Any:
    place, initial = _PLACES[field["element"]["type"]]
    state = states.get(field["block_id"], {}).get(_ENTERED, {})
    found = state.get(place)
    untouched = place not in state if field.get("optional") else not found
    value = field["element"].get(initial) if untouched else found
    if isinstance(value, list):
        return [option["value"] for option in value]
    return value["value"] if isinstance(value, dict) else value


def _input(name: str, label: str, element: Block, hint: str) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": _plain(clip(label, _LABEL)),
        "element": {**element, "action_id": _ENTERED},
        **({"hint": _plain(clip(hint, _LABEL))} if hint else {}),
    }


def _options(options: Sequence[Option], most: int = _OPTIONS) -> list[Block]:
    return [
        {"text": _plain(clip(words, _OPTION)), "value": value}
        for words, value in options[:most]
        if len(value) <= _VALUE
    ]


def _reach(options: Sequence[Block]) -> str:
    """What a group of options holds, by its first and last: “Asthma to Falls”."""
    first, last = (clip(option["text"]["text"], 30) for option in (options[0], options[-1]))
    return f"{first} to {last}"


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}
