"""The database: what the server asks before it starts, and how PostgreSQL itself is set up.

Needs Django's settings.
"""

from collections.abc import Iterator

import psycopg
from django.conf import settings

from tvaers.foundation import environment
from tvaers.guard import startup
from tvaers.operations.questions.findings import Finding, amber, green, red

SUBJECT = "database"
CLOCK = "clock"
#: Without these a power cut costs what was acknowledged.
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
#: Seconds between the two clocks: one-time codes allow 30, contexts are counted from the database's alone.
FEW_SECONDS, MANY_SECONDS = 2, 20
_SETTING = "SELECT name, setting FROM pg_settings WHERE name = ANY (%s)"
_SLOT = "SELECT wal_status FROM pg_replication_slots WHERE slot_name = 'tvaers_backup'"
_SUPERUSERS = "SELECT rolname FROM pg_roles WHERE rolsuper AND rolcanlogin ORDER BY rolname"


def ask() -> Iterator[Finding]:
    """Ask what the start asks; then PostgreSQL's own settings, its room for connections, and its clock."""
    faults = startup.faults()
    for fault in faults:
        yield red(SUBJECT, fault, "")
    if not faults:
        yield green(SUBJECT, "Roles, rights, row security, migrations, context key and key store are as they must be.")
    try:
        with startup.connect("default") as connection:
            yield from _server(connection)
        yield _clock()
    except psycopg.OperationalError:
        return  # told by the start's questions


def _server(connection: startup.Connection) -> Iterator[Finding]:
    names = [*DURABLE, "data_checksums", "max_connections", "log_statement"]
    values = dict(connection.execute(_SETTING, [names]).fetchall())
    for name in DURABLE:
        if values[name] == "off":
            yield red(SUBJECT, f"{name} is off: a crash would lose what was saved.", f"Set {name} = on and reload.")
    if values["data_checksums"] == "off":
        yield amber(
            SUBJECT, "Pages have no checksums: a rotten disk goes unnoticed.", "Stop it, then: pg_checksums --enable"
        )
    if values["log_statement"] != "none":
        yield red(SUBJECT, "PostgreSQL writes statements to its log.", "Set log_statement = none and reload.")
    yield from _slot(connection)
    needed = connections_needed()
    if int(values["max_connections"]) < needed:
        yield red(
            SUBJECT,
            f"PostgreSQL takes {values['max_connections']} connections, and server and worker may want {needed}.",
            f"Set max_connections = {needed + 20} and restart it.",
        )
    others = [name for (name,) in connection.execute(_SUPERUSERS).fetchall() if name != "postgres"]
    if others:
        yield amber(
            SUBJECT,
            f"PostgreSQL has further superusers: {', '.join(others)}.",
            "One that was made for setting up goes afterwards: dropuser NAME",
        )


def _slot(connection: startup.Connection) -> Iterator[Finding]:
    row = connection.execute(_SLOT).fetchone()
    if row is not None and row[0] in {"lost", "unreserved"}:
        yield red(
            SUBJECT,
            "PostgreSQL has thrown away changes that were not fetched: nothing since can be restored.",
            "Drop the slot and make a backup: docs/operations/backup.md",
        )


def connections_needed() -> int:
    """Return how many connections server and worker may open together."""
    pools: list[int] = [
        each["OPTIONS"]["pool"]["max_size"] for each in settings.DATABASES.values() if "pool" in each["OPTIONS"]
    ]
    worker = sum(pools) + 4
    return environment.number("TVAERS_WORKERS") * sum(pools) + worker


def _clock() -> Finding:
    apart = abs(startup.clock_difference())
    text = f"This machine's clock and the database's are {apart:.0f} s apart."
    remedy = "Run a time service (chrony) on both machines."
    if apart > MANY_SECONDS:
        return red(CLOCK, f"{text} One-time codes will be refused.", remedy)
    if apart > FEW_SECONDS:
        return amber(CLOCK, text, remedy)
    return green(CLOCK, "This machine's clock and the database's agree.")
