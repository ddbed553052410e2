"""A visitor of the demonstration: chooses somebody, changes into somebody else, and tries the real sign-in."""

import pytest
from playwright.sync_api import expect

from tests.journeys.arriving import at
from tvaers.demo.loading import load_partnership
from tvaers.demo.people_at_work import job
from tvaers.demo.second_factor import PASSWORD

PERSONAS = "/demo/"


@pytest.fixture
def demonstration(journey, as_maintenance):
    """The demonstration's data behind the server under test."""
    load_partnership(as_maintenance, say=lambda _: None)
    return journey


def become(page, name):
    page.get_by_role("button", name=f"Vær {name}", exact=True).first.click()


def acting(page):
    page.goto("/profile/")
    return page.locator(".tv-acting").first.inner_text()


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_the_page_of_personas_is_whole(demonstration, width, dark):
    page = demonstration.open("/", width=width, dark=dark)
    at(page, PERSONAS)
    name = "demo-dark" if dark else "demo"
    demonstration.check(page, name)
    page.get_by_text("Gladsaxe Kommune", exact=True).last.click()
    expect(page.get_by_role("button", name="Vær Mikkel")).to_be_visible()
    demonstration.check(page, f"{name}-open")
    page.get_by_role("link", name="Se adgangskode og kode").click()
    demonstration.check(page, f"{name}-code")


@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without-scripts"])
def test_somebody_is_chosen_and_then_somebody_else(demonstration, javascript):
    page = demonstration.open(PERSONAS, javascript=javascript)
    become(page, "Sofie")
    at(page, "/")
    assert "Sofie Brandtoft" in acting(page)
    page.get_by_role("link", name="Skift person").click()
    become(page, "Martin")
    shown = acting(page)
    assert "Martin Lærkenfelt" in shown
    assert "Københavns Vestegns Politi" in shown


def test_somebody_is_chosen_with_the_keyboard(demonstration):
    page = demonstration.open(PERSONAS)
    page.get_by_role("button", name="Vær Sofie").first.focus()
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Annelise Fyrreholt" in acting(page)


def test_the_real_sign_in_works_with_what_the_page_shows(demonstration):
    page = demonstration.open("/demo/code/")
    page.get_by_label("Person").select_option("maria")
    page.get_by_role("button", name="Vis").click()
    code = page.locator("#keys b").inner_text()
    page.get_by_role("link", name="Gå til login").click()
    page.get_by_label("E-mailadresse").fill(job("maria").worker.email)
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind", exact=True).click()
    page.get_by_label("Kode").fill(code)
    page.get_by_role("button", name="Fortsæt", exact=True).click()
    assert "Maria Pirathevan" in acting(page)
