"""The method library in the database's own hands: drafts hidden, what is in use frozen, nobody writes for another."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from tests.cast import named
from tests.database.scene import acting, enter, refused

NOT_ALLOWED, IN_ANOTHER_NAME, CHECKED, TWICE = "42501", "TV042", "23514", "23505"
FROZEN, NOT_MOVED, NO_AUTHORITY = "TV003", "TV028", "TV097"
GLADSAXE, HERLEV, POLICE, ASSOCIATION = (named(each) for each in ("gladsaxe", "herlev", "police", "association"))
BO, FRIDA, HANNE = named("bo"), named("frida"), named("hanne")
METHOD = """
INSERT INTO methods_method (id, owner_id, audience, topic, places, keeper_id, starter, begun_by)
VALUES (%(method)s, %(owner)s, %(audience)s, %(topic)s, %(places)s, %(keeper)s, '', %(by)s)
"""
VERSION = """
INSERT INTO methods_methodversion
    (id, owner_id, method_id, number, state, title, summary, body, source, changed, edition, written_by)
VALUES (%(version)s, %(owner)s, %(method)s, %(number)s, %(state)s, %(title)s, 'Kort', 'Sådan', '', '', 1, %(by)s)
"""
USE = """
UPDATE methods_methodversion SET state = 'in-use', taken_by = %(by)s, taken_at = statement_timestamp()
WHERE id = %(version)s
"""
RETIRE = """
UPDATE methods_methodversion SET state = 'retired', retired_by = %(by)s, retired_at = statement_timestamp()
WHERE id = %(version)s
"""
TABLES = ("methods_method", "methods_methodversion")


def values(**changes):
    """What Bo would write."""
    given = {
        "owner": GLADSAXE,
        "by": BO,
        "keeper": BO,
        "audience": [HERLEV, POLICE],
        "topic": "ssp",
        "places": ["street"],
        "number": 1,
        "state": "draft",
        "title": "En side",
        "method": uuid4(),
        "version": uuid4(),
    }
    return given | changes


@pytest.fixture
def draft(cast, as_app):
    """A draft of Bo's, of a method that Herlev and the police read; what it was written with."""
    given = values()
    with acting(as_app, "bo"):
        as_app.execute(METHOD, given)
        as_app.execute(VERSION, given)
    return given


@pytest.fixture
def in_use(draft, as_app):
    """The same, taken into use."""
    with acting(as_app, "bo"):
        as_app.execute(USE, draft)
    return draft


def counts(connection):
    return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]


def tried(connection, who, statement, given):
    """The state in which a statement of somebody's is refused, or how many rows it touched; undone."""
    with connection.transaction(force_rollback=True):
        enter(connection, who)
        try:
            with connection.transaction():
                return connection.execute(statement, given).rowcount
        except psycopg.Error as error:
            return error.sqlstate


@pytest.mark.parametrize(
    ("who", "of_draft", "of_used"),
    [
        *(("bo", [1, 1], [1, 1]), ("dina", [1, 1], [1, 1]), ("gerda", [1, 1], [1, 1])),
        *(("hanne", [1, 0], [1, 1]), ("palle", [1, 0], [1, 1])),
        *((who, [0, 0], [0, 0]) for who in ("oda", "vera", "karen", "helga")),
    ],
)
def test_a_draft_is_the_owners_and_the_rest_its_audiences(draft, as_app, who, of_draft, of_used):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who)
        assert counts(as_app) == of_draft
        assert (as_app.execute("SELECT * FROM methods_methodversion WHERE id = %(version)s", draft).rowcount == 1) is (
            of_draft[1] == 1
        )
    with acting(as_app, "bo"):
        as_app.execute(USE, draft)
    with as_app.transaction(force_rollback=True):
        enter(as_app, who)
        assert counts(as_app) == of_used


def test_out_of_the_audience_nobody_reads_any_version(in_use, as_app):
    with acting(as_app, "bo"):
        as_app.execute("UPDATE methods_method SET audience = %s", [[POLICE]])
        as_app.execute(RETIRE, in_use)
    with as_app.transaction(force_rollback=True):
        enter(as_app, "hanne")
        assert counts(as_app) == [0, 0]
        # No count, no maximum and no join tells of it either.
        assert as_app.execute("SELECT max(number), count(*) FROM methods_methodversion").fetchone() == (None, 0)


@pytest.mark.parametrize("who", ["dina", "alice", "gerda", "hanne", "palle", "oda", "vera", "helga"])
def test_nobody_but_who_keeps_the_library_writes(in_use, as_app, who):
    mine = in_use | {"by": named(who), "number": 2, "version": uuid4()}
    assert tried(as_app, who, VERSION, mine) == NOT_ALLOWED
    assert tried(as_app, who, METHOD, mine | {"method": uuid4()}) == NOT_ALLOWED
    assert tried(as_app, who, "UPDATE methods_method SET audience = '{}'", {}) == 0
    assert tried(as_app, who, RETIRE, in_use | {"by": named(who)}) == 0
    assert tried(as_app, who, "DELETE FROM methods_methodversion", {}) == 0
    assert tried(as_app, who, "DELETE FROM methods_method", {}) == 0


def test_a_coordinator_elsewhere_hangs_no_version_on_it_and_takes_over_nothing(in_use, as_app):
    theirs = in_use | {"by": named("oda"), "owner": named("outside"), "number": 2, "version": uuid4()}
    assert tried(as_app, "oda", VERSION, theirs) == NOT_ALLOWED
    # A taken number is not told from a free one, nor a method that is there from one that is not.
    assert tried(as_app, "oda", VERSION, theirs | {"number": 1}) == NOT_ALLOWED
    assert tried(as_app, "oda", VERSION, theirs | {"method": uuid4()}) == NOT_ALLOWED
    own = values(owner=named("outside"), by=named("oda"), keeper=named("oda"), audience=[])
    assert tried(as_app, "oda", METHOD, own) == 1
    assert tried(as_app, "oda", METHOD, own | {"owner": GLADSAXE}) == NOT_ALLOWED


def test_an_association_keeps_no_library_and_is_no_audience(cast, as_app):
    housing = values(owner=named("housing"), by=named("helga"), keeper=named("helga"), audience=[])
    assert tried(as_app, "helga", METHOD, housing) == NO_AUTHORITY
    assert tried(as_app, "bo", METHOD, values(audience=[ASSOCIATION])) == NO_AUTHORITY


@pytest.mark.parametrize(
    "change",
    [
        "title = 'En anden'",
        "summary = 'En anden'",
        "body = 'En anden'",
        "source = 'En anden'",
        "changed = 'En anden'",
        "edition = 9",
        "written_at = statement_timestamp()",
        "taken_at = statement_timestamp() - interval '1 year'",
        "state = 'draft', taken_by = NULL, taken_at = NULL",
    ],
)
def test_what_is_in_use_is_never_changed_nor_what_was(in_use, as_app, as_administrator, change):
    statement = f"UPDATE methods_methodversion SET {change} WHERE id = %(version)s"
    assert tried(as_app, "bo", statement, in_use) == FROZEN
    # Not by the tables' owner either.
    assert refused(as_administrator, statement, in_use) == FROZEN
    with acting(as_app, "frida"):
        as_app.execute(RETIRE, in_use | {"by": FRIDA})
    assert tried(as_app, "bo", statement, in_use) == FROZEN
    assert tried(as_app, "bo", "UPDATE methods_methodversion SET retired_at = statement_timestamp()", {}) == FROZEN


def test_in_use_it_is_not_taken_away(in_use, as_app, as_administrator):
    statement = "DELETE FROM methods_methodversion WHERE id = %(version)s"
    assert tried(as_app, "bo", statement, in_use) == 0
    assert refused(as_administrator, statement, in_use) == FROZEN
    with pytest.raises(psycopg.errors.ForeignKeyViolation), acting(as_app, "bo"):
        as_app.execute("DELETE FROM methods_method WHERE id = %(method)s", in_use)
    with acting(as_app, "bo"):
        assert counts(as_app) == [1, 1]


def test_a_version_stays_behind_its_method_and_keeps_its_number(draft, as_app, as_administrator):
    other = values()
    with acting(as_app, "bo"):
        as_app.execute(METHOD, other)
    for column, value in (("method_id", other["method"]), ("number", 7), ("owner_id", HERLEV), ("id", uuid4())):
        statement = f"UPDATE methods_methodversion SET {column} = %(value)s WHERE id = %(version)s"
        assert tried(as_app, "bo", statement, draft | {"value": value}) == NOT_ALLOWED, column
    statement = "UPDATE methods_methodversion SET method_id = %(value)s WHERE id = %(version)s"
    assert refused(as_administrator, statement, draft | {"value": other["method"]}) == NOT_MOVED


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"state": "in-use"}, NOT_ALLOWED),
        ({"state": "retired"}, NOT_ALLOWED),
        ({"by": FRIDA}, IN_ANOTHER_NAME),
        ({"owner": HERLEV}, NOT_ALLOWED),
        ({"title": "Set 010203-1234"}, CHECKED),
        ({"number": 1}, TWICE),
        # There is a draft already.
        ({}, TWICE),
    ],
)
def test_a_version_begins_as_a_draft_in_the_own_name(draft, as_app, changes, state):
    assert tried(as_app, "bo", VERSION, draft | {"version": uuid4(), "number": 2} | changes) == state


def test_a_draft_goes_one_step_at_a_time_in_the_own_name(draft, as_app):
    at_once = RETIRE.replace("SET state", "SET taken_by = %(by)s, taken_at = statement_timestamp(), state")
    assert tried(as_app, "bo", at_once, draft) == FROZEN
    assert tried(as_app, "bo", USE, draft | {"by": FRIDA}) == IN_ANOTHER_NAME
    bare = "UPDATE methods_methodversion SET state = 'in-use' WHERE id = %(version)s"
    assert tried(as_app, "bo", bare, draft) == CHECKED
    for moment in (datetime(2999, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)):
        forged = USE.replace("statement_timestamp()", "%(at)s")
        assert tried(as_app, "bo", forged, draft | {"at": moment}) == NOT_ALLOWED


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"topic": "noget"}, CHECKED),
        ({"places": ["noget"]}, CHECKED),
        ({"keeper": HANNE}, NOT_ALLOWED),
        ({"keeper": uuid4()}, NOT_ALLOWED),
        ({"by": FRIDA}, IN_ANOTHER_NAME),
    ],
)
def test_a_method_names_its_lists_and_a_colleague(cast, as_app, changes, state):
    assert tried(as_app, "bo", METHOD, values(**changes)) == state


def test_the_next_look_is_not_put_off_for_good(draft, as_app):
    statement = "UPDATE methods_method SET review_date = %(day)s WHERE id = %(method)s"
    today = datetime.now(UTC).date()
    assert tried(as_app, "bo", statement, draft | {"day": today + timedelta(days=365)}) == 1
    for day in (today + timedelta(days=2000), "infinity", "0001-01-01"):
        assert tried(as_app, "bo", statement, draft | {"day": day}) == NOT_ALLOWED
    for column in ("begun_by", "owner_id", "starter"):
        assert tried(as_app, "bo", f"UPDATE methods_method SET {column} = {column}", {}) == NOT_ALLOWED


def test_whoever_kept_it_and_left_is_followed_by_a_colleague(draft, as_app, as_maintenance):
    as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [BO])
    statement = "UPDATE methods_method SET keeper_id = %(keeper)s WHERE id = %(method)s"
    assert tried(as_app, "frida", statement, draft | {"keeper": FRIDA}) == 1
