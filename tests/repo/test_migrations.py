"""Migrations can be undone, and none of them waits for long or holds others up."""

import re
from collections.abc import Iterator, Sequence

import pytest
from django.db import migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from tests.repo import tree

# What takes a migration out of its one transaction, or moves the limits of its role; each needs its reason beside it.
LOOSE = re.compile(
    r"\batomic\s*=\s*False|\b(?:lock_timeout|statement_timeout|idle_in_transaction_session_timeout)\b"
    r"|\bCONCURRENTLY\b|\b(?:Add|Remove)IndexConcurrently\b"
)
# Reads or writes rows in Python while everybody waits, or takes a lock that stops all reading.
SLOW = re.compile(r"\b(LOCK TABLE|VACUUM FULL|CLUSTER|REINDEX)\b")


def one_way(operations: Sequence[Operation]) -> Iterator[str]:
    """Operations that cannot be undone."""
    for operation in operations:
        if not operation.reversible:
            yield f"{operation.describe()}: cannot be undone"


def heavy(sql: str) -> Iterator[str]:
    for match in SLOW.finditer(re.sub(r"--.*", "", sql)):
        yield f"{match[0]} stops everybody"


def loose(source: str) -> Iterator[str]:
    """Lines that leave the one transaction or its limits, without a comment on the line or right above."""
    lines = source.splitlines()
    for number, line in enumerate(lines):
        code, *comment = re.split(r"#|--", line, maxsplit=1)
        above = lines[number - 1].strip() if number else ""
        if (found := LOOSE.search(code)) and not comment and not above.startswith(("#", "--")):
            yield f"line {number + 1}: {found[0]} without a reason"


def limits(settings: list[str] | None) -> dict[str, str]:
    """A role's settings as PostgreSQL lists them: name=value."""
    return dict(each.split("=", 1) for each in settings or [])


def unlimited(settings: dict[str, str]) -> Iterator[str]:
    """Time limits that a migrating role lacks; 0 means none."""
    for name in ("lock_timeout", "statement_timeout"):
        if not re.match(r"^[1-9]\d*(ms|s|min)?$", settings.get(name, "0")):
            yield f"{name} is not set"


def test_every_migration_can_be_undone():
    loader = MigrationLoader(None)
    ours = {key: each for key, each in loader.disk_migrations.items() if type(each).__module__.startswith("tvaers.")}
    assert ours
    faults = [f"{app}.{name}: {fault}" for (app, name), each in ours.items() for fault in one_way(each.operations)]
    assert not faults, tree.described(faults)


def test_no_migration_stops_everybody():
    paths = [path for path in tree.ending(".py", ".sql", under="src/") if "migrations" in path.parts]
    assert paths
    faults = [f"{path}: {fault}" for path in paths for fault in heavy(tree.text(path))]
    assert not faults, tree.described(faults)


def test_none_leaves_its_transaction_or_its_limits_without_a_reason():
    paths = [path for path in tree.ending(".py", ".sql", under="src/") if "migrations" in path.parts]
    faults = [f"{path}: {fault}" for path in paths for fault in loose(tree.text(path))]
    assert not faults, tree.described(faults)


@pytest.mark.parametrize(
    "line",
    [
        "    atomic = False",
        "    atomic=False",
        "SET LOCAL lock_timeout = '1h';",
        'migrations.RunSQL("SET statement_timeout = 0")',
        "CREATE INDEX CONCURRENTLY a ON b (c);",
        "        AddIndexConcurrently(model_name='a'),",
    ],
)
def test_a_migration_that_lifts_its_limits_is_caught(line):
    assert list(loose(f"x = 1\n{line}\n"))
    assert not list(loose(f"# an index on a table that is read all day\n{line}\n"))
    assert not list(loose(f"-- as above\n{line}\n"))


def test_every_app_has_its_migrations_in_a_row():
    faults = []
    for folder in sorted(
        {path.parent for path in tree.ending(".py", under="src/") if path.parent.name == "migrations"}
    ):
        names = sorted(path.stem for path in (tree.ROOT / folder).glob("[0-9]*.py"))
        if [int(name[:4]) for name in names] != list(range(1, len(names) + 1)):
            faults.append(f"{folder}: {names}")
    assert not faults, tree.described(faults)


@pytest.mark.parametrize(
    "operation",
    [migrations.RunSQL("DROP TABLE a"), migrations.RunPython(lambda apps, editor: None)],
    ids=["sql", "python"],
)
def test_a_migration_of_no_return_is_caught(operation):
    assert list(one_way([operation]))
    assert not list(one_way([migrations.RunSQL("DROP TABLE a", reverse_sql="CREATE TABLE a ()")]))


@pytest.mark.parametrize("sql", ["LOCK TABLE a;", "VACUUM FULL a;", "REINDEX INDEX a;"])
def test_a_heavy_statement_is_caught(sql):
    assert list(heavy(sql))
    assert not list(heavy(f"-- {sql}\nCREATE INDEX CONCURRENTLY a ON b (c);"))


@pytest.mark.parametrize("settings", [{}, {"lock_timeout": "4s"}, {"lock_timeout": "0", "statement_timeout": "5s"}])
def test_a_missing_limit_is_caught(settings):
    assert list(unlimited(settings))
    assert not list(unlimited(limits(["lock_timeout=4s", "statement_timeout=60s", "row_security=off"])))
