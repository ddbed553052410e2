"""`tvaers backup`: one whole backup of the database and one of the key store, sealed for the operator's key.

The server goes on meanwhile. Old ones are removed, those of the key store sooner. `tvaers follow` brings what changes
between two backups.
"""

import argparse
import fcntl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pyrage import x25519

from tvaers.foundation import environment
from tvaers.foundation.secrets import Secrets
from tvaers.operations import installing
from tvaers.operations.copies import database, keys, place, sealed, wal
from tvaers.operations.terminal import OperationError, say


def main(arguments: Sequence[str]) -> int:
    """Make both, then remove what is old."""
    argparse.ArgumentParser(prog="tvaers backup", description=__doc__).parse_args(arguments)
    folder, to = target()
    with alone("backup"):
        began = time.monotonic()
        copied, written = database.copy(folder, to)
        seconds = max(time.monotonic() - began, 0.001)
        say(
            f"Database: {copied.path} – {written.raw / 1e6:.0f} MB, sealed {written.size / 1e6:.0f} MB,"
            f" {written.raw / 1e6 / seconds:.0f} MB/s"
        )
        with alone("keys"):
            say(f"Key store: {keys.copy(folder, to).path}")
        root_key = bytes.fromhex(Secrets.load(environment.secrets_file()).root_key)
        _prune(folder, root_key)
    say(f"Installation: {place.fingerprint(root_key)}")
    return 0


def target() -> tuple[Path, x25519.Recipient]:
    """Return where backups go and for whom they are sealed. Raises OperationError."""
    named, recipient = environment.text("TVAERS_BACKUP_TO"), environment.text("TVAERS_BACKUP_RECIPIENT")
    if not named or not recipient:
        raise OperationError("TVAERS_BACKUP_TO and TVAERS_BACKUP_RECIPIENT say where backups go and who can read them.")
    folder = Path(named)
    if not folder.is_dir():
        raise OperationError(f"{folder} (TVAERS_BACKUP_TO) is not there. Is it mounted?")
    return folder, sealed.recipient(recipient)


@contextmanager
def alone(what: str) -> Iterator[None]:
    """Hold back a second one of the same kind; the kernel lets go when the process ends, however it ends."""
    home = installing.backup_directory()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (home / f"{what}.lock").open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _prune(folder: Path, root_key: bytes) -> None:
    now = datetime.now(UTC)
    days = timedelta(days=environment.number("TVAERS_BACKUP_KEEP_DAYS"))
    key_days = timedelta(days=environment.number("TVAERS_BACKUP_KEEP_KEYS_DAYS"))
    gone = place.prune(folder / database.FOLDER, keep=days, now=now, root_key=root_key)
    gone_keys = place.prune(folder / keys.FOLDER, keep=key_days, now=now, root_key=root_key)
    oldest = next(copy for copy in place.finished(folder / database.FOLDER) if copy.is_ours(root_key))
    segments = wal.prune(folder, before=oldest.body["segment"])
    if gone or gone_keys or segments:
        say(f"Removed as old: {gone} of the database, {gone_keys} of the key store, {segments} segments of changes")
