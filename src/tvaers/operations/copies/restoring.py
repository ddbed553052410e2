"""What a restore and a drill have in common: from sealed files to a database and a key store that belong together."""

import argparse
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pyrage import x25519

from tvaers.foundation import environment
from tvaers.foundation.clock import COPENHAGEN
from tvaers.foundation.secrets import Secrets
from tvaers.operations import installing
from tvaers.operations.copies import database, keys, place, programs, sealed, server, wal
from tvaers.operations.copies.sealed import BrokenCopyError
from tvaers.operations.copies.server import Account
from tvaers.operations.terminal import OperationError, say


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where backups lie, the operator's private key, and up to when to go (UTC); None goes to the end.

    installation: the fingerprint that the operator wrote down; empty where this machine's own secrets tell it.
    """

    folder: Path
    key: x25519.Identity
    until: datetime | None
    installation: str

    def database(self, lines: wal.Lines) -> place.Copy:
        """Return the newest backup that was whole by then and was not abandoned. Raises OperationError."""
        found = [
            copy
            for copy in place.finished(self.folder / database.FOLDER)
            if (not self.until or copy.ended <= self.until)
            and lines.holds(copy.body["line"], wal.position(copy.body["stop"]))
        ]
        if not found:
            when = f" that ended before {self.until:%d.%m.%Y %H:%M:%S} UTC" if self.until else ""
            raise OperationError(f"{self.folder} holds no finished backup of the database{when}.")
        return found[-1]

    def keys(self) -> place.Copy:
        """Return the newest backup of the key store: it has every key that is left, and knows what was erased."""
        found = place.finished(self.folder / keys.FOLDER)
        if not found:
            raise OperationError(f"{self.folder} holds no finished backup of the key store; without it no text opens.")
        return found[-1]


def ask(parser: argparse.ArgumentParser) -> None:
    """Add what a restore and a drill are both told."""
    parser.add_argument("--from", dest="folder", type=Path, help="where the backups lie (default: TVAERS_BACKUP_TO)")
    parser.add_argument("--identity", type=Path, help="file with the operator's private key")
    parser.add_argument(
        "--installation", default="", help="its fingerprint, as `tvaers init` printed it; known where it still stands"
    )
    parser.add_argument(
        "--until", type=_moment, help="2026-11-27T14:30, Danish time, or with an offset; default: the end"
    )
    parser.add_argument("--server-account", default="postgres", help="the account that PostgreSQL runs as (postgres)")


def source_of(asked: argparse.Namespace) -> Source:
    """Return where the backups lie and how they open. Raises OperationError."""
    if asked.identity is None:
        raise OperationError("Say with --identity where the operator's private key lies.")
    return Source(
        folder=asked.folder or Path(environment.text("TVAERS_BACKUP_TO") or "."),
        key=sealed.identity(asked.identity),
        until=asked.until,
        installation=asked.installation,
    )


def _moment(text: str) -> datetime:
    """Return the moment that `text` names, in UTC; without an offset it is Danish time. Raises argparse's error."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no time such as 2026-11-27T14:30") from error
    return (read if read.tzinfo else read.replace(tzinfo=COPENHAGEN)).astimezone(UTC)


@dataclass(frozen=True)
class Own:
    """The secrets file and the key store that go with the restored database."""

    secrets: Path
    key_store: Path

    @classmethod
    def below(cls, directory: Path) -> "Own":
        """Return those that a backup was opened into."""
        return cls(directory / keys.SECRETS, directory / keys.STORE)


@dataclass(frozen=True)
class Files:
    """A server's files, and the segments of changes that follow; under names of their own until all has gone well."""

    data: Path
    segments: Path


def restore_files(source: Source, data: Path, secrets: Secrets, *, installation: str) -> tuple[place.Copy, Files]:
    """Write the server's files and the segments beside the place `data`; return the backup used and where those are.

    Everything is checked first. Raises BrokenCopyError, OperationError.
    """
    root_key = bytes.fromhex(secrets.root_key)
    lines = wal.Lines.read(source.folder, source.key, root_key=root_key)
    copied = source.database(lines)
    copied.verify(root_key)
    if copied.body["installation"] != installation:
        raise BrokenCopyError(f"{copied.path} and the key store belong to different installations.")
    unfinished = data.with_name(f"{data.name}.unfinished")
    unfinished.mkdir(mode=0o700)
    say(f"      {copied.path.name}: {copied.body['raw'] / 1e6:.0f} MB")
    _unpack(copied, unfinished, source.key)
    segments = data.with_name(f"{data.name}.segments")
    segments.mkdir(mode=0o700)
    names = wal.restore(
        source.folder,
        segments,
        source.key,
        data=unfinished,
        system=int(copied.body["system"]),
        root_key=root_key,
        lines=lines,
        line=copied.body["line"],
    )
    if names:
        say(f"      {len(names)} segments of changes, to {names[-1]}")
    return copied, Files(unfinished, segments)


def _unpack(copied: place.Copy, into: Path, key: x25519.Identity) -> None:
    with subprocess.Popen(
        ["/usr/bin/tar", "--extract", "--directory", str(into)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=programs.quiet_environment(),
    ) as process:
        if process.stdin is None or process.stderr is None:
            raise AssertionError
        try:
            sealed.unseal(copied.path / place.BASE, process.stdin, key, digest=copied.body["sha256"])
        finally:
            process.stdin.close()
        said = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise OperationError(f"The files could not be written: {said.strip()}")


@contextmanager
def opened(files: Files, *, source: Source, copied: place.Copy, own: Own, runs_as: Account) -> Iterator[None]:
    """Run the restored server for the block, brought to the program's version, with Django pointed at it.

    Once in a process: Django's settings load once.
    """
    server.give(files.data, runs_as)
    server.give(files.segments, runs_as)
    with server.running(
        files.data,
        segments=files.segments,
        until=source.until,
        runs_as=runs_as,
        secrets=Secrets.load(own.secrets),
        database=copied.body["database"],
    ) as address:
        os.environ.update(
            TVAERS_DATABASE_URL=address,
            TVAERS_DATABASE_NAME="",
            TVAERS_SECRETS=str(own.secrets),
            TVAERS_KEY_STORE=str(own.key_store),
        )
        installing.migrate()
        installing.start_django("maintenance")
        from django.db import connections  # noqa: PLC0415 - after Django's start

        try:
            yield
        finally:
            connections.close_all()


@contextmanager
def opened_keys(source: Source, near: Path) -> Iterator[tuple[Path, Secrets]]:
    """Open the newest backup of the key store into a directory that goes with the block; yield it and the secrets.

    Raises BrokenCopyError when it is another installation's than the operator, or this machine, says: nothing else of
    the backups has been opened by then.
    """
    expected = source.installation or _own_fingerprint()
    if not expected:
        raise OperationError(
            "Say with --installation whose backups these are: `tvaers init` printed it, and every `tvaers backup` does."
            " Whoever can write where backups lie could otherwise have made them."
        )
    near.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=near, prefix="restoring-") as scratch:
        secrets = keys.restore(source.keys(), Path(scratch), source.key)
        found = place.fingerprint(bytes.fromhex(secrets.root_key))
        if found != expected.lower():
            raise BrokenCopyError(f"These are backups of the installation {found}, not of {expected.lower()}.")
        yield Path(scratch), secrets


def _own_fingerprint() -> str:
    path = environment.secrets_file()
    return place.fingerprint(bytes.fromhex(Secrets.load(path).root_key)) if path.exists() else ""
