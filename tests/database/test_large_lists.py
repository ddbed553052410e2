"""What keeps lists short where there are very many dossiers, and that it opens nothing and hides nothing."""

import re

import pytest
from django.db import connection as django_connection

from tests import case_scene as scene
from tests import concern_rows as made
from tests.cast import named
from tests.database.scene import enter, refused
from tvaers.cases import queries as cases
from tvaers.concerns import queries as concerns
from tvaers.concerns.actions.triage import decide
from tvaers.concerns.enums import Outcome
from tvaers.concerns.models import Concern
from tvaers.concerns.rules import Verdict
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.sharing import queries as sharing

EQUAL, PROBED = r"a\.dossier_id = [a-z_]+\.[a-z_]+", r"a\.dossier_id >= [a-z_]+\.[a-z_]+"
CLOCK = (
    "INSERT INTO work_clock (id, dossier_id, category, kind, due_at, owner_id)"
    " VALUES (gen_random_uuid(), %s, 2, 'triage', now(), %s) RETURNING owner_id"
)


def test_every_policy_asks_for_one_row_at_a_time(as_administrator):
    written = as_administrator.execute(
        "SELECT polrelid::regclass::text, coalesce(pg_get_expr(polqual, polrelid), '')"
        " || coalesce(pg_get_expr(polwithcheck, polrelid), '') FROM pg_policy"
    ).fetchall()
    asking = [(table, text) for table, text in written if re.search(EQUAL, text)]
    assert len(asking) > 40
    assert not [table for table, text in asking if len(re.findall(EQUAL, text)) != len(re.findall(PROBED, text))]


@pytest.mark.django_db(transaction=True)
def test_a_policy_is_never_turned_into_a_hash_table(acting_as):
    with acting_as("alice") as alice:
        scene.case(alice)
        with django_connection.cursor() as cursor:
            # As if a probe were dear: a policy that could be hashed would be.
            cursor.execute("SET LOCAL random_page_cost = 1000000")
            cursor.execute("EXPLAIN SELECT id FROM cases_case")
            plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "SubPlan" in plan
    # The few frames may be; what the reader sees may not.
    assert not re.search(r"\bid = \(hashed", plan), plan


@pytest.mark.django_db(transaction=True)
def test_a_clock_names_its_dossiers_owner_whatever_is_written(acting_as, as_app, as_maintenance):
    with acting_as("alice") as alice:
        concern = made.written(alice)
    gladsaxe, herlev = named("gladsaxe"), named("herlev")
    owners = as_maintenance.execute("SELECT DISTINCT owner_id FROM work_clock WHERE dossier_id = %s", [concern])
    assert owners.fetchall() == [(gladsaxe,)]
    with as_app.transaction(force_rollback=True):
        enter(as_app, "alice")
        assert as_app.execute(CLOCK, [concern, herlev]).fetchone() == (gladsaxe,)
        assert refused(as_app, "UPDATE work_clock SET owner_id = %s", [herlev]) == "42501"
    with as_app.transaction(force_rollback=True):
        enter(as_app, "hanne")
        assert refused(as_app, CLOCK, [concern, herlev]) == "42501", "and of a hidden dossier nobody writes one"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["alice", "hanne", "palle"])
def test_whoever_sees_much_reads_the_same_lists(acting_as, monkeypatch, who):
    with acting_as("alice") as alice:
        shown, hidden = scene.case(alice), scene.case(alice, person=scene.person(alice, name="Sara Opdigtsen"))
        concern = made.written(alice)
        Concern.objects.filter(id=concern).update(opened_at=clock.now(), opened_by=alice.id)
        decide(by=alice, concern=concern, version=1, verdict=Verdict(outcome=Outcome.ADVICE, reason="Talt sammen."))
    scene.share(acting_as, shown, Category.PLAN, to="palle")

    def lists():
        with acting_as(who) as somebody:
            much = sharing.sees_much()
            return (
                [row["id"] for row in cases.listed("open", member=somebody.id, much=much)[0]],
                cases.counts(member=somebody.id, much=much),
                [row["id"] for row in concerns.queue("decided", member=somebody.id, filters=concerns.Filters()).rows],
            )

    little = lists()
    monkeypatch.setattr(sharing, "MUCH", 0)
    assert lists() == little
    expected = {"alice": [{shown, hidden}, {concern}], "hanne": [set(), set()], "palle": [{shown}, set()]}
    assert [set(little[0]), set(little[2])] == expected[who]


def test_much_is_counted_in_the_own_access_rows(acting_as, monkeypatch):
    with acting_as("alice") as alice:
        assert not sharing.sees_much()
        scene.case(alice)
        monkeypatch.setattr(sharing, "MUCH", 0)
        assert sharing.sees_much()
    with acting_as("olga"):
        assert not sharing.sees_much(), "others' rows are not hers"
