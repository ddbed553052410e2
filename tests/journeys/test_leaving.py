"""An agreement that ends for one party: told in good time, and what shall go on stands on something else by then."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import agreement_scene
from tests import case_scene as scene
from tests.journeys.arriving import follow, press
from tests.journeys.test_agreements import dated
from tests.stage import acting_as
from tvaers.agreements.models import Agreement
from tvaers.foundation import clock
from tvaers.guard.enums import Category


@pytest.fixture
def agreement(cast, live_server):
    """An agreement that all have signed, and on it a case that Hanne in Herlev sees: the agreement and the case."""
    signed = agreement_scene.signed(acting_as)
    with acting_as("alice") as alice:
        frame = Agreement.objects.get(id=signed).frame_id
        case = scene.case(alice)
    scene.share(acting_as, case, Category.PLAN, to="hanne", frame=frame)
    return signed, case


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (360, False)])
def test_a_party_leaves_and_what_is_shared_goes_on(journey, agreement, width, scripts):
    signed, case = agreement

    def look(page, name):
        # axe is a script, and waits for ever where there are none.
        (journey.check if scripts else journey.picture)(page, f"leaving-{name}")

    sonja = journey.open(reverse("agreements:agreement", args=[signed]), key="sonja", width=width, javascript=scripts)
    look(sonja, "agreement")
    follow(sonja, "Træd ud af aftalen")
    dated(sonja, "Jeres sidste dag som part", clock.today() - timedelta(days=1))
    press(sonja, "Træd ud")
    expect(sonja.get_by_text("Vælg en dag fra i dag og frem, før aftalen selv udløber.").first).to_be_visible()
    look(sonja, "wrong")
    dated(sonja, "Jeres sidste dag som part", clock.today() + timedelta(days=9))
    press(sonja, "Træd ud")
    expect(sonja.get_by_text("De andre parter får besked.")).to_be_visible()
    look(sonja, "left")

    frida = journey.open(reverse("agreements:agreement", args=[signed]), key="frida", width=width, javascript=scripts)
    expect(frida.get_by_text("Part til og med")).to_be_visible()
    follow(frida, "Se, hvad der bygger på den")
    look(frida, "standing")
    frida.get_by_role("link", name="Skift grundlag").click()
    look(frida, "rebase")
    frida.get_by_label("Hvorfor er det stadig nødvendigt?").fill("Træneren i Herlev skal stadig tage imod ham.")
    press(frida, "Lad det fortsætte")
    expect(frida.get_by_text("Grundlaget er skiftet.")).to_be_visible()
    look(frida, "rebased")

    hanne = journey.open(reverse("cases:case", args=[case]), key="hanne", width=width, javascript=scripts)
    expect(hanne.get_by_role("heading", level=1)).to_be_visible()
    hanne.goto(f"{reverse('sharing:offers')}?view=received")
    expect(hanne.get_by_text("Prøveaftalen")).to_be_visible()
    look(hanne, "received")
