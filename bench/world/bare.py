"""Tables without their indexes and foreign keys while they are filled, and with the same ones afterwards.

Each foreign key that comes back looks at every row, so a world keeps every constraint that it was measured with.
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


@dataclass(frozen=True)
class _Taken:
    keys: list[str]
    foreign: list[str]


@contextmanager
def bare(admin: str, tables: Sequence[str]) -> Iterator[None]:
    """Take indexes and foreign keys away as the superuser, and put them back. A failure leaves the tables bare."""
    with psycopg.connect(admin, autocommit=True) as connection:
        taken = _take(connection, tables)
    yield
    _together(admin, taken.keys)
    _together(admin, taken.foreign)
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
