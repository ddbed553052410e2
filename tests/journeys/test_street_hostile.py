"""The log read as somebody would who wants it to lose something: each a fault that a shift can meet."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.arriving import at
from tests.journeys.conftest import NARROW, WIDE
from tests.journeys.test_street import LEFT, SENTENCE, begun_without_a_network, made_ready, opened, planned, stop
from tests.journeys.test_street_faults import APPEND, ENTRIES, MODULES, SEND, WAITING, Room
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.outreach.models import Entry, Shift, Stop, Watch
from tvaers.web.street import log

__all__ = ["planned"]
BEGINS = "**/street/log/begins/"
WORDS = "Kort, uden navne"
# The phone puts the page away, as it does before it ends it.
HIDDEN = """async () => {
    Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
    await new Promise(done => setTimeout(done, 300));
    delete document.visibilityState }"""
# The next entry is kept only when let go of.
HELD = """() => new Promise(held => {
    void navigator.locks.request('tvaers-street', () => new Promise(free => { globalThis.free = free; held() })) })"""
DAMAGED = """number => new Promise(done => {
    const request = indexedDB.open('tvaers-street');
    request.onsuccess = () => {
        const entries = request.result.transaction('entries', 'readwrite').objectStore('entries');
        entries.get(number).onsuccess = event => {
            new Uint8Array(event.target.result.data)[0] ^= 1;
            entries.put(event.target.result, number).onsuccess = () => { request.result.close(); done() } } } })"""
VERSION = "navigator.serviceWorker.getRegistration().then(each => [each.active !== null, each.waiting !== null])"
RENEW = (
    "navigator.serviceWorker.getRegistration().then(async each => { await each.update();"
    " for (let turn = 0; turn < 200 && !each.waiting && each.installing; turn += 1)"
    " await new Promise(done => setTimeout(done, 50)); return each.waiting !== null })"
)


@pytest.fixture
def phone(journey, cast):
    """Dina's phone."""
    return journey.browser(key="dina", width=NARROW)


@pytest.fixture
def room(journey, phone) -> Room:
    return Room(phone, journey.address)


@pytest.fixture
def page(phone, planned) -> Page:
    """The log, in a shift without a network."""
    made: Page = phone.new_page()
    made.goto("/street/log/")
    made_ready(made)
    begun_without_a_network(made)
    return made


def waiting(page: Page, number: int) -> None:
    name = "1 registrering venter" if number == 1 else f"{number} registreringer venter"
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def other_tab(page: Page) -> Page:
    other = page.context.new_page()
    other.goto("/street/log/")
    opened(other, "1 registrering venter")
    return other


def locked(page: Page) -> None:
    page.get_by_text("Mere", exact=True).click()
    page.get_by_role("button", name="Lås loggen").click()
    expect(page.get_by_role("heading", name="Låst")).to_be_visible()


# --- no room --------------------------------------------------------------------------------------------


def test_what_a_full_phone_cannot_keep_is_said_and_stays_on_the_screen(journey, room, page):
    room.gone(page)
    stop(page, "Roligt ved hallen")
    expect(page.get_by_role("alert").filter(has_text="Der er ikke plads på telefonen")).to_be_visible()
    journey.check(page, "street-full")
    expect(page.get_by_label(WORDS)).to_have_value("Roligt ved hallen")
    room.made(page)
    page.get_by_role("button", name="Gem stop").click()
    waiting(page, 2)


def test_a_full_phone_locks_all_the_same_and_keeps_what_is_half_written(room, page):
    page.clock.install()
    page.get_by_role("button", name="Nyt stop").click()
    page.get_by_label(WORDS).fill("Halvt skrevet")
    room.gone(page)
    page.clock.fast_forward("06:00")
    expect(page.get_by_role("heading", name="Låst")).to_be_visible()
    room.made(page)
    opened(page, "Stop")
    expect(page.get_by_label(WORDS)).to_have_value("Halvt skrevet")


def test_a_full_phone_sends_what_waits_and_so_gets_room(room, page):
    room.gone(page)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Alt er sendt")).to_be_visible(timeout=40_000)


# --- locked, ended, tapped twice ------------------------------------------------------------------------


def test_the_lock_waits_for_what_is_being_kept_and_it_is_kept_once(page):
    page.clock.install()
    page.reload()
    opened(page, "1 registrering venter")
    page.evaluate(HELD)
    stop(page, "Midt i det")
    page.clock.fast_forward("06:00")
    page.wait_for_timeout(500)
    page.evaluate("globalThis.free()")
    expect(page.get_by_role("heading", name="Låst")).to_be_visible()
    opened(page, "2 registreringer venter")
    expect(page.get_by_text("Midt i det")).to_have_count(1)


def test_what_is_half_written_outlives_the_tab_and_is_kept_once_in_two_tabs(page):
    page.get_by_role("button", name="Nyt stop").click()
    page.get_by_label(WORDS).fill("Halvt skrevet")
    page.evaluate(HIDDEN)
    page.close()
    tabs = [page.context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto("/street/log/")
        opened(tab, "Stop")
        expect(tab.get_by_label(WORDS)).to_have_value("Halvt skrevet")
    for tab in tabs:
        tab.get_by_role("button", name="Gem stop").click()
        waiting(tab, 2)


def test_a_finger_that_taps_twice_ends_the_shift_and_begins_no_other(page):
    page.get_by_role("button", name="Slut vagten").click()
    box = page.get_by_role("button", name="Vi er hjemme").bounding_box()
    # Where the next screen has its button too.
    page.mouse.dblclick(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, delay=60)
    expect(page.get_by_role("heading", name="Start vagten")).to_be_visible()
    page.wait_for_timeout(500)
    assert page.evaluate(WAITING) == 2


def test_a_lock_on_one_tab_locks_the_others(page):
    other = other_tab(page)
    locked(other)
    expect(page.get_by_role("heading", name="Låst")).to_be_visible()


def test_a_clock_that_is_set_back_keeps_nothing_open(page):
    page.clock.install()
    page.reload()
    opened(page, "1 registrering venter")
    page.clock.set_system_time(clock.now() - timedelta(days=1))
    page.clock.run_for(6 * 60_000)
    expect(page.get_by_role("heading", name="Låst")).to_be_visible()


def test_trust_given_by_a_clock_that_was_ahead_lasts_no_longer(page):
    page.evaluate(
        "async () => {"
        + MODULES
        + " await outbox.change(state => ({...state, until: Date.now() + 400 * 86400000, lease: 72 * 3600000})) }"
    )
    locked(page)
    opened(page, "1 registrering venter")
    page.clock.install(time=clock.now() + timedelta(hours=73))
    page.reload()
    page.get_by_label("Din sætning").fill(SENTENCE)
    page.get_by_role("button", name="Åbn").click()
    expect(page.get_by_role("heading", name="72 timer uden net")).to_be_visible()


# --- forgotten ------------------------------------------------------------------------------------------


def test_a_tab_whose_store_another_one_wiped_says_so(journey, page):
    other = other_tab(page)
    page.get_by_role("button", name="Nyt stop").click()
    other.get_by_text("Mere", exact=True).click()
    other.get_by_role("button", name="Log ud, og lad telefonen glemme").click()
    other.get_by_role("button", name="Lad telefonen glemme", exact=True).click()
    expect(page.get_by_role("heading", name="Telefonen har glemt alt")).to_be_visible()


def test_signing_out_elsewhere_tells_an_open_log(page):
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Alt er sendt")).to_be_visible(timeout=40_000)
    other = page.context.new_page()
    other.set_viewport_size({"width": WIDE, "height": 900})
    other.goto("/profile/")
    other.get_by_role("button", name="Log ud", exact=True).and_(other.locator(":visible")).click()
    at(other, "/demo/")
    expect(page.get_by_role("heading", name="Telefonen har glemt alt")).to_be_visible()
    assert other.evaluate(LEFT) == [0, 0, 0]


def test_a_forgotten_sentence_keeps_nobody_signed_in(journey, page):
    page.reload()
    page.get_by_role("button", name="Jeg har glemt sætningen").click()
    expect(page.get_by_text("Det, der venter her, er ikke sendt.")).to_be_visible()
    page.get_by_role("button", name="Tilbage").click()
    expect(page.get_by_role("heading", name="Låst")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Jeg har glemt sætningen").click()
    page.get_by_role("button", name="Lad telefonen glemme", exact=True).click()
    at(page, "/demo/")
    assert page.evaluate(LEFT) == [0, 0, 0]


def test_somebody_elses_log_is_not_forgotten_without_a_question(journey, page):
    journey.sign_in(page.context, "bo")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="En anden kollegas log")).to_be_visible(timeout=40_000)
    journey.check(page, "street-other")
    page.get_by_role("button", name="Lad telefonen glemme", exact=True).click()
    expect(page.get_by_text("Det, der venter her, er ikke sendt.")).to_be_visible()


# --- sent -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "body"), [(200, "<h1>Velkommen</h1>"), (503, "")], ids=["another's", "unwell"])
def test_an_answer_that_is_none_of_ours_keeps_what_waits(page, status, body):
    for address in (BEGINS, ENTRIES):
        page.route(address, lambda route: route.fulfill(status=status, body=body))
    page.context.set_offline(False)
    expect(page.get_by_role("status").first).to_have_text("Ikke sendt endnu", timeout=40_000)
    waiting(page, 1)
    page.unroute(BEGINS)
    assert page.evaluate(SEND) == "failed"
    page.unroute(ENTRIES)
    expect(page.get_by_role("heading", name="Alt er sendt")).to_be_visible(timeout=40_000)


def test_a_network_that_never_answers_keeps_nobody_from_writing(page):
    page.route(BEGINS, lambda route: None)
    page.context.set_offline(False)
    page.reload()
    opened(page, "1 registrering venter")
    stop(page, "Skrevet imens")
    waiting(page, 2)


def test_an_entry_that_the_disk_damaged_is_told_and_keeps_no_other_back(page):
    stop(page, "Roligt ved hallen")
    waiting(page, 2)
    page.evaluate(DAMAGED, 1)
    page.context.set_offline(False)
    expect(page.get_by_text("Noget kunne ikke modtages.")).to_be_visible(timeout=40_000)
    with acting_as("dina"):
        assert Stop.objects.get().words == "Roligt ved hallen"


def test_what_the_server_does_not_take_stands_in_nobodys_way(page):
    """Twenty are sent at once."""
    for number in range(24):
        page.evaluate(APPEND, f"Stop {number}")

    def first_twenty_lost(route: Route) -> None:
        answer = route.fetch()
        told = answer.json()
        told["acknowledged"] = [each for each in told["acknowledged"] if each["sequence"] > 20]
        route.fulfill(status=200, json=told)

    page.route(ENTRIES, first_twenty_lost)
    page.context.set_offline(False)
    waiting(page, 20)
    page.unroute(ENTRIES)
    expect(page.get_by_role("heading", name="Alt er sendt")).to_be_visible(timeout=40_000)
    with acting_as("dina"):
        assert Entry.objects.count() == 25


def test_another_version_waits_until_the_log_is_locked(page, monkeypatch):
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Alt er sendt")).to_be_visible(timeout=40_000)
    monkeypatch.setattr(log, "LOCK_MINUTES", 4)
    assert page.evaluate(RENEW), "the new version waits"
    page.get_by_role("button", name="Nyt stop").click()
    page.get_by_label(WORDS).fill("Midt i det")
    assert page.evaluate(VERSION) == [True, True]
    page.get_by_role("button", name="Tilbage").click()
    assert page.evaluate("document.body.dataset.lock") == "5"
    locked(page)
    expect(page.locator("body[data-lock='4']")).to_have_count(1)
    opened(page, "Alt er sendt")


# --- what is written ------------------------------------------------------------------------------------


def test_a_correction_begins_from_what_was_written_and_says_which_it_is(journey, page):
    stop(page, "Roligt ved halen")
    waiting(page, 2)
    page.get_by_role("button", name="Ret: ").click()
    expect(page.get_by_label(WORDS)).to_have_value("Roligt ved halen")
    expect(page.get_by_label("15–17 år", exact=True)).to_have_value("6")
    expect(page.get_by_role("radio", name="Livlig", exact=True)).to_be_checked()
    page.get_by_label(WORDS).fill("Roligt ved hallen")
    page.get_by_role("button", name="Gem stop").click()
    waiting(page, 3)
    expect(page.get_by_text("Rettet", exact=False)).to_have_count(1)
    journey.check(page, "street-corrected")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Alt er sendt")).to_be_visible(timeout=40_000)
    with acting_as("dina"):
        former, later = Stop.objects.order_by("at")
        assert later.corrects_id == former.id
        assert later.heads_15_17 == 6


def test_half_an_hour_later_is_later_than_what_was_said(page):
    expect(page.get_by_text("Hjemme igen kl.")).to_be_visible()
    page.get_by_text("Mere", exact=True).click()
    page.get_by_role("button", name="Hjemme en halv time senere").click()
    waiting(page, 2)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Alt er sendt")).to_be_visible(timeout=40_000)
    with acting_as("dina"):
        assert Watch.objects.get().home_at > Shift.objects.get().until_at
