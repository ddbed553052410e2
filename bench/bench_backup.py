"""How fast an installation of 1 GB is backed up, and brought back in a drill: the operator's own commands.

Half of it is log, as in every installation after some years; half is sealed texts, which no compression makes smaller.
Run by `make bench`. PostgreSQL is one of our own, durable, on this machine's disk.
"""

import argparse
import os
import re
import shutil
import time
from pathlib import Path

from tests.operations.production import Installation, Postgres

ROOT = Path(__file__).resolve().parent.parent
# Of security.md: 50 GB brought back in half an hour.
RESTORE_RATE = 50_000 / (30 * 60)
FOUNDING = ("--organisation", "Prøvekøbing Kommune", "--short-name", "Prøvekøbing", "--mark", "P")
ADMINISTRATOR = ("--administrator", "Anna Administrator", "--title", "IT-konsulent", "--email", "anna@proeve.example")
_LOG = """
INSERT INTO audit_ticket (id, at, kind, user_id, actor_id, organisation_id, route, method, purposes)
SELECT gen_random_uuid(), now() - n * interval '1 second', 'member', gen_random_uuid(), gen_random_uuid(),
       gen_random_uuid(), 'cases:overview', 'GET', 1 FROM generate_series(1, %s) n
"""
_TEXTS = """
CREATE TABLE bulk AS SELECT n AS id, decode((
    SELECT string_agg(md5(random()::text || (n + g)), '') FROM generate_series(1, 64) g), 'hex') AS sealed
FROM generate_series(1, %s) n
"""
_ROWS_OF_LOG, _ROWS_OF_TEXT = 2_100_000, 450_000


def set_up(home: Path) -> Installation:
    """Make an installation with its PostgreSQL running."""
    postgres = Postgres(home / "server")
    postgres.make()
    postgres.start()
    made = Installation(home, postgres)
    made.backups.mkdir()
    made.configure()
    public = re.search(r"TVAERS_BACKUP_RECIPIENT=(\S+)", made.run("new-backup-key", str(made.key)))
    made.configure(
        TVAERS_VAR=str(made.var),
        TVAERS_ADDRESS="https://tvaers.proeve.example",
        TVAERS_DATABASE_URL=postgres.url(),
        TVAERS_MAIL_FROM="tvaers@proeve.example",
        TVAERS_MAIL_SECURITY="none",
        TVAERS_BACKUP_TO=str(made.backups),
        TVAERS_BACKUP_RECIPIENT=public[1] if public else "",
        TVAERS_POSTGRESQL_BIN=str(postgres.place.binaries),
    )
    made.run("init", *FOUNDING, *ADMINISTRATOR, "--login", postgres.login, "--show-link")
    return made


def fill(installation: Installation, share: float) -> int:
    """Fill the database with `share` of 1 GB; return its size in bytes."""
    with installation.postgres.administrator() as connection:
        connection.execute(_LOG, [int(_ROWS_OF_LOG * share)])
        connection.execute(_TEXTS, [int(_ROWS_OF_TEXT * share)])
        connection.execute("CHECKPOINT")
        (size,) = connection.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
    return int(size)


def report(name: str, megabytes: float, seconds: float, promise: float | None) -> None:
    """Print one line: name, what was measured, what was promised, kept or short."""
    rate = megabytes / seconds
    verdict = "" if promise is None else f"   promise {promise:5.0f} MB/s   {'kept' if rate >= promise else 'short'}"
    print(f"{name:28} {megabytes:7.0f} MB in {seconds:5.0f} s = {rate:5.0f} MB/s{verdict}")


def main() -> None:
    """Set up, fill, back up, drill."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="of 1 GB")
    asked = parser.parse_args()
    home = ROOT / "var" / "bench" / f"backup-{os.getpid()}"
    home.mkdir(parents=True)
    installation = set_up(home)
    try:
        megabytes = fill(installation, asked.share) / 1e6
        began = time.monotonic()
        installation.run("backup")
        report("backup", megabytes, time.monotonic() - began, None)
        began = time.monotonic()
        account = installation.postgres.account
        installation.run("drill", "--identity", str(installation.key), "--server-account", account)
        report("drill (restore and look)", megabytes, time.monotonic() - began, RESTORE_RATE)
    finally:
        installation.postgres.remove()
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
