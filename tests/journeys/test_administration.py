"""An administrator's day in a real browser: inviting, two at once, leaving, a lost telephone, places."""

import re

import pytest

from tests.cast import named
from tests.journeys.arriving import at, follow, press

PEOPLE = "/administration/people/"


def heading(page, name):
    page.get_by_role("heading", name=name, exact=True).first.wait_for()


def alert(page, words):
    page.locator("#messages").get_by_text(words).wait_for()


@pytest.fixture
def areas(as_maintenance, cast):
    gladsaxe = named("area Gladsaxe")
    rows = [
        (gladsaxe, "municipality", "Gladsaxe", None),
        (named("area Mørkhøj"), "district", "Mørkhøj", gladsaxe),
        (named("area Høje Gladsaxe"), "housing", "Høje Gladsaxe", named("area Mørkhøj")),
        (named("area Aabenraa"), "municipality", "Aabenraa", None),
    ]
    for row in rows:
        as_maintenance.execute("INSERT INTO areas_area (id, kind, name, parent_id) VALUES (%s, %s, %s, %s)", row)


@pytest.mark.parametrize("javascript", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_colleague_is_invited_and_comes_in(journey, cast, javascript):
    page = journey.open(PEOPLE, key="gerda", javascript=javascript)
    heading(page, "Medarbejdere")
    follow(page, "Invitér")
    press(page, "Tjek, før du sender")
    page.get_by_role("heading", name=re.compile("^Ret 4 ting")).wait_for()
    if javascript:
        journey.check(page, "invite-errors")
    page.get_by_label("Navn").fill("Nora Nyling")
    page.get_by_label("Stilling").fill("familierådgiver")
    page.get_by_label("Arbejdsmail").fill("nora@example.org")
    page.get_by_label("Familierådgiver", exact=True).check()
    page.get_by_label("Familieafdelingen", exact=True).check()
    press(page, "Tjek, før du sender")
    heading(page, "Tjek, før du sender")
    if javascript:
        journey.check(page, "invite-check")
    page.get_by_role("link", name=re.compile("Ret.*Stilling")).click()
    assert page.get_by_label("Navn").input_value() == "Nora Nyling"
    page.get_by_label("Stilling").fill("socialrådgiver")
    press(page, "Tjek, før du sender")
    page.get_by_text("socialrådgiver").wait_for()
    press(page, "Send invitationen")
    heading(page, "Invitationen til Nora Nyling er sendt til nora@example.org.")
    if javascript:
        journey.check(page, "invite-sent")
    link = page.get_by_role("link", name="/welcome/").get_attribute("href")
    other = journey.open(link, javascript=javascript)
    other.get_by_text("Gladsaxe Kommune").first.wait_for()
    page.goto(PEOPLE)
    follow(page, "Nora Nyling")
    heading(page, "Invitationen")


def test_two_administrators_change_one_member(journey, cast):
    where = f"{PEOPLE}{named('alice')}/change/"
    gerda, gorm = journey.open(where, key="gerda"), journey.open(where, key="gorm")
    gorm.get_by_label("Stilling").fill("fagkoordinator")
    press(gorm, "Gem")
    alert(gorm, "Ændringerne for Alice Prøvedal er gemt.")
    gerda.get_by_label("Stilling").fill("SSP-medarbejder")
    gerda.get_by_label("Gadeteamet", exact=True).check()
    press(gerda, "Gem")
    heading(gerda, "En anden har rettet Alice Prøvedal")
    gerda.get_by_role("cell", name="fagkoordinator").wait_for()
    assert gerda.get_by_label("Stilling").input_value() == "SSP-medarbejder"
    journey.check(gerda, "conflict")
    press(gerda, "Gem dette i stedet")
    alert(gerda, "Ændringerne for Alice Prøvedal er gemt.")
    gerda.get_by_text("SSP-medarbejder").wait_for()


def tab_to(page, name, *, role="link", most=60):
    """Press Tab until the named control has the focus."""
    exact = isinstance(name, str)
    wanted = page.get_by_role(role, name=name, exact=exact).first
    for _ in range(most):
        if wanted.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached by Tab")


def test_a_lost_telephone_without_a_mouse(journey, cast):
    page = journey.open(f"{PEOPLE}{named('alice')}/", key="gerda")
    tab_to(page, "Har mistet sin telefon")
    page.keyboard.press("Enter")
    heading(page, "Har Alice Prøvedal mistet sin telefon?")
    journey.check(page, "reset-ask")
    tab_to(page, "Bed en anden administrator om at sige ja", role="button")
    page.keyboard.press("Enter")
    page.get_by_text("Du har selv bedt om det. En anden administrator skal sige ja.").wait_for()
    journey.check(page, "reset-waiting")

    other = journey.open(PEOPLE, key="gorm")
    tab_to(other, "Se på det")
    other.keyboard.press("Enter")
    tab_to(other, re.compile("Se på det.*Alice Prøvedal"))
    other.keyboard.press("Enter")
    heading(other, "Må Alice Prøvedal sætte en ny kode op?")
    tab_to(other, "Ja, jeg er enig", role="button")
    other.keyboard.press("Enter")
    alert(other, "Klaret. Alice Prøvedal kan logge ind med sin adgangskode og sætte en ny kode op.")
    journey.check(other, "reset-done")


def test_who_leaves_is_out(journey, cast):
    alice = journey.open("/administration/areas/", key="alice")
    heading(alice, "Områder")
    page = journey.open(f"{PEOPLE}{named('alice')}/", key="gerda")
    follow(page, "Stopper i organisationen")
    heading(page, "Stopper Alice Prøvedal?")
    journey.check(page, "leave")
    press(page, "Ja, luk adgangen")
    alert(page, "Alice Prøvedal arbejder her ikke længere.")
    alice.reload()
    at(alice, "/login/")


def test_the_last_administrator_is_told_at_the_field(journey, cast):
    page = journey.open(f"{PEOPLE}{named('henrik')}/leave/", key="henrik")
    press(page, "Ja, jeg stopper")
    page.get_by_role("link", name="Du er den eneste administrator").click()
    assert page.get_by_label("Hvem tager over?").evaluate("field => field === document.activeElement")
    journey.check(page, "leave-last")


def test_places_are_added_and_closed(journey, areas):
    page = journey.open("/administration/areas/", key="gerda")
    assert page.locator(".tv-places b").all_inner_texts() == ["Gladsaxe", "Mørkhøj", "Høje Gladsaxe", "Aabenraa"]
    journey.check(page, "areas")
    page.get_by_role("link", name=re.compile("Tilføj under.*Gladsaxe")).click()
    page.get_by_label("Områdets navn").fill("Værebro")
    page.get_by_label("Bydel").check()
    journey.check(page, "area-add")
    press(page, "Tilføj området")
    alert(page, "Værebro er tilføjet.")
    page.get_by_role("link", name=re.compile("Ret.*Mørkhøj")).click()
    press(page, "Luk området")
    page.get_by_role("link", name="Luk først de områder, der ligger i det.").wait_for()
    journey.check(page, "area-close-refused")


def test_who_keeps_nothing_reads(journey, areas):
    page = journey.open("/administration/", key="dina", width=360)
    heading(page, "Partnerskabet")
    journey.check(page, "organisations-read")
    page.get_by_role("navigation", name="Administration").get_by_role("link", name="Områder").click()
    heading(page, "Områder")
    assert not page.get_by_role("link", name=re.compile("Ret.*Gladsaxe")).count()
