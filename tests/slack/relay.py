"""Stands before a server and can go silent: connections stay open, and nothing gets through any more."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Relay:
    """Passes on what comes to `port`."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._pairs: list[socket.socket] = []
        self._silent: set[socket.socket] = set()
        self.port = int(self._listener.getsockname()[1])
        self.accepted = 0
        self.only_greets = False  # from the server, nothing but the first words of a connection gets through
        threading.Thread(target=self._accept, daemon=True).start()

    def silence(self) -> None:
        """From now on nothing gets through the connections that there are."""
        self._silent.update(self._pairs)

    def close(self) -> None:
        for one in (self._listener, *self._pairs):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(("127.0.0.1", self._target))
                self._pairs += [near, far]
                self.accepted += 1
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(source, sink), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                if source not in self._silent:
                    sink.sendall(data)
                if self.only_greets and source.getpeername()[1] == self._target:
                    self._silent.update((source, sink))


@contextmanager
def relay(target: int) -> Iterator[Relay]:
    """A relay before the server at that port of this machine."""
    made = Relay(target)
    try:
        yield made
    finally:
        made.close()
