"""Several workspaces in one database: each sees its own, goes without a trace, and the only one becomes one of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, text

from healthgap.slots import Slots
from healthgap.store import database
from healthgap.store.answers import Answered, Answers
from healthgap.store.database import open_database, writing
from healthgap.store.feedback import FeedbackBook
from healthgap.store.outbox import Outbox
from healthgap.store.schema import audit, metadata, release
from healthgap.store.subscriptions import Subscription
from healthgap.store.threads import Threads, Turn
from healthgap.store.workspaces import THE_ONLY, Workspaces
from tests.held import hold
from tests.test_database import ONE_RELEASE

BEFORE = datetime(2009, 1, 10, tzinfo=UTC)
NOW = datetime(2009, 1, 14, 9, 30, tzinfo=UTC)
LEASE = timedelta(seconds=45)
LATER = NOW + timedelta(days=1)
OURS, THEIRS = "T1", "T12"  # one name begins with the other


def wish(channel: str = "C1", created: datetime = BEFORE) -> Subscription:
    return Subscription(channel, None, Slots.parse(None, "UTC"), "U1", created)


def send(outbox: Outbox, now: datetime = NOW) -> str:
    taken = outbox.claim(now, LEASE)
    assert taken
    outbox.done(outbox.posted(taken, "1.1", now))
    return taken.workspace


def states(outbox: Outbox) -> list[tuple[str, str, str]]:
    return [(one.workspace, one.channel, one.state) for one in outbox.deliveries()]


@pytest.fixture
def outbox(engine: Engine) -> Outbox:
    """Two workspaces that share a channel, and a release that is public."""
    outbox = Outbox(engine)
    for workspace in (OURS, THEIRS):
        outbox.of(workspace).subscribe(wish())
    hold(engine, "new", NOW, NOW, "infant_mortality")
    outbox.plan(NOW)
    return outbox


def test_a_shared_channel_hears_of_a_release_once_from_each_workspace(outbox: Outbox) -> None:
    ours, theirs = outbox.of(OURS), outbox.of(THEIRS)
    assert sorted(outbox.waiting(NOW)) == [OURS, THEIRS]
    assert send(ours) == OURS
    assert ours.claim(NOW, LEASE) is None
    assert outbox.waiting(NOW) == [THEIRS]
    assert states(theirs) == [(THEIRS, "C1", "pending")]
    assert send(theirs) == THEIRS  # and waits for no pace of the other's
    assert outbox.claim(NOW, LEASE) is None


def test_what_one_workspace_changes_leaves_the_others_as_they_are(outbox: Outbox) -> None:
    ours, theirs = outbox.of(OURS), outbox.of(THEIRS)
    ours.pause("C1", "The channel is archived.", NOW)
    assert theirs.subscriptions() == [wish()]
    ours.subscribe(wish(created=LATER))
    assert theirs.subscriptions() == [wish()]
    assert ours.unsubscribe("C1", LATER)
    assert not ours.unsubscribe("C1", LATER)
    assert states(ours) == [(OURS, "C1", "cancelled")]
    assert states(theirs) == [(THEIRS, "C1", "pending")]
    assert outbox.workspaces() == [THEIRS]
    assert send(theirs) == THEIRS


def test_a_withdrawal_goes_to_the_workspace_that_was_told(engine: Engine, outbox: Outbox) -> None:
    send(outbox.of(OURS))
    with writing(engine) as connection:
        connection.execute(release.update().values(withdrawn_at=LATER, withdrawn_why="wrong"))
    outbox.plan(LATER)
    assert [one.kind for one in outbox.of(OURS).deliveries()] == ["withdrawal", "release"]
    assert states(outbox.of(THEIRS)) == [(THEIRS, "C1", "cancelled")]


def test_a_workspace_goes_without_a_trace_and_alone(engine: Engine, outbox: Outbox) -> None:
    workspaces = Workspaces(engine)
    for workspace in (OURS, THEIRS):
        _settle_in(engine, workspace)
    before = _rows(engine)
    workspaces.forget(OURS)
    left = _rows(engine)
    assert not any(OURS in (value, str(value).partition("/")[0]) for row in left for value in row)
    assert all(row in before for row in left)
    theirs = [row for row in before if any(str(value).partition("/")[0] == THEIRS for value in row)]
    assert len(theirs) == 7
    assert all(row in left for row in theirs)
    outbox.plan(LATER)
    assert outbox.of(OURS).deliveries() == []


def test_what_a_sender_holds_when_its_workspace_goes_comes_to_nothing(engine: Engine, outbox: Outbox) -> None:
    ours = outbox.of(OURS)
    taken = ours.claim(NOW, LEASE)
    assert taken
    Workspaces(engine).forget(OURS)
    ours.done(ours.posted(taken, "1.1", NOW))
    ours.postpone(taken, NOW, "token_revoked")
    assert ours.deliveries() == []
    ours.subscribe(wish(created=NOW + timedelta(seconds=1)))
    outbox.plan(LATER)
    assert ours.deliveries() == []


def test_the_only_workspace_becomes_one_of_several(engine: Engine) -> None:
    only, workspaces = Outbox(engine), Workspaces(engine)
    for channel in ("C1", "C2"):
        only.subscribe(wish(channel))
    own = only.of(OURS)
    own.subscribe(wish("C1", LATER))
    hold(engine, "new", NOW, NOW, "infant_mortality")
    only.plan(NOW)
    send(only)
    workspaces.adopt(OURS)
    workspaces.adopt(OURS)
    assert own.subscriptions() == [wish("C1", LATER), wish("C2")]
    assert sorted(states(own)) == [(OURS, "C1", "sent"), (OURS, "C2", "pending")]
    assert (only.subscriptions(), only.deliveries()) == ([], [])


def test_subscriptions_and_deliveries_of_before_belong_to_the_only_workspace(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr(database, "SCHEMA_VERSION", "0005")
        engine = open_database(database_url)
        with writing(engine) as connection:
            connection.execute(insert(release), ONE_RELEASE)
            connection.execute(
                text(
                    "INSERT INTO subscription (channel, timezone, created_by, created_at) "
                    "VALUES ('C1', 'UTC', 'U1', '2009-01-10 00:00:00')"
                )
            )
            connection.execute(
                text(
                    "INSERT INTO delivery (id, release_id, channel, due_at, state, attempts, message_ts) "
                    "VALUES ('d', 'one', 'C1', '2009-01-14 09:30:00', 'sent', 1, '1.1')"
                )
            )
        engine.dispose()
    engine = open_database(database_url)
    outbox = Outbox(engine)
    assert outbox.workspaces() == [THE_ONLY]
    assert outbox.subscriptions() == [wish()]
    assert states(outbox) == [(THE_ONLY, "C1", "sent")]
    outbox.of(OURS).subscribe(wish())
    outbox.plan(LATER)
    assert states(outbox.of(OURS)) == [(OURS, "C1", "pending")]
    assert len(outbox.deliveries()) == 1
    engine.dispose()


# Whatever two workspaces do in turn, each sees what it would see if it were alone

Deed = tuple[bool, str, str]
DEEDS = st.tuples(
    st.booleans(),
    st.sampled_from(["subscribe", "unsubscribe", "pause", "send", "give up", "put back", "forget", "plan"]),
    st.sampled_from(["C1", "C2"]),
)


def do(outbox: Outbox, engine: Engine, workspace: str, deed: str, channel: str, now: datetime) -> None:
    """One workspace does something, on a channel that the other has too."""
    own = outbox.of(workspace)
    if deed == "subscribe":
        own.subscribe(wish(channel))
    elif deed == "unsubscribe":
        own.unsubscribe(channel, now)
    elif deed == "pause":
        own.pause(channel, "It is archived.", now)
    elif deed == "forget":
        Workspaces(engine).forget(workspace)
    elif deed == "plan":
        outbox.plan(now)
    elif taken := own.claim(now, LEASE):
        if deed == "send":
            own.done(own.posted(taken, "1.1", now))
        elif deed == "give up":
            own.give_up(taken, "Slack answered msg_too_long.", "A notice.", now)
        else:
            own.put_back(taken, now)


def seen(outbox: Outbox, workspace: str) -> tuple[object, ...]:
    own = outbox.of(workspace)
    return own.subscriptions(), [
        (one.channel, one.state, one.attempts, one.held_until, one.message_ts, one.error)
        for one in own.deliveries()
    ]


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Engine]]:
    """One database for two workspaces, and one for each alone, all with the same public release."""
    engines = [open_database(f"sqlite:///{tmp_path_factory.mktemp('house')}/a.db") for _ in range(3)]
    for engine in engines:
        hold(engine, "new", NOW, NOW, "infant_mortality")
    yield engines
    for engine in engines:
        engine.dispose()


@given(st.lists(DEEDS, min_size=4, max_size=14))
@settings(max_examples=25, deadline=None)
def test_each_of_two_workspaces_is_as_if_alone(houses: list[Engine], deeds: list[Deed]) -> None:
    together, *apart = houses
    for step, (second, deed, channel) in enumerate(deeds):
        workspace, alone = (THEIRS, apart[1]) if second else (OURS, apart[0])
        now = NOW + timedelta(minutes=step)
        everywhere = [together, *apart] if deed == "plan" else [together, alone]
        for engine in everywhere:
            do(Outbox(engine), engine, workspace, deed, channel, now)
    for workspace, alone in zip((OURS, THEIRS), apart, strict=True):
        assert seen(Outbox(together), workspace) == seen(Outbox(alone), workspace)
        for engine in (together, alone):
            Workspaces(engine).forget(workspace)


# Installations


def test_an_installation_is_replaced_by_the_next(engine: Engine) -> None:
    workspaces = Workspaces(engine)
    assert (workspaces.installed(), workspaces.sealed(OURS)) == ([], None)
    for sealed in ("first", "second"):
        workspaces.install(OURS, sealed, NOW)
    workspaces.install(THEIRS, "theirs", NOW)
    assert (workspaces.installed(), workspaces.sealed(OURS)) == ([OURS, THEIRS], "second")


def test_who_renews_an_installation_is_alone_with_it(engine: Engine) -> None:
    workspaces = Workspaces(engine)
    workspaces.install(OURS, "0", NOW)
    with ThreadPoolExecutor(6) as processes:
        list(processes.map(lambda _: workspaces.renew(OURS, lambda sealed: str(int(sealed) + 1)), range(12)))
    assert workspaces.sealed(OURS) == "12"
    assert workspaces.renew(THEIRS, str) is None


def test_a_way_back_is_good_once_and_until_it_expires(engine: Engine) -> None:
    workspaces = Workspaces(engine)
    soon = NOW + timedelta(minutes=10)
    for state in ("a", "b"):
        workspaces.begin(state, NOW, soon)
    assert not workspaces.come_back("c", NOW)
    assert workspaces.come_back("a", NOW)
    assert not workspaces.come_back("a", NOW)
    assert not workspaces.come_back("b", soon)
    workspaces.begin("c", soon, soon + timedelta(minutes=10))
    assert not workspaces.come_back("b", NOW)  # it was cleared away


def test_of_many_that_come_back_at_once_one_is_let_in(engine: Engine) -> None:
    workspaces, together = Workspaces(engine), threading.Barrier(6)
    workspaces.begin("a", NOW, LATER)

    def come_back(_: int) -> bool:
        together.wait()
        return workspaces.come_back("a", NOW)

    with ThreadPoolExecutor(6) as browsers:
        assert sorted(browsers.map(come_back, range(6))) == [False] * 5 + [True]


def _settle_in(engine: Engine, workspace: str) -> None:
    """Leaves something of the workspace in every table that knows workspaces."""
    place = f"{workspace}/C1"
    thread = f"{place}/1.0"
    answer = Answered(place, "2.0", "1.0", thread, NOW, "What is the gap?")
    Workspaces(engine).install(workspace, "sealed", NOW)
    Threads(engine).remember(thread, Turn([], {}), NOW)
    Threads(engine).keep_quiet(thread, NOW)
    Answers(engine).keep(answer)
    FeedbackBook(engine).say(answer, "U1", "right", NOW)


def _rows(engine: Engine) -> list[tuple[object, ...]]:
    """Every row of every table as text, but for the audit log, from which nothing ever goes."""
    with engine.connect() as connection:
        return [
            (table.name, *map(str, row))
            for table in metadata.sorted_tables
            if table is not audit
            for row in connection.execute(select(table))
        ]
