"""The consent form on paper: the same parts in every language, what is filled in, and what never is."""

import datetime as dt
import html
import re
import string
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests import rich_case
from tests.cast import named
from tvaers.foundation import clock
from tvaers.guard.enums import Category, Purpose
from tvaers.web.sharing.paper import LANGUAGES, ON_PAPER, PAPERS, Filled, paper, texts

ORIGINAL = "da"
RIGHT_TO_LEFT = {"ar"}


def parts(words, above=""):
    """Every text of a form by its path."""
    for name, text in words.items():
        path = f"{above}.{name}".strip(".")
        if isinstance(text, dict):
            yield from parts(text, path)
        else:
            yield path, text


def asked(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_file_is_a_language_that_is_offered():
    assert {path.stem for path in PAPERS.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_parts_the_telephone_number(language):
    assert "33\N{NO-BREAK SPACE}19\N{NO-BREAK SPACE}32\N{NO-BREAK SPACE}00" in "".join(
        dict(parts(texts(language))).values()
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_have_the_same_parts_and_say_the_same_names(language):
    original, translated = dict(parts(texts(ORIGINAL))), dict(parts(texts(language)))
    assert set(original) == set(translated)
    for path, text in translated.items():
        assert isinstance(text, str)
        assert text.strip() or (path, language) == ("draft", ORIGINAL), path
        assert asked(text) == asked(original[path]), path


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_no_translator_has_checked_is_marked_in_both_languages(language, client_for, db, cast):
    page = client_for("alice").get(reverse("sharing:consent-form"), {"language": language}).content.decode()
    opening = re.search(r'<article class="tv-paper" lang="(\w+)" dir="(\w+)"', page)
    assert opening.groups() == (language, "rtl" if language in RIGHT_TO_LEFT else "ltr")
    is_draft = language != ORIGINAL
    assert ("UDKAST – skal kontrolleres af en translatør" in page) is is_draft
    assert not is_draft or texts(language)["draft"] in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_purpose_and_category_is_in_words(language):
    shown = paper(language, Filled(us="Gladsaxe", purpose=Purpose(127), categories=Category(511)))
    assert len(shown["purposes"]) == 7
    assert len(shown["categories"]) == len(ON_PAPER) == 8
    assert all(ticked for _words, ticked in shown["categories"])
    assert "{" not in " ".join((shown["intro"], *shown["rights"]))


def test_danish_names_both_also_while_nobody_is_chosen():
    blank, filled = (paper("da", Filled(us="Gladsaxe Kommune", them=them))["rights"] for them in ("", "Herlev Kommune"))
    assert "De må kun bruge det til det, der står her." in blank
    assert "Herlev Kommune må kun bruge det til det, der står her." in filled
    assert any("Gladsaxe Kommune har ansvaret" in line and "Herlev Kommune har ansvaret" in line for line in filled)


@pytest.fixture
def case(cast, db):
    """A case of Alice's about Noah, with a CPR number."""
    return rich_case.open_case()


def test_it_is_filled_in_from_the_case_with_all_but_who_it_is(client_for, case):
    until = clock.today() + dt.timedelta(days=90)
    sent = {
        "to": str(named("outside")), "what": [str(int(Category.PLAN)), str(int(Category.HEALTH))],
        "until_day": until.day, "until_month": until.month, "until_year": until.year,
    }  # fmt: skip
    address = reverse("sharing:case-consent-form", args=[case])
    page = html.unescape(client_for("alice").get(f"{address}?{urlencode(sent, doseq=True)}").content.decode())
    sheet = page.partition('<article class="tv-paper"')[2].partition("</article>")[0]
    for said in ("Langtborte Kommune", "Gladsaxe", f"{until:%d.%m.%Y}", texts("da")["purpose"]["ssp"]):
        assert said in sheet, said
    ticked = re.findall(r'tv-paper__box">×</span> <span>([^<]+)', sheet)
    assert ticked == [texts("da")["category"]["plan"], texts("da")["category"]["health"]]
    assert "Noah" in page
    assert "Noah" not in sheet
    assert not re.search(r"\d{6}-?\d{4}", sheet)


@pytest.mark.parametrize(
    "sent", [{"until_day": "1", "until_month": "1", "until_year": "2020"}, {"to": "nobody"}], ids=str
)
def test_what_is_wrong_is_said_and_not_printed(client_for, case, sent):
    page = client_for("alice").get(reverse("sharing:case-consent-form", args=[case]), sent)
    assert page.context["form"].errors
    assert "2020" not in page.content.decode().partition("tv-paper")[2]


@pytest.mark.parametrize("language", ["xx", "../da", ""])
def test_another_language_is_danish(client_for, db, cast, language):
    page = client_for("alice").get(reverse("sharing:consent-form"), {"language": language})
    assert 'lang="da" dir="ltr"' in page.content.decode()
