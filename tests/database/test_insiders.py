"""What somebody lawfully let in tries beyond it: another's name and words, a role too small, a way in."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests import case_scene as scene
from tests import concern_rows
from tests.cast import CAST, actor, named
from tests.rich_case import open_case, police_note
from tvaers.concerns.models import Involved
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.rules import DECIDING
from tvaers.people import actions as people
from tvaers.plans.actions import goals
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind, LinkKind, May
from tvaers.sharing.models import Access, Link

pytestmark = pytest.mark.django_db(transaction=True)
POLICY, NOT_YOURS, MISSING, UNLOGGED, LINKED, OTHER_NAME, ASKED = (
    "42501",
    "TV020",
    "TV021",
    "TV027",
    "TV029",
    "TV042",
    "TV043",
)
EVERYTHING = Category.PLAN | Category.ENTRY | Category.CONCERN


@pytest.fixture
def case(cast):
    """A case with something of every category in it."""
    opened = open_case()
    police_note(opened)
    return opened


def met(statement, parameters=()):
    """The state of the refusal, or how many rows were touched."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return f"{cursor.rowcount} rows"
    except DatabaseError as error:
        return error.__cause__.sqlstate


# --- let in by a disclosure, to contribute ------------------------------------------------------------


@pytest.fixture
def contributing(acting_as, case):
    """The case, in which Hanne of Herlev may write notes."""
    scene.share(acting_as, case, EVERYTHING, to="hanne", may=May.CONTRIBUTE)
    return case


OWNERS_ALONE = (
    ("cases_case", "UPDATE cases_case SET version = version WHERE id = %s"),
    ("cases_case closed", "UPDATE cases_case SET state = 'closed', erase_on = current_date - 1 WHERE id = %s"),
    ("cases_voice", "DELETE FROM cases_voice WHERE dossier_id = %s"),
    ("cases_strength", "DELETE FROM cases_strength WHERE dossier_id = %s"),
    ("plans_goal", "UPDATE plans_goal SET place = place WHERE dossier_id = %s"),
)


@pytest.mark.parametrize(("name", "statement"), OWNERS_ALONE, ids=[name for name, _ in OWNERS_ALONE])
def test_a_contributor_changes_nothing_of_the_owners(acting_as, contributing, name, statement):
    with acting_as("alice"), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {name.split()[0]}")
        assert cursor.fetchone() != (0,), "there is something to change"
    with acting_as("hanne"):
        assert met(statement, [contributing]) == "0 rows"
    with acting_as("alice"):
        assert met(statement, [contributing]) != "0 rows"


NOTE = (
    "INSERT INTO cases_entry (id, dossier_id, category, happened_at, title, fact, assessment, source,"
    " is_police_material, author_id, author_organisation_id, signed_at, version)"
    " VALUES (%s, %s, 4, now(), '', '', '', '', false, %s, %s, now(), 1)"
)
STEP = "INSERT INTO cases_step (id, dossier_id, kind, reason, at, by) VALUES (%s, %s, 'reviewed', '', now(), %s)"


def test_nobody_writes_in_another_name(acting_as, contributing):
    alice, hanne, gladsaxe, herlev = (named(each) for each in ("alice", "hanne", "gladsaxe", "herlev"))
    with acting_as("hanne"):
        assert met(NOTE, [ids.opaque(), contributing, alice, gladsaxe]) == OTHER_NAME
        assert met(NOTE, [ids.opaque(), contributing, hanne, gladsaxe]) == OTHER_NAME
        assert met(NOTE, [ids.opaque(), contributing, hanne, herlev]) == "1 rows"
        assert met(STEP, [ids.opaque(), contributing, hanne]) == POLICY
    with acting_as("bo"):
        assert met(STEP, [ids.opaque(), contributing, alice]) == OTHER_NAME
        assert met(STEP, [ids.opaque(), contributing, named("bo")]) == "1 rows"


def test_who_takes_a_task_on_changes_nothing_of_what_was_asked(acting_as, case):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="hanne")
    scene.answer(acting_as, "hanne", task)
    hanne = named("hanne")
    with acting_as("hanne"):
        assert met("UPDATE plans_task SET due_on = due_on + 9 WHERE id = %s", [task]) == ASKED
        for change in ("text = ''", "given_by = owner_id", "given_at = now()"):
            assert met(f"UPDATE plans_task SET {change} WHERE id = %s", [task]) == POLICY, change
        for change in ("state = 'xx'", "state = 'done'", "version = version + 7", "done_by = %(me)s"):
            assert met(f"UPDATE plans_task SET {change} WHERE id = %(task)s", {"task": task, "me": hanne}) == ASKED, (
                change
            )
        done = "UPDATE plans_task SET state = 'done', done_by = %s WHERE id = %s"
        assert met(done, [named("alice"), task]) == OTHER_NAME
        assert met(done, [hanne, task]) == "1 rows"
        word = (
            "INSERT INTO plans_taskcomment (id, dossier_id, words, by, by_organisation_id) VALUES (%s, %s, '', %s, %s)"
        )
        assert met(word, [ids.opaque(), task, named("alice"), named("gladsaxe")]) == OTHER_NAME
        assert met(word, [ids.opaque(), task, hanne, named("herlev")]) == "1 rows"
    with acting_as("alice"):
        assert met("UPDATE plans_task SET due_on = due_on + 9 WHERE id = %s", [task]) == "1 rows"


def test_what_ended_long_ago_leaves_no_looks(acting_as, contributing, as_administrator):
    seen = "SELECT guard.record_seen(ARRAY[gen_random_uuid()], ARRAY[%s::uuid], ARRAY[1], NULL)"
    with acting_as("hanne"):
        assert met(seen, [contributing]) == "1 rows"
    as_administrator.execute(
        "UPDATE sharing_access SET ended_at = now() - interval '1 day' WHERE reader_id = %s", [named("hanne")]
    )
    with acting_as("hanne"):
        assert met(seen, [contributing]) == UNLOGGED


# --- a role too small ---------------------------------------------------------------------------------


def test_the_roles_that_decide_are_those_of_the_table(cast, acting_as):
    for part in CAST:
        with acting_as(part.key), connection.cursor() as cursor:
            cursor.execute("SELECT guard.decides()")
            assert cursor.fetchone() == (bool(part.roles & DECIDING),), part.key


@pytest.fixture
def open_to_the_street(acting_as, case):
    """The case, which Dina of the street team works on as well; something of it is shared on a consent."""
    with acting_as("alice"):
        sharing.let_in(dossier=case, member=named("dina"), categories=EVERYTHING)
        until = clock.now() + scene.dt.timedelta(days=40)
        frame = scene.consented(
            dossier=case, to=named("herlev"), purposes=Purpose.SSP, until=until, categories=EVERYTHING
        )
    scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    return case, frame


GIVEN = "FROM sharing_access WHERE source = 'disclosure' AND dossier_id = %s AND state = 'accepted'"


def test_who_works_on_the_street_gives_ends_and_erases_nothing(acting_as, open_to_the_street):
    case, frame = open_to_the_street
    give = "SELECT guard.grant_access(%s, %s, NULL, %s, 1, 1, 1, %s, now() + interval '8 days')"
    calls = (
        (give, [case, named("herlev"), named("hanne"), named("Prøveaftalen")], NOT_YOURS),
        ("SELECT guard.open_consent(%s, %s, 1, now() + interval '8 days', 1)", [case, named("herlev")], NOT_YOURS),
        ("SELECT guard.end_consent(%s)", [frame], MISSING),
        (f"SELECT guard.end_access(id) {GIVEN}", [case], MISSING),
        ("SELECT guard.erase_dossier(%s, 'x')", [case], NOT_YOURS),
    )
    with acting_as("dina"):
        assert [met(statement, given) for statement, given, _state in calls] == [state for *_call, state in calls]
    with acting_as("bo"):
        assert [met(statement, given) for statement, given, _state in calls] == ["1 rows"] * len(calls)


def test_who_works_on_the_street_lets_in_who_receives_it_and_nobody_afterwards(acting_as, cast):
    """The unit is let in while the concern is opened; a later call for anybody is a decision."""
    with acting_as("dina") as dina:
        own = concern_rows.written(dina)
        received = Access.objects.filter(dossier_id=own, unit_id=named("gladsaxe-ssp"))
        assert received.count() == 1
    let_in = "SELECT guard.let_in(%s, %s, %s, 1, 1, NULL)"
    readers = ((named("gladsaxe-street"), None), (None, named("carl")))
    with acting_as("dina"):
        assert [met(let_in, [own, *reader]) for reader in readers] == [NOT_YOURS, NOT_YOURS]
    with acting_as("bo"):
        assert [met(let_in, [own, *reader]) for reader in readers] == ["1 rows", "1 rows"]


def test_who_decides_parts_from_a_concern_whom_it_is_no_longer_about(acting_as, cast):
    """Nobody else does, and nobody while a part of theirs is left in it."""
    with acting_as("dina") as dina:
        told = concern_rows.written(dina, young=2)
        first, second = Involved.objects.filter(dossier_id=told).order_by("id").values_list("person_id", flat=True)
    release = "SELECT guard.release_person(%s, %s)"
    for key in ("dina", "hanne", "palle", "gerda", "olga"):
        with acting_as(key):
            assert met(release, [told, second]) == NOT_YOURS, key
    tied = Link.objects.filter(source_id=told, kind=LinkKind.CONCERNS).order_by("target_id")
    with acting_as("bo"):
        assert met(release, [told, second]) == "1 rows"
        assert set(tied.values_list("target_id", flat=True)) == {first, second}, "a part is left"
        Involved.objects.filter(dossier_id=told, person_id=second).delete()
        assert met(release, [told, second]) == "1 rows"
        assert list(tied.values_list("target_id", flat=True)) == [first]


# --- what stands on a link ----------------------------------------------------------------------------


def test_a_consent_is_not_widened_by_a_link(acting_as, case):
    with acting_as("alice") as alice:
        other = scene.person(alice, name="Prøve Andenbarn")
        link = "INSERT INTO sharing_link (id, kind, source_id, target_id) VALUES (%s, %s, %s, %s)"
        assert met(link, [ids.opaque(), "concerns", case, other]) == LINKED
        task = scene.task(alice, case)
        second = sharing.open_dossier(by=alice, kind=DossierKind.CASE, purpose=Purpose.SSP, unit=scene.SSP)
        assert met(link, [ids.opaque(), "belongs", task, second]) == LINKED
        # Control: a concern is about as many as it names.
        concern = sharing.open_dossier(by=alice, kind=DossierKind.CONCERN, purpose=Purpose.SSP, unit=scene.SSP)
        for person in (other, scene.person(alice, name="Prøve Tredjebarn")):
            sharing.link(kind=LinkKind.CONCERNS, source=concern, target=person)


def test_nobody_elsewhere_holds_a_person_by_a_link(acting_as, case):
    with acting_as("alice") as alice:
        young = scene.person(alice, name="Prøve Fritbarn")
    scene.share(acting_as, young, Category.IDENTITY, to="hanne")
    with acting_as("hanne") as hanne:
        own = sharing.open_dossier(by=hanne, kind=DossierKind.CONCERN, purpose=Purpose.SSP, member=hanne.id)
        with pytest.raises(sharing.NoSuchAccessError):
            sharing.link(kind=LinkKind.CONCERNS, source=own, target=young)
        task = sharing.open_dossier(by=hanne, kind=DossierKind.TASK, purpose=Purpose.SSP, member=hanne.id)
        with pytest.raises(sharing.NoSuchAccessError):
            sharing.link(kind=LinkKind.BELONGS, source=task, target=young)


# --- a way to oneself ---------------------------------------------------------------------------------


def test_an_administrator_opens_no_unit_to_oneself(cast, acting_as):
    change = "SELECT guard.change_member(%s, 'Gerda Nøgleby', 'x', '', 4096, ARRAY[%s::uuid], 1)"
    with acting_as("gerda"):
        assert met(change, [named("gerda"), named("gladsaxe-ssp")]) == "TV008"
        assert met(change, [named("gorm"), named("gladsaxe-ssp")]) == "1 rows"
    assert actor("gerda").roles == 4096


# --- found by a second look ---------------------------------------------------------------------------


def test_nobody_elsewhere_holds_a_person_by_a_part(acting_as, case):
    with acting_as("alice") as alice:
        young = scene.person(alice, name="Prøve Fritbarn")
        own = concern_rows.written(alice)
        part = "INSERT INTO concerns_involved (id, dossier_id, person_id, role, category, note)"
        values = f"{part} VALUES (%s, %s, %s, 'of-concern', 2, '')"
        assert met(values, [ids.opaque(), own, young]) == "1 rows"
    scene.share(acting_as, young, Category.IDENTITY, to="hanne")
    with acting_as("hanne") as hanne:
        theirs = concern_rows.written(hanne)
        assert met(values, [ids.opaque(), theirs, young]) == POLICY, "seen, and not theirs"
        assert met(values, [ids.opaque(), theirs, ids.opaque()]) == POLICY, "hidden and missing are the same"
        assert met("UPDATE concerns_involved SET person_id = %s WHERE dossier_id = %s", [young, theirs]) == POLICY


def test_a_case_is_moved_to_nobody_else_seen_or_not(acting_as, case):
    with acting_as("carl") as carl:
        hidden = people.register(
            by=carl,
            details=people.Details(name="Prøve Skjultbarn", born="2012"),
            purpose=Purpose.SSP,
            unit=named("gladsaxe-family"),
        )
    with acting_as("alice") as alice:
        assert met("UPDATE cases_case SET person_id = %s WHERE id = %s", [hidden, case]) == POLICY
        known = scene.person(alice, name="Prøve Kendtbarn")
        assert met("UPDATE cases_case SET person_id = %s WHERE id = %s", [known, case]) == POLICY


def test_a_course_and_a_decision_are_changed_by_who_decides(acting_as, open_to_the_street):
    case, _frame = open_to_the_street
    with acting_as("dina") as dina:
        concern = concern_rows.written(dina)
        assert met("UPDATE cases_case SET state = 'closed', erase_on = current_date WHERE id = %s", [case]) == NOT_YOURS
        assert met("UPDATE concerns_concern SET erase_on = current_date WHERE id = %s", [concern]) == NOT_YOURS
        assert met("UPDATE concerns_concern SET version = version + 1 WHERE id = %s", [concern]) == "1 rows"
    with acting_as("bo"):
        assert met("UPDATE concerns_concern SET erase_on = current_date WHERE id = %s", [concern]) == "1 rows"


FORGED = (
    ("cases_entry", "author_organisation_id = %(there)s, signed_at = now()", "TV041"),
    ("cases_entry", "is_police_material = true", "TV041"),
    ("cases_entry", "written_at = now() - interval '9 days'", "TV041"),
    ("plans_goal", "evaluated_by = %(alice)s, evaluated_at = now()", OTHER_NAME),
    ("plans_goal", "written_by = %(bo)s", POLICY),
    ("concerns_concern", "acute_by = %(alice)s", OTHER_NAME),
    ("concerns_concern", "opened_by = %(bo)s", "1 rows"),
    ("work_clock", "done_by = %(alice)s, done_at = now()", OTHER_NAME),
)


def test_no_change_is_signed_in_another_name(acting_as, case, subtests):
    with acting_as("alice") as alice:
        concern = concern_rows.written(alice)
        goals.agree(by=alice, case=case, words="Sove", said_by="Noah", said_on=clock.today())
    with acting_as("bo") as bo:
        draft = scene.note(bo, case, title="Bos kladde", sign=False)
        rows = {
            "cases_entry": ("id", draft),
            "plans_goal": ("dossier_id", case),
            "concerns_concern": ("id", concern),
            "work_clock": ("kind = 'triage' AND dossier_id", concern),
        }
        met("UPDATE plans_goal SET evaluated_by = NULL WHERE dossier_id = %s", [case])
        for table, change, state in FORGED:
            column, row = rows[table]
            names = {"there": named("police"), "alice": named("alice"), "bo": named("bo"), "where": row}
            with subtests.test(table, change=change), transaction.atomic():
                found = met(f"UPDATE {table} SET {change} WHERE {column} = %(where)s", names)
                # The next is tried on the rows as they were.
                transaction.set_rollback(True)
                assert found == state or (state == "1 rows" and found.endswith("rows") and found != "0 rows")


def test_what_the_police_write_is_marked_and_nothing_else(acting_as, contributing):
    marked = NOTE.replace("false", "true")
    hanne, herlev = named("hanne"), named("herlev")
    with acting_as("hanne"):
        assert met(marked, [ids.opaque(), contributing, hanne, herlev]) == OTHER_NAME
    scene.share(acting_as, contributing, EVERYTHING, to="palle", may=May.CONTRIBUTE)
    palle, police = named("palle"), named("police")
    with acting_as("palle"):
        assert met(NOTE, [ids.opaque(), contributing, palle, police]) == OTHER_NAME
        assert met(marked, [ids.opaque(), contributing, palle, police]) == "1 rows"


def test_only_a_task_belongs_and_only_a_person_is_concerned(acting_as, case):
    link = "INSERT INTO sharing_link (id, kind, source_id, target_id) VALUES (%s, %s, %s, %s)"
    with acting_as("alice") as alice:
        other = scene.person(alice, name="Prøve Andenbarn")
        second = scene.case(alice, person=scene.person(alice, name="Prøve Tredjebarn"))
        for kind, source, target in (
            ("belongs", other, case),
            ("belongs", second, case),
            ("belongs", scene.task(alice, case), other),
            ("concerns", second, case),
        ):
            assert met(link, [ids.opaque(), kind, source, target]) == LINKED, (kind, source)


def test_what_an_organisation_was_given_is_given_back_by_who_decides_there(acting_as, case):
    terms = sharing.Terms(
        to=sharing.Reader(organisation=named("herlev")),
        purpose=Purpose.SSP,
        frame=scene.AGREEMENT,
        necessity="Herlev skal kende planen",
        until=clock.now() + scene.dt.timedelta(days=30),
    )
    with acting_as("frida"):
        sharing.share(parts={case: Category.PLAN}, terms=terms)
    scene.answer(acting_as, "hanne", case)
    end = "SELECT guard.end_access(id) FROM sharing_access WHERE reader_id = guard.organisation()"
    with acting_as("henrik"), connection.cursor() as cursor:
        assert met(end) in {MISSING, "0 rows"}
        cursor.execute("SELECT count(*) FROM sharing_disclosure")
        assert cursor.fetchone() == (0,), "why it was necessary is not for whoever keeps people"
    with acting_as("hanne"):
        assert met(end) == "1 rows"
