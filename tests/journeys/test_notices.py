"""The police tell a housing organisation of a decision: written, checked, given; accepted and read on a telephone."""

import re

from playwright.sync_api import expect

from tests import notice_scene
from tests.journeys.arriving import press
from tests.journeys.conftest import NARROW
from tests.notice_scene import DECISION, NECESSITY, TOLD


def test_a_notice_from_form_to_reader(journey, cast, as_administrator):
    notice_scene.joined(as_administrator)
    palle = journey.open("/notices/", key="palle")
    journey.check(palle, "notices-empty")
    palle.get_by_role("link", name="Skriv en underretning").click()
    palle.get_by_label("Helga Husvild").check()
    palle.get_by_label("Beboerens navn").fill(TOLD.name)
    palle.get_by_label("Adressen").fill(TOLD.address)
    palle.get_by_label("Hvad er der afgjort?").fill(DECISION)
    palle.get_by_label("Hvilken tryghedsindsats").fill(TOLD.effort)
    palle.get_by_label("Hvorfor er det nødvendigt?").fill(NECESSITY)
    press(palle, "Kontrollér, hvad de ser")
    expect(palle.get_by_role("heading", name="Ret én ting")).to_be_visible()
    journey.check(palle, "notices-error")
    when = palle.get_by_role("group", name=re.compile("Hvornår blev"))
    for label, value in (("Dag", "3"), ("Måned", "11"), ("År", "2025")):
        when.get_by_label(label, exact=True).fill(value)
    press(palle, "Kontrollér, hvad de ser")
    expect(palle.get_by_role("heading", name="Er det rigtigt?")).to_be_visible()
    expect(palle.get_by_text(DECISION)).to_be_visible()
    journey.check(palle, "notices-check")
    press(palle, "Giv underretningen")
    expect(palle.get_by_text("Underretningen er tilbudt Helga Husvild.")).to_be_visible()
    journey.check(palle, "notices-list")

    helga = journey.open("/sharing/offers/", key="helga", width=NARROW)
    expect(helga.get_by_text(NECESSITY)).to_be_visible()
    expect(helga.get_by_text(TOLD.name)).to_have_count(0)
    journey.check(helga, "notices-offer")
    press(helga, "Tag imod")
    helga.get_by_role("link", name="Underretning til en boligorganisation").click()
    expect(helga.get_by_text(DECISION)).to_be_visible()
    expect(helga.get_by_text("gives ikke videre til nogen")).to_be_visible()
    journey.check(helga, "notices-one")
