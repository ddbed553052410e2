"""The processes of a demonstration: commands that run through, and servers that run until they are stopped."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tvaers.embedded.processes import die_with_parent, is_alive, wait_for_end

SECONDS_TO_STOP = 12
LOG_BYTES = 10_000_000


class ChildError(Exception):
    """A process failed; the text holds the end of what it said."""


@dataclass(frozen=True, kw_only=True)
class Child:
    """A server process in a process group of its own, so that the terminal's Ctrl-C reaches only us."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def tail(self, lines: int = 15) -> str:
        """Return the end of its log."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def stop(self) -> None:
        """End it politely, then by force, with everything it started."""
        wait_for_end(self.process.pid, self.process, number=signal.SIGTERM, seconds=SECONDS_TO_STOP)
        # Its own children may outlive it; the group ends them.
        wait_for_end(self.process.pid, self.process, number=signal.SIGKILL, seconds=5, group=True)


def command(
    name: str, environment: Mapping[str, str], *, role: str, say: Callable[[str], None] | None = None
) -> list[str]:
    """Run `python -m tvaers <name>` to its end and return its lines; `say` gets each as it comes. Raises ChildError."""
    return run(
        [sys.executable, "-m", "tvaers", *name.split()],
        {**environment, "TVAERS_DATABASE_ROLE": role},
        say=say,
    )


def run(arguments: list[str], environment: Mapping[str, str], *, say: Callable[[str], None] | None = None) -> list[str]:
    """Run a command to its end and return its lines. It ends with us. Raises ChildError."""
    lines: list[str] = []
    with subprocess.Popen(
        arguments,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509 - one system call
    ) as process:
        for line in process.stdout or ():
            lines.append(line.rstrip("\n"))
            if say is not None:
                say(lines[-1])
    if process.returncode != 0:
        # What was shown as it came is not shown again.
        end = "\n".join(lines[-15:]) if say is None else f"see above (code {process.returncode})"
        raise ChildError(f"{' '.join(arguments[1:])} failed:\n{end}")
    return lines


def spawn(
    name: str, arguments: list[str], environment: Mapping[str, str], log: Path, *, orphaned: signal.Signals
) -> Child:
    """Start a server process that writes to `log`; the kernel sends it `orphaned` when we die in any way."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_name(f"{log.name}.1"))
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    try:
        process = subprocess.Popen(
            arguments,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            start_new_session=True,
            preexec_fn=die_with_parent(orphaned),  # noqa: PLW1509 - one system call
        )
    finally:
        os.close(descriptor)
    return Child(name=name, process=process, log=log)


def wait_for_answer(address: str, watched: list[Child], *, seconds: float = 60) -> None:
    """Return when the server answers without an error. Raises ChildError when it does not, or a child died."""
    # A proxy of the environment cannot reach our loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        raise_if_dead(watched)
        try:
            with opener.open(address, timeout=10):
                return
        except urllib.error.HTTPError as error:
            if error.code < 500:
                return
            raise ChildError(
                f"The server answers with error {error.code}. The end of {watched[0].log}:\n{watched[0].tail()}"
            ) from error
        except OSError:
            time.sleep(0.1)
    raise ChildError(f"The server does not answer. The end of {watched[0].log}:\n{watched[0].tail()}")


def raise_if_dead(watched: list[Child]) -> None:
    """Raise ChildError for the first child that is no longer there."""
    for child in watched:
        if child.process.poll() is not None or not is_alive(child.process.pid):
            raise ChildError(f"The {child.name} ended by itself. The end of {child.log}:\n{child.tail()}")
