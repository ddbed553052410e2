"""A case handed over to the next municipality in a real browser: the giver wide, the receiver narrow."""

from django.urls import reverse
from playwright.sync_api import expect

from tests import case_scene as scene
from tests.rich_case import open_case
from tvaers.cases.models import Case
from tvaers.guard.enums import Category

NARROW = 360


def test_a_case_moves_to_herlev(journey, cast, acting_as):
    case = open_case()
    page = journey.open(reverse("cases:course", args=[case]), key="alice")
    page.get_by_role("link", name="Overdrag forløbet", exact=True).click()
    page.get_by_label("Herlev Kommune").check()
    journey.check(page, "move-begin")
    page.get_by_role("button", name="Fortsæt", exact=True).click()
    expect(page.get_by_text("I har ansvaret for forløbet, indtil der er et i Herlev Kommune.")).to_be_visible()
    journey.check(page, "move-steps")

    with acting_as("frida"):
        person = Case.objects.values_list("person_id", flat=True).get(id=case)
    scene.share(acting_as, case, Category.PLAN | Category.CONCERN, beside=person)
    scene.answer(acting_as, "hanne", person)
    there = journey.open(reverse("cases:case", args=[case]), key="hanne", width=NARROW)
    journey.check(there, "move-received")
    there.get_by_role("link", name="Åbn jeres eget forløb", exact=True).click()
    there.get_by_label("Forældrene er kontaktet").check()
    there.get_by_label("Hvordan reagerede de?").fill("Mor glæder sig.")
    journey.check(there, "take-over")
    there.get_by_role("button", name="Åbn jeres eget forløb", exact=True).click()
    expect(there.get_by_text("Forløbet er jeres nu.")).to_be_visible()

    page.reload()
    expect(page.get_by_role("link", name="Afslut det som flyttet", exact=True)).to_be_visible()


def test_another_municipality_is_told_by_letter(journey, cast):
    case = open_case()
    page = journey.open(reverse("cases:move", args=[case]), key="alice", width=NARROW)
    page.get_by_label("En anden kommune, som får et brev").check()
    page.get_by_label("Hvilken anden kommune?").fill("Odense Kommune")
    page.get_by_role("button", name="Fortsæt", exact=True).click()
    expect(page.get_by_role("link", name="Udskriv brevet", exact=True)).to_be_visible()
    journey.check(page, "move-letter-steps")
    page.get_by_role("link", name="Udskriv brevet", exact=True).click()
    expect(page.get_by_text("Til Odense Kommune")).to_be_visible()
    journey.check(page, "move-letter")
