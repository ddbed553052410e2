"""What holds in the transaction that did it: another one that began earlier is not that transaction."""

import pytest

from tests import concern_rows
from tests.cast import named
from tests.database import scene
from tvaers.guard.enums import Category, Purpose
from tvaers.people import actions as people
from tvaers.people.models import Person
from tvaers.sharing import actions as sharing

pytestmark = pytest.mark.django_db(transaction=True)
NOT_YOURS, NO_SUCCESSOR = "TV020", "TV022"
OPEN = "SELECT guard.open_dossier('concern', 1, NULL, %s, now() + interval '1 year')"
LET_IN = "SELECT guard.let_in(%s, NULL, %s, %s, 2, NULL)"
LEAVE = "SELECT guard.leave_organisation(%s)"
HAND_OVER = "SELECT guard.hand_over_access(%s, %s)"


def opened(connection, who):
    return connection.execute(OPEN, [named(who)]).fetchone()[0]


def test_who_records_lets_in_while_opening_through_savepoints_too(cast, as_app):
    """The control: `refused` asks in a savepoint, and the dossier is opened in one or outside."""
    with scene.acting(as_app, "dina"):
        first = opened(as_app, "dina")
        with as_app.transaction():
            second = opened(as_app, "dina")
        for dossier in (first, second):
            assert scene.refused(as_app, LET_IN, [dossier, named("carl"), 511]) == ""
    with scene.acting(as_app, "dina"):
        assert scene.refused(as_app, LET_IN, [first, named("erik"), 511]) == NOT_YOURS


def test_who_records_does_not_let_in_by_a_transaction_that_began_before(cast, connect):
    first, second = connect("tvaers_app"), connect("tvaers_app")
    with scene.acting(first, "dina"):
        with scene.acting(second, "dina"):
            dossier = opened(second, "dina")
        assert scene.refused(first, LET_IN, [dossier, named("carl"), 511]) == NOT_YOURS


def test_who_records_does_not_let_in_to_what_a_colleague_opened_meanwhile(acting_as, as_app):
    with scene.acting(as_app, "dina"):
        with acting_as("alice") as alice:
            concern = concern_rows.written(alice)
            sharing.let_in(dossier=concern, member=named("dina"), categories=Category.CONCERN)
        assert scene.refused(as_app, LET_IN, [concern, named("carl"), int(Category.CONCERN)]) == NOT_YOURS


def test_an_old_transaction_s_id_that_comes_again_opens_nothing(cast, as_app, as_administrator):
    """After a dump is put back the ids start anew: only the time tells that it was another one."""
    with scene.acting(as_app, "dina"):
        dossier = opened(as_app, "dina")
    set_to = "UPDATE sharing_dossier SET opened_in = %s::text::xid8{} WHERE id = %s"
    with scene.acting(as_app, "dina"):
        (own,) = as_app.execute("SELECT pg_current_xact_id()::text").fetchone()
        as_administrator.execute(set_to.format(""), [own, dossier])
        assert scene.refused(as_app, LET_IN, [dossier, named("carl"), 511]) == NOT_YOURS
        as_administrator.execute(set_to.format(", opened_at = clock_timestamp()"), [own, dossier])
        assert scene.refused(as_app, LET_IN, [dossier, named("carl"), 511]) == "", "the id is what was asked"


@pytest.fixture
def carls(acting_as):
    """Somebody whom Carl alone can see."""
    with acting_as("carl") as carl:
        details = people.Details(name="Prøve Alene")
        return people.register(by=carl, details=details, purpose=Purpose.SSP, member=named("carl"))


def test_a_colleague_who_left_meanwhile_is_handed_over_by_who_let_go(acting_as, carls, connect):
    """Gorm lets Carl leave and hands over to Bo; Gerda, whose transaction began before, hands nothing to Dina."""
    gerda, gorm = connect("tvaers_app"), connect("tvaers_app")
    with scene.acting(gerda, "gerda"):
        with scene.acting(gorm, "gorm"):
            gorm.execute(LEAVE, [named("carl")])
        assert scene.refused(gerda, HAND_OVER, [named("carl"), named("dina")]) == NO_SUCCESSOR
    with acting_as("dina"):
        assert not Person.objects.filter(id=carls).exists()


def test_who_lets_go_hands_over_through_a_savepoint_too(acting_as, carls, as_app):
    with scene.acting(as_app, "gorm"):
        with as_app.transaction():
            as_app.execute(LEAVE, [named("carl")])
        assert scene.refused(as_app, HAND_OVER, [named("carl"), named("bo")]) == ""
    with acting_as("bo"):
        assert Person.objects.filter(id=carls).exists()


def test_taking_an_invitation_back_is_no_leaving(carls, as_app):
    """Who left is invited anew and the letter withdrawn: that would hand over what stayed behind."""
    with scene.acting(as_app, "gorm"):
        as_app.execute(LEAVE, [named("carl")])
    with scene.acting(as_app, "gorm"):
        as_app.execute(
            "SELECT guard.invite(%s, %s, 'Carl Opdigt', '', 'carl@example.org', '', %s, '{}', %s,"
            " now() + interval '3 days')",
            [named("carl"), named("gladsaxe"), 4, b"h" * 32],
        )
        as_app.execute("SELECT guard.withdraw_invitation(%s)", [named("carl")])
        assert scene.refused(as_app, HAND_OVER, [named("carl"), named("dina")]) == NO_SUCCESSOR
