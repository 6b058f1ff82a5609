"""The front door: one object that answers, loads, withdraws, subscribes, checks, and tells what its archive holds.

Entry points give it the time; it reads no clock and no environment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from healthgap.alerts import Condition, understood
from healthgap.answer.held import Held
from healthgap.archive import Archive, known_at
from healthgap.asking import Exchange, exchange
from healthgap.catalogue import Catalogue
from healthgap.config import load_catalogue
from healthgap.errors import NotDoneError, Problem, UnknownNameError
from healthgap.files.details import ReleaseDetails
from healthgap.progress import Progress, silent
from healthgap.question.message.dialogue import heard
from healthgap.question.message.kept import Thread
from healthgap.question.message.understand import Reader, Stages
from healthgap.question.words import lexicon
from healthgap.releases import Release
from healthgap.reply import Reply
from healthgap.rhythms import Rhythm
from healthgap.slots import Slots, Which
from healthgap.store.alerts import AlertBook
from healthgap.store.answers import Answers
from healthgap.store.audit import OPERATOR, Audit
from healthgap.store.backlog import Backlog, backlog
from healthgap.store.database import open_database
from healthgap.store.feedback import Feedback, FeedbackBook
from healthgap.store.outbox import Outbox
from healthgap.store.statements import Statements
from healthgap.store.subscriptions import Subscription
from healthgap.store.threads import Threads, Turn
from healthgap.store.workspaces import THE_ONLY, Workspaces
from healthgap.wordlists import english_words, general_wording, kinds_by_example

if TYPE_CHECKING:
    from healthgap.load_report import LoadReport

AS_FILED = ReleaseDetails()
"""Nothing said beside what stands in each file's own TOML file."""


class Healthgap(Archive):
    """healthgap over one database and one configuration: an archive that is asked, added to and looked after.

    Safe to share between threads.
    """

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        super().__init__(engine, catalogue)
        self.outbox = Outbox(engine, holidays=catalogue.holidays)
        self.workspaces = Workspaces(engine)
        self.threads = Threads(engine)
        self.answers = Answers(engine)
        self.feedback_book = FeedbackBook(engine)
        self.audit = Audit(engine)
        self.statements = Statements(engine)
        self.alerts = AlertBook(engine)
        self._reader_of = lru_cache(maxsize=4)(self._new_reader)

    @classmethod
    def open(cls, database_url: str, config: Path) -> Healthgap:
        """Reads the configuration and opens the database, migrating it where needed.

        Raises ConfigurationError with every problem.
        """
        catalogue = load_catalogue(config)
        return cls(open_database(database_url), catalogue)

    def close(self) -> None:
        self.engine.dispose()

    def ask(
        self,
        text: str,
        *,
        now: datetime,
        as_of: datetime | None = None,
        after: Sequence[str] = (),
        thread: str | None = None,
        shown: Callable[[Reply], bool] = lambda reply: True,
        instead_of: datetime | None = None,
    ) -> Reply:
        """The answer to `text`, following on from the questions `after`, or from what was said before in `thread`.

        `as_of` answers with what was known then; a moment still to come counts as now. What is understood in a
        thread is remembered there, unless the reply is not `shown` there, or `instead_of` the question that was asked
        at that moment.
        """
        moment = known_at(now, as_of)
        held = self.held(moment)
        before = self._before(after, thread, held, instead_of)
        said = exchange(text, before, self._reader(held), held, self.held)
        if thread and instead_of:
            self.threads.correct(thread, instead_of, _turn(said))
        elif thread and shown(said.reply):
            self.threads.remember(thread, _turn(said), now)
        return said.reply

    def stages(self, text: str, *, now: datetime, after: Sequence[str] = ()) -> Stages:
        """What each stage of understanding makes of `text`, or of the choice that it picks."""
        held = self.held(now)
        reader, thread = self._reader(held), self._before(after, None, held)
        picked = heard(text, thread, reader).picked
        meant = text if picked is None else thread.offer.choices[picked]
        return reader.stages(meant, thread.last)

    def condition(self, words: str, *, now: datetime) -> Condition | None:
        """What somebody wants to be told of, as `healthgap.alerts.understood` reads it."""
        return understood(words, self._reader(self.held(now)))

    def _before(
        self, after: Sequence[str], thread: str | None, held: Held, until: datetime | None = None
    ) -> Thread:
        """What a message leans on: what was said in `thread`, until that moment, then the questions `after`."""
        question, dialogue = self.threads.last(thread, until) if thread else ((), {})
        before = Thread.from_json(question[-1] if question else None, dialogue)
        for text in after:
            before = exchange(text, before, self._reader(held), held, self.held).thread
        return before

    def _reader(self, held: Held) -> Reader:
        """Reads questions in the words of the catalogue and of the areas that are held."""
        return self._reader_of(self._releases.all_areas(tuple(held.releases.values())))

    def _new_reader(self, areas: frozenset[str]) -> Reader:
        return Reader(
            self.catalogue,
            lexicon.build(self.catalogue, general_wording(), areas),
            english_words,
            kinds_by_example,
        )

    def load(
        self,
        files: Sequence[Path],
        details: ReleaseDetails = AS_FILED,
        *,
        now: datetime,
        dry_run: bool = False,
        progress: Progress = silent,
        by: str = OPERATOR,
    ) -> LoadReport:
        """Loads each file as one release, all or none. `details` go before what the files beside them say.

        Raises RefusedDataError with every problem of every file; then nothing was stored.
        """
        from healthgap.loading import load

        return load(
            self.engine, self.catalogue, files, details, now=now, dry_run=dry_run, progress=progress, by=by
        )

    def withdraw(self, release_id: str, why: str, *, now: datetime, by: str = OPERATOR) -> Release:
        """Takes a release back. It is kept, speaks no more, and channels that were told of it are told so.

        Raises UnknownNameError for a release that cannot be taken back, NotDoneError where `why` says nothing.
        """
        if not why.strip():
            raise NotDoneError(
                "Say why the release is withdrawn: people will read it. Nothing was withdrawn."
            )
        return self._releases.withdraw(release_id, why, now=now, by=by)

    def subscribe(
        self,
        channel: str,
        *,
        indicators: Sequence[str] | None = None,
        at: str | None = None,
        timezone: str = "Europe/London",
        days: Sequence[int] | None = None,
        which: Which = "any",
        summaries: bool = True,
        digest: Rhythm | None = None,
        by: str,
        now: datetime,
        workspace: str = THE_ONLY,
    ) -> Subscription:
        """Subscribes the channel, or changes its subscription, from `now` on; `at` is HH:MM, None as soon as public.

        `summaries` are for each release, `digest` is a regular one beside them or in their place.
        Raises UnknownNameError for an indicator, a time or a time zone that there is not.
        """
        for name in indicators or ():
            self._indicator(name)
        try:
            slots = Slots.parse(at, timezone, tuple(days) if days is not None else None, which)
        except ValueError as error:
            raise UnknownNameError(str(error)) from error
        chosen = tuple(indicators) if indicators else None
        wish = Subscription(channel, chosen, slots, by, now, summaries=summaries, digest=digest)
        self.outbox.of(workspace).subscribe(wish)
        return wish

    def export(self, folder: Path, *, now: datetime, embargoed: bool = False) -> list[Release]:
        """Writes the public releases, and on request those under embargo, to a new folder of Parquet files.

        Raises NotDoneError where the folder has something in it already.
        """
        from healthgap.exporting import export

        states = ("public", "embargoed") if embargoed else ("public",)
        chosen = [release for release in self.releases() if release.state(now) in states]
        export(self.engine, chosen, folder)
        return chosen

    def backup(self, file: Path) -> None:
        """Writes a copy of the SQLite database to a new file. Raises NotDoneError where that cannot be."""
        from healthgap.store.backup import backup

        backup(self.engine, file)

    def restore(self, file: Path, *, replace: bool = False) -> None:
        """Puts a backup in the place of the SQLite database. Raises NotDoneError where that would do harm."""
        from healthgap.store.backup import restore
        from healthgap.store.database import migrate

        restore(self.engine, file, replace=replace)
        migrate(self.engine)

    def check(self) -> list[Problem]:
        """What in the store does not fit the configuration any more; the configuration itself was read at opening."""
        return [*self._unknown_indicators(), *self._unpublished_figures(), *self._unknown_wishes()]

    def _unknown_indicators(self) -> Iterator[Problem]:
        for name in sorted(self._releases.indicators() - set(self.catalogue.indicators)):
            text = f"There are figures on “{name}”, and no file config/indicators/{name}.toml."
            yield Problem("store", text)

    def _unpublished_figures(self) -> Iterator[Problem]:
        for indicator in self.catalogue.indicators.values():
            where = f"config/indicators/{indicator.id}.toml does not publish it"
            for column, allowed in (("group", indicator.published_groups), ("sex", indicator.sexes)):
                for name in sorted(self._releases.names(indicator.id, column) - set(allowed)):
                    text = f"There are figures on “{indicator.id}” for the {column} “{name}”, and {where}."
                    yield Problem("store", text, expected=" or ".join(allowed))

    def _unknown_wishes(self) -> Iterator[Problem]:
        for workspace in self.outbox.workspaces():
            for wish in self.outbox.of(workspace).subscriptions():
                for name in sorted(set(wish.indicators or ()) - set(self.catalogue.indicators)):
                    text = f"Channel {wish.channel} is subscribed to “{name}”, which is not configured."
                    yield Problem("store", text)

    def backlog(self, *, now: datetime) -> Backlog:
        """What waits to be sent at `now`."""
        return backlog(self.engine, now)

    def reach(self) -> None:
        """Raises StoreError where the database does not answer."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")

    def feedback(self) -> list[Feedback]:
        """What people said of answers, the newest first."""
        return self.feedback_book.all()


def _turn(said: Exchange) -> Turn:
    """What is kept of an exchange: a reading, what stands open, and words by themselves."""
    last = said.thread.last if not said.thread.misses else None
    offered = said.reply.choices[0] if said.reply.choices else ""
    return Turn([last.as_json()] if last else [], said.thread.as_json(), said.unknown, offered)
