"""Roles and the database itself: what must stand before the first migration. Plain psycopg, no Django.

Everything here may run again and again; it changes only what differs.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tvaers.foundation.secrets import LOGIN_ROLES, Secrets

Connection = psycopg.Connection[tuple[Any, ...]]

OWNER = "tvaers_owner"
#: Copies the whole server's files for a backup, and can do nothing else. Its password is not among the server's.
BACKUP = "tvaers_backup"
OLDEST, NEWEST = 15, 18

#: One bootstrap at a time in a cluster: roles are shared by its databases.
_LOCK = 7_836_511_402

#: What any of our sessions may write to the server's log: no statement, no value, no row.
_QUIET = {
    "track_activities": "off",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_min_messages": "fatal",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "search_path": "public, pg_temp",
}

#: Role → its own settings. Times bound what a stuck or hostile session can hold.
_SETTINGS: Mapping[str, Mapping[str, str]] = {
    "tvaers_app": {
        "statement_timeout": "15s",
        "lock_timeout": "5s",
        "idle_in_transaction_session_timeout": "60s",
    },
    "tvaers_ticket": {
        "statement_timeout": "5s",
        "lock_timeout": "2s",
        "idle_in_transaction_session_timeout": "10s",
    },
    "tvaers_worker": {
        "statement_timeout": "5min",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "10min",
    },
    # The owner has a policy of its own on each table ("definer"), so a data migration is never silently
    # empty; row_security=off would do that too, but also forbids PostgreSQL's check of a new foreign key.
    "tvaers_migrator": {
        "role": OWNER,
        "row_security": "on",
        "statement_timeout": "30min",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "10min",
    },
    "tvaers_maintenance": {
        "statement_timeout": "0",
        "lock_timeout": "30s",
        "idle_in_transaction_session_timeout": "30min",
    },
}

_DEFAULTS = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER}"
_ATTRIBUTES = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT"

#: Core functions that anybody may call and that store data past all tables and policies.
_LARGE_OBJECTS = (
    "lo_creat(integer)",
    "lo_create(oid)",
    "lo_from_bytea(oid, bytea)",
    "lo_put(oid, bigint, bytea)",
    "lo_open(oid, integer)",
    "lo_unlink(oid)",
    "lowrite(integer, bytea)",
)


class BootstrapError(Exception):
    """The cluster cannot be prepared; the text says why and what to do."""


def bootstrap(
    admin_dsn: str,
    *,
    database: str,
    secrets: Secrets,
    rotate_passwords: bool = False,
    backup_password: str | None = None,
) -> None:
    """Create or correct the roles and the database, as the superuser that `admin_dsn` logs in.

    backup_password: make the login that backups are taken with, too.

    Raises BootstrapError when the server is too old or new, the login is no superuser, or the roles already
    have other passwords: then another installation lives in this cluster, or its secrets file was lost.
    `rotate_passwords` takes the roles over.
    """
    with _connect(admin_dsn, None) as connection:
        _check_server(connection)
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        passwords = {**secrets.passwords, **({BACKUP: backup_password} if backup_password else {})}
        _ensure_roles(connection, list(passwords))
        _ensure_passwords(connection, passwords, rotate=rotate_passwords)
        _ensure_settings(connection)
        _ensure_database(connection, database)
        with _connect(admin_dsn, database) as inside:
            _close_database(inside, database)


def drop_database(admin_dsn: str, *, database: str) -> None:
    """Remove the database with all its rows, ending the sessions in it. The roles stay."""
    with _connect(admin_dsn, None) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def _connect(admin_dsn: str, database: str | None) -> Connection:
    """Log in; without `database`, into the server's own maintenance database, as ours may not exist yet."""
    names = [database] if database else ["postgres", "template1"]
    for name in names:
        try:
            return psycopg.connect(admin_dsn, dbname=name, autocommit=True, connect_timeout=10)
        except psycopg.OperationalError as error:
            if name == names[-1]:
                asked = conninfo_to_dict(admin_dsn)
                raise BootstrapError(
                    f"PostgreSQL at {asked.get('host', 'localhost')} refused the administrator: {error}"
                ) from error
    raise AssertionError


def _check_server(connection: Connection) -> None:
    major = connection.info.server_version // 10_000
    if not OLDEST <= major <= NEWEST:
        raise BootstrapError(f"This is PostgreSQL {major}; Tværs runs on {OLDEST} to {NEWEST}.")
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    if row is None or not row[0]:
        raise BootstrapError(
            f"{connection.info.user} is no superuser. Roles with BYPASSRLS and the log settings need one: "
            "give TVAERS_DATABASE_URL the server's administrator."
        )


def _ensure_roles(connection: Connection, logins: Sequence[str]) -> None:
    there = {str(row[0]) for row in connection.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'tvaers\\_%'")}
    for role in (OWNER, *logins):
        login = "NOLOGIN" if role == OWNER else "LOGIN"
        bypass = "BYPASSRLS" if role == "tvaers_maintenance" else "NOBYPASSRLS"
        replication = "REPLICATION" if role == BACKUP else "NOREPLICATION"
        verb = "ALTER" if role in there else "CREATE"
        attributes = sql.SQL(f"{_ATTRIBUTES} {login} {bypass} {replication}")
        connection.execute(sql.SQL("{} ROLE {} {}").format(sql.SQL(verb), sql.Identifier(role), attributes))
    _ensure_membership(connection)


def _ensure_membership(connection: Connection) -> None:
    """Leave one membership among and around our roles: the migrator may become the owner."""
    rows = connection.execute(
        "SELECT g.rolname, m.rolname FROM pg_auth_members a JOIN pg_roles g ON g.oid = a.roleid"
        " JOIN pg_roles m ON m.oid = a.member"
        " WHERE m.rolname LIKE 'tvaers\\_%' OR g.rolname LIKE 'tvaers\\_%'"
    ).fetchall()
    allowed = (OWNER, "tvaers_migrator")
    for granted, member in rows:
        if (granted, member) != allowed:
            statement = sql.SQL("REVOKE {} FROM {}")
            connection.execute(statement.format(sql.Identifier(str(granted)), sql.Identifier(str(member))))
    if allowed not in rows:
        statement = sql.SQL("GRANT {} TO {}")
        connection.execute(statement.format(sql.Identifier(OWNER), sql.Identifier("tvaers_migrator")))


def _ensure_passwords(connection: Connection, passwords: Mapping[str, str], *, rotate: bool) -> None:
    """Send verifiers, never a password: a statement may end in a log. They tell installations apart too."""
    rows = connection.execute("SELECT rolname, rolpassword FROM pg_authid WHERE rolname = ANY(%s)", [list(passwords)])
    for role, verifier in rows.fetchall():
        password = passwords[str(role)]
        if verifier is not None and _verifies(password, str(verifier)):
            continue
        if verifier is not None and not rotate:
            raise BootstrapError(
                f"The role {role} of this PostgreSQL has another password than the secrets file. Either"
                " another installation of Tværs lives here: give this one a PostgreSQL of its own. Or the"
                " secrets file was replaced: put the right one back. (A demonstration starts over with"
                " FRESH=1 make demo.)"
            )
        made = connection.pgconn.encrypt_password(password.encode(), str(role).encode(), b"scram-sha-256")
        statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
        connection.execute(statement.format(sql.Identifier(str(role)), sql.Literal(made.decode())))


def _verifies(password: str, verifier: str) -> bool:
    """Tell whether a stored SCRAM-SHA-256 verifier (RFC 5802) was made from this password."""
    try:
        scheme, work, keys = verifier.split("$")
        iterations, salt = work.split(":")
        stored_key = base64.b64decode(keys.split(":")[0])
        salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(salt), int(iterations))
    except ValueError:
        return False
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    return scheme == "SCRAM-SHA-256" and hmac.compare_digest(hashlib.sha256(client_key).digest(), stored_key)


def _ensure_settings(connection: Connection) -> None:
    """Give each role exactly its settings; a leftover of an older version goes."""
    rows = connection.execute(
        "SELECT r.rolname, s.setconfig FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole"
        " WHERE s.setdatabase = 0"
    ).fetchall()
    there = {role: dict(item.split("=", 1) for item in config) for role, config in rows}
    for role, own in _SETTINGS.items():
        wanted = {**_QUIET, **own}
        if there.get(role) == wanted:
            continue
        name = sql.Identifier(role)
        with connection.transaction():
            connection.execute(sql.SQL("ALTER ROLE {} RESET ALL").format(name))
            for parameter, value in wanted.items():
                # A list must not be quoted as one value, or it would name one schema with a comma in it.
                right = sql.SQL("public, pg_temp") if parameter == "search_path" else sql.Literal(value)
                statement = sql.SQL("ALTER ROLE {} SET {} = {}")
                connection.execute(statement.format(name, sql.Identifier(parameter), right))


def _ensure_database(connection: Connection, database: str) -> None:
    row = connection.execute(
        "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %s",
        [database],
    ).fetchone()
    name = sql.Identifier(database)
    if row is None:
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
        connection.execute(statement.format(name, sql.Identifier(OWNER)))
    elif row[1] != "UTF8":
        raise BootstrapError(f"The database {database} is encoded as {row[1]}; Tværs needs UTF8. Name another one.")
    elif row[0] != OWNER:
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, sql.Identifier(OWNER)))


def _close_database(connection: Connection, database: str) -> None:
    """Take away what PostgreSQL gives to everybody; grant each role its least."""
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    logins = sql.SQL(", ").join(map(sql.Identifier, LOGIN_ROLES))
    maintenance = sql.Identifier("tvaers_maintenance")
    statements: list[sql.Composed | sql.SQL] = [
        sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC, {}").format(name, logins),
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, logins),
        sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(name, maintenance),
        sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner),
        sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC, {}").format(logins),
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(logins),
        # A DO block is a program; only the owner writes functions.
        sql.SQL("REVOKE ALL ON LANGUAGE plpgsql FROM PUBLIC"),
        sql.SQL("REVOKE ALL ON LANGUAGE sql FROM PUBLIC"),
        sql.SQL("GRANT USAGE ON LANGUAGE plpgsql TO {}").format(owner),
        sql.SQL("GRANT USAGE ON LANGUAGE sql TO {}").format(owner),
        # A role may change its own settings; what an injected statement left behind ends here.
        *(sql.SQL("ALTER ROLE {} IN DATABASE {} RESET ALL").format(sql.Identifier(role), name) for role in LOGIN_ROLES),
        sql.SQL(f"{_DEFAULTS} REVOKE ALL ON FUNCTIONS FROM PUBLIC"),
        sql.SQL(f"{_DEFAULTS} REVOKE ALL ON TYPES FROM PUBLIC"),
        sql.SQL(f"{_DEFAULTS} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {{}}").format(
            maintenance
        ),
        sql.SQL(f"{_DEFAULTS} IN SCHEMA public GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO {{}}").format(maintenance),
        *(sql.SQL(f"REVOKE ALL ON FUNCTION pg_catalog.{each} FROM PUBLIC") for each in _LARGE_OBJECTS),
    ]
    with connection.transaction():
        for statement in statements:
            connection.execute(statement)
