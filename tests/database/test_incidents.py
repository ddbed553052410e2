"""Incidents in the database's own hands: they are their owner's, their counts the audience's."""

from datetime import date
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from tests.cast import named
from tests.database.scene import enter, refused

NOT_ALLOWED, NOT_AUTHORITY, OTHER_NAME, CHECKED = "42501", "TV097", "TV042", "23514"
GLADSAXE, HERLEV, POLICE, BO = named("gladsaxe"), named("herlev"), named("police"), named("bo")
AREA, KEPT, SIGNAL, SCAN = uuid4(), uuid4(), uuid4(), uuid4()
FILE = """
INSERT INTO incidents_incidentfile (id, owner_id, by_id, audience, filename, headings, left_out, fingerprint, columns,
    words, origin, content, state, lines, good, done, added, bad, problems)
VALUES (%s, %s, %s, %s, %s, %s, '[]', '', '{}', '{}', 'reported', '', 'running', 0, 0, 0, 0, 0, '[]')
"""
INCIDENT = """
INSERT INTO incidents_incident (id, owner_id, file_id, area_id, day, hour, kind, origin, key)
SELECT gen_random_uuid(), %s, %s, %s, day, NULL, 'arson', origin, gen_random_uuid()::text::bytea
FROM unnest(%s::date[], %s::text[]) AS told(day, origin)
"""
WRITTEN = """
INSERT INTO incidents_dailycount (id, owner_id, audience, until, file_id, area_id, origin, number, day, kind)
SELECT gen_random_uuid(), owner_id, audience, until, file_id, area_id, 'found', 9, day, kind FROM incidents_dailycount
"""
SIGNALLED = """
INSERT INTO incidents_signal (id, owner_id, method, family, day, from_on, areas, by_area, observed, expected,
    recurrence, state, why, words, decided_by, until)
VALUES (%s, %s, 'permutation', 'all', '2026-11-01', '2026-10-28', '{}', '{}', 9, 2, 400, 'open', '', %s, %s, now())
"""
COUNTS = "SELECT day, origin, number FROM incidents_dailycount ORDER BY day, origin"
WEEKS = "SELECT week, kind, number FROM incidents_weeklycount WHERE origin = 'reported' ORDER BY week, kind"
MONDAY, TUESDAY, NEXT = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 9)
DAYS = [MONDAY, MONDAY, TUESDAY, NEXT, NEXT]
ORIGINS = ["reported", "reported", "reported", "reported", "found"]
TABLES = ("incidentfile", "incident", "dailycount", "weeklycount", "scan", "signal", "pastday")


@pytest.fixture
def kept(cast, as_maintenance):
    """A file of Gladsaxe's whose counts the police may see, with five incidents; a scan and a signal."""
    as_maintenance.execute("INSERT INTO areas_area (id, kind, name) VALUES (%s, 'municipality', 'Prøvestad')", [AREA])
    as_maintenance.execute(FILE, [KEPT, GLADSAXE, BO, [POLICE], "prøve.csv", Jsonb([])])
    as_maintenance.execute(INCIDENT, [GLADSAXE, KEPT, AREA, DAYS, ORIGINS])
    as_maintenance.execute(SIGNALLED, [SIGNAL, GLADSAXE, "", None])
    as_maintenance.execute(
        "INSERT INTO incidents_scan (id, owner_id, day, method, state, steps, done, found)"
        " VALUES (%s, %s, '2026-11-01', '', 'done', 4, 4, 1)",
        [SCAN, GLADSAXE],
    )
    as_maintenance.execute(
        "INSERT INTO incidents_pastday (id, owner_id, day, basis, method, told, areas, recurrence)"
        " VALUES (gen_random_uuid(), %s, '2026-11-01', 'now', 'ears', 1, '{}', 200)",
        [GLADSAXE],
    )


def seen(connection):
    return tuple(connection.execute(f"SELECT count(*) FROM incidents_{each}").fetchone()[0] for each in TABLES)


@pytest.mark.parametrize(
    ("who", "numbers"),
    [
        ("bo", (1, 5, 4, 6, 1, 1, 1)),
        ("dina", (1, 5, 4, 6, 1, 1, 1)),
        ("palle", (0, 0, 4, 6, 0, 0, 0)),
        ("hanne", (0,) * 7),
        ("vera", (0,) * 7),
        # Of the same organisation, and works with nobody.
        ("gerda", (0,) * 7),
    ],
)
def test_the_owner_reads_all_the_audience_counts_and_others_nothing(kept, as_app, who, numbers):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who)
        assert seen(as_app) == numbers
        for each, number in zip(TABLES, numbers, strict=True):
            name = {"incidentfile": KEPT, "scan": SCAN, "signal": SIGNAL}.get(each)
            if name:
                asked = as_app.execute(f"SELECT id FROM incidents_{each} WHERE id = %s", [name])
                assert len(asked.fetchall()) == number


def test_counts_follow_what_is_written_and_erased(kept, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "bo")
        assert as_app.execute(COUNTS).fetchall() == [
            (MONDAY, "reported", 2),
            (TUESDAY, "reported", 1),
            (NEXT, "found", 1),
            (NEXT, "reported", 1),
        ]
        assert as_app.execute(WEEKS).fetchall() == [
            *((MONDAY, kind, 3) for kind in ("", "arson")),
            *((NEXT, kind, 1) for kind in ("", "arson")),
        ]
        as_app.execute(INCIDENT, [GLADSAXE, KEPT, AREA, [MONDAY], ["reported"]])
        assert as_app.execute(COUNTS).fetchone() == (MONDAY, "reported", 3)
        as_app.execute("DELETE FROM incidents_incident WHERE day < %s", [NEXT])
        assert as_app.execute(COUNTS).fetchall() == [(NEXT, "found", 1), (NEXT, "reported", 1)]
        assert as_app.execute(WEEKS).fetchall() == [(NEXT, "", 1), (NEXT, "arson", 1)]


OTHERS = [("palle", {}), ("hanne", {}), ("dina", {}), ("gerda", {}), ("palle", {"roles": 256})]


@pytest.mark.parametrize(("who", "changes"), OTHERS)
def test_nobody_else_writes(kept, as_app, who, changes):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who, **changes)
        for statement, parameters in (
            (INCIDENT, [GLADSAXE, KEPT, AREA, [MONDAY], ["reported"]]),
            (FILE, [uuid4(), GLADSAXE, None, [], "x.csv", Jsonb([])]),
            (SIGNALLED, [uuid4(), GLADSAXE, "", None]),
        ):
            assert refused(as_app, statement, parameters) == NOT_ALLOWED
        for statement in (
            "UPDATE incidents_incidentfile SET state = 'done'",
            "UPDATE incidents_signal SET state = 'dismissed'",
            "DELETE FROM incidents_incident",
            "DELETE FROM incidents_incidentfile",
            "DELETE FROM incidents_signal",
        ):
            assert as_app.execute(statement).rowcount == 0, statement


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE incidents_dailycount SET audience = '{}'",
        "UPDATE incidents_weeklycount SET until = now()",
        "UPDATE incidents_incident SET kind = 'noise'",
        "UPDATE incidents_incidentfile SET audience = '{}'",
        "UPDATE incidents_incidentfile SET by_id = NULL",
        "UPDATE incidents_signal SET method = 'ears'",
        WRITTEN,
    ],
)
def test_neither_counts_nor_the_past_are_written_by_hand(kept, as_app, statement):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "bo")
        assert refused(as_app, statement) == NOT_ALLOWED


@pytest.mark.parametrize("table", ["dailycount", "weeklycount"])
def test_no_hand_changes_a_number_or_takes_it_away(kept, as_app, table):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "bo")
        assert as_app.execute(f"UPDATE incidents_{table} SET number = 99").rowcount == 0
        assert as_app.execute(f"DELETE FROM incidents_{table}").rowcount == 0


def test_counts_are_given_to_authorities_alone(kept, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "bo")
        for given in ("association", "housing", "nobody there"):
            assert (
                refused(as_app, FILE, [uuid4(), GLADSAXE, BO, [POLICE, named(given)], "x", Jsonb([])]) == NOT_AUTHORITY
            )
        assert refused(as_app, FILE, [uuid4(), GLADSAXE, BO, [POLICE, HERLEV], "x", Jsonb([])]) == ""


def test_nobody_writes_in_anothers_name(kept, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "bo")
        assert refused(as_app, FILE, [uuid4(), GLADSAXE, named("alice"), [], "x", Jsonb([])]) == OTHER_NAME
        assert refused(as_app, "UPDATE incidents_signal SET decided_by = %s", [named("alice")]) == OTHER_NAME


BULLETIN = """
INSERT INTO localpicture_bulletin (id, owner_id, audience, by_id, kind, certainty, area_id, spot, happened_at, title,
    text, size, ages, anchors, is_lasting, signal_id, expires_at)
VALUES (%s, %s, '{}', %s, 'mood', 'observed', %s, '', now(), 'Prøve', '', '', '{}', '', false, %s,
    now() + interval '1 day')
"""


def test_a_bulletin_answers_a_notice_of_its_own_organisation_alone(kept, as_app):
    """Another's notice and none at all are refused alike, so that nothing is learnt by asking."""
    with as_app.transaction(force_rollback=True):
        enter(as_app, "bo")
        assert refused(as_app, BULLETIN, [uuid4(), GLADSAXE, BO, AREA, uuid4()]) == NOT_ALLOWED
        assert refused(as_app, BULLETIN, [uuid4(), GLADSAXE, BO, AREA, SIGNAL]) == ""
        assert refused(as_app, BULLETIN, [uuid4(), GLADSAXE, BO, AREA, None]) == ""
    with as_app.transaction(force_rollback=True):
        enter(as_app, "palle")
        assert refused(as_app, BULLETIN, [uuid4(), POLICE, named("palle"), AREA, SIGNAL]) == NOT_ALLOWED
    with as_app.transaction(force_rollback=True):
        enter(as_app, "dina")
        assert refused(as_app, BULLETIN, [uuid4(), GLADSAXE, named("dina"), AREA, SIGNAL]) == NOT_ALLOWED


def test_a_notice_is_answered_by_the_bulletin_that_says_so(kept, as_app):
    other, answer = uuid4(), uuid4()
    with as_app.transaction(force_rollback=True):
        enter(as_app, "bo")
        as_app.execute(BULLETIN, [other, GLADSAXE, BO, AREA, None])
        as_app.execute(BULLETIN, [answer, GLADSAXE, BO, AREA, SIGNAL])
        answered = "UPDATE incidents_signal SET bulletin_id = %s, state = 'answered', decided_by = %s"
        assert refused(as_app, answered, [uuid4(), BO]) == NOT_ALLOWED
        assert refused(as_app, answered, [other, BO]) == NOT_ALLOWED
        assert refused(as_app, answered, [answer, BO]) == ""


def test_what_looks_like_a_cpr_number_is_refused(kept, as_app):
    with as_app.transaction(force_rollback=True):
        enter(as_app, "bo")
        for number in ("0101106009", "010110-6009", "nr. 010110 6009"):
            assert refused(as_app, FILE, [uuid4(), GLADSAXE, BO, [], number, Jsonb([])]) == CHECKED
            assert refused(as_app, FILE, [uuid4(), GLADSAXE, BO, [], "x", Jsonb([number])]) == CHECKED
            assert refused(as_app, "UPDATE incidents_signal SET words = %s", [number]) == CHECKED
