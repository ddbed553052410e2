"""The process that holds the streams, on the database under test, and somebody who listens to it."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cast import named
from tests.runs import ROOT
from tests.stage import sign_in
from tvaers.embedded.processes import die_with_parent

PATIENCE = 30


@dataclass(frozen=True)
class Streams:
    """A running process; stop it as a service manager does with `process.terminate()`."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def ask(self, path: str, cookie: str = "", **headers: str) -> http.client.HTTPResponse:
        """Ask without reading on; whoever opens a stream closes it."""
        from django.conf import settings  # noqa: PLC0415 - the settings must be in place before anything loads them

        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        # Closed by the server's end, so that the answer alone holds the connection.
        told = {"Connection": "close"} | {name.replace("_", "-"): text for name, text in headers.items()}
        told |= {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"} if cookie else {}
        connection.request("GET", path, headers=told)
        return connection.getresponse()

    def status(self, path: str, cookie: str = "", **headers: str) -> int:
        """Ask; return the number alone."""
        with closing(self.ask(path, cookie, **headers)) as answer:
            return answer.status


@contextmanager
def streaming(database: Any, log: Path, *, pages: str = "", check_ms: int = 15_000) -> Iterator[Streams]:
    """Run the process until the block ends. pages: the address of the pages, where it is another."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "TVAERS_DATABASE_URL": database.url(),
        "TVAERS_ADDRESS": pages,
        "TVAERS_HOSTS": "127.0.0.1 localhost",
        "STREAMS_CHECK_MS": str(check_ms),
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "python:tvaers.config.streams"]
    command += ["--bind", f"127.0.0.1:{port}", "tests.streams_app:application"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one system call
        )
    found = Streams(port, process, log)
    try:
        _wait(found)
        yield found
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)


def _wait(streams: Streams) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            if streams.status("/live/health") == 200:
                return
        except OSError:
            pass
        assert time.monotonic() < until, streams.log.read_text(encoding="utf-8")
        time.sleep(0.1)


class Listener:
    """A browser of the barest kind that has opened a stream as a member of the cast."""

    def __init__(self, streams: Streams, key: str, cookie: str = "", **headers: str) -> None:
        self.cookie = cookie or sign_in(key)
        path = f"/live/?as={named(key)}"
        self._answer = streams.ask(path, self.cookie, **headers)
        assert self._answer.status == 200, streams.log.read_text(encoding="utf-8")
        #: Whether it was told, as it came, to fetch its page again.
        self.was_told = False
        for line in self.lines():
            self.was_told |= line == "event: changed"
            if line == ": joined":
                return
        raise AssertionError(streams.log.read_text(encoding="utf-8"))

    def lines(self) -> Iterator[str]:
        """What comes, line by line, until the stream ends."""
        while line := self._answer.readline():
            yield line.decode().rstrip("\n")

    def next(self) -> tuple[str, dict[str, Any]] | None:
        """The next event and what it says; None when the stream has ended. Heartbeats alone do not last for good."""
        event, until = "", time.monotonic() + PATIENCE
        for line in self.lines():
            assert time.monotonic() < until, "nothing but heartbeats"
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
            if line.startswith("data: "):
                return event, json.loads(line.removeprefix("data: "))
        return None

    def close(self) -> None:
        self._answer.close()
