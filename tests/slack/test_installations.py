"""Tokens of several workspaces: sealed by keys that can change, renewed in time and once, gone when Slack says so."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.token_rotation import TokenRotator
from sqlalchemy import Engine

from bot.delivery import delivery_client
from bot.installations import Installations
from bot.pacing import Pace
from healthgap.errors import ConfigurationError
from healthgap.store.workspaces import Workspaces
from tests.slack.proxy import Answer, Fault, Forward, Proxy, broken_server, proxy, refused

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
TEAM = "T0HEALTH"
REFRESH = "oauth.v2.access"


@dataclass
class Slack:
    """A Slack that answers nothing but what a test says, and a clock."""

    engine: Engine
    proxy: Proxy
    now: datetime

    def installations(self, *keys: str) -> Installations:
        """What one process has of them."""
        rotator = TokenRotator(
            client_id="1.2",
            client_secret="s",
            client=delivery_client(None, self.proxy.api_url, Pace(lambda: self.now)),
        )
        return Installations(Workspaces(self.engine), keys or (OLD,), rotator, lambda: self.now)

    def asked(self, method: str) -> int:
        return sum(called == method for called, _ in self.proxy.calls)


@pytest.fixture
def slack(engine: Engine) -> Iterator[Slack]:
    with proxy("http://127.0.0.1:9/api/") as made:
        yield Slack(engine, made, datetime.now(UTC))


def installation(lifetime: timedelta | None = None) -> Installation:
    seconds = int(lifetime.total_seconds()) if lifetime else None
    return Installation(
        team_id=TEAM,
        team_name="Department of Health",
        bot_token="xoxb-1",
        bot_id="B1",
        bot_user_id="U1",
        bot_scopes="chat:write,commands",
        bot_refresh_token="xoxe-1" if lifetime else None,
        bot_token_expires_in=seconds,
        user_id="U0ADA",
        user_token="xoxp-hers",
    )


def renewed(forward: Forward) -> Answer:
    new = {"access_token": "xoxb-2", "token_type": "bot", "refresh_token": "xoxe-2", "expires_in": 43_200}
    return Answer({"ok": True, **new})


def token(installations: Installations) -> str | None:
    bot = installations.bot(TEAM)
    return bot.bot_token if bot else None


def test_an_installation_comes_back_as_it_was_but_for_what_is_a_persons(slack: Slack) -> None:
    assert slack.installations().bot(TEAM) is None
    slack.installations().save(installation())
    bot = slack.installations().bot(TEAM)
    assert bot
    assert vars(bot) == vars(installation().to_bot()) | {"installed_at": bot.installed_at}
    sealed = Workspaces(slack.engine).sealed(TEAM) or ""
    assert b"xoxb-1" in Fernet(OLD).decrypt(sealed)
    assert b"xoxp-hers" not in Fernet(OLD).decrypt(sealed)
    assert "xoxb" not in sealed


def test_a_whole_organisation_is_not_a_workspace(slack: Slack) -> None:
    with pytest.raises(BoltError, match="not in a whole organisation"):
        slack.installations().save(Installation(enterprise_id="E1", user_id="U1"))


def test_keys_change_without_anybody_installing_again(slack: Slack) -> None:
    slack.installations(OLD).save(installation())
    with pytest.raises(ConfigurationError, match=f"No key here opens the installation in {TEAM}"):
        slack.installations(NEW).reseal()
    slack.installations(NEW, OLD).reseal()
    assert token(slack.installations(NEW)) == "xoxb-1"
    with pytest.raises(ConfigurationError, match="HEALTHGAP_SECRET_KEY"):
        slack.installations(OLD).bot(TEAM)


def test_a_token_that_lasts_is_left_alone(slack: Slack) -> None:
    slack.installations().save(installation(timedelta(hours=12)))
    assert token(slack.installations()) == "xoxb-1"
    assert slack.proxy.calls == []


def test_of_many_processes_one_renews_a_token(slack: Slack) -> None:
    slack.installations().save(installation(timedelta(hours=1)))
    slack.proxy.fail(REFRESH, *[renewed] * 8)
    with ThreadPoolExecutor(8) as processes:
        found = list(processes.map(lambda _: token(slack.installations()), range(8)))
    assert set(found) == {"xoxb-2"}
    assert slack.asked(REFRESH) == 1
    assert slack.proxy.calls[0][1]["refresh_token"] == "xoxe-1"


def test_whoever_asks_waits_for_no_new_token_while_the_old_one_is_good(slack: Slack) -> None:
    def at_hand(process: Installations) -> str | None:
        bot = process.at_hand(TEAM)
        return bot.bot_token if bot else None

    process = slack.installations()
    assert at_hand(process) is None
    process.save(installation(timedelta(hours=1)))
    slack.proxy.fail(REFRESH, renewed)
    assert at_hand(process) == "xoxb-1"
    assert slack.proxy.calls == []
    process.renew()
    assert at_hand(process) == "xoxb-2"
    assert slack.asked(REFRESH) == 1


@pytest.mark.parametrize("fault", [refused("invalid_refresh_token"), broken_server])
def test_a_token_that_is_not_renewed_serves_until_it_expires(slack: Slack, fault: Fault) -> None:
    slack.installations().save(installation(timedelta(hours=1)))
    slack.proxy.fail(REFRESH, fault, fault, renewed)
    process = slack.installations()
    assert [token(process) for _ in range(5)] == ["xoxb-1"] * 5
    assert slack.asked(REFRESH) == 1
    slack.now += timedelta(hours=1, seconds=1)
    assert token(process) is None
    assert slack.asked(REFRESH) == 2
    slack.now += timedelta(minutes=2)
    assert token(process) == "xoxb-2"


def test_what_slack_says_of_its_removal_is_believed_when_the_token_is_dead(slack: Slack) -> None:
    installations = slack.installations()
    installations.save(installation())
    for alive in (lambda forward: Answer({"ok": True}), broken_server, refused("internal_error")):
        slack.proxy.fail("auth.test", alive)
        installations.delete_all(enterprise_id=None, team_id=TEAM)
        assert token(installations) == "xoxb-1"
    installations.delete_installation(enterprise_id=None, team_id=TEAM, user_id="U0ADA")
    assert token(installations) == "xoxb-1"
    slack.proxy.fail("auth.test", refused("token_revoked"))
    installations.delete_bot(enterprise_id=None, team_id=TEAM)
    assert token(installations) is None
    installations.delete_all(enterprise_id=None, team_id=TEAM)
