"""The ground of all tests: settings, the database under test, and rules stricter than production.

Django connects as `tvaers_app`, so what the application may not do fails here too. A test that needs no
database starts none.
"""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings

from tests.logins import SUPERUSER, Logins
from tests.order import ordered
from tests.runs import HOME, ROOT, RUN

pytest_plugins = ["tests.stage"]

# How fast a machine is says nothing about the program: no example fails for being slow, or slowly made.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# Kept apart from what `_configure` says: a process that xdist starts inherits that.
EXTERNAL = os.environ.setdefault("TVAERS_TEST_SERVER", os.environ.get("TVAERS_DATABASE_URL", "")) or None
# On a server of somebody's own the program beside us has the same roles, so it shares the passwords with us.
SECRETS = ROOT / "var" / "secrets.json" if EXTERNAL else HOME / "secrets.json"


def _configure() -> None:
    """Point the settings at this run before anything loads them; no address is known yet."""
    from django.conf import settings

    from tvaers.foundation.secrets import Secrets

    assert not settings.configured, "the settings were loaded for another run"
    HOME.mkdir(parents=True, exist_ok=True)
    (RUN / "static").mkdir(parents=True, exist_ok=True)
    Secrets.load_or_create(SECRETS)
    # The program is started hundreds of times, and each start would compile a thousand files anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    os.environ.update(
        DJANGO_SETTINGS_MODULE="tvaers.config.settings",
        TVAERS_CONFIG="",
        TVAERS_DATABASE_ROLE="app",
        TVAERS_DATABASE_URL="postgresql:///no-database-yet",
        TVAERS_DEMO="1",
        TVAERS_SECRETS=str(SECRETS),
        TVAERS_VAR=str(RUN),
    )
    from django.contrib.auth.hashers import Argon2PasswordHasher

    from tvaers.foundation import keystore

    # That a password is slow to try is its point, but no test's in this process; who asks how often is counted.
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 8, 1
    # The manifest is made by `collectstatic`, which a test has no time for.
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    # The migrated copy was made with another run's key store.
    keystore.store().create()


_configure()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Keep from the processes that now start what would load the settings before they have a run of their own."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_finish() -> None:
    """Leave what was loaded, which stays to the end, out of every search for what nobody needs any more."""
    gc.collect()
    gc.freeze()
    # Python's own limit is for programs that hold little: pages make and leave as much many times each.
    gc.set_threshold(20_000, 20, 20)


def pytest_runtest_setup() -> None:
    """Begin in Danish: a test that reads an English page leaves its language to the thread."""
    from django.utils import translation

    translation.deactivate()


def pytest_unconfigure() -> None:
    shutil.rmtree(RUN, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let every database test use both connections, the application's and the ticket's; what takes long begins."""
    items[:] = ordered(
        items,
        processes=getattr(config, "workerinput", {}).get("workercount", 1),
        is_long=lambda item: item.get_closest_marker("first") is not None,
        module=lambda item: item.path,
    )
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        marker = item.get_closest_marker("django_db")
        if marker is None and not names & {"db", "transactional_db", "live_server"}:
            continue
        options = dict(marker.kwargs) if marker else {}
        options.setdefault("transaction", bool(names & {"transactional_db", "live_server"}))
        options.setdefault("databases", ["default", "ticket"])
        item.add_marker(pytest.mark.django_db(**options), append=False)


@pytest.fixture
def printed(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """A function: its text stands below the results, also of tests in other processes; cut short without -v."""
    return lambda text: record_property("printed", text)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [each for kind in ("passed", "failed") for each in terminalreporter.stats.get(kind, ())]
    for report in reports:
        for text in (value for name, value in report.user_properties if name == "printed"):
            lines = text.splitlines()
            kept = lines if terminalreporter.verbosity > 0 else lines[:12]
            terminalreporter.section(report.nodeid.rpartition("::")[2])
            terminalreporter.write_line("\n".join(kept))
            if len(kept) < len(lines):
                terminalreporter.write_line(f"… and {len(lines) - len(kept)} more with -v")


# --- the database -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def database() -> Iterator[Any]:
    """The migrated database under test, with one login for each role."""
    from tests import postgres
    from tvaers.foundation import keystore

    with postgres.database(RUN, SECRETS, EXTERNAL) as ready:
        with ready.administrator() as connection:
            # The database is a copy; the key store is this run's own.
            connection.execute("UPDATE guard.key_store SET id = %s", [keystore.store().identity()])
        yield ready


@pytest.fixture(scope="session")
def clean(database: Any) -> Iterator[Callable[[], None]]:
    """A function that takes every row away that the migrations did not write."""
    from tests import postgres

    with database.administrator() as connection:
        yield postgres.Cleaner(connection).clean


@pytest.fixture(scope="session")
def django_db_setup(database: Any, clean: Callable[[], None], django_db_blocker: Any) -> Iterator[None]:
    """Connect Django to the database under test; take rows away after each test by the superuser.

    The ticket's connection commits by itself, in tests as in production, so only the other is rolled back.
    """
    from django.db import connections, transaction
    from django.test import TestCase, TransactionTestCase

    from tvaers.guard import context

    for alias in connections:
        place = database.parameters(connections[alias].settings_dict["USER"])
        connections[alias].settings_dict.update(
            NAME=place["dbname"], HOST=place.get("host", ""), PORT=place.get("port", "")
        )

    def enter(cls: type[TestCase]) -> dict[str, Any]:
        atomic = transaction.atomic(using="default")
        vars(atomic)["_from_testcase"] = True
        atomic.__enter__()
        return {"default": atomic}

    def roll_back(cls: type[TestCase], atomics: dict[str, Any]) -> None:
        transaction.set_rollback(True, using="default")
        atomics["default"].__exit__(None, None, None)

    undo = vars(TestCase)["_fixture_teardown"]

    def undo_and_clean(self: TestCase) -> None:
        with context.unguarded("what was deferred is checked when the test's context is gone"):
            undo(self)
        clean()

    patch = pytest.MonkeyPatch()
    patch.setattr(TestCase, "_enter_atomics", classmethod(enter))
    patch.setattr(TestCase, "_rollback_atomics", classmethod(roll_back))
    patch.setattr(TestCase, "_fixture_teardown", undo_and_clean)
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: clean())
    yield
    patch.undo()
    with django_db_blocker.unblock():
        for connection in connections.all():
            connection.close()
            if hasattr(connection, "close_pool"):
                connection.close_pool()


@pytest.fixture
def cleaned(request: pytest.FixtureRequest, clean: Callable[[], None]) -> Iterator[None]:
    """Rows go after the test; with Django's database in its own tidying, when no transaction holds them."""
    yield
    if request.node.get_closest_marker("django_db") is None:
        clean()


@pytest.fixture(scope="session")
def logins(database: Any) -> Iterator[Logins]:
    """Sessions that go from test to test."""
    lent = Logins(database)
    yield lent
    lent.close()


@pytest.fixture
def connect(logins: Logins, cleaned: None) -> Iterator[Callable[..., psycopg.Connection[Any]]]:
    """A function that gives a session of a role, past Django; after the test all is given back and rows are gone."""
    lent: list[tuple[str, psycopg.Connection[Any]]] = []

    def login(role: str, *, autocommit: bool = False) -> psycopg.Connection[Any]:
        lent.append((role, logins.take(role, autocommit=autocommit)))
        return lent[-1][1]

    yield login
    for role, connection in lent:
        logins.give_back(role, connection)


@pytest.fixture
def as_app(connect: Callable[..., psycopg.Connection[Any]]) -> psycopg.Connection[Any]:
    """The application's login, inside transactions."""
    return connect("tvaers_app")


@pytest.fixture
def as_ticket(connect: Callable[..., psycopg.Connection[Any]]) -> psycopg.Connection[Any]:
    """The ticket's login, in autocommit."""
    return connect("tvaers_ticket", autocommit=True)


@pytest.fixture
def as_worker(connect: Callable[..., psycopg.Connection[Any]]) -> psycopg.Connection[Any]:
    """The worker's login."""
    return connect("tvaers_worker")


@pytest.fixture
def as_migrator(connect: Callable[..., psycopg.Connection[Any]]) -> psycopg.Connection[Any]:
    """The owner of everything, with row security off: a policy that would hide a row raises."""
    return connect("tvaers_migrator", autocommit=True)


@pytest.fixture
def as_maintenance(connect: Callable[..., psycopg.Connection[Any]]) -> psycopg.Connection[Any]:
    """The login that passes row security, for bulk loading and restoring."""
    return connect("tvaers_maintenance", autocommit=True)


@pytest.fixture
def as_administrator(connect: Callable[..., psycopg.Connection[Any]]) -> psycopg.Connection[Any]:
    """The superuser, in autocommit: to arrange what nobody else may, and to look behind every curtain."""
    return connect(SUPERUSER, autocommit=True)
