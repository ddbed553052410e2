"""Going on holiday in a real browser: a substitute, a task handed on, and when one is written to."""

import re

import pytest
from playwright.sync_api import expect

from tests import case_scene
from tests.absence_scene import own_task
from tests.case_scene import in_days
from tests.journeys.arriving import follow, press
from tests.journeys.conftest import BOTH_WAYS
from tests.stage import acting_as


@pytest.fixture(autouse=True)
def work(cast):
    with acting_as("alice") as alice:
        case = case_scene.case(alice)
        case_scene.task(alice, case, text="Ring til skolen")
        own_task(alice, case)


def fill(page, legend, day):
    group = page.get_by_role("group", name=legend)
    for label, part in (("Dag", day.day), ("Måned", day.month), ("År", day.year)):
        group.get_by_label(label).fill(str(part))


@BOTH_WAYS
def test_away_with_a_substitute_who_follows_up_and_no_more(journey, width, javascript):
    def check(page, name):
        if javascript:
            journey.check(page, f"away-{name}-{width}")

    alice = journey.open("/profile/", key="alice", width=width, javascript=javascript)
    follow(alice, "Væk, og hvem der er din afløser")
    check(alice, "empty")
    fill(alice, "Første dag væk", in_days(0))
    fill(alice, "Sidste dag væk", in_days(7))
    alice.get_by_label("Hvem er din afløser?").select_option(label="Bo Testesen, SSP-koordinator")
    press(alice, "Gem")
    expect(alice.get_by_text("Bo Testesen er din afløser.")).to_be_visible()
    expect(alice.get_by_role("heading", name="Det, din afløser ikke følger")).to_be_visible()
    check(alice, "unfollowed")
    bo = journey.open("/", key="bo", width=width, javascript=javascript)
    cover = bo.get_by_role("region", name=re.compile("^For Alice Prøvedal til"))
    expect(cover.get_by_role("link", name="Ring til skolen", exact=True)).to_be_visible()
    expect(bo.get_by_text("Ring til mor")).to_have_count(0)
    check(bo, "substitute")
    press(bo, re.compile("Jeg har læst det"))
    press(alice, re.compile("Luk ind så længe"))
    expect(alice.get_by_text("Din afløser følger alle dine åbne opgaver og forløb.")).to_be_visible()
    bo.goto(journey.address + "/")
    expect(cover.get_by_role("link", name="Ring til mor", exact=True)).to_be_visible()
    press(alice, re.compile("Jeg er tilbage"))
    check(alice, "back")
    bo.goto(journey.address + "/")
    expect(cover).to_have_count(0)


@BOTH_WAYS
def test_a_task_is_handed_on_from_today_and_seen(journey, width, javascript):
    def check(page, name):
        if javascript:
            journey.check(page, f"handed-{name}-{width}")

    alice = journey.open("/", key="alice", width=width, javascript=javascript)
    line = alice.get_by_role("listitem").filter(has_text="Ring til mor")
    line.get_by_role("link", name=re.compile("^Giv videre")).click()
    expect(alice.get_by_role("heading", name="Giv en opgave videre")).to_be_visible()
    check(alice, "form")
    press(alice, "Giv videre")
    expect(alice.get_by_text("Vælg en kollega.").first).to_be_visible()
    check(alice, "lacks")
    alice.get_by_label("Hvem overtager den?").select_option(label="Carl Opdigt, familierådgiver")
    alice.get_by_label("Hvad skal din kollega vide?").fill("Hun træffes bedst om aftenen.")
    press(alice, "Giv videre")
    expect(alice.get_by_role("link", name="Du har givet videre: Ring til mor", exact=True)).to_be_visible()
    check(alice, "given")
    carl = journey.open("/", key="carl", width=width, javascript=javascript)
    expect(carl.get_by_text("»Hun træffes bedst om aftenen.«")).to_be_visible()
    check(carl, "taken")
    press(carl, re.compile("^Jeg har set den"))
    follow(carl, "Ring til mor")
    expect(carl.get_by_role("heading", name="Givet videre", exact=True)).to_be_visible()
    check(carl, "task")


@BOTH_WAYS
def test_one_says_when_one_is_written_to(journey, width, javascript):
    page = journey.open("/profile/", key="alice", width=width, javascript=javascript)
    follow(page, "Påmindelser på e-mail")
    page.get_by_label("En gang om ugen").check()
    page.get_by_label("På hvilken ugedag?").select_option(label="Onsdag")
    page.get_by_label("Fra hvilket klokkeslæt?").select_option(label="18.00")
    page.get_by_label("Stilletid fra").select_option(label="17.00")
    page.get_by_label("Stilletid til").select_option(label="7.00")
    press(page, "Gem")
    expect(page.get_by_text("Klokkeslættet ligger i stilletiden. Vælg et andet.").first).to_be_visible()
    if javascript:
        journey.check(page, f"reminders-refused-{width}")
    page.get_by_label("Fra hvilket klokkeslæt?").select_option(label="9.00")
    press(page, "Gem")
    expect(page.get_by_text("Det er gemt, hvornår du får en e-mail.")).to_be_visible()
    follow(page, "Påmindelser på e-mail")
    expect(page.get_by_label("En gang om ugen")).to_be_checked()
    expect(page.get_by_label("Stilletid fra")).to_have_value("17")
    if javascript:
        journey.check(page, f"reminders-{width}")
