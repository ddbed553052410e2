"""A plan of a conflict in two browsers: written and put in force, ticked off and logged elsewhere, normal, learned."""

import re

import pytest
from playwright.sync_api import expect

from tests import conflict_scene as scene
from tests import picture_scene
from tests.cast import named
from tests.journeys.arriving import follow, press
from tvaers.conflict.enums import PartKind, Target

LIST = "/localpicture/conflict/"
WIDTHS = pytest.mark.parametrize("width", [1280, 360], ids=["wide", "narrow"])


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    picture_scene.drawn(as_maintenance)


def begin(page, check):
    """Write a plan from nothing, with a measure of the police, a message and an actor."""
    follow(page, "Ny konfliktplan")
    page.get_by_label("Noget, der foregår nu (handleplan)").check()
    page.get_by_label("Hvad hedder den?").fill("Fyrværkeri i Prøveparken")
    page.get_by_label("Hvad er der sket, eller hvad kan der ske?").fill("Kastet sten mod bussen, siger Mikkel Hansen.")
    page.get_by_role("group", name="Hvor?").get_by_text("Prøvekøbing", exact=True).click()
    page.get_by_label("Prøveparken (boligområde)").check()
    page.get_by_label("Hvad viser, at det er normalt igen?").fill("En uge uden sten, og bussen kører.")
    page.get_by_label("Københavns Vestegns Politi").check()
    check(page, "new")
    press(page, "Gem")
    expect(page.get_by_text("Mikkel Hansen", exact=True)).to_be_visible()
    check(page, "names-somebody")
    page.get_by_label("Hvad er der sket, eller hvad kan der ske?").fill("Kastet sten mod bussen to aftener.")
    press(page, "Gem")
    expect(page.get_by_role("heading", name="Fyrværkeri i Prøveparken")).to_be_visible()


def fill(page, check):
    """Add what is done, what is said and who does what."""
    follow(page, "Tilføj en indsats")
    page.get_by_label("Unge", exact=True).check()
    page.get_by_label("Hvad gøres?").fill("Synlig patrulje ved torvet kl. 18–23.")
    page.get_by_label("Hvilken myndighed gør det?").select_option(label="Københavns Vestegns Politi")
    check(page, "measure")
    press(page, "Gem, og skriv en til")
    page.get_by_label("Forældre", exact=True).check()
    page.get_by_label("Hvad gøres?").fill("Fædregruppen går tur.")
    page.get_by_label("Hvilken enhed, eller hvem ellers?").fill("Fædregruppen")
    press(page, "Gem")
    follow(page, "Tilføj et budskab")
    page.get_by_label("Politikere", exact=True).check()
    page.get_by_label("Hvad siges der?").fill("Der er en fælles plan. Vi skriver igen på mandag.")
    press(page, "Gem")
    follow(page, "Tilføj, hvem der gør hvad")
    page.get_by_label("Hvilken enhed, eller hvem ellers?").fill("Gadeteamet")
    page.get_by_label("Hvad gøres?").fill("Er ude hver aften.")
    page.get_by_label("Hvordan får man fat i dem på arbejdet?").fill("39 57 00 03")
    press(page, "Gem")
    check(page, "draft")


@WIDTHS
def test_a_plan_goes_from_unrest_to_what_was_learned(journey, width):
    def check(page, name):
        journey.check(page, f"conflict-{name}-{width}")

    page = journey.open(LIST, key="bo", width=width)
    expect(page.get_by_role("heading", name="Ingen konfliktplaner")).to_be_visible()
    check(page, "empty")
    begin(page, check)
    fill(page, check)
    police = journey.open("/localpicture/", key="palle", width=width)
    follow(police, "Konfliktplaner")
    expect(police.get_by_role("heading", name="Ingen konfliktplaner")).to_be_visible()
    follow(page, "Sæt den i kraft")
    check(page, "start")
    press(page, "Sæt den i kraft")
    expect(page.get_by_text("I kraft", exact=True)).to_be_visible()
    police.reload()
    follow(police, "Fyrværkeri i Prøveparken")
    row = police.get_by_role("listitem").filter(has_text="Synlig patrulje")
    row.get_by_role("button").click()
    expect(row.get_by_text(re.compile("siger Palle Patrulje, Politiet"))).to_be_visible()
    # What is somebody else's is not theirs to tick off, and nothing of the plan theirs to change.
    expect(police.get_by_role("listitem").filter(has_text="Fædregruppen").get_by_role("button")).to_have_count(0)
    expect(police.get_by_role("link", name="Ret det")).to_have_count(0)
    police.get_by_label("Hvad er set eller besluttet?").fill("Roligt ved torvet efter kl. 22.")
    press(police, "Skriv i loggen")
    expect(police.get_by_text("Roligt ved torvet efter kl. 22.")).to_be_visible()
    check(police, "police")
    page.reload()
    expect(page.get_by_text("Roligt ved torvet efter kl. 22.")).to_be_visible()
    check(page, "in-force")
    calm(page, check)
    police.reload()
    expect(police.get_by_text("Vi var der den første aften.")).to_be_visible()
    check(police, "closed")


def calm(page, check):
    """Say that it is normal again, and write what was learned."""
    follow(page, "Det er normalt igen")
    check(page, "normal")
    press(page, "Ja, det er normalt igen")
    page.get_by_label("Hvad gik godt?").fill("Vi var der den første aften.")
    page.get_by_label("Hvad gør vi anderledes næste gang?").fill("Skolen skal vide det samme dag.")
    check(page, "learn")
    press(page, "Gem, og afslut planen")
    expect(page.get_by_role("heading", name="Det lærte vi")).to_be_visible()


@WIDTHS
def test_what_waits_stands_in_today_and_a_full_plan_prints(journey, width):
    plan = scene.in_force(days=0)
    for target in (Target.YOUTH, Target.PARENTS, Target.CITIZENS):
        scene.measure(plan, target=target)
    scene.part(plan, kind=PartKind.MEASURE, organisation=named("herlev"), target=Target.INSTITUTIONS, text="Skolen.")
    scene.message(plan)
    scene.actor(plan)
    scene.logged(plan)
    page = journey.open("/", key="bo", width=width)
    follow(page, "Se på planen »Fyrværkeri i parken« igen")
    expect(page.get_by_text("Det er tid til at se på den igen. Gælder den stadig?")).to_be_visible()
    journey.check(page, f"conflict-due-{width}")
    follow(page, "Den gælder stadig")
    press(page, "Den gælder stadig")
    expect(page.get_by_text(re.compile("Den gælder. Den ses efter igen"))).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Skriv i loggen")).to_be_hidden()
    journey.check(page, f"conflict-paper-{width}")
