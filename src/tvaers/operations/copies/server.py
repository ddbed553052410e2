"""A PostgreSQL of our own on restored files: nobody else reaches it, and it ends with us.

It replays the log of changes up to the time asked for, so that erasures can be done again before anybody is served.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from tvaers.foundation.secrets import LOGIN_ROLES, Secrets
from tvaers.operations.copies import programs
from tvaers.operations.terminal import OperationError

_PORT = 5432
_SECONDS_TO_STOP = 60
_LOG_LINES = 15
_REACHED_END = "recovery ended before configured recovery target was reached"


@dataclass(frozen=True)
class Account:
    """The operating system's account that the server runs as; it refuses root."""

    name: str
    uid: int
    gid: int

    @property
    def is_us(self) -> bool:
        """Tell whether we are it."""
        return self.uid == os.geteuid()


def account(name: str) -> Account:
    """Return the account to run as: the named one for root, else our own. Raises OperationError."""
    if os.geteuid() != 0:
        own = pwd.getpwuid(os.geteuid())
        return Account(own.pw_name, own.pw_uid, own.pw_gid)
    try:
        entry = pwd.getpwnam(name)
    except KeyError as error:
        raise OperationError(f"There is no account {name}; name PostgreSQL's own with --server-account.") from error
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def give(path: Path, to: Account) -> None:
    """Give a file, or a directory and all in it, to the account."""
    if not to.is_us:
        for each in [path, *path.rglob("*")]:
            os.chown(each, to.uid, to.gid, follow_symlinks=False)


@contextmanager
def running(
    data: Path, *, segments: Path, until: datetime | None, runs_as: Account, secrets: Secrets, database: str
) -> Iterator[str]:
    """Run a server on restored files for the block and yield its address; it has replayed everything by then.

    segments: directory of opened segments. until: stop there; else go to the end. Raises OperationError with the end of
    the server's log when it does not come up, or cannot come to `until`.
    """
    home = Path(tempfile.mkdtemp(prefix="tvaers-", dir="/tmp"))
    # What ALTER SYSTEM set may name places that are not here; it comes back for the installation's own server.
    altered = data / "postgresql.auto.conf"
    aside = altered.rename(altered.with_name("postgresql.auto.conf.former")) if altered.exists() else None
    try:
        altered.touch(mode=0o600)
        _configure(home, data, segments, until)
        give(home, runs_as)
        process = _start(home, data, runs_as)
        try:
            address = f"postgresql:///{database}?host={home}&port={_PORT}"
            _wait(process, home, secrets, database)
            yield address
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(_SECONDS_TO_STOP)
    finally:
        if aside is not None:
            aside.replace(altered)
        shutil.rmtree(home, ignore_errors=True)


def _configure(home: Path, data: Path, segments: Path, until: datetime | None) -> None:
    settings = {
        "data_directory": str(data),
        "hba_file": str(home / "pg_hba.conf"),
        "ident_file": str(home / "pg_ident.conf"),
        "listen_addresses": "",
        "port": str(_PORT),
        "unix_socket_directories": str(home),
        "unix_socket_permissions": "0700",
        "password_encryption": "scram-sha-256",
        # Nobody asks before the end is reached, so settings of the former server need not be met.
        "hot_standby": "off",
        "archive_mode": "off",
        "restore_command": f'cp "{segments}/%f" "%p"',
        "recovery_target_action": "promote",
        "recovery_target_timeline": "latest",
        "max_connections": "40",
        "log_destination": "stderr",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "lc_messages": "C",
        **({"recovery_target_time": until.isoformat()} if until else {}),
    }
    lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in settings.items()]
    (home / "postgresql.conf").write_text("".join(lines), encoding="utf-8")
    (home / "pg_hba.conf").write_text(f"local all {','.join(LOGIN_ROLES)} scram-sha-256\n", encoding="utf-8")
    (home / "pg_ident.conf").touch()
    (data / "recovery.signal").touch(mode=0o600)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _start(home: Path, data: Path, runs_as: Account) -> subprocess.Popen[bytes]:
    major = int((data / "PG_VERSION").read_text(encoding="ascii"))
    binary = programs.program("postgres", major)
    if programs.version_of(binary) != major:
        raise OperationError(f"The backup is PostgreSQL {major}'s, and {binary} is not. Install postgresql-{major}.")
    with (home / "log").open("wb") as log:
        return subprocess.Popen(
            [str(binary), f"--config-file={home / 'postgresql.conf'}"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=programs.quiet_environment(),
            start_new_session=True,
            user=None if runs_as.is_us else runs_as.uid,
            group=None if runs_as.is_us else runs_as.gid,
            extra_groups=None if runs_as.is_us else [],
        )


def _wait(process: subprocess.Popen[bytes], home: Path, secrets: Secrets, database: str) -> None:
    """Wait until the server answers, which is when everything is replayed."""
    login = make_conninfo(
        host=str(home),
        port=_PORT,
        dbname=database,
        user="tvaers_maintenance",
        password=secrets.passwords["tvaers_maintenance"],
        connect_timeout=5,
    )
    while True:
        try:
            psycopg.connect(login).close()
        except psycopg.OperationalError as error:
            if process.poll() is not None:
                raise OperationError(_why(home)) from error
            if "does not exist" in str(error):
                raise OperationError(f"The restored server refuses us: {str(error).strip()}") from error
            if "password authentication failed" in str(error):
                raise OperationError(
                    "The restored database does not take the passwords of the secrets file: they were changed between"
                    " the two backups. Take the secrets file of the backup's time."
                ) from error
            time.sleep(0.2)
        else:
            return


def _why(home: Path) -> str:
    lines = (home / "log").read_text(encoding="utf-8", errors="replace").splitlines()[-_LOG_LINES:]
    if any(_REACHED_END in line for line in lines):
        last = next((line.partition("last completed transaction was at log time ")[2] for line in lines), "")
        return f"The backups do not reach the time asked for{f'; they end at {last}' if last else ''}."
    return "PostgreSQL does not start on the restored files:\n" + "\n".join(lines)
