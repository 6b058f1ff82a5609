"""A person with a browser: opens the local Slack's page, reads, asks, presses.

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

from tests.slack.world import ROOT, bot_process, settings_of, world

NEWEST = ROOT / "sample" / "2009-01-14-infant-mortality-2007.csv"
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture
def page() -> Iterator[Page]:
    if BROWSER is None:
        pytest.skip("Chromium is not installed.")
    switches = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=switches)
        yield browser.new_page(viewport={"width": 1240, "height": 780}, device_scale_factor=1.5)
        browser.close()


def test_a_person_reads_a_summary_asks_and_goes_on_asking(page: Page, tmp_path: Path) -> None:
    pictures = Path(os.environ.get("HEALTHGAP_PICTURES", tmp_path))
    with world("socket", tmp_path) as slack, bot_process(settings_of(slack)):
        page.goto(slack.slack.address)
        slack.healthgap("load", str(NEWEST))
        expect(page.locator(".messages")).to_contain_text("16%", timeout=15_000)

        page.get_by_placeholder("Message #health-inequalities").click()
        _write(page, "@healthgap what is the infant mortality gap?")
        page.get_by_text(re.compile(r"^1 reply")).last.click()
        thread = page.locator(".thread-pane")
        _widen(page, by=180)
        expect(thread).to_contain_text("2005-07: 16%")

        page.get_by_placeholder("Reply in thread…").click()
        _write(page, "and for women?")
        expect(thread).to_contain_text("by sex.")
        page.screenshot(path=pictures / "answer.png")

        thread.get_by_role("button", name="Chart").first.click()
        chart = thread.locator("img").last
        expect(chart).to_be_visible()
        chart.scroll_into_view_if_needed()
        page.screenshot(path=pictures / "chart.png")


def _write(page: Page, message: str) -> None:
    """Types at a person's pace, which the page needs to recognise a mention."""
    page.keyboard.type(message, delay=20)
    page.keyboard.press("Enter")


def _widen(page: Page, by: int) -> None:
    """Drags the edge of the thread to the left."""
    edge = page.locator(".thread-resize-handle").bounding_box()
    assert edge
    x, y = edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - by, y, steps=4)
    page.mouse.up()
