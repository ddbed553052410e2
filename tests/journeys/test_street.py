"""A shift in Værebroparken without a network, that stands in Herlev and at the police when the network is back."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests import street_scene
from tests.cast import named
from tests.journeys.arriving import at
from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.streamed import connected, streams_beside
from tests.stage import acting_as
from tvaers.outreach.actions import phones, planning
from tvaers.outreach.models import Device, Entry

SENTENCE = "gyldne lygter i november"
LEFT = (
    "Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()])"
    ".then(all => all.map(each => each.length))"
)
WORDS = "Fyrværkeri i en papirkurv. Gik, da vi snakkede."


@pytest.fixture
def planned(cast, as_maintenance):
    """A shift in Værebroparken that begins now."""
    area = uuid4()
    as_maintenance.execute("INSERT INTO areas_area (id, kind, name) VALUES (%s, 'housing', 'Værebroparken')", [area])
    with acting_as("dina") as dina:
        return planning.plan(by=dina, told=street_scene.plan(areas=(area,)))


@pytest.fixture
def live(database, cast, journey, tmp_path):
    with streams_beside(journey, database, tmp_path) as streams:
        yield streams


def looked_at(journey, shift, key: str) -> Page:
    """Open the shift next door and leave it open."""
    page: Page = journey.browser(key=key).new_page()
    with connected(page):
        page.goto(f"/street/{shift}/")
    page.evaluate("window.stays = true")
    expect(page.get_by_text("Der er ikke skrevet noget endnu.")).to_be_visible()
    return page


def made_ready(page: Page) -> None:
    """Give the phone its sentence, and wait until it keeps the shell."""
    expect(page.get_by_role("heading", name="Gør telefonen klar")).to_be_visible()
    page.get_by_label("En sætning på mindst ti tegn").fill(SENTENCE)
    page.get_by_label("Den samme igen").fill(SENTENCE)
    page.get_by_role("button", name="Gør klar").click()
    expect(page.get_by_role("heading", name="Start vagten")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def begun_without_a_network(page: Page) -> None:
    page.context.set_offline(True)
    # As in `stop`.
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Start vagten kl.").click()
    expect(page.get_by_role("heading", name="1 registrering venter")).to_be_visible()


def opened(page: Page, heading: str) -> None:
    page.get_by_label("Din sætning").fill(SENTENCE)
    page.get_by_role("button", name="Åbn").click()
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def stop(page: Page, words: str) -> None:
    """Write a stop down, in five taps and what is typed."""
    # A second tap at the same place within 400 ms is of the same finger.
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Nyt stop").click()
    page.get_by_role("radio", name="Værebroparken", exact=True).check()
    page.get_by_label("15–17 år", exact=True).fill("6")
    page.get_by_role("radio", name="Livlig", exact=True).check()
    page.get_by_label("Kort, uden navne").fill(words)
    page.get_by_role("button", name="Gem stop").click()


def written_without_a_network(journey, page: Page) -> None:
    begun_without_a_network(page)
    stop(page, "Ring til 010190-1234")
    expect(page.get_by_text("Det ligner et CPR-nummer.")).to_be_visible()
    journey.check(page, "street-stop")
    page.get_by_label("Kort, uden navne").fill(WORDS)
    page.get_by_text("Mere om stoppet", exact=True).click()
    page.get_by_role("radio", name="De nærmeste dage").check()
    page.get_by_role("button", name="Gem stop").click()
    expect(page.get_by_role("heading", name="2 registreringer venter")).to_be_visible()
    expect(page.get_by_role("status").first).to_have_text("Intet net")
    journey.check(page, "street-waiting")


def taken_up_again(journey, phone) -> Page:
    """The phone was put away, and the browser ended the tab."""
    page: Page = phone.new_page()
    page.goto("/street/log/")
    expect(page.get_by_role("heading", name="Låst")).to_be_visible()
    page.get_by_label("Din sætning").fill("en anden sætning")
    page.get_by_role("button", name="Åbn").click()
    expect(page.get_by_role("alert").filter(has_text="Det er ikke sætningen.")).to_be_visible()
    journey.check(page, "street-locked")
    opened(page, "2 registreringer venter")
    page.get_by_text("Mere", exact=True).click()
    page.get_by_role("button", name="Jeg er bekymret").click()
    expect(page.get_by_text("Nu ligger der en huskeseddel")).to_be_visible()
    return page


def ended(journey, page: Page) -> None:
    page.get_by_role("button", name="Slut vagten").click()
    journey.check(page, "street-end")
    page.get_by_label("Hvad skal næste hold vide?").fill("Lyset ved cykelskuret er slukket.")
    page.get_by_role("button", name="Vi er hjemme").click()
    expect(page.get_by_role("heading", name="Start vagten")).to_be_visible()
    expect(page.get_by_role("status").first).to_have_text("Alt er sendt")
    page.reload()
    opened(page, "Start vagten")


def test_a_shift_without_a_network_stands_next_door_when_it_is_back(journey, live, planned):
    phone = journey.browser(key="dina", width=NARROW)
    page = phone.new_page()
    page.goto("/street/log/")
    journey.check(page, "street-setup")
    made_ready(page)
    journey.check(page, "street-start")
    written_without_a_network(journey, page)
    page.close()
    page = taken_up_again(journey, phone)
    open_pages = {who: looked_at(journey, planned, who) for who in ("hanne", "palle")}
    phone.set_offline(False)
    expect(page.get_by_role("heading", name="Alt er sendt")).to_be_visible()
    for who, next_door in open_pages.items():
        expect(next_door.get_by_text(WORDS)).to_be_visible()
        expect(next_door.get_by_text("6 unge")).to_be_visible()
        assert next_door.evaluate("window.stays"), "it came to the open page"
        journey.check(next_door, f"street-shift-{who}")
    ended(journey, page)
    dina = phone.new_page()
    dina.goto("/street/")
    expect(dina.get_by_role("heading", name="Huskesedler til dig selv")).to_be_visible()
    journey.check(dina, "street-list")
    dina.goto(f"/street/{planned}/")
    expect(dina.get_by_text("Lyset ved cykelskuret er slukket.")).to_be_visible()
    dina.goto("/street/follow-ups/")
    expect(dina.get_by_role("form", name=WORDS)).to_be_visible()


def test_a_session_that_ended_keeps_what_waits(journey, planned, as_maintenance):
    phone = journey.browser(key="dina", width=NARROW)
    page = phone.new_page()
    page.goto("/street/log/")
    made_ready(page)
    expect(page.get_by_role("status").first).to_have_text("Alt er sendt")
    page.wait_for_load_state("networkidle")
    expect(page.locator("body[data-busy]")).to_have_count(0)
    # At the server: an answer still on its way would give a cookie that was only taken away here back again.
    as_maintenance.execute("DELETE FROM accounts_session")
    page.get_by_role("button", name="Start vagten kl.").click()
    expect(page.get_by_role("status").first).to_have_text("Log ind for at sende")
    expect(page.get_by_role("heading", name="1 registrering venter")).to_be_visible()
    # Away meanwhile: the answer to one more try, still on its way, would take the new cookie with it.
    page.goto("about:blank")
    journey.sign_in(phone, "dina")
    page.goto("/street/log/")
    opened(page, "Alt er sendt")


def test_a_lost_phone_sends_what_waits_and_forgets(journey, planned):
    phone = journey.browser(key="dina", width=NARROW)
    page = phone.new_page()
    page.goto("/street/log/")
    made_ready(page)
    begun_without_a_network(page)
    with acting_as("frida") as frida:
        phones.ask_to_forget(by=frida, device=Device.objects.get(member_id=named("dina")).id)
    phone.set_offline(False)
    expect(page.get_by_role("heading", name="Telefonen har glemt alt")).to_be_visible()
    journey.check(page, "street-gone")
    assert page.evaluate(LEFT) == [0, 0, 0]
    with acting_as("dina"):
        assert Entry.objects.count() == 1


def test_who_signs_out_is_asked_about_what_waits_and_leaves_nothing(journey, planned):
    phone = journey.browser(key="dina", width=NARROW)
    page = phone.new_page()
    page.goto("/street/log/")
    made_ready(page)
    begun_without_a_network(page)
    # What waits cannot be sent, while other pages stand open.
    phone.route("**/street/log/begins/", lambda route: route.abort())
    phone.set_offline(False)
    other = phone.new_page()
    other.set_viewport_size({"width": WIDE, "height": 900})
    other.goto("/profile/")
    other.get_by_role("button", name="Log ud", exact=True).and_(other.locator(":visible")).click()
    expect(other).to_have_url(re.compile("/street/log/#leave$"))
    opened(other, "Log ud, og lad telefonen glemme")
    expect(other.get_by_text("Det, der venter her, er ikke sendt.")).to_be_visible()
    journey.check(other, "street-leave")
    phone.unroute("**/street/log/begins/")
    other.get_by_role("button", name="Tilbage").click()
    expect(other.get_by_role("heading", name="Alt er sendt")).to_be_visible(timeout=40_000)
    other.goto("/profile/")
    page.close()
    other.get_by_role("button", name="Log ud", exact=True).and_(other.locator(":visible")).click()
    at(other, "/demo/")
    assert other.evaluate(LEFT) == [0, 0, 0]
