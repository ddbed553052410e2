"""Away with a substitute, on the pages: the profile's page, Today of both, and the note where tasks are given."""

import re

import pytest
from django.urls import reverse

from tests import case_scene
from tests.absence_scene import away, own_task, typed
from tests.cast import named
from tests.stage import acting_as
from tvaers.work.models import Absence

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
PAGE = "profile:absence"


def shown(client, name="today:list", *arguments):
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def case():
    with acting_as("alice") as alice:
        made = case_scene.case(alice)
        case_scene.task(alice, made, text="Ring til skolen")
        own_task(alice, made)
    return made


def test_it_is_said_read_and_ended(client_for, case):
    alice, bo = client_for("alice"), client_for("bo")
    assert alice.post(reverse(PAGE), typed(first=0)).headers["Location"] == reverse(PAGE)
    assert "Bo Testesen er din afløser." in shown(alice, PAGE)
    assert "Ikke læst endnu." in shown(alice, PAGE)
    today = shown(bo)
    assert "Du er afløser for Alice Prøvedal" in today
    cover = today.split("For Alice Prøvedal til ")[1]
    assert "Ring til skolen" in cover
    assert "Ring til mor" not in today
    (known,) = re.findall(r'action="(/profile/absence/[^"]+/known/)"', today)
    assert bo.post(known).status_code == 302
    assert "Bo Testesen har læst det" in shown(alice, PAGE)
    (ended,) = re.findall(r'action="(/profile/absence/[^"]+/end/)"', shown(alice, PAGE))
    assert alice.post(ended).status_code == 302
    assert "For Alice Prøvedal til" not in shown(bo)
    assert "Bo Testesen var din afløser" in shown(alice, PAGE)
    assert "Du var afløser for Alice Prøvedal" in shown(bo, PAGE)


def test_what_is_not_followed_is_told_to_who_goes_away_and_opened_there(client_for, case):
    alice = client_for("alice")
    made = away(substitute="carl", first=2, last=9)
    assert "Der er 3 af dine åbne opgaver og forløb, som din afløser ikke følger" in shown(alice)
    page = shown(alice, PAGE)
    for what in ("Ring til mor", "Ring til skolen", "Forløbet med Noah Prøvesen"):
        assert what in page
    for what in reversed(re.findall(r'name="what" value="([^"]+)"', page)):
        assert alice.post(reverse("profile:absence-let-in", args=[made]), {"what": what}).status_code == 302
    assert "Din afløser følger alle dine åbne opgaver og forløb." in shown(alice, PAGE)
    assert "afløser ikke følger" not in shown(alice)


def test_what_cannot_be_is_said_at_its_field(client_for):
    alice = client_for("alice")
    assert "Den sidste dag ligger før den første." in alice.post(reverse(PAGE), typed(first=5, last=2)).content.decode()
    assert alice.post(reverse(PAGE), typed("hanne")).status_code == 200, "no choice of the list"
    away(first=1, last=7)
    twice = alice.post(reverse(PAGE), typed("carl", first=7, last=9))
    assert twice.status_code == 409
    assert "Du har allerede en afløser på nogle af dagene." in twice.content.decode()
    with acting_as("alice"):
        assert Absence.objects.count() == 1


def test_nobody_elses_is_found(client_for, case):
    made = away()
    for key, statuses in (("carl", (404, 404, 404)), ("hanne", (404, 404, 404)), ("alice", (302, 404, 302))):
        client = client_for(key)
        for name, status in zip(("absence-let-in", "absence-known", "absence-end"), statuses, strict=True):
            assert client.post(reverse(f"profile:{name}", args=[made])).status_code == status, (key, name)
            assert client.get(reverse(f"profile:{name}", args=[made])).status_code == 405


def test_beside_who_is_away_stands_until_when_and_who_follows_up(client_for, case):
    away(first=0, last=4)
    page = shown(client_for("bo"), "cases:task-add", case)
    option = page.split(f'value="{named("alice")}"')[1].split("</option>")[0]
    assert "afløser: Bo Testesen" in option


def test_where_nobody_works_for_the_same_the_page_says_so(client_for):
    page = shown(client_for("erik"), PAGE)
    assert "Ingen andre her arbejder for det samme som dig" in page or 'name="substitute"' in page
