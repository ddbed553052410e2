"""The page shell: who acts is always in sight, the menu shows what exists and is allowed."""

from dataclasses import dataclass, field

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path
from django.utils import translation

from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind
from tvaers.ui.shell import NavigationItem, Shell, shell

ITEMS = (
    NavigationItem("set_language", "Forside", "/", keys="g t"),
    NavigationItem("set_language", "Forløb", "/cases/"),
    NavigationItem("set_language", "Styring", "/cases/admin/", needs=4096),
    NavigationItem("no:such-page", "Findes ikke", "/none/"),
)


@dataclass
class Organisation:
    id: int
    name: str
    mark: str


@dataclass
class Membership:
    id: int
    name: str
    title: str
    organisation: Organisation
    roles: int = 0
    claims: Claims = field(default_factory=lambda: Claims(kind=ContextKind.MEMBER))


SOFIE = Membership(1, "Sofie Brandtoft", "SSP-konsulent", Organisation(1, "Gladsaxe Kommune", "G"))
AT_HERLEV = Membership(2, "Sofie Brandtoft", "tovholder", Organisation(2, "Herlev Kommune", "H"))


@pytest.fixture(autouse=True)
def _navigation(settings):
    settings.TVAERS_NAVIGATION = f"{__name__}.ITEMS"
    with translation.override("da"):
        yield


def request(at="/", actor=SOFIE, memberships=(SOFIE,)):
    made = RequestFactory().get(at)
    vars(made).update(actor=actor, actors=memberships)
    return made


def page(**options):
    asked = request(**options)
    return render_to_string("ui/page.html", {"shell": Shell(asked)}, request=asked)


def test_the_menu_hides_what_is_absent_or_not_allowed():
    assert [link.label for link in Shell(request()).navigation] == ["Forside", "Forløb"]
    chief = Membership(3, "Karin", "leder", SOFIE.organisation, 4096)
    assert [link.label for link in Shell(request(actor=chief)).navigation] == ["Forside", "Forløb", "Styring"]


@pytest.mark.parametrize(("at", "current"), [("/", ["Forside"]), ("/cases/7/", ["Forløb"]), ("/elsewhere/", [])])
def test_one_entry_is_current(at, current):
    assert [link.label for link in Shell(request(at)).navigation if link.is_current] == current


def test_nobody_signed_in_sees_no_menu():
    asked = RequestFactory().get("/")
    assert shell(asked)["shell"].navigation == ()
    assert "mainmenu" not in render_to_string("ui/page.html", shell(asked), request=asked)


def test_person_and_organisation_are_on_the_page():
    html = page()
    assert "Sofie Brandtoft" in html
    assert "SSP-konsulent, Gladsaxe Kommune" in html
    assert "data-dropdown" not in html


def test_several_memberships_can_be_switched(settings):
    settings.ROOT_URLCONF = "tests.unit.test_ui_shell"
    html = page(memberships=(SOFIE, AT_HERLEV))
    assert "data-dropdown" in html
    assert '<input type="hidden" name="membership" value="2">' in html
    assert 'name="membership" value="1"' not in html
    assert "csrfmiddlewaretoken" in html


def test_a_name_cannot_break_out_of_the_page():
    evil = Membership(1, '<script>"', "x", Organisation(1, "<b>", "G"))
    assert "<script>&" not in page(actor=evil)
    assert "&lt;script&gt;" in page(actor=evil)


def test_htmx_may_neither_evaluate_nor_keep_pages():
    html = page()
    for name, value in (
        ("allowEval", "false"),
        ("includeIndicatorStyles", "false"),
        ("historyCacheSize", "0"),
        ("selfRequestsOnly", "true"),
    ):
        assert f'"{name}":{value}' in html


def _nothing(request):
    raise AssertionError


urlpatterns = [
    path("act-for/", include(([path("", _nothing, name="act-for")], "accounts"))),
    path("language/", include("django.conf.urls.i18n")),
]
