"""Takes a question from one place in Slack and puts its answer there; knows nothing of events.

Posts each answer once, and changes or removes it when its question changes or goes. Whether a message is meant
for the bot is decided by the listeners.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from slack_sdk import WebClient

from bot.attachments import attachments
from bot.blocks import Layout, TableStyle, and_below, chosen, reply_layout, sentence, with_asker
from bot.clients import PATIENCE
from bot.manual import ORDERS
from bot.posting import File, Place, post, remove, update
from bot.watch import Watch
from healthgap.reply import Reply
from healthgap.service import Healthgap
from healthgap.store.answers import Answered
from healthgap.store.feedback import Verdict

PictureStyle = Callable[[WebClient, Place, File], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in plain words, and where it was asked. `team` keeps the threads of workspaces apart.

    `ts` is the message that asks it, empty where a button does; `by` heads the answer with who asked, where the
    question does not stand above it. `after` are questions that others asked there before the bot came.
    """

    question: str
    team: str
    place: Place
    ts: str = ""
    by: str = ""
    after: tuple[str, ...] = ()

    @property
    def channel(self) -> str:
        """The key of the channel among those of all workspaces."""
        return f"{self.team}/{self.place.channel}"

    @property
    def message(self) -> str:
        """The key of the message that asks."""
        return f"{self.channel}/{self.ts}"

    @property
    def thread(self) -> str:
        """The key of what was said before here: a thread, or the whole of a direct conversation."""
        parts = (self.team, self.place.channel, self.place.thread_ts)
        return "/".join(part for part in parts if part)


# An answer may wait half a minute for the database, twice, and as long as its client has patience with Slack.
_UNDER_WAY = PATIENCE + timedelta(minutes=1)
_LOOK = 0.1  # seconds between two looks for one

# As many words as a question typed in a hurry has: “breast cancer gap in Leeds”.
_HURRIED = 6


@dataclass(frozen=True, slots=True)
class Conversation:
    """The bot's side of every conversation."""

    service: Healthgap
    clock: Callable[[], datetime]
    table: TableStyle
    picture: PictureStyle
    watch: Watch

    def answer(self, client: WebClient, asked: Asked) -> Reply:
        """Posts the answer, then its charts and its table as a file."""
        now = self.clock()
        reply = self.reply(asked, now)
        self._tell(client, asked, reply, now)
        return reply

    def join_in(self, client: WebClient, asked: Asked) -> None:
        """The same for something said in a thread to nobody by name, unless people only talk to each other there.

        What is left without a reply is not remembered: nobody can pick a choice that was not shown.
        """
        now = self.clock()
        reply = self.reply(asked, now, lambda reply: _concerns_us(asked, reply))
        if _concerns_us(asked, reply):
            self._tell(client, asked, reply, now)

    def choose(self, client: WebClient, asked: Asked, question_back: str) -> None:
        """Turns the message `question_back` into the answer to what was chosen there."""
        now = self.clock()
        reply = self.reply(asked, now)
        layout = chosen(self._layout(reply), asked.by, asked.question)
        update(client, asked.place.channel, question_back, layout)
        settled = self.service.answers.at(asked.channel, question_back)
        asks = settled.question_ts if settled else ""
        answer = Answered(asked.channel, question_back, asks, asked.thread, now, reply.reading)
        self._keep(client, asked.place, reply, answer)

    def correct(self, client: WebClient, asked: Asked, before: Answered) -> None:
        """Changes the answer that stands to a question which was edited to `asked`."""
        now = self.clock()
        self.watch.asked(asked.question)
        reply = self.service.ask(
            asked.question, now=now, thread=before.thread, instead_of=before.asked_at, after=asked.after
        )
        self.watch.replied(reply.kind)
        update(client, asked.place.channel, before.answer_ts, self._layout(reply))
        self._clear(client, asked.place.channel, before)
        self._keep(client, asked.place, reply, replace(before, reading=reply.reading, below=()))

    def take_back(self, client: WebClient, channel: str, before: Answered) -> None:
        """Removes the answer to a question that was deleted, unless the conversation went on from it."""
        if self.service.threads.went_on(before.thread, before.asked_at):
            return
        self._clear(client, channel, before)
        remove(client, channel, before.answer_ts)
        self.service.threads.take_back(before.thread, before.asked_at)
        self.service.answers.forget(before)

    def judge(self, asked_in: str, answer_ts: str, person: str, verdict: Verdict) -> bool:
        """Keeps what a person says of an answer in the channel with that key; False if it is not known any more."""
        answer = self.service.answers.at(asked_in, answer_ts)
        if answer is not None:
            self.service.feedback_book.say(answer, person, verdict, self.clock())
        return answer is not None

    def hush(self, client: WebClient, asked: Asked) -> None:
        """Keeps quiet in a thread from now on, and says so."""
        self.service.threads.keep_quiet(asked.thread, self.clock())
        post(client, asked.place, sentence("I shall be quiet in this thread until somebody mentions me."))

    def reply(
        self, asked: Asked, now: datetime, shown: Callable[[Reply], bool] = lambda reply: True
    ) -> Reply:
        self.watch.asked(asked.question)
        reply = self.service.ask(asked.question, now=now, thread=asked.thread, after=asked.after, shown=shown)
        if shown(reply):
            self.watch.replied(reply.kind)
        return reply

    def is_part_of(self, asked: Asked) -> bool:
        """Whether the bot has answered before where this is asked, and was not asked to be quiet since."""
        return self.service.threads.in_conversation(asked.thread)

    def first_time(self, key: str) -> bool:
        """Whether what `key` names is heard of for the first time, in any process of the bot."""
        return not self.service.threads.heard(key, self.clock())

    @contextmanager
    def once(self, key: str) -> Iterator[bool]:
        """The same for work that is done in this block; if it fails, the next time counts as the first."""
        first, is_done = self.first_time(key), False
        try:
            yield first
            is_done = True
        finally:
            if first and not is_done:
                self.service.threads.forget(key)

    def answered(self, asked: Asked) -> Answered | None:
        """The answer that stands to what was asked."""
        return self.service.answers.to(asked.channel, asked.ts)

    @contextmanager
    def under_way(self, asked: Asked) -> Iterator[None]:
        """The work on a message in this block. Where it brings no answer, `standing` is told that none will come."""
        try:
            yield
        finally:
            if not self.answered(asked):
                self.first_time(_without_answer(asked))

    def standing(self, asked: Asked) -> Answered | None:
        """The answer to what was asked, as soon as it stands; None where none comes."""
        deadline = self.clock() + _UNDER_WAY
        while True:
            is_over = self.clock() > deadline or self.service.threads.was_heard(_without_answer(asked))
            found = self.answered(asked)
            if found or is_over:
                return found
            time.sleep(_LOOK)

    def _tell(self, client: WebClient, asked: Asked, reply: Reply, now: datetime) -> None:
        layout = self._layout(reply)
        if asked.by:
            layout = with_asker(layout, asked.by, asked.question)
        ts = post(client, asked.place, layout)
        answer = Answered(asked.channel, ts, asked.ts, asked.thread, now, reply.reading)
        self._keep(client, asked.place, reply, answer)

    def _layout(self, reply: Reply) -> Layout:
        layout = reply_layout(reply, self.table)
        is_help = [part["intent"] for part in reply.question] == ["help"]
        return and_below(layout, ORDERS) if is_help else layout

    def _keep(self, client: WebClient, place: Place, reply: Reply, answer: Answered) -> None:
        """Notes where the answer stands, and posts what belongs below it."""
        self.service.answers.keep(answer)
        files = attachments(self.service, reply.message, self.clock())
        below = tuple(self.picture(client, place, file) for file in files)
        if below:
            self.service.answers.keep(replace(answer, below=below))

    def _clear(self, client: WebClient, channel: str, answer: Answered) -> None:
        for posted in answer.below:
            remove(client, channel, posted)


def _without_answer(asked: Asked) -> str:
    """The key under which it is noted that the work on a message ended without an answer."""
    return f"over/{asked.message}"


def _concerns_us(asked: Asked, reply: Reply) -> bool:
    hurried = reply.kind == "clarify" and bool(reply.choices) and len(asked.question.split()) <= _HURRIED
    return "?" in asked.question or hurried or not is_talk(reply)


def is_talk(reply: Reply) -> bool:
    """Whether a message was not understood to its last word as a question, or as half of one."""
    talk = reply.kind != "clarify" and all(part["intent"] == "smalltalk" for part in reply.question)
    return talk or bool(reply.unexplained)
