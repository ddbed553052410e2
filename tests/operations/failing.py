"""Applies every migration of ours to an empty database, after making it fail; prints what a failure left behind.

A program of its own, for it works as the migrator: python -m tests.operations.failing, with the program's environment.
With --control it tries a migration that does leave something behind.
The newest migration of each app fails after each of its operations, the older ones after their last; each fails once
more while it is noted as applied. What the migrator sees must then be what it saw before.
"""

import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import django
from django.db import connection
from django.db.migrations import Migration, RunSQL
from django.db.migrations.recorder import MigrationRecorder

from tests.operations.schema import DEFINED, DETAILS, standing
from tvaers.guard.management.commands.migrate import WholeMigrations


class Careless(Migration):
    """Not in a transaction: what its first step did stays when it fails."""

    atomic = False
    operations = (
        RunSQL("CREATE TABLE IF NOT EXISTS careless_first ()"),
        RunSQL("CREATE TABLE IF NOT EXISTS careless_second ()"),
    )


class BrokenError(Exception):
    """The failure that was asked for."""


def seen() -> dict[str, list[str]]:
    """What stands in the database."""
    connection.ensure_connection()
    driver = connection.connection
    # Names of tasks and the like, which migrations seed.
    tables = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace('guard')"
    rows = {f"rows of {name}": f"SELECT md5(x::text) FROM guard.{name} x" for (name,) in driver.execute(tables)}
    return standing(driver, DEFINED | DETAILS | rows)


def points(migration: Migration, *, newest: bool) -> Iterator[tuple[str, Any, str]]:
    """Where a migration is made to fail: a description, and whose method fails after it has done its work."""
    last = len(migration.operations) - 1
    for number, operation in enumerate(migration.operations):
        if newest or number == last:
            yield f"operation {number + 1} of {last + 1}", operation, "database_forwards"
    yield "while it is noted", MigrationRecorder, "record_applied"


@contextmanager
def failing(owner: Any, method: str) -> Iterator[None]:
    """Have a method raise when it has done its work."""
    done = getattr(owner, method)

    def then_break(*arguments: Any, **options: Any) -> None:
        done(*arguments, **options)
        raise BrokenError

    with patch.object(owner, method, then_break):
        yield


def faults(executor: WholeMigrations, state: Any, migration: Migration, *, newest: bool) -> Iterator[str]:
    """What each failure left behind, in words."""
    before = seen()
    for where, owner, method in points(migration, newest=newest):
        with failing(owner, method):
            try:
                executor.apply_migration(state.clone(), migration)
            except BrokenError:
                pass
            else:
                yield f"{migration}: {where}: did not fail"
        after = seen()
        changed = [kind for kind in before.keys() | after.keys() if before.get(kind) != after.get(kind)]
        if changed:
            yield f"{migration}: {where}: left other {', '.join(sorted(changed))}"


def main() -> int:
    """Walk all migrations; print how many failures were tried, and the faults."""
    # As the command line does: the states of the schema are many objects, and nearly all stay.
    gc.set_threshold(20_000, 20, 20)
    django.setup()
    executor = WholeMigrations(connection)
    executor.recorder.ensure_schema()
    plan = [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    ours = {each for each in plan if type(each).__module__.startswith("tvaers.")}
    if "--control" in sys.argv[1:]:
        plan = [Careless("0001_careless", "guard")]
        ours = {*plan}
    newest = {each.app_label: each.name for each in plan}
    state = executor._create_project_state(with_applied_migrations=True)  # type: ignore[attr-defined]
    tried, found = 0, []
    for migration in plan:
        if migration in ours:
            last = newest[migration.app_label] == migration.name
            tried += len(list(points(migration, newest=last)))
            found += list(faults(executor, state, migration, newest=last))
        state = executor.apply_migration(state, migration)
    json.dump({"tried": tried, "faults": found}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
