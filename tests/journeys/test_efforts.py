"""The catalogue of efforts in a real browser: written, offered, chosen next door and in a case, followed to its end."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import case_scene, picture_scene
from tests import effort_scene as scene
from tests.journeys.arriving import follow, press
from tests.journeys.conftest import BOTH_WAYS
from tests.stage import acting_as
from tvaers.efforts.enums import ProviderKind, Room
from tvaers.foundation import clock

LIST = "/efforts/"


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    picture_scene.drawn(as_maintenance)


@pytest.fixture
def case():
    with acting_as("alice") as alice:
        return case_scene.case(alice)


def write_one(page, check):
    """Write an effort from nothing, with its steps, row by row."""
    expect(page.get_by_role("heading", name="Ingen indsatser endnu")).to_be_visible()
    expect(page.get_by_role("heading", name="Begynd med en af disse")).to_be_visible()
    check(page, "empty")
    follow(page, "Ny indsats")
    page.get_by_label("Hvilken slags indsats er det?").select_option("leisure-job")
    page.get_by_label("Hvad hedder den?").fill("Fritidsjob i butikkerne")
    page.get_by_label("Hvad er det?", exact=True).fill("To vagter om ugen, og en voksen på stedet.")
    page.get_by_label("For hvem?").fill("15–17 år.")
    page.get_by_label("Hvem udbyder den?").fill("Butikkerne ved torvet")
    page.get_by_label("En virksomhed eller et boligselskab – får intet at vide uden samtykke").check()
    page.get_by_role("group", name="Hvor virker den?").get_by_text("Prøvekøbing", exact=True).click()
    page.get_by_label("Prøveparken (boligområde)").check()
    check(page, "new")
    press(page, "Gem")
    for number, (text, days) in enumerate(
        (("Skriv ansøgningen sammen", "4"), ("Spørg, hvad der kunne være godt", "0"))
    ):
        row = page.get_by_role("group", name=f"Skridt {number + 1}", exact=True)
        row.get_by_label("Hvad gøres?").fill(text)
        row.get_by_label("Arbejdsdage efter start").fill(days)
    press(page, "Et skridt til")
    expect(page.get_by_role("group", name="Skridt 4", exact=True)).to_be_visible()
    press(page, re.compile(r"Fjern\s*:\s*Skridt 4"))
    expect(page.get_by_role("group", name="Skridt 4", exact=True)).to_have_count(0)
    check(page, "steps")
    press(page, "Gem skridtene")
    expect(page.get_by_role("heading", name="Fritidsjob i butikkerne")).to_be_visible()
    check(page, "draft")


@BOTH_WAYS
def test_one_is_written_offered_and_read_next_door(journey, width, javascript):
    def check(page, name):
        if javascript:
            journey.check(page, f"efforts-{name}-{width}")

    page = journey.open(LIST, key="frida", width=width, javascript=javascript)
    write_one(page, check)
    other = journey.open(LIST, key="hanne", width=width, javascript=javascript)
    expect(other.get_by_text("Fritidsjob i butikkerne")).to_have_count(0)
    follow(page, "Tilbyd den")
    check(page, "offer")
    press(page, "Tilbyd den")
    follow(page, "Sig, om der er plads")
    page.get_by_label("Venteliste").check()
    check(page, "room")
    press(page, "Gem")
    expect(page.get_by_text("Venteliste, siger Frida Leder")).to_be_visible()
    check(page, "offered")
    other.goto(journey.address + LIST)
    follow(other, "Fritidsjob i butikkerne")
    expect(other.get_by_text("Venteliste, siger Frida Leder")).to_be_visible()
    steps = other.get_by_role("listitem").filter(has_text="Den første dag")
    expect(steps).to_contain_text("Spørg, hvad der kunne være godt")
    check(other, "neighbour")


@BOTH_WAYS
def test_one_is_chosen_in_a_case_its_steps_become_tasks_and_it_ends(journey, case, width, javascript):
    def check(page, name):
        if javascript:
            journey.check(page, f"efforts-{name}-{width}")

    scene.offered(title="Fritidspas i parken", room=Room.MORE)
    scene.offered(title="En mentor", provider="Mentorforeningen", provider_kind=ProviderKind.ASSOCIATION)
    page = journey.open(f"/cases/{case}/plan/", key="alice", width=width, javascript=javascript)
    follow(page, "Vælg en indsats")
    check(page, "catalogue")
    follow(page, "Fritidspas i parken")
    page.get_by_label("Hvorfor netop den?").fill("Jeg vil gerne spille fodbold.")
    rows = page.locator("fieldset.tv-chosenstep")
    rows.nth(1).get_by_label("Hvad skal der gøres?").fill("Ring til vejlederen om en prøvetræning")
    rows.nth(2).get_by_label("Giv denne opgave").uncheck()
    check(page, "choose")
    press(page, "Se det efter")
    expect(page.get_by_text("Ring til vejlederen om en prøvetræning")).to_be_visible()
    expect(page.get_by_text(scene.STEPS[2].text)).to_have_count(0)
    check(page, "answers")
    press(page, "Vælg den, og giv opgaverne")
    expect(page.get_by_text("Fritidspas i parken står i planen med sine opgaver.")).to_be_visible()
    expect(page.get_by_role("link", name="Ring til vejlederen om en prøvetræning", exact=True)).to_be_visible()
    follow(page, "Skriv, hvordan det går", exact=False)
    page.get_by_label("Hvordan går det?").fill("Det er fedt.")
    page.get_by_label("Hvem siger det?").fill("Noah")
    press(page, "Gem")
    expect(page.get_by_text("Det er fedt.")).to_be_visible()
    check(page, "plan")
    follow(page, "Den er slut", exact=False)
    page.get_by_label("Hvordan endte det?").fill("Han går der selv nu.")
    press(page, "Gem")
    expect(page.get_by_text("Han går der selv nu.")).to_be_visible()
    check(page, "ended")


@pytest.mark.parametrize("width", [1280, 360])
def test_a_step_for_the_police_is_offered_on_its_ground_and_a_mentor_asks_for_consent(journey, case, width):
    scene.offered(title="En mentor", provider="Mentorforeningen", provider_kind=ProviderKind.ASSOCIATION)
    page = journey.open(f"/cases/{case}/efforts/", key="alice", width=width)
    follow(page, "En mentor")
    expect(page.get_by_role("heading", name="Der er intet samtykke i forløbet endnu")).to_be_visible()
    rows = page.locator("fieldset.tv-chosenstep")
    rows.nth(1).get_by_label("Hvem gør det?").select_option(label="Palle Patrulje, forebyggelsesbetjent")
    rows.nth(2).get_by_label("Giv denne opgave").uncheck()
    later = clock.today() + timedelta(days=40)
    for label, value in (("Dag", later.day), ("Måned", later.month), ("År", later.year)):
        page.get_by_role("group", name="Fra hvornår?").get_by_label(label, exact=True).fill(str(value))
    press(page, "Tæl opgavernes dage herfra")
    expect(rows.nth(1).get_by_label("Hvem gør det?")).to_have_value(str(case_scene.named("palle")))
    expect(rows.nth(2).get_by_label("Giv denne opgave")).not_to_be_checked()
    journey.check(page, f"efforts-consent-{width}")
    press(page, "Se det efter")
    expect(page.get_by_role("heading", name="Tilbydes Palle Patrulje")).to_be_visible()
    journey.check(page, f"efforts-elsewhere-{width}")
    press(page, "Vælg den, og giv opgaverne")
    expect(page.get_by_role("link", name="Hvorfor er det nødvendigt?")).to_be_visible()
    journey.check(page, f"efforts-elsewhere-wrong-{width}")
    page.get_by_label("Hvorfor er det nødvendigt?").fill("Han kender foreningen og kan følge med første gang.")
    press(page, "Vælg den, og giv opgaverne")
    expect(page.get_by_text("Ikke besvaret endnu")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 360])
def test_of_two_who_write_at_once_the_second_sees_what_the_first_saved(journey, width):
    effort = scene.begun()
    page = journey.open(f"{LIST}{effort}/write/", key="frida", width=width)
    other = journey.open(f"{LIST}{effort}/write/", key="bo", width=width)
    other.get_by_label("Hvad er det?", exact=True).fill("Bos ord.")
    press(other, "Gem")
    page.get_by_label("Hvad er det?", exact=True).fill("Fridas ord.")
    press(page, "Gem")
    expect(page.get_by_text("Bos ord.")).to_be_visible()
    expect(page.get_by_label("Hvad er det?", exact=True)).to_have_value("Fridas ord.")
    journey.check(page, f"efforts-both-{width}")
    press(page, "Gem")
    expect(page.get_by_text("Fridas ord.")).to_be_visible()
