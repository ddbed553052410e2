"""Templates in the database's own hands: drafts hidden, what is in use frozen, nobody keeps them for another."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest

from tests.assessment_scene import SHAPE
from tests.cast import named
from tests.database.scene import acting, enter, refused

NOT_ALLOWED, IN_ANOTHER_NAME, CHECKED, TWICE = "42501", "TV042", "23514", "23505"
FROZEN, NOT_MOVED, NO_AUTHORITY = "TV003", "TV028", "TV097"
GLADSAXE, HERLEV, POLICE, ASSOCIATION = (named(each) for each in ("gladsaxe", "herlev", "police", "association"))
BO, FRIDA, HANNE = named("bo"), named("frida"), named("hanne")
TABLES = ("assessments_template", "assessments_templateversion")
TEMPLATE = """
INSERT INTO assessments_template (id, owner_id, audience, form, starter, begun_by)
VALUES (%(template)s, %(owner)s, %(audience)s, %(form)s, '', %(by)s)
"""
VERSION = """
INSERT INTO assessments_templateversion
    (id, owner_id, template_id, number, state, title, summary, source, document, changed, edition, written_by)
VALUES (%(version)s, %(owner)s, %(template)s, %(number)s, %(state)s, %(title)s, 'Kort', '', %(document)s, '', 1, %(by)s)
"""
USE = """
UPDATE assessments_templateversion SET state = 'in-use', taken_by = %(by)s, taken_at = statement_timestamp()
WHERE id = %(version)s
"""
RETIRE = """
UPDATE assessments_templateversion SET state = 'retired', retired_by = %(by)s, retired_at = statement_timestamp()
WHERE id = %(version)s
"""


def values(**changes):
    """What Bo would write."""
    given = {
        "owner": GLADSAXE,
        "by": BO,
        "audience": [HERLEV, POLICE],
        "form": "assessment",
        "number": 1,
        "state": "draft",
        "title": "En skabelon",
        "document": json.dumps(SHAPE),
        "template": uuid4(),
        "version": uuid4(),
    }
    return given | changes


@pytest.fixture
def draft(cast, as_app):
    """A draft of Bo's, of a template that Herlev and the police may take over; what it was written with."""
    given = values()
    with acting(as_app, "bo"):
        as_app.execute(TEMPLATE, given)
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
    search = "SELECT 1 FROM assessments_templateversion WHERE document::text LIKE '%%Går til noget fast%%'"
    for expected, taken in ((of_draft, False), (of_used, True)):
        if taken:
            with acting(as_app, "bo"):
                as_app.execute(USE, draft)
        with as_app.transaction(force_rollback=True):
            enter(as_app, who)
            assert counts(as_app) == expected
            assert as_app.execute(search, {}).rowcount == expected[1]
            found = as_app.execute("SELECT title FROM assessments_templateversion WHERE id = %(version)s", draft)
            assert found.rowcount == expected[1]


def test_out_of_the_audience_nobody_reads_any_version(in_use, as_app):
    with acting(as_app, "bo"):
        as_app.execute("UPDATE assessments_template SET audience = %s", [[POLICE]])
        as_app.execute(RETIRE, in_use)
    with as_app.transaction(force_rollback=True):
        enter(as_app, "hanne")
        assert counts(as_app) == [0, 0]
        found = as_app.execute("SELECT max(number), count(*) FROM assessments_templateversion").fetchone()
        assert found == (None, 0)
        joined = "SELECT 1 FROM assessments_template t JOIN assessments_templateversion v ON v.template_id = t.id"
        assert as_app.execute(joined).rowcount == 0


@pytest.mark.parametrize("who", ["dina", "alice", "gerda", "hanne", "palle", "oda", "vera", "helga"])
def test_nobody_but_who_keeps_templates_writes(in_use, as_app, who):
    mine = in_use | {"by": named(who), "number": 2, "version": uuid4()}
    assert tried(as_app, who, VERSION, mine) == NOT_ALLOWED
    assert tried(as_app, who, TEMPLATE, mine | {"template": uuid4()}) == NOT_ALLOWED
    assert tried(as_app, who, "UPDATE assessments_template SET audience = '{}'", {}) == 0
    assert tried(as_app, who, "UPDATE assessments_template SET form = 'log'", {}) == 0
    assert tried(as_app, who, RETIRE, in_use | {"by": named(who)}) == 0
    assert tried(as_app, who, "DELETE FROM assessments_templateversion", {}) == 0
    assert tried(as_app, who, "DELETE FROM assessments_template", {}) == 0


def test_a_coordinator_elsewhere_hangs_no_version_on_it_and_learns_nothing(in_use, as_app):
    theirs = in_use | {"by": named("oda"), "owner": named("outside"), "number": 2, "version": uuid4()}
    assert tried(as_app, "oda", VERSION, theirs) == NOT_ALLOWED
    # A taken number is not told from a free one, nor a template that is there from one that is not.
    assert tried(as_app, "oda", VERSION, theirs | {"number": 1}) == NOT_ALLOWED
    assert tried(as_app, "oda", VERSION, theirs | {"template": uuid4()}) == NOT_ALLOWED
    own = values(owner=named("outside"), by=named("oda"), audience=[])
    assert tried(as_app, "oda", TEMPLATE, own) == 1
    assert tried(as_app, "oda", TEMPLATE, own | {"owner": GLADSAXE}) == NOT_ALLOWED


def test_a_housing_organisation_keeps_none_and_nobody_but_an_authority_is_audience(cast, as_app):
    housing = values(owner=named("housing"), by=named("helga"), audience=[])
    assert tried(as_app, "helga", TEMPLATE, housing) == NO_AUTHORITY
    assert tried(as_app, "bo", TEMPLATE, values(audience=[ASSOCIATION])) == NO_AUTHORITY


@pytest.mark.parametrize(
    "change",
    [
        "title = 'En anden'",
        "summary = 'En anden'",
        "source = 'En anden'",
        "document = '{}'",
        "changed = 'En anden'",
        "edition = 9",
        "written_at = statement_timestamp()",
        "taken_at = statement_timestamp() - interval '1 year'",
        "state = 'draft', taken_by = NULL, taken_at = NULL",
    ],
)
def test_what_is_in_use_is_never_changed_nor_what_was(in_use, as_app, as_administrator, change):
    statement = f"UPDATE assessments_templateversion SET {change} WHERE id = %(version)s"
    assert tried(as_app, "bo", statement, in_use) == FROZEN
    # Not by the tables' owner either.
    assert refused(as_administrator, statement, in_use) == FROZEN
    with acting(as_app, "frida"):
        as_app.execute(RETIRE, in_use | {"by": FRIDA})
    assert tried(as_app, "bo", statement, in_use) == FROZEN
    again = "UPDATE assessments_templateversion SET retired_at = statement_timestamp()"
    assert tried(as_app, "bo", again, {}) == FROZEN
    assert tried(as_app, "bo", "UPDATE assessments_templateversion SET state = 'in-use'", {}) == FROZEN


def test_in_use_it_is_not_taken_away(in_use, as_app, as_administrator):
    statement = "DELETE FROM assessments_templateversion WHERE id = %(version)s"
    assert tried(as_app, "bo", statement, in_use) == 0
    assert refused(as_administrator, statement, in_use) == FROZEN
    with pytest.raises(psycopg.errors.ForeignKeyViolation), acting(as_app, "bo"):
        as_app.execute("DELETE FROM assessments_template WHERE id = %(template)s", in_use)
    with acting(as_app, "bo"):
        assert counts(as_app) == [1, 1]


def test_a_version_stays_behind_its_template_and_keeps_its_number(draft, as_app, as_administrator):
    other = values()
    with acting(as_app, "bo"):
        as_app.execute(TEMPLATE, other)
    for column, value in (("template_id", other["template"]), ("number", 7), ("owner_id", HERLEV), ("id", uuid4())):
        statement = f"UPDATE assessments_templateversion SET {column} = %(value)s WHERE id = %(version)s"
        assert tried(as_app, "bo", statement, draft | {"value": value}) == NOT_ALLOWED, column
    statement = "UPDATE assessments_templateversion SET template_id = %(value)s WHERE id = %(version)s"
    assert refused(as_administrator, statement, draft | {"value": other["template"]}) == NOT_MOVED
    for column in ("begun_by", "owner_id", "starter", "begun_at"):
        assert tried(as_app, "bo", f"UPDATE assessments_template SET {column} = {column}", {}) == NOT_ALLOWED, column


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"state": "in-use"}, NOT_ALLOWED),
        ({"state": "retired"}, NOT_ALLOWED),
        ({"by": FRIDA}, IN_ANOTHER_NAME),
        ({"by": HANNE}, IN_ANOTHER_NAME),
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
    bare = "UPDATE assessments_templateversion SET state = 'in-use' WHERE id = %(version)s"
    assert tried(as_app, "bo", bare, draft) == CHECKED
    for moment in (datetime(2999, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC)):
        forged = USE.replace("statement_timestamp()", "%(at)s")
        assert tried(as_app, "bo", forged, draft | {"at": moment}) == NOT_ALLOWED


@pytest.mark.parametrize(("changes", "state"), [({"form": "risk-score"}, CHECKED), ({"by": FRIDA}, IN_ANOTHER_NAME)])
def test_a_template_is_of_a_kind_on_the_list_and_in_the_own_name(cast, as_app, changes, state):
    assert tried(as_app, "bo", TEMPLATE, values(**changes)) == state
