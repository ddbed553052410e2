"""The embedded PostgreSQL server: made, started, watched and stopped."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from pwd import getpwuid
from urllib.parse import quote

import psycopg

from tvaers.embedded import configuration
from tvaers.embedded.place import Place, existing_elsewhere, find_place, make_private, short_socket_directory
from tvaers.embedded.processes import die_with_parent, is_alive, wait_for_end

FIRST_RUN_BYTES = 1_000_000_000
LATER_RUN_BYTES = 200_000_000
LOG_BYTES = 10_000_000
SOCKET_POINTER = "socket.location"
SECONDS_TO_START = 90
SECONDS_TO_STOP = 20


class ClusterError(Exception):
    """The server could not be made, started or stopped; the text says why and what to do."""


def _silent(_: str) -> None:
    """Say nothing."""


@dataclass(kw_only=True)
class _Running:
    """What start leaves for stop."""

    process: subprocess.Popen[bytes]
    temporary_socket: Path | None


class Cluster:
    """One server with its data below `directory`.

    durable: off for a test's cluster, which lives minutes.
    template: data that `save` put aside; a new cluster begins as a copy of it.
    memory: settings in place of the laptop's (embedded.configuration), such as shared_buffers.
    outlive: leave the server running when this process ends; otherwise the kernel stops it, even after
    a `kill -9`.
    """

    def __init__(
        self,
        directory: Path,
        *,
        durable: bool = True,
        template: Path | None = None,
        memory: Mapping[str, str] | None = None,
        outlive: bool = False,
        say: Callable[[str], None] = _silent,
    ) -> None:
        self.directory = directory.resolve()
        self.durable = durable
        self.template = template
        self.memory = memory
        self.outlive = outlive
        self.say = say
        self.log = self.directory / "log" / "postgres.log"
        self._running: _Running | None = None

    @property
    def running(self) -> bool:
        """Tell whether a server runs on this data, started by us or by another process."""
        return self._postmaster() is not None

    @property
    def process_id(self) -> int | None:
        """Return the server's process id while it runs."""
        return self._postmaster()

    def start(self) -> str:
        """Start the server, making the cluster first when there is none; return the superuser's address.

        A server that already runs on this data is used as it is. Raises ClusterError or PlaceError.
        """
        place = find_place(self.directory, self.say)
        if self._postmaster(place) is not None:
            return self.url("postgres")
        self._check_space(place)
        if not (place.data / "PG_VERSION").exists():
            self._make(place)
        _check_data(place)
        self._forget_dead_server(place)
        socket, temporary = self._socket_directory(place)
        _configure(place, socket, durable=self.durable, memory=self.memory)
        process = self._launch(place)
        self._running = _Running(process=process, temporary_socket=socket if temporary else None)
        self._wait_until_ready(process)
        return self.url("postgres")

    def stop(self) -> None:
        """Stop the server, ours or another process's: politely, then firmly, then by force."""
        pid = self._running.process.pid if self._running else self._postmaster()
        if pid is not None:
            process = self._running.process if self._running else None
            # Fast: sessions are rolled back. Immediate: repair at the next start. Kill: its children notice.
            for number, seconds in (
                (signal.SIGINT, SECONDS_TO_STOP),
                (signal.SIGQUIT, 5),
                (signal.SIGKILL, 5),
            ):
                if wait_for_end(pid, process, number=number, seconds=seconds):
                    break
            else:
                raise ClusterError(f"PostgreSQL (process {pid}) does not end.")
        if self._running and self._running.temporary_socket:
            shutil.rmtree(self._running.temporary_socket, ignore_errors=True)
        self._running = None

    def url(self, database: str) -> str:
        """Return the superuser's address of one database, over the socket."""
        host = quote(str(self.socket_directory), safe="")
        return f"postgresql://{configuration.SUPERUSER}@/{quote(database)}?host={host}&port={configuration.PORT}"

    @property
    def socket_directory(self) -> Path:
        """Return where the running server listens."""
        return Path((self.directory / SOCKET_POINTER).read_text(encoding="utf-8").strip())

    @property
    def ended(self) -> bool:
        """Tell whether the server that we started has died."""
        return self._running is not None and self._running.process.poll() is not None

    def remove(self) -> None:
        """Delete the data with everything in it. The server must be stopped. Raises ClusterError."""
        if self.running:
            raise ClusterError(f"{self.directory} is in use; stop the server first.")
        elsewhere = existing_elsewhere(self.directory)
        try:
            for path in (self.directory / "postgres", self.directory / "run", elsewhere):
                if path is not None and path.exists():
                    shutil.rmtree(path)
        except PermissionError as error:
            raise ClusterError(
                f"{error.filename} belongs to another user; remove it as that user, or: sudo rm -r {self.directory}"
            ) from error

    def save(self, target: Path) -> None:
        """Put a copy of the stopped server's data aside, whole or not at all. Raises ClusterError."""
        if self.running:
            raise ClusterError(f"{self.directory} is in use; stop the server first.")
        unfinished = target.with_name(f"{target.name}.{os.getpid()}")
        _copy(self._data(), unfinished)
        if target.exists():
            shutil.rmtree(unfinished)
        else:
            unfinished.rename(target)

    def _data(self) -> Path:
        elsewhere = existing_elsewhere(self.directory)
        return (elsewhere or self.directory) / "postgres"

    def _postmaster(self, place: Place | None = None) -> int | None:
        """Return the live server's process id; a recycled number is told by the working directory."""
        data = place.data if place else self._data()
        pid = _recorded_pid(data)
        return pid if pid is not None and is_alive(pid) and _works_in(pid, data) else None

    def _check_space(self, place: Place) -> None:
        there = (place.data / "PG_VERSION").exists()
        needed = LATER_RUN_BYTES if there or not self.durable else FIRST_RUN_BYTES
        free = shutil.disk_usage(place.data.parent).free
        if free < needed:
            raise ClusterError(
                f"The disk of {place.data.parent} has {free // 1_000_000} MB free; "
                f"{needed // 1_000_000} MB are needed. "
                "Make room, or point TVAERS_VAR at another disk."
            )

    def _make(self, place: Place) -> None:
        """Make the cluster beside its final name, so that an interrupted run leaves none that looks whole."""
        unfinished = place.data.with_name(f"{place.data.name}.unfinished")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        if place.data.exists():
            place.data.rmdir()
        if self.template is None:
            make_private(unfinished, place.identity)
            _initdb(place, unfinished, sync=self.durable)
        else:
            _copy(self.template, unfinished)
        unfinished.rename(place.data)

    def _forget_dead_server(self, place: Place) -> None:
        """Remove the note of a server that was killed: its process id may belong to somebody else by now."""
        if _recorded_pid(place.data) is not None:
            self.say("The database was not stopped last time; it repairs itself now.")
            (place.data / "postmaster.pid").unlink()
        old = self.directory / SOCKET_POINTER
        if old.is_file():
            left = Path(old.read_text(encoding="utf-8").strip())
            if left.name.startswith("tvaers-") and left != place.socket:
                shutil.rmtree(left, ignore_errors=True)

    def _socket_directory(self, place: Place) -> tuple[Path, bool]:
        socket, temporary = short_socket_directory(place)
        (self.directory / SOCKET_POINTER).write_text(f"{socket}\n", encoding="utf-8")
        return socket, temporary

    def _launch(self, place: Place) -> subprocess.Popen[bytes]:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            return subprocess.Popen(
                [str(place.binaries / "postgres"), "-D", str(place.data)],
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                cwd="/",
                env=_environment(),
                start_new_session=True,
                # SIGINT is PostgreSQL's fast shutdown.
                preexec_fn=None if self.outlive else die_with_parent(signal.SIGINT),  # noqa: PLW1509 - one system call
                user=place.user,
                group=place.group,
                extra_groups=place.extra_groups,
            )
        finally:
            os.close(descriptor)

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            if process.poll() is not None:
                raise ClusterError(f"PostgreSQL ended at once. The end of {self.log}:\n{self.log_tail()}")
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=2).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        self.stop()
        raise ClusterError(
            f"PostgreSQL did not answer within {SECONDS_TO_START} s. The end of {self.log}:\n{self.log_tail()}"
        )

    def log_tail(self, lines: int = 12) -> str:
        """Return the end of the server's log."""
        if not self.log.exists():
            return "(empty)"
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _copy(source: Path, target: Path) -> None:
    """Copy with owners and modes; where the file system can, without copying a byte."""
    subprocess.run(["/bin/cp", "-a", "--reflink=auto", str(source), str(target)], check=True)


def _recorded_pid(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None


def _works_in(pid: int, directory: Path) -> bool:
    """Tell whether the process's working directory is `directory`, as a PostgreSQL server's is its data."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == directory
    except OSError:
        return False


def _major(place: Place) -> int:
    """Return the binaries' major version, such as 18."""
    output = subprocess.run(
        [str(place.binaries / "postgres"), "--version"], check=True, capture_output=True, text=True
    ).stdout
    return int(output.split()[2].split(".")[0])


def _check_data(place: Place) -> None:
    owner, wanted = place.data.stat().st_uid, place.identity[0] if place.identity else os.geteuid()
    if owner != wanted:
        raise ClusterError(
            f"{place.data} belongs to user {_name(owner)}, and the server would run as {_name(wanted)}. "
            "Run as the user "
            "who made it, or FRESH=1 make demo starts over."
        )
    found, major = (place.data / "PG_VERSION").read_text(encoding="utf-8").strip(), _major(place)
    if found != str(major):
        raise ClusterError(
            f"{place.data} was made by PostgreSQL {found}, and this is PostgreSQL {major}. "
            "FRESH=1 make demo starts over; "
            f"to keep the data, dump it with PostgreSQL {found} first."
        )


def _name(uid: int) -> str:
    try:
        return getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _initdb(place: Place, data: Path, *, sync: bool) -> None:
    command = [str(place.binaries / "initdb"), "-D", str(data), "-U", configuration.SUPERUSER]
    command += configuration.locale_options(_major(place))
    command += ["--data-checksums", "--auth=reject", "--no-instructions"]
    command += [] if sync else ["--no-sync"]
    made = subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env=_environment(),
        user=place.user,
        group=place.group,
        extra_groups=place.extra_groups,
    )
    if made.returncode != 0:
        raise ClusterError(f"initdb failed:\n{made.stderr.strip()}")


def _configure(place: Place, socket: Path, *, durable: bool, memory: Mapping[str, str] | None) -> None:
    """Write the three configuration files whole, so that nothing of an older version lingers."""
    user = _name(os.geteuid())
    files = {
        "postgresql.conf": configuration.server_settings(
            major=_major(place), socket_directory=socket, durable=durable, memory=memory
        ),
        "postgresql.auto.conf": "# ALTER SYSTEM is undone at every start.\n",
        "pg_hba.conf": configuration.login_rules(),
        "pg_ident.conf": configuration.peer_names(user),
    }
    for name, text in files.items():
        path = place.data / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        if place.identity is not None:
            os.chown(path, *place.identity)


def _environment() -> dict[str, str]:
    """Return a small environment: a stray PGDATA or a secret of the caller has no business in the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
