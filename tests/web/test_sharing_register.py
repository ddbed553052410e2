"""The register of disclosures: what each end finds in it, the filters, and counts without a person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tvaers.cases.actions import restricting
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.sharing.models import LegalBasis
from tvaers.sharing.register import Wanted, counts, disclosures

pytestmark = pytest.mark.django_db(transaction=True)

COUNTS = "SELECT * FROM guard.disclosure_counts(now() - interval '1 day', now() + interval '1 day')"


@pytest.fixture
def case(acting_as):
    with acting_as("alice") as alice:
        opened = scene.case(alice)
    scene.share(acting_as, opened, Category.PLAN, to="hanne")
    scene.share(acting_as, opened, Category.PLAN | Category.ENTRY, to="palle")
    return opened


def receivers(acting_as, who, **wanted):
    with acting_as(who) as somebody:
        found, _more = disclosures(Wanted(**wanted), actor=somebody)
        return sorted(each.receiver_organisation for each in found)


BOTH = ["Herlev Kommune", "Københavns Vestegns Politi"]


@pytest.mark.parametrize(
    ("who", "wanted", "found"),
    [
        ("alice", {}, BOTH),
        ("alice", {"given": False}, []),
        ("hanne", {"given": False}, BOTH[:1]),
        ("hanne", {}, []),
        ("palle", {"given": False}, BOTH[1:]),
        ("olga", {"given": False}, []),
        ("karen", {}, []),
        ("alice", {"other": named("herlev")}, BOTH[:1]),
        ("hanne", {"given": False, "other": named("gladsaxe")}, BOTH[:1]),
        ("hanne", {"given": False, "other": named("police")}, []),
        ("alice", {"first": clock.today(), "last": clock.today()}, BOTH),
        ("alice", {"first": clock.today() + timedelta(days=1)}, []),
        ("alice", {"last": clock.today() - timedelta(days=1)}, []),
    ],
)
def test_each_end_finds_its_own(acting_as, case, who, wanted, found):
    assert receivers(acting_as, who, **wanted) == found


def test_by_legal_basis(acting_as, case):
    with acting_as("alice"):
        ids = dict(LegalBasis.objects.values_list("code", "id"))
    assert receivers(acting_as, "alice", basis=ids["rpl-115-1"]) == BOTH
    assert receivers(acting_as, "alice", basis=ids["consent"]) == []


def test_of_one_young_person_and_of_nobody_else(acting_as, case):
    with acting_as("alice") as alice:
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
        other = scene.case(alice)
        another = Case.objects.values_list("person_id", flat=True).get(id=other)
    assert receivers(acting_as, "alice", about=person) == BOTH
    assert receivers(acting_as, "alice", about=another) == []


def test_a_task_that_was_given_away_belongs_to_the_young_person(acting_as, case):
    with acting_as("alice") as alice:
        scene.task(alice, case, owner="hanne")
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
    assert receivers(acting_as, "alice", about=person) == ["Herlev Kommune", *BOTH]


def test_who_steers_counts_without_seeing_anybody(acting_as, case):
    today = clock.today()
    with acting_as("bo"):
        (count,) = counts(first=today, last=today)
        assert (count.month, count.given, count.received) == (today.replace(day=1), 2, 0)
        assert count.basis
        # Whole months: a day, or an hour, could hold one disclosure.
        assert counts(first=today.replace(day=1), last=today.replace(day=1)) == [count]
        assert counts(first=today + timedelta(days=32), last=today + timedelta(days=33)) == []


@pytest.mark.parametrize(("shares", "shown"), [(3, None), (4, 5)])
def test_who_sees_no_young_people_learns_of_no_few(acting_as, case, client_for, shares, shown):
    """Inga inspects and Stine steers: the figures of the quarter leave out one to four, and so do these."""
    today = clock.today()
    for _time in range(shares - 1):
        scene.share(acting_as, case, Category.PLAN, to="palle")
    for who in ("inga", "stine"):
        with acting_as(who):
            (count,) = counts(first=today, last=today)
            assert (count.given, count.received) == (shown, 0), who
    with acting_as("bo"):
        assert counts(first=today, last=today)[0].given == shares + 1
    assert ("1 til 4" in client_for("inga").get(reverse("sharing:register")).content.decode()) is (shown is None)


def test_what_is_restricted_is_not_counted_to_others(acting_as, case):
    today = clock.today()
    with acting_as("alice") as alice:
        restricting.restrict(by=alice, case=case, named={named("frida")}, reason="Nogen her kender familien")
    for who, given in (("bo", []), ("inga", []), ("frida", [2])):
        with acting_as(who):
            assert [each.given for each in counts(first=today, last=today)] == given, who


@pytest.mark.parametrize("who", ["alice", "hanne", "olga", "vera"])
def test_who_does_not_steer_counts_nothing(acting_as, case, who):
    with acting_as(who), pytest.raises(DatabaseError) as refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(COUNTS)
    assert refused.value.__cause__.sqlstate == "TV020"


def test_what_goes_along_counts_once_and_what_was_moved_not_again(acting_as, as_administrator, case):
    with acting_as("alice"):
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
    scene.share(acting_as, case, Category.PLAN, to="palle", beside=person)
    as_administrator.execute(
        "UPDATE sharing_access SET state = 'moved' WHERE source = 'disclosure' AND member_id = %s", [named("hanne")]
    )
    today = clock.today()
    with acting_as("bo"):
        assert [each.given for each in counts(first=today, last=today)] == [2]


def test_the_page_lists_filters_and_counts(client_for, case):
    bo = client_for("bo")
    page = bo.get(reverse("sharing:register")).content.decode()
    assert "Hanne Nabo" in page
    assert "Hvor meget der er delt" in page
    only = bo.get(reverse("sharing:register"), {"other": str(named("police"))}).content.decode()
    assert "Hanne Nabo" not in only
    assert "Skal kunne tage imod ham" in only
    assert "Hvor meget der er delt" not in client_for("alice").get(reverse("sharing:register")).content.decode()


def test_a_period_that_ends_before_it_begins_is_told(client_for, case):
    days = {"first_day": 2, "first_month": 3, "first_year": 2026, "last_day": 1, "last_month": 3, "last_year": 2026}
    page = client_for("alice").get(reverse("sharing:register"), days).content.decode()
    assert "Den ville slutte, før den begynder." in page
    assert "Hanne Nabo" in page, "what is wrong narrows nothing"


def test_who_inspects_has_the_counts(client_for, case):
    page = client_for("inga").get(reverse("sharing:register"))
    assert page.status_code == 200
    assert "Hvor meget der er delt" in page.content.decode()
    assert "Hanne Nabo" not in page.content.decode()


def test_the_extract_of_one_person(client_for, acting_as, case):
    with acting_as("alice"):
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
    page = client_for("alice").get(reverse("sharing:about", args=[person])).content.decode()
    assert "Hanne Nabo" in page
    assert "Palle" in page
    assert (
        reverse("sharing:about", args=[person])
        in client_for("alice").get(reverse("people:looks", args=[person])).content.decode()
    )
    for who in ("olga", "karen", "palle"):
        assert client_for(who).get(reverse("sharing:about", args=[person])).status_code == 404


def test_that_a_receiver_reads_why_is_logged_and_ends_with_what_it_stood_on(client_for, as_administrator, case):
    hanne, address = client_for("hanne"), f"{reverse('sharing:register')}?view=received"
    looks = "SELECT count(*) FROM audit_seen WHERE dossier_id = %s AND actor_id = %s"
    before = as_administrator.execute(looks, [case, named("hanne")]).fetchone()[0]
    assert "Skal kunne tage imod ham" in hanne.get(address).content.decode()
    assert as_administrator.execute(looks, [case, named("hanne")]).fetchone()[0] == before + 1
    as_administrator.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [scene.AGREEMENT])
    page = hanne.get(address).content.decode()
    assert "Skal kunne tage imod ham" not in page
    assert "Planen" in page, "that it was shared stays known"


def test_each_end_reads_who_the_other_is(client_for, case):
    given = client_for("alice").get(reverse("sharing:register")).content.decode()
    assert "Tilbudt af Frida" in given
    received = client_for("hanne").get(f"{reverse('sharing:register')}?view=received").content.decode()
    assert "Tilbudt til Hanne Nabo" in received
    assert "Tilbudt af" not in received, "the sender stands first"
    assert "Frida" in received


def test_what_was_declined_has_no_last_day(client_for, as_administrator, case):
    as_administrator.execute("UPDATE sharing_access SET state = 'declined' WHERE member_id = %s", [named("hanne")])
    page = client_for("alice").get(reverse("sharing:register")).content.decode()
    assert "Afslået" in page
    assert page.count("<small>Til og med") == 1, "only what the police was given runs until a day"


def test_a_page_that_is_not_found_leads_to_what_has_ended(client_for):
    nowhere, link = f"/cases/{uuid4()}/", f'href="{reverse("sharing:register")}?view=received"'
    assert link in client_for("hanne").get(nowhere).content.decode()
    assert link not in client_for("gerda").get(nowhere).content.decode()
