"""A plan changed, a promise kept, and what bridging came to: on the phone of the team, and at who leads it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests import street_scene
from tests.journeys.arriving import follow, press
from tests.journeys.conftest import NARROW
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.outreach.actions import debriefing, phones, planning, receiving
from tvaers.outreach.actions.debriefing import Told
from tvaers.outreach.entries import read


@pytest.fixture
def shift(cast):
    """A shift under way on which boxing was taken up, with a debrief that wants something taken up."""
    found = street_scene.walked()["shift"]
    with acting_as("dina") as dina:
        sent = street_scene.packed(1, shift=found, offered=["sport"], accepted=["sport"], words="To ville bokse")
        device = phones.register(by=dina)
        receiving.take(by=dina, device=device, entries=[read(sent["body"], sent["digest"])])
        debriefing.write(by=dina, shift=found, told=Told(supervision="Tilliden på torvet."))
    return found


@pytest.fixture
def planned(cast):
    """A shift of tomorrow's."""
    begins = clock.now() + timedelta(days=1)
    over = begins + timedelta(hours=3)
    with acting_as("dina") as dina:
        return planning.plan(by=dina, told=street_scene.plan(from_at=begins, until_at=over, home_at=over))


def test_a_plan_is_changed_and_a_promise_is_kept(journey, shift, planned):
    phone = journey.browser(key="dina", width=NARROW).new_page()
    phone.goto(f"/street/{planned}/")
    follow(phone, "Ret planen")
    journey.check(phone, "street-change")
    phone.get_by_label("Hvad handler det om?").fill("Lys på stien")
    press(phone, "Gem planen")
    expect(phone.get_by_text("Planen er rettet.")).to_be_visible()
    expect(phone.get_by_text("Lys på stien")).to_be_visible()

    phone.goto(f"/street/{shift}/")
    follow(phone, "Vend tilbage til noget")
    phone.get_by_label("Hvad vil I vende tilbage til?").fill("Spørg hallen om tirsdage")
    journey.check(phone, "street-note")
    press(phone, "Notér det")
    expect(phone.get_by_text("Det er noteret og kommer på I dag")).to_be_visible()
    bo = journey.open("/street/follow-ups/", key="bo", width=NARROW)
    row = bo.get_by_role("listitem").filter(has_text="Spørg hallen om tirsdage")
    journey.check(bo, "street-followups")
    with bo.expect_navigation():
        row.get_by_role("button", name="Blev til noget", exact=True).click()
    expect(bo.get_by_text("Det er noteret.")).to_be_visible()
    # What bridging came to is asked in two weeks, and stands here already.
    expect(bo.get_by_role("form", name="Brobygning: Idræt")).to_be_visible()


def test_who_leads_takes_up_what_a_debrief_wants(journey, shift):
    frida = journey.open("/street/quality/", key="frida")
    journey.check(frida, "street-quality")
    press(frida, "Det er taget op")
    expect(frida.get_by_text("Taget op af Frida Leder")).to_be_visible()
    expect(frida.get_by_role("row", name="Idræt").get_by_role("cell").first).to_have_text("2")
    dina = journey.open("/street/quality/", key="dina", width=NARROW)
    expect(dina.get_by_text("Tilliden på torvet.")).to_have_count(0)
    journey.check(dina, "street-quality-narrow")
