"""The key store: keys in a database of their own, so that deleting a key erases, in old backups too.

Embedded form: SQLite outside the data directory, durable before the row that needs a key is written.
Each key is wrapped by its parent (an organisation's, or the root); nothing is cached beyond a call.
The file is made once, when the database is set up. One that has vanished is never replaced by an empty one:
everything would read as erased.
"""

import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.conf import settings

from tvaers.foundation import crypto

ROOT = "root"
# installation: the store's own id, wrapped by the root key, so that a foreign store or root key shows itself.
_SCHEMA = (
    """
CREATE TABLE IF NOT EXISTS key (
    id TEXT PRIMARY KEY, parent TEXT NOT NULL, wrapped BLOB NOT NULL, created TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT
""",
    """
CREATE TABLE IF NOT EXISTS installation (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1), wrapped BLOB NOT NULL
) STRICT
""",
)
# Ids of deleted keys: what an older copy of the database must erase again. Random ids, and nothing else.
_ERASED = """
CREATE TABLE IF NOT EXISTS erased (id TEXT PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP) STRICT
"""
# SQLite takes a limited number of parameters in one statement.
_BATCH = 500
# Sorts behind every character that an id has.
_LAST = "\U0010ffff"

# Until when (UTC) unused keys are kept.
_HELD = """
CREATE TABLE IF NOT EXISTS held (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), until TEXT NOT NULL) STRICT
"""

# The file that a block holds open, with its connection.
_held: ContextVar[tuple[Path | None, sqlite3.Connection | None]] = ContextVar("keystore_held", default=(None, None))


class KeyStoreUnavailableError(RuntimeError):
    """The key store cannot be reached or does not belong to this installation: protected text stays closed."""


class KeyStoreFullError(KeyStoreUnavailableError):
    """The key store's disk is full: what needs a new key cannot be saved."""


class UnknownKeyError(LookupError):
    """There is no such key, or it was deleted: what it sealed is erased."""


@dataclass(frozen=True)
class Mark:
    """How far a copy goes: the last key's number, when it was made (UTC, to the second), the last erasure's number."""

    key: int
    made: str
    erased: int


@dataclass(frozen=True)
class Changes:
    """What came to a store: keys (id, parent, wrapped in hex, made at) and ids of deleted ones (id, at)."""

    keys: Sequence[tuple[str, str, str, str]]
    erased: Sequence[tuple[str, str]]


def _mark(connection: sqlite3.Connection) -> Mark:
    key, made = connection.execute("SELECT coalesce(max(rowid), 0), coalesce(max(created), '') FROM key").fetchone()
    (erased,) = connection.execute("SELECT coalesce(max(rowid), 0) FROM erased").fetchone()
    return Mark(key, made, erased)


class KeyStore:
    """The embedded key store."""

    def __init__(self, path: Path, root_key: bytes) -> None:
        """Point at the file; nothing is opened yet."""
        self.path = path
        self._root_key = root_key

    def create(self) -> uuid.UUID:
        """Make the store when there is none, durable when this returns; return its id."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as away:
            raise KeyStoreUnavailableError(str(self.path)) from away
        with self._connected(mode="rwc") as connection:
            self.path.chmod(0o600)
            connection.execute("PRAGMA journal_mode=WAL")
            for statement in _SCHEMA:
                connection.execute(statement)
            connection.execute(
                "INSERT OR IGNORE INTO installation (only_row, wrapped) VALUES (1, ?)",
                (aes_key_wrap(self._root_key, uuid.uuid4().bytes),),
            )
            return self._identity(connection)

    def identity(self) -> uuid.UUID:
        """Return the store's id, which the database notes as well. Raises KeyStoreUnavailableError."""
        with self._open() as connection:
            return self._identity(connection)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the file open for everything in the block, for work that makes many keys, such as generated data.

        Each key is durable before its call returns, as always; what is saved is opening, checking and tidying up.
        """
        with self._open() as connection:
            token = _held.set((self.path, connection))
            try:
                yield
            finally:
                _held.reset(token)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        path, open_already = _held.get()
        if open_already is not None and path == self.path:
            yield open_already
            return
        with self._connected(mode="rw") as connection:
            self._identity(connection)
            yield connection

    @contextmanager
    def _connected(self, *, mode: str) -> Iterator[sqlite3.Connection]:
        # Opening costs 0.3 ms, so each call has its own connection: nothing outlives a file that was put back.
        address = f"file:{quote(str(self.path.absolute()))}?mode={mode}"
        try:
            connection = sqlite3.connect(address, uri=True, timeout=5, isolation_level=None)
        except (OSError, sqlite3.Error) as away:
            raise KeyStoreUnavailableError(str(self.path)) from away
        try:
            connection.execute("PRAGMA synchronous=FULL")
            yield connection
        except sqlite3.Error as broken:
            full = getattr(broken, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
            raise (KeyStoreFullError if full else KeyStoreUnavailableError)(str(self.path)) from broken
        finally:
            connection.close()

    def _identity(self, connection: sqlite3.Connection) -> uuid.UUID:
        row = connection.execute("SELECT wrapped FROM installation").fetchone()
        if row is None:
            raise KeyStoreUnavailableError("The key store was never set up.")
        return uuid.UUID(bytes=_unwrapped(self._root_key, row[0]))

    def ensure(self, key_id: str, *, parent: str = ROOT) -> None:
        """Make the key `key_id`, wrapped by `parent`, unless it exists; durable when this returns."""
        with self._open() as connection:
            wrapping = self._keys(connection, [parent])[parent]
            connection.execute(
                "INSERT OR IGNORE INTO key (id, parent, wrapped) VALUES (?, ?, ?)",
                (key_id, parent, aes_key_wrap(wrapping, crypto.new_key())),
            )

    def add(self, parents: Mapping[str, str]) -> dict[str, bytes]:
        """Make many new keys at once and return them by id; all or none, durable when this returns.

        parents: the id of a key's parent by the key's own. For generated data: one at a time waits for the disk each
        time. Raises UnknownKeyError for a missing parent, ValueError when there is a key of that id already.
        """
        with self._open() as connection:
            wrapping = self._keys(connection, sorted(set(parents.values())))
            missing = set(parents.values()) - wrapping.keys()
            if missing:
                raise UnknownKeyError(min(missing))
            # In the order of ids, which fills the index from one end to the other.
            made = {key_id: crypto.new_key() for key_id in sorted(parents)}
            rows = ((each, parents[each], aes_key_wrap(wrapping[parents[each]], key)) for each, key in made.items())
            try:
                with connection:
                    connection.execute("BEGIN IMMEDIATE")
                    connection.executemany("INSERT INTO key (id, parent, wrapped) VALUES (?, ?, ?)", rows)
            except sqlite3.IntegrityError as twice:
                raise ValueError("one of these keys exists already") from twice
            return made

    def unwrap(self, key_ids: Iterable[str]) -> dict[str, bytes]:
        """Return the keys that exist among `key_ids`; one that was deleted is missing from the answer."""
        with self._open() as connection:
            return self._keys(connection, sorted(set(key_ids)))

    def ids(self, *, starting: str, parent: str, before: datetime) -> Iterator[list[str]]:
        """Return the ids that start with `starting`, of keys wrapped by `parent` and made before then, in batches."""
        last = starting
        while batch := self._ids_after(last, starting, parent, before):
            yield batch
            last = batch[-1]

    def _ids_after(self, last: str, starting: str, parent: str, before: datetime) -> list[str]:
        made = before.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        # Bound to the range of ids first: the walk over all batches then passes each key once.
        with self._open() as connection:
            rows = connection.execute(
                "SELECT id FROM key WHERE id > ? AND id < ? AND parent = ? AND created < ? ORDER BY id LIMIT ?",
                (last, f"{starting}{_LAST}", parent, made, _BATCH),
            )
            return [key_id for (key_id,) in rows]

    def delete(self, key_ids: Iterable[str], *, erased: bool = True) -> None:
        """Delete keys for good: what they sealed is erased, and their ids stay in the list of the erased.

        erased: false for a key that nothing was ever sealed with, which no older database has to erase again.
        """
        gone = [(key_id,) for key_id in key_ids]
        with self._open() as connection:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute(_ERASED)
            connection.execute("BEGIN IMMEDIATE")
            if erased:
                connection.executemany("INSERT OR IGNORE INTO erased (id) SELECT id FROM key WHERE id = ?", gone)
            connection.executemany("DELETE FROM key WHERE id = ?", gone)
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def hold_back(self, until: datetime) -> None:
        """Keep unused keys until then: after a restore to a moment, what was opened later may yet be wanted back."""
        with self._open() as connection:
            connection.execute(_HELD)
            connection.execute("INSERT OR REPLACE INTO held (only_row, until) VALUES (1, ?)", (until.isoformat(),))

    def held_back(self, now: datetime) -> bool:
        """Tell whether unused keys are kept for the time being."""
        with self._open() as connection:
            connection.execute(_HELD)
            row = connection.execute("SELECT until FROM held").fetchone()
            return row is not None and now < datetime.fromisoformat(row[0])

    def erased(self, *, starting: str) -> list[str]:
        """Return the ids of deleted keys that start with `starting`, in their order."""
        with self._open() as connection:
            connection.execute(_ERASED)
            rows = connection.execute(
                "SELECT id FROM erased WHERE id > ? AND id < ? ORDER BY id", (starting, f"{starting}{_LAST}")
            )
            return [key_id for (key_id,) in rows]

    def copy_to(self, path: Path) -> "Mark":
        """Write a copy as of one moment to a new file, and return up to where it goes. Raises FileExistsError."""
        path.touch(mode=0o600, exist_ok=False)
        with self._open() as connection:
            connection.execute(_ERASED)
            copy = sqlite3.connect(path)
            try:
                connection.backup(copy)
                mark = _mark(copy)
            finally:
                copy.close()
        return mark

    def since(self, mark: "Mark") -> tuple["Changes", "Mark"]:
        """Return what came after `mark`, and up to where that goes. The last key before it may be among it again."""
        with self._open() as connection:
            connection.execute(_ERASED)
            connection.execute("BEGIN")
            # A number is given again when the newest key was deleted; the second it was made tells it from the former.
            keys = connection.execute(
                "SELECT id, parent, hex(wrapped), created FROM key WHERE rowid > ? OR created >= ? ORDER BY rowid",
                (mark.key, mark.made),
            ).fetchall()
            gone = connection.execute(
                "SELECT id, at FROM erased WHERE rowid > ? ORDER BY rowid", (mark.erased,)
            ).fetchall()
            after = _mark(connection)
            connection.execute("COMMIT")
        return Changes(keys=keys, erased=gone), after

    def merge(self, changes: "Changes") -> None:
        """Take over what came to the store that this is a copy of."""
        with self._open() as connection:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute(_ERASED)
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(
                "INSERT OR IGNORE INTO key (id, parent, wrapped, created) VALUES (?, ?, ?, ?)",
                [
                    (key_id, parent, bytes.fromhex(wrapped), created)
                    for key_id, parent, wrapped, created in changes.keys
                ],
            )
            connection.executemany("INSERT OR IGNORE INTO erased (id, at) VALUES (?, ?)", changes.erased)
            connection.executemany("DELETE FROM key WHERE id = ?", [(key_id,) for key_id, _at in changes.erased])
            connection.execute("COMMIT")

    def _keys(self, connection: sqlite3.Connection, key_ids: list[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {ROOT: self._root_key} if ROOT in key_ids else {}
        rows: list[tuple[str, str, bytes]] = []
        for start in range(0, len(key_ids), _BATCH):
            batch = key_ids[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            rows += connection.execute(f"SELECT id, parent, wrapped FROM key WHERE id IN ({marks})", batch)  # noqa: S608 - only question marks
        parents = {parent for _, parent, _ in rows}
        if parents:
            wrapping = self._keys(connection, sorted(parents))
            for key_id, parent, wrapped in rows:
                # A deleted parent erases all below it.
                if parent in wrapping:
                    found[key_id] = _unwrapped(wrapping[parent], wrapped)
        return found


def _unwrapped(wrapping: bytes, wrapped: bytes) -> bytes:
    try:
        return aes_key_unwrap(wrapping, wrapped)
    except InvalidUnwrap as foreign:
        message = "The key store does not belong to this installation's root key."
        raise KeyStoreUnavailableError(message) from foreign


def store() -> KeyStore:
    """Return the configured key store."""
    return KeyStore(settings.TVAERS_KEY_STORE, settings.TVAERS_ROOT_KEY)


def shared(key_id: str) -> bytes:
    """Return one of the installation's own keys, made at its first use."""
    keys = store()
    found = keys.unwrap([key_id])
    if key_id not in found:
        keys.ensure(key_id)
        found = keys.unwrap([key_id])
    return found[key_id]
