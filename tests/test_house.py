"""What the project says of itself is true: its samples, version, commands, settings and Slack scopes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bot.oauth import SCOPES as SCOPES_ASKED_FOR

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

# Slack's own tables: which of a method's scopes the bot needs, one for each kind of conversation it is in.
SCOPES = {
    "assistant_threads_setStatus": ["assistant:write"],
    "assistant_threads_setSuggestedPrompts": ["assistant:write"],
    "assistant_threads_setTitle": ["assistant:write"],
    "chat_delete": ["chat:write"],
    "chat_postEphemeral": ["chat:write"],
    "chat_postMessage": ["chat:write"],
    "chat_update": ["chat:write"],
    "conversations_history": ["channels:history", "groups:history", "im:history", "mpim:history"],
    "conversations_open": ["im:write"],
    "conversations_info": ["channels:read", "groups:read", "im:read", "mpim:read"],
    "conversations_replies": ["channels:history", "groups:history", "im:history", "mpim:history"],
    "files_delete": ["files:write"],
    "files_info": ["files:read"],
    "files_upload_v2": ["files:write"],
    "usergroups_users_list": ["usergroups:read"],
    "users_info": ["users:read"],
}
NEED_NO_SCOPE = {"auth_test", "views_open", "views_publish", "views_update"}


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def source_of(*packages: str) -> str:
    return "".join(path.read_text() for package in packages for path in (ROOT / package).rglob("*.py"))


def words_under(key: str, text: str) -> set[str]:
    """The entries of the list `key` in a YAML text whose lists stand one entry a line."""
    block = re.search(rf"^(\s*){key}:\n((?:\1\s+- .*\n)+)", text, re.MULTILINE)
    assert block
    return set(re.findall(r"- (\S+)", block[2]))


@pytest.mark.parametrize("figures", sorted((ROOT / "sample").glob("*.csv")), ids=lambda path: path.stem)
def test_every_sample_release_says_what_it_is(figures: Path) -> None:
    details = tomllib.loads(figures.with_suffix(".toml").read_text(encoding="utf-8"))
    assert {"title", "publisher", "published", "source_url"} <= set(details)
    assert figures.name.startswith(str(details["published"])[:10])


def test_the_changelog_begins_with_this_version() -> None:
    versions = re.findall(r"^## (\S+)", text_of("CHANGELOG.md"), re.MULTILINE)
    assert versions[0] == PROJECT["version"]


def test_every_make_command_that_is_written_down_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    documents = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]
    written = {
        name for path in documents for name in re.findall(r"\bmake ([a-z][a-z-]*)", _code(path.read_text()))
    }
    assert {"run", "test", "check"} <= written
    assert written <= targets


def _code(markdown: str) -> str:
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", markdown, re.DOTALL))


def test_the_sample_that_make_loads_is_the_newest() -> None:
    newest = max(path.name for path in (ROOT / "sample").glob("*.csv"))
    assert f"NEW_FIGURES := sample/{newest}" in text_of("Makefile")


def test_the_manifest_asks_for_the_scopes_that_the_bot_needs() -> None:
    methods = r"\.((?:assistant|auth|chat|conversations|files|usergroups|users|views)_[A-Za-z_0-9]+)\b"
    called = set(re.findall(methods, source_of("bot")))
    assert called <= set(SCOPES) | NEED_NO_SCOPE
    granted = words_under("bot", text_of("config/slack-manifest.yaml"))
    assert {scope for method in called & set(SCOPES) for scope in SCOPES[method]} <= granted


def test_the_scopes_that_workspaces_are_asked_for_are_those_of_the_manifest() -> None:
    assert set(SCOPES_ASKED_FOR) == words_under("bot", text_of("config/slack-manifest.yaml"))


def test_the_manifest_subscribes_to_every_event_that_the_bot_listens_to() -> None:
    heard = set(re.findall(r"\.event\(\s*\"(\w+)\"", source_of("bot")))
    events = {
        event.partition(".")[0] for event in words_under("bot_events", text_of("config/slack-manifest.yaml"))
    }
    assert "app_mention" in heard
    assert heard | {"app_uninstalled", "tokens_revoked"} <= events


def test_every_variable_that_is_read_is_in_the_example() -> None:
    read = set(
        re.findall(r"\"((?:HEALTHGAP|SLACK)_[A-Z_]+|DATABASE_URL|PORT)\"", source_of("bot", "healthgap"))
    )
    example = set(re.findall(r"^#?([A-Z_]+)=", text_of(".env.example"), re.MULTILINE))
    assert "DATABASE_URL" in read
    assert read <= example
