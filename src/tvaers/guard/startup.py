"""What is tried before anybody is served: a server that could not keep its promises refuses to start.

Each fault is a sentence that says what is wrong and what to do. `tvaers check` asks the same questions
without starting anything. What is merely away, before it is asked or while it is, keeps the server
closed, with a page that says so, until it is back and every promise was checked.
"""

import logging
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

import psycopg
from django.conf import settings
from django.core import checks
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from tvaers.foundation import clock, keystore
from tvaers.foundation.secrets import Secrets, SecretsError
from tvaers.guard import away, context
from tvaers.guard.away import Away, NotCheckedError
from tvaers.guard.bootstrap import NEWEST, OLDEST, OWNER
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind

log = logging.getLogger(__name__)

Connection = psycopg.Connection[Any]
Faults = Iterator[str]

#: What rooms above ask with the application's login, once the database and the key store belong together.
QUESTIONS: list[Callable[[Connection], Faults]] = []

TICKET = "ticket"
KEY_BYTES = 32
# Of 32 random bytes fewer than 20 differ less often than once in 10⁹ installations.
DIFFERENT_BYTES = 20
DJANGO_KEY_LENGTH = 50
BOOTSTRAP = "Run `tvaers upgrade --login …` with PostgreSQL's administrator: it sets every role right."
# What gunicorn takes as "do not try again".
EXIT_STATUS = 3
# One-time codes fit for 90 seconds; a minute's difference between two clocks leaves too little of that.
CLOCKS_APART_SECONDS = 60
# A closed server asks again at a request, but not at every one.
ASK_AGAIN_SECONDS = 1
WAIT_SECONDS = 5

_ROLE = """
SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole OR r.rolcreatedb OR r.rolreplication,
       coalesce((SELECT string_agg(g.rolname, ', ') FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                 WHERE m.member = r.oid), ''),
       coalesce((SELECT string_agg(c.oid::regclass::text, ', ') FROM pg_class c
                 WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p', 'v', 'm')), ''),
       EXISTS (SELECT 1 FROM pg_database d WHERE d.datname = current_database() AND d.datdba = r.oid),
       current_setting('track_activities') = 'on'
FROM pg_roles r WHERE r.rolname = session_user
"""
_READABLE = """
SELECT coalesce(string_agg(c.oid::regclass::text, ', '), '') FROM pg_class c
WHERE c.relkind IN ('r', 'p', 'v', 'm') AND c.relnamespace IN ('public'::regnamespace, 'guard'::regnamespace)
  AND has_any_column_privilege(c.oid, 'SELECT')
"""
_UNGUARDED = """
SELECT coalesce(string_agg(c.oid::regclass::text, ', '), '') FROM pg_class c
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
  AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
  AND (has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege(c.oid, 'DELETE, TRUNCATE'))
"""


class _Closed:
    """Whether this process serves nothing yet, and why, and when it asked last."""

    def __init__(self) -> None:
        self.is_closed = False
        self.why: Away = NotCheckedError("Nothing is served yet.")
        self.asked_at = 0.0
        self.lock = threading.Lock()


_closed = _Closed()


def serve_when_safe() -> None:
    """Open this process when every promise holds; end it, saying why, when one does not.

    While the database or the key store cannot be asked, it stays closed: `require_open` opens it. A restart in the
    middle of an outage would otherwise end the whole server, and with it the page that explains.
    """
    missing = _safe_or_away()
    if missing is not None:
        log.warning("Nothing is served yet: the database or the key store is away; trying again.", exc_info=missing)
        _closed.is_closed, _closed.why = True, missing


def wait_until_there() -> None:
    """Wait while what is needed is merely away; end the process, saying why, when a promise does not hold.

    A service manager takes a refusal for good.
    """
    while (missing := _safe_or_away()) is not None:
        log.warning("Nothing is done yet: the database or the key store is away; trying again.", exc_info=missing)
        time.sleep(WAIT_SECONDS)


def _safe_or_away() -> Away | None:
    """Return what is away; None when every promise holds. Ends the process when one does not."""
    found, missing = _state()
    if found:
        _refuse(found)
    return missing


def require_open() -> None:
    """Let a request in, checking first what could not be checked at the start.

    Raises NotCheckedError or keystore.KeyStoreUnavailableError, whose pages say what is away.
    """
    if _closed.is_closed:
        with _closed.lock:
            _open()


def _open() -> None:
    """Open the server, unless another thread has, when all is there and holds."""
    if not _closed.is_closed:
        return
    if time.monotonic() - _closed.asked_at < ASK_AGAIN_SECONDS:
        raise _closed.why.with_traceback(None)
    found, missing = _state()
    _closed.asked_at = time.monotonic()
    if found:
        _tell("Tværs serves nothing", found)
        missing = NotCheckedError("Nothing is served.")
    if missing is not None:
        _closed.why = missing
        raise missing
    _closed.is_closed = False
    log.warning("What was away at the start is back; everything was checked, and pages are served.")


def _state() -> tuple[list[str], Away | None]:
    """Return the faults, and what is away so that not everything could be asked."""
    missing = away.missing()
    if missing is not None:
        return [], missing
    found, others = _ask()
    return found, next(iter(others), None)


def refuse_unless_safe() -> None:
    """End the process, saying why, when one of the promises could not be kept."""
    found = faults()
    if found:
        _refuse(found)


def _refuse(found: Sequence[str]) -> NoReturn:
    _tell("Tværs does not start", found)
    raise SystemExit(EXIT_STATUS)


def _tell(what: str, found: Sequence[str]) -> None:
    """Write to the person who started us; faults name roles, tables and places, never a row."""
    lines = "\n".join(f"  - {fault}" for fault in found)
    sys.stderr.write(f"{what}:\n{lines}\n")


def faults() -> list[str]:
    """Return what keeps the server from serving, as sentences, also what may pass; empty when all is well."""
    found, others = _ask()
    return [*found, *map(away.sentence, others)]


def _ask() -> tuple[list[str], list[Away]]:
    """Return the faults, and what was away when it was asked."""
    worker, password = settings.TVAERS_WORKER_LOGIN
    told: list[str | Away] = [fault for check in (_settings, _secret_files, _keys) for fault in check()]
    told += _login("default", _application)
    told += _login(TICKET, _ticket)
    told += _login("default", _nothing, user=worker, password=password)
    return [each for each in told if isinstance(each, str)], [each for each in told if not isinstance(each, str)]


def _login(alias: str, own: Callable[[Connection], Faults], **changes: str) -> Iterator[str | Away]:
    """Ask about one of the server's logins: what is wrong, and what was away."""
    login = changes.get("user", str(connections[alias].settings_dict["USER"]))
    try:
        with connect(alias, **changes) as connection:
            yield from (*_server(connection), *_clocks(connection)) if own is _application else ()
            yield from _role(connection, login)
            yield from own(connection)
        yield from _password(alias, login)
    except (psycopg.Error, keystore.KeyStoreUnavailableError) as error:
        yield away.judged(error, login)


def connect(alias: str, **changes: str) -> Connection:
    """Log in as Django would, past its pool."""
    parameters = connections[alias].get_connection_params() | {"autocommit": True, "connect_timeout": 5}
    return psycopg.connect(**(parameters | changes))


# --- on this side -------------------------------------------------------------------------------------


def _settings() -> Faults:
    if settings.DEBUG and not settings.TVAERS_DEMO:
        yield "DEBUG is on outside the demonstration: its error pages show rows. Turn it off."


def _secret_files() -> Faults:
    try:
        Secrets.load(settings.TVAERS_SECRETS_FILE)
    except SecretsError as error:
        yield str(error)
    store: Path = settings.TVAERS_KEY_STORE
    with suppress(OSError):  # what cannot be looked at is away, and told as such
        if store.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield f"The key store can be read by others. Run: chmod 600 {store}"


def _keys() -> Faults:
    keys = {"context key": settings.TVAERS_CONTEXT_KEY, "root key": settings.TVAERS_ROOT_KEY}
    for name, key in keys.items():
        if not _looks_random(key):
            yield f"The {name} is a default, too short or known. Make new secrets; never write a key by hand."
    if len(set(keys.values())) < len(keys):
        yield "The context key and the root key are the same. Make new secrets."
    if len(settings.SECRET_KEY) < DJANGO_KEY_LENGTH or "insecure" in settings.SECRET_KEY:
        yield "Django's secret key is a default or too short. Make new secrets."


def _looks_random(key: bytes) -> bool:
    steps = {(after - before) % 256 for before, after in pairwise(key)}
    return len(key) >= KEY_BYTES and len(set(key)) >= DIFFERENT_BYTES and len(steps) > 1


# --- in the database ----------------------------------------------------------------------------------


def _server(connection: Connection) -> Faults:
    major = connection.info.server_version // 10_000
    if not OLDEST <= major <= NEWEST:
        yield f"This is PostgreSQL {major}; Tværs runs on {OLDEST} to {NEWEST}. Name another server."


def clock_difference() -> float:
    """Return by how many seconds this machine's clock is ahead of the database's; negative: behind."""
    with connect("default") as connection:
        return _ahead(connection)


def _ahead(connection: Connection) -> float:
    before = clock.now()
    (there,) = _row(connection, "SELECT clock_timestamp()")
    after = clock.now()
    ahead: float = (before + (after - before) / 2 - there).total_seconds()
    return ahead


def _clocks(connection: Connection) -> Faults:
    ahead = _ahead(connection)
    if abs(ahead) > CLOCKS_APART_SECONDS:
        yield (
            f"This machine's clock is {abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} the database's: no"
            " one-time code fits, and deadlines would be wrong. Let both set their clocks by the network (NTP)."
        )


def _role(connection: Connection, login: str) -> Faults:
    superuser, bypasses, creates, member_of, owns, owns_database, watches = _row(connection, _ROLE)
    if superuser:
        yield f"The server would log in as {login}, a superuser, for whom no guard holds. {BOOTSTRAP}"
    if bypasses:
        yield f"{login} passes row security (BYPASSRLS). {BOOTSTRAP}"
    if creates:
        yield f"{login} may create roles or databases, or replicate. {BOOTSTRAP}"
    if member_of:
        yield f"{login} is a member of {member_of}; the server's logins belong to no other role. {BOOTSTRAP}"
    if owns or owns_database:
        what = owns or "the database"
        yield f"{login} owns {what}: an owner can take the guard away. Give it to {OWNER}."
    if watches:
        yield f"{login} shows its statements to others (track_activities). {BOOTSTRAP}"


def _password(alias: str, login: str) -> Faults:
    try:
        with connect(alias, user=login, password="wrong"):  # noqa: S106 - wrong on purpose
            yield (
                f"PostgreSQL lets {login} in with a wrong password (trust or the like). In pg_hba.conf, ask {login}"
                " for scram-sha-256, and reload."
            )
    except psycopg.OperationalError as error:
        if not away.asked_for_password(error):
            raise NotCheckedError(str(error).strip()) from error


def _application(connection: Connection) -> Faults:
    (unguarded,) = _row(connection, _UNGUARDED)
    if unguarded:
        yield f"Row security is not enabled and forced on {unguarded}. Apply the migrations again, or restore them."
    missing = _unapplied(connection)
    if missing:
        yield (
            f"Migrations are not applied: {', '.join(missing[:5])}{' …' if len(missing) > 5 else ''}."
            " Run: tvaers upgrade"
        )
        return
    amiss = [*_signature(connection), *_key_store(connection)]
    yield from amiss
    if not amiss:
        for question in QUESTIONS:
            yield from question(connection)


def _unapplied(connection: Connection) -> list[str]:
    (ready,) = _row(connection, "SELECT to_regprocedure('guard.applied_migrations()') IS NOT NULL")
    known = [f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations]
    if not ready:
        return sorted(known)
    applied = {name for (name,) in connection.execute("SELECT guard.applied_migrations()").fetchall()}
    return sorted(set(known) - applied)


@contextmanager
def signed(connection: Connection, claims: Claims) -> Iterator[None]:
    """Open a transaction in which `claims` hold, on a connection that Django does not know."""
    with connection.transaction():
        (start,) = _row(connection, f"SELECT {context.STARTED}")
        token = context.sign(
            claims,
            key=settings.TVAERS_CONTEXT_KEY,
            pid=connection.info.backend_pid,
            transaction_start=start,
            expires=start + int(context.LIFETIME.total_seconds() * 1_000_000),
        )
        connection.execute("SELECT set_config(%s, %s, true)", [context.SETTING, token])
        yield


def _signature(connection: Connection) -> Faults:
    with signed(connection, Claims(kind=ContextKind.SIGN_IN)):
        try:
            connection.execute("SELECT guard.claims()")
        except psycopg.OperationalError:
            raise
        except psycopg.DatabaseError:
            yield (
                "The database checks contexts with another key than the secrets file holds. Put the right secrets"
                " file back, or run the migrations once: they hand the new key over."
            )
            return


def _key_store(connection: Connection) -> Faults:
    (noted,) = _row(connection, "SELECT guard.key_store_id()")
    try:
        identity = keystore.store().identity()
    except ValueError as broken:
        raise keystore.KeyStoreUnavailableError("It is damaged.") from broken
    if identity != noted:
        yield (
            f"The key store {settings.TVAERS_KEY_STORE} belongs to another installation. Put the one back that was"
            " made with this database: with another one, all text would read as erased."
        )


def _ticket(connection: Connection) -> Faults:
    (readable,) = _row(connection, _READABLE)
    if readable:
        yield f"The ticket's login may read {readable}; it writes tickets and reads nothing. {BOOTSTRAP}"


def _row(connection: Connection, statement: str) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = connection.execute(statement).fetchone()
    if row is None:
        raise psycopg.DatabaseError("the database did not answer")
    return row


def _nothing(_: Connection) -> Faults:
    yield from ()


@checks.register(checks.Tags.database)
def check(*, databases: Sequence[str] | None = None, **_: object) -> list[checks.CheckMessage]:
    """Ask the same questions where Django's checks are run with a database; the migrator asks none of them."""
    if not databases or settings.TVAERS_DATABASE_ROLE != "app":
        return []
    return [checks.Error(fault, id="guard.E001") for fault in faults()]
