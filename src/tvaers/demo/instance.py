"""One demonstration per data directory and port: lock, free port, and starting over."""

import fcntl
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tvaers.demo.progress import tell

LOCK = "demo.lock"
MARK = ".tvaers-demo"
#: What a demonstration keeps below its data directory beside the database; FRESH=1 removes these and nothing else.
KEPT = (
    "secrets.json",
    "keys",
    "files",
    "mail",
    "static",
    "demo.json",
    "database.url",
    "socket.location",
    "log",
)
PORTS_TO_TRY = 20


class InstanceError(Exception):
    """The demonstration cannot start here and now; the text says why and what to do."""


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Hold the data directory; the kernel lets go when the process ends, however it ends. Raises InstanceError."""
    path = var / LOCK
    try:
        var.mkdir(parents=True, exist_ok=True)
        # Others pass through, since the database runs as another user where we are root; they list and read nothing.
        var.chmod(0o711)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise InstanceError(
            f"{path} cannot be written: {error.strerror}. Is {var} another user's? Or name another: TVAERS_VAR=…"
        ) from error
    with os.fdopen(descriptor, "r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            pid = file.read().strip() or "unknown"
            raise InstanceError(
                f"The demonstration already runs here (process {pid}). Stop it with Ctrl-C in its window, or: kill {pid}\n"
                "A second one beside it needs its own data and port: TVAERS_VAR=var/second PORT=8001 make demo"
            ) from error
        before = file.read().strip()
        if before:
            tell(f"      The last run (process {before}) ended without cleaning up; taking over.")
        _rewrite(file.fileno(), f"{os.getpid()}\n")
        try:
            yield
        finally:
            _rewrite(file.fileno(), "")


def check_port(port: int) -> None:
    """Raise InstanceError, naming a free port, when something listens on `port` already."""
    if _is_free(port):
        return
    other = next((each for each in range(port + 1, port + PORTS_TO_TRY) if each < 65536 and _is_free(each)), None)
    way_out = f"Take another: PORT={other} make demo" if other else "Take another: PORT=… make demo"
    raise InstanceError(f"Port {port} is in use by another program. {way_out}")


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def read_port(text: str) -> int:
    """Return the port that `text` names. Raises InstanceError."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise InstanceError(f"PORT={text} is no port; it is a number from 1 to 65535, such as PORT=8001.")


def mark(var: Path) -> None:
    """Note that this directory is a demonstration's, so that FRESH=1 may empty it."""
    (var / MARK).touch()


def forget(var: Path) -> list[str]:
    """Remove what the demonstration keeps beside its database; return the names. Raises InstanceError."""
    there = [name for name in KEPT if os.path.lexists(var / name)]
    if there and not (var / MARK).exists():
        raise InstanceError(
            f"{var} was not made by a demonstration, so FRESH=1 leaves it alone. Remove it yourself, or set TVAERS_VAR."
        )
    for name in there:
        path = var / name
        try:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        except OSError as error:
            raise InstanceError(
                f"{path} cannot be removed: {error.strerror}. Remove it yourself: sudo rm -r {path}"
            ) from error
    return there


def forget_keys(var: Path) -> None:
    """Remove the key store of a database that is gone; a key without its row opens nothing."""
    shutil.rmtree(var / "keys", ignore_errors=True)


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _rewrite(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)
