"""Absences attacked as the application's role: another's, another organisation's, two at once, and what it opens."""

from uuid import uuid4

import pytest

from tests.absence_scene import away
from tests.cast import named
from tests.database.scene import acting, refused
from tests.stage import acting_as
from tvaers.work.actions import absences
from tvaers.work.models import Absence

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
NOT_ALLOWED, OTHER_NAME, MOVED, NO_STEP, CHECKED, OVERLAPS = "42501", "TV042", "TV028", "TV101", "23514", "23P01"
INSERT = (
    "INSERT INTO work_absence (id, owner_id, member_id, substitute_id, from_on, until_on, known_at, ended_at)"
    " VALUES (%s, %s, %s, %s, current_date + %s, current_date + %s, %s, %s)"
)
OUTSIDE = ("hanne", "palle", "karen", "vera", "oda")


def row(**changes):
    given = {
        "id": uuid4(),
        "owner": named("gladsaxe"),
        "member": named("alice"),
        "substitute": named("bo"),
        "first": 1,
        "last": 3,
        "known": None,
        "ended": None,
    }
    return list((given | changes).values())


def test_it_is_seen_by_colleagues_and_by_nobody_elsewhere():
    away()
    for key in ("alice", "bo", "carl", "gerda"):
        with acting_as(key):
            assert Absence.objects.count() == 1, key
    for key in OUTSIDE:
        with acting_as(key):
            assert Absence.objects.count() == 0, key


def test_what_is_over_is_known_to_the_two_alone(as_administrator):
    made = away()
    with acting_as("alice") as alice:
        absences.end(by=alice, absence=made)
    before = row(first=-9, last=-2)
    as_administrator.execute(INSERT, before)
    for key, rows in (("alice", 2), ("bo", 2), ("carl", 0), ("gerda", 0), ("hanne", 0)):
        with acting_as(key):
            assert Absence.objects.count() == rows, key


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, ""),
        ({"member": named("carl")}, NOT_ALLOWED),
        ({"owner": named("herlev"), "substitute": named("hanne")}, NOT_ALLOWED),
        ({"substitute": named("hanne")}, NO_STEP),
        ({"substitute": named("nobody")}, NO_STEP),
        ({"substitute": named("alice")}, CHECKED),
        ({"first": 3, "last": 2}, CHECKED),
        ({"first": -2}, NOT_ALLOWED),
        ({"first": 402, "last": 403}, NOT_ALLOWED),
        ({"last": 400}, NOT_ALLOWED),
        ({"known": "2026-01-01"}, NOT_ALLOWED),
        ({"ended": "2026-01-01"}, NOT_ALLOWED),
    ],
)
def test_one_says_it_of_oneself_and_of_days_to_come(as_app, changes, state):
    with acting(as_app, "alice"):
        assert refused(as_app, INSERT, row(**changes)) == state


def test_two_at_once_are_refused_by_the_database(as_app):
    with acting(as_app, "alice"):
        as_app.execute(INSERT, row())
        assert refused(as_app, INSERT, row(first=3, last=9, substitute=named("carl"))) == OVERLAPS
        assert refused(as_app, INSERT, row(first=4, last=9, substitute=named("carl"))) == ""


@pytest.mark.parametrize(
    ("key", "change", "state"),
    [
        ("bo", "known_at = now()", ""),
        ("alice", "known_at = now()", NO_STEP),
        ("bo", "ended_at = now(), ended_by = guard.actor()", ""),
        ("alice", "ended_at = now(), ended_by = guard.actor()", ""),
        ("alice", f"ended_at = now(), ended_by = '{named('bo')}'", OTHER_NAME),
        ("alice", "ended_at = now()", NO_STEP),
        ("alice", "ended_at = now() + interval '1 day', ended_by = guard.actor()", NOT_ALLOWED),
        ("alice", f"substitute_id = '{named('carl')}'", NOT_ALLOWED),
        ("alice", "until_on = until_on + 1", NOT_ALLOWED),
        ("alice", f"owner_id = '{named('herlev')}'", NOT_ALLOWED),
    ],
)
def test_who_changes_what_of_it(as_app, key, change, state):
    made = away()
    with acting(as_app, key):
        assert refused(as_app, f"UPDATE work_absence SET {change} WHERE id = %s", [made]) == state


@pytest.mark.parametrize("key", ["carl", "gerda", "hanne"])
def test_nobody_else_touches_it(as_app, key):
    made = away()
    ending = "UPDATE work_absence SET ended_at = now(), ended_by = guard.actor() WHERE id = %s"
    with acting(as_app, key):
        assert as_app.execute(ending, [made]).rowcount == 0
        assert refused(as_app, "DELETE FROM work_absence WHERE id = %s", [made]) == NOT_ALLOWED


def test_what_has_ended_stays_so(as_app):
    made = away()
    ending = "UPDATE work_absence SET ended_at = now(), ended_by = guard.actor() WHERE id = %s"
    again = "UPDATE work_absence SET ended_at = NULL, ended_by = NULL WHERE id = %s"
    with acting(as_app, "alice"):
        assert as_app.execute(ending, [made]).rowcount == 1
    with acting(as_app, "alice"):
        assert as_app.execute(again, [made]).rowcount == 0
