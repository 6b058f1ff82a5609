"""The front door: one object that asks, loads, summarises, draws, checks, and says what channels are owed.

Entry points give it the time; it reads no clock and no environment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Engine

from healthgap.alerts import Condition, understood
from healthgap.answer.held import Held
from healthgap.answer.table import gap_rows
from healthgap.asking import Exchange, exchange
from healthgap.catalogue import Catalogue, Indicator
from healthgap.config import load_catalogue
from healthgap.errors import NotDoneError, Problem, UnknownNameError
from healthgap.files.details import ReleaseDetails
from healthgap.progress import Progress, silent
from healthgap.question import lexicon
from healthgap.question.dialogue import Thread, heard
from healthgap.question.understand import Reader, Stages
from healthgap.releases import Release, preceding
from healthgap.reply import Button, ChartRequest, Reply, Summary
from healthgap.rhythms import Rhythm
from healthgap.slots import Slots, Which
from healthgap.sources import Said
from healthgap.store.alerts import AlertBook
from healthgap.store.answers import Answers
from healthgap.store.audit import OPERATOR, Audit
from healthgap.store.backlog import Backlog, backlog
from healthgap.store.database import open_database
from healthgap.store.feedback import Feedback, FeedbackBook
from healthgap.store.outbox import Outbox
from healthgap.store.releases import Releases
from healthgap.store.statements import Statements
from healthgap.store.subscriptions import Subscription
from healthgap.store.threads import Threads, Turn
from healthgap.store.workspaces import THE_ONLY, Workspaces
from healthgap.summary import retraction, standings, summarise
from healthgap.wording.numbers import day
from healthgap.wordlists import english_words, general_wording, kinds_by_example

if TYPE_CHECKING:
    from healthgap.charts import Chart
    from healthgap.load_report import LoadReport

AS_FILED = ReleaseDetails()
"""Nothing said beside what stands in each file's own TOML file."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart as a file, with what it shows in words, and the chart itself."""

    name: str
    data: bytes
    title: str
    alt_text: str
    chart: Chart


class Healthgap:
    """healthgap over one database and one configuration. Safe to share between threads."""

    def __init__(self, engine: Engine, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.engine = engine
        self.outbox = Outbox(engine, holidays=catalogue.holidays)
        self.workspaces = Workspaces(engine)
        self.threads = Threads(engine)
        self.answers = Answers(engine)
        self.feedback_book = FeedbackBook(engine)
        self.audit = Audit(engine)
        self.statements = Statements(engine)
        self.alerts = AlertBook(engine)
        self._releases = Releases(engine)
        self._reader_of = lru_cache(maxsize=4)(self._new_reader)
        self._around = lru_cache(maxsize=1)(self._new_around)  # many channels, one release

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
        moment = _known_at(now, as_of)
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

    def draw(
        self,
        request: ChartRequest,
        *,
        now: datetime,
        as_of: datetime | None = None,
        form: Literal["png", "svg"] = "png",
    ) -> Picture:
        """The chart that `request` asks for. Raises UnknownNameError where no such figures are held."""
        from healthgap.charts import draw
        from healthgap.wording.pictures import chart_of

        held = self.held(_known_at(now, as_of))
        chart = chart_of(request, held)
        name = f"{request.indicator}-{request.measure}-{request.sex}.{form}".replace("_", "-")
        return Picture(name, draw(chart, form), chart.title, chart.alt_text, chart)

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

    def gaps(
        self, indicator: str | None = None, *, now: datetime, as_of: datetime | None = None
    ) -> list[dict[str, Any]]:
        """Every gap as rows with the columns of `healthgap.answer.table`. Raises UnknownNameError."""
        chosen = [self._indicator(indicator)] if indicator else list(self.catalogue.indicators.values())
        return gap_rows(self.held(_known_at(now, as_of)), chosen)

    def check(self) -> list[Problem]:
        """What in the store does not fit the configuration any more; the configuration itself was read at opening."""
        problems = []
        for name in sorted(self._releases.indicators() - set(self.catalogue.indicators)):
            problems.append(
                Problem("store", f"There are figures on “{name}”, and no file config/indicators/{name}.toml.")
            )
        for indicator in self.catalogue.indicators.values():
            published = {"group": indicator.published_groups, "sex": indicator.sexes}
            for column, allowed in published.items():
                for name in sorted(self._releases.names(indicator.id, column) - set(allowed)):
                    where = f"config/indicators/{indicator.id}.toml does not publish it"
                    text = f"There are figures on “{indicator.id}” for the {column} “{name}”, and {where}."
                    problems.append(Problem("store", text, expected=" or ".join(allowed)))
        outboxes = [self.outbox.of(workspace) for workspace in self.outbox.workspaces()]
        for wish in (wish for outbox in outboxes for wish in outbox.subscriptions()):
            for name in set(wish.indicators or ()) - set(self.catalogue.indicators):
                problems.append(
                    Problem(
                        "store", f"Channel {wish.channel} is subscribed to “{name}”, which is not configured."
                    )
                )
        return problems

    def releases(self) -> list[Release]:
        """Every release, whatever its state, in the order of publication."""
        return self._releases.all()

    def release(self, release_id: str) -> Release:
        """The release of that id. Raises UnknownNameError where there is none."""
        found = next((release for release in self.releases() if release.id == release_id), None)
        if found is None:
            raise UnknownNameError(f"There is no release “{release_id}”. `healthgap releases` lists them.")
        return found

    def withdraw(self, release_id: str, why: str, *, now: datetime, by: str = OPERATOR) -> Release:
        """Takes a release back. It is kept, speaks no more, and channels that were told of it are told so.

        Raises UnknownNameError for a release that cannot be taken back, NotDoneError where `why` says nothing.
        """
        if not why.strip():
            raise NotDoneError(
                "Say why the release is withdrawn: people will read it. Nothing was withdrawn."
            )
        return self._releases.withdraw(release_id, why, now=now, by=by)

    def withdrawal(self, release_id: str, *, indicators: Sequence[str] | None = None) -> Summary:
        """What channels are told about a withdrawn release: why, and what holds now, for `indicators` (None: all).

        It is as of the withdrawal. Raises UnknownNameError where there is no such release or it is not withdrawn.
        """
        from healthgap.wording.withdrawals import withdrawal

        release = self.release(release_id)
        return withdrawal(retraction(release, *self.around_withdrawal(release), indicators))

    def release_summary(
        self,
        release_id: str | None = None,
        *,
        now: datetime,
        as_of: datetime | None = None,
        indicators: Sequence[str] | None = None,
    ) -> Summary:
        """What channels are told about a release, the newest public one if none is named, for `indicators` (None: all).

        An embargoed release can be summarised for the operator, and then says so first. Raises UnknownNameError
        where there is no such release, where it is withdrawn, or where it was not public `as_of` a moment.
        """
        from healthgap.effects import changes_of
        from healthgap.wording.summaries import summary, under_embargo

        now = _known_at(now, as_of)
        release = self.release(release_id) if release_id else self._newest(now)
        if as_of and release.published_at > now:
            raise UnknownNameError(f"“{release.id}” was not public by the end of {day(as_of)}.")
        if release.state(now) == "withdrawn" and release.withdrawn_at is not None:
            raise UnknownNameError(
                f"“{release.title}” was withdrawn on {day(release.withdrawn_at)}: {release.withdrawn_why}"
            )
        compared = self._releases.compared(release, self.catalogue.apart, now=now)
        changes = changes_of(compared, self.catalogue)
        held = self.held(release.published_at)
        before = self.known(preceding(self.releases(), release, now), release.published_at)
        told = summary(summarise(release, changes, held, before, indicators), held)
        return told if release.published_at <= now else under_embargo(told, release.published_at)

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

    def backlog(self, *, now: datetime) -> Backlog:
        """What waits to be sent at `now`."""
        return backlog(self.engine, now)

    def reach(self) -> None:
        """Raises StoreError where the database does not answer."""
        with self.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")

    def condition(self, words: str, *, now: datetime) -> Condition | None:
        """What somebody wants to be told of, as `healthgap.alerts.understood` reads it."""
        return understood(words, self._reader(self.held(now)))

    def indicators_of(self, release: Release) -> frozenset[str]:
        """The indicators that a release has figures on."""
        return self._releases.indicators_of(release)

    def feedback(self) -> list[Feedback]:
        """What people said of answers, the newest first."""
        return self.feedback_book.all()

    def at_a_glance(self, *, now: datetime) -> tuple[tuple[str, str], ...]:
        """Every gap held: its name, and in a line its size, direction, baseline, target and status."""
        from healthgap.wording.glance import at_a_glance

        return tuple(at_a_glance(one) for one in standings(self.held(now)).values())

    def suggestions(self, *, now: datetime) -> tuple[Button, ...]:
        """A few questions that can be answered now, each understood as it stands."""
        from healthgap.wording.glance import suggested

        held = self.held(now)
        return suggested([i for i in self.catalogue.indicators.values() if held.of_area(i)])

    def held(self, moment: datetime) -> Held:
        """The figures known at `moment`."""
        return self.known(self._releases.public(moment), moment)

    def around_withdrawal(self, release: Release) -> tuple[Held, Held]:
        """The figures known before `release` was withdrawn, and since. Raises UnknownNameError where it is not."""
        if release.withdrawn_at is None:
            raise UnknownNameError(f"“{release.title}” is not withdrawn.")
        return self.held(release.withdrawn_at - timedelta(microseconds=1)), self.held(release.withdrawn_at)

    def around(self, release: Release, *, now: datetime) -> tuple[Held, Held]:
        """The figures known without `release` and with it, at the moment at which it became public here.

        What is withdrawn at `now` is in neither.
        """
        moment = release.public_at
        public = [one for one in self.releases() if one.public_at <= moment and one.state(now) == "public"]
        return self._around(release, tuple(public))

    def _new_around(self, release: Release, public: tuple[Release, ...]) -> tuple[Held, Held]:
        others = [one for one in public if one.id != release.id]
        return self.known(others, release.public_at), self.known(public, release.public_at)

    def known(self, public: Sequence[Release], moment: datetime) -> Held:
        """The figures of these releases, as if no others had been public at `moment`."""
        return Held(
            self.catalogue,
            cache(lambda indicator, area: self._said(indicator, area, public)),
            lambda indicator: self._releases.areas(indicator, public),
            cache(lambda indicator, area: self._releases.history(indicator, area, public)),
            {release.id: release for release in public},
            moment,
        )

    def _said(self, indicator: str, area: str | None, public: Sequence[Release]) -> Said:
        return self._releases.said(indicator, public, area, self.catalogue.indicators[indicator].sources)

    def _indicator(self, name: str) -> Indicator:
        if name not in self.catalogue.indicators:
            raise UnknownNameError(
                f"There is no indicator “{name}”. Held: {', '.join(self.catalogue.indicators)}."
            )
        return self.catalogue.indicators[name]

    def _newest(self, now: datetime) -> Release:
        public = self._releases.public(now)
        if not public:
            raise UnknownNameError("No release is public yet.")
        return public[-1]

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


def _known_at(now: datetime, as_of: datetime | None) -> datetime:
    """The moment to answer for; one still to come would look behind an embargo and counts as now."""
    return min(as_of, now) if as_of else now


def _turn(said: Exchange) -> Turn:
    """What is kept of an exchange: a reading, what stands open, and words by themselves."""
    last = said.thread.last if not said.thread.misses else None
    offered = said.reply.choices[0] if said.reply.choices else ""
    return Turn([last.as_json()] if last else [], said.thread.as_json(), said.unknown, offered)
