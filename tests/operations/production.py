"""An installation as an operator has it: a PostgreSQL that takes passwords over TCP, and commands at a prompt.

The server is set up as Debian's package does: the superuser through the socket, everybody else by scram on 127.0.0.1.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

from tvaers.embedded.place import Place, find_place, short_socket_directory

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
_CONFIGURATION = """
listen_addresses = '127.0.0.1'
wal_level = replica
max_wal_senders = 5
max_replication_slots = 5
max_connections = 60
shared_buffers = 64MB
log_statement = none
log_min_error_statement = panic
"""
_RULES = """
local all postgres peer map=own
host all all 127.0.0.1/32 scram-sha-256
host replication all 127.0.0.1/32 scram-sha-256
"""


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postgres:
    """The distribution's PostgreSQL, as far as a test can have one."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.place: Place = find_place(directory, lambda _text: None)
        self.socket, self._temporary = short_socket_directory(self.place)
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.place.data

    @property
    def login(self) -> str:
        """The superuser's address, through the socket."""
        return f"postgresql://postgres@/postgres?host={self.socket}&port={self.port}"

    @property
    def account(self) -> str:
        """The operating system's account that the server runs as."""
        import pwd  # noqa: PLC0415 - of this one question

        return pwd.getpwuid(self.place.user if self.place.user is not None else os.geteuid()).pw_name

    def url(self, database: str = "tvaers") -> str:
        return f"postgresql://127.0.0.1:{self.port}/{database}"

    def make(self) -> None:
        """Make a new cluster with the data directory's name."""
        if self.data.parent.stat().st_uid != (self.place.user or os.geteuid()):
            self.data.mkdir(mode=0o700)
            self._give(self.data)
        self._run("initdb", "-D", str(self.data), "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
                  "--auth=reject", "--data-checksums")  # fmt: skip
        self.configure()

    def make_of(self, template: Path) -> None:
        """Make it as a copy of a stopped server's data, such as tests.postgres keeps."""
        # With owners and modes; where the file system can, without copying a byte.
        subprocess.run(["/bin/cp", "-a", "--reflink=auto", str(template), str(self.data)], check=True)
        self.configure()

    def configure(self) -> None:
        """Write the server's own settings, which on Debian lie outside the data."""
        import pwd  # noqa: PLC0415 - of this one question

        own = f"unix_socket_directories = '{self.socket}'\nport = {self.port}\n"
        files = {
            "postgresql.conf": _CONFIGURATION + own,
            "pg_hba.conf": _RULES,
            "pg_ident.conf": f'own "{pwd.getpwuid(os.geteuid()).pw_name}" postgres\n',
        }
        for name, text in files.items():
            (self.data / name).write_text(text, encoding="utf-8")
            self._give(self.data / name)

    def start(self) -> None:
        with (self.data.parent / "postgres.log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.place.binaries / "postgres", "-D", str(self.data)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd="/",
                start_new_session=True,
                user=self.place.user,
                group=self.place.group,
                extra_groups=self.place.extra_groups,
            )
        until = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.login, connect_timeout=5).close()
            except psycopg.OperationalError:
                assert self.process.poll() is None, "PostgreSQL ended"
                assert time.monotonic() < until, "PostgreSQL does not answer"
                time.sleep(0.1)
            else:
                return

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(PATIENCE)
            self.process = None

    def restored(self, installation: "Installation", *more: str) -> str:
        """Lose every file, restore as the written steps say, and start again; return what the restore said."""
        self.destroy()
        words = ["restore", "--identity", str(installation.key), "--data", str(self.data)]
        said = installation.run(*words, "--server-account", self.account, *more)
        self.configure()
        self.start()
        return said

    def destroy(self) -> None:
        """End it as a power cut does, and remove everything it kept."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)
        self.process = None
        shutil.rmtree(self.data)

    def remove(self) -> None:
        self.stop()
        if self._temporary:
            shutil.rmtree(self.socket, ignore_errors=True)

    def administrator(self, database: str = "tvaers") -> psycopg.Connection[Any]:
        return psycopg.connect(self.login, dbname=database, autocommit=True)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self.place.binaries / program, *arguments],
            check=True,
            capture_output=True,
            cwd="/",
            user=self.place.user,
            group=self.place.group,
            extra_groups=self.place.extra_groups,
        )

    def _give(self, path: Path) -> None:
        if self.place.user is not None:
            os.chown(path, self.place.user, self.place.group or -1)


class Installation:
    """One installation's directories, settings and commands."""

    def __init__(self, home: Path, postgres: Postgres, *, tvaers: list[str | Path] | None = None) -> None:
        self.home, self.postgres = home, postgres
        self.var, self.backups, self.config = home / "var", home / "backups", home / "tvaers.env"
        self.key = home / "operator.key"
        self.tvaers = tvaers or [sys.executable, "-m", "tvaers"]
        self.settings: dict[str, str] = {}
        self.fingerprint = ""
        self.running: list[subprocess.Popen[bytes]] = []

    def configure(self, **changes: str) -> None:
        """Write the operator's file."""
        self.settings |= changes
        self.config.write_text("".join(f"{name}={value}\n" for name, value in self.settings.items()), encoding="utf-8")

    @property
    def environment(self) -> dict[str, str]:
        """What a prompt of the operator's has: nothing of the tests'."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TVAERS_", "DJANGO_", "PG"))}
        return {**kept, "TVAERS_CONFIG": str(self.config), "PYTHONWARNINGS": "ignore"}

    def run(self, *arguments: str, code: int = 0) -> str:
        """Give a command, expect its exit code, return everything it said."""
        done = subprocess.run(
            [*self.tvaers, *arguments],
            env=self.environment,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert done.returncode == code, f"tvaers {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a service; its output goes into a file named after it."""
        log = (self.home / f"{arguments[0]}.log").open("ab")
        process = subprocess.Popen(
            [*self.tvaers, *arguments],
            env=self.environment,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self.running.append(process)
        return process

    def stop(self, *, number: int = signal.SIGTERM) -> None:
        """End every service."""
        for process in reversed(self.running):
            if process.poll() is None:
                os.killpg(process.pid, number)
                process.wait(PATIENCE)
        self.running.clear()
