"""Searching in texts in a real browser: opened by its key, found with the words marked, followed to the note."""

import re

import pytest
from playwright.sync_api import expect

from tests import case_scene
from tests.journeys.arriving import press
from tests.journeys.conftest import BOTH_WAYS
from tests.stage import acting_as

WORD = "Hyldebærsaft"


@pytest.fixture
def note(cast):
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
        return case_scene.note(alice, case, title="Skolen ringede", fact=f"{WORD} i skolegården")


@BOTH_WAYS
def test_a_note_is_searched_for_found_and_read(journey, note, width, javascript):
    page = journey.open("/", key="bo", width=width, javascript=javascript)
    if javascript:
        page.keyboard.press("/")
        page.wait_for_url("**/search/")
    else:
        page.goto("/search/")
    expect(page.get_by_role("heading", name="Her søges der")).to_be_visible()
    if javascript:
        page.keyboard.press("/")
        expect(page.get_by_label("Ord, der skal søges efter")).to_be_focused()
    press(page, "Find")
    expect(page.get_by_role("link", name="Skriv mindst ét ord at søge efter.")).to_be_visible()
    page.get_by_label("Ord, der skal søges efter").fill("skolegård hyldebærsaft")
    press(page, "Find")
    expect(page.get_by_role("heading", name="1 tekst")).to_be_visible()
    assert page.locator("mark").all_inner_texts() == [WORD, "skolegården"]
    expect(page).not_to_have_url(re.compile("hylde"))
    if javascript:
        journey.check(page, f"search-found-{width}")
    page.get_by_role("link", name=f"Notat: {case_scene.NAME}").click()
    expect(page.get_by_role("heading", name="Skolen ringede")).to_be_visible()


@BOTH_WAYS
def test_what_was_found_is_narrowed_and_no_letter_leaves_before_it_is_asked_for(journey, note, width, javascript):
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
        case_scene.around(alice, case, name=WORD)
    page = journey.open("/search/", key="bo", width=width, javascript=javascript)
    expect(page.locator("#known-words option[value=Hærværk]")).to_be_attached()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Ord, der skal søges efter").press_sequentially("hyldebærsaft")
    assert asked == []
    press(page, "Find")
    expect(page.get_by_role("heading", name="2 tekster")).to_be_visible()
    if javascript:
        journey.check(page, f"search-ways-{width}")
    press(page, "Notater 1")
    expect(page.get_by_role("heading", name="1 tekst")).to_be_visible()
    expect(page).not_to_have_url(re.compile("hylde|notes"))
    press(page, "Alle slags")
    expect(page.get_by_role("heading", name="2 tekster")).to_be_visible()


def test_who_may_not_read_it_finds_nothing(journey, note):
    page = journey.open("/search/", key="hanne", width=360)
    page.get_by_label("Ord, der skal søges efter").fill(WORD)
    press(page, "Find")
    expect(page.get_by_role("heading", name="Ingen tekst passer")).to_be_visible()
    journey.check(page, "search-nothing-360")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("p")
    expect(page.get_by_placeholder("Find en person")).to_be_focused()
