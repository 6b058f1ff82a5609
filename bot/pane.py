"""Slack's assistant pane: what could be asked there, that an answer is under way, and what a thread is about.

Other servers, and workspaces without the pane, lack these methods; the answers come all the same.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.posting import Place
from bot.text import clip
from healthgap.reply import Button

_log = logging.getLogger(__name__)

_TITLE = 60


class Pane:
    """The pane, as far as the server has one: it is not asked again for what it lacks."""

    def __init__(self) -> None:
        self._lacks: set[str] = set()

    def suggest(self, client: WebClient, place: Place, questions: Sequence[Button]) -> None:
        """Offers questions to somebody who opens the pane."""
        prompts = [{"title": button.label, "message": button.question} for button in questions]
        self._try(
            "prompts",
            client.assistant_threads_setSuggestedPrompts,
            place,
            prompts=prompts,
            title="You could ask",
        )

    def thinking(self, client: WebClient, place: Place) -> None:
        """Says that an answer is under way; Slack takes it away when the answer is posted."""
        self._try("status", client.assistant_threads_setStatus, place, status="is looking up the figures…")

    def entitle(self, client: WebClient, place: Place, title: str) -> None:
        """Names the thread in the person's history."""
        self._try("title", client.assistant_threads_setTitle, place, title=clip(title, _TITLE))

    def _try(self, what: str, call: Callable[..., Any], place: Place, **values: Any) -> None:
        if what in self._lacks:
            return
        try:
            call(channel_id=place.channel, thread_ts=place.thread_ts, **values)
        except SlackApiError as error:
            code = error.response["error"]
            _log.info("The assistant pane took no %s: %s", what, code)
            if code == "unknown_method":
                self._lacks.add(what)
