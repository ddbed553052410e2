"""Plans of conflicts in the database's own hands: tried as the server's role."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests import conflict_scene as scene
from tests import picture_scene
from tests.cast import named
from tests.database.scene import enter
from tests.stage import acting_as
from tvaers.conflict import actions
from tvaers.foundation import clock

pytestmark = pytest.mark.django_db(transaction=True)
NOT_ALLOWED, IN_ANOTHER_NAME, CHECKED, TWICE = "42501", "TV042", "23514", "23505"
FROZEN, NO_AUTHORITY, MOVED = "TV003", "TV097", "TV028"
GLADSAXE, HERLEV, POLICE, ASSOCIATION = (named(each) for each in ("gladsaxe", "herlev", "police", "association"))
BO, FRIDA, HANNE = named("bo"), named("frida"), named("hanne")
TABLES = ("conflict_plan", "conflict_part", "conflict_done", "conflict_logline")
PLAN = """
INSERT INTO conflict_plan
    (id, owner_id, audience, state, kind, title, areas, trigger, lead_id, normal_signs, went_well, next_time,
     expires_at, edition, begun_by, written_by)
VALUES (%(plan)s, %(owner)s, %(audience)s, %(state)s, %(kind)s, %(title)s, %(areas)s, 'Sten', %(lead)s, 'Ro', '', '',
        %(expires)s, 1, %(by)s, %(by)s)
"""
PART = """
INSERT INTO conflict_part (id, owner_id, plan_id, kind, organisation_id, who, target, text, contact, by_id)
VALUES (%(part)s, %(owner)s, %(plan)s, %(part_kind)s, %(doer)s, 'Klubben', %(target)s, 'Åbn', '', %(by)s)
"""
DONE = "INSERT INTO conflict_done (id, owner_id, by_id, part_id) VALUES (%(done)s, %(owner)s, %(by)s, %(part)s)"
LINE = """
INSERT INTO conflict_logline (id, owner_id, by_id, plan_id, text)
VALUES (%(line)s, %(owner)s, %(by)s, %(plan)s, %(text)s)
"""
START = """
UPDATE conflict_plan SET state = 'in-force', started_by = %(by)s, started_at = statement_timestamp(),
    review_on = current_date + 14, expires_at = statement_timestamp() + interval '21 days' WHERE id = %(plan)s
"""
CALM = """
UPDATE conflict_plan SET state = 'normal', calmed_by = %(by)s, calmed_at = statement_timestamp() WHERE id = %(plan)s
"""
CLOSE = """
UPDATE conflict_plan SET state = 'closed', closed_by = %(by)s, closed_at = statement_timestamp(), went_well = 'Hurtigt'
WHERE id = %(plan)s
"""
CHANGES = (
    "UPDATE conflict_plan SET title = 'Andet'",
    "UPDATE conflict_plan SET audience = '{}'",
    "UPDATE conflict_plan SET expires_at = statement_timestamp() + interval '1 day'",
    "UPDATE conflict_part SET text = 'Andet'",
    "UPDATE conflict_part SET organisation_id = NULL",
    "DELETE FROM conflict_part",
    "DELETE FROM conflict_plan",
)


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    picture_scene.drawn(as_maintenance)


def values(who="bo", organisation="gladsaxe", **changes):
    """What somebody would write."""
    given = {
        "owner": named(organisation),
        "by": named(who),
        "lead": BO,
        "audience": [HERLEV, POLICE],
        "state": "draft",
        "kind": "ongoing",
        "areas": [picture_scene.PARK],
        "title": "Stenkast",
        "text": "Roligt.",
        "expires": clock.now() + timedelta(days=20),
        "part_kind": "measure",
        "doer": POLICE,
        "target": "youth",
        **{name: uuid4() for name in ("plan", "part", "done", "line")},
    }
    return given | changes


def tried(connection, who, statement, given=None):
    """The state in which a statement of somebody's is refused, or how many rows it touched; undone."""
    with connection.transaction(force_rollback=True):
        enter(connection, who)
        try:
            with connection.transaction():
                return connection.execute(statement, given).rowcount
        except psycopg.Error as error:
            return error.sqlstate


def seen(connection, who, plan):
    """What somebody sees of a plan with one row of each table: the counts, the one, and its title found."""
    with connection.transaction(force_rollback=True):
        enter(connection, who)
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
        one = connection.execute("SELECT title FROM conflict_plan WHERE id = %s", [plan]).rowcount
        found = connection.execute("SELECT 1 FROM conflict_plan WHERE title ILIKE 'fyrvær%%'").rowcount
        joined = connection.execute("SELECT 1 FROM conflict_part WHERE plan_id = %s", [plan]).rowcount
    return {*counts, one, found, joined}


@pytest.fixture
def plan():
    """In force, read by Herlev and the police, with a measure of the police that is done, and a line of the log."""
    made = scene.in_force()
    part = scene.measure(made)
    with acting_as("palle") as palle:
        actions.tick(by=palle, plan=made, part=part, is_done=True)
    scene.logged(made)
    return made


@pytest.fixture
def part(plan, as_maintenance):
    return as_maintenance.execute("SELECT id FROM conflict_part").fetchone()[0]


READERS, OTHERS = ("bo", "dina", "gerda", "hanne", "palle"), ("oda", "olga", "karen", "vera", "helga")


def test_a_plan_is_its_owners_and_its_audiences_until_it_is_over(plan, as_app, as_maintenance):
    for who, number in (*((each, 1) for each in READERS), *((each, 0) for each in OTHERS)):
        assert seen(as_app, who, plan) == {number}, who
    with acting_as("bo") as bo:
        actions.save(by=bo, plan=plan, told=scene.told("police"), edition=1)
    assert seen(as_app, "hanne", plan) == {0}
    assert seen(as_app, "palle", plan) == {1}
    scene.over(as_maintenance, plan)
    assert seen(as_app, "palle", plan) == {0}
    assert seen(as_app, "dina", plan) == {1}


def test_a_draft_is_the_owners_alone(as_app):
    draft = scene.begun()
    for who in ("hanne", "palle", *OTHERS):
        assert tried(as_app, who, "SELECT 1 FROM conflict_plan WHERE id = %s", [draft]) == 0, who
    assert tried(as_app, "gerda", "SELECT 1 FROM conflict_plan WHERE id = %s", [draft]) == 1


def test_nobody_but_who_decides_at_the_owner_changes_it(plan, as_app, subtests):
    whos = ("hanne", "palle", "dina", "gerda", *OTHERS)
    assert len(whos) * len(CHANGES) == 63
    for who in whos:
        for statement in CHANGES:
            with subtests.test(who=who, statement=statement):
                assert tried(as_app, who, statement) == 0


def test_nor_adds_a_part_to_it(plan, as_app, subtests):
    for who, organisation in (
        *(("hanne", "herlev"), ("palle", "police"), ("dina", "gladsaxe"), ("gerda", "gladsaxe"), ("oda", "outside")),
    ):
        with subtests.test(who):
            given = values(who, organisation, plan=plan)
            assert tried(as_app, who, PART, given) == NOT_ALLOWED
            assert tried(as_app, who, PART, given | {"owner": GLADSAXE}) == (
                NOT_ALLOWED if organisation != "gladsaxe" or who in {"dina", "gerda"} else 1
            )
            # A plan that is there is not told from one that is not.
            assert tried(as_app, who, PART, given | {"plan": uuid4()}) == NOT_ALLOWED


BEGUN: tuple[tuple[dict[str, Any], Any], ...] = (
    ({}, 1),
    ({"state": "in-force"}, NOT_ALLOWED),
    ({"state": "noget"}, NOT_ALLOWED),
    ({"kind": "noget"}, CHECKED),
    ({"areas": [uuid4()]}, NOT_ALLOWED),
    ({"areas": []}, NOT_ALLOWED),
    ({"lead": HANNE}, NOT_ALLOWED),
    ({"by": FRIDA}, IN_ANOTHER_NAME),
    ({"owner": HERLEV}, NOT_ALLOWED),
    ({"audience": [ASSOCIATION]}, NO_AUTHORITY),
    ({"title": "Set 010203-1234"}, CHECKED),
    ({"expires": clock.now() + timedelta(days=70)}, NOT_ALLOWED),
)


def test_a_plan_begins_as_a_draft_of_the_lists_in_the_own_name(as_app, subtests):
    for changes, state in BEGUN:
        with subtests.test(changes=changes):
            assert tried(as_app, "bo", PLAN, values(**changes)) == state


def test_an_association_writes_none(as_app):
    given = values("helga", "housing", lead=named("helga"), audience=[])
    assert tried(as_app, "helga", PLAN, given) == NO_AUTHORITY


def test_it_goes_one_step_at_a_time_in_the_own_name(as_app):
    draft = values(plan=scene.begun())
    assert tried(as_app, "bo", START, draft) == 1
    assert tried(as_app, "bo", START, draft | {"by": FRIDA}) == IN_ANOTHER_NAME
    # The database counts in UTC, where it may still be yesterday.
    assert tried(as_app, "bo", START.replace("+ 14", "+ 44"), draft) == NOT_ALLOWED
    assert tried(as_app, "bo", CALM, draft) == FROZEN
    at_once = CALM.replace("SET", "SET started_by = %(by)s, started_at = statement_timestamp(),")
    assert tried(as_app, "bo", at_once, draft) == FROZEN
    # What goes on now does not lie ready.
    ready = "UPDATE conflict_plan SET state = 'ready', review_on = current_date + 9 WHERE id = %(plan)s"
    assert tried(as_app, "bo", ready, draft) == CHECKED


def test_what_was_in_force_is_closed_with_what_was_learned_and_stays_so(plan, as_app):
    given = values(plan=plan)
    assert tried(as_app, "bo", CLOSE, given) in {FROZEN, CHECKED}
    with acting_as("bo") as bo:
        actions.calm(by=bo, plan=plan)
    assert tried(as_app, "bo", CLOSE.replace("'Hurtigt'", "''"), given) == CHECKED
    assert tried(as_app, "bo", "DELETE FROM conflict_plan") == 0
    with acting_as("bo") as bo:
        actions.learn(by=bo, plan=plan, went_well="Hurtigt.", next_time="")
    for statement in CHANGES:
        assert tried(as_app, "bo", statement) == 0, statement
    assert tried(as_app, "bo", PART, given) == NOT_ALLOWED


def test_an_end_is_within_reach_and_not_long_ago(plan, as_app):
    later = "UPDATE conflict_plan SET expires_at = statement_timestamp() + interval '%s days'"
    assert tried(as_app, "bo", later.replace("%s", "49")) == 1
    assert tried(as_app, "bo", later.replace("%s", "52")) == NOT_ALLOWED
    assert tried(as_app, "bo", later.replace("%s", "-400")) == FROZEN
    assert tried(as_app, "bo", "UPDATE conflict_plan SET owner_id = %s", [HERLEV]) == NOT_ALLOWED


TICKED = (
    *(("palle", "police", 1), ("bo", "gladsaxe", 1), ("dina", "gladsaxe", 1)),
    *(("gerda", "gladsaxe", NOT_ALLOWED), ("hanne", "herlev", NOT_ALLOWED), ("oda", "outside", NOT_ALLOWED)),
    ("ida", "police", NOT_ALLOWED),
)


def test_a_measure_is_ticked_off_by_whose_it_is_and_by_the_owner(as_app, subtests):
    plan = scene.in_force()
    part, actor = scene.measure(plan), scene.actor(plan)
    for who, organisation, state in TICKED:
        with subtests.test(who):
            given = values(who, organisation, part=part)
            elsewhere = HERLEV if organisation != "herlev" else POLICE
            assert tried(as_app, who, DONE, given) == state
            assert tried(as_app, who, DONE, given | {"part": actor}) == NOT_ALLOWED
            assert tried(as_app, who, DONE, given | {"by": named("carl")}) == IN_ANOTHER_NAME
            assert tried(as_app, who, DONE, given | {"owner": elsewhere}) == NOT_ALLOWED


def test_what_is_ticked_is_so_once_and_taken_back_by_the_same(plan, part, as_app):
    assert tried(as_app, "palle", DONE, values("palle", "police", part=part)) == TWICE
    for who, number in (("palle", 1), ("bo", 1), ("hanne", 0), ("gerda", 0), ("oda", 0)):
        assert tried(as_app, who, "DELETE FROM conflict_done") == number, who
    assert tried(as_app, "palle", "UPDATE conflict_done SET done_at = now()") == NOT_ALLOWED
    with acting_as("bo") as bo:
        actions.calm(by=bo, plan=plan)
    assert tried(as_app, "palle", "DELETE FROM conflict_done") == 0


LOGGED = (
    *(("palle", "police", 1), ("hanne", "herlev", 1), ("dina", "gladsaxe", 1)),
    *(("gerda", "gladsaxe", NOT_ALLOWED), ("ida", "police", NOT_ALLOWED), ("oda", "outside", NOT_ALLOWED)),
    *(("karen", "probation", NOT_ALLOWED), ("vera", "association", NO_AUTHORITY)),
)


def test_the_log_is_written_by_readers_who_work_with_people(plan, as_app, subtests):
    for who, organisation, state in LOGGED:
        with subtests.test(who):
            given = values(who, organisation, plan=plan)
            unnamed, numbered = given | {"by": named("carl")}, given | {"text": "Set 010203-1234"}
            assert tried(as_app, who, LINE, given) == state
            assert tried(as_app, who, LINE, unnamed) in {IN_ANOTHER_NAME, NOT_ALLOWED, NO_AUTHORITY}
            assert tried(as_app, who, LINE, numbered) in {CHECKED, NOT_ALLOWED, NO_AUTHORITY}
            assert tried(as_app, who, "UPDATE conflict_logline SET text = 'Andet'") == NOT_ALLOWED


def test_a_line_that_tells_too_much_is_taken_out_by_who_answers_for_the_plan(plan, as_app, subtests):
    for who, gone in (("bo", 1), ("frida", 1), ("dina", 0), ("hanne", 0), ("palle", 0)):
        with subtests.test(who):
            assert tried(as_app, who, "DELETE FROM conflict_logline") == gone


def test_nothing_is_logged_or_ticked_when_it_is_not_in_force(as_app):
    for plan in (scene.foreseen(), scene.normal()):
        given = values("palle", "police", plan=plan, part=scene.measure(plan))
        assert tried(as_app, "palle", LINE, given) == NOT_ALLOWED
        assert tried(as_app, "palle", DONE, given) == NOT_ALLOWED


def test_no_line_or_tick_of_another_time(plan, part, as_app):
    old = LINE.replace("plan_id, text)", "plan_id, text, written_at)").replace(
        "%(text)s)", "%(text)s, now() - interval '2 days')"
    )
    assert tried(as_app, "palle", old, values("palle", "police", plan=plan)) == NOT_ALLOWED
    an_hour_ago = old.replace("2 days", "1 hour")
    assert tried(as_app, "palle", an_hour_ago, values("palle", "police", plan=plan)) == NOT_ALLOWED
    late = old.replace("- interval", "+ interval")
    assert tried(as_app, "palle", late, values("palle", "police", plan=plan)) == NOT_ALLOWED
