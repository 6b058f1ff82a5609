"""What operators see of a running bot, and that it stops without dropping what it has begun."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import create_engine, text

from bot.http import Condition, asgi
from bot.local.slack import free_port
from bot.local.workspace import CHANNEL
from bot.metrics import Metrics
from healthgap.service import Healthgap
from healthgap.store.database import open_database
from healthgap.store.outbox import Outbox
from tests.servers import PostgresServer
from tests.slack.forks import Process, finished, started
from tests.slack.proxy import Answer, Fault, Forward, Proxy, proxy, refused
from tests.slack.world import HTTP, ROOT, WITHIN, World, settings_of, until, world

GAP = "what is the infant mortality gap?"
NEWEST = ROOT / "sample" / "2009-01-14-infant-mortality-2007.csv"


in_socket_mode = pytest.mark.parametrize("made", ["socket"], indirect=True)


@dataclass
class Running:
    """One process of the bot, and where it tells how it is."""

    process: Process
    address: str
    log: Path

    def get(self, path: str, **headers: str) -> httpx.Response:
        return HTTP.get(f"{self.address}{path}", headers=headers)

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    def event(self, name: str) -> dict[str, object]:
        """The first line of that event, once it is written."""
        return until(lambda: next((line for line in self.lines() if line["event"] == name), None))

    def metrics(self) -> dict[tuple[str, ...], float]:
        """Each sample under its name and the values of its labels."""
        exposed = self.get("/metrics").text
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(exposed)
            for sample in family.samples
        }

    def told_to_stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.event("Stopping; what is begun is finished first")


@contextmanager
def running(settings: dict[str, str], folder: Path, *arguments: str) -> Iterator[Running]:
    """`python -m bot` with a port of its own, from when it runs until it has ended, as it should."""
    port, log = str(free_port()), folder / "log"
    env = {"PATH": os.environ["PATH"], "PORT": port, **settings}
    with log.open("w") as errors:
        process = started("bot", arguments, env, stderr=errors)
    try:
        assert "healthgap is" in process.stdout.readline(), log.read_text()
        yield Running(process, f"http://127.0.0.1:{env['PORT']}", log)
    finally:
        process.terminate()
        status = process.wait(WITHIN)
    assert status == 0


class Gate:
    """Holds up a call until it is opened."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def fault(self, forward: Forward) -> Answer | None:
        self.reached.set()
        assert self.opened.wait(WITHIN)
        return forward()


@pytest.fixture(scope="module", params=["socket", "http"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(request.param, tmp_path_factory.mktemp(request.param)) as made:
        yield made


@pytest.fixture
def front(made: World) -> Iterator[Proxy]:
    with proxy(made.slack.api_url) as front:
        yield front


@pytest.fixture
def settings(made: World, front: Proxy) -> dict[str, str]:
    return settings_of(made) | {"SLACK_API_URL": front.api_url}


def echoing(secret: str) -> Fault:
    """Slack's refusal, with something in it that is nobody's business."""
    return refused(f"bad token {secret}")


def test_metrics_count_questions_calls_and_what_the_store_holds(
    made: World, settings: dict[str, str], tmp_path: Path
) -> None:
    with running(settings, tmp_path) as bot:
        assert bot.get("/healthz").text == "ok\n"
        made.answer(made.mention(GAP))
        until(lambda: bot.metrics()[("healthgap_questions_total", "answer")] == 1)
        seen = bot.metrics()
        assert seen[("healthgap_answer_seconds_count",)] == 1
        assert seen[("healthgap_slack_calls_total", "chat.postMessage", "ok")] >= 1
        assert seen[("healthgap_questions_total", "failed")] == 0
        assert (seen[("healthgap_store_up",)], seen[("healthgap_outbox_due",)]) == (1, 0)
        assert seen[("healthgap_loads_total",)] == 3
        exposed = bot.get("/metrics").text
    assert "infant" not in exposed
    assert CHANNEL not in exposed


@in_socket_mode
def test_a_question_is_logged_once_with_its_outcome_and_without_its_words(
    made: World, settings: dict[str, str], tmp_path: Path
) -> None:
    with running(settings, tmp_path) as bot:
        made.answer(made.mention(GAP))
        line = bot.event("question")
        assert (line["outcome"], line["level"]) == ("answer", "info")
        assert isinstance(line["ms"], int)
        assert "infant" not in bot.log.read_text()
    with running(settings | {"HEALTHGAP_LOG_TEXT": "yes"}, tmp_path) as bot:
        made.answer(made.mention(GAP))
        assert bot.event("question")["text"] == GAP


@in_socket_mode
def test_a_failure_has_the_number_that_the_person_is_told_and_hides_the_token(
    made: World, front: Proxy, settings: dict[str, str], tmp_path: Path
) -> None:
    with running(settings, tmp_path) as bot:
        front.fail("chat.postMessage", echoing(settings["SLACK_BOT_TOKEN"]))
        apology = made.answer(made.mention(GAP))
        line = bot.event("question")
        assert line["outcome"] == "failed"
        assert f"noted as {line['question']}" in apology["text"]
        written = bot.log.read_text()
        assert "bad token [hidden]" in written
        assert settings["SLACK_BOT_TOKEN"] not in written
        assert bot.metrics()[("healthgap_questions_total", "failed")] == 1
        assert settings["SLACK_BOT_TOKEN"] not in bot.get("/metrics").text


@pytest.mark.parametrize(
    ("shown", "status"), [("", 401), ("Bearer hush-hush", 401), ("hush", 401), ("Bearer hush", 200)]
)
def test_prometheus_has_to_show_its_token_where_one_is_set(shown: str, status: int, tmp_path: Path) -> None:
    with closing(Healthgap.open(f"sqlite:///{tmp_path / 'healthgap.db'}", ROOT / "config")) as service:
        served = asgi(Condition([], Metrics(service, lambda: datetime.now(UTC)), "hush"))
        transport = httpx.ASGITransport(served)

        async def read() -> httpx.Response:
            async with httpx.AsyncClient(transport=transport, base_url="http://bot") as prometheus:
                return await prometheus.get("/metrics", headers={"Authorization": shown})

        assert asyncio.run(read()).status_code == status


def test_an_answer_under_way_is_finished_before_the_bot_stops(
    made: World, front: Proxy, settings: dict[str, str], tmp_path: Path
) -> None:
    gate = Gate()
    with running(settings, tmp_path) as bot:
        front.fail("chat.postMessage", gate.fault)
        ts = made.mention(GAP)
        assert gate.reached.wait(WITHIN)
        bot.told_to_stop()
        gate.opened.set()
        assert "16%" in made.answer(ts)["text"] or "17%" in made.answer(ts)["text"]
    assert len(made.answers(ts)) == 1


@in_socket_mode
def test_a_message_under_way_is_finished_and_what_belongs_below_it_handed_back(
    made: World, front: Proxy, settings: dict[str, str], tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'healthgap.db'}"
    outbox = Outbox(open_database(database))
    store = settings | {"DATABASE_URL": database}
    gate = Gate()
    front.fail("chat.postMessage", gate.fault)
    assert finished("bot", ["subscribe", CHANNEL], {**os.environ, **store}).returncode == 0
    with running(store, tmp_path, "worker") as bot:
        assert finished("healthgap", ["load", str(NEWEST)], {**os.environ, **store}).returncode == 0
        assert gate.reached.wait(WITHIN)
        bot.told_to_stop()
        assert bot.get("/healthz").text == "It is stopping.\n"
        gate.opened.set()
        assert bot.process.wait(WITHIN) == 0
    (one,) = outbox.deliveries()
    assert one.message_ts
    assert (one.state, one.attempts, one.held_until) == ("pending", 0, None)


@in_socket_mode
def test_a_worker_is_not_ready_while_its_database_is_away(
    made: World, settings: dict[str, str], tmp_path: Path, postgres: PostgresServer
) -> None:
    database = postgres.new_database()
    name = database.rpartition("/")[2]
    server = create_engine(database.replace(name, "postgres"), isolation_level="AUTOCOMMIT")
    with running(settings | {"DATABASE_URL": database}, tmp_path, "worker") as bot, server.connect() as admin:
        assert bot.get("/healthz").status_code == 200
        admin.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        admin.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": name},
        )
        away = until(lambda: answer if (answer := bot.get("/healthz")).status_code == 503 else None)
        assert away.text.startswith("The database, or the connection to it, failed.")
        assert len(away.text.splitlines()) == 1
        assert bot.metrics()[("healthgap_store_up",)] == 0
        admin.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
        until(lambda: bot.get("/healthz").status_code == 200)
    server.dispose()
