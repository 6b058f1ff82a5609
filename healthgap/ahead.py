"""Work that other threads do ahead of whoever uses its results, and only so far ahead that memory is kept."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 2  # results for each thread: enough that none waits, and no more in memory than that


def ahead(work: Callable[[Item], Result], items: Iterable[Item], threads: int) -> Iterator[Result]:
    """What `work` makes of each of `items`, in their order. The items are asked for in the thread of the caller."""
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(threads) as others:
        for item in items:
            waiting.append(others.submit(work, item))
            if len(waiting) > _AHEAD * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
