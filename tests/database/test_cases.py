"""Cases asked for in plain SQL as the application's role: from outside, and from inside for each category."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests import case_scene as scene
from tests.cast import named
from tests.rich_case import NOTES, open_case, police_note
from tvaers.cases.actions.preparing import prepare
from tvaers.cases.models import Case, Entry
from tvaers.foundation import clock, ids
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.sharing.enums import May

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = {
    "cases_case": Category.PLAN,
    "cases_voice": Category.PLAN,
    "cases_strength": Category.PLAN,
    "cases_networkmember": Category.OTHERS,
    "cases_step": Category.CONCERN,
    "cases_parentcontact": Category.OTHERS,
}
OTHERS = ("hanne", "palle", "karen", "olga", "vera", "carl", "gerda", "inga")
POLICY = "42501"


@pytest.fixture
def case(cast):
    """A case with something of every category in it."""
    opened = open_case()
    police_note(opened)
    return opened


def dossier(table):
    return "id" if table == "cases_case" else "dossier_id"


def rows(table, case, *, extra=""):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {dossier(table)} = %s {extra}", [case])
        return cursor.fetchall()


def refused(statement, parameters):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return f"{cursor.rowcount} rows"
    except DatabaseError as error:
        return error.__cause__.sqlstate


def test_the_unit_sees_every_table(acting_as, case):
    with acting_as("frida"):
        assert all(rows(table, case) for table in (*TABLES, "cases_entry"))


@pytest.mark.parametrize("key", OTHERS)
def test_nobody_else_reads_counts_searches_or_changes(acting_as, case, key):
    with acting_as(key), connection.cursor() as cursor:
        for table in (*TABLES, "cases_entry"):
            assert rows(table, case) == []
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {dossier(table)} IN (SELECT %s::uuid)", [case])
            assert cursor.fetchone() == (0,), table
        for table, column in (("cases_case", "version"), ("cases_entry", "version")):
            assert refused(f"UPDATE {table} SET {column} = 9 WHERE {dossier(table)} = %s", [case]) == "0 rows"
        for table in ("cases_voice", "cases_strength", "cases_networkmember"):
            assert refused(f"DELETE FROM {table} WHERE dossier_id = %s", [case]) == "0 rows"


@pytest.mark.parametrize("key", OTHERS)
def test_nobody_else_writes_into_the_case(acting_as, case, key):
    with acting_as(key) as somebody:
        mark = str(somebody.organisation.kind == "police").lower()
        entry = (
            "INSERT INTO cases_entry (id, dossier_id, category, happened_at, title, fact, assessment, source,"
            " is_police_material, author_id, author_organisation_id, version)"
            f" VALUES (%s, %s, 4, now(), '', '', '', '', {mark}, %s, %s, 1)"
        )
        assert refused(entry, [ids.opaque(), case, somebody.id, somebody.organisation.id]) == POLICY
        voice = (
            "INSERT INTO cases_voice (id, dossier_id, speaker, words, said_by, said_on, written_by, is_approved)"
            " VALUES (%s, %s, 'young', '', '', now(), %s, false)"
        )
        assert refused(voice, [ids.opaque(), case, somebody.id]) == POLICY
        step = "INSERT INTO cases_step (id, dossier_id, kind, reason, at, by) VALUES (%s, %s, 'closed', '', now(), %s)"
        assert refused(step, [ids.opaque(), case, somebody.id]) == POLICY


@pytest.mark.parametrize("category", [Category.PLAN, Category.CONCERN, Category.OTHERS, *NOTES])
def test_a_disclosure_opens_its_category_and_nothing_else(acting_as, case, category):
    # Hanne's role sees no health: she could not even accept health alone, and beside the plan it stays closed.
    given = category | (Category.PLAN if category is Category.HEALTH else Category(0))
    # Neither health nor, between municipalities, offences go along on § 115; with a consent they do.
    with acting_as("frida"):
        until = clock.now() + timedelta(days=60)
        consent = scene.consented(
            dossier=case, to=named("herlev"), purposes=Purpose.SSP, until=until, categories=ALL_CATEGORIES
        )
    scene.share(acting_as, case, given, frame=consent)
    with acting_as("hanne") as hanne:
        sees = Category(hanne.claims.categories) & given
        for table, told in TABLES.items():
            assert bool(rows(table, case)) is bool(told & sees), table
        assert {row.category for row in Entry.objects.filter(dossier_id=case)} == (
            {int(category)} if category in NOTES and category & sees else set()
        )


def test_a_reader_changes_nothing(acting_as, case):
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY)
    with acting_as("hanne") as hanne:
        assert rows("cases_case", case)
        assert refused("UPDATE cases_case SET version = 9 WHERE id = %s", [case]) == "0 rows"
        assert refused("DELETE FROM cases_voice WHERE dossier_id = %s", [case]) == "0 rows"
        insert = (
            "INSERT INTO cases_strength (id, dossier_id, title, words, said_by, written_by)"
            " VALUES (%s, %s, '', '', '', %s)"
        )
        assert refused(insert, [ids.opaque(), case, hanne.id]) == POLICY


def test_a_contributor_writes_only_in_the_categories_given(acting_as, case):
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY, may=May.CONTRIBUTE)
    with acting_as("hanne") as hanne:
        assert scene.note(hanne, case, title="Fra Herlev")
        with pytest.raises(DatabaseError) as no, transaction.atomic():
            scene.note(hanne, case, title="Vurdering", category=Category.ASSESSMENT)
        assert no.value.__cause__.sqlstate == POLICY


def test_a_signed_note_is_changed_by_nobody(acting_as, case):
    with acting_as("frida"):
        signed = Entry.objects.filter(dossier_id=case, signed_at__isnull=False).values_list("id", flat=True)[0]
        assert refused("UPDATE cases_entry SET version = 9 WHERE id = %s", [signed]) == "TV040"
        assert refused("UPDATE cases_entry SET signed_at = NULL WHERE id = %s", [signed]) == "TV040"
        assert refused("DELETE FROM cases_entry WHERE id = %s", [signed]) == POLICY


def test_a_draft_is_read_and_changed_by_its_author_alone(acting_as, case):
    with acting_as("frida") as frida:
        draft = scene.note(frida, case, title="Kladde", sign=False)
    with acting_as("bo"):
        assert not Entry.objects.filter(id=draft).exists()
        assert refused("UPDATE cases_entry SET version = 9 WHERE id = %s", [draft]) == "0 rows"
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY)
    with acting_as("hanne"):
        assert not Entry.objects.filter(id=draft).exists()


def test_no_row_moves_to_another_case(acting_as, case):
    with acting_as("frida") as frida:
        draft = scene.note(frida, case, sign=False)
        other = scene.case(frida)
        assert refused("UPDATE cases_entry SET dossier_id = %s WHERE id = %s", [other, draft]) in {"TV028", "TV041"}
        assert refused("UPDATE cases_case SET id = %s WHERE id = %s", [ids.opaque(), case]) in {"TV028", POLICY}


def test_steps_and_contacts_are_only_appended(acting_as, case):
    with acting_as("frida"):
        for table in ("cases_step", "cases_parentcontact"):
            assert refused(f"UPDATE {table} SET at = now() WHERE dossier_id = %s", [case]) == POLICY
            assert refused(f"DELETE FROM {table} WHERE dossier_id = %s", [case]) == POLICY


def test_the_reason_of_triage_lies_behind_the_concern(acting_as, case):
    with acting_as("frida") as frida:
        prepare(by=frida, concern=case, reason="Fordi", version=1)
        assert rows("cases_preparation", case)
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY)
    with acting_as("hanne"):
        assert rows("cases_preparation", case) == []
        assert refused("DELETE FROM cases_preparation WHERE dossier_id = %s", [case]) == "0 rows"


def test_only_the_owner_reads_by_which_page_others_looked(acting_as, case):
    scene.share(acting_as, case, Category.PLAN)
    with acting_as("hanne", route="her-page"):
        assert Case.objects.filter(id=case).exists()
        from tvaers.cases.access import get_for_reading  # noqa: PLC0415 - the look itself

        get_for_reading(case=case)
    statement = "SELECT t.route FROM audit_ticket t JOIN audit_seen s ON s.ticket_id = t.id WHERE s.dossier_id = %s"
    with acting_as("frida"), connection.cursor() as cursor:
        cursor.execute(statement, [case])
        assert ("her-page",) in cursor.fetchall()
        cursor.execute("SELECT count(*) FROM audit_ticket WHERE route = 'her-page'")
        assert cursor.fetchone() == (1,)
    with acting_as("palle"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_ticket WHERE route = 'her-page'")
        assert cursor.fetchone() == (0,)


def test_people_are_told_to_be_pointed_at_only_to_who_could_erase_them(acting_as, case):
    with acting_as("frida"), connection.cursor() as cursor:
        young = Case.objects.get(id=case).person_id
        cursor.execute("SELECT guard.people_pointed_at(ARRAY[%s]::uuid[])", [young])
        assert cursor.fetchone()[0]
    for key in ("hanne", "carl"):
        with acting_as(key), connection.cursor() as cursor:
            cursor.execute("SELECT guard.people_pointed_at(ARRAY[%s]::uuid[])", [young])
            assert cursor.fetchone()[0] == []
    assert clock.today()
