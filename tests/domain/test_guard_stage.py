"""The stage that other tests stand on stands itself."""

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import actor, named
from tvaers.guard import context
from tvaers.partnerships.models import Membership

pytestmark = pytest.mark.urls("tests.database.pages")


def test_a_member_acts_in_her_own_context(acting_as):
    with acting_as("alice") as alice, connection.cursor() as cursor:
        cursor.execute("SELECT guard.organisation(), guard.actor()")
        assert cursor.fetchone() == (named("gladsaxe"), alice.id)
    assert context.current() is None


def test_the_start_of_another_transaction_lets_nobody_in(db, cast):
    with transaction.atomic():
        context.enter(actor("alice").claims, start=1_700_000_000_000_000)
        with pytest.raises(DatabaseError, match="context of another transaction"), transaction.atomic():
            Membership.objects.exists()
        context.leave()


def test_a_browser_is_signed_in(client_for):
    response = client_for("alice").get("/nothing-here/")
    assert response.status_code == 404
    assert response.wsgi_request.actor.id == named("alice")


def test_the_first_test_left_nothing(as_administrator):
    assert as_administrator.execute("SELECT count(*) FROM partnerships_membership").fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_browsers_work_with_real_commits(client_for, as_administrator):
    assert client_for("palle").get("/nothing-here/").wsgi_request.actor.organisation.short_name == "Politiet"
    assert as_administrator.execute("SELECT kind FROM audit_ticket").fetchall() == [("member",)]
