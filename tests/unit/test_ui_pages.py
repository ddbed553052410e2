"""Error pages, template tags and the gallery's pages can be drawn; no error page repeats what was sent."""

from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import tvaers
from tvaers.foundation import clock
from tvaers.web.gallery import cast, samples, views

ERRORS = ["400.html", "403.html", "404.html", "405.html", "500.html", "503.html"]


@pytest.fixture(autouse=True)
def _danish():
    with translation.override("da"):
        yield


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_nothing_and_says_what_to_do(name):
    html = render_to_string(name)
    assert "<h1>" in html
    assert "button-primary" in html
    assert name[:3] in html


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_repeats_nothing(name):
    asked = RequestFactory().get("/cases/0101011234/?q=noah")
    html = render_to_string(name, {"exception": "noah", "request_path": "/cases/0101011234/"})
    assert "noah" not in html
    html = render_to_string(name, {"exception": "noah", "request_path": asked.path}, request=asked)
    text = html.replace(f'value="{asked.get_full_path()}"', "")
    assert "noah" not in text
    assert "0101011234" not in text


def drawn(source, **context):
    return Template("{% load ui %}" + source).render(Context(context))


def test_icon_comes_from_the_sprite_and_is_hidden_from_readers():
    html = drawn('{% icon "time" %}')
    assert "img/icons.svg#time" in html
    assert 'aria-hidden="true"' in html


def test_the_deadline_tag_draws_words_and_state():
    with clock.frozen(cast.NOW):
        assert "tv-chip--late" in drawn("{% deadline due %}", due=date(2026, 3, 10))
        assert "2 arbejdsdage over tid" in drawn("{% deadline due %}", due=date(2026, 3, 10))
    assert drawn("{% deadline due %}", due=None).strip() == ""


def test_the_mark_is_filled_for_the_own_organisation():
    asked = RequestFactory().get("/")
    vars(asked)["actor"] = cast.SOFIE
    own = drawn("{% organisation org %}", org=cast.GLADSAXE, request=asked)
    other = drawn("{% organisation org %}", org=cast.HERLEV, request=asked)
    assert "tv-org--mine" in own
    assert "tv-org--mine" not in other
    assert "tv-org--mine" in drawn("{% organisation org mine=True %}", org=cast.HERLEV)


def test_the_bar_says_purpose_basis_end_and_limit():
    html = drawn("{% identity_bar bar %}", bar=samples.BAR)
    law = "§\N{NO-BREAK SPACE}115,\N{NO-BREAK SPACE}stk.\N{NO-BREAK SPACE}1, nr.\N{NO-BREAK SPACE}1"
    said = ("Noah Vesterlund", "Gladsaxe Kommune", law, "30. juni 2026", "efterforskning", "6 personer")
    for words in said:
        assert words in html
    assert "efterforskning" not in drawn("{% identity_bar bar %}", bar=samples.BAR | {"limited": False})


def test_the_gallery_can_be_drawn(monkeypatch):
    monkeypatch.setattr("django.contrib.messages.api.add_message", lambda *_, **__: None)
    html = views.components(RequestFactory().get("/")).content.decode()
    assert html.count("<section") > 20
    assert "style=" not in html


@pytest.mark.parametrize("value", [None, ""])
def test_no_date_is_no_text(value):
    assert drawn("{{ v|day }}{{ v|moment }}{{ v|short_day }}{{ v|iso }}", v=value) == ""


@pytest.mark.parametrize("name", list(views.EXAMPLES))
def test_a_page_of_the_gallery_can_be_drawn(name):
    response = views.example(RequestFactory().get("/"), name)
    assert response.status_code == 200
    assert "<h1" in response.content.decode()


def test_every_component_of_the_room_is_in_the_gallery():
    package = Path(tvaers.__file__).parent
    shown = "".join(path.read_text() for path in (package / "web/gallery/templates").rglob("*.html"))
    shown += "".join(path.read_text() for path in (package / "ui/templates/ui").glob("*.html"))
    shown += (package / "ui/templatetags/ui.py").read_text()
    components = {path.name for path in (package / "ui/templates/ui").glob("[a-z]*.html")}
    assert {name for name in components if f"ui/{name}" not in shown} == set()
