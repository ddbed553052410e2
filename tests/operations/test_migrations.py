"""The migrations go back and forth on a real database: what comes again is what was there."""

from dataclasses import replace

import pytest

from tests import postgres
from tvaers.guard.bootstrap import bootstrap, drop_database

# What an attacker or a careless change would alter: functions with their texts and who may call them, policies,
# triggers, and tables with their columns and who may do what.
DEFINED = {
    "functions": "SELECT p.oid::regprocedure::text, pg_get_functiondef(p.oid), p.proacl::text FROM pg_proc p"
    " JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'guard'",
    "policies": "SELECT tablename, policyname, cmd, permissive, roles::text, qual, with_check FROM pg_policies",
    "triggers": "SELECT tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "tables": "SELECT c.oid::regclass::text, c.relrowsecurity, c.relforcerowsecurity, c.relacl::text FROM pg_class c"
    " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')",
    "columns": "SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull, attacl::text"
    " FROM pg_attribute JOIN pg_class c ON c.oid = attrelid"
    " WHERE c.relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped",
}


def defined(database):
    """What stands in the catalogue, by kind."""
    with database.administrator() as connection:
        return {kind: sorted(map(str, connection.execute(question))) for kind, question in DEFINED.items()}


@pytest.fixture
def second(database):
    """A database of this test's own, migrated, beside the one under test."""
    name = f"{database.name}_back"
    bootstrap(database.admin, database=name, secrets=database.secrets)
    yield replace(database, name=name)
    drop_database(database.admin, database=name)


def test_all_goes_back_and_comes_again(second):
    postgres.migrate(second.url())
    before = defined(second)
    assert all(before.values())
    postgres.migrate(second.url(), "guard", "zero")
    gone = defined(second)
    assert not gone["functions"]
    assert not gone["policies"]
    assert not [each for each in gone["triggers"] if "guard." in each]
    postgres.migrate(second.url())
    again = defined(second)
    for kind, lines in before.items():
        assert again[kind] == lines, kind
