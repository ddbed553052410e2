"""`tvaers follow`: bring what changes to the backups, minute by minute, until it is told to stop.

With it, an installation can be restored to any moment since the oldest backup, and a lost machine costs at most the
last minute. Run it as a service beside the server.
"""

import argparse
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pyrage import x25519

from tvaers.foundation import environment
from tvaers.foundation.secrets import Secrets
from tvaers.operations import backup, installing
from tvaers.operations.copies import keys, programs, wal
from tvaers.operations.terminal import OperationError, say

SECONDS = 30
GRACE = 2
SLOT = "tvaers_backup"


def main(arguments: Sequence[str]) -> int:
    """Follow until SIGTERM or Ctrl-C, then bring the rest."""
    parser = argparse.ArgumentParser(prog="tvaers follow", description=__doc__)
    parser.add_argument("--every", type=int, default=SECONDS, help=f"seconds between two looks ({SECONDS})")
    asked = parser.parse_args(arguments)
    folder, to = backup.target()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with backup.alone("follow"), _receiving() as process:
        say(f"Following into {folder}.")
        known: dict[str, int] = {}
        while not stop.wait(asked.every):
            _bring(folder, to, known)
            # What `tvaers check` looks at: while nothing happens in the database, there is nothing else to see.
            if process.poll() is None:
                (installing.backup_directory() / "followed-at").touch()
            # Whoever stops a service tells each of its processes, and pg_receivewal may have heard it before us.
            elif not stop.wait(GRACE):
                raise OperationError(
                    f"pg_receivewal ended:\n{_said()}\nIf the slot is lost, docs/operations/backup.md says what to do."
                )
    _bring(folder, to, known)
    say("Stopped; everything that had come is with the backups.")
    return 0


def _bring(folder: Path, to: x25519.Recipient, known: dict[str, int]) -> None:
    # A key is durable before the row that needs it. So what has arrived by now has its keys in the store, and those are
    # with the backups before the rows are.
    arrived = wal.arrived(spool())
    with backup.alone("keys"):
        keys.follow(folder, to)
    root_key = bytes.fromhex(Secrets.load(environment.secrets_file()).root_key)
    for _name in wal.keep(arrived, folder, to, root_key=root_key, known=known):
        continue


@contextmanager
def _receiving() -> Iterator[subprocess.Popen[bytes]]:
    """Have pg_receivewal bring segments to the spool. The slot keeps what we have not fetched yet on the server."""
    spool().mkdir(mode=0o700, parents=True, exist_ok=True)
    with programs.connect() as connection:
        major = connection.info.server_version // 10_000
    slot = programs.command("pg_receivewal", major, f"--slot={SLOT}", "--create-slot", "--if-not-exists")
    made = subprocess.run(slot, capture_output=True, text=True, check=False, env=programs.quiet_environment())
    if made.returncode:
        raise OperationError(f"PostgreSQL does not keep its changes for us:\n{made.stderr.strip()}")
    command = programs.command(
        "pg_receivewal", major, f"--slot={SLOT}", f"--directory={spool()}", "--status-interval=5", "--no-loop"
    )
    with _log().open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=programs.quiet_environment()
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


def spool() -> Path:
    """Return where pg_receivewal puts what it brings, until it is sealed."""
    return installing.backup_directory() / "spool"


def _log() -> Path:
    return installing.backup_directory() / "pg_receivewal.log"


def _said() -> str:
    return _log().read_text(encoding="utf-8", errors="replace")[-2000:].strip()
