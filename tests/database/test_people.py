"""What never leaves the organisation that answers for a person, asked for in plain SQL as the application's role."""

from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import named
from tests.rich_case import open_case
from tvaers.foundation import clock
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.people import actions
from tvaers.people.actions import Details
from tvaers.people.enums import RevealReason
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import May
from tvaers.sharing.models import Access
from tvaers.sharing.policies import open_to_reader

pytestmark = pytest.mark.django_db(transaction=True)
SSP = named("gladsaxe-ssp")
REVEAL = (
    "INSERT INTO people_reveal (id, dossier_id, member_id, reason, words)"
    " VALUES (gen_random_uuid(), %s, %s, 'other', '')"
)
OWN_ONLY = ("people_address", "people_token", "people_reveal")


@pytest.fixture
def noah(acting_as):
    """Somebody with a protected address whose number has been shown once."""
    details = Details(name="Noah Vesterlund", cpr="0310116003", street="Kildevænget 7", has_protected_address=True)
    with acting_as("alice") as alice:
        person = actions.register(by=alice, details=details, purpose=Purpose.SSP, unit=SSP)
        actions.reveal_cpr(by=alice, person=person, reason=RevealReason.IDENTITY, words="")
    return person


@pytest.fixture
def disclosed(acting_as, noah):
    """The same, with everything that can be given given to Herlev, to read and write."""
    with acting_as("alice"):
        offered = sharing.offer(
            dossier=noah,
            to=sharing.Reader(organisation=named("herlev")),
            categories=ALL_CATEGORIES & ~(Category.HEALTH | Category.REPORTER | Category.OFFENCE),
            may=May.CONTRIBUTE,
            purpose=Purpose.SSP,
            frame=named("Prøveaftalen"),
            until=clock.now() + timedelta(days=30),
        )
        sharing.note_necessity(access=offered, dossier=noah, words="De skal kunne tage imod ham.")
    with acting_as("hanne"):
        sharing.answer(access=offered, accepted=True)
    return noah


def count(table, dossier):
    column = "id" if table == "people_person" else "dossier_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [dossier])
        return cursor.fetchone()[0]


def test_the_owner_sees_what_never_leaves(acting_as, noah):
    with acting_as("bo"):
        assert all(count(table, noah) > 0 for table in OWN_ONLY)


@pytest.mark.parametrize("table", OWN_ONLY)
def test_address_tokens_and_reveals_never_leave(acting_as, disclosed, table):
    with acting_as("hanne"):
        assert count("people_person", disclosed) == 1, "the disclosure itself works"
        assert count(table, disclosed) == 0


def test_of_the_address_only_the_flag_leaves(acting_as, disclosed):
    with acting_as("hanne"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_person WHERE id = %s", [disclosed])
        columns = {column.name: value for column, value in zip(cursor.description, cursor.fetchone(), strict=True)}
    assert columns["has_protected_address"] is True
    assert not {"street", "place", "address"} & columns.keys()


def refused(statement, *parameters):
    """Whether the database refuses, or touches no row."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.rowcount == 0
    except DatabaseError as error:
        return isinstance(error.__cause__, psycopg.errors.InsufficientPrivilege)


@pytest.mark.parametrize("who", ["hanne", "palle", "carl", "gerda"])
def test_others_write_nothing_about_a_person(acting_as, disclosed, who):
    with acting_as(who) as somebody:
        for statement, parameters in (
            ("UPDATE people_person SET version = version + 1 WHERE id = %s", (disclosed,)),
            (
                "INSERT INTO people_address (id, dossier_id, street, place) VALUES (gen_random_uuid(), %s, '', '')",
                (disclosed,),
            ),
            ("INSERT INTO people_token (dossier_id, kind, token) VALUES (%s, 1, '')", (disclosed,)),
            ("DELETE FROM people_token WHERE dossier_id = %s", (disclosed,)),
            (REVEAL, (disclosed, somebody.id)),
            ("DELETE FROM people_person WHERE id = %s", (disclosed,)),
        ):
            assert refused(statement, *parameters), statement


def test_the_owner_writes(acting_as, noah):
    with acting_as("bo"):
        assert not refused("UPDATE people_person SET version = version + 1 WHERE id = %s", noah)
        assert not refused("INSERT INTO people_token (dossier_id, kind, token) VALUES (%s, 1, '')", noah)
        assert refused("DELETE FROM people_person WHERE id = %s", noah), "a person goes by erasure of the dossier only"
        assert refused("UPDATE people_reveal SET reason = 'other' WHERE dossier_id = %s", noah), (
            "reveals stay as they are"
        )


@pytest.mark.parametrize("who", ["hanne", "carl", "gerda"])
def test_nobody_else_merges(acting_as, disclosed, who):
    with acting_as("alice") as alice:
        other = actions.register(by=alice, details=Details(name="Noah V."), purpose=Purpose.SSP, unit=SSP)
    with acting_as(who), connection.cursor() as cursor:
        for keep, double in ((disclosed, other), (other, disclosed), (disclosed, disclosed)):
            with pytest.raises(DatabaseError) as wrong, transaction.atomic():
                cursor.execute("SELECT guard.merge_person(%s, %s)", [keep, double])
            assert wrong.value.__cause__.sqlstate == "TV020"


def test_what_points_at_people_is_nobodys_to_list_or_change(acting_as, cast):
    with acting_as("alice"):
        assert refused("INSERT INTO guard.person_reference VALUES ('people_person', 'id')")
        assert refused("SELECT * FROM guard.person_reference")


def test_a_column_that_points_at_people_moves_with_a_merge(acting_as, as_administrator):
    with acting_as("alice") as alice:
        kept, double = (
            actions.register(by=alice, details=Details(name=name), purpose=Purpose.SSP, unit=SSP)
            for name in ("Noah Vesterlund", "Noa Westerlund")
        )
    as_administrator.execute("CREATE TABLE guard.scratch_pointer (person_id uuid)")
    try:
        as_administrator.execute("ALTER TABLE guard.scratch_pointer OWNER TO tvaers_owner")
        as_administrator.execute("INSERT INTO guard.scratch_pointer VALUES (%s), (gen_random_uuid())", [double])
        as_administrator.execute("INSERT INTO guard.person_reference VALUES ('guard.scratch_pointer', 'person_id')")
        with acting_as("alice") as alice:
            actions.merge(by=alice, keep=kept, double=double)
        moved = as_administrator.execute("SELECT count(*) FROM guard.scratch_pointer WHERE person_id = %s", [kept])
        assert moved.fetchone() == (1,)
    finally:
        as_administrator.execute("DELETE FROM guard.person_reference WHERE name = 'guard.scratch_pointer'::regclass")
        as_administrator.execute("DROP TABLE guard.scratch_pointer")


def test_every_column_that_points_at_people_moves_with_a_merge(as_administrator):
    columns = as_administrator.execute(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND column_name IN ('person_id', 'people_id')"
    ).fetchall()
    noted = as_administrator.execute("SELECT name::text, person_column FROM guard.person_reference").fetchall()
    assert ("concerns_involved", "person_id") in columns
    assert set(columns) <= set(noted), "note it in a migration: people.references.points_at_person"


def test_without_the_rule_for_owners_the_address_would_leave(acting_as, disclosed, as_administrator):
    def ruled(*, owner_only):
        rule = open_to_reader(
            "people_address.dossier_id", category=str(int(Category.IDENTITY)), may=1, owner_only=owner_only
        )
        as_administrator.execute(f"ALTER POLICY may_select ON people_address USING ({rule})")

    try:
        ruled(owner_only=False)
        with acting_as("hanne"):
            assert count("people_address", disclosed) == 1, "the tests above can fail"
    finally:
        ruled(owner_only=True)
    with acting_as("hanne"):
        assert count("people_address", disclosed) == 0


# --- merging lets nobody in whom the asker could not let in ----------------------------------------------

MERGE = "SELECT guard.merge_person(%s, %s)"
OPEN = "SELECT guard.open_dossier('person', 1, NULL, %s, now() + interval '4 years')"
LET_IN = "SELECT guard.let_in(%s, NULL, %s, 511, 2, NULL)"


def state_of(statement, *parameters):
    """The state the database refuses with, or an empty text."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
    except DatabaseError as error:
        return error.__cause__.sqlstate
    return ""


def made(statement, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0]


def readers_of(person, **of):
    rows = Access.objects.filter(dossier_id=person, source="owner", **of)
    return sorted(rows.values_list("categories", "may", "until_at"))


def glanced(acting_as, who, *, until=None):
    """Somebody of Alice's, of whom `who` may see the identity alone."""
    with acting_as("alice") as alice:
        person = actions.register(by=alice, details=Details(name="Prøve Hemmelig"), purpose=Purpose.SSP, unit=SSP)
        sharing.let_in(dossier=person, member=named(who), categories=Category.IDENTITY, until=until)
    return person


@pytest.mark.parametrize("turned", [False, True])
def test_who_only_records_merges_nobody(acting_as, cast, turned):
    young = glanced(acting_as, "dina")
    with acting_as("dina"):
        double = made(OPEN, named("dina"))
        assert state_of(LET_IN, double, named("carl")) == ""
        pair = (double, young) if turned else (young, double)
        assert state_of(MERGE, *pair) == "TV020"
    with acting_as("carl"):
        assert count("people_person", young) == 0


def test_a_case_that_is_not_seen_stays_with_its_person(acting_as, cast):
    """Somebody who records pointed the case at somebody invented."""
    case = open_case()
    with acting_as("alice"):
        young = made("SELECT person_id FROM cases_case WHERE id = %s", case)
        sharing.let_in(dossier=young, member=named("dina"), categories=Category.IDENTITY)
    with acting_as("dina"):
        assert state_of(MERGE, made(OPEN, named("dina")), young) == "TV020"
    with acting_as("alice"):
        assert made("SELECT person_id FROM cases_case WHERE id = %s", case) == young


def test_a_merge_lets_in_no_further_and_no_longer_than_the_asker(acting_as, cast):
    soon = clock.now() + timedelta(days=1)
    young = glanced(acting_as, "carl", until=soon)
    readers = ((named("gladsaxe-street"), None), (None, named("erik")), (None, named("carl")))
    with acting_as("carl") as carl:
        double = actions.register(by=carl, details=Details(name="Prøve To"), purpose=Purpose.SSP, member=carl.id)
        for unit, member in readers[:2]:
            sharing.let_in(dossier=double, unit=unit, member=member, categories=ALL_CATEGORIES)
        # What the asker could do by letting in is what a merge may do.
        assert state_of("SELECT guard.let_in(%s, %s, NULL, 8, 2, %s)", young, SSP, soon + timedelta(days=1)) == "TV025"
        assert state_of("SELECT guard.let_in(%s, %s, NULL, 511, 2, %s)", young, SSP, soon) == "TV024"
        actions.merge(by=carl, keep=young, double=double)
    with acting_as("alice"):
        for unit, member in readers:
            assert readers_of(young, unit_id=unit, member_id=member) == [(8, 2, soon)]


def test_who_decides_merges_and_the_colleagues_of_the_double_go_on_seeing(acting_as, cast):
    """The control: what is lawful works, and nobody gets a second row for what is seen already."""
    with acting_as("alice") as alice:
        kept, double = (
            actions.register(by=alice, details=Details(name=name), purpose=Purpose.SSP, unit=SSP)
            for name in ("Prøve Et", "Prøve To")
        )
        sharing.let_in(dossier=double, member=named("carl"), categories=ALL_CATEGORIES)
    with acting_as("bo") as bo:
        actions.merge(by=bo, keep=kept, double=double)
        assert len(readers_of(kept, unit_id=SSP)) == 1
        (own,) = readers_of(kept, unit_id=SSP)
    with acting_as("carl"):
        assert count("people_person", kept) == 1
        assert count("people_person", double) == 0
        assert readers_of(kept, member_id=named("carl")) == [own]


def test_who_works_for_another_purpose_is_not_shut_out_by_a_merge(acting_as, cast, as_administrator):
    with acting_as("alice") as alice:
        kept, double = (
            actions.register(by=alice, details=Details(name=name), purpose=Purpose.SSP, unit=SSP)
            for name in ("Prøve Et", "Prøve To")
        )
        sharing.let_in(dossier=double, member=named("carl"), categories=ALL_CATEGORIES)
    purpose = "UPDATE sharing_access SET purpose = %s WHERE dossier_id = %s AND member_id = %s"
    as_administrator.execute(purpose, [int(Purpose.OVERSIGHT), double, named("carl")])
    with acting_as("alice") as alice, pytest.raises(sharing.WrongPurposeError):
        actions.merge(by=alice, keep=kept, double=double)
    as_administrator.execute(purpose, [int(Purpose.PARENTS), double, named("carl")])
    with acting_as("alice") as alice:
        actions.merge(by=alice, keep=kept, double=double)
