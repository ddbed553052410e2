"""Concerns in a real browser: written down, triaged, answered, passed on, imported; on every screen, without script."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.cast import named
from tests.journeys.arriving import press
from tests.journeys.conftest import BOTH_WAYS
from tests.repo import tree
from tvaers.concerns import tasks

pytestmark = pytest.mark.django_db(transaction=True)

AREAS = ("Mørkhøj", "Høje Gladsaxe", "Bagsværd", "Værebro Park", "Buddinge", "Søborg")


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    for name in AREAS:
        as_maintenance.execute(
            "INSERT INTO areas_area (id, kind, name) VALUES (%s, 'district', %s) ON CONFLICT DO NOTHING",
            [uuid4(), name],
        )


def write(
    page, *, fact="Ude efter kl. 23 fire aftener.", name="Noah Opdigt", year="2013", teller="Skole eller dagtilbud"
):
    """Write a concern down with what is required, and the least more."""
    page.goto("/concerns/new/")
    page.get_by_label("En eller flere unge").check()
    page.get_by_label(re.compile("^Navn")).first.fill(name)
    page.get_by_label("År").first.fill(year)
    page.get_by_label("Omtales som").first.select_option("he")
    page.get_by_label("Hvad er set eller hørt?").fill(fact)
    page.get_by_label("Område").select_option(label="Mørkhøj (bydel)")
    page.get_by_label("Hvem har henvendt sig?").select_option(label=teller)
    page.get_by_label(re.compile("^Navn")).last.fill("Lise Lærervig")
    press(page, "Gem bekymringen")


def english_left(page):
    """English words of ours that stand on a Danish page."""
    text = page.locator("main").inner_text()
    return re.findall(r"\b(?:concern|the|young|whom|deadline|receipt|written|choose)\b", text, re.IGNORECASE)


@BOTH_WAYS
def test_from_a_word_to_a_decision_and_a_letter(journey, width, javascript):
    page = journey.browser(key="bo", width=width, javascript=javascript).new_page()

    def check(name):
        assert english_left(page) == []
        # axe is itself a script.
        if javascript:
            journey.check(page, f"concerns-{name}")

    page.goto("/concerns/")
    check("empty")
    page.goto("/concerns/new/")
    check("new")
    press(page, "Gem bekymringen")
    check("new-errors")
    assert page.locator(".tv-summary a").count() >= 3
    write(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bekymringen er skrevet ned")
    check("receipt")

    page.goto("/")
    check("today-week")
    page.goto("/concerns/")
    check("queue")
    page.get_by_role("link", name=re.compile("Dreng, 13 år, Mørkhøj")).first.click()
    expect(page.locator("#open-title")).to_contain_text("Dreng, 13 år, Mørkhøj")
    check("open")
    press(page, "Gem, og vis næste")
    check("open-errors")
    page.get_by_label("Nej, det haster ikke").check()
    page.get_by_label("Underretning", exact=True).check()
    page.get_by_label("Skriv kort hvorfor").last.fill("Talt med skolen og familien.")
    press(page, "Gem, og bliv her")
    expect(page.locator(".tv-decided")).to_contain_text("Underretning sendt")
    check("decided")

    page.get_by_role("link", name="Tilbagemelding").click()
    page.wait_for_load_state()
    assert "Noah" not in page.get_by_label("Brevet").input_value()
    check("letter")
    page.get_by_label("Hvordan blev det givet?").select_option(label="Sikker mail")
    press(page, "Markér som givet")
    expect(page.locator("main")).to_contain_text("Givet")
    page.goto("/concerns/erasures/")
    check("erasures")


def test_add_another_and_somebody_known_without_javascript(journey):
    page = journey.browser(key="alice", javascript=False).new_page()
    write(page)
    page.goto("/concerns/new/")
    page.get_by_label("Hvad er set eller hørt?").fill("Set sammen med to andre.")
    page.get_by_label(re.compile("^Navn")).first.fill("Noa Opdigt")
    page.get_by_label("År").first.fill("2013")
    press(page, "Se, om vi kender personen", exact=False)
    page.get_by_label("Noah Opdigt").check()
    press(page, "Tilføj en person mere")
    expect(page.locator(".tv-chosen")).to_contain_text("Noah Opdigt")
    assert page.get_by_label("Hvad er set eller hørt?").input_value() == "Set sammen med to andre."
    assert page.locator("fieldset.tv-another__one").count() == 2


@BOTH_WAYS
def test_somebody_unknown_becomes_known_and_gets_a_case(journey, width, javascript):
    page = journey.browser(key="bo", width=width, javascript=javascript).new_page()

    def check(name):
        assert english_left(page) == []
        if javascript:
            journey.check(page, f"concerns-{name}")

    page.goto("/concerns/new/")
    page.get_by_label("Nogen, vi ikke kender").check()
    page.get_by_label("Hvad er set eller hørt?").fill("En dreng på cykel, flere aftener.")
    page.get_by_label("Hvem har henvendt sig?").select_option(label="Skole eller dagtilbud")
    page.get_by_label(re.compile("^Navn")).last.fill("Lise Lærervig")
    press(page, "Gem bekymringen")
    page.goto("/concerns/")
    page.locator(".tv-qlist a").first.click()
    expect(page.get_by_label("Åbn et forløb")).to_be_disabled()

    page.get_by_role("link", name="Tilføj, hvem den handler om").click()
    page.wait_for_load_state()
    check("add-person")
    page.get_by_label(re.compile("^Navn")).first.fill("Noah Opdigt")
    page.get_by_label("År").first.fill("2008")
    press(page, "Tilføj")
    expect(page.locator("#open .tv-parts").first).to_contain_text("Noah Opdigt")
    page.get_by_role("link", name="Tilføj til bekymringen").click()
    page.wait_for_load_state()
    check("addition")
    page.get_by_label("Hvad er set eller hørt?").fill("Læreren kender ham fra 5. klasse.")
    press(page, "Tilføj")
    expect(page.locator("#open")).to_contain_text("Læreren kender ham fra 5. klasse.")
    check("added-to")

    page.get_by_label("Åbn et forløb").check()
    page.get_by_label("Skriv kort hvorfor").last.fill("Flere ser det samme.")
    press(page, "Gem, og vis næste")
    page.locator("input[name=criterion]").first.check()
    press(page, "Se efter, før du åbner")
    press(page, "Åbn forløbet")
    page.goto("/concerns/?view=decided")
    page.locator(".tv-qlist a").first.click()
    page.get_by_role("link", name="Forløbet med Noah Opdigt").click()
    page.wait_for_load_state()
    expect(page.locator("body")).to_contain_text("Noah Opdigt")


def test_by_keyboard_alone(journey):
    page = journey.browser(key="bo").new_page()
    write(page, fact="Det første.")
    write(page, fact="Det andet.", name="Sara Påfund")
    page.goto("/concerns/")
    page.locator(".tv-qlist a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#open-title")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/concerns/[0-9a-f-]{36}/"))
    assert page.evaluate("document.activeElement !== document.body")
    first = page.locator("#open .tv-fas").inner_text()
    page.locator("body").press("j")
    expect(page.locator("#open .tv-fas")).not_to_have_text(first)
    page.locator("input[name=urgent][value=no]").focus()
    page.keyboard.press("Space")
    page.locator("input[name=outcome][value=advice]").focus()
    page.keyboard.press("Space")
    page.get_by_label("Skriv kort hvorfor").last.focus()
    page.keyboard.type("Rådgivet.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("#messages")).to_contain_text("Rådgivning givet")


@pytest.mark.parametrize("width", [1280, 360])
def test_sent_to_the_next_municipality_and_taken_over(journey, width):
    bo = journey.browser(key="bo", width=width).new_page()
    write(bo)
    bo.goto("/concerns/")
    bo.locator(".tv-qlist a").first.click()
    bo.get_by_label("Send til en anden organisation").check()
    bo.get_by_label("Skriv kort hvorfor").last.fill("Er flyttet til Herlev.")
    press(bo, "Gem, og vis næste")
    journey.check(bo, "concerns-pass-on")
    assert english_left(bo) == []
    bo.get_by_label(re.compile("Herlev Kommune: SSP Herlev")).first.check()
    bo.get_by_label("Hvem den unge er").check()
    press(bo, "Send den")
    hanne = journey.browser(key="hanne", width=width).new_page()
    hanne.goto("/")
    hanne.get_by_role("link", name=re.compile("Gladsaxe Kommune har sendt jer")).first.click()
    hanne.wait_for_load_state()
    journey.check(hanne, "concerns-received")
    assert english_left(hanne) == []
    press(hanne, "Tag imod", exact=False)
    journey.check(hanne, "concerns-accepted")
    press(hanne, "Overtag den")
    expect(hanne.locator("#open .tv-fas")).to_contain_text("Sendt til os af Gladsaxe Kommune")
    expect(hanne.locator("#open .tv-parts").first).to_contain_text("Noah Opdigt")


def test_a_pdf_comes_and_the_letter_can_still_be_given(journey):
    page = journey.browser(key="bo").new_page()
    write(page)
    page.goto("/concerns/?view=to-receipt")
    page.locator(".tv-qlist a").first.click()
    page.get_by_role("link", name="Kvittering", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Hent som PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    page.get_by_label("Hvordan blev det givet?").select_option(label="Personligt")
    press(page, "Markér som givet")
    expect(page.locator("#messages")).to_contain_text("markeret som givet")


@BOTH_WAYS
def test_the_example_file_is_imported_and_one_of_it_triaged(journey, width, javascript):
    page = journey.browser(key="bo", width=width, javascript=javascript).new_page()

    def check(name):
        assert english_left(page) == []
        if javascript:
            journey.check(page, f"import-{name}")

    page.goto("/concerns/import/")
    check("begin")
    page.set_input_files("input[type=file]", tree.ROOT / "examples/bekymringer.xlsx")
    press(page, "Læs filen ind")
    check("columns")
    press(page, "Vis, hvad der bliver oprettet")
    expect(page.locator("main")).to_contain_text("Skriv datoen som 3.4.2026.")
    check("preview")
    press(page, "Opret 32 bekymringer")
    check("running")
    number = re.search(r"import/([0-9a-f-]{36})/", page.url)
    assert number
    tasks.run_import(import_id=number[1], actor=str(named("bo")), organisation=str(named("gladsaxe")))
    if javascript:
        expect(page.locator("main")).to_contain_text("32 bekymringer er oprettet")
    else:
        page.goto("/")
        page.get_by_role("link", name="En indlæsning er færdig").first.click()
    expect(page.locator("main")).to_contain_text("32 bekymringer er oprettet")
    check("done")
    page.goto("/concerns/")
    page.locator(".tv-narrowing summary").click()
    page.get_by_label("Tekst i overskriften").fill("Høje")
    press(page, "Vis")
    page.locator(".tv-qlist a").first.click()
    expect(page.locator("#open-title")).to_contain_text("Høje Gladsaxe")
    expect(page).not_to_have_url(re.compile("Høje|H%C3%B8je"))
    check("open")


def test_several_at_once_and_the_clocks(journey):
    page = journey.browser(key="bo").new_page()
    write(page)
    page.goto("/concerns/?choose=1")
    journey.check(page, "concerns-choose")
    page.locator("input[name=concern]").first.check()
    page.get_by_label("Kvitteringen, der lå klar, er givet").check()
    press(page, "Gør det for dem", exact=False)
    expect(page.locator("#messages")).to_contain_text("Ingen har læst disse endnu")
    gerda = journey.browser(key="gerda").new_page()
    gerda.goto("/concerns/clocks/")
    journey.check(gerda, "clocks")
    assert english_left(gerda) == []


def test_a_style_that_something_else_left_is_not_set_again(journey):
    """The policy refuses a style attribute set by script, also an empty one that the browser's own tools leave."""
    page = journey.browser(key="bo").new_page()
    write(page)
    page.goto("/concerns/")
    row = page.locator(".tv-qlist a").first
    row.evaluate("each => { each.style.color = 'red'; each.style.color = '' }")
    row.click()
    expect(page.locator("#queue article")).to_be_visible()
    page.wait_for_timeout(200)
    assert journey.troubles == []
