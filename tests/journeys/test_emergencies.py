"""An emergency look-up in a real browser, in Danish: found in danger, opened for an hour, ended, judged."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import emergency_scene as scene
from tests import factors
from tests.journeys.arriving import press
from tests.journeys.conftest import BOTH_WAYS


@pytest.fixture
def him(db, cast):
    return scene.somebody()


def filled(page):
    page.get_by_label("CPR-nummer").fill("040311-6009")
    page.get_by_label("Fare for nogens liv").check()
    page.get_by_label("Hvad er der sket, og hvorfor kan det ikke vente?").fill(scene.REASON)
    press(page, "Slå personen op")


def _shown_again(page):
    """Show the telephone's code, and send what was typed."""
    page.get_by_label("Kode").fill(factors.code(factors.secret_for("hanne")))
    page.keyboard.press("Enter")
    expect(page.get_by_text(scene.REASON)).to_be_visible()
    page.locator("main form button").first.click()


def opened(page, picture, as_administrator):
    """From the person who is not found to what is opened for an hour."""
    page.locator("main input[name=q]").fill("Noah Prøvesen")
    press(page, "Find")
    expect(page.get_by_text("Ingen passer")).to_be_visible()
    picture(page, "find")
    page.get_by_role("link", name="Nødopslag", exact=True).click()
    picture(page, "new")
    press(page, "Slå personen op")
    picture(page, "wrong")
    # The factor of the sign-in is too old by now.
    as_administrator.execute("UPDATE accounts_session SET factor_at = now() - interval '2 minutes'")
    filled(page)
    picture(page, "factor")
    _shown_again(page)
    expect(page.get_by_text(scene.FACT)).to_be_visible()
    expect(page.get_by_text("Vises til kl.", exact=False)).to_be_visible()
    picture(page, "open")


def _told(today, picture, address):
    """The owner's coordinator reads that it was, and why; not of whom."""
    expect(today.get_by_text("Nødopslag på en, I har ansvaret for").first).to_be_visible()
    picture(today, "today")
    today.goto(address)
    expect(today.get_by_text(scene.REASON)).to_be_visible()
    expect(today.get_by_text(scene.FACT)).to_have_count(0)
    picture(today, "told")


def judged(judge, picture):
    """The inspector of an organisation on neither side finds it not justified."""
    picture(judge, "today-judge")
    judge.get_by_role("link", name="Læs og vurdér").click()
    judge.get_by_label("Ikke berettiget").check()
    judge.get_by_label("Hvorfor vurderer du sådan?").fill(scene.WORDS)
    picture(judge, "judge")
    press(judge, "Gem vurderingen")
    expect(judge.get_by_text("Det er vurderet.", exact=False)).to_be_visible()
    picture(judge, "judged")
    judge.goto(reverse("emergencies:list"))
    picture(judge, "register")


@BOTH_WAYS
def test_an_emergency_look_up_from_danger_to_judgement(
    journey, him, as_maintenance, as_administrator, width, javascript
):
    factors.arm(as_maintenance, "hanne")
    window = {"width": width, "javascript": javascript}

    def picture(page, name):
        look = journey.check if javascript else journey.picture
        look(page, f"emergency-{width}{'' if javascript else '-plain'}-{name}")

    page = journey.open(reverse("people:find"), key="hanne", **window)
    opened(page, picture, as_administrator)
    _told(journey.open(reverse("today:list"), key="bo", **window), picture, page.url)
    press(page, "Afslut nu")
    expect(page.get_by_text(scene.FACT)).to_have_count(0)
    picture(page, "receipt")
    judged(journey.open(reverse("today:list"), key="ida", **window), picture)
    page.goto(reverse("emergencies:new"))
    expect(page.get_by_text("Din leder kan give dig retten tilbage", exact=False)).to_be_visible()
    picture(page, "stopped")
