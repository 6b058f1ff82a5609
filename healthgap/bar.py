"""The progress bar of long work on a terminal: how far, how fast, how long still. None where output is piped."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from healthgap.progress import Progress, Step, silent


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Progress on standard error while it is a terminal; gone again when the work is done."""
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:

        def begin(name: str, unit: str) -> Step:
            task = bar.add_task(name, total=None, rate="")

            def step(done: int, total: int) -> None:
                speed = bar.tasks[bar.task_ids.index(task)].speed
                bar.update(task, completed=done, total=total, rate=_rate(speed, unit))

            return step

        yield begin


def _rate(speed: float | None, unit: str) -> str:
    if not speed:
        return ""
    return f"{speed / 1e6:,.0f} MB/s" if unit == "bytes" else f"{speed:,.0f} {unit}/s"
