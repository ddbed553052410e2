"""What stands in a database, in a form that two moments can be compared in."""

from typing import Any

from tests.postgres import Database

# What an attacker or a careless change would alter: functions with their texts and who may call them, policies,
# triggers, and tables with their columns and who may do what; and what a half-done migration would leave behind.
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
DETAILS = {
    "defaults": "SELECT adrelid::regclass::text, adnum, pg_get_expr(adbin, adrelid) FROM pg_attrdef",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated"
    " FROM pg_constraint WHERE connamespace IN ('public'::regnamespace, to_regnamespace('guard'))",
    "indexes": "SELECT schemaname, indexname, indexdef FROM pg_indexes WHERE schemaname IN ('public', 'guard')",
    "relations": "SELECT n.nspname, c.relname, c.relkind, c.relacl::text FROM pg_class c"
    " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('public', 'guard')",
    "migrations": "SELECT app, name FROM django_migrations",
}


def defined(database: Database) -> dict[str, list[str]]:
    """What stands in the catalogue, by kind."""
    with database.administrator() as connection:
        return standing(connection, DEFINED)


def standing(connection: Any, questions: dict[str, str]) -> dict[str, list[str]]:
    """The answers to `questions`, by kind, each as sorted lines."""
    return {kind: sorted(map(str, connection.execute(question))) for kind, question in questions.items()}
