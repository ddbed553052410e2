"""Who leaves hands over the cases they lead and the tasks they own; unsigned drafts are counted, and erased in time."""

import datetime as dt

import pytest

from tests import case_scene as scene
from tests.cast import CAST, named
from tests.database.scene import acting, enter, refused
from tvaers.cases import queries as cases
from tvaers.cases import rules, timeline
from tvaers.cases.access import get_for_reading
from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome
from tvaers.cases.models import Case, Entry
from tvaers.cases.tasks import erase_left_drafts
from tvaers.partnerships import access, actions, handover
from tvaers.plans import queries as plans
from tvaers.sharing.actions import WrongReceiverError

pytestmark = pytest.mark.django_db(transaction=True)
CASES = "SELECT guard.hand_over_cases(%s, %s)"
TASKS = "SELECT guard.hand_over_tasks(%s, %s)"
LEAVE = "SELECT guard.leave_organisation(%s)"
FORGED = {"roles": 4096}
LEFT = "UPDATE partnerships_membership SET state = 'left', left_at = now() - %s WHERE id = %s"


@pytest.fixture
def case(acting_as):
    """A case that Alice leads, with an own task, and drafts of hers and of Bo's."""
    with acting_as("alice") as alice:
        opened = scene.case(alice)
        scene.task(alice, opened)
        scene.note(alice, opened, title="Kladde", sign=False)
    with acting_as("bo") as bo:
        scene.note(bo, opened, title="Bos kladde", sign=False)
    return opened


def leave(acting_as, member="alice", successor="carl"):
    with acting_as("gerda") as gerda:
        one = access.get_member_for_administration(actor=gerda, id=named(member))
        actions.leave_organisation(by=gerda, member=one, successor=named(successor))


def counted(member="alice"):
    return {holding.keeper.name: holding.held for holding in handover.holdings_of(named(member))}


def test_leaving_counts_what_the_colleague_leads_owns_and_has_not_signed(acting_as, case):
    with acting_as("gerda"):
        held = counted()
        assert [held[name].count for name in ("cases.lead", "plans.tasks", "cases.drafts")] == [1, 1, 1]
        assert "Kladde" not in str(held)
        assert not Case.objects.exists(), "whoever keeps people sees no case"
        assert not Entry.objects.exists()


def test_the_new_lead_from_another_unit_sees_and_leads_the_case(acting_as, case):
    with acting_as("carl") as carl:
        assert cases.listed(cases.View.MINE, member=carl.id, much=False)[0] == []
    leave(acting_as)
    with acting_as("carl") as carl:
        (row,) = cases.listed(cases.View.MINE, member=carl.id, much=False)[0]
        assert row["person"].label == scene.NAME, "the young person is handed over with the case"
        assert [task["text"] for task in plans.listed(plans.View.MINE, member=carl.id)[0]] == ["Ring til skolen"]
        assert [task["text"] for task in plans.tasks_of(case=case)] == ["Ring til skolen"]
        assert get_for_reading(case=case).version == 2
        told = [(event.title, event.text) for event in timeline.happened(case=case, only="steps")[0]]
        assert told[0] == ("Forløbet fik ny tovholder", "Givet videre, da en kollega stoppede.")
        course.hand_lead(by=carl, case=case, version=2, lead=named("bo"), reason="Bo kender familien")


def test_who_sees_it_by_unit_already_gets_no_row_of_the_own(acting_as, case, as_administrator):
    leave(acting_as, successor="bo")
    rows = "SELECT count(*) FROM sharing_access WHERE member_id = %s AND ended_at IS NULL"
    assert as_administrator.execute(rows, [named("bo")]).fetchone() == (0,)
    names = as_administrator.execute("SELECT name, detail FROM audit_event WHERE name LIKE '%handed_over%'").fetchall()
    detail = {"from": str(named("alice")), "to": str(named("bo"))}
    assert sorted(names) == [("cases.handed_over", detail), ("plans.task_handed_over", detail)]


def test_closed_cases_keep_who_led_them_and_get_a_lead_when_taken_up_again(acting_as, case):
    with acting_as("alice") as alice:
        course.close(by=alice, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
    leave(acting_as)
    with acting_as("bo") as bo:
        assert Case.objects.values_list("lead_id", flat=True).get(id=case) == named("alice")
        course.reopen(by=bo, case=case, version=2, reason="Tilbage", review_on=scene.in_days(20))
        assert Case.objects.values_list("lead_id", flat=True).get(id=case) == bo.id


def test_a_lead_who_is_at_work_leads_it_again_when_taken_up(acting_as, case):
    with acting_as("alice") as alice:
        course.close(by=alice, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
    with acting_as("bo") as bo:
        course.reopen(by=bo, case=case, version=2, reason="Tilbage", review_on=scene.in_days(20))
        assert Case.objects.values_list("lead_id", flat=True).get(id=case) == named("alice")


def test_what_others_asked_of_the_colleague_stays_with_them(acting_as, case):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="hanne", text="Til Herlev")
    scene.answer(acting_as, "hanne", task)
    with acting_as("henrik"):
        assert "plans.tasks" not in counted("hanne")
        assert counted("hanne")["sharing.received"].count == 1


@pytest.mark.parametrize("part", [part for part in CAST if part.organisation == "gladsaxe" and part.key != "alice"])
def test_only_who_may_lead_cases_takes_them_over(acting_as, case, part):
    opens = any(part.roles & role for role in rules.OPENERS)
    if opens:
        leave(acting_as, successor=part.key)
        return
    with pytest.raises(WrongReceiverError):
        leave(acting_as, successor=part.key)
    with acting_as("alice"):
        assert Case.objects.values_list("lead_id", flat=True).get(id=case) == named("alice"), "nothing was handed over"


# --- the functions, called wrongly --------------------------------------------------------------------


@pytest.mark.parametrize("statement", [CASES, TASKS])
@pytest.mark.parametrize(
    ("who", "members", "changes", "code"),
    [
        ("gerda", ("alice", "bo"), {}, ""),
        ("gerda", ("alice", "alice"), {}, "TV022"),
        ("gerda", ("alice", "gerda"), {}, "TV022"),
        ("gerda", ("alice", "hanne"), {}, "TV022"),
        ("gerda", ("hanne", "bo"), {}, "TV022"),
        ("gerda", ("alice", "nobody"), {}, "TV022"),
        ("henrik", ("alice", "bo"), {}, "TV022"),
        ("bo", ("alice", "bo"), {}, "TV010"),
        ("bo", ("alice", "bo"), FORGED, "TV010"),
        ("henrik", ("alice", "bo"), {"organisation": named("gladsaxe")}, "TV010"),
    ],
)
def test_only_an_administrator_between_own_colleagues(case, as_app, statement, who, members, changes, code):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who, **changes)
        refused(as_app, LEAVE, [named(members[0])])
        assert refused(as_app, statement, [named(member) for member in members]) == code


@pytest.mark.parametrize("statement", [CASES, TASKS])
def test_nothing_is_taken_from_a_colleague_at_work(case, as_app, statement):
    with acting(as_app, "gerda"):
        assert refused(as_app, statement, [named("alice"), named("bo")]) == "TV022"


def test_drafts_are_erased_by_a_job_alone(case, as_app):
    with acting(as_app, "gerda"):
        assert refused(as_app, "SELECT guard.erase_left_drafts()", []) == "TV020"


@pytest.mark.parametrize("function", ["count_member_cases", "count_member_tasks"])
@pytest.mark.parametrize(
    ("who", "code", "changes"),
    [("gerda", "", {}), ("henrik", "TV011", {}), ("alice", "TV010", {}), ("alice", "TV010", FORGED)],
)
def test_only_an_administrator_counts(case, as_app, function, who, code, changes):
    with as_app.transaction(force_rollback=True):
        enter(as_app, who, **changes)
        assert refused(as_app, f"SELECT guard.{function}(%s)", [named("alice")]) == code


@pytest.mark.parametrize("function", ["let_successor_in", "require_successor"])
def test_what_the_functions_use_is_closed(case, as_app, function):
    with acting(as_app, "gerda"):
        call = f"SELECT guard.{function}(%s, %s)"
        assert refused(as_app, call, [case, named("gerda")]) == "42501"


def test_the_cases_of_another_organisation_do_not_move(acting_as, case, as_app, as_administrator):
    """A lead's id alone moves nothing: the case must belong to the administrator's own organisation."""
    as_administrator.execute("UPDATE sharing_dossier SET owner_id = %s", [named("herlev")])
    with acting(as_app, "gerda"):
        assert refused(as_app, LEAVE, [named("alice")]) == ""
        for statement in (CASES, TASKS):
            assert as_app.execute(statement, [named("alice"), named("bo")]).fetchone() == (0,)


# --- drafts -------------------------------------------------------------------------------------------


def drafts(administrator):
    return administrator.execute("SELECT count(*) FROM cases_entry WHERE author_id = %s", [named("alice")]).fetchone()


@pytest.mark.parametrize(("days", "kept"), [(-1, 1), (1, 0)])
def test_drafts_wait_for_their_author_and_are_erased_with_an_event(acting_as, case, as_administrator, days, kept):
    with acting_as("alice") as alice:
        scene.note(alice, case, title="Underskrevet")
    as_administrator.execute(LEFT, [rules.DRAFTS_KEPT + dt.timedelta(hours=days), named("alice")])
    erase_left_drafts(organisation=str(named("herlev")))
    assert drafts(as_administrator) == (2,), "only the own organisation's job erases them"
    erase_left_drafts(organisation=str(named("gladsaxe")))
    assert drafts(as_administrator) == (1 + kept,), "what was signed stays"
    events = as_administrator.execute("SELECT dossier_id, detail FROM audit_event WHERE name = 'cases.draft_erased'")
    assert events.fetchall() == ([] if kept else [(case, {"author": str(named("alice")), "why": "left"})])


def test_drafts_of_who_works_here_stay(case, as_administrator, acting_as):
    as_administrator.execute(LEFT, [rules.DRAFTS_KEPT * 2, named("alice")])
    as_administrator.execute("UPDATE partnerships_membership SET state = 'active' WHERE id = %s", [named("alice")])
    erase_left_drafts(organisation=str(named("gladsaxe")))
    assert drafts(as_administrator) == (1,)
