"""Who may say that a case is there for a good reason, and who is told of its end: asked as the app's role (R15)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.cast import named
from tests.database import scene
from tests.database.scene import refused
from tvaers.guard.enums import Category

STEP = (
    "INSERT INTO cases_step (id, dossier_id, kind, reason, at, by) VALUES (gen_random_uuid(), %s, %s, 'x', now(), %s)"
)
STOP = "UPDATE work_clock SET done_at = now(), done_by = %s WHERE dossier_id = %s"
NOTICES = "SELECT kind, reader_id FROM sharing_notice ORDER BY told_at"


@pytest.fixture
def case(cast, as_administrator):
    """A case of Alice's unit, opened by her, which Dina on the street sees and the police may write in."""
    made = scene.add_dossier(as_administrator, owner="gladsaxe", kind="case", reader=named("gladsaxe-ssp"))
    scene.add_access(as_administrator, made, owner="gladsaxe", reader=named("dina"), member_id=named("dina"))
    shared = {"source": "disclosure", "frame_id": named("Prøveaftalen"), "answered_at": datetime.now(UTC)}
    scene.add_access(
        as_administrator, made, owner="gladsaxe", reader=named("palle"), member_id=named("palle"),
        organisation_id=named("police"), granted_by_id=named("alice"), **shared,
    )  # fmt: skip
    now = datetime.now(UTC)
    row = {
        "id": made, "person_id": uuid4(), "state": "open", "criterion": "repeated", "purpose": 1, "basis": "",
        "lead_id": named("alice"), "opened_at": now, "review_on": now, "outcome": "", "version": 1,
    }  # fmt: skip
    scene.insert(as_administrator, "cases_case", row)
    step = {"id": uuid4(), "dossier_id": made, "kind": "opened", "reason": b"x", "at": now, "by": named("alice")}
    scene.insert(as_administrator, "cases_step", step)
    clock = {
        "id": uuid4(), "dossier_id": made, "category": int(Category.CONCERN), "kind": "confirm",
        "started_at": now - timedelta(minutes=1), "due_at": now + timedelta(days=7),
    }  # fmt: skip
    scene.insert(as_administrator, "work_clock", clock)
    return made


def states(connection, case, kind):
    """What the database answers to each who says it."""
    found = {}
    for who in ("alice", "bo", "frida", "dina", "palle", "hanne", "carl", "gerda", "inga"):
        with scene.acting(connection, who):
            found[who] = refused(connection, STEP, [case, kind, named(who)])
    return found


@pytest.mark.parametrize("what", ["criterion = 'own-wish'", "basis = 'x'", "opened_at = now()"])
def test_what_somebody_agreed_with_is_not_put_in_another_s_place(case, as_app, what):
    with scene.acting(as_app, "bo"):
        assert refused(as_app, STEP, [case, "confirmed", named("bo")]) == ""
    with scene.acting(as_app, "alice"):
        assert refused(as_app, f"UPDATE cases_case SET {what} WHERE id = %s", [case]) == "42501"
        assert refused(as_app, "UPDATE cases_case SET lead_id = %s, version = 2", [named("bo")]) == ""


@pytest.mark.parametrize("kind", ["confirmed", "doubted"])
def test_a_colleague_with_the_right_reads_and_nobody_else(case, as_app, kind):
    assert states(as_app, case, kind) == {
        "alice": "TV048",
        "bo": "",
        "frida": "",
        # No role that opens cases.
        "dina": "TV048",
        "gerda": "TV048",
        "inga": "TV048",
        # No hand in the case.
        "palle": "TV048",
        "hanne": "42501",
        "carl": "42501",
    }


def test_who_opened_it_and_sees_it_no_more_is_not_told_that_it_is_there(case, as_app, as_administrator):
    as_administrator.execute("UPDATE sharing_access SET ended_at = now(), state = 'ended' WHERE source = 'owner'")
    with scene.acting(as_app, "alice"):
        for kind in ("confirmed", "doubted", "closed"):
            answers = {refused(as_app, STEP, [each, kind, named("alice")]) for each in (case, uuid4())}
            assert answers == {"42501"}, kind


def test_nobody_reads_in_anothers_name(case, as_app):
    with scene.acting(as_app, "alice"):
        assert refused(as_app, STEP, [case, "confirmed", named("bo")]) in {"TV042", "TV048"}


def test_who_took_it_up_again_is_not_the_second_reader_either(case, as_app, as_administrator):
    step = {"dossier_id": case, "kind": "reopened", "reason": b"x", "at": datetime.now(UTC), "by": named("bo")}
    scene.insert(as_administrator, "cases_step", {"id": uuid4(), **step})
    found = states(as_app, case, "confirmed")
    assert (found["bo"], found["frida"]) == ("TV048", "")


def test_the_clock_stops_only_when_somebody_has_confirmed(case, as_app):
    with scene.acting(as_app, "alice"):
        assert refused(as_app, STOP, [named("alice"), case]) == "TV048"
    with scene.acting(as_app, "bo"):
        assert refused(as_app, STEP, [case, "doubted", named("bo")]) == ""
        assert refused(as_app, STOP, [named("bo"), case]) == "TV048"
        assert refused(as_app, STEP, [case, "confirmed", named("bo")]) == ""
        assert refused(as_app, STOP, [named("bo"), case]) == ""


def test_a_closed_case_needs_no_second_reader(case, as_app):
    with scene.acting(as_app, "alice"):
        as_app.execute("UPDATE cases_case SET state = 'closed' WHERE id = %s", [case])
        assert refused(as_app, STOP, [named("alice"), case]) == ""


def test_whoever_was_ever_given_something_is_told_that_it_was_closed(case, as_app, as_administrator):
    for who, state, answered in (("hanne", "revoked", True), ("karen", "declined", False), ("ellen", "offered", False)):
        scene.add_access(
            as_administrator, case, owner="gladsaxe", reader=named(who), member_id=named(who), state=state,
            organisation_id=named({"hanne": "herlev", "karen": "probation", "ellen": "police"}[who]),
            source="disclosure", frame_id=named("Prøveaftalen"), granted_by_id=named("alice"), may=1,
            from_at=datetime.now(UTC) - timedelta(days=700), until_at=datetime.now(UTC) - timedelta(days=600),
            answered_at=datetime.now(UTC) - timedelta(days=700) if answered else None,
        )  # fmt: skip
    with scene.acting(as_app, "alice"):
        as_app.execute("UPDATE cases_case SET state = 'paused' WHERE id = %s", [case])
    assert as_administrator.execute(NOTICES).fetchall() == []
    with scene.acting(as_app, "alice"):
        as_app.execute("UPDATE cases_case SET state = 'closed' WHERE id = %s", [case])
        as_app.execute("UPDATE cases_case SET state = 'closed' WHERE id = %s", [case])
    told = as_administrator.execute(NOTICES).fetchall()
    assert sorted(told) == sorted([("closed", named("hanne")), ("closed", named("palle"))])
    for who, count in (("hanne", 1), ("palle", 1), ("karen", 0), ("carl", 0), ("olga", 0), ("bo", 2)):
        with scene.acting(as_app, who):
            assert as_app.execute("SELECT count(*) FROM sharing_notice").fetchone() == (count,), who


def test_erasing_a_closed_case_takes_the_notices_along(case, as_app, as_administrator):
    with scene.acting(as_app, "alice"):
        as_app.execute("UPDATE cases_case SET state = 'closed' WHERE id = %s", [case])
        as_app.execute("SELECT guard.erase_dossier(%s, 'test')", [case])
    assert as_administrator.execute(NOTICES).fetchall() == []


@pytest.mark.parametrize("function", ["second_reader()", "entry_was_read()", "tell_case_closed()"])
def test_no_trigger_is_called_by_hand(case, as_app, function):
    with scene.acting(as_app, "alice"):
        assert refused(as_app, f"SELECT guard.{function}") == "42501"
