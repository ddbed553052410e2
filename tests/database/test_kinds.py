"""A row that says what a dossier is, in a dossier of another kind: what is done to a task would be done to a case."""

import pytest

from tests import case_scene
from tests.cast import named
from tests.database import scene
from tests.database.scene import refused
from tests.rich_case import open_case
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.people import actions as people
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind, May

pytestmark = pytest.mark.django_db(transaction=True)
POLICY = "42501"
KINDS = {
    "cases_case": "case",
    "cases_summary": "summary",
    "civilsociety_volunteer": "volunteer",
    "concerns_concern": "concern",
    "concerns_import": "import",
    "meetings_matter": "item",
    "notices_housingnotice": "notice",
    "people_person": "person",
    "plans_task": "task",
    "sharing_question": "question",
}
# Whose rows are of a dossier in part, and asked for its kind then (tests/database/test_meetings_attacked.py).
BESIDE = {"meetings_item"}
MEETING = (
    "INSERT INTO meetings_meeting"
    " (id, owner_id, audience, kind, title, place, starts_at, ends_at, state, chair_id, by_id, version)"
    " VALUES (%s, %s, '{}', 'handover', '', '', now(), now() + interval '1 hour', 'planned', %s, %s, 1)"
)
ITEM = (
    "INSERT INTO meetings_item (id, owner_id, meeting_id, place, subject, is_gated, ahead, title, state, by_id)"
    " VALUES (%s, %s, %s, 1, 'person', true, false, '', 'waiting', %s)"
)
TASK = (
    "INSERT INTO plans_task (id, text, due_on, state, owner_id, owner_organisation_id, given_by, version)"
    " VALUES (%s, '', current_date, 'open', %s, %s, %s, 1)"
)
LEAVE = "SELECT guard.leave_organisation(%s)"
HAND_OVER_TASKS = "SELECT guard.hand_over_tasks(%s, %s)"


@pytest.fixture
def stage(cast, as_administrator):
    return scene.Scene(scene.catalogue(as_administrator), scene.dossier_tables(as_administrator))


def writer_of(table):
    """Who may write a row of the table."""
    return "bo" if table == "civilsociety_volunteer" else "alice"


def row_of(stage, table, dossier, person):
    """A row as Alice writes it, or who may."""
    row = scene._row(stage, table, hidden=False) | {stage.dossier_tables[table]: dossier}
    signed = (
        "written_by",
        "begun_by",
        "assessed_by",
        "given_by",
        "done_by",
        "recorded_by",
        "acute_by",
        "opened_by",
        "asked_by",
    )
    row |= scene.HIDDEN_WHEN.get(table, {}) if table == "civilsociety_volunteer" else {}
    # Volunteers are kept by coordinators alone.
    hands = dict.fromkeys(signed, named(writer_of(table)))
    return row | {
        name: value for name, value in {**hands, "person_id": person, "permitted_id": None}.items() if name in row
    }


def test_every_table_that_says_what_a_dossier_is_asks_for_its_kind(stage, as_administrator):
    bound = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'of_kind' ORDER BY 1"
    assert [name for (name,) in as_administrator.execute(bound)] == sorted({*KINDS, *BESIDE})
    assert {table for table, column in stage.dossier_tables.items() if column == "id"} == set(KINDS)
    assert set(KINDS.values()) == set(DossierKind)


@pytest.mark.parametrize("table", KINDS)
def test_a_row_is_written_for_a_dossier_of_its_kind(stage, as_app, as_administrator, table, subtests):
    assert len(DossierKind) == len(KINDS)
    for kind in DossierKind:
        with subtests.test(table=table, kind=str(kind)):
            state = written(stage, as_app, as_administrator, table, kind)
            assert state == ("" if kind == KINDS[table] else POLICY)


def written(stage, as_app, as_administrator, table, kind):
    """The state in which a row for a new dossier of the kind is refused, or an empty text."""
    person = scene.add_dossier(as_administrator, owner="gladsaxe", kind="person")
    dossier = scene.add_dossier(as_administrator, owner="gladsaxe", kind=kind)
    row = row_of(stage, table, dossier, person)
    if table == "meetings_matter":
        # Its item is there, of a meeting that is to come.
        as_administrator.execute(MEETING, [row["meeting_id"], named("gladsaxe"), named("alice"), named("alice")])
        as_administrator.execute(ITEM, [dossier, named("gladsaxe"), row["meeting_id"], named("alice")])
    marks, names = ", ".join(["%s"] * len(row)), ", ".join(f'"{name}"' for name in row)
    with scene.acting(as_app, writer_of(table)):
        return refused(as_app, f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


def leaves_and_hands_over(connection, member, successor):
    with scene.acting(connection, "gerda"):
        connection.execute(LEAVE, [named(member)])
        return connection.execute(HAND_OVER_TASKS, [named(member), named(successor)]).fetchone()[0]


def test_a_case_in_a_task_s_clothes_is_not_written_and_not_handed_over(acting_as, as_app, as_administrator):
    """Dina, let in until tomorrow, made a task of the case's id; handed over, it let Carl in to all of the case."""
    case = open_case()
    with acting_as("alice"):
        until = clock.now() + case_scene.dt.timedelta(days=1)
        sharing.let_in(dossier=case, member=named("dina"), categories=Category.PLAN, until=until)
    task = [case, named("erik"), named("gladsaxe"), named("dina")]
    with scene.acting(as_app, "dina"):
        assert refused(as_app, TASK, task) == POLICY
    # One that is there from before is handed over no more, and is counted no more.
    as_administrator.execute(TASK, task)
    with scene.acting(as_app, "gerda"):
        assert as_app.execute("SELECT guard.count_member_tasks(%s)", [named("erik")]).fetchone() == (0,)
    assert leaves_and_hands_over(as_app, "erik", "carl") == 0
    with acting_as("carl"):
        assert not Case.objects.filter(id=case).exists()


def test_a_case_s_row_in_a_concern_is_not_handed_over(acting_as, as_app, as_administrator, stage):
    with acting_as("alice") as alice:
        details = people.Details(name="Prøve Barn")
        person = people.register(by=alice, details=details, purpose=Purpose.SSP, unit=case_scene.SSP)
    concern = scene.add_dossier(as_administrator, owner="gladsaxe", reader=named("alice"))
    row = row_of(stage, "cases_case", concern, person) | {"lead_id": named("frida"), "state": "open"}
    scene.insert(as_administrator, "cases_case", row)
    with scene.acting(as_app, "gerda"):
        assert as_app.execute("SELECT guard.count_member_cases(%s)", [named("frida")]).fetchone()[0][0] == 0
        as_app.execute(LEAVE, [named("frida")])
        handed = as_app.execute("SELECT guard.hand_over_cases(%s, %s)", [named("frida"), named("carl")])
        assert handed.fetchone() == (0,)


def test_who_was_given_something_writes_no_task_of_it(acting_as, as_app):
    """Hanne contributes to a case of Gladsaxe's, and to a task of it."""
    case = open_case()
    case_scene.share(acting_as, case, Category.PLAN, to="hanne", may=May.CONTRIBUTE)
    with scene.acting(as_app, "hanne"):
        for owner, organisation in (("erik", "gladsaxe"), ("hanne", "herlev")):
            assert refused(as_app, TASK, [case, named(owner), named(organisation), named("hanne")]) == POLICY


def test_only_who_answers_for_a_dossier_says_what_it_is(cast, as_app, as_administrator):
    task = scene.add_dossier(as_administrator, owner="gladsaxe", kind="task")
    given = {"organisation_id": named("herlev"), "source": "disclosure", "frame_id": named("Prøveaftalen")}
    scene.add_access(as_administrator, task, owner="gladsaxe", reader=named("herlev"), **given)
    with scene.acting(as_app, "hanne"):
        assert as_app.execute("SELECT guard.can(%s, 1, 2)", [task]).fetchone() == (True,), "Hanne may write in it"
        assert refused(as_app, TASK, [task, named("hanne"), named("herlev"), named("hanne")]) == POLICY
    with scene.acting(as_app, "alice"):
        assert refused(as_app, TASK, [task, named("hanne"), named("herlev"), named("alice")]) == ""


def test_a_task_is_handed_over(acting_as, as_app):
    """The control: what is a task goes to the successor, who is let in."""
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
        task = case_scene.task(alice, case)
    assert leaves_and_hands_over(as_app, "alice", "carl") == 1
    with scene.acting(as_app, "carl"):
        assert as_app.execute("SELECT count(*) FROM plans_task WHERE id = %s", [task]).fetchone() == (1,)
