"""A person with a browser: opens the local Slack's page, asks, reads, presses.

Its pictures are kept where HEALTHGAP_PICTURES names a folder; README shows one.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.slack.world import World

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture
def page(socket_slack: World) -> Iterator[Page]:
    if BROWSER is None:
        pytest.skip("Chromium is not installed.")
    switches = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=switches)
        page = browser.new_page(viewport={"width": 1160, "height": 860}, device_scale_factor=2)
        page.goto(socket_slack.slack.address)
        yield page
        browser.close()


def test_a_person_asks_and_reads_the_answer(page: Page, socket_slack: World, tmp_path: Path) -> None:
    socket_slack.healthgap("load", "sample/2009-01-14-infant-mortality-2007.csv")
    page.get_by_text("press-office").click()
    page.get_by_placeholder("Message #press-office").click()
    page.keyboard.type("@healthgap what is the infant mortality gap?", delay=20)
    page.keyboard.press("Enter")
    page.get_by_text(re.compile(r"^1 reply")).last.click()
    thread = page.locator(".thread-pane")
    expect(thread).to_contain_text("Infant mortality, relative gap, 2005-07: 16%.")
    thread.get_by_placeholder(re.compile("^Reply")).click()
    page.keyboard.type("and for women?", delay=20)
    page.keyboard.press("Enter")
    expect(thread).to_contain_text("They are held for everyone together.")
    _keep(page, "answer.png", tmp_path)

    thread.get_by_role("button", name="Chart").first.click()
    expect(thread.locator("img").last).to_be_visible()
    _keep(page, "chart.png", tmp_path)


def _keep(page: Page, name: str, otherwise: Path) -> None:
    folder = Path(os.environ.get("HEALTHGAP_PICTURES", otherwise))
    page.screenshot(path=folder / name)
