"""An agreement in four browsers: written, sent, sent back, signed by three parties, and renewed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factors, paper
from tests.journeys.arriving import follow, press
from tvaers.foundation import clock

NARROW = 360


def write(page, **fields):
    """Fill fields by the start of their labels."""
    for label, words in fields.items():
        page.get_by_label(label.replace("_", " ")).first.fill(words)


def dated(page, group, day):
    """Fill the three fields of a date."""
    fields = page.get_by_role("group", name=group)
    for name, value in (("Dag", day.day), ("Måned", day.month), ("År", day.year)):
        fields.get_by_label(name, exact=True).fill(str(value))


def drafted(bo, look):
    """Bo writes a whole draft, meeting what it lacks on the way; returns its address."""
    bo.goto(reverse("agreements:list"))
    follow(bo, "Begynd en aftale")
    look(bo, "begin")
    bo.get_by_label("Første aftale").check()
    press(bo, "Begynd")
    expect(bo.get_by_role("heading", name="Før det kan sendes")).to_be_visible()
    look(bo, "empty")
    follow(bo, "Ret navn, periode og formål")
    press(bo, "Gem")
    expect(bo.get_by_text("Skriv, hvad aftalen hedder.").first).to_be_visible()
    write(bo, Hvad_hedder_den="Prøvepartnerskabet")
    dated(bo, "Fra hvilken dag?", clock.today())
    dated(bo, "Til og med hvilken dag?", clock.today() + timedelta(days=9 * 365))
    bo.get_by_label("Forebyggelse af kriminalitet (SSP)").check()
    press(bo, "Gem")
    expect(bo.get_by_text("Den kan højst vare fem år", exact=False).first).to_be_visible()
    look(bo, "basics-wrong")
    dated(bo, "Til og med hvilken dag?", clock.today() + timedelta(days=1000))
    press(bo, "Gem")
    bo.get_by_role("link", name="Ret Gladsaxe Kommune").click()
    write(bo, Hvilket_embede="Borgmesteren")
    press(bo, "Gem")
    for organisation, office in (("Herlev Kommune", "Direktøren"), ("Københavns Vestegns Politi", "Politidirektøren")):
        follow(bo, "Tilføj en part")
        bo.get_by_label("Hvilken organisation?").select_option(label=organisation)
        write(bo, Hvilket_embede=office)
        press(bo, "Tilføj parten")
    follow(bo, "Tilføj et tema")
    write(bo, Hvad_arbejder="Hurtig hjælp i netværket")
    press(bo, "Tilføj temaet")
    bo.get_by_role("link", name="Tilføj en handling").click()
    write(bo, Hvad_gøres="Netværksmøde inden syv dage", Hvad_skal_det_føre_til="Ni af ti til tiden")
    look(bo, "action")
    press(bo, "Tilføj handlingen")
    expect(bo.get_by_role("heading", name="Udkastet er helt")).to_be_visible()
    look(bo, "whole")
    return bo.url.partition("#")[0]


def signed(page, look=lambda _page, _name: None):
    """Somebody reads and signs from Today."""
    page.goto("/")
    page.get_by_role("link", name="Læs og underskriv").first.click()
    look(page, "sign")
    press(page, "Underskriv")


def sent_back(sonja, bo, address, look):
    """Sonja sends it back with words; Bo meets them in Today, writes what is lacking, and sends it anew."""
    sonja.goto(address)
    follow(sonja, "Send den tilbage til rettelse")
    write(sonja, Hvad_skal_rettes="Et tema om forældre mangler.")
    look(sonja, "take-back")
    press(sonja, "Send den tilbage")
    bo.goto("/")
    expect(bo.get_by_text("Et tema om forældre mangler.")).to_be_visible()
    bo.goto(address)
    follow(bo, "Tilføj et tema")
    write(bo, Hvad_arbejder="Støtte til forældre")
    press(bo, "Tilføj temaet")
    press(bo, "Send til underskrift")


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (NARROW, False)])
def test_three_parties_sign_what_one_has_written(journey, cast, as_maintenance, as_administrator, width, javascript):
    def look(page, name):
        (journey.check if javascript else journey.picture)(page, f"agreement-{width}-{name}")

    def opened(key):
        return journey.open("/", key=key, width=width, javascript=javascript)

    bo = opened("bo")
    address = drafted(bo, look)
    press(bo, "Send til underskrift")
    expect(bo.get_by_text("Den er sendt til underskrift hos 3 parter.")).to_be_visible()
    look(bo, "sent")

    sent_back(opened("sonja"), bo, address, look)

    factors.arm(as_maintenance, "signe")
    signe = opened("signe")
    as_administrator.execute("UPDATE accounts_session SET factor_at = now() - interval '2 minutes'")
    signed(signe, look)
    expect(signe.get_by_role("heading", name="Vis med en kode, at det er dig")).to_be_visible()
    look(signe, "factor")
    write(signe, Kode=factors.code(factors.secret_for("signe")))
    press(signe, "Fortsæt")
    press(signe, "Fortsæt")
    expect(signe.get_by_text("Du har underskrevet.")).to_be_visible()
    look(signe, "signed-by-one")
    for key in ("sonja", "poul"):
        page = opened(key)
        signed(page)
        expect(page.get_by_text("underskrevet.", exact=False).first).to_be_visible()
    bo.goto(reverse("agreements:list"))
    expect(bo.get_by_role("heading", name="Prøvepartnerskabet")).to_be_visible()
    look(bo, "in-force")
    follow(bo, "Læs hele aftalen")
    expect(bo.get_by_text("Underskrevet", exact=True)).to_have_count(3)
    with bo.expect_download() as fetched:
        follow(bo, "Hent som PDF")
    said = paper.text(fetched.value.path().read_bytes())
    assert all(name in said for name in ("Signe Blækhus", "Sonja Skrivekløe", "Poul Pennefør"))
    look(bo, "all-signed")


def test_a_renewal_beside_the_agreement_before(journey, cast, acting_as):
    from tests import agreement_scene as scene  # noqa: PLC0415 - Django must be ready

    scene.signed(acting_as)
    bo = journey.open(reverse("agreements:begin"), key="bo")
    bo.get_by_label("Fornyelse").check()
    press(bo, "Begynd")
    bo.get_by_role("link", name="Ret Hurtig hjælp i netværket").click()
    write(bo, Hvad_arbejder="Hurtig hjælp i netværket og i skolen")
    press(bo, "Gem")
    follow(bo, "Tilføj et tema")
    write(bo, Hvad_arbejder="Digitale medier")
    press(bo, "Tilføj temaet")
    compared = bo.locator("section", has=bo.get_by_role("heading", name="Sammenlignet med den forrige aftale"))
    expect(compared).to_contain_text("Før: Hurtig hjælp i netværket")
    expect(compared).to_contain_text("Digitale medier")
    journey.check(bo, "agreement-renewal")
