"""A case that is seen by named colleagues alone: for the others of its organisation it is not there, in any way."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests import case_scene as scene
from tests.cast import named
from tests.concern_rows import written
from tests.rich_case import open_case, police_note
from tvaers.cases.actions import course, restricting
from tvaers.cases.enums import Outcome
from tvaers.cases.models import Case
from tvaers.cases.tasks import erase_due
from tvaers.guard.enums import Category
from tvaers.partnerships import access, actions
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import LinkKind

pytestmark = pytest.mark.django_db(transaction=True)
NOT_YOURS, MISSING, RECEIVER, UNLOGGED, NO_EVENT = "TV020", "TV021", "TV022", "TV027", "TV033"
ONLY_NAMED, TOO_FEW, POLICY = "TV058", "TV059", "42501"
# Bo is in the unit for which the case was opened, and saw all of it; the others never did.
COLLEAGUES = ("bo", "carl", "dina", "erik", "gerda", "stine")
RESTRICT = "SELECT guard.restrict_case(%s, %s)"
SHOWN = Category.PLAN | Category.CONCERN


@pytest.fixture
def things(acting_as):
    """Frida's case, which Alice leads, with a task, the concern that led to it, and what the police were given."""
    case = open_case()
    police_note(case)
    with acting_as("alice") as alice:
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
        concern = written(alice)
        course.join(by=alice, case=case, concern=concern)
        task = scene.task(alice, case)
    scene.share(acting_as, case, SHOWN, to="palle", beside=person)
    scene.answer(acting_as, "palle", person)
    return {"case": case, "task": task, "concern": concern, "person": person}


def restrict(acting_as, things, *others, by="alice", reason="Han er Bos nevø"):
    with acting_as(by) as actor:
        restricting.restrict(by=actor, case=things["case"], named={named(each) for each in others}, reason=reason)


@pytest.fixture
def restricted(acting_as, things):
    restrict(acting_as, things, "frida")
    return things


def met(statement, parameters=()):
    """The state of the refusal, or what came back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall()
    except DatabaseError as error:
        return error.__cause__.sqlstate


def tables(administrator):
    rows = administrator.execute("SELECT name::text, dossier_column::text FROM guard.dossier_table").fetchall()
    guards = {"sharing_dossier": "id", "sharing_access": "dossier_id", "sharing_disclosure": "dossier_id"}
    links = [("sharing_link", "source_id"), ("sharing_link", "target_id")]
    return [*dict(rows).items(), *guards.items(), *links]


def found(administrator, things):
    """Every table and thing of which the asker finds a row."""
    return {
        (table, name)
        for table, column in tables(administrator)
        for name, dossier in things.items()
        if met(f"SELECT count(*) FROM {table} WHERE {column} = %s", [dossier]) != [(0,)]
    }


def test_before_it_is_restricted_the_unit_finds_it_everywhere(acting_as, things, as_administrator):
    with acting_as("bo"):
        seen = found(as_administrator, things)
    assert {("cases_case", "case"), ("plans_task", "task"), ("concerns_concern", "concern")} <= seen
    assert {("people_person", "person"), ("sharing_access", "case"), ("files_file", "case")} <= seen


def test_for_a_colleague_who_is_not_named_nothing_of_it_is_there(acting_as, restricted, as_administrator, subtests):
    assert len(COLLEAGUES) == 6
    for key in COLLEAGUES:
        with subtests.test(key):
            nothing_is_there(acting_as, restricted, as_administrator, key)


def nothing_is_there(acting_as, restricted, as_administrator, key):
    with acting_as(key):
        assert found(as_administrator, restricted) == set()
        assert met("SELECT count(*) FROM cases_case") == [(0,)]
        assert met("SELECT count(*) FROM sharing_restriction") == [(0,)]
        for dossier in restricted.values():
            assert met("SELECT guard.can(%s, 511, 1)", [dossier]) == [(False,)]
            assert met("SELECT guard.let_in_to(%s)", [dossier]) == [(None,)]
            assert met("SELECT guard.known_restriction(%s)", [dossier]) == [(None,)]
            assert met("SELECT count(*) FROM audit_event WHERE dossier_id = %s", [dossier]) == [(0,)]


def test_the_named_go_on_and_are_told_why(acting_as, restricted, as_administrator):
    for key in ("alice", "frida"):
        with acting_as(key):
            assert {name for _table, name in found(as_administrator, restricted)} == set(restricted)
            assert met("SELECT count(*) FROM sharing_restriction WHERE ended_at IS NULL") == [(1,)]
    with acting_as("alice") as alice:
        course.review(by=alice, case=restricted["case"], version=1, words="Går fremad", next_on=scene.in_days(20))


def test_what_others_were_given_stays(acting_as, restricted):
    with acting_as("palle"):
        assert met("SELECT count(*) FROM cases_case WHERE id = %s", [restricted["case"]]) == [(1,)]
        assert met("SELECT count(*) FROM people_person WHERE id = %s", [restricted["person"]]) == [(1,)]
        # That it is restricted inside another organisation is no business of theirs.
        assert met("SELECT count(*) FROM sharing_restriction") == [(0,)]
        assert met("SELECT guard.known_restriction(%s)", [restricted["case"]]) == [(None,)]


ATTACKS = {
    "let in": ("SELECT guard.let_in(%s, NULL, %s, 511, 2, NULL)", ("bo",), NOT_YOURS),
    "restrict": (RESTRICT, ("them",), NOT_YOURS),
    "unrestrict": ("SELECT guard.unrestrict_case(%s)", (), NOT_YOURS),
    "erase": ("SELECT guard.erase_dossier(%s, 'test')", (), NOT_YOURS),
    "log a look": (
        "SELECT guard.record_seen(ARRAY[gen_random_uuid()], ARRAY[%s]::uuid[], ARRAY[1], NULL)",
        (),
        UNLOGGED,
    ),
    "log a deed": ("SELECT guard.record_event(gen_random_uuid(), 'cases.reviewed', NULL, %s, NULL)", (), NO_EVENT),
}


def test_who_is_not_named_meets_the_same_as_for_a_case_that_never_was(acting_as, restricted, subtests):
    assert len(ATTACKS) == 6
    for attack, (statement, given, state) in ATTACKS.items():
        more = [[named("bo"), named("frida")] if each == "them" else named(each) for each in given]
        for thing in ("case", "nothing"):
            with subtests.test(attack, thing=thing), acting_as("bo"):
                assert met(statement, [restricted.get(thing, named("nothing")), *more]) == state


def test_the_inner_functions_are_closed_to_requests(acting_as, restricted):
    inner = (
        "guard.restrict(%s, ARRAY[%s]::uuid[])", "guard.close_to_others(%s, ARRAY[%s]::uuid[], false)",
        "guard.may_be_let_in(%s, %s)",
    )  # fmt: skip
    with acting_as("alice"):
        for call in inner:
            assert met(f"SELECT {call}", [restricted["case"], named("bo")]) == POLICY
        for call in (
            "guard.unrestrict(%s)",
            "guard.give_back(%s)",
            "guard.restriction_of(%s)",
            "guard.around_case(%s)",
        ):
            assert met(f"SELECT {call}", [restricted["case"]]) == POLICY
        assert met("UPDATE sharing_restriction SET ended_at = now()") == POLICY
        assert met("DELETE FROM sharing_restriction") == POLICY


def test_a_new_task_and_a_concern_that_joins_are_closed_at_once(acting_as, restricted, as_administrator):
    with acting_as("alice") as alice:
        task = scene.task(alice, restricted["case"], text="Tal med hans mor")
        concern = written(alice, headline="Dreng, 13 år, igen")
    with acting_as("bo"):
        assert ("concerns_concern", "new") in found(as_administrator, {"new": concern})
    with acting_as("alice") as alice:
        sharing.link(kind=LinkKind.BECAME, source=concern, target=restricted["case"])
    with acting_as("bo"):
        assert found(as_administrator, {"task": task, "concern": concern}) == set()
    with acting_as("frida"):
        assert {name for _, name in found(as_administrator, {"task": task, "concern": concern})} == {"task", "concern"}


def test_nobody_is_let_in_by_a_side_door(acting_as, restricted):
    with acting_as("frida") as frida:
        for dossier, unit, member in (
            (restricted["case"], scene.SSP, None),
            (restricted["task"], scene.SSP, None),
            (restricted["task"], None, named("bo")),
            (restricted["concern"], None, named("bo")),
        ):
            with pytest.raises(sharing.RestrictedError):
                sharing.let_in(dossier=dossier, unit=unit, member=member, categories=Category.PLAN)
        with pytest.raises(sharing.RestrictedError):
            scene.task(frida, restricted["case"], owner="bo")
        # A new lead is named by it, and then sees what belongs to the case.
        course.hand_lead(by=frida, case=restricted["case"], version=1, lead=named("carl"), reason="Carl tager over")
    with acting_as("carl"):
        assert met("SELECT count(*) FROM cases_case") == [(1,)]
        assert met("SELECT count(*) FROM plans_task") == [(1,)]


@pytest.fixture
def known_otherwise(acting_as, things):
    """Another concern about the young person, which the unit works on and which belongs to no case."""
    with acting_as("bo") as bo:
        other = written(bo, headline="Dreng, 14 år, ved stationen")
        sharing.link(kind=LinkKind.CONCERNS, source=other, target=things["person"])
    return things


def test_a_young_person_known_otherwise_stays_and_tells_nothing_of_the_case(
    acting_as, known_otherwise, as_administrator
):
    person = {"person": known_otherwise["person"]}
    given = "SELECT count(*) FROM sharing_access WHERE dossier_id = %s AND source = 'disclosure'"
    asked = "SELECT jsonb_array_length(guard.let_in_to(%s))"
    with acting_as("bo"):
        assert met(given, [person["person"]]) == [(1,)]
        before = met(asked, [person["person"]])[0][0]
    restrict(acting_as, known_otherwise, "frida")
    with acting_as("bo"):
        assert ("people_person", "person") in found(as_administrator, person)
        assert ("sharing_disclosure", "person") not in found(as_administrator, person)
        # What the police were given beside the case would tell that there is one.
        assert met(given, [person["person"]]) == [(0,)]
        assert met(asked, [person["person"]])[0][0] == before - 1
        assert met("SELECT count(*) FROM sharing_link WHERE target_id = %s", [person["person"]]) == [(1,)]
    with acting_as("frida"):
        assert met(given, [person["person"]]) == [(1,)]


def test_opened_again_it_is_as_before(acting_as, restricted, as_administrator):
    with acting_as("alice") as alice:
        task = scene.task(alice, restricted["case"], text="Tal med hans mor")
        restricting.unrestrict(by=alice, case=restricted["case"], reason="Bo er flyttet til et andet team")
        with pytest.raises(sharing.NoSuchAccessError):
            restricting.unrestrict(by=alice, case=restricted["case"], reason="En gang til")
    things = restricted | {"new": task}
    with acting_as("bo"):
        assert {name for _table, name in found(as_administrator, things)} == set(things)
    with acting_as("carl"):
        assert found(as_administrator, things) == set()


def test_named_anew_whoever_is_no_longer_named_does_not_come_back_by_it(acting_as, restricted):
    restrict(acting_as, restricted, "frida", "carl", reason="Carl kender familien")
    restrict(acting_as, restricted, "frida", reason="Carl er nabo til familien")
    seen = "SELECT count(*) FROM cases_case"
    with acting_as("carl"):
        assert met(seen) == [(0,)]
    with acting_as("alice") as alice:
        restricting.unrestrict(by=alice, case=restricted["case"], reason="Ikke længere nødvendigt")
        assert met("SELECT count(*) FROM sharing_restriction WHERE ended_at IS NOT NULL") == [(3,)]
    with acting_as("carl"):
        assert met(seen) == [(0,)]
    for key, told in (("bo", 0), ("frida", 3)):
        with acting_as(key):
            assert met(seen) == [(1,)]
            assert met("SELECT count(*) FROM sharing_restriction") == [(told,)], "why is for those who were named"


def test_who_restricts_and_whom_one_names(acting_as, things, subtests):
    for by, others, state in (
        ("bo", ("frida", "alice"), NOT_YOURS),
        ("carl", ("frida", "alice"), NOT_YOURS),
        ("palle", ("frida", "alice"), NOT_YOURS),
        ("alice", (), TOO_FEW),
        # Dina works on the street: she could not open it again.
        ("alice", ("dina",), TOO_FEW),
        ("frida", ("bo",), TOO_FEW),
        ("alice", ("hanne",), RECEIVER),
        ("alice", ("nobody",), RECEIVER),
    ):
        with subtests.test(by=by, others=others):
            with acting_as(by):
                assert met(RESTRICT, [things["case"], [named(each) for each in others]]) == state
            with acting_as("bo"):
                assert met("SELECT count(*) FROM cases_case") == [(1,)]


def test_the_same_names_again_change_nothing(acting_as, restricted):
    restrict(acting_as, restricted, "frida", reason="En gang til")
    with acting_as("frida"):
        assert met("SELECT count(*) FROM sharing_restriction") == [(1,)]


def test_a_supervisor_restricts_what_a_colleague_leads(acting_as, things):
    restrict(acting_as, things, "alice", by="frida")
    with acting_as("bo"):
        assert met("SELECT count(*) FROM cases_case") == [(0,)]


def test_a_reason_is_asked_for(acting_as, things):
    with pytest.raises(course.NoReasonError):
        restrict(acting_as, things, "frida", reason=" ")


def test_it_is_in_the_log_of_each_dossier(acting_as, restricted, as_administrator):
    rows = as_administrator.execute("SELECT dossier_id FROM audit_event WHERE name = 'sharing.restricted'").fetchall()
    # Besides these, whom the concern is about, whom nobody knows otherwise.
    assert len(rows) == len(restricted) + 1
    assert {dossier for (dossier,) in rows} > set(restricted.values())


def test_who_leaves_hands_a_restricted_case_to_the_successor_and_nobody_else(acting_as, restricted):
    for member, successor in (("frida", "carl"), ("alice", "carl")):
        with acting_as("gerda") as gerda:
            one = access.get_member_for_administration(actor=gerda, id=named(member))
            actions.leave_organisation(by=gerda, member=one, successor=named(successor))
    with acting_as("carl"):
        assert met("SELECT count(*) FROM cases_case WHERE lead_id = %s", [named("carl")]) == [(1,)]
        assert met("SELECT count(*) FROM plans_task") == [(1,)]
    with acting_as("bo"):
        assert met("SELECT count(*) FROM cases_case") == [(0,)]


def test_the_task_of_a_colleague_who_is_not_named_stays_with_the_named(acting_as, things):
    with acting_as("alice") as alice:
        task = scene.task(alice, things["case"], owner="bo")
    restrict(acting_as, things, "frida")
    with acting_as("gerda") as gerda:
        one = access.get_member_for_administration(actor=gerda, id=named("bo"))
        actions.leave_organisation(by=gerda, member=one, successor=named("carl"))
    seen = "SELECT count(*) FROM plans_task WHERE id = %s"
    with acting_as("carl"):
        assert met(seen, [task]) == [(0,)]
    with acting_as("frida"):
        assert met(seen, [task]) == [(1,)]


def test_it_is_erased_on_its_day(acting_as, restricted, as_administrator):
    with acting_as("alice") as alice:
        course.close(by=alice, case=restricted["case"], version=1, outcome=Outcome.MOVED, reason="Flyttet")
    as_administrator.execute("UPDATE cases_case SET erase_on = current_date")
    erase_due(organisation=str(named("gladsaxe")))
    left = as_administrator.execute(
        "SELECT count(*) FROM sharing_restriction UNION ALL SELECT count(*) FROM cases_case"
    )
    assert left.fetchall() == [(0,), (0,)]
