"""A generated world is a real one: its pages open on the real server, its texts are read, nobody else sees them."""

import os
import re
import shutil
from pathlib import Path

import psycopg
import pytest

from bench.browser import Browser
from bench.served import served
from bench.world.place import World
from bench.world.shape import GRANTS, HOME, POLICE, Block, Organisation, Shape, readers_elsewhere
from tvaers.foundation.secrets import Secrets

pytestmark = pytest.mark.first
HERE = Path(__file__).resolve().parents[2] / "var" / "test"
SIZE = 300
STRANGER = Organisation(70)
# What sees a dossier, as the guard counts it.
SEES = """
SELECT count(DISTINCT a.dossier_id) FROM sharing_access a
WHERE a.reader_id = %s AND a.state = 'accepted' AND a.ended_at IS NULL AND a.until_at > now()
"""
GIVEN = "SELECT dossier_id FROM sharing_access WHERE reader_id = %s AND source = 'disclosure'"
CASE = """
SELECT c.id FROM cases_case c JOIN sharing_dossier d ON d.id = c.id
WHERE d.owner_id = %s ORDER BY (SELECT count(*) FROM sharing_access a WHERE a.dossier_id = c.id), c.opened_at
"""


@pytest.fixture(scope="module")
def world():
    # Not below pytest's own directory, which it closes to the user whom the database runs as.
    directory = HERE / f"world-{os.getpid()}"
    made = World(SIZE, directory, say=lambda _line: None)
    try:
        with made.running():
            yield made
    finally:
        made.cluster.remove()
        shutil.rmtree(directory)


@pytest.fixture(scope="module")
def rows(world):
    secrets = Secrets.load(world.directory / "secrets.json")
    role = "tvaers_maintenance"
    with psycopg.connect(
        host=str(world.cluster.socket_directory), dbname="tvaers", user=role, password=secrets.passwords[role]
    ) as connection:
        yield connection


@pytest.fixture(scope="module")
def server(world):
    with served(world.environment, workers=1) as running:
        yield running


@pytest.fixture(scope="module")
def at(server):
    """A browser of somebody in an organisation, signed in over HTTP with both factors."""
    browsers = {}

    def signed_in(organisation, place=0):
        email = organisation.email(place)
        if email not in browsers:
            browsers[email] = Browser(server.port).sign_in(email)
        return browsers[email]

    yield signed_in
    for browser in browsers.values():
        browser.close()


def ids(rows, statement, *values):
    return [row[0] for row in rows.execute(statement, values)]


def test_it_has_the_size_and_the_police_see_their_part(rows):
    assert rows.execute("SELECT count(*) FROM sharing_dossier").fetchone() == (SIZE,)
    assert rows.execute(SEES, [Organisation(POLICE).units[0]]).fetchone() == (SIZE * 3 // 10,)
    shape = Shape(1_000_000)
    blocks = list(shape.blocks())
    assert len(blocks) * 10 == shape.size
    seen = sum(block.organisation == POLICE or block.is_shared for block in blocks)
    assert seen / len(blocks) == pytest.approx(0.3, abs=0.001)
    assert len(list(readers_elsewhere())) >= max(GRANTS)


def test_one_dossier_each_is_given_to_so_many(rows):
    given = ids(
        rows,
        "SELECT count(*) FROM sharing_access a WHERE a.source = 'disclosure' AND a.organisation_id <> %s"
        " GROUP BY a.dossier_id ORDER BY 1",
        Organisation(POLICE).id,
    )
    assert given == list(GRANTS)


def test_no_constraint_and_no_index_is_missing(rows, database):
    asked = (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    )
    with database.administrator() as fresh:
        for question in asked:
            assert set(rows.execute(question)) == set(fresh.execute(question))


def test_its_pages_open_and_say_what_was_sealed(rows, at):
    home = at(Organisation(HOME))
    case = ids(rows, CASE, Organisation(HOME).id)[0]
    concern = ids(
        rows,
        "SELECT k.id FROM concerns_concern k JOIN sharing_dossier d ON d.id = k.id"
        " WHERE d.owner_id = %s AND k.state = 'received'",
        Organisation(HOME).id,
    )[0]
    person = ids(rows, "SELECT person_id FROM cases_case WHERE id = %s", case)[0]
    for page, words in (
        ("/", "Dreng"),
        ("/concerns/", "Dreng"),
        (f"/concerns/{concern}/", "Klasselæreren"),
        ("/cases/?view=closed", "Prøvested 1"),
        (f"/cases/{case}/", "Gode venner i klubben"),
        (f"/cases/{case}/plan/", "Gå i skole hver dag"),
        (f"/cases/{case}/timeline/", "Samtale med skolen"),
        (f"/people/{person}/", "skole"),
    ):
        answer = home.get(page)
        assert answer.status == 200, page
        assert words in answer.body, page


def test_a_task_stands_at_whoever_owns_it(rows, at):
    home = Organisation(HOME)
    owner = ids(rows, "SELECT owner_id FROM plans_task WHERE state = 'open' AND owner_organisation_id = %s", home.id)[0]
    assert "Følge med til den første træning" in at(home, home.members.index(owner)).get("/tasks/").body


def test_a_person_is_found_by_name(rows, at):
    home = at(Organisation(HOME))
    case = ids(rows, CASE, Organisation(HOME).id)[0]
    person = ids(rows, "SELECT person_id FROM cases_case WHERE id = %s", case)[0]
    name = re.search(r"<h1[^>]*>\s*([^<]+?)\s*<", home.get(f"/people/{person}/").body)
    assert name
    found = home.post("/people/", q=name[1])
    assert found.status == 200
    assert str(person) in found.body


def test_what_was_not_given_is_not_there(rows, at):
    given = ids(
        rows, "SELECT dossier_id FROM sharing_access WHERE reader_id = %s AND source = 'disclosure'", STRANGER.id
    )
    kept, *_ = ids(rows, CASE, Organisation(HOME).id)
    assert at(Organisation(HOME)).get(f"/cases/{kept}/").status == 200
    assert at(STRANGER).get(f"/cases/{kept}/").status == 404
    assert {at(STRANGER).get(f"/cases/{case}/").status for case in given} == {200}, "of what was given it sees each"
    # Who works in the unit that keeps nothing is a stranger in the own house.
    assert at(Organisation(HOME), len(Organisation(HOME).members) - 1).get(f"/cases/{kept}/").status == 404


def test_the_police_open_what_was_shared_and_nothing_else(rows, at):
    shared = ids(
        rows,
        f"SELECT id FROM cases_case WHERE id IN ({GIVEN})",
        Organisation(POLICE).units[0],
    )
    hidden = [case for case in ids(rows, "SELECT id FROM cases_case") if case not in shared]
    own = ids(rows, CASE, Organisation(POLICE).id)
    police = at(Organisation(POLICE))
    assert {police.get(f"/cases/{case}/").status for case in (*shared, *own)} == {200}
    assert {police.get(f"/cases/{case}/").status for case in set(hidden) - set(own)} == {404}


@pytest.mark.parametrize("size", [0, 15, -10])
def test_a_size_that_cannot_be_is_refused(size):
    with pytest.raises(ValueError, match="multiple"):
        World(size)


def test_only_the_newest_concerns_wait():
    blocks = [Block(number, 2, number, 1000) for number in range(1000)]
    waiting = [block.place for block in blocks if block.waits]
    assert waiting == list(range(1000 - len(waiting), 1000))
    assert len(waiting) * 3 == 120


def test_people_have_as_many_tasks_in_a_large_world_as_in_a_small_one():
    for many in (100, 100_000):
        blocks = [Block(number, 0, number, many) for number in range(many)]
        worked_on = [block.place for block in blocks if block.is_worked_on]
        assert worked_on == list(range(many - 30, many))
