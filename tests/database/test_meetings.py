"""Without consent a young person is spoken of once on SSD, by exception once more, and not a third time (R26)."""

from uuid import uuid4

import psycopg
import pytest

from tests.cast import named
from tests.database import scene
from tests.database.test_bases import FIRST, GIVE, PLAN, soon
from tvaers.sharing.rules import basis_id

SSD, VERSION = basis_id("ssd"), FIRST["ssd"].version_id
ASK = "SELECT guard.meetings_before(%s, %s)"
NO_FURTHER = "TV096"


@pytest.fixture
def frame(cast, as_administrator):
    """A statute between Gladsaxe and Herlev that carries SSD."""
    frame = uuid4()
    as_administrator.execute(
        "INSERT INTO sharing_frame (id, kind, title, basis, purposes, in_force_from, in_force_until)"
        " VALUES (%s, 'statute', 'SSD-samarbejdet', 'Servicelovens § 49 a', 1, now() - interval '9 days', NULL)",
        [frame],
    )
    for party in ("gladsaxe", "herlev"):
        as_administrator.execute(
            "INSERT INTO sharing_frameparty (frame_id, organisation_id) VALUES (%s, %s)", [frame, named(party)]
        )
    return frame


@pytest.fixture
def person(cast, as_administrator):
    return scene.add_dossier(as_administrator, owner="gladsaxe", kind="person")


def case_about(administrator, person, **changes):
    case = scene.add_dossier(administrator, owner="gladsaxe", kind="case", **changes)
    linked(administrator, "concerns", case, person)
    return case


def linked(administrator, kind, source, target):
    administrator.execute(
        "INSERT INTO sharing_link (id, kind, source_id, target_id) VALUES (%s, %s, %s, %s)",
        [uuid4(), kind, source, target],
    )


def met(administrator, dossier, frame, *, days, **changes):
    """Something given on SSD so many days ago, and accepted."""
    row = {"source": "disclosure", "frame_id": frame, "basis_id": VERSION, "organisation_id": named("herlev")}
    row |= {"reader_id": named("herlev"), "may": 1, "categories": PLAN} | changes
    access = scene.add_access(administrator, dossier, owner="gladsaxe", **row)
    administrator.execute(
        "UPDATE sharing_access SET granted_at = now() - %s * interval '1 day' WHERE id = %s", [days, access]
    )
    return access


def given(connection, dossier, frame):
    """With what code it is refused; "" when it is given. Nothing of it stays."""
    terms = [dossier, named("herlev"), PLAN, 1, frame, soon(), VERSION]
    with connection.transaction(force_rollback=True):
        scene.enter(connection, "alice")
        return scene.refused(connection, GIVE, terms)


def held(connection, who, dossier, basis=SSD):
    with scene.acting(connection, who):
        return connection.execute(ASK, [dossier, basis]).fetchone()[0]


def test_a_third_meeting_is_refused(person, frame, as_app, as_administrator):
    case = case_about(as_administrator, person)
    for days in (40, 20):
        assert given(as_app, case, frame) == ""
        met(as_administrator, case, frame, days=days)
    assert held(as_app, "alice", case) == 2
    assert given(as_app, case, frame) == NO_FURTHER
    assert given(as_app, person, frame) == NO_FURTHER


def test_what_is_given_on_one_day_is_one_meeting(person, frame, as_app, as_administrator):
    case = case_about(as_administrator, person)
    for dossier, days in ((case, 20), (person, 20), (case, 0), (person, 0)):
        met(as_administrator, dossier, frame, days=days)
    assert held(as_app, "alice", case) == 1
    assert given(as_app, case, frame) == ""


def test_every_dossier_about_the_young_person_counts(person, frame, as_app, as_administrator):
    """Also a task, and a case that only a colleague knows: the law asks how often, not by whom."""
    case, other = (case_about(as_administrator, person, reader=reader) for reader in (None, named("carl")))
    task = scene.add_dossier(as_administrator, owner="gladsaxe", kind="task")
    linked(as_administrator, "belongs", task, case)
    met(as_administrator, task, frame, days=40)
    met(as_administrator, other, frame, days=20)
    for dossier in (case, person, task):
        assert held(as_app, "alice", dossier) == 2
        assert given(as_app, dossier, frame) == NO_FURTHER
    somebody_else = case_about(as_administrator, scene.add_dossier(as_administrator, owner="gladsaxe", kind="person"))
    assert given(as_app, somebody_else, frame) == ""


@pytest.mark.parametrize("state", ["declined", "revoked", "moved"])
def test_what_was_never_seen_is_no_meeting(person, frame, as_app, as_administrator, state):
    case = case_about(as_administrator, person)
    for days in (40, 20):
        met(as_administrator, case, frame, days=days, state=state)
    assert held(as_app, "alice", case) == 0
    as_administrator.execute("UPDATE sharing_access SET answered_at = granted_at WHERE source = 'disclosure'")
    assert held(as_app, "alice", case) == 2


def test_a_question_is_a_meeting_too(person, frame, as_app, as_administrator):
    case = case_about(as_administrator, person)
    for days, about in ((40, case), (20, person)):
        question = scene.add_dossier(as_administrator, owner="gladsaxe", kind="question")
        linked(as_administrator, "asked", question, about)
        met(as_administrator, question, frame, days=days)
    asked_now = scene.add_dossier(as_administrator, owner="gladsaxe", kind="question")
    linked(as_administrator, "asked", asked_now, case)
    for dossier in (case, asked_now):
        assert held(as_app, "alice", dossier) == 2
        assert given(as_app, dossier, frame) == NO_FURTHER


def test_what_waited_for_approval_is_asked_about_once_more_when_it_is_sent(person, frame, as_administrator):
    case = case_about(as_administrator, person)
    drafted = met(as_administrator, case, frame, days=0, state="drafted")
    for days in (40, 20):
        met(as_administrator, case, frame, days=days)
    with pytest.raises(psycopg.DatabaseError, match="needs consent"):
        as_administrator.execute("UPDATE sharing_access SET state = 'offered' WHERE id = %s", [drafted])


def test_another_law_is_not_counted(person, frame, as_app, as_administrator):
    case = case_about(as_administrator, person)
    for days in (40, 20, 10):
        met(as_administrator, case, frame, days=days, basis_id=FIRST["fvl-28"].version_id)
    assert held(as_app, "alice", case) == 0
    assert held(as_app, "alice", case, basis_id("fvl-28")) is None


@pytest.mark.parametrize("who", ["carl", "hanne", "olga", "gerda"])
def test_nobody_else_learns_how_often(person, frame, as_app, as_administrator, who):
    case = case_about(as_administrator, person, reader=named("alice"))
    met(as_administrator, case, frame, days=20, state="offered")
    assert held(as_app, "alice", case) == 1
    assert held(as_app, who, case) is None


def test_the_day_is_one_in_denmark(person, frame, as_app, as_administrator):
    case = case_about(as_administrator, person)
    access = met(as_administrator, case, frame, days=0)
    midnight = "date_trunc('day', now(), 'Europe/Copenhagen')"
    as_administrator.execute(f"UPDATE sharing_access SET granted_at = {midnight} WHERE id = %s", [access])
    assert held(as_app, "alice", case) == 0
    as_administrator.execute(
        f"UPDATE sharing_access SET granted_at = {midnight} - interval '1 second' WHERE id = %s", [access]
    )
    assert held(as_app, "alice", case) == 1
