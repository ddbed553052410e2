"""Roles and database: each role can do what it is for, and nothing beside it."""

import psycopg
import pytest
from psycopg import errors, sql

from tvaers.foundation.secrets import LOGIN_ROLES, Secrets
from tvaers.guard import bootstrap as module
from tvaers.guard.bootstrap import BootstrapError, bootstrap, drop_database

SERVING = ("tvaers_app", "tvaers_ticket", "tvaers_worker")
FORBIDDEN = [
    "CREATE TABLE stray ()",
    "CREATE TEMPORARY TABLE stray ()",
    "CREATE SCHEMA stray",
    "CREATE FUNCTION stray() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE ROLE stray",
    "CREATE DATABASE stray",
    "CREATE EXTENSION pg_trgm",
    "DO $$ BEGIN NULL; END $$",
    "ALTER TABLE sample ADD COLUMN b int",
    "ALTER TABLE sample DISABLE ROW LEVEL SECURITY",
    "DROP TABLE sample",
    "TRUNCATE sample",
    "SELECT * FROM pg_authid",
    "SET ROLE tvaers_owner",
    "SET SESSION AUTHORIZATION tvaers_owner",
    "SET track_activities = on",
    "SET session_replication_role = replica",
    "SET log_min_messages = debug5",
    "ALTER ROLE tvaers_app BYPASSRLS",
    "ALTER ROLE tvaers_ticket PASSWORD 'x'",
    "GRANT tvaers_owner TO tvaers_app",
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'x')",
    "SELECT pg_read_file('/etc/hostname')",
    "COPY sample TO PROGRAM 'cat'",
]


@pytest.fixture
def sample(as_migrator):
    """A table of the owner that the serving roles may read and write, as far as rows go."""
    as_migrator.execute("CREATE TABLE sample (a int)")
    as_migrator.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON sample TO {', '.join(SERVING)}")
    yield as_migrator
    as_migrator.execute("DROP TABLE sample")


@pytest.mark.parametrize("role", SERVING)
def test_a_serving_role_touches_rows_and_nothing_else(connect, sample, role):
    connection = connect(role, autocommit=True)
    connection.execute("INSERT INTO sample VALUES (1)")
    assert connection.execute("UPDATE sample SET a = 2 RETURNING a").fetchone() == (2,)
    for statement in FORBIDDEN:
        if f"ALTER ROLE {role} PASSWORD" in statement:
            continue
        with pytest.raises((errors.InsufficientPrivilege, errors.InvalidParameterValue)):
            connection.execute(statement)


def test_what_the_migrator_makes_belongs_to_the_owner_and_is_nobodys(sample, as_administrator):
    sample.execute("CREATE FUNCTION stray() RETURNS int LANGUAGE sql AS 'SELECT 1'")
    try:
        question = "SELECT pg_get_userbyid(proowner), has_function_privilege(%s, oid, 'EXECUTE') FROM pg_proc"
        for role in ("tvaers_app", "tvaers_maintenance"):
            answer = as_administrator.execute(f"{question} WHERE proname = 'stray'", [role]).fetchone()
            assert answer == ("tvaers_owner", False)
    finally:
        sample.execute("DROP FUNCTION stray()")
    owner = as_administrator.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'sample'").fetchone()
    assert owner == ("tvaers_owner",)


def test_no_guarded_table_hides_rows_from_a_migration(as_administrator):
    question = """
        SELECT c.oid::regclass::text FROM pg_class c
        WHERE c.relforcerowsecurity AND NOT EXISTS (
            SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd = '*'
              AND p.polroles = ARRAY['tvaers_owner'::regrole::oid]
              AND pg_get_expr(p.polqual, c.oid) = 'true')"""
    assert not as_administrator.execute(question).fetchall()
    with as_administrator.transaction(force_rollback=True):
        as_administrator.execute("CREATE TABLE stray ()")
        as_administrator.execute("ALTER TABLE stray FORCE ROW LEVEL SECURITY")
        assert as_administrator.execute(question).fetchall() == [("stray",)]


def test_maintenance_passes_policies_and_changes_no_structure(sample, as_maintenance):
    sample.execute("INSERT INTO sample VALUES (1)")
    sample.execute("ALTER TABLE sample ENABLE ROW LEVEL SECURITY")
    sample.execute("ALTER TABLE sample FORCE ROW LEVEL SECURITY")
    assert as_maintenance.execute("SELECT a FROM sample").fetchall() == [(1,)]
    for statement in (
        "TRUNCATE sample",
        "DROP TABLE sample",
        "CREATE TABLE stray ()",
        "SELECT * FROM guard.secret",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            as_maintenance.execute(statement)


@pytest.mark.parametrize("role", LOGIN_ROLES)
def test_every_session_is_bounded_and_quiet(connect, role):
    with connect(role) as connection:
        rows = connection.execute("SELECT name, setting FROM pg_settings").fetchall()
    held = dict(rows)
    assert held["track_activities"] == "off"
    assert held["log_min_error_statement"] == "panic"
    assert held["search_path"] == "public, pg_temp"
    assert int(held["lock_timeout"]) > 0
    assert int(held["idle_in_transaction_session_timeout"]) > 0
    if role != "tvaers_maintenance":
        assert int(held["statement_timeout"]) > 0


def test_it_repairs_what_was_loosened(database, as_administrator):
    loosen = [
        "ALTER ROLE tvaers_app BYPASSRLS CREATEDB INHERIT",
        "ALTER ROLE tvaers_app SET track_activities = on",
        "GRANT tvaers_owner TO tvaers_app",
        "GRANT CREATE ON SCHEMA public TO PUBLIC",
        f"GRANT TEMPORARY ON DATABASE {database.name} TO tvaers_app",
        f"ALTER ROLE tvaers_app IN DATABASE {database.name} SET search_path = pg_temp",
        "GRANT USAGE ON LANGUAGE plpgsql TO PUBLIC",
    ]
    for statement in loosen:
        as_administrator.execute(statement)
    bootstrap(database.admin, database=database.name, secrets=database.secrets)
    with database.connect("tvaers_app", autocommit=True) as connection:
        for statement in FORBIDDEN:
            if "sample" not in statement:
                with pytest.raises((errors.InsufficientPrivilege, errors.InvalidParameterValue)):
                    connection.execute(statement)
        assert connection.execute("SHOW search_path").fetchone() == ("public, pg_temp",)
        assert connection.execute("SHOW track_activities").fetchone() == ("off",)
    held = "SELECT rolbypassrls, rolcreatedb, rolinherit FROM pg_roles WHERE rolname = 'tvaers_app'"
    assert as_administrator.execute(held).fetchone() == (False, False, False)


def test_another_installations_passwords_are_not_taken_over(database, tmp_path):
    other = Secrets.create(tmp_path / "secrets.json")
    with pytest.raises(BootstrapError, match="another password"):
        bootstrap(database.admin, database=database.name, secrets=other)
    database.connect("tvaers_app").close()


def test_the_administrator_must_be_one(database):
    weak = psycopg.conninfo.make_conninfo(**database.parameters("tvaers_maintenance"))
    with pytest.raises(BootstrapError, match=r"no superuser|refused"):
        bootstrap(weak, database=database.name, secrets=database.secrets)


@pytest.mark.parametrize(("oldest", "newest"), [(99, 99), (1, 2)])
def test_only_tried_versions_are_used(database, monkeypatch, oldest, newest):
    monkeypatch.setattr(module, "OLDEST", oldest)
    monkeypatch.setattr(module, "NEWEST", newest)
    with pytest.raises(BootstrapError, match="Tværs runs on"):
        bootstrap(database.admin, database=database.name, secrets=database.secrets)


def test_a_database_in_another_encoding_is_refused(database, as_administrator):
    name = f"{database.name}_latin"
    as_administrator.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C' LOCALE_PROVIDER libc").format(
            sql.Identifier(name)
        )
    )
    try:
        with pytest.raises(BootstrapError, match="LATIN1"):
            bootstrap(database.admin, database=name, secrets=database.secrets)
    finally:
        drop_database(database.admin, database=name)
