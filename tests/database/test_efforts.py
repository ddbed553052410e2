"""The catalogue of efforts, and what was chosen in a case, in the database's own hands: tried as the server's role."""

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests import case_scene, effort_scene, picture_scene
from tests.cast import named
from tests.database.scene import enter
from tests.stage import acting_as
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category
from tvaers.sharing.enums import May

pytestmark = pytest.mark.django_db(transaction=True)
NOT_ALLOWED, IN_ANOTHER_NAME, CHECKED, TWICE = "42501", "TV042", "23514", "23505"
FROZEN, NO_AUTHORITY = "TV003", "TV097"
GLADSAXE, HERLEV, POLICE, ASSOCIATION = (named(each) for each in ("gladsaxe", "herlev", "police", "association"))
BO, FRIDA, HANNE = named("bo"), named("frida"), named("hanne")
EFFORT = """
INSERT INTO efforts_effort
    (id, owner_id, audience, state, kind, title, what, for_whom, provider, provider_kind, contact, areas, capacity,
     source, needs_consent, room, keeper_id, starter, edition, begun_by, written_by)
VALUES (%(effort)s, %(owner)s, %(audience)s, %(state)s, %(kind)s, %(title)s, 'Hvad', 'Hvem', 'Hvis', %(provider)s, '',
        %(areas)s, '', '', %(consent)s, '', %(keeper)s, '', 1, %(by)s, %(by)s)
"""
STEP = """
INSERT INTO efforts_effortstep (id, owner_id, effort_id, place, text, who, days)
VALUES (%(step)s, %(owner)s, %(effort)s, %(place)s, 'Ring', %(who)s, %(days)s)
"""
OFFER = """
UPDATE efforts_effort SET state = 'offered', audience = %(to)s, offered_by = %(by)s,
    offered_at = statement_timestamp(), review_date = current_date + 365 WHERE id = %(effort)s
"""
CLOSE = """
UPDATE efforts_effort SET state = 'closed', closed_by = %(by)s, closed_at = statement_timestamp()
WHERE id = %(effort)s
"""
ROOM = "UPDATE efforts_effort SET room = %(room)s, room_by = %(by)s, room_on = %(on)s WHERE id = %(effort)s"
TABLES = ("efforts_effort", "efforts_effortstep")


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    picture_scene.drawn(as_maintenance)


def values(**changes):
    """What Bo would write."""
    given = {
        "owner": GLADSAXE,
        "by": BO,
        "keeper": BO,
        "audience": [],
        "to": [HERLEV, POLICE],
        "state": "draft",
        "kind": "mentor",
        "provider": "public",
        "consent": False,
        "areas": [picture_scene.PARK],
        "title": "En mentor",
        "effort": uuid4(),
        "step": uuid4(),
        "place": 1,
        "who": "lead",
        "days": 3,
        "room": "full",
        "on": clock.today(),
    }
    return given | changes


@pytest.fixture
def draft(as_app):
    """A draft of Bo's with a step."""
    given = values()
    with as_app.transaction():
        enter(as_app, "bo")
        as_app.execute(EFFORT, given)
        as_app.execute(STEP, given)
    return given


@pytest.fixture
def offered(draft, as_app):
    """The same, offered to Herlev and the police."""
    with as_app.transaction():
        enter(as_app, "bo")
        as_app.execute(OFFER, draft)
    return draft


def tried(connection, who, statement, given):
    """The state in which a statement of somebody's is refused, or how many rows it touched; undone."""
    with connection.transaction(force_rollback=True):
        enter(connection, who)
        try:
            with connection.transaction():
                return connection.execute(statement, given).rowcount
        except psycopg.Error as error:
            return error.sqlstate


def seen(connection, who, given):
    """What somebody sees: how many efforts and steps, the one, its title found, its steps joined."""
    with connection.transaction(force_rollback=True):
        enter(connection, who)
        counts = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]
        one = connection.execute("SELECT title FROM efforts_effort WHERE id = %(effort)s", given).rowcount
        found = connection.execute("SELECT 1 FROM efforts_effort WHERE title ILIKE 'en men%%'", given).rowcount
        steps = connection.execute("SELECT 1 FROM efforts_effortstep WHERE effort_id = %(effort)s", given).rowcount
    return {*counts, one, found, steps}


def test_a_draft_is_the_owners_and_what_is_offered_its_audiences(draft, as_app):
    for who, number in (("bo", 1), ("dina", 1), *((each, 0) for each in ("hanne", "palle", "oda", "vera", "karen"))):
        assert seen(as_app, who, draft) == {number}, who
    with as_app.transaction():
        enter(as_app, "bo")
        as_app.execute(OFFER, draft)
    for who, number in (("hanne", 1), ("palle", 1), *((each, 0) for each in ("oda", "vera", "karen", "helga"))):
        assert seen(as_app, who, draft) == {number}, who
    # Closed it can still be read, and taken out of the audience no longer.
    with as_app.transaction():
        enter(as_app, "bo")
        as_app.execute(CLOSE, draft)
    assert seen(as_app, "hanne", draft) == {1}
    with as_app.transaction():
        enter(as_app, "bo")
        as_app.execute("UPDATE efforts_effort SET audience = %s", [[POLICE]])
    assert seen(as_app, "hanne", draft) == {0}


@pytest.mark.parametrize("who", ["dina", "alice", "gerda", "hanne", "palle", "oda", "vera", "helga"])
def test_nobody_but_who_keeps_the_catalogue_writes(offered, as_app, who):
    mine = offered | {"by": named(who), "step": uuid4(), "place": 2}
    assert tried(as_app, who, EFFORT, mine | {"effort": uuid4()}) == NOT_ALLOWED
    assert tried(as_app, who, STEP, mine) == NOT_ALLOWED
    assert tried(as_app, who, CLOSE, mine) == 0
    assert tried(as_app, who, ROOM, mine) == 0
    assert tried(as_app, who, "DELETE FROM efforts_effortstep", {}) == 0
    assert tried(as_app, who, "DELETE FROM efforts_effort", {}) == 0


def test_a_coordinator_elsewhere_hangs_no_step_on_it_and_takes_over_nothing(offered, as_app):
    theirs = offered | {"by": named("oda"), "owner": named("outside"), "step": uuid4(), "place": 2}
    assert tried(as_app, "oda", STEP, theirs) == NOT_ALLOWED
    # A taken place is not told from a free one, nor an effort that is there from one that is not.
    assert tried(as_app, "oda", STEP, theirs | {"place": 1}) == NOT_ALLOWED
    assert tried(as_app, "oda", STEP, theirs | {"effort": uuid4()}) == NOT_ALLOWED
    own = values(owner=named("outside"), by=named("oda"), keeper=named("oda"))
    assert tried(as_app, "oda", EFFORT, own) == 1
    assert tried(as_app, "oda", EFFORT, own | {"owner": GLADSAXE}) == NOT_ALLOWED


def test_an_association_keeps_no_catalogue_and_is_no_audience(draft, as_app):
    housing = values(owner=named("housing"), by=named("helga"), keeper=named("helga"))
    assert tried(as_app, "helga", EFFORT, housing) == NO_AUTHORITY
    assert tried(as_app, "bo", OFFER, draft | {"to": [ASSOCIATION]}) == NO_AUTHORITY


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, 1),
        ({"state": "offered"}, NOT_ALLOWED),
        ({"kind": "noget"}, CHECKED),
        ({"provider": "association"}, CHECKED),
        ({"provider": "firm"}, CHECKED),
        ({"provider": "association", "consent": True}, 1),
        ({"audience": [HERLEV]}, CHECKED),
        ({"areas": [uuid4()]}, NOT_ALLOWED),
        ({"areas": []}, 1),
        ({"keeper": HANNE}, NOT_ALLOWED),
        ({"by": FRIDA}, IN_ANOTHER_NAME),
        ({"owner": HERLEV}, NOT_ALLOWED),
        ({"title": "Set 010203-1234"}, CHECKED),
    ],
)
def test_an_effort_begins_as_a_draft_of_the_lists_in_the_own_name(as_app, changes, state):
    assert tried(as_app, "bo", EFFORT, values(**changes)) == state


def test_it_goes_one_step_at_a_time_in_the_own_name_and_never_back_to_a_draft(draft, as_app):
    assert tried(as_app, "bo", OFFER, draft | {"by": FRIDA}) == IN_ANOTHER_NAME
    at_once = CLOSE.replace("SET", "SET offered_by = %(by)s, offered_at = statement_timestamp(),")
    assert tried(as_app, "bo", at_once, draft) == FROZEN
    bare = "UPDATE efforts_effort SET state = 'offered' WHERE id = %(effort)s"
    assert tried(as_app, "bo", bare, draft) == CHECKED
    nowhere = OFFER.replace("SET", "SET areas = '{}',")
    assert tried(as_app, "bo", nowhere, draft) == NOT_ALLOWED
    with as_app.transaction():
        enter(as_app, "bo")
        as_app.execute(OFFER, draft)
    back = "UPDATE efforts_effort SET state = 'draft', offered_by = NULL, offered_at = NULL, audience = '{}'"
    assert tried(as_app, "bo", back, {}) == FROZEN
    assert tried(as_app, "bo", "DELETE FROM efforts_effort", {}) == 0
    for column in ("begun_by", "begun_at", "owner_id", "starter", "id"):
        assert tried(as_app, "bo", f"UPDATE efforts_effort SET {column} = {column}", {}) == NOT_ALLOWED, column


def test_whether_there_is_room_is_said_by_oneself_and_not_for_a_day_to_come(offered, as_app):
    assert tried(as_app, "bo", ROOM, offered) == 1
    assert tried(as_app, "bo", ROOM, offered | {"by": FRIDA}) == IN_ANOTHER_NAME
    assert tried(as_app, "bo", ROOM, offered | {"by": None}) == CHECKED
    assert tried(as_app, "bo", ROOM, offered | {"room": "12 pladser"}) in {CHECKED, "22001"}
    for day in (clock.today() + timedelta(days=3), "infinity", "0001-01-01"):
        assert tried(as_app, "bo", ROOM, offered | {"on": day}) == NOT_ALLOWED, day


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, 1),
        ({"place": 1}, TWICE),
        ({"who": "noget"}, CHECKED),
        ({"days": 251}, CHECKED),
        ({"owner": HERLEV}, NOT_ALLOWED),
    ],
)
def test_a_step_is_of_the_lists_and_of_the_own_effort(draft, as_app, changes, state):
    assert tried(as_app, "bo", STEP, draft | {"step": uuid4(), "place": 2} | changes) == state
    assert tried(as_app, "bo", "UPDATE efforts_effortstep SET text = 'Andet'", {}) == NOT_ALLOWED


# --- behind the case ----------------------------------------------------------------------------------

OTHERS = ("hanne", "palle", "karen", "olga", "vera", "carl", "gerda")
CHOSEN = (
    "INSERT INTO plans_choseneffort"
    " (id, dossier_id, effort_id, title, provider, why, goal_id, start_on, chosen_by, ended_words)"
    " VALUES (%(id)s, %(case)s, %(effort)s, '', '', '', %(goal)s, %(on)s, %(by)s, '')"
)
SAID = (
    "INSERT INTO plans_effortstatement (id, dossier_id, chosen_id, said_by, words, said_on, written_by)"
    " VALUES (%(id)s, %(case)s, %(chosen)s, '', '', %(on)s, %(by)s)"
)
END = (
    "UPDATE plans_choseneffort SET ended_on = %(on)s, ended_at = statement_timestamp(), ended_by = %(by)s"
    " WHERE id = %(chosen)s"
)
OF_CASE = ("plans_choseneffort", "plans_effortstatement")


@pytest.fixture
def chosen():
    """A case of Alice's with an effort chosen in it, and what was said of it."""
    effort = effort_scene.offered()
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
        row = effort_scene.chosen(alice, case, effort)
        effort_scene.goes(alice, case, row)
        other = case_scene.case(alice)
    return {"case": case, "other": other, "effort": effort, "chosen": row, "goal": None, "on": clock.today()}


def met(statement, given):
    """The state in which it is refused, or how many rows it touched."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, given | {"id": ids.opaque()})
            return cursor.rowcount
    except DatabaseError as error:
        return error.__cause__.sqlstate


def behind(case):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM plans_choseneffort WHERE dossier_id = %s),"
            " (SELECT count(*) FROM plans_effortstatement), (SELECT count(*) FROM plans_choseneffort"
            " WHERE effort_id IN (SELECT id FROM efforts_effort))",
            [case],
        )
        return set(cursor.fetchone())


@pytest.mark.parametrize("key", OTHERS)
def test_nobody_else_reads_writes_or_ends_what_was_chosen(chosen, key):
    with acting_as(key) as somebody:
        given = chosen | {"by": somebody.id}
        assert behind(chosen["case"]) == {0}
        assert met(CHOSEN, given) == NOT_ALLOWED
        assert met(SAID, given) == NOT_ALLOWED
        assert met(END, given) == 0
        for table in OF_CASE:
            assert met(f"DELETE FROM {table}", given) == NOT_ALLOWED


def test_a_contributor_elsewhere_reads_and_writes_nothing(chosen, acting_as):
    case_scene.share(acting_as, chosen["case"], Category.PLAN, may=May.CONTRIBUTE)
    with acting_as("hanne") as hanne:
        given = chosen | {"by": hanne.id}
        assert behind(chosen["case"]) == {1}
        assert met(CHOSEN, given) == NOT_ALLOWED
        assert met(SAID, given) == NOT_ALLOWED
        assert met(END, given) == 0


def test_the_plan_is_not_seen_with_other_categories(chosen, acting_as):
    case_scene.share(acting_as, chosen["case"], Category.ENTRY)
    with acting_as("hanne"):
        assert behind(chosen["case"]) == {0}


def test_the_owner_writes_of_what_is_offered_and_of_this_case_alone(chosen):
    draft = effort_scene.begun(title="Kladde")
    with acting_as("alice") as alice:
        given = chosen | {"by": alice.id}
        assert met(CHOSEN, given) == 1
        assert met(CHOSEN, given | {"effort": draft}) == NOT_ALLOWED
        assert met(CHOSEN, given | {"effort": uuid4()}) == NOT_ALLOWED
        assert met(CHOSEN, given | {"goal": uuid4()}) == NOT_ALLOWED
        assert met(CHOSEN, given | {"by": BO}) == IN_ANOTHER_NAME
        assert met(SAID, given) == 1
        assert met(SAID, given | {"case": chosen["other"]}) == NOT_ALLOWED
        assert met(SAID, given | {"by": BO}) == IN_ANOTHER_NAME
        assert met(SAID, given | {"on": clock.today() + timedelta(days=3)}) == NOT_ALLOWED


def test_what_was_chosen_stays_and_ends_once(chosen):
    with acting_as("alice") as alice:
        given = chosen | {"by": alice.id}
        for column in ("effort_id", "title", "why", "start_on", "chosen_by", "goal_id", "dossier_id"):
            assert met(f"UPDATE plans_choseneffort SET {column} = {column}", given) == NOT_ALLOWED, column
        assert met("UPDATE plans_effortstatement SET words = ''", given) == NOT_ALLOWED
        for table in OF_CASE:
            assert met(f"DELETE FROM {table}", given) == NOT_ALLOWED
        assert met(END, given | {"by": BO}) == IN_ANOTHER_NAME
        assert met(END.replace("%(on)s", "%(on)s - 9"), given) == CHECKED
        assert met(END, given) == 1
        assert met(END, given) == FROZEN
