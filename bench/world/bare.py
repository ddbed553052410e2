"""Tables without their indexes and foreign keys while they are filled, and with the same ones afterwards.

Each foreign key that comes back looks at every row, so a world keeps every constraint that it was measured with.
What the triggers of a share refuse they look up among the other shares: without an index a walk through all of them
for each row. In a large world they rest meanwhile; a small one is dealt out in the same way and filled under them.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

# The foreign keys of the tables and those that point at them; then primary and unique keys; then plain indexes.
_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype = 'f' FROM pg_constraint
WHERE contype IN ('f', 'p', 'u')
  AND (conrelid = ANY (%(tables)s::regclass[]) OR confrelid = ANY (%(tables)s::regclass[]))
ORDER BY contype = 'f' DESC, conname
"""
_INDEXES = """
SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
WHERE i.indrelid = ANY (%(tables)s::regclass[])
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))
"""
AT_ONCE = 2
# Their triggers look up other rows of the tables that are being filled.
LOOKING_UP = ("sharing_access", "sharing_disclosure", "sharing_link")


@dataclass(frozen=True)
class _Taken:
    keys: list[str]
    foreign: list[str]


@contextmanager
def bare(admin: str, tables: Sequence[str], *, resting: bool) -> Iterator[None]:
    """Take indexes and foreign keys away as the superuser, and put them back. A failure leaves the tables bare.

    Args:
        resting: whether the triggers that look up other shares rest as well.
    """
    with psycopg.connect(admin, autocommit=True) as connection:
        taken = _take(connection, tables)
    if resting:
        _together(admin, [f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in LOOKING_UP])
    yield
    _together(admin, taken.keys)
    _together(admin, taken.foreign)
    if resting:
        _together(admin, [f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in LOOKING_UP])
    _together(admin, [f"VACUUM (FREEZE, ANALYZE) {table}" for table in tables])


def _take(connection: psycopg.Connection[tuple[object, ...]], tables: Sequence[str]) -> _Taken:
    asked = {"tables": list(tables)}
    constraints = connection.execute(_CONSTRAINTS, asked).fetchall()
    indexes = connection.execute(_INDEXES, asked).fetchall()
    for table, name, _definition, _is_foreign in constraints:
        connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'.encode())
    for name, _definition in indexes:
        connection.execute(f"DROP INDEX {name}".encode())
    added = [
        (f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}', foreign) for table, name, text, foreign in constraints
    ]
    return _Taken(
        keys=[text for text, foreign in added if not foreign] + [str(text) for _, text in indexes],
        foreign=[text for text, foreign in added if foreign],
    )


def _together(admin: str, statements: Sequence[str]) -> None:
    """Run statements, a few at once. Each takes the lock it needs, so two on one table come one after the other."""

    def run(statement: str) -> None:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("SET maintenance_work_mem = '512MB'")
            connection.execute(statement.encode())

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(run, statements))
