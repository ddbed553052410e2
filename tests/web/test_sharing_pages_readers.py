"""Who can see this, for every kind of dossier, and the way there from its own page."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tests.concern_rows import written
from tvaers.cases.models import Case
from tvaers.consents import actions as consents
from tvaers.consents.enums import GivenBy
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.sharing.actions import let_in, open_dossier
from tvaers.sharing.enums import DossierKind, May
from tvaers.ui import dates

pytestmark = pytest.mark.django_db(transaction=True)
# Kind → the dossier's own page, how the page about its readers names it, whether a card shares it.
KINDS = {
    "concern": ("concerns:concern", "Dreng, 13 år, Mågeparken", True),
    "case": ("cases:case", scene.NAME, True),
    "task": ("tasks:task", "Ring til skolen", False),
    "person": ("people:page", scene.NAME, False),
}


@pytest.fixture
def dossiers(acting_as):
    with acting_as("alice") as alice:
        case = scene.case(alice)
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
        return {"concern": written(alice), "case": case, "task": scene.task(alice, case), "person": person}


def readers_of(dossier):
    return reverse("sharing:readers", args=[dossier])


def link(address):
    return f'href="{address}"'


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_names_it_and_its_readers(client_for, dossiers, kind):
    own_page, name, is_shared = KINDS[kind]
    address = readers_of(dossiers[kind])
    answer = client_for("alice").get(address)
    page = text(answer)
    assert answer.status_code == 200
    assert f'href="{reverse(own_page, args=[dossiers[kind]])}">{name}</a>' in page
    assert "Alice Prøvedal (dig)" in page
    # A case stands on a basis of its own, which is another than what lets colleagues in.
    assert ("Linjen siger, hvorfor kolleger her må se det" in page) is (kind == "case")
    assert (link(reverse("sharing:share", args=[dossiers[kind]])) in page) is is_shared
    assert (link(reverse("sharing:consents", args=[dossiers[kind]])) in page) is is_shared


@pytest.mark.parametrize("kind", KINDS)
def test_outsiders_find_nothing_and_it_is_only_read(client_for, dossiers, kind):
    address = readers_of(dossiers[kind])
    for key in ("hanne", "olga", "carl", "gerda"):
        assert client_for(key).get(address).status_code == 404, key
    assert client_for("alice").post(address).status_code == 405


@pytest.mark.parametrize("kind", ["concern", "task", "case"])
def test_its_own_page_leads_there(client_for, dossiers, kind):
    page = text(client_for("alice").get(reverse(KINDS[kind][0], args=[dossiers[kind]])))
    assert readers_of(dossiers[kind]) in page
    assert "Hvem kan se det?" in page


def test_who_decides_on_a_concern_finds_the_card_beside_it(client_for, acting_as, dossiers):
    with acting_as("dina") as dina:
        own = written(dina)
    for key, concern, shares in (("alice", dossiers["concern"], True), ("dina", own, False)):
        page = text(client_for(key).get(reverse("concerns:concern", args=[concern])))
        assert readers_of(concern) in page, key
        assert (link(reverse("sharing:share", args=[concern])) in page) is shares, key
        assert (link(reverse("sharing:consents", args=[concern])) in page) is shares, key


def test_who_only_reads_is_told_but_shares_nothing(client_for, acting_as, dossiers):
    with acting_as("alice"):
        let_in(dossier=dossiers["case"], member=named("carl"), categories=Category.PLAN, may=May.READ)
    page = text(client_for("carl").get(readers_of(dossiers["case"])))
    assert "Alice Prøvedal" in page
    assert link(reverse("sharing:share", args=[dossiers["case"]])) not in page


def test_elsewhere_a_task_tells_only_the_own_part_and_can_be_taken_back_here(client_for, acting_as, dossiers):
    with acting_as("alice") as alice:
        task = scene.task(alice, dossiers["case"], owner="hanne", text="Tag imod ham")
    scene.answer(acting_as, "hanne", task)
    theirs = text(client_for("hanne").get(readers_of(task)))
    assert "Tag imod ham" in theirs
    assert "Alice Prøvedal (dig)" not in theirs
    assert scene.NAME not in theirs
    assert readers_of(task) in text(client_for("hanne").get(reverse("tasks:task", args=[task])))
    ours = text(client_for("alice").get(readers_of(task)))
    assert "Hanne Nabo" in ours
    assert re.search(r'href="/sharing/given/[0-9a-f-]+/\?back=1"', ours)


def test_an_import_has_no_such_page(client_for, acting_as):
    with acting_as("bo") as bo:
        dossier = open_dossier(by=bo, kind=DossierKind.IMPORT, purpose=Purpose.SSP)
    client = client_for("bo")
    hidden, missing = client.get(readers_of(dossier)), client.get(readers_of(uuid4()))
    assert (hidden.status_code, missing.status_code) == (404, 404)


def test_two_consents_are_two_lines_and_each_says_when_it_runs_out(client_for, acting_as, dossiers):
    case, ends = dossiers["case"], {}
    for ahead, (who, organisation) in zip((40, 90), (("hanne", "herlev"), ("palle", "police")), strict=True):
        ends[who] = clock.today() + timedelta(days=ahead)
        with acting_as("alice") as alice:
            agreed = consents.Agreed(
                to=named(organisation),
                purpose=Purpose.SSP,
                given_by=GivenBy.BOTH,
                words="De må få planen.",
                given_on=clock.today(),
                until=ends[who],
            )
            frame = consents.take(by=alice, dossier=case, agreed=agreed)
        scene.share(acting_as, case, Category.PLAN, to=who, frame=frame)
    page = text(client_for("alice").get(readers_of(case)))
    for who, name in (("hanne", "Hanne Nabo"), ("palle", "Palle")):
        line = next(part for part in page.split("På tværs af myndigheder")[1:] if name in part.split("</section>")[0])
        assert f"gælder til og med {dates.year_day(ends[who])}" in line.split("</section>")[0], who
