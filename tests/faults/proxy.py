"""A fault proxy: stands between the server and its database and does what bad networks do.

It listens on 127.0.0.1 and passes bytes to the database's socket, until it is told to be slow, silent or gone.
"""

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PIECE = 65536


class Proxy:
    """One listening port. What it does can be changed while connections are open.

    latency: seconds that each piece towards the database waits. drops: how likely such a piece ends its connection,
    0 to 1. silent: takes everything and passes nothing on, as a half-open connection does. away: refuses.
    """

    def __init__(self, target: Path) -> None:
        """Listen for connections to the unix socket `target`, which may be replaced while we run."""
        self.target = target
        self.latency = 0.0
        self.drops = 0.0
        self.silent = False
        #: Seeded, so that a run can be told again; threads still take turns as they like.
        self._chance = random.Random(0)
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._lock = threading.Lock()
        self._listening: socket.socket | None = None
        self.port = self._listen(0)

    def _listen(self, port: int) -> int:
        listening = socket.create_server(("127.0.0.1", port))
        self._listening = listening
        threading.Thread(target=self._accept, args=(listening,), daemon=True).start()
        found: int = listening.getsockname()[1]
        return found

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(str(self.target))
            except OSError:
                server.close()
                client.close()
                continue
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._pairs.append((client, server))
            for source, sink, asks in ((client, server, True), (server, client, False)):
                threading.Thread(target=self._pass_on, args=(source, sink), kwargs={"asks": asks}, daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, *, asks: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                if asks and self.latency:
                    time.sleep(self.latency)
                if asks and self.drops and self._chance.random() < self.drops:
                    break
                if not self.silent:
                    sink.sendall(piece)
        for end in (source, sink):
            # Closed by whoever uses it; shut down, both threads and both sides notice.
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def drop(self) -> None:
        """End every connection, in the middle of whatever it does."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()

    @contextmanager
    def away(self) -> Iterator[None]:
        """Be gone in the block: connections end, new ones are refused."""
        self._close()
        try:
            yield
        finally:
            self._listen(self.port)

    @contextmanager
    def being(self, *, latency: float = 0.0, drops: float = 0.0, silent: bool = False) -> Iterator[None]:
        """Be slow, unreliable or silent in the block; what was swallowed in silence never comes."""
        self.latency, self.drops, self.silent = latency, drops, silent
        try:
            yield
        finally:
            self.latency, self.drops, self.silent = 0.0, 0.0, False
            if silent:
                self.drop()

    def _close(self) -> None:
        if self._listening is not None:
            with suppress(OSError):
                # Wakes the thread that waits in accept.
                self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
        self.drop()

    def close(self) -> None:
        """Stop for good."""
        self._close()
