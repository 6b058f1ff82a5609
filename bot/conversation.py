"""Takes a question from one place in Slack and puts its answer there; knows nothing of events.

Posts each answer once. Whether a message is meant for the bot is decided by the listeners.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient

from bot.attachments import attachments
from bot.blocks import Layout, TableStyle, reply_layout, with_asker
from bot.posting import Place, attach, post
from healthgap.reply import Reply
from healthgap.service import Healthgap


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in plain words, and where it was asked. `team` keeps the threads of workspaces apart."""

    question: str
    team: str
    place: Place

    @property
    def thread(self) -> str:
        """The key of what was said before here: a thread, or the whole of a direct conversation."""
        parts = (self.team, self.place.channel, self.place.thread_ts)
        return "/".join(part for part in parts if part)


# As many words as a question typed in a hurry has: “breast cancer gap in Leeds”.
_HURRIED = 6


@dataclass(frozen=True, slots=True)
class Conversation:
    """The bot's side of every conversation."""

    service: Healthgap
    clock: Callable[[], datetime]
    table: TableStyle

    def answer(self, client: WebClient, asked: Asked) -> None:
        """Posts the answer, then its charts and its table as a file."""
        reply = self.reply(asked)
        self._tell(client, asked.place, reply, reply_layout(reply, self.table))

    def answer_press(self, client: WebClient, asked: Asked, user: str) -> None:
        """The same for a question that `user` asked by a button, headed by it."""
        reply = self.reply(asked)
        layout = with_asker(reply_layout(reply, self.table), user, asked.question)
        self._tell(client, asked.place, reply, layout)

    def join_in(self, client: WebClient, asked: Asked) -> None:
        """The same for something said in a thread to nobody by name, unless people only talk to each other there.

        What is left without a reply is not remembered: nobody can pick a choice that was not shown.
        """
        reply = self.reply(asked, lambda reply: _concerns_us(asked, reply))
        if _concerns_us(asked, reply):
            self._tell(client, asked.place, reply, reply_layout(reply, self.table))

    def reply(self, asked: Asked, shown: Callable[[Reply], bool] = lambda reply: True) -> Reply:
        return self.service.ask(asked.question, now=self.clock(), thread=asked.thread, shown=shown)

    def is_part_of(self, asked: Asked) -> bool:
        """Whether the bot has answered before where this is asked."""
        return self.service.threads.in_conversation(asked.thread)

    def first_time(self, key: str) -> bool:
        """Whether what `key` names is heard of for the first time, in any process of the bot."""
        return not self.service.threads.heard(key, self.clock())

    def _tell(self, client: WebClient, place: Place, reply: Reply, layout: Layout) -> None:
        post(client, place, layout)
        for file in attachments(self.service, reply.message, self.clock()):
            attach(client, place, file)


def _concerns_us(asked: Asked, reply: Reply) -> bool:
    hurried = reply.kind == "clarify" and bool(reply.choices) and len(asked.question.split()) <= _HURRIED
    return "?" in asked.question or hurried or not _is_talk(reply)


def _is_talk(reply: Reply) -> bool:
    """Whether a message was not understood to its last word as a question, or as half of one."""
    talk = reply.kind != "clarify" and all(part["intent"] == "smalltalk" for part in reply.question)
    return talk or bool(reply.unexplained)
