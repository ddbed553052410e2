"""Volunteers as the application's role meets them: their organisation's coordinators', and nobody else's."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests import volunteer_scene
from tests.cast import named
from tests.database import scene
from tests.stage import acting_as
from tvaers.civilsociety import actions
from tvaers.civilsociety.models import Training, Volunteer
from tvaers.guard.enums import Purpose
from tvaers.sharing.rules import BASES

pytestmark = pytest.mark.django_db(transaction=True)
OTHER_WAY, NOT_YOURS, PURPOSE, POLICY, OTHER_HAND = "TV106", "TV020", "TV023", "42501", "TV042"
# Colleagues without the role, and coordinators and others elsewhere.
COLLEAGUES = ("alice", "carl", "dina", "erik", "gerda", "signe", "stine", "inga")
ELSEWHERE = ("oda", "helga", "elin", "hanne", "palle", "ida", "karen", "vera", "olga")
TABLES = (
    ("civilsociety_volunteer", "id"),
    ("civilsociety_training", "dossier_id"),
    ("sharing_dossier", "id"),
    ("sharing_access", "dossier_id"),
)
VERSION = {each.code: each.version_id for each in BASES}


def soon(days=30):
    return datetime.now(UTC) + timedelta(days=days)


@pytest.fixture
def volunteer(cast):
    return volunteer_scene.signed(with_children=True)


def sees(connection, who, volunteer):
    """How many rows of each table somebody sees of a volunteer, and how many volunteers there are to them."""
    with scene.acting(connection, who):
        found = [
            connection.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [volunteer]).fetchone()[0]
            for table, column in TABLES
        ]
        every = connection.execute("SELECT count(*) FROM civilsociety_volunteer").fetchone()[0]
        kinds = connection.execute("SELECT count(*) FROM sharing_dossier WHERE kind = 'volunteer'").fetchone()[0]
    return (*found, every, kinds)


def test_coordinators_and_supervisors_of_the_organisation_see_it(volunteer, as_app):
    for who in ("bo", "frida"):
        assert sees(as_app, who, volunteer) == (1, 1, 1, 1, 1, 1), who


@pytest.mark.parametrize("who", [*COLLEAGUES, *ELSEWHERE])
def test_nobody_else_finds_lists_or_counts_it(volunteer, as_app, who):
    assert sees(as_app, who, volunteer) == (0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize("who", ["alice", "gerda", "oda", "palle", "vera"])
def test_nobody_else_writes_in_it(volunteer, as_app, as_administrator, who):
    line = [uuid4(), volunteer, named(who)]
    with scene.acting(as_app, who):
        insert = (
            "INSERT INTO civilsociety_training (id, dossier_id, what, held_on, written_by)"
            " VALUES (%s, %s, 'x', now(), %s)"
        )
        assert scene.refused(as_app, insert, line) == POLICY
        for table, column in TABLES[:2]:
            for statement in (f"DELETE FROM {table} WHERE {column} = %s", f"SELECT 1 FROM {table} WHERE {column} = %s"):
                if scene.refused(as_app, statement, [volunteer]) == "":
                    assert as_app.execute(statement, [volunteer]).rowcount == 0
        changed = as_app.execute("UPDATE civilsociety_volunteer SET version = 9 WHERE id = %s", [volunteer])
        assert changed.rowcount == 0
        for call in ("SELECT guard.keep_volunteer(%s)", "SELECT guard.erase_dossier(%s, 'x')"):
            assert scene.refused(as_app, call, [volunteer]) == NOT_YOURS
    left = as_administrator.execute("SELECT version FROM civilsociety_volunteer WHERE id = %s", [volunteer])
    assert left.fetchone() == (2,)


def test_no_row_goes_but_by_erasure(volunteer, as_app):
    with scene.acting(as_app, "bo"):
        assert scene.refused(as_app, "DELETE FROM civilsociety_volunteer WHERE id = %s", [volunteer]) == POLICY


def test_its_owner_cannot_offer_it(volunteer, as_app):
    """Neither on a frame in force, nor for any purpose, nor to a colleague's organisation beside."""
    grant = "SELECT guard.grant_access(%s, %s, NULL, NULL, 8, 1, %s, %s, %s, %s)"
    for purpose in Purpose:
        terms = [volunteer, named("herlev"), int(purpose), named("Prøveaftalen"), soon(), VERSION["rpl-115-1"]]
        with scene.acting(as_app, "bo"):
            assert scene.refused(as_app, grant, terms) in {OTHER_WAY, PURPOSE}, purpose


def test_its_owner_cannot_ask_for_consent_to_share_it(volunteer, as_app):
    consent = "SELECT guard.open_consent(%s, %s, 1, %s, 8)"
    with scene.acting(as_app, "bo"):
        assert scene.refused(as_app, consent, [volunteer, named("herlev"), soon()]) == OTHER_WAY


def test_no_access_row_leads_to_it_whoever_writes_it(volunteer, as_administrator):
    """Not a disclosure, not an emergency, not another purpose of the own organisation's."""
    for changes in (
        {"source": "disclosure", "organisation_id": named("herlev"), "reader": named("herlev"), "purpose": 256},
        {"source": "break-glass", "organisation_id": named("herlev"), "reader": named("hanne"), "purpose": 256},
        {"purpose": 1},
    ):
        with pytest.raises(Exception, match="the own organisation's alone"):
            scene.add_access(as_administrator, volunteer, owner="gladsaxe", **changes)


def test_a_young_person_is_not_hidden_among_the_volunteers(cast, as_app):
    """With the volunteers' purpose nothing else is opened, and a volunteer not with another."""
    opens = "SELECT guard.open_dossier(%s, %s, NULL, NULL, %s)"
    with scene.acting(as_app, "bo"):
        for kind in ("person", "case", "concern"):
            assert scene.refused(as_app, opens, [kind, 256, soon()]) == OTHER_WAY
        assert scene.refused(as_app, opens, ["volunteer", 1, soon()]) == OTHER_WAY
    with scene.acting(as_app, "alice"):
        assert scene.refused(as_app, opens, ["volunteer", 256, soon()]) == PURPOSE


@pytest.mark.parametrize("kind", ["concerns", "became", "split", "belongs", "asked"])
def test_nothing_is_linked_to_it(volunteer, as_app, as_administrator, kind):
    case = scene.add_dossier(as_administrator, owner="gladsaxe", kind="case")
    insert = "INSERT INTO sharing_link (id, kind, source_id, target_id) VALUES (gen_random_uuid(), %s, %s, %s)"
    for ends in ([volunteer, case], [case, volunteer]):
        with scene.acting(as_app, "bo"):
            assert scene.refused(as_app, insert, [kind, *ends]) in {OTHER_WAY, "TV029"}
    with scene.acting(as_app, "oda"):
        assert scene.refused(as_app, insert, [kind, volunteer, case]) == POLICY


def test_a_colleague_who_is_let_in_sees_nothing(volunteer, as_app):
    """Alice works for another purpose: an access row of her own opens nothing."""
    with scene.acting(as_app, "bo"):
        let_in = "SELECT guard.let_in(%s, NULL, %s, 8, 2, NULL)"
        as_app.execute(let_in, [volunteer, named("alice")])
    assert sees(as_app, "alice", volunteer) == (0, 0, 0, 0, 0, 0)


def test_the_police_have_none(cast, as_app):
    claims = scene.replace(scene.actor("palle").claims, purposes=511, roles=257)
    with scene.acting(as_app, claims):
        opens = "SELECT guard.open_dossier('volunteer', 256, NULL, NULL, %s)"
        assert scene.refused(as_app, opens, [soon()]) == OTHER_WAY


def test_whoever_assessed_is_noted_in_no_other_name(volunteer, as_app):
    noted = (
        "UPDATE civilsociety_volunteer SET consented_on = current_date, ordered_on = current_date,"
        " assessed_on = current_date, assessed_by = %s WHERE id = %s"
    )
    with scene.acting(as_app, "bo"):
        assert scene.refused(as_app, noted, [named("frida"), volunteer]) == OTHER_HAND
        assert scene.refused(as_app, noted, [named("bo"), volunteer]) == ""


@pytest.mark.parametrize(
    "changes",
    [
        "assessed_on = current_date, assessed_by = begun_by",
        "consented_on = current_date, ordered_on = current_date - 1",
        "with_children = false, consented_on = current_date",
        "agreed_on = NULL",
        "confidential_on = NULL",
        "state = 'ended'",
        "ended_on = current_date",
        "erase_on = '2100-01-01'",
    ],
)
def test_the_database_refuses_what_cannot_be(volunteer, as_app, changes):
    with scene.acting(as_app, "bo"):
        statement = f"UPDATE civilsociety_volunteer SET {changes} WHERE id = %s"
        assert scene.refused(as_app, statement, [volunteer]) == "23514"


def test_it_is_kept_five_years_from_when_somebody_looked(volunteer, as_app, as_administrator):
    as_administrator.execute(
        "UPDATE sharing_access SET until_at = now() + interval '1 day' WHERE dossier_id = %s", [volunteer]
    )
    with scene.acting(as_app, "bo"):
        as_app.execute("SELECT guard.keep_volunteer(%s)", [volunteer])
    until = "SELECT until_at > now() + interval '1800 days' FROM sharing_access WHERE dossier_id = %s"
    assert as_administrator.execute(until, [volunteer]).fetchall() == [(True,)]
    case = scene.add_dossier(as_administrator, owner="gladsaxe", kind="case")
    with scene.acting(as_app, "bo"):
        assert scene.refused(as_app, "SELECT guard.keep_volunteer(%s)", [case]) == NOT_YOURS


def test_that_one_was_erased_is_told_to_no_colleague(volunteer, as_app, as_administrator):
    with acting_as("bo") as bo:
        actions.erase(by=bo, volunteer=volunteer)
    erased = "SELECT count(*) FROM audit_event WHERE name = 'civilsociety.erased'"
    assert as_administrator.execute(erased).fetchone() == (1,)
    # Whoever inspects reads the log of all that was done.
    for who in set(COLLEAGUES) - {"inga"}:
        with scene.acting(as_app, who):
            assert as_app.execute(erased).fetchone() == (0,), who


def test_no_column_says_what_a_certificate_said():
    """Days, who assessed it, and whether one is asked for: nothing else of it has a place."""
    columns = {field.attname for field in Volunteer._meta.concrete_fields} | {
        field.attname for field in Training._meta.concrete_fields
    }
    assert not {name for name in columns if any(word in name for word in ("result", "outcome", "file_id", "remark"))}


def test_its_words_are_sealed(volunteer, as_administrator):
    rows = as_administrator.execute(
        "SELECT v.*, t.what FROM civilsociety_volunteer v, civilsociety_training t"
    ).fetchall()
    said = scene._readable(rows)
    for words in (
        volunteer_scene.NAME,
        volunteer_scene.REACH,
        "Natteravn",
        "unge om aftenen",
        "ferier",
        "Introduktion",
    ):
        assert words not in said
