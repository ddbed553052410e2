"""Notices that something shared was corrected or taken out: to its receivers, and to its owner (R15, R22)."""

import html
from datetime import timedelta

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tests.stage import statements
from tvaers.cases.actions import people_around
from tvaers.cases.actions.entries import Note, write
from tvaers.cases.enums import Circle, Closeness
from tvaers.cases.models import Case, NetworkMember
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.people import actions as people
from tvaers.sharing import actions as sharing
from tvaers.sharing.models import Access

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 12
NOT_TOLD = "Skolen ringede"


@pytest.fixture
def case(cast, db, acting_as):
    """A case of Alice's with a signed note, which Hanne was given with the network."""
    with acting_as("alice") as alice:
        made = scene.case(alice)
        people_around.add_to_network(
            by=alice, case=made, circle=Circle.FAMILY, closeness=Closeness.CLOSE, name="Mor", relation="mor", brings=""
        )
        wrong = scene.note(alice, made)
        sharing.let_in(dossier=made, member=named("frida"), categories=sharing.ALL_CATEGORIES)
    scene.share(acting_as, made, Category.PLAN | Category.ENTRY | Category.OTHERS)
    return made, wrong


def correct(acting_as, case, wrong):
    with acting_as("alice") as alice:
        note = Note(happened_at=clock.now(), title="Det var en anden skole", fact="Ikke Noah")
        write(by=alice, case=case, note=note, sign=True, corrects=wrong)


def text(client, name="sharing:offers", *arguments, **query):
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_the_receiver_is_told_what_was_corrected_reads_it_and_says_so(case, client_for, acting_as):
    case, wrong = case
    correct(acting_as, case, wrong)
    hanne = client_for("hanne")
    here = reverse("cases:entry", args=[case, wrong])
    for page in (text(hanne, "today:list"), text(hanne, view="received")):
        assert "en note" in page or "et notat" in page
        assert NOT_TOLD not in page
    page = text(hanne, view="received")
    assert here in page
    assert hanne.get(here).status_code == 200
    address = page.split("/sharing/notices/")[1].split("/")[0]
    assert hanne.post(reverse("sharing:acknowledge", args=[address])).status_code == 302
    assert "/sharing/notices/" not in text(hanne, "today:list")
    assert "Læst" in text(client_for("alice"), "sharing:told", case)


def test_once_it_has_ended_only_that_something_was_corrected_is_told(case, client_for, acting_as):
    case, wrong = case
    with acting_as("frida"):
        sharing.end_disclosures(dossier=case)
    correct(acting_as, case, wrong)
    page = text(client_for("hanne"), view="received")
    assert "noget, der var delt" in page
    assert "Spørg Frida Leder, Gladsaxe Kommune" in page
    for hidden in (str(case), str(wrong), "notat", NOT_TOLD, "Noah"):
        assert hidden not in page, hidden


def test_what_is_taken_out_is_told_too_and_each_look_is_logged(case, client_for, acting_as, as_administrator):
    case, _wrong = case
    with acting_as("alice") as alice:
        row = NetworkMember.objects.filter(dossier_id=case).values_list("id", flat=True)[0]
        people_around.take_out(by=alice, case=case, model=NetworkMember, row=row)
    looks = "SELECT count(*) FROM audit_seen WHERE actor_id = %s AND dossier_id = %s AND categories = %s"
    asked = [named("hanne"), case, int(Category.OTHERS)]
    assert as_administrator.execute(looks, asked).fetchone() == (0,)
    assert "en person i netværket" in text(client_for("hanne"), view="received")
    assert as_administrator.execute(looks, asked).fetchone() == (1,)


def test_the_owner_sees_who_has_not_read_it_and_is_reminded_in_time(case, client_for, acting_as, as_administrator):
    case, wrong = case
    correct(acting_as, case, wrong)
    frida = client_for("frida")
    page, taken = statements(lambda: text(frida, "sharing:told", case))
    assert "Hanne Nabo" in page
    assert "Ikke læst endnu" in page
    assert len(taken) <= MOST
    assert "Hanne Nabo" not in text(frida, "today:list")
    as_administrator.execute("UPDATE sharing_notice SET told_at = %s", [clock.now() - timedelta(days=14)])
    assert "Hanne Nabo, Herlev Kommune, har endnu ikke læst" in text(frida, "today:list")
    assert "Ikke læst i tide" in text(frida, "sharing:told", case)
    # Whoever did not share it is not reminded.
    assert "har endnu ikke læst" not in text(client_for("alice"), "today:list")


def test_the_organisations_own_time_counts(case, client_for, acting_as, as_administrator):
    case, wrong = case
    correct(acting_as, case, wrong)
    as_administrator.execute("UPDATE sharing_notice SET told_at = %s", [clock.now() - timedelta(days=14)])
    as_administrator.execute(
        "INSERT INTO work_clockrule (id, organisation_id, kind, amount, counting)"
        " VALUES (gen_random_uuid(), %s, 'notice', 40, 'working-days')",
        [named("gladsaxe")],
    )
    assert "Hanne Nabo" not in text(client_for("frida"), "today:list")


def test_who_only_received_the_case_does_not_see_who_else_was_told(case, client_for):
    case, _wrong = case
    assert client_for("hanne").get(reverse("sharing:told", args=[case])).status_code == 403
    assert client_for("olga").get(reverse("sharing:told", args=[case])).status_code == 404
    assert client_for("alice").post(reverse("sharing:told", args=[case])).status_code == 405


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": "Noa Prøvesen"}, 1),
        ({"born": "2010-01-01"}, 1),
        ({"phone": "12345678"}, 0),
        ({"cpr": "0101106009"}, 0),
    ],
)
def test_a_wrong_name_is_told_and_a_new_telephone_is_not(case, acting_as, as_administrator, changes, expected):
    """A CPR number that was not known before was not wrong."""
    case, _wrong = case
    with acting_as("alice"):
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
        sharing.let_in(dossier=person, member=named("frida"), categories=sharing.ALL_CATEGORIES)
    scene.share(acting_as, person, Category.IDENTITY)
    known = {"name": scene.NAME, "born": "2011-03-04"}
    with acting_as("alice") as alice:
        people.change(by=alice, person=person, details=people.Details(**{**known, **changes}), version=1)
    told = as_administrator.execute("SELECT count(*) FROM sharing_notice WHERE kind = 'corrected'").fetchone()
    assert told == (expected,)
    with acting_as("hanne"):
        assert Access.objects.filter(dossier_id=person).exists()
