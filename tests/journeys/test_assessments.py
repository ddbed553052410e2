"""An assessment in a real browser: begun by a template, answered, concluded, signed; read second; looked at again."""

import pytest
from playwright.sync_api import expect

from tests import assessment_scene as scene
from tests import case_scene
from tests.journeys.arriving import follow, press
from tests.journeys.conftest import BOTH_WAYS
from tests.stage import acting_as


@pytest.fixture
def case(cast):
    with acting_as("alice") as alice:
        return case_scene.case(alice)


def answer_all(page, check):
    """Answer the sections of the scene's template, as somebody does who is asked for what is missing."""
    follow(page, "Fritid")
    expect(page.get_by_role("heading", name="Det, der bærer")).to_be_visible()
    check(page, "section")
    page.get_by_role("radio", name="Ja").check()
    page.get_by_label("Hvem er den unge sammen med?").fill("To fra klubben, mest om onsdagen.")
    press(page, "Gem, og gå videre: Den unges egne ord")
    page.get_by_role("checkbox", name="Ved ikke").check()
    press(page, "Gem, og gå videre")
    expect(page.get_by_role("heading", name="Konklusion", level=1)).to_be_visible()
    page.get_by_label("Hvad konkluderer du?").fill("Fritiden bærer, og skolen skal med.")
    page.get_by_label("Hvorfor?").fill("Han møder op, når der er aftalt noget.")
    page.get_by_label("Hvem skal læse den?").select_option(label="Bo Testesen, SSP-koordinator")
    check(page, "conclusion")
    press(page, "Gem")


@BOTH_WAYS
def test_an_assessment_is_made_read_second_and_looked_at_again(journey, case, width, javascript):
    def check(page, name):
        if javascript:
            journey.check(page, f"assessments-{name}-{width}")

    scene.used()
    page = journey.open(f"/assessments/{case}/", key="alice", width=width, javascript=javascript)
    expect(page.get_by_role("heading", name="Ingen vurdering endnu")).to_be_visible()
    check(page, "empty")
    follow(page, "Begynd en vurdering")
    check(page, "choose")
    follow(page, "Overblik først")
    expect(page.get_by_text("Ikke dit at udfylde, fordi din rolle ikke læser om det: Helbred.")).to_be_visible()
    press(page, "Begynd")
    check(page, "draft")
    answer_all(page, check)
    # What an answer rests on is still missing.
    expect(page.get_by_text("Noget mangler endnu")).to_be_visible()
    expect(page.get_by_role("link", name="Læs den igennem, og underskriv")).to_have_count(0)
    follow(page, "Fritid")
    page.get_by_role("group", name="Hvorfra ved du det?").first.get_by_role("radio", name="Set").check()
    page.get_by_label("Kilde").nth(1).fill("Træneren")
    press(page, "Gem, og stop her")
    follow(page, "Læs den igennem, og underskriv")
    check(page, "sign")
    press(page, "Underskriv")
    expect(page.get_by_text("Den er underskrevet og låst.")).to_be_visible()
    check(page, "signed")

    bo = journey.open("/", key="bo", width=width, javascript=javascript)
    follow(bo, "Læs »Overblik først« som andenlæser")
    follow(bo, "Læs som andenlæser")
    bo.get_by_role("radio", name="Jeg ser anderledes på det").check()
    press(bo, "Send svaret")
    expect(bo.get_by_role("link", name="Skriv, hvad du ser anderledes på.")).to_be_visible()
    bo.get_by_label("Med dine ord").fill("Skolen er for lidt med.")
    press(bo, "Send svaret")
    expect(bo.get_by_text("Dit syn står ved siden af konklusionen.")).to_be_visible()
    check(bo, "dissent")

    page.reload()
    expect(page.get_by_role("heading", name="Bo Testesen ser anderledes på det")).to_be_visible()
    look_again(page, check)


def look_again(page, check):
    """Look at it again: what was answered stands there, one thing is changed, and both are read beside each other."""
    follow(page, "Se på den igen")
    press(page, "Begynd")
    follow(page, "Fritid")
    expect(page.get_by_role("radio", name="Ja")).to_be_checked()
    page.get_by_role("radio", name="Nej").check()
    press(page, "Gem, og stop her")
    follow(page, "Konklusion")
    page.get_by_label("Hvad konkluderer du?").fill("Han er holdt op til fodbold.")
    page.get_by_label("Hvorfor?").fill("Holdet er lukket.")
    press(page, "Gem")
    follow(page, "Læs den igennem, og underskriv")
    press(page, "Underskriv")
    page.get_by_role("navigation", name="Ved siden af en anden dag").get_by_role("link").click()
    expect(page.get_by_text("Andre ord nu")).to_be_visible()
    check(page, "beside")
    follow(page, "Tidslinje")
    expect(page.get_by_text("Han er holdt op til fodbold.")).to_be_visible()
    page.get_by_role("link", name="Overblik først").first.click()
    expect(page.get_by_role("heading", name="Konklusion")).to_be_visible()
