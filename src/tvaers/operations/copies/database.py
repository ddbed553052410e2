"""Copies of the database: the whole server's files, as PostgreSQL itself gives them while it goes on working."""

import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo
from pyrage import x25519

from tvaers.foundation import environment
from tvaers.foundation.secrets import Secrets
from tvaers.operations.copies import keys, place, programs, sealed
from tvaers.operations.terminal import OperationError

FOLDER = "data"
#: What may only grow: restored, there are at least as many rows as when the copy began.
GROWING = ("sharing_dossier", "audit_ticket", "audit_outcome", "audit_seen", "audit_event", "audit_accountevent")


def copy(target: Path, to: x25519.Recipient) -> tuple[place.Copy, sealed.Written]:
    """Make a whole copy below `target`. Raises OperationError when PostgreSQL does not give it whole."""
    root_key = bytes.fromhex(Secrets.load(environment.secrets_file()).root_key)
    with programs.connect() as connection:
        major = connection.info.server_version // 10_000
        row = connection.execute(
            "SELECT system_identifier::text, pg_walfile_name(pg_current_wal_lsn()) FROM pg_control_system()"
        ).fetchone()
    system, segment = map(str, row or ("", ""))
    counts = _counts()
    made = place.new(target / FOLDER)
    # What happens while it is copied comes with it (fetch), so that the copy stands by itself.
    options = ("--pgdata=-", "--format=tar", "--wal-method=fetch", "--checkpoint=fast", "--label=tvaers")
    command = programs.command("pg_basebackup", major, *options)
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, env=programs.quiet_environment()) as process:
        if process.stdout is None or process.stderr is None:
            raise AssertionError
        written = sealed.seal(process.stdout, made / place.BASE, to)
        said = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise OperationError(f"pg_basebackup ended with an error, and the copy is none:\n{said.strip()}")
    with programs.connect() as connection:
        (stop,) = connection.execute("SELECT pg_current_wal_lsn()::text").fetchone() or ("0/0",)
    finished = place.finish(
        made,
        root_key,
        kind=FOLDER,
        installation=str(keys.store().identity()),
        database=environment.database_name(),
        system=system,
        segment=segment,
        line=int(segment[:8], 16),
        stop=str(stop),
        postgresql=major,
        counts=counts,
        raw=written.raw,
        size=written.size,
        sha256=written.digest,
    )
    return finished, written


def _counts() -> dict[str, int]:
    """Return how many rows stand in what may only grow, for the drill to hold the copy against."""
    secrets = Secrets.load(environment.secrets_file())
    own = {name: value for name, value in programs.place().items() if name not in {"user", "passfile"}}
    address = make_conninfo(
        **own,
        dbname=environment.database_name(),
        user="tvaers_maintenance",
        password=secrets.passwords["tvaers_maintenance"],
    )
    with psycopg.connect(address, connect_timeout=10) as connection:
        return {table: _count(connection, table) for table in GROWING}


def _count(connection: psycopg.Connection[tuple[int]], table: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - one of GROWING
    return row[0] if row else 0
