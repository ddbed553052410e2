"""PostgreSQL's own programs, and what they are told: found for the server's version, with the backups' login."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo

from tvaers.foundation import environment
from tvaers.guard.bootstrap import BACKUP
from tvaers.operations import installing
from tvaers.operations.terminal import OperationError

_DEBIAN = Path("/usr/lib/postgresql")


def program(name: str, major: int) -> Path:
    """Return the path of one of PostgreSQL's programs. Raises OperationError."""
    named = environment.text("TVAERS_POSTGRESQL_BIN")
    places = [Path(named)] if named else [_DEBIAN / str(major) / "bin"]
    for place in places:
        if (place / name).exists():
            return place / name
    found = None if named else shutil.which(name)
    if found is None:
        raise OperationError(
            f"PostgreSQL's program {name} is not here. Install postgresql-client-{major}, for a restore"
            f" postgresql-{major}; or say in TVAERS_POSTGRESQL_BIN where it is."
        )
    return Path(found)


def place() -> dict[str, str]:
    """Return where the server is, as libpq's parameters."""
    return {**environment.database_place(), "user": BACKUP, "passfile": str(installing.pass_file())}


def connect() -> psycopg.Connection[tuple[object, ...]]:
    """Log in as the backups' login, which sees how the server stands and no table. Raises OperationError."""
    try:
        address = make_conninfo(**place(), dbname="postgres", connect_timeout="10")
        return psycopg.connect(address, autocommit=True)
    except psycopg.OperationalError as error:
        raise OperationError(
            f"PostgreSQL does not let {BACKUP} in: {str(error).strip()}\nIn pg_hba.conf it needs scram-sha-256 for the"
            " database postgres and for replication. `tvaers upgrade --login …` sets its password again."
        ) from error


def command(name: str, major: int, *options: str) -> list[str]:
    """Return the words that run a program against the server; the password stays in its file."""
    return [str(program(name, major)), f"--dbname={make_conninfo(**place())}", "--no-password", *options]


def quiet_environment() -> Mapping[str, str]:
    """Return a small environment: nothing of ours has business in another program."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def version_of(binary: Path) -> int:
    """Return the major version that a program says it is."""
    said = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout
    words: Sequence[str] = said.split()
    return int(next(word for word in words if word[:1].isdigit()).partition(".")[0])
