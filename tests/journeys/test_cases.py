"""A case in a real browser, in Danish: opened, planned with three organisations, written in, followed up and closed."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import case_scene as scene
from tests.journeys.arriving import at, follow, press
from tests.rich_case import open_case
from tvaers.guard.enums import Category

NARROW = 360
# What a page of A4 has between its margins, in CSS pixels.
A4 = 672


def date(page, legend, day):
    group = page.get_by_role("group", name=legend)
    for label, value in (("Dag", day.day), ("Måned", day.month), ("År", day.year)):
        group.get_by_label(label, exact=True).fill(str(value))


@pytest.fixture
def young(acting_as):
    with acting_as("alice") as alice:
        return scene.person(alice)


def test_from_opening_to_closing(journey, young, acting_as):
    page = journey.open(reverse("cases:open", args=[young]), key="alice")
    journey.check(page, "case-open")
    press(page, "Se efter, før du åbner")
    expect(page.get_by_role("alert")).to_be_visible()
    journey.check(page, "case-open-errors")
    page.get_by_label("Gentagen bekymrende adfærd").check()
    page.get_by_label("Begrundelsen med ord").fill("Er ude sent om aftenen og har mistet kontakten til klassen.")
    page.get_by_label("Forældrene er kontaktet").check()
    page.get_by_label("Hvordan reagerede de?").fill("Mor er lettet.")
    press(page, "Se efter, før du åbner")
    journey.check(page, "case-open-check")
    press(page, "Åbn forløbet")
    journey.check(page, "case-empty")

    _plan_with_hanne(journey, page)
    _hanne_answers_and_does_it(journey)
    page.reload()
    expect(page.get_by_text("Gjort", exact=False).first).to_be_visible()

    _follow_up_and_close(journey, page)


def _plan_with_hanne(journey, page):
    """Own words, a goal, and a task for somebody in Herlev."""
    follow(page, "Skriv den unges ord")
    page.get_by_label("Ordene", exact=True).fill("Jeg vil gerne tilbage til fodbold.")
    page.get_by_label("Hvem sagde det, og hvor?").fill("Noah, derhjemme")
    press(page, "Gem ordene")
    expect(page.locator("blockquote").first).to_have_text("Jeg vil gerne tilbage til fodbold.")

    follow(page, "Nyt mål")
    page.get_by_label("Målet med den unges egne ord").fill("Jeg vil spille fodbold igen")
    press(page, "Føj målet til")
    page.get_by_role("link", name=re.compile("^Ny opgave ?: Jeg vil spille")).click()
    page.get_by_label("Hvad skal der gøres?").fill("Tag imod til prøvetræning i Hedeager IF")
    page.get_by_label("Hvem gør det?").select_option(label="Hanne Nabo, SSP-konsulent")
    journey.check(page, "task-form")
    press(page, "Giv opgaven")
    page.get_by_label("Hvorfor er det nødvendigt?").fill("Han skal tage imod i Herlev, hvor ingen kender ham.")
    journey.check(page, "task-share")
    press(page, "Tilbyd opgaven")
    expect(page.get_by_text("Ikke besvaret endnu")).to_be_visible()


def _follow_up_and_close(journey, page):
    follow(page, "Skriv en opfølgning")
    page.get_by_label("Hvem var til stede?").fill("Noah, mor og Hanne")
    page.get_by_label("Hvad blev aftalt?").fill("Han fortsætter på holdet.")
    press(page, "Gem opfølgningen")
    page.get_by_role("link", name=re.compile("^Skriv, hvordan det står")).click()
    page.get_by_label("Nået").check()
    page.get_by_label("Hvem siger det?").fill("Noah")
    press(page, "Gem")
    expect(page.get_by_text("siger Noah")).to_be_visible()
    journey.check(page, "plan")

    follow(page, "Forløbets gang")
    follow(page, "Afslut forløbet")
    page.get_by_label("Målene blev nået").check()
    page.get_by_label("Hvad kom der ud af det").fill("Han spiller på holdet og har en træner, han ringer til.")
    press(page, "Afslut forløbet")
    expect(page.get_by_role("main").get_by_text("Slettes", exact=True)).to_be_visible()
    journey.check(page, "course-closed")


def _hanne_answers_and_does_it(journey):
    """Without JavaScript, on a phone: accept, read, answer, mark as done."""
    phone = journey.browser(key="hanne", width=NARROW, javascript=False).new_page()
    phone.goto(reverse("tasks:list"))
    phone.get_by_role("button", name=re.compile("^Tag imod")).first.click()
    follow(phone, "Tag imod til prøvetræning i Hedeager IF")
    assert scene.NAME not in phone.content()
    phone.get_by_label("Skriv på opgaven").fill("Træneren tager imod tirsdag.")
    press(phone, "Send")
    expect(phone.get_by_text("Træneren tager imod tirsdag.")).to_be_visible()
    press(phone, "Markér som gjort")
    expect(phone.get_by_text("Gjort", exact=False).first).to_be_visible()


def test_a_note_is_written_with_the_keyboard_alone(journey, cast):
    case = open_case()
    page = journey.open(reverse("cases:case", args=[case]), key="alice")
    page.get_by_role("link", name="Skriv i forløbet").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Kort overskrift").focus()
    page.keyboard.type("Skolen ringede")
    # Day, month, year and time stand already; the next field is what happened.
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.type("Fravær i uge 10")
    page.get_by_role("button", name="Underskriv notatet").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Skolen ringede").first).to_be_visible()
    expect(page.get_by_text("Notatet er underskrevet")).to_be_visible()
    page.get_by_role("link", name="Skolen ringede").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Låst.")).to_be_visible()
    journey.check(page, "entry")


def test_every_page_is_accessible_and_fits_when_several_work_together(journey, cast, acting_as):
    case = open_case()
    with acting_as("alice") as alice:
        for owner in ("alice", "carl", "hanne", "palle"):
            task = scene.task(alice, case, owner=owner, text=f"Opgave til {owner}")
        scene.course.review(by=alice, case=case, version=1, words="Fortsætter", next_on=scene.in_days(0))
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY, to="palle")
    page = journey.browser(key="alice", width=NARROW, dark=True).new_page()
    names = (
        "case", "plan", "plan-print", "timeline", "words", "network", "course", "looked", "write", "voice-add",
        "strength-add", "network-add", "parents", "goal-add", "follow-up", "task-add",
    )  # fmt: skip
    urls = {name: reverse(f"cases:{name}", args=[case]) for name in names}
    urls |= {"close": reverse("cases:step", args=[case, "closed"]), "cases": reverse("cases:list")}
    urls |= {"tasks": reverse("tasks:list"), "given": f"{reverse('tasks:list')}?view=given"}
    urls |= {"task": reverse("tasks:task", args=[task]), "move": reverse("tasks:move", args=[task])}
    for name, url in urls.items():
        page.goto(url)
        journey.check(page, f"cases-{name}-dark")
    police = journey.browser(key="palle", width=NARROW, dark=True).new_page()
    for name in ("case", "timeline"):
        police.goto(urls[name])
        limit = police.locator(".tv-timeline .tv-limit").first
        expect(limit).to_have_text("Må ikke bruges til efterforskning")
        assert limit.evaluate("each => each.closest('dl')") is None
        journey.check(police, f"police-{name}-dark")
    police.goto(urls["tasks"])
    journey.check(police, "police-offers-dark")


def test_a_printed_case_keeps_its_columns(journey, cast, acting_as):
    case = open_case()
    with acting_as("alice") as alice:
        scene.task(alice, case, text="Ring til klassens lærer om tirsdagen, og skriv det her")
    page = journey.open(reverse("cases:case", args=[case]), key="alice")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": A4, "height": 950})
    what, who, due = (page.locator(f".tv-task__{part}").first.bounding_box() for part in ("what", "who", "due"))
    assert what["width"] > 200
    assert what["x"] < who["x"] < due["x"]
    # A box to tick with a pen stands before the words.
    expect(page.locator("button.tv-task__box").first).to_be_visible()
    bar = page.locator(".tv-idbar").bounding_box()
    assert page.locator("main").bounding_box()["y"] - bar["y"] - bar["height"] > 15
    labels = page.locator(".tv-netmap__label").all()
    frame = page.locator(".tv-netmap").bounding_box()
    assert labels
    for label in (each.bounding_box() for each in labels):
        assert frame["x"] <= label["x"]
        assert label["x"] + label["width"] <= frame["x"] + frame["width"]


def test_the_printed_plan_has_no_menu_and_no_buttons(journey, cast):
    case = open_case()
    page = journey.open(reverse("cases:plan-print", args=[case]), key="alice")
    page.emulate_media(media="print")
    for hidden in (".tv-menu", ".tv-foot", ".tv-subnav", ".tv-back", ".tv-eye", ".tv-tools"):
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()
    expect(page.get_by_role("heading", name="Mål og opgaver")).to_be_visible()
    expect(page.locator("blockquote").first).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


@pytest.mark.parametrize("javascript", [True, False])
def test_after_a_task_is_done_focus_is_at_the_message_which_takes_it_back(journey, cast, acting_as, javascript):
    case = open_case()
    with acting_as("alice") as alice:
        scene.task(alice, case, text="Ring til dem alle.")
    page = journey.browser(key="alice", javascript=javascript).new_page()
    page.goto(reverse("cases:case", args=[case]))
    page.get_by_role("button", name="Markér som gjort: Ring til dem alle.").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Gjort: Ring til dem alle.")
    expect(page.locator("#messages")).to_be_focused()
    expect(page.get_by_role("button", name="Gjort. Åbn den igen: Ring til dem alle.", exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Fortryd")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("Opgaven er åben igen.")
    expect(page.get_by_role("button", name="Markér som gjort: Ring til dem alle.")).to_be_visible()
    at(page, reverse("cases:case", args=[case]))
