"""Surveys in the database's own hands: raw counts are their owner's alone, and the audience writes nothing."""

from uuid import uuid4

import psycopg
import pytest

from tests import picture_scene, survey_scene
from tests.cast import named
from tests.database.scene import enter
from tvaers.foundation import clock

pytestmark = pytest.mark.django_db(transaction=True)
NOT_ALLOWED, IN_ANOTHER_NAME, CHECKED, TWICE = "42501", "TV042", "23514", "23505"
FROZEN, NO_AUTHORITY = "TV003", "TV097"
GLADSAXE, HERLEV, POLICE, ASSOCIATION = (named(each) for each in ("gladsaxe", "herlev", "police", "association"))
BO, FRIDA = named("bo"), named("frida")
SURVEY = """
INSERT INTO surveys_survey
    (id, owner_id, audience, state, questionnaire, version, title, area_id, from_date, until_date, how, asked, answered,
     summary, edition, begun_by, written_by, expires_at)
VALUES (%(survey)s, %(owner)s, %(audience)s, %(state)s, 'tryghed', 1, %(title)s, %(area)s, '2026-01-01', '2026-01-09',
        %(how)s, %(asked)s, %(answered)s, %(summary)s, 1, %(by)s, %(by)s,
        statement_timestamp() + make_interval(days => %(days)s))
"""
COUNT = """
INSERT INTO surveys_surveycount (id, owner_id, survey_id, question, choice, number)
VALUES (gen_random_uuid(), %(owner)s, %(survey)s, 'day', %(choice)s, 3)
"""
CELL = """
INSERT INTO surveys_showncell (id, owner_id, survey_id, question, choice, kind, number)
VALUES (gen_random_uuid(), %(owner)s, %(survey)s, 'day', %(choice)s, %(kind)s, %(number)s)
"""
PROBLEM = """
INSERT INTO surveys_safetyproblem (id, owner_id, survey_id, what, spot, responsible_id, due_on, by_id, done_words)
VALUES (%(problem)s, %(owner)s, %(survey)s, %(title)s, 'Stien', %(responsible)s, current_date + 9, %(by)s, '')
"""
PUBLISH = """
UPDATE surveys_survey SET state = 'published', audience = %(to)s, published_by = %(by)s,
    published_at = statement_timestamp() WHERE id = %(survey)s
"""
END = """
UPDATE surveys_survey SET state = 'ended', ended_by = %(by)s, ended_at = statement_timestamp() WHERE id = %(survey)s
"""
DONE = "UPDATE surveys_safetyproblem SET done_on = current_date, done_words = 'Lys', done_by = %(by)s"
READ = ("surveys_survey", "surveys_showncell", "surveys_safetyproblem")
OUTSIDE = ("oda", "vera", "karen", "helga")


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    picture_scene.drawn(as_maintenance)


def values(**changes):
    """What Bo would write."""
    given = {
        "survey": uuid4(),
        "owner": GLADSAXE,
        "by": BO,
        "audience": [],
        "to": [HERLEV, POLICE],
        "state": "draft",
        "title": "Tryghed",
        "summary": "",
        "area": picture_scene.PARK,
        "how": "door",
        "asked": 40,
        "answered": 30,
        "days": 1800,
        "choice": "safe",
        "kind": "few",
        "number": None,
        "problem": uuid4(),
        "responsible": POLICE,
    }
    return given | changes


def said(survey, **changes):
    return values(survey=survey, **changes)


def tried(connection, who, statement, given):
    """The state in which a statement of somebody's is refused, or how many rows it touched; undone."""
    with connection.transaction(force_rollback=True):
        enter(connection, who)
        try:
            with connection.transaction():
                return connection.execute(statement, given).rowcount
        except psycopg.Error as error:
            return error.sqlstate


def seen(connection, who, survey):
    """What somebody sees of a survey, by count, by detail, found by a word and joined."""
    asked = [f"SELECT count(*) FROM {table}" for table in READ]
    rows = [
        "SELECT title FROM surveys_survey WHERE id = %(survey)s",
        "SELECT 1 FROM surveys_survey WHERE title ILIKE 'tryg%%'",
        "SELECT 1 FROM surveys_showncell WHERE survey_id = %(survey)s",
        "SELECT 1 FROM surveys_safetyproblem p JOIN surveys_survey s ON s.id = p.survey_id",
    ]
    with connection.transaction(force_rollback=True):
        enter(connection, who)
        counts = [connection.execute(each).fetchone()[0] for each in asked]
        found = [connection.execute(each, {"survey": survey}).rowcount for each in rows]
    return {bool(number) for number in (*counts, *found)}


def raw(connection, who):
    """How many raw counts somebody reads, whichever way they are asked for."""
    ways = (
        "SELECT 1 FROM surveys_surveycount",
        "SELECT c.number FROM surveys_survey s JOIN surveys_surveycount c ON c.survey_id = s.id",
        "SELECT 1 FROM surveys_surveycount WHERE number < 5",
    )
    with connection.transaction(force_rollback=True):
        enter(connection, who)
        total = connection.execute("SELECT coalesce(sum(number), 0) FROM surveys_surveycount").fetchone()[0]
        return {bool(total), *(bool(connection.execute(each).rowcount) for each in ways)}


@pytest.fixture
def published():
    """A survey of Bo's, published to Herlev and the police, with something to be done."""
    survey = survey_scene.published()
    survey_scene.problem(survey)
    return survey


def test_other_organisations_see_nothing_and_the_audience_what_is_published(published, as_app):
    for who in ("bo", "dina", "hanne", "palle"):
        assert seen(as_app, who, published) == {True}, who
    for who in OUTSIDE:
        assert seen(as_app, who, published) == {False}, who
    with as_app.transaction():
        enter(as_app, "bo")
        as_app.execute(END, said(published))
    assert seen(as_app, "bo", published) == {True}
    for who in ("hanne", "palle", *OUTSIDE):
        assert seen(as_app, who, published) == {False}, who


def test_a_draft_is_the_owners_alone(as_app):
    survey = survey_scene.typed()
    for who in ("hanne", "palle", *OUTSIDE):
        assert seen(as_app, who, survey) == {False}, who
        assert raw(as_app, who) == {False}, who


def test_nobody_but_the_owners_writers_ever_reads_a_raw_count(published, as_app):
    for who in ("bo", "dina", "alice"):
        assert raw(as_app, who) == {True}, who
    for who in ("hanne", "palle", *OUTSIDE):
        assert raw(as_app, who) == {False}, who


def test_what_is_over_is_gone_for_the_audience(published, as_app, as_maintenance):
    as_maintenance.execute("UPDATE surveys_survey SET expires_at = now() - interval '1 minute'")
    assert seen(as_app, "hanne", published) == {False}


@pytest.mark.parametrize("who", ["hanne", "palle", "oda", "vera", "karen", "helga"])
def test_nobody_elsewhere_writes(published, as_app, who):
    draft = survey_scene.typed()
    for survey in (published, draft):
        mine = said(survey, by=named(who))
        assert tried(as_app, who, COUNT, mine) == NOT_ALLOWED
        assert tried(as_app, who, CELL, mine) == NOT_ALLOWED
        assert tried(as_app, who, PROBLEM, mine) == NOT_ALLOWED
        assert tried(as_app, who, END, mine) == 0
        assert tried(as_app, who, "UPDATE surveys_survey SET audience = %(to)s", mine) == 0
        assert tried(as_app, who, PUBLISH, mine) == 0
    assert tried(as_app, who, SURVEY, values(by=named(who))) == NOT_ALLOWED
    assert tried(as_app, who, DONE, values(by=named(who))) == 0
    for table in ("surveys_survey", "surveys_surveycount", "surveys_safetyproblem"):
        assert tried(as_app, who, f"DELETE FROM {table}", {}) == 0


def test_an_organisation_elsewhere_hangs_nothing_of_its_own_on_it(published, as_app):
    theirs = said(published, by=named("hanne"), owner=HERLEV)
    for statement in (COUNT, CELL, PROBLEM):
        assert tried(as_app, "hanne", statement, theirs) == NOT_ALLOWED
        # A taken place is not told from a free one, nor a survey that is there from one that is not.
        assert tried(as_app, "hanne", statement, theirs | {"choice": "very-safe"}) == NOT_ALLOWED
        assert tried(as_app, "hanne", statement, theirs | {"survey": uuid4()}) == NOT_ALLOWED


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, 1),
        ({"state": "published"}, NOT_ALLOWED),
        ({"how": "dream"}, CHECKED),
        ({"audience": [HERLEV]}, CHECKED),
        ({"answered": 41}, CHECKED),
        ({"answered": None}, CHECKED),
        ({"asked": None}, CHECKED),
        ({"asked": 0, "answered": 0}, CHECKED),
        ({"days": 4000}, NOT_ALLOWED),
        ({"owner": HERLEV}, NOT_ALLOWED),
        ({"by": FRIDA}, IN_ANOTHER_NAME),
        ({"title": "Set 010203-1234"}, CHECKED),
        ({"summary": "Ring til 010203 1234"}, CHECKED),
    ],
)
def test_a_survey_begins_as_a_draft_of_the_lists_in_the_own_name(as_app, changes, state):
    assert tried(as_app, "bo", SURVEY, values(**changes)) == state


def test_only_a_municipality_asks_and_only_authorities_read(as_app):
    police = values(owner=POLICE, by=named("palle"))
    assert tried(as_app, "palle", SURVEY, police) == NOT_ALLOWED
    draft = survey_scene.typed()
    assert tried(as_app, "bo", PUBLISH, said(draft, to=[ASSOCIATION])) == NO_AUTHORITY
    assert tried(as_app, "bo", PUBLISH, said(draft)) == 1
    # Of fewer than five nothing is published.
    few = "UPDATE surveys_survey SET answered = 4 WHERE id = %(survey)s"
    with as_app.transaction():
        enter(as_app, "bo")
        as_app.execute(few, said(draft))
    assert tried(as_app, "bo", PUBLISH, said(draft)) == CHECKED


@pytest.mark.parametrize(
    ("kind", "number", "state"),
    [
        ("few", None, 1),
        ("shown", 5, 1),
        ("shown", 4, CHECKED),
        ("shown", 0, CHECKED),
        ("shown", None, CHECKED),
        ("few", 3, CHECKED),
        ("hidden", 9, CHECKED),
        ("seen", None, CHECKED),
    ],
)
def test_no_small_number_is_ever_shown(as_app, kind, number, state):
    draft = survey_scene.begun()
    assert tried(as_app, "bo", CELL, said(draft, kind=kind, number=number)) == state


@pytest.mark.parametrize(
    "changes",
    [
        "title = 'Ny'",
        "answered = 93",
        "summary = 'Ny'",
        "until_date = until_date + 1",
        "state = 'draft', audience = '{}', published_by = NULL, published_at = NULL",
        "expires_at = expires_at + interval '1 day'",
    ],
)
def test_what_was_published_stays_as_it_was(published, as_app, changes):
    assert tried(as_app, "bo", f"UPDATE surveys_survey SET {changes}", {}) == FROZEN
    assert tried(as_app, "bo", "UPDATE surveys_survey SET expires_at = expires_at - interval '1 day'", {}) == 1


def test_its_counts_and_what_is_shown_of_them_stay_too(published, as_app):
    mine = said(published, choice="other")
    assert tried(as_app, "bo", COUNT, mine) == NOT_ALLOWED
    assert tried(as_app, "bo", CELL, mine) == NOT_ALLOWED
    assert tried(as_app, "bo", "UPDATE surveys_surveycount SET number = 9", {}) == NOT_ALLOWED
    assert tried(as_app, "bo", "UPDATE surveys_showncell SET number = 9", {}) == NOT_ALLOWED
    assert tried(as_app, "bo", "DELETE FROM surveys_showncell", {}) == NOT_ALLOWED
    assert tried(as_app, "bo", "DELETE FROM surveys_surveycount", {}) == 0
    assert tried(as_app, "bo", "DELETE FROM surveys_survey", {}) == 0


def test_what_was_taken_back_is_never_shown_again(published, as_app):
    with as_app.transaction():
        enter(as_app, "bo")
        as_app.execute(END, said(published))
    again = "UPDATE surveys_survey SET state = 'published', ended_by = NULL, ended_at = NULL"
    assert tried(as_app, "bo", again, {}) == FROZEN
    assert tried(as_app, "bo", "UPDATE surveys_survey SET audience = %(to)s", values()) == FROZEN


def test_what_is_to_be_done_is_a_readers_in_the_own_name_and_done_once(published, as_app):
    mine = said(published)
    assert tried(as_app, "bo", PROBLEM, mine) == 1
    assert tried(as_app, "bo", PROBLEM, mine | {"responsible": GLADSAXE}) == 1
    assert tried(as_app, "bo", PROBLEM, mine | {"responsible": named("ballerup")}) == NOT_ALLOWED
    assert tried(as_app, "bo", PROBLEM, mine | {"responsible": ASSOCIATION}) == NOT_ALLOWED
    assert tried(as_app, "bo", PROBLEM, mine | {"by": FRIDA}) == IN_ANOTHER_NAME
    assert tried(as_app, "bo", PROBLEM, mine | {"title": "010203-1234"}) == CHECKED
    assert tried(as_app, "bo", PROBLEM, said(survey_scene.typed())) == NOT_ALLOWED
    assert tried(as_app, "bo", DONE, mine | {"by": FRIDA}) == IN_ANOTHER_NAME
    assert tried(as_app, "bo", DONE.replace("'Lys'", "''"), mine) == CHECKED
    assert tried(as_app, "bo", "UPDATE surveys_safetyproblem SET what = 'Andet'", {}) == NOT_ALLOWED
    with as_app.transaction():
        enter(as_app, "bo")
        as_app.execute(DONE, mine)
    assert tried(as_app, "bo", DONE, mine) == FROZEN
    assert tried(as_app, "bo", "DELETE FROM surveys_safetyproblem", {}) == 0


def test_only_the_night_erases_and_only_what_has_had_its_day(published, as_app, as_maintenance):
    drop = "DELETE FROM surveys_survey"
    as_maintenance.execute("UPDATE surveys_survey SET expires_at = %s", [clock.now()])
    assert tried(as_app, "bo", drop, {}) == 0
