"""Work on a Dask cluster, file by file; the only place that knows Dask, which is installed as healthgap[cluster].

A worker that is lost costs time only: Dask does its files again on another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from healthgap.errors import ConfigurationError

Result = TypeVar("Result")

_SECONDS_TO_ANSWER = 5


def on_cluster(address: str, work: Callable[[Path], Result], files: Sequence[Path]) -> Iterator[Result]:
    """What `work` makes of each file, in the order of `files`; workers need to see the same folder.

    Raises ConfigurationError when Dask is not installed, or nothing answers at `address`.
    """
    try:
        import distributed
    except ImportError:
        raise ConfigurationError.of(
            "--cluster", "Dask is not installed; pip install 'healthgap[cluster]' installs it."
        ) from None
    connect: Callable[..., Any] = distributed.Client
    try:
        client: Any = connect(address, timeout=_SECONDS_TO_ANSWER)
    except (OSError, ValueError):
        raise ConfigurationError.of(
            "--cluster", f"No Dask scheduler answers at {address}; dask scheduler starts one."
        ) from None
    with client:
        futures = client.map(work, [path.resolve() for path in files], pure=False)
        while futures:
            yield futures.pop(0).result()
