"""The log of deeds: nobody writes into it what was not done, nor ends a page for the others by it."""

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests import concern_rows
from tests.cast import named
from tvaers.audit.actions import record
from tvaers.audit.models import Event
from tvaers.concerns import erasing
from tvaers.concerns.actions import erasure
from tvaers.foundation import ids
from tvaers.sharing import actions as sharing

pytestmark = pytest.mark.django_db(transaction=True)
NOT_DONE, POLICY = "TV033", "42501"
RECORD = "SELECT guard.record_event(gen_random_uuid(), %s, %s, %s, %s::jsonb)"
# A call of a function of the log, up to its end, and a name in it.
CALL = re.compile(r"(?:record|append)_event\((.*?)\);|INSERT INTO audit_event(.*?);", re.DOTALL)
NAME = re.compile(r"'([a-z]+\.[a-z_]+)'")


def met(statement, parameters=()):
    """The state of the refusal, or how many rows were touched."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return f"{cursor.rowcount} rows"
    except DatabaseError as error:
        return error.__cause__.sqlstate


@pytest.fixture
def concern(acting_as):
    """A concern of Alice's, which Stine does not see."""
    with acting_as("alice") as alice:
        return concern_rows.written(alice)


def test_no_deed_on_a_dossier_one_does_not_see(acting_as, concern):
    for name in ("concerns.decided", "concerns.kept_longer", "people.changed"):
        with acting_as("stine"):
            assert met(RECORD, [name, concern, concern, "{}"]) == NOT_DONE
            assert met(RECORD, [name, concern, ids.opaque(), "{}"]) == NOT_DONE, "missing and hidden are the same"
    with acting_as("alice"):
        assert met(RECORD, ["concerns.decided", concern, concern, "{}"]) == "1 rows"


def test_no_receipt_of_what_was_not_erased(acting_as, concern):
    """Nor by whoever sees it, could erase it, or erased another."""
    with acting_as("alice") as alice:
        other = concern_rows.written(alice)
    for who in ("stine", "alice"):
        with acting_as(who):
            for dossier in (None, concern):
                for about in (None, concern, ids.opaque()):
                    assert met(RECORD, [erasing.ERASED, about, dossier, '{"why": "due", "people": 3}']) == NOT_DONE
    with acting_as("alice"):
        sharing.erase(dossier=other, why="due")
        assert met(RECORD, [erasing.ERASED, concern, None, '{"why": "due", "people": 3}']) == NOT_DONE
        assert met(RECORD, [erasing.ERASED, other, None, '{"why": "else", "people": 3}']) == NOT_DONE
        assert met(RECORD, [erasing.ERASED, other, None, '{"why": "due", "people": 0}']) == "1 rows"
        assert met(RECORD, [erasing.ERASED, other, None, '{"why": "due", "people": 9}']) == NOT_DONE, "a second one"
    with acting_as("alice"):
        assert met(RECORD, [erasing.ERASED, other, None, '{"why": "due", "people": 9}']) == NOT_DONE, "afterwards"


def test_an_erasure_leaves_its_receipt(acting_as, concern, client_for):
    with acting_as("alice") as alice:
        erasure.erase(by=alice, concern=concern, why="due")
        # What was just erased can be named once more, as no row of it is left to see.
        record("concerns.tidied", dossier_id=concern)
    with acting_as("alice"):
        (receipt,) = erasing.receipts()
    assert (receipt.by, receipt.why) == ("Alice Prøvedal", "due")
    assert client_for("alice").get(reverse("concerns:erased")).status_code == 200


@pytest.mark.parametrize("detail", ["{}", '{"why": null}', '{"people": 1}'])
def test_a_row_that_says_less_ends_no_page(acting_as, client_for, as_maintenance, detail):
    as_maintenance.execute(
        "INSERT INTO audit_event (id, organisation_id, name, detail) VALUES (gen_random_uuid(), %s, %s, %s)",
        [named("gladsaxe"), erasing.ERASED, detail],
    )
    assert client_for("alice").get(reverse("concerns:erased")).status_code == 200


def test_no_event_that_is_none(acting_as, subtests):
    for name in ("concerns.decided", "", None, "x", "Concerns.decided", "a.b'; --"):
        for detail in ("[]", '"text"', "1", "null"):
            with subtests.test(name=name, detail=detail), acting_as("alice"):
                assert met(RECORD, [name, None, None, detail]) == NOT_DONE


def test_what_functions_append_is_written_by_them_alone(acting_as, concern, as_administrator):
    """Every name in the text of a function, so that one added later is kept from requests as well."""
    sources = as_administrator.execute(
        "SELECT p.prosrc FROM pg_proc p WHERE p.pronamespace = 'guard'::regnamespace"
    ).fetchall()
    names = {name for (text,) in sources for call in CALL.findall(text) for name in NAME.findall("".join(call))}
    assert {"sharing.let_in", "sharing.declined", "sharing.erased", "people.merged", "cases.handed_over"} <= names
    assert "partnerships.invitation_accepted" in names
    with acting_as("alice"):
        for name in sorted(names):
            assert met(RECORD, [name, concern, concern, "{}"]) == NOT_DONE, name
        assert Event.objects.filter(name="sharing.opened", dossier_id=concern).count() == 1
        for inner in ("append_event(gen_random_uuid(), 'sharing.erased', NULL, NULL, '{}')", "erased_now(NULL, NULL)"):
            assert met(f"SELECT guard.{inner}") == POLICY
