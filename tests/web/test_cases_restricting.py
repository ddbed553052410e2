"""Restricting a case from its pages: who may, what is said, what colleagues find afterwards, and opening it again."""

import re

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tests.rich_case import open_case

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "Han er Bos nevø"


@pytest.fixture
def case(cast):
    """Frida's case, which Alice leads."""
    return open_case()


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def restrict(client, case, *others, reason=WHY):
    data = {"named": [str(named(each)) for each in others], "reason": reason}
    return client.post(reverse("cases:restrict", args=[case]), data)


def test_the_page_says_what_it_means_and_names_the_lead(client_for, case, acting_as):
    with acting_as("alice") as alice:
        scene.task(alice, case, owner="carl")
    page = text(client_for("frida").get(reverse("cases:restrict", args=[case])))
    assert "findes forløbet ikke for andre i jeres organisation" in page
    assert "Kolleger ser det nu gennem: " in page
    assert "Alice Prøvedal, SSP-konsulent, leder forløbet" in page
    assert "Carl Opdigt, familierådgiver, har en åben opgave i det" in page
    # Who could not see it by the role is not offered.
    assert "Gerda Nøgleby" not in page


def test_colleagues_find_nothing_and_the_named_read_why(client_for, case):
    alice, bo, frida = (client_for(key) for key in ("alice", "bo", "frida"))
    own = reverse("cases:case", args=[case])
    assert bo.get(own).status_code == 200
    assert restrict(alice, case, "frida").status_code == 302
    assert bo.get(own).status_code == 404
    for name in ("cases:restrict", "cases:unrestrict", "cases:course", "cases:files"):
        assert bo.get(reverse(name, args=[case])).status_code == 404
    for address in (reverse("cases:list") + "?view=open", reverse("today:list"), reverse("sharing:register")):
        assert scene.NAME not in text(bo.get(address)), address
    assert scene.NAME not in text(bo.post(reverse("people:find"), {"q": scene.NAME})).replace(
        f'value="{scene.NAME}"', ""
    )
    assert "til nævnte kolleger" in text(frida.get(own))
    readers = text(frida.get(reverse("sharing:readers", args=[case])))
    assert "Begrænset til nævnte kolleger" in readers
    assert "Af Alice Prøvedal, og stadig begrænset" in readers
    assert WHY in readers


def test_opened_again_it_is_there_and_the_story_stays(client_for, case):
    alice, bo = client_for("alice"), client_for("bo")
    restrict(alice, case, "frida")
    why = {"reason": "Bo er flyttet til et andet team"}
    assert alice.post(reverse("cases:unrestrict", args=[case]), why).status_code == 302
    assert bo.get(reverse("cases:case", args=[case])).status_code == 200
    readers = reverse("sharing:readers", args=[case])
    assert "Åbnet igen af Alice Prøvedal: Bo er flyttet" in text(client_for("frida").get(readers))
    # Why is for those who were named, least of all for the one whom it was about.
    for words in (WHY, "Bo er flyttet", "Begrænset til nævnte kolleger"):
        assert words not in text(bo.get(readers))


@pytest.mark.parametrize(
    ("others", "reason", "said"),
    [
        ((), WHY, "Nævn mindst én kollega."),
        (("dina",), WHY, "Nævn forløbets tovholder"),
        (("frida",), " ", "Skriv hvorfor"),
    ],
)
def test_what_is_missing_is_said_at_its_field(client_for, case, others, reason, said):
    answer = restrict(client_for("alice"), case, *others, reason=reason)
    assert answer.status_code in {200, 409}
    assert said in text(answer)
    assert client_for("bo").get(reverse("cases:case", args=[case])).status_code == 200


def test_whoever_neither_leads_nor_supervises_is_not_offered_it(client_for, case):
    bo = client_for("bo")
    assert "Begræns forløbet" not in text(bo.get(reverse("cases:course", args=[case])))
    assert restrict(bo, case, "alice", "frida").status_code == 403
    assert "Begræns forløbet" in text(client_for("frida").get(reverse("cases:course", args=[case])))


def test_a_task_for_somebody_who_is_not_named_is_refused_with_what_to_do(client_for, case):
    alice = client_for("alice")
    restrict(alice, case, "frida")
    due = scene.in_days(5)
    data = {
        "text": "Ring til skolen", "owner": str(named("bo")), "do": "save",
        "due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year,
    }  # fmt: skip
    answer = alice.post(reverse("cases:task-add", args=[case]), data)
    assert answer.status_code == 409
    assert "Nævn først denne kollega" in text(answer)
