"""`python -m bot --local`, as a visitor meets it, in a folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.local.slack import LocalSlack
from bot.local.workspace import BOT, workspace
from tests.slack.world import ROOT, WITHIN, World, bot_process

NEWEST = "sample/2009-01-14-infant-mortality-2007.csv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the figures and the configuration, and nothing that an earlier run left."""
    for name in ("config", "sample"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def test_a_visitor_asks_and_sees_a_summary_arrive(folder: Path) -> None:
    (folder / ".local").mkdir()
    (folder / ".local" / "slack").symlink_to(ROOT / ".local" / "slack")
    with bot_process({}, "--local", cwd=folder) as line:
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address
        slack = World(LocalSlack(address[0]), workspace()["apps"][0], "sqlite:///.local/healthgap.db", None)
        ts = slack.mention("what is the infant mortality gap?")
        assert "17%" in slack.answer(ts)["text"]
        slack.healthgap("load", NEWEST, cwd=folder)
        slack.posted(lambda m: m["user"] == BOT and "16%" in m["text"])


def test_without_node_the_same_conversation_is_in_the_terminal(folder: Path) -> None:
    talk = "what is the gap?\n3\nchart\nnonsense of the first water\n"
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "--local"],
        env={"PATH": os.devnull, "PYTHONPATH": str(ROOT)},
        cwd=folder,
        input=talk,
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=False,
    )
    assert ended.returncode == 0
    assert ended.stdout.startswith("The local Slack needs Node.js with npm, which is not installed. Here is")
    assert "» What is the infant mortality gap?" in ended.stdout
    assert "Infant mortality, relative gap, 2004-06: 17%." in ended.stdout
    pictures = [folder / name for name in re.findall(r"The chart is in (\S+\.png)", ended.stdout)]
    assert [picture.read_bytes()[:4] for picture in pictures] == [b"\x89PNG"]
