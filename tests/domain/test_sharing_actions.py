"""Sharing through its actions: the database's refusals by name, keys with dossiers, and the log of what was seen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from tests.cast import actor, named
from tvaers.foundation import clock, keystore
from tvaers.guard import context
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing import actions, sealing, seen
from tvaers.sharing.acting import acting
from tvaers.sharing.actions import Reader
from tvaers.sharing.enums import DossierKind, LinkKind, May
from tvaers.sharing.models import Access, Dossier, Link

pytestmark = pytest.mark.django_db(transaction=True)
AGREEMENT = named("Prøveaftalen")


@pytest.fixture
def dossier(acting_as):
    with acting_as("alice") as alice:
        return actions.open_dossier(by=alice, kind=DossierKind.CONCERN, purpose=Purpose.SSP)


def offer(own, **changes):
    given = {
        "dossier": own,
        "to": Reader(organisation=named("herlev"), unit=named("herlev-ssp")),
        "categories": Category.PLAN,
        "may": May.READ,
        "purpose": Purpose.SSP,
        "frame": AGREEMENT,
        "until": clock.now() + timedelta(days=7),
    }
    access = actions.offer(**(given | changes))
    actions.note_necessity(access=access, dossier=(given | changes)["dossier"], words="Til træning fra fredag.")
    return access


def test_a_dossier_has_its_key(dossier):
    assert len(sealing.keys_of([dossier])[dossier]) == 32


def test_offered_accepted_and_withdrawn(dossier, acting_as):
    with acting_as("alice"):
        access = offer(dossier)
    with acting_as("hanne"):
        assert not Dossier.objects.exists()
        actions.answer(access=access, accepted=True)
        assert Dossier.objects.get().id == dossier
    with acting_as("alice"):
        assert Access.objects.count() == 2
        actions.end(access=access)
    with acting_as("hanne"):
        assert not Dossier.objects.exists()


def test_what_was_offered_without_saying_why_is_declined_and_never_accepted(dossier, acting_as):
    """No page offers so; whoever writes past the pages opens nothing by it (R1)."""
    with acting_as("alice"):
        access = actions.offer(
            dossier=dossier,
            to=Reader(organisation=named("herlev"), unit=named("herlev-ssp")),
            categories=Category.PLAN,
            may=May.READ,
            purpose=Purpose.SSP,
            frame=AGREEMENT,
            until=clock.now() + timedelta(days=7),
        )
    with acting_as("hanne"):
        with pytest.raises(actions.NoSuchAccessError):
            actions.answer(access=access, accepted=True)
        assert not Dossier.objects.exists()
        actions.answer(access=access, accepted=False)


def test_declined_opens_nothing(dossier, acting_as):
    with acting_as("alice"):
        access = offer(dossier)
    with acting_as("hanne"):
        actions.answer(access=access, accepted=False)
        assert not Dossier.objects.exists()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"dossier": uuid4()}, actions.NotYoursToGiveError),
        ({"to": Reader(organisation=named("association"))}, actions.WrongReceiverError),
        ({"to": Reader(organisation=named("gladsaxe"))}, actions.WrongReceiverError),
        ({"purpose": Purpose.KSP}, actions.WrongPurposeError),
        ({"categories": Category.HEALTH}, actions.WrongCategoryError),
        ({"frame": uuid4()}, actions.NoFrameError),
        ({"until": clock.now() + timedelta(days=4000)}, actions.WrongTimeError),
    ],
)
def test_refusals_have_names_and_leave_the_transaction_usable(dossier, acting_as, changes, error):
    with acting_as("alice"):
        with pytest.raises(error):
            offer(dossier, **changes)
        assert offer(dossier)


def test_what_belongs_together_is_a_link(dossier, acting_as):
    with acting_as("alice") as alice:
        case = actions.open_dossier(by=alice, kind=DossierKind.CASE, purpose=Purpose.SSP)
        task = actions.open_dossier(by=alice, kind=DossierKind.TASK, purpose=Purpose.SSP, parent=case)
        assert Link.objects.get().source_id == task
        with pytest.raises(actions.NoSuchAccessError):
            actions.open_dossier(by=alice, kind=DossierKind.TASK, purpose=Purpose.SSP, parent=uuid4())
        with pytest.raises(actions.NoSuchAccessError):
            actions.link(kind=LinkKind.BECAME, source=dossier, target=uuid4())
        actions.link(kind=LinkKind.BELONGS, source=task, target=case)
        assert Link.objects.count() == 1


def test_erasing_takes_rows_access_and_key(dossier, acting_as, as_administrator):
    with acting_as("alice"):
        actions.erase(dossier=dossier, why="test")
        assert sealing.keys_of([dossier]), "the key goes when it is certain that the rows are gone"
    assert sealing.keys_of([dossier]) == {}
    rows = as_administrator.execute("SELECT erased_at IS NOT NULL FROM sharing_dossier").fetchall()
    assert rows == [(True,)]
    assert as_administrator.execute("SELECT count(*) FROM sharing_access").fetchone() == (0,)
    with acting_as("alice"):
        assert not Dossier.objects.exists()


def test_an_erasure_that_fails_keeps_the_key(dossier, acting_as):
    with pytest.raises(ZeroDivisionError):
        erase_then_fail(acting_as, dossier)
    assert sealing.keys_of([dossier])


def erase_then_fail(acting_as, dossier):
    with acting_as("alice"):
        actions.erase(dossier=dossier, why="test")
        raise ZeroDivisionError


def open_then_fail(acting_as):
    with acting_as("alice") as alice:
        actions.open_dossier(by=alice, kind=DossierKind.CASE, purpose=Purpose.SSP)
        raise ZeroDivisionError


def test_a_failed_deed_leaves_an_outcome_and_nothing_else(acting_as, as_administrator):
    with pytest.raises(ZeroDivisionError):
        open_then_fail(acting_as)
    assert context.current() is None
    assert as_administrator.execute("SELECT count(*) FROM sharing_dossier").fetchone() == (0,)
    assert as_administrator.execute("SELECT status FROM audit_outcome").fetchall() == [(500,)]


def test_without_the_key_store_nothing_opens(acting_as, settings, tmp_path):
    settings.TVAERS_KEY_STORE = tmp_path / "gone.sqlite3"
    with pytest.raises(keystore.KeyStoreUnavailableError), acting_as("alice") as alice:
        actions.open_dossier(by=alice, kind=DossierKind.CASE, purpose=Purpose.SSP)


# --- seen ---------------------------------------------------------------------------------------------


def test_what_is_read_outside_an_answer_raises():
    with pytest.raises(LookupError):
        seen.record(uuid4(), Category.PLAN)


def test_categories_of_one_dossier_are_one_row(dossier, acting_as, as_administrator):
    with acting_as("alice"):
        seen.record(dossier, Category.PLAN)
        seen.record(dossier, Category.IDENTITY)
        seen.record_all([dossier], Category.PLAN)
    rows = as_administrator.execute("SELECT dossier_id, categories FROM audit_seen").fetchall()
    assert rows == [(dossier, 9)]
    with pytest.raises(LookupError):
        seen.record(dossier, Category.PLAN)


def test_a_search_leaves_its_words_sealed_also_without_a_hit(acting_as, as_administrator):
    with acting_as("alice"):
        seen.record_search({"name": "Kim Opdigt", "birth_year": "2010"})
    ((dossier, criterion),) = as_administrator.execute("SELECT dossier_id, criterion FROM audit_seen").fetchall()
    assert dossier is None
    assert b"Kim" not in bytes(criterion)


def test_who_looked_is_read_by_who_can_see_the_dossier(acting_as, as_administrator):
    """Not by every colleague: the log would tell of a dossier that is hidden from them."""
    with acting_as("alice") as alice:
        own = actions.open_dossier(by=alice, kind=DossierKind.CASE, purpose=Purpose.SSP, member=alice.id)
        seen.record(own, Category.PLAN)
    counts = {}
    for key in ("alice", "bo", "gerda", "inga", "hanne"):
        with acting(actor(key), route="test"):
            counts[key] = (_count("audit_seen"), _count("audit_event"))
    assert counts == {"alice": (1, 1), "bo": (0, 0), "gerda": (0, 0), "inga": (1, 1), "hanne": (0, 0)}


def _count(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]
