"""Handing a case over from its pages: the steps on both sides, the letter, and closing only once it is there."""

import re
from uuid import UUID

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tests.rich_case import PICTURE, open_case
from tests.stage import statements
from tvaers.cases.models import Case
from tvaers.files import actions as files
from tvaers.files.access import get_for_download
from tvaers.files.queries import of_dossier
from tvaers.guard.enums import Category

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 12


@pytest.fixture
def case(cast):
    """Frida's case, which Alice leads."""
    return open_case()


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def page_of(name, case, *more):
    return reverse(f"cases:{name}", args=[case, *more])


def begin(client, case, to, name=""):
    day = scene.in_days(14)
    data = {"to": str(to), "to_name": name, "moves_on_day": day.day, "moves_on_month": day.month}
    return client.post(page_of("move", case), data | {"moves_on_year": day.year})


def give(acting_as, case, *, with_person=True):
    with acting_as("frida"):
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
    scene.share(acting_as, case, Category.PLAN | Category.CONCERN, beside=person if with_person else None)
    if with_person:
        scene.answer(acting_as, "hanne", person)


def taken(client, case):
    day = scene.in_days(20)
    data = {
        "criterion": "repeated", "reason": "Flyttet hertil", "purpose": "1", "lead": str(named("hanne")),
        "unit": str(named("herlev-ssp")), "parents": "not-contacted", "parents_words": "Kommer",
        "review_on_day": day.day, "review_on_month": day.month, "review_on_year": day.year,
    }  # fmt: skip
    return client.post(page_of("take-over", case), data)


def close(client, case):
    data = {"version": "1", "outcome": "moved", "reason": "Flyttet til Herlev"}
    return client.post(page_of("step", case, "closed"), data)


def test_from_saying_where_to_closing_here(client_for, acting_as, case):
    alice, hanne = client_for("alice"), client_for("hanne")
    asked = text(alice.get(page_of("move", case)))
    assert "Herlev Kommune" in asked
    # Neither an authority of another kind nor a municipality that nothing lets receive.
    assert "Københavns Vestegns Politi" not in asked
    assert "Langtborte" not in asked
    assert begin(alice, case, named("herlev")).status_code == 302
    shown = text(alice.get(page_of("move", case)))
    assert reverse("sharing:to", args=[case, named("herlev")]) in shown
    assert "I har ansvaret for forløbet, indtil der er et i Herlev Kommune." in shown
    refused = close(alice, case)
    assert refused.status_code == 409
    assert "ingen har det der endnu" in text(refused)

    give(acting_as, case)
    assert "De har sagt ja til en kopi" in text(alice.get(page_of("move", case)))
    banner = text(hanne.get(page_of("case", case)))
    assert "Gladsaxe Kommune har ansvaret for forløbet, indtil I har åbnet jeres eget." in banner
    assert "Noah Prøvesen flytter til jer" in text(hanne.get(reverse("today:list")))
    assert "« (Gladsaxe Kommune)" in text(hanne.get(page_of("take-over", case)))
    answer = taken(hanne, case)
    assert answer.status_code == 302
    assert answer.url != page_of("case", case)
    assert "fra Gladsaxe Kommune" in text(hanne.get(answer.url))
    assert taken(hanne, case).url == answer.url, "pressed again it leads to the same case"

    assert "flytter til jer" not in text(hanne.get(reverse("today:list")))
    assert "Der er nu et forløb andetsteds: Noah Prøvesen" in text(alice.get(reverse("today:list")))
    done = text(alice.get(page_of("move", case)))
    assert "De har deres eget forløb" in done
    assert "?outcome=moved" in done
    proposed = text(alice.get(page_of("step", case, "closed") + "?outcome=moved"))
    assert re.search(r'<input[^>]*value="moved"[^>]* checked', proposed)
    assert close(alice, case).status_code == 302
    assert hanne.get(page_of("case", case)).status_code == 404
    assert hanne.get(answer.url).status_code == 200


def test_the_files_that_were_given_come_along_sealed_anew_and_no_others(client_for, acting_as, case):
    with acting_as("frida") as frida:
        for category, stays in ((Category.PLAN, False), (Category.PLAN, True), (Category.HEALTH, False)):
            files.keep(by=frida, dossier=case, category=category, title=f"Brev {stays}", upload=PICTURE, stays=stays)
        shared = {
            row["id"] for row in of_dossier(dossier=case) if row["category"] == Category.PLAN and not row["stays"]
        }
    begin(client_for("alice"), case, named("herlev"))
    give(acting_as, case)
    hanne = client_for("hanne")
    own = UUID(taken(hanne, case).url.split("/")[2])
    with acting_as("hanne") as by:
        copies = of_dossier(dossier=own)
        assert len(copies) == len(shared) > 0
        assert not {row["id"] for row in copies} & shared
        assert {row["title"] for row in copies} >= {"Brev False"}
        assert {get_for_download(actor=by, id=row["id"]).content for row in copies} == {PICTURE.content}


def test_whoever_was_not_told_who_it_is_is_told_to_ask(client_for, acting_as, case):
    begin(client_for("alice"), case, named("herlev"))
    give(acting_as, case, with_person=False)
    hanne = client_for("hanne")
    answer = hanne.get(page_of("take-over", case), follow=True)
    assert "Bed dem dele det" in text(answer)
    assert taken(hanne, case).url == page_of("case", case)


def test_by_letter_nothing_about_the_young_person_is_printed(client_for, case):
    alice = client_for("alice")
    assert "Skriv kommunens navn." in text(begin(alice, case, "elsewhere"))
    assert begin(alice, case, "elsewhere", "Odense Kommune").status_code == 302
    letter = text(alice.get(page_of("move-letter", case)))
    assert "Til Odense Kommune" in letter
    assert "Barnets lov § 132" in letter
    for words in (scene.NAME, "Noah", "2011"):
        assert words not in letter
    assert close(alice, case).status_code == 409
    assert "Skriv, hvem der har svaret" in text(alice.post(page_of("move-answered", case), {"words": " "}))
    alice.post(page_of("move-answered", case), {"words": "Mette har det, sagt i telefon."})
    assert "Mette har det" in text(alice.get(page_of("move", case)))
    assert close(alice, case).status_code == 302


def test_called_off_it_can_be_closed_otherwise(client_for, case):
    alice = client_for("alice")
    begin(alice, case, named("herlev"))
    assert alice.post(page_of("move-off", case)).status_code == 302
    assert close(alice, case).status_code == 302


@pytest.mark.parametrize("name", ["move", "move-letter", "take-over"])
def test_who_does_not_see_the_case_or_was_given_it_otherwise_finds_nothing(client_for, acting_as, case, name):
    give(acting_as, case)
    begin(client_for("alice"), case, "elsewhere", "Odense Kommune")
    for key in ("olga", "carl"):
        assert client_for(key).get(page_of(name, case)).status_code == 404
    assert client_for("hanne").get(page_of(name, case)).status_code == (404 if name == "take-over" else 403)


@pytest.mark.parametrize("name", ["move-off", "move-answered"])
def test_nothing_is_changed_by_looking(client_for, case, name):
    assert client_for("alice").get(page_of(name, case)).status_code == 405


def test_the_steps_take_few_statements(client_for, acting_as, case):
    alice = client_for("alice")
    begin(alice, case, named("herlev"))
    give(acting_as, case)
    alice.get(page_of("move", case))
    answer, taken_by_page = statements(lambda: alice.get(page_of("move", case)))
    assert answer.status_code == 200
    assert len(taken_by_page) <= MOST, len(taken_by_page)
