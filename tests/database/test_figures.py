"""Who writes and who reads the figures of a quarter: asked as the app's role (R28)."""

import pytest

from tests.cast import named
from tests.database import scene
from tests.database.scene import refused
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.enums import Role
from tvaers.sharing.acting import system_claims

WRITE = (
    "INSERT INTO cases_publishedfigure (id, owner_id, quarter, measure, divided, band, count)"
    " VALUES (gen_random_uuid(), %s, '2026-07-01', 'entries', %s, %s, %s)"
)
COUNT = "SELECT count(*) FROM cases_publishedfigure"
EVERYBODY = ("alice", "bo", "frida", "inga", "stine", "hanne", "henrik", "palle", "ida", "karen", "olga", "oda", "vera")


def job(organisation):
    return system_claims(named(organisation), categories=Category(0), purposes=Purpose(0))


def read(connection, who):
    with scene.acting(connection, who):
        return connection.execute(COUNT).fetchone()[0]


@pytest.fixture
def published(cast, as_app):
    """Gladsaxe has published one figure."""
    with scene.acting(as_app, job("gladsaxe")):
        as_app.execute(WRITE, [named("gladsaxe"), "all", "all", 12])


def test_only_the_own_job_publishes(cast, as_app):
    for who in EVERYBODY:
        with scene.acting(as_app, who):
            assert refused(as_app, WRITE, [named("gladsaxe"), "all", "all", 12]) == "42501", who
    with scene.acting(as_app, job("herlev")):
        assert refused(as_app, WRITE, [named("gladsaxe"), "all", "all", 12]) == "42501"
        assert refused(as_app, WRITE, [named("herlev"), "all", "all", 12]) == ""


@pytest.mark.parametrize(
    ("divided", "band", "count", "state"),
    [
        ("age", "under-15", 4, "23514"),
        ("age", "under-15", 1, "23514"),
        ("age", "under-15", None, "23514"),
        ("all", "all", 4, "23514"),
        ("all", "all", None, ""),
        ("age", "under-15", 5, ""),
        ("age", "under-15", 0, ""),
        # An area that is none.
        ("area", "area", 5, "23514"),
        ("area", "unknown", 4, "23514"),
        ("area", "unknown", 5, ""),
    ],
)
def test_the_database_takes_no_figure_of_a_few(cast, as_app, divided, band, count, state):
    with scene.acting(as_app, job("gladsaxe")):
        assert refused(as_app, WRITE, [named("gladsaxe"), divided, band, count]) == state


def test_what_is_published_is_published_once_and_stays(published, as_app):
    with scene.acting(as_app, job("gladsaxe")):
        assert refused(as_app, WRITE, [named("gladsaxe"), "all", "all", 13]) == "23505"
        assert refused(as_app, "UPDATE cases_publishedfigure SET count = 13") == "42501"
        assert refused(as_app, "DELETE FROM cases_publishedfigure") == "42501"


def test_the_own_people_read_it_and_the_parties_steering_group_and_inspectors(published, as_app):
    own = {"alice", "bo", "frida", "inga", "stine"}
    assert {who for who in EVERYBODY if read(as_app, who)} == own | {"ida"}
    for roles, count in ((Role.STEERING, 1), (Role.INSPECTOR, 1), (Role.SUPERVISOR | Role.ADMINISTRATOR, 0)):
        with scene.acting(as_app, "hanne", roles=int(roles)):
            assert as_app.execute(COUNT).fetchone() == (count,), roles
        with scene.acting(as_app, "olga", roles=int(roles)):
            assert as_app.execute(COUNT).fetchone() == (0,), "no party"


@pytest.mark.parametrize(
    "ends",
    [
        "UPDATE sharing_frameparty SET until_at = now() WHERE organisation_id = %(police)s",
        "UPDATE sharing_frameparty SET until_at = now() WHERE organisation_id = %(gladsaxe)s",
        "UPDATE sharing_frame SET ended_at = now() WHERE kind = 'agreement'",
        "UPDATE sharing_frame SET kind = 'statute'",
    ],
)
def test_without_an_agreement_in_force_between_them_nobody_else_reads_it(published, as_app, as_administrator, ends):
    assert read(as_app, "ida") == 1
    as_administrator.execute(ends, {"police": named("police"), "gladsaxe": named("gladsaxe")})
    assert read(as_app, "ida") == 0
    assert read(as_app, "inga") == 1


def test_nobody_is_named_in_it(cast, as_administrator):
    columns = "SELECT attname FROM pg_attribute WHERE attrelid = 'cases_publishedfigure'::regclass AND attnum > 0"
    found = {name for (name,) in as_administrator.execute(columns)}
    assert found == {"id", "owner_id", "quarter", "measure", "divided", "band", "area_id", "count"}
