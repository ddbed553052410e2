"""No login writes past the functions: not into access, logs, memberships, jobs or the guard's own tables."""

import psycopg
import pytest

from tests.cast import named
from tests.database import scene

INSUFFICIENT = "42501"
APPEND_ONLY = "TV003"
LOGS = ("audit_ticket", "audit_outcome", "audit_seen", "audit_event", "audit_accountevent")
# Tables that no statement of the application may write, whoever is signed in.
FUNCTIONS_ONLY = (
    "sharing_dossier",
    "sharing_access",
    "sharing_frame",
    "sharing_frameparty",
    "sharing_framebasis",
    "sharing_legalbasis",
    "sharing_legalbasisversion",
    "sharing_disclosure",
    "partnerships_membership",
    "partnerships_unitmembership",
    "partnerships_invitation",
    "partnerships_factorreset",
    "procrastinate_jobs",
    "procrastinate_events",
    "django_migrations",
    *LOGS,
    "guard.secret",
    "guard.key_store",
    "guard.allowed_task",
    "guard.dossier_table",
    "guard.kept_event",
    "guard.used_code",
)
LOGINS = ("tvaers_app", "tvaers_ticket", "tvaers_worker", "tvaers_maintenance")


@pytest.fixture
def stage(cast, as_administrator):
    return scene.build(as_administrator)


def column_of(connection, table):
    row = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", [table]
    ).fetchone()
    return row[0]


@pytest.mark.parametrize("who", ["alice", "gerda", "olga"])
def test_the_application_writes_none_of_these(stage, as_app, who):
    tables = [name for name in FUNCTIONS_ONLY if as_app.execute("SELECT to_regclass(%s)", [name]).fetchone()[0]]
    assert len(tables) >= 18
    as_app.commit()
    with scene.acting(as_app, who):
        for table in tables:
            column = column_of(as_app, table)
            for statement in (
                f"INSERT INTO {table} DEFAULT VALUES",
                f"INSERT INTO {table} SELECT * FROM {table}",
                f"UPDATE {table} SET {column} = {column}",
                f"DELETE FROM {table}",
                f"TRUNCATE {table}",
                f"COPY {table} FROM STDIN",
            ):
                assert scene.refused(as_app, statement) == INSUFFICIENT, statement


def test_a_right_that_was_given_would_be_seen(stage, as_administrator):
    """Negative control: with the grant and a policy, the same INSERT goes through."""
    with as_administrator.transaction(force_rollback=True):
        as_administrator.execute("GRANT DELETE, SELECT ON sharing_access TO tvaers_app")
        as_administrator.execute("CREATE POLICY x ON sharing_access FOR DELETE TO tvaers_app USING (true)")
        as_administrator.execute("SET LOCAL ROLE tvaers_app")
        scene.enter(as_administrator, "alice")
        assert scene.refused(as_administrator, "DELETE FROM sharing_access") == ""


@pytest.mark.parametrize("login", LOGINS)
def test_no_login_is_above_its_own_tables(stage, connect, login):
    """What takes a superuser or an owner: nobody who logs in can."""
    connection = connect(login, autocommit=True)
    for statement in (
        "CREATE TABLE public.evil (a int)",
        "CREATE SCHEMA evil",
        "CREATE FUNCTION public.evil() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE FUNCTION guard.evil() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE sharing_access DISABLE ROW LEVEL SECURITY",
        "DROP POLICY floor ON sharing_access",
        "ALTER FUNCTION guard.claims() RESET ALL",
        "GRANT tvaers_owner TO CURRENT_USER",
        "SET ROLE tvaers_owner",
        "ALTER ROLE tvaers_app SUPERUSER",
        "DROP DATABASE postgres",
        "TRUNCATE audit_seen",
        "TRUNCATE sharing_access CASCADE",
        "SELECT pg_reload_conf()",
        "SELECT pg_read_file('PG_VERSION')",
        "COPY (SELECT 1) TO PROGRAM 'cat'",
        "SELECT * FROM pg_authid",
        "SET track_activities = on",
        "SET session_replication_role = replica",
        "DO $$BEGIN NULL; END$$",
        "SELECT lo_create(0)",
    ):
        state = scene.refused(connection, statement)
        assert state in {INSUFFICIENT, "25001"}, (statement, state)


def test_the_ticket_login_writes_tickets_and_reads_nothing(stage, as_ticket, as_app):
    as_ticket.execute(
        "INSERT INTO audit_ticket (id, kind, route, method, purposes)"
        " VALUES (gen_random_uuid(), 'member', 'x', 'GET', 0)"
    )
    tables = as_ticket.execute(
        "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'v', 'S') AND c.relnamespace IN"
        " ('public'::regnamespace, 'guard'::regnamespace)"
    ).fetchall()
    assert len(tables) > 40
    for (table,) in tables:
        assert scene.refused(as_ticket, f"SELECT * FROM {table}") == INSUFFICIENT, table
    assert scene.refused(as_ticket, "INSERT INTO audit_ticket SELECT * FROM audit_ticket") == INSUFFICIENT
    functions = as_ticket.execute(
        "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'guard'::regnamespace"
        " AND has_function_privilege(p.oid, 'EXECUTE')"
    ).fetchall()
    assert functions == []


def test_another_organisation_cannot_add_to_units_or_accounts(stage, as_app):
    with scene.acting(as_app, "henrik"):  # Herlev's administrator
        foreign = (
            "INSERT INTO partnerships_unit (id, organisation_id, name, kind) VALUES (gen_random_uuid(), %s, 'x', 'ssp')"
        )
        assert scene.refused(as_app, foreign, [named("gladsaxe")]) == INSUFFICIENT
        assert scene.refused(as_app, foreign, [named("herlev")]) == ""
        for statement in (
            "UPDATE partnerships_unit SET name = 'x' WHERE organisation_id <> %s",
            "UPDATE partnerships_organisation SET name = 'x' WHERE id <> %s",
            "UPDATE accounts_user SET password = 'x' WHERE id <> %s",
            "DELETE FROM mfa_authenticator WHERE user_id <> %s",
            "DELETE FROM accounts_session WHERE user_id <> %s",
        ):
            me = named("user henrik") if "user" in statement else named("herlev")
            touched = f"WITH w AS ({statement} RETURNING 1) SELECT 1 / (CASE count(*) WHEN 0 THEN 1 ELSE 0 END) FROM w"
            assert scene.refused(as_app, touched, [me]) in {"", INSUFFICIENT}, statement
        stolen = "INSERT INTO accounts_session (key_hash, user_id, data, expires_at) VALUES ('x', %s, '', now())"
        assert scene.refused(as_app, stolen, [named("user alice")]) == INSUFFICIENT
        assert scene.refused(as_app, "UPDATE accounts_user SET id = %s", [named("user alice")]) == INSUFFICIENT


# --- the log ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", LOGS)
@pytest.mark.parametrize(
    "command", ["UPDATE {t} SET id = gen_random_uuid()", "DELETE FROM {t}", "TRUNCATE {t}"], ids=lambda c: c[:6]
)
def test_the_log_is_changed_by_nobody_who_logs_in(stage, connect, table, command):
    statement = command.replace("{t}", table)
    for login in LOGINS:
        state = scene.refused(connect(login), statement)
        # Maintenance passes row security and may delete elsewhere; here the trigger stops it.
        expected = APPEND_ONLY if login == "tvaers_maintenance" and "TRUNCATE" not in command else INSUFFICIENT
        assert state == expected, login


@pytest.mark.parametrize("table", LOGS)
def test_the_log_is_not_changed_by_its_owner_either(stage, as_migrator, as_administrator, table):
    for statement in (f"UPDATE {table} SET id = gen_random_uuid()", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        assert scene.refused(as_migrator, statement) == APPEND_ONLY
        assert scene.refused(as_administrator, statement) == APPEND_ONLY
    with as_administrator.transaction(force_rollback=True):
        # Negative control: without the triggers the superuser could.
        as_administrator.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        assert as_administrator.execute(f"DELETE FROM {table}").rowcount == 1


def test_a_data_migration_meets_every_row(stage, as_migrator, as_administrator):
    """The owner has a policy of its own: a migration is never silently empty."""
    for table in stage.dossier_tables:
        (there,) = as_administrator.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert as_migrator.execute(f"SELECT count(*) FROM {table}").fetchone() == (there,)
        assert there > 0


# Rows that nobody sees without what they belong to; test_assessments_attacked moves them.
PIECES = {"assessments_assessmentpart", "assessments_conclusion"}


def test_a_row_stays_behind_its_dossier(stage, as_app, as_administrator):
    """Who may write in two dossiers moves nothing from the one to the other."""
    may = "SELECT has_column_privilege('tvaers_app', %s, %s, 'UPDATE') AND %s <> 'id'"
    tables = [
        (table, column)
        for table, column in stage.dossier_tables.items()
        if as_administrator.execute(may, [table, column, column]).fetchone() == (True,)
    ]
    assert tables
    for table, column in tables:
        if table in PIECES:
            continue
        moved_nowhere(stage, as_app, table, column)


def moved_nowhere(stage, as_app, table, column):
    with scene.acting(as_app, "alice"):
        statement = f"UPDATE {table} SET {column} = %s WHERE {column} = %s"
        # Whatever refuses it first: that it moves, or what else holds for such a row.
        assert scene.refused(as_app, statement, stage.dossiers[:2]).startswith("TV"), table


def test_sequences_tell_nothing(stage, as_app):
    with scene.acting(as_app, "alice"):
        for (sequence,) in as_app.execute(
            "SELECT c.oid::regclass::text FROM pg_class c"
            " WHERE c.relkind = 'S' AND c.relnamespace = 'public'::regnamespace"
        ).fetchall():
            assert scene.refused(as_app, f"SELECT last_value FROM {sequence}") == INSUFFICIENT
            assert scene.refused(as_app, f"SELECT setval('{sequence}', 1)") == INSUFFICIENT


def test_others_statements_are_not_read(stage, as_app, connect):
    """Statements hold what was typed; the server shows none, not even to the same login."""
    other = connect("tvaers_app")
    other.execute("SELECT 'typed by somebody'")
    shown = as_app.execute("SELECT string_agg(coalesce(query, ''), '') FROM pg_stat_activity").fetchone()
    assert "typed" not in (shown[0] or "")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        as_app.execute("SET track_activities = on")
