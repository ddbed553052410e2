"""A handover and a network meeting with five browsers: chair, police, caseworker, street worker and a guest, live."""

import datetime as dt
import re
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests import case_scene
from tests import meeting_scene as scene
from tests.cast import named
from tests.journeys.arriving import at, follow, press
from tests.journeys.conftest import NARROW
from tests.journeys.streamed import connected, streams_beside
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.meetings.actions import convening
from tvaers.meetings.enums import MeetingKind, MeetingState, SeatRole
from tvaers.meetings.models import Meeting
from tvaers.plans.models import NetworkPlan

TITLE = "En dreng ved kiosken"
FACTS = "Set tre aftener sammen med ældre unge."
MINE = "Kun til Gladsaxe"


@pytest.fixture
def live(database, cast, journey, tmp_path):
    with streams_beside(journey, database, tmp_path) as streams:
        yield streams


def looked_at(journey, address: str, key: str, **options) -> Page:
    """Open a page and leave it open, its stream too."""
    page: Page = journey.browser(key=key, **options).new_page()
    with connected(page):
        page.goto(address)
    page.evaluate("window.stays = true")
    return page


def stayed(page: Page) -> None:
    assert page.evaluate("window.stays") is True, "it was loaded again"


def sat_down(page: Page, address: str) -> None:
    """Sit down at the table, and leave the meeting open."""
    page.goto(address)
    press(page, "Jeg sidder ved bordet")
    with connected(page):
        page.reload()
    page.evaluate("window.stays = true")


def of(name: str, what: str) -> re.Pattern[str]:
    """Return the name of a button that says to who cannot see which line it belongs to."""
    return re.compile(rf"^{re.escape(name)}\s*: {re.escape(what)}$")


def brought(page: Page, title: str, facts: str, name: str) -> None:
    """Bring an item about a young person on the page of the meeting."""
    follow(page, "Tag et punkt med om en ung")
    page.get_by_label("Hvad handler det om, på en linje?").fill(title)
    page.get_by_label("Navn").first.fill(name)
    page.get_by_label("Som hvad?").first.select_option("En, vi er bekymrede for")
    page.get_by_label("Hvad er set eller hørt?").fill(facts)
    press(page, "Sæt det på dagsordenen")


def let_in(page: Page, organisation: str, *names: str) -> None:
    """Let people of an organisation in, on what allows it."""
    part = page.get_by_role("region", name=organisation)
    for name in names:
        part.get_by_role("checkbox", name=name).check()
    reason = part.get_by_label("Hvorfor er det nødvendigt?")
    if reason.count():
        reason.fill("De skal kunne tale med familien.")
    press(page, of("Luk ind", f"{organisation}"))


def test_five_at_a_table_each_see_only_their_part(journey, live):
    meeting = scene.call(seats=("palle", "carl", "dina"))
    with acting_as("alice") as alice:
        convening.seat(by=alice, meeting=meeting, members=[named("hanne")], role=SeatRole.GUEST)
    address = f"/meetings/{meeting}/"

    palle = journey.open(address, key="palle")
    brought(palle, TITLE, FACTS, "Elmo Opdigtet")
    let_in(palle, "Herlev Kommune", "Hanne Nabo")
    follow(palle, "Luk nogen ind")
    let_in(palle, "Gladsaxe Kommune", "Carl Opdigt")
    journey.check(palle, "meeting-item")
    palle.goto(address)
    brought(palle, MINE, "En sag for Gladsaxe alene.", "Vilfred Opdigtet")
    let_in(palle, "Gladsaxe Kommune", "Carl Opdigt", "Alice Prøvedal")

    chair = looked_at(journey, address, "alice")
    carl, dina = looked_at(journey, address, "carl"), looked_at(journey, address, "dina", width=NARROW, dark=True)
    hanne = looked_at(journey, address, "hanne", width=NARROW)
    for page in (chair, carl, hanne, palle):
        sat_down(page, address)
    expect(chair.get_by_text(TITLE)).to_have_count(0)
    expect(
        chair.get_by_text("Carl Opdigt, Hanne Nabo").or_(chair.get_by_text("Hanne Nabo, Carl Opdigt"))
    ).to_be_visible()
    press(chair, "Åbn mødet")
    journey.check(chair, "meeting-chair")

    reached(journey, chair, carl, dina, hanne)
    written(carl, hanne, palle, address)

    press(chair, of("Gå til det", "3"))
    expect(hanne.get_by_text(MINE)).to_have_count(0)
    expect(hanne.get_by_text("Mødet er mellem to punkter")).to_be_visible()
    expect(hanne.get_by_text("Familien kender klubben.")).to_be_visible()

    # The police take the first item back from Herlev: it goes from the guest's screen at once.
    follow(palle, TITLE)
    taken_back(hanne, palle, urlsplit(palle.url).path)
    ended(journey, chair, carl, address)


def taken_back(hanne: Page, palle: Page, item: str) -> None:
    """An item that is taken back goes from every page that shows it; what was being written about it stays."""
    reading, writing = hanne.context.new_page(), hanne.context.new_page()
    reading.goto(item)
    expect(reading.get_by_text("Familien kender klubben.")).to_be_visible()
    writing.goto(f"{item}minutes/")
    writing.get_by_label("Hvad står der i referatet?").fill("Mormor kan hente")
    press(palle, of("Luk af", "Hanne Nabo"))
    expect(hanne.get_by_text("Familien kender klubben.")).to_have_count(0)
    stayed(hanne)
    for page in (reading, writing):
        expect(page.get_by_text("Familien kender klubben.")).to_have_count(0)
    expect(writing.get_by_text("Punktet er lukket for dig nu.").first).to_be_visible()
    expect(writing.get_by_label("Hvad står der i referatet?")).to_have_value("Mormor kan hente")


def reached(journey, chair: Page, carl: Page, dina: Page, hanne: Page) -> None:
    """The chair goes to an item: it opens at once for who is let in, and for nobody else."""
    press(chair, of("Gå til det", "2"))
    expect(hanne.get_by_text(FACTS)).to_be_visible()
    expect(carl.get_by_text(FACTS)).to_be_visible()
    expect(dina.get_by_text("Mødet er mellem to punkter, eller ved et, du ikke er lukket ind til.")).to_be_visible()
    expect(dina.get_by_text(TITLE)).to_have_count(0)
    for page in (hanne, carl, dina):
        stayed(page)
    journey.check(hanne, "meeting-guest")
    journey.check(dina, "meeting-not-in")


def written(carl: Page, hanne: Page, palle: Page, address: str) -> None:
    """Who follows the item writes its minutes and what was decided; the others see it come."""
    follow(carl, of("Skriv referat", "2"))
    carl.get_by_label("Hvad står der i referatet?").fill("Familien kender klubben.")
    press(carl, "Skriv det")
    expect(hanne.get_by_text("Familien kender klubben.")).to_be_visible()
    follow(carl, "Tilbage til mødet")
    follow(carl, of("Beslut", "2"))
    carl.get_by_label("Hvad besluttede mødet?").fill("Carl ringer til mor")
    carl.get_by_label("Hvem gør det?").select_option("Carl Opdigt")
    press(carl, "Skriv i referatet")
    at(carl, address)
    expect(palle.get_by_text("Carl ringer til mor")).to_be_visible()


def ended(journey, chair: Page, carl: Page, address: str) -> None:
    """The chair's line is gone, and a colleague goes on; approved, only what was decided is left."""
    chair.context.close()
    bo = journey.open(address, key="bo")
    press(bo, "Overtag mødeledelsen")
    press(bo, "Slut mødet")
    journey.check(bo, "meeting-held")
    press(bo, "Godkend referatet")
    carl.goto(address)
    expect(carl.get_by_text("Carl ringer til mor").first).to_be_visible()
    expect(carl.get_by_text(FACTS)).to_have_count(0)
    carl.goto("/")
    expect(carl.get_by_text("Carl ringer til mor").first).to_be_visible()


def test_a_network_meeting_becomes_tasks_in_the_plan(journey, live):
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
    page = journey.open(f"/cases/{case}/plan/", key="alice")
    follow(page, "Indkald til netværksmøde")
    day = clock.today() + dt.timedelta(days=1)
    for label, number in (("Dag", day.day), ("Måned", day.month), ("År", day.year)):
        page.get_by_label(label, exact=True).first.fill(str(number))
    page.get_by_label("Fra", exact=True).fill("9.00")
    page.get_by_label("Til", exact=True).fill("10.00")
    page.get_by_text("Københavns Vestegns Politi", exact=True).first.click()
    page.get_by_role("checkbox", name="Palle Patrulje").check()
    journey.check(page, "meeting-new")
    press(page, "Indkald")
    at(page, urlsplit(page.url).path)
    follow(page, "Velkomst, og hvem der er her")
    follow(page, "Notér, hvem der kommer uden login")
    page.get_by_role("radio", name="Den unge", exact=True).check()
    page.get_by_label("Navn", exact=True).fill("Noah Opdigtet")
    page.get_by_role("radio", name="Det handler om dem selv").check()
    journey.check(page, "meeting-attendee")
    press(page, "Notér det")
    follow(page, "Luk nogen ind")
    page.get_by_label("Også til dine andre punkter på mødet").check()
    let_in(page, "Københavns Vestegns Politi", "Palle Patrulje")
    address = due_soon()
    palle = journey.open(address, key="palle", width=NARROW)
    press(palle, "Jeg sidder ved bordet")
    page.goto(address)
    decided(journey, page)
    signed_plan(journey, page, address, case)
    page.goto(f"/cases/{case}/plan/")
    expect(page.get_by_text("Palle kommer i klubben onsdag")).to_be_visible()
    palle.goto("/")
    expect(palle.get_by_text("Palle kommer i klubben onsdag").first).to_be_visible()
    palle.goto(address)
    expect(palle.get_by_text("Palle kommer i klubben onsdag")).to_be_visible()
    journey.check(palle, "meeting-minutes")


def signed_plan(journey, page: Page, address: str, case: UUID) -> None:
    """From the table to a signed plan: the draft, what the grandmother does, the young person's say, signed."""
    page.goto(address)
    follow(page, "Velkomst, og hvem der er her")
    follow(page, "Netværksplan")
    page.get_by_label("Hvad var anledningen?").fill("Slagsmål bag stationen, bekræftet af politiet")
    page.get_by_label("Til den unge, i et enkelt sprog").fill("Vi vil gerne have, at du har det godt.")
    page.get_by_role("textbox", name="Hvem?", exact=True).fill("Palle")
    press(page, "Gem kladden")
    follow(page, "Tilføj, hvem der gør hvad")
    page.get_by_label("Hvem?").fill("Farmor")
    page.get_by_label("Gør hvad?").fill("Spiser sammen med ham hver tirsdag")
    press(page, "Tilføj aftalen")
    follow(page, "Skriv, hvad nogen siger til planen")
    page.get_by_label("Hvad kaldes de her?").fill("Noah selv")
    page.get_by_role("radio", name="Enig", exact=True).check()
    press(page, "Gem")
    expect(page.get_by_text("Palle kommer i klubben onsdag")).to_be_visible()
    follow(page, "Læs den igennem, og underskriv")
    press(page, "Skriv under og lås")
    expect(page.get_by_text("Der er indkaldt til det møde, der ser på den igen.")).to_be_visible()
    journey.check(page, "meeting-signed-plan")
    with acting_as("alice"):
        assert Meeting.objects.filter(kind=MeetingKind.NETWORK, state=MeetingState.PLANNED).exists()
        assert NetworkPlan.objects.get(dossier_id=case).signed_at


def due_soon() -> str:
    """Move the network meeting to half an hour from now; return its address."""
    with acting_as("alice") as alice:
        meeting, version = Meeting.objects.values_list("id", "version").get(kind=MeetingKind.NETWORK)
        soon = clock.now() + dt.timedelta(minutes=30)
        later = soon + dt.timedelta(hours=1)
        convening.move(by=alice, meeting=meeting, starts_at=soon, ends_at=later, place="Kuben", version=version)
    return f"/meetings/{meeting}/"


def shared_at_the_table(journey, page: Page) -> None:
    """What the meeting decided to share is shared there and then, and stands so in the minutes."""
    follow(page, of("Beslut", "5"))
    page.get_by_label("Hvad besluttede mødet?").fill("Politiet skal kende aftalerne")
    page.get_by_label("Hvem gør det?").select_option("Palle Patrulje")
    page.get_by_role("radio", name="Noget af forløbet deles med den, der gør det").check()
    press(page, "Skriv i referatet")
    expect(page.get_by_text("»Politiet skal kende aftalerne«")).to_be_visible()
    page.get_by_label("Resuméet").fill("Han begynder i klubben på onsdag.")
    page.get_by_label("Hvorfor er det nødvendigt?").fill("Palle følger ham i klubben.")
    journey.check(page, "meeting-share")
    press(page, "Kontrollér, hvad du deler")
    press(page, "Del")
    expect(page.get_by_text("Palle Patrulje, Københavns Vestegns Politi. En deling af forløbet")).to_be_visible()


def decided(journey, page: Page) -> None:
    """Hold the meeting: what the police promise becomes a task that they are offered."""
    press(page, "Jeg sidder ved bordet")
    press(page, "Åbn mødet")
    press(page, of("Gå til det", "5"))
    follow(page, of("Beslut", "5"))
    page.get_by_label("Hvad besluttede mødet?").fill("Palle kommer i klubben onsdag")
    page.get_by_label("Hvem gør det?").select_option("Palle Patrulje")
    when = clock.today() + dt.timedelta(days=7)
    for label, number in (("Dag", when.day), ("Måned", when.month), ("År", when.year)):
        page.get_by_label(label, exact=True).fill(str(number))
    journey.check(page, "meeting-decide")
    press(page, "Skriv i referatet")
    expect(page.get_by_text("Palle Patrulje, Københavns Vestegns Politi. En opgave i planen")).to_be_visible()
    shared_at_the_table(journey, page)
    press(page, "Slut mødet")
    press(page, "Godkend referatet")
    journey.check(page, "meeting-network")
