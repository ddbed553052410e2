"""Sharing across two browsers: the least is chosen, previewed, offered, accepted, seen, and taken back."""

import re

import pytest
from playwright.sync_api import expect

from tests import rich_case
from tests.cast import named
from tests.rich_case import POLICE, WORDS
from tvaers.guard.enums import Category

NECESSITY = "Palle møder Noah ved stationen og skal kunne tale med ham om fodbolden."


@pytest.fixture
def case(cast, transactional_db):
    """The rich case, led by Alice, with a note by the police."""
    opened = rich_case.open_case()
    rich_case.police_note(opened)
    return opened


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def preview_of(page):
    return page.locator("#preview .tv-preview__body").inner_text()


def offer(alice, case, check=lambda _page, _name: None):
    """Alice finds Palle, adds the notes, sees the preview follow, checks, and offers; returns what he shall see."""
    alice.goto(f"/sharing/{case}/")
    check(alice, "receivers")
    alice.get_by_label("Find en modtager på navn eller enhed").fill("palle")
    alice.get_by_role("link", name="Palle Patrulje").click()
    expect(alice.get_by_role("heading", name="Præcis dette ser Palle")).to_be_visible()
    assert WORDS[Category.PLAN] in preview_of(alice)
    assert "Noah" not in alice.locator("#preview .tv-idbar__name").inner_text()
    check(alice, "share")

    alice.get_by_label("Notater i forløbet").check()
    alice.get_by_label("Navn og kontaktoplysninger").check()
    alice.get_by_text(WORDS[Category.ENTRY]).first.wait_for()
    alice.locator("#preview .tv-idbar__name", has_text="Noah Prøvesen").wait_for()
    # What Alice does not see herself, what the role of the receiver is not for, and what is not hers to pass on.
    assert alice.get_by_label("Helbred").is_disabled()
    assert alice.get_by_label("Faglige vurderinger").is_disabled()
    expect(alice.get_by_text("Palle har en rolle, der ikke giver adgang til dette.")).to_be_visible()
    # What the police wrote goes back to the police, and to nobody else.
    assert alice.get_by_text("Kun politiet kan dele dem.").count() == 0
    check(alice, "share-more")

    alice.get_by_label("Hvorfor er det nødvendigt?").fill(NECESSITY)
    alice.get_by_label("30 dage").check()
    press(alice, "Kontrollér, hvad du deler")
    expect(alice.get_by_role("heading", name="Er det rigtigt?")).to_be_visible()
    check(alice, "check")
    promised = preview_of(alice)
    press(alice, "Del")
    return promised


def words_of(text):
    """The words of a page, whatever its lines."""
    return set(re.findall(r"\w{3,}", text))


def test_shared_accepted_seen_and_taken_back(journey, case):
    alice = journey.browser(key="alice").new_page()
    promised = offer(alice, case, journey.check)
    expect(alice.get_by_text("Tilbudt til Palle Patrulje")).to_be_visible()
    journey.check(alice, "readers-offered")

    palle = journey.open("/sharing/offers/", key="palle")
    expect(palle.get_by_text(NECESSITY)).to_be_visible()
    expect(palle.get_by_text("Må ikke bruges til efterforskning").first).to_be_visible()
    journey.check(palle, "offers")
    press(palle, "Tag imod")
    journey.check(palle, "offers-accepted")
    palle.goto(f"/sharing/{case}/readers/")
    expect(palle.get_by_role("link", name="Noah Prøvesen")).to_be_visible()
    expect(palle.get_by_text("Må ikke bruges til efterforskning")).to_be_visible()
    # He reads what was promised, and the rest is not there.
    assert {WORDS[each] in promised for each in (Category.PLAN, Category.ENTRY)} == {True}
    assert not {WORDS[Category.HEALTH], WORDS[Category.OFFENCE], WORDS[Category.OTHERS]} & set(promised.split("\n"))
    assert POLICE in promised

    alice.reload()
    expect(alice.get_by_text("Delt af Alice Prøvedal")).to_be_visible()
    journey.check(alice, "readers")
    alice.get_by_role("link", name="Træk tilbage").click()
    journey.check(alice, "withdraw")
    press(alice, "Træk tilbage")
    expect(alice.get_by_text("Det lukkede med det samme.")).to_be_visible()
    # His page stands open; the next click finds nothing.
    gone = palle.reload()
    assert gone is not None
    assert gone.status == 404


def test_declined_without_scripts(journey, case):
    alice = journey.open(f"/sharing/{case}/", key="alice", javascript=False)
    alice.get_by_role("link", name="Hanne Nabo").click()
    assert alice.get_by_label("Notater fra politiet").is_disabled()
    expect(alice.get_by_text("Kun politiet kan dele dem.")).to_be_visible()
    alice.get_by_label("Notater i forløbet").check()
    alice.get_by_label("1 uge").check()
    press(alice, "Kontrollér, hvad du deler")
    # An error keeps what was chosen.
    expect(alice.get_by_role("heading", name="Ret én ting")).to_be_visible()
    assert alice.get_by_label("Notater i forløbet").is_checked()
    alice.get_by_label("Hvorfor er det nødvendigt?").fill("Hanne skal kunne tage imod ham til fodbold.")
    press(alice, "Kontrollér, hvad du deler")
    assert WORDS[Category.ENTRY] in preview_of(alice)
    assert POLICE not in preview_of(alice)
    press(alice, "Del")
    expect(alice.get_by_text("Venter på svar")).to_be_visible()

    hanne = journey.open("/sharing/offers/", key="hanne", javascript=False)
    press(hanne, "Sig nej tak")
    expect(hanne.get_by_text("Du har sagt nej tak. Ingen spørger hvorfor.")).to_be_visible()
    alice.goto("/sharing/offers/?view=given")
    expect(alice.get_by_text("Afslået", exact=True)).to_be_visible()


def tab_to(page, locator):
    """Go on with the Tab key until the element has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if locator.evaluate("element => element === document.activeElement"):
            return
    message = f"The keyboard does not reach {locator}"
    raise AssertionError(message)


def test_with_the_keyboard_alone(journey, case):
    alice = journey.open(f"/sharing/{case}/to/{named('police')}/?to=member:{named('palle')}", key="alice")
    tab_to(alice, alice.get_by_label("Person eller enhed"))
    alice.keyboard.type("Alle i")
    alice.locator("#preview h2", has_text="Forebyggende afsnit").wait_for()
    assert alice.get_by_label("Person eller enhed").evaluate("element => element === document.activeElement")
    notes = alice.get_by_label("Notater i forløbet")
    tab_to(alice, notes)
    alice.keyboard.press("Space")
    alice.get_by_text(WORDS[Category.ENTRY]).first.wait_for()
    assert notes.evaluate("element => element === document.activeElement")
    tab_to(alice, alice.get_by_label("Hvorfor er det nødvendigt?"))
    alice.keyboard.type(NECESSITY)
    tab_to(alice, alice.get_by_label("1 uge"))
    alice.keyboard.press("ArrowDown")
    tab_to(alice, alice.get_by_role("button", name="Kontrollér, hvad du deler"))
    alice.keyboard.press("Enter")
    tab_to(alice, alice.get_by_role("button", name="Del", exact=True))
    alice.keyboard.press("Enter")
    alice.get_by_text("Tilbudt til Alle i Forebyggende afsnit").wait_for()


def test_a_consent_and_the_agreement(journey, case):
    alice = journey.open(f"/sharing/{case}/consents/new/", key="alice")
    alice.get_by_label("Hvem må modtage?").select_option(label="Langtborte Kommune")
    alice.get_by_label("Begge").check()
    alice.get_by_label("Hvem med forældremyndighed?").select_option(label="Moderen")
    alice.get_by_label("Hvad har de sagt ja til?").fill("At Langtborte må få planen, fordi Noah flytter dertil.")
    alice.get_by_label("Mundtligt, og noteret her").check()
    alice.get_by_label("hvem hørte det").fill("Alice, hjemme hos familien.")
    for label, value in (("Dag", "24"), ("Måned", "12"), ("År", "2026")):
        alice.get_by_role("group", name="Til hvornår?").get_by_label(label, exact=True).fill(value)
    press(alice, "Notér")
    expect(alice.get_by_text("Gælder", exact=True)).to_be_visible()
    journey.check(alice, "consents")
    alice.goto("/agreements/")
    journey.check(alice, "agreement")


def test_every_page_fits_and_reads_by_night_on_a_telephone(journey, case):
    alice = journey.browser(key="alice", width=360, dark=True).new_page()
    offer(alice, case, lambda page, name: journey.check(page, f"{name}-dark"))
    journey.check(alice, "readers-dark")
    palle = journey.open("/sharing/offers/", key="palle", width=360, dark=True)
    journey.check(palle, "offers-dark")
    press(palle, "Tag imod")
    journey.check(palle, "offers-accepted-dark")
