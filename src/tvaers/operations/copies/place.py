"""Where backups lie, and what each says of itself.

    data/<time>/base.tar.gz.age     the whole server's files, as pg_basebackup gives them
    keys/<time>/keys.tar.gz.age     the key store, the secrets file, the backups' password, the settings
    keys/<time>/000001.age …        what came to the key store since
    wal/<segment>.age               the database's log of changes, by segment, each with its signature beside it

A backup counts from the moment its manifest is there, which is written last. Manifests are signed with a key made of
the installation's root key: whoever has the public key alone can seal files, but no backup that is taken for ours.
"""

import hashlib
import hmac
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from tvaers.foundation import crypto
from tvaers.operations.copies.sealed import BrokenCopyError, exclusive, sync

MANIFEST = "manifest.json"
BASE, KEYS = "base.tar.gz.age", "keys.tar.gz.age"
_SIGNING = "operations:backup-manifest"
_NAMING = "operations:installation"
_STAMP = "%Y%m%dT%H%M%S.%fZ"
# Anything else that lies there is none of ours.
_NAMED = re.compile(r"^\d{8}T\d{6}\.\d{6}Z$")


def signature(root_key: bytes, body: Mapping[str, Any]) -> str:
    """Return what only this installation can write under `body`, in hex."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(crypto.derived(root_key, _SIGNING), text, hashlib.sha256).hexdigest()


def fingerprint(root_key: bytes) -> str:
    """Return what the operator writes down of an installation: it tells nothing, and nobody makes another's.

    Whoever can write where backups lie can make a whole backup of their own, root key and all; this tells it from ours.
    """
    digest = hashlib.sha256(crypto.derived(root_key, _NAMING)).hexdigest()
    return "-".join(digest[start : start + 4] for start in range(0, 32, 4))


@dataclass(frozen=True)
class Copy:
    """One backup of the database or of the key store, with what its manifest says. Times are UTC."""

    path: Path
    body: Mapping[str, Any]
    signed: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read one. Raises BrokenCopyError when it has no manifest or a damaged one."""
        try:
            content = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
            return cls(path, content["body"], content["signature"])
        except FileNotFoundError as error:
            raise BrokenCopyError(f"{path} has no manifest: it was never finished.") from error
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise BrokenCopyError(f"{path / MANIFEST} is damaged.") from error

    @property
    def ended(self) -> datetime:
        """When it was whole."""
        return datetime.fromisoformat(self.body["ended"])

    def is_ours(self, root_key: bytes) -> bool:
        """Tell whether this installation wrote the manifest, for the backup that lies here."""
        try:
            self.verify(root_key)
        except BrokenCopyError:
            return False
        return True

    def verify(self, root_key: bytes) -> None:
        """Raise BrokenCopyError unless this installation wrote the manifest, for the backup that lies here."""
        if not hmac.compare_digest(self.signed, signature(root_key, self.body)):
            raise BrokenCopyError(f"{self.path / MANIFEST} was not written by this installation, or was changed since.")
        if self.body["name"] != self.path.name:
            raise BrokenCopyError(f"{self.path} holds the backup {self.body['name']}: it was moved here.")


def new(folder: Path) -> Path:
    """Make the directory of a new backup, named by the time."""
    made = folder / datetime.now(UTC).strftime(_STAMP)
    made.mkdir(mode=0o700, parents=True)
    sync(folder)
    return made


def finish(path: Path, root_key: bytes, **body: Any) -> Copy:
    """Write the manifest, durable: from now on the backup counts."""
    content = {"name": path.name, "ended": datetime.now(UTC).isoformat(), **body}
    signed = signature(root_key, content)
    write(path / MANIFEST, json.dumps({"body": content, "signature": signed}, indent=1).encode())
    return Copy(path, content, signed)


def write(path: Path, content: bytes) -> None:
    """Write a small file whole and durable."""
    unfinished, descriptor = exclusive(path)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    sync(path.parent)


def finished(folder: Path) -> list[Copy]:
    """Return the backups of one kind that were finished and whose manifest can be read, the oldest first."""
    return [copy for _path, copy in _read(folder) if isinstance(copy, Copy)]


def damaged(folder: Path) -> list[str]:
    """Return a sentence for each backup whose manifest cannot be read."""
    return [str(copy) for _path, copy in _read(folder) if not isinstance(copy, Copy)]


def _read(folder: Path) -> Iterator[tuple[Path, Copy | BrokenCopyError]]:
    for path in _folders(folder):
        if (path / MANIFEST).exists():
            try:
                yield path, Copy.read(path)
            except BrokenCopyError as error:
                yield path, error


def _folders(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.is_dir() and _NAMED.match(path.name))


def prune(folder: Path, *, keep: timedelta, now: datetime, root_key: bytes) -> int:
    """Remove backups older than `keep`, and what was never finished; our newest finished one stays. Return how many."""
    gone = 0
    newest = max((copy.path for copy in finished(folder) if copy.is_ours(root_key)), default=None)
    for path in _folders(folder):
        made = datetime.strptime(path.name, _STAMP).replace(tzinfo=UTC)
        unfinished = not (path / MANIFEST).exists() and made < now - timedelta(days=1)
        if path != newest and (unfinished or made < now - keep):
            shutil.rmtree(path)
            gone += 1
    return gone
