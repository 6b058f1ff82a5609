"""Who may do what: named people, members, guests and people of other workspaces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.app import slack_client
from bot.people import NotAllowedError, People, Rank, read_people
from healthgap.errors import AskerError, ConfigurationError
from tests.slack.proxy import Answer, Fault, Proxy, proxy, refused, turned_away
from tests.slack.world import World, bot_process, settings_of, world

TEAM = "T0HEALTH"


@pytest.fixture
def between(socket_slack: World) -> Iterator[Proxy]:
    with proxy(socket_slack.slack.api_url) as made:
        yield made


@pytest.fixture
def client(between: Proxy) -> WebClient:
    return slack_client("xoxb-local", between.api_url)


def told(**entries: Any) -> Fault:
    return lambda forward: Answer({"ok": True, **entries})


def test_people_are_named_by_id_and_bring_their_time_zone(client: WebClient) -> None:
    people = People(people=("U0ADA",))
    ada, sam = (people.who(client, user, TEAM) for user in ("U0ADA", "U0SAM"))
    assert (ada.rank, sam.rank, sam.timezone) == (Rank.NAMED, Rank.MEMBER, "Europe/London")
    with pytest.raises(NotAllowedError, match="<@U0ADA>"):
        people.named(client, "U0SAM", TEAM)


def test_people_are_named_by_user_group(client: WebClient, between: Proxy) -> None:
    people = People(user_groups=("S1", "S2"))
    between.fail("usergroups.users.list", refused("no_such_subteam"), told(users=["U0SAM"]))
    assert people.who(client, "U0SAM", TEAM).rank is Rank.NAMED
    between.fail("usergroups.users.list", told(users=["U0ADA"]), refused("missing_scope"))
    assert people.who(client, "U0SAM", TEAM).rank is Rank.MEMBER


def test_of_several_workspaces_each_has_its_own_named_people(client: WebClient, between: Proxy) -> None:
    people = People(people=("T0HEALTH/U0ADA", "T9/U0SAM"), user_groups=("T9/S1",)).of_several_workspaces()
    assert people.who(client, "U0ADA", TEAM).rank is Rank.NAMED
    with pytest.raises(NotAllowedError, match=r"You could ask <@U0ADA>\.$"):
        people.named(client, "U0SAM", TEAM)
    assert "usergroups.users.list" not in [method for method, _ in between.calls]
    between.fail("users.info", told(user={"id": "U0ADA", "team_id": "T9"}))
    between.fail("usergroups.users.list", told(users=[]))
    assert people.who(client, "U0ADA", "T9").rank is Rank.MEMBER
    with pytest.raises(ConfigurationError, match="U0ADA, S1: say of which workspace, as in T012AB3CD/U0ADA"):
        People(people=("U0ADA",), user_groups=("S1",)).of_several_workspaces()


@pytest.mark.parametrize(
    "mark", [{"is_restricted": True}, {"is_ultra_restricted": True}, {"is_stranger": True}, {"team_id": "T9"}]
)
def test_guests_and_people_of_other_workspaces_only_read(
    client: WebClient, between: Proxy, mark: dict[str, Any]
) -> None:
    between.fail("users.info", told(user={"id": "U0ADA", "team_id": TEAM, **mark}))
    assert People(people=("U0ADA",)).who(client, "U0ADA", TEAM).rank is Rank.READER


def test_nobody_is_trusted_whom_slack_does_not_know(client: WebClient, between: Proxy) -> None:
    between.fail("users.info", refused("user_not_found"))
    with pytest.raises(AskerError, match="could not ask Slack who you are"):
        People(people=("U0ADA",)).who(client, "U0ADA", TEAM)


def test_the_file_is_read_and_everything_wrong_in_it_is_told(tmp_path: Path) -> None:
    assert read_people(tmp_path) == People()
    (tmp_path / "bot.toml").write_text('people = ["U0ADA"]\nuser_groups = ["S1"]\n')
    assert read_people(tmp_path) == People(people=("U0ADA",), user_groups=("S1",))
    (tmp_path / "bot.toml").write_text('people = ["ada"]\nadmins = []\n')
    with pytest.raises(ConfigurationError) as refusal:
        read_people(tmp_path)
    assert str(refusal.value).splitlines() == [
        'bot.toml: people is not right. Expected a list of ids such as ["U012AB3CD"].',
        "bot.toml: There is no setting “admins”. Expected people or user_groups.",
    ]


def test_a_guest_may_ask_but_not_subscribe_and_without_dialogs_words_subscribe(tmp_path: Path) -> None:
    with (
        world("socket", tmp_path) as slack,
        proxy(slack.slack.api_url) as between,
        bot_process({**settings_of(slack), "SLACK_API_URL": between.api_url}),
    ):
        between.fail("users.info", told(user={"is_restricted": True}))
        slack.command("subscribe", "C0PRESS", "U0SAM")
        refusal = slack.posted(lambda m: m["text"].startswith("Guests and people of other"), "C0PRESS")
        assert refusal["subtype"] == "ephemeral"
        between.fail("views.open", refused("unknown_method"))
        slack.command("subscribe", "C0PRESS", "U0SAM")
        slack.posted(lambda m: "every indicator, as soon as it is public" in m["text"], "C0PRESS")
        between.fail("conversations.info", told(channel={"is_member": False}))
        slack.command("subscribe to cancer", "C0PRESS", "U0SAM")
        slack.posted(lambda m: m["text"].startswith("I am not in that channel."), "C0PRESS")
        between.fail("chat.postMessage", refused("is_archived"), channel="C0PRESS")
        slack.press_at_home("U0SAM", "home-remove", "C0PRESS")
        told_alone = "I could not post that in the channel. The channel is archived (is_archived)."
        slack.posted(lambda m: m["text"] == told_alone, slack.direct_channel("U0SAM"))
        assert "You have set up none." in slack.home("U0SAM")
        _dialog_while_slack_turns_calls_away(slack, between)


def _dialog_while_slack_turns_calls_away(slack: World, between: Proxy) -> None:
    """Slack waits for its answer to a dialog no longer than it lets a call wait for its turn."""
    past = slack.past()
    slack.command("subscribe", "C0PRESS", "U0SAM")
    slack.dialog(past)
    before = {message["ts"] for message in slack.messages("C0PRESS")}
    between.fail("conversations.info", turned_away(60))
    slack.submit("U0SAM", {})
    slack.posted(lambda m: m["ts"] not in before and "subscribed this channel" in m["text"], "C0PRESS")
