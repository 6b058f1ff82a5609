"""What every test run keeps to: where CI is set, a test that did not run has failed."""

from __future__ import annotations

import os

import pytest


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    left_out = [state for state in ("skipped", "xfailed") if reporter and reporter.stats.get(state)]
    if os.environ.get("CI") and left_out:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
