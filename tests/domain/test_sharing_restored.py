"""An older copy of the database: what was erased since keeps the server from starting until it is erased again."""

import pytest

from tests.cast import named
from tests.database import scene
from tvaers.foundation import keystore
from tvaers.guard import startup
from tvaers.guard.enums import Purpose
from tvaers.sharing import actions
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.sealing import dossier_key

pytestmark = pytest.mark.django_db(transaction=True)
AGAIN, LIVING = "SELECT guard.erase_again(%s)", "SELECT guard.any_living(%s)"
DENIED, ONLY_A_JOB, NO_CONTEXT = "42501", "TV020", "TV001"


@pytest.fixture
def dossier(acting_as):
    """A dossier of Alice's organisation."""
    with acting_as("alice") as alice:
        return actions.open_dossier(by=alice, kind=DossierKind.CONCERN, purpose=Purpose.SSP)


def test_the_server_does_not_start_with_what_was_erased(dossier, as_maintenance):
    assert startup.faults() == []
    keystore.store().delete([dossier_key(dossier)])
    assert ["tvaers restore --finish" in fault for fault in startup.faults()] == [True]
    assert as_maintenance.execute(AGAIN, [[dossier]]).fetchone() == (1,)
    assert startup.faults() == []


def test_erasing_again_leaves_the_receipt_alone(dossier, as_maintenance, as_administrator):
    assert as_maintenance.execute(AGAIN, [[dossier]]).fetchone() == (1,)
    assert as_maintenance.execute(AGAIN, [[dossier]]).fetchone() == (0,), "an erasure is done once"
    count = "SELECT count(*) FROM sharing_access WHERE dossier_id = %s"
    assert as_administrator.execute(count, [dossier]).fetchone() == (0,)
    receipt = "SELECT organisation_id, actor_id, detail FROM audit_event WHERE name = 'sharing.erased'"
    assert as_administrator.execute(receipt).fetchall() == [(named("gladsaxe"), None, {"why": "restored"})]


def test_what_lives_is_left_in_peace(dossier, as_maintenance):
    assert as_maintenance.execute(AGAIN, [[named("another")]]).fetchone() == (0,)
    assert startup.faults() == []


@pytest.mark.parametrize("login", ["as_app", "as_worker", "as_ticket"])
def test_only_restoring_erases_again(login, dossier, request):
    connection = request.getfixturevalue(login)
    for call in (AGAIN, "SELECT guard.take_away(unnest(%s))"):
        assert scene.refused(connection, call, [[dossier]]) == DENIED


def test_nobody_at_work_asks_whether_a_dossier_lives(dossier, as_app):
    with scene.acting(as_app, "alice"):
        assert scene.refused(as_app, LIVING, [[dossier]]) == ONLY_A_JOB
    assert scene.refused(as_app, LIVING, [[dossier]]) == NO_CONTEXT
