"""One file of a backup: compressed, then sealed in the age format for the operator's public key, and digested.

`age --decrypt --identity KEY FILE | gunzip` opens it without Tværs. A file that was changed or cut short does not open.
"""

import hashlib
import os
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from pyrage import DecryptError, IdentityError, RecipientError, decrypt_io, encrypt_io, x25519

from tvaers.operations.terminal import OperationError

_BLOCK = 1 << 20
_GZIP = 31
_FAST = 1


class BrokenCopyError(OperationError):
    """A backup, or a part of it, is not what it was when it was made; the text says which and how that shows."""


class _Reader(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Writer(Protocol):
    def write(self, data: bytes, /) -> int: ...


@dataclass(frozen=True)
class Written:
    """What was written: bytes before sealing, bytes of the file, and its SHA-256 in hex."""

    raw: int
    size: int
    digest: str


class _Squeezing:
    """Reads what another gives, compressed."""

    def __init__(self, source: _Reader) -> None:
        self._source, self._squeeze = source, zlib.compressobj(_FAST, wbits=_GZIP)
        self._ready, self._ended, self.raw = bytearray(), False, 0

    def read(self, size: int = _BLOCK) -> bytes:
        while len(self._ready) < size and not self._ended:
            block = self._source.read(_BLOCK)
            self.raw += len(block)
            self._ended = not block
            self._ready += self._squeeze.compress(block) if block else self._squeeze.flush()
        given = bytes(self._ready[:size])
        del self._ready[:size]
        return given


class _Digesting:
    """Passes on what is written, and digests it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest, self.size = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self.size += len(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


class _Spreading:
    """Writes what comes, decompressed."""

    def __init__(self, target: _Writer) -> None:
        self._target, self._spread = target, zlib.decompressobj(wbits=_GZIP)

    def write(self, data: bytes) -> int:
        self._target.write(self._spread.decompress(data))
        return len(data)

    def flush(self) -> None:
        self._target.write(self._spread.flush())

    @property
    def whole(self) -> bool:
        return self._spread.eof and not self._spread.unused_data


def exclusive(path: Path) -> tuple[Path, int]:
    """Make a new file beside `path`, under a name that nobody can have prepared, and open it for writing."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    return Path(name), descriptor


def digest_of(path: Path) -> str:
    """Return a file's SHA-256 in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(directory: Path) -> None:
    """Make the names in a directory durable."""
    opened = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def recipient(text: str) -> x25519.Recipient:
    """Return the public key that `text` is. Raises OperationError."""
    try:
        return x25519.Recipient.from_str(text)
    except RecipientError as error:
        raise OperationError("TVAERS_BACKUP_RECIPIENT is no public key; it begins with age1.") from error


def identity(path: Path) -> x25519.Identity:
    """Return the private key that lies in a file, as `tvaers new-backup-key` or age-keygen wrote it.

    Raises OperationError.
    """
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        secret = next(line.strip() for line in lines if line.strip().startswith("AGE-SECRET-KEY-"))
        return x25519.Identity.from_str(secret)
    except OSError as error:
        raise OperationError(f"The operator's key {path} cannot be read: {error.strerror}.") from error
    except (StopIteration, UnicodeDecodeError, IdentityError) as error:
        raise OperationError(f"{path} holds no private key (a line that begins with AGE-SECRET-KEY-).") from error


def seal(source: _Reader, path: Path, to: x25519.Recipient) -> Written:
    """Write everything that `source` gives to `path`, sealed; the file appears whole and durable or not at all."""
    unfinished, descriptor = exclusive(path)
    squeezed = _Squeezing(source)
    try:
        with os.fdopen(descriptor, "wb") as file:
            digesting = _Digesting(file)
            encrypt_io(squeezed, digesting, [to])
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        sync(path.parent)
    finally:
        unfinished.unlink(missing_ok=True)
    return Written(squeezed.raw, digesting.size, digesting.digest)


def unseal(path: Path, target: _Writer, key: x25519.Identity, *, digest: str | None = None) -> None:
    """Write what `path` holds to `target`. Raises BrokenCopyError when it is not whole or has another digest."""
    spreading = _Spreading(target)
    try:
        # Known to be ours before a byte of it is opened.
        if digest is not None and digest_of(path) != digest:
            raise BrokenCopyError(f"{path} is not the file that was written with this backup.")
        with path.open("rb") as file:
            decrypt_io(file, spreading, [key])
    except FileNotFoundError as error:
        raise BrokenCopyError(f"{path} is missing.") from error
    except (DecryptError, OSError, zlib.error) as error:
        if isinstance(error, OSError) and error.errno:
            raise BrokenCopyError(f"{path} cannot be read: {error.strerror}.") from error
        raise BrokenCopyError(
            f"{path} does not open: it was damaged, cut short, or sealed for another key ({error})."
        ) from error
    if not spreading.whole:
        raise BrokenCopyError(f"{path} does not end where it should.")
