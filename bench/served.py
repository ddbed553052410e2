"""The running server of a world, on a free port of 127.0.0.1, with its workers' memory."""

import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tvaers.demo import children
from tvaers.demo.children import Child

PAGES = ("--config", "python:tvaers.config.server")
# Streams in a process of their own, by the same server.
STREAMS = ("bench.streaming:application", "--worker-class", "asgi", "--no-control-socket")
KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True)
class Server:
    """A server that answers. seconds: from its start to the first page."""

    port: int
    child: Child
    seconds: float

    def workers(self) -> list[int]:
        """Return the processes that answer."""
        own = self.child.process.pid
        held = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="utf-8").split()
        return [int(pid) for pid in held]

    def worker_bytes(self) -> int:
        """Return the resident memory of the largest worker."""
        return max(resident(pid) for pid in self.workers())


def resident(pid: int) -> int:
    """Return a process's resident memory in bytes."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * KIB
    raise ProcessLookupError(pid)


@contextmanager
def served(
    environment: Mapping[str, str],
    *,
    workers: int | None = None,
    threads: int | None = None,
    command: Sequence[str] = PAGES,
) -> Iterator[Server]:
    """Run the server with what config.server says, or with so many processes and threads, or another command."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    sizes = {"TVAERS_WORKERS": workers, "TVAERS_THREADS": threads}
    own = dict(environment) | {name: str(number) for name, number in sizes.items() if number}
    log = Path(environment["TVAERS_VAR"]) / "log" / "server.log"
    began = time.monotonic()
    arguments = [sys.executable, "-m", "gunicorn", *command, "--bind", f"127.0.0.1:{port}"]
    child = children.spawn("server", arguments, own, log, orphaned=signal.SIGTERM)
    try:
        children.wait_for_answer(f"http://127.0.0.1:{port}/login/", [child])
        yield Server(port, child, time.monotonic() - began)
    finally:
        child.stop()
