"""The page of personas: works, switches, refuses what is not a persona, and is not there outside the demonstration."""

import os
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tvaers.demo.loading import load_partnership
from tvaers.demo.people_at_work import LEFT, job
from tvaers.demo.personas import everybody

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def browser(db, as_maintenance):
    load_partnership(as_maintenance, say=lambda _: None)
    return Client(headers={"accept-language": "da"})


def become(browser, key, **fields):
    return browser.post(reverse("demo:become"), {"person": key, **fields})


def cookie(browser):
    return browser.cookies["tvaers-session"].value


def test_everybody_can_be_chosen(browser):
    page = browser.get(reverse("demo:personas")).content.decode()
    for persona in everybody():
        assert f'value="{persona.key}"' in page
        assert persona.job.worker.name in page
    assert "Poul Ravnemark" not in page
    assert "Hvem vil du være?" in page


def test_choosing_signs_in(browser):
    response = become(browser, "sofie")
    assert response.status_code == 302
    assert response.url == "/"
    assert browser.get(reverse("demo:personas")).wsgi_request.actor.id == job("sofie").id
    assert cookie(browser)


def test_the_front_door_leads_to_the_personas(browser):
    assert browser.get("/").url == reverse("demo:personas")
    become(browser, "sofie")
    answer = browser.get("/")
    assert answer.status_code != 302 or answer.url != reverse("demo:personas")


def test_switching_ends_the_session_before(browser):
    become(browser, "sofie")
    first = cookie(browser)
    become(browser, "martin")
    assert cookie(browser) != first
    assert browser.get(reverse("demo:personas")).wsgi_request.actor.id == job("martin").id
    stale = Client()
    stale.cookies["tvaers-session"] = first
    assert stale.get(reverse("demo:personas")).wsgi_request.actor is None


def test_somebody_with_two_jobs_begins_in_the_main_one(browser):
    become(browser, "aviaja")
    request = browser.get(reverse("demo:personas")).wsgi_request
    assert request.actor.organisation.name == "Herlev Kommune"
    assert len(request.actors) == 2


@pytest.mark.parametrize("key", [LEFT, "", "nobody", "sofie'; --", "\x00"])
def test_nobody_else_can_be_chosen(browser, key):
    assert become(browser, key).status_code == 404
    assert "tvaers-session" not in browser.cookies


def test_a_closed_account_is_not_signed_in(browser, as_maintenance):
    as_maintenance.execute("UPDATE accounts_user SET is_active = false WHERE id = %s", [job("sofie").worker.user_id])
    assert become(browser, "sofie").status_code == 404


@pytest.mark.parametrize(
    ("wish", "leads"),
    [
        ("/administration/", "/administration/"),
        ("https://example.org/", "/"),
        ("//example.org", "/"),
        ("/demo/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_the_way_on_is_ours(browser, wish, leads):
    assert become(browser, "sofie", next=wish).url == leads


def test_the_real_sign_in_is_explained(browser):
    page = browser.get(reverse("demo:code"), {"person": "martin"}).content.decode()
    assert job("martin").worker.email in page
    assert "tre-kommuner-2013" in page
    assert browser.get(reverse("demo:code"), {"person": LEFT}).status_code == 404


@pytest.mark.parametrize("name", ["personas", "code", "become"])
def test_the_wrong_method_is_refused(browser, name):
    address = reverse(f"demo:{name}")
    assert (browser.get if name == "become" else browser.post)(address).status_code == 405


def test_a_forged_form_signs_nobody_in(db, as_maintenance):
    load_partnership(as_maintenance, say=lambda _: None)
    strict = Client(enforce_csrf_checks=True)
    assert become(strict, "sofie").status_code == 403


def test_every_page_says_that_it_is_a_demonstration(browser):
    page = browser.get("/no-such-page/").content.decode()
    assert "alle personer og forløb er opdigtede" in page
    assert reverse("demo:personas") in page


def outside(code: str, demo: str) -> str:
    """What a program without the demonstration prints."""
    environment = {**os.environ, "TVAERS_DEMO": demo, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", f"import django; django.setup(); {code}"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


PROBE = """
from django.apps import apps
from django.urls import Resolver404, resolve
import sys
try:
    resolve('/demo/'); found = 'there'
except Resolver404:
    found = 'gone'
print(found, apps.is_installed('tvaers.demo'), any(name.startswith('tvaers.demo') for name in sys.modules))
""".strip()


@pytest.mark.parametrize(("demo", "expected"), [("1", "there True True"), ("0", "gone False False")])
def test_it_is_there_in_the_demonstration_only(database, demo, expected):
    assert outside(f"exec({PROBE!r})", demo) == expected


def test_the_wheel_has_no_demonstration():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    left_out = settings["tool"]["setuptools"]["packages"]["find"]["exclude"]
    ours = ["tvaers.demo", "tvaers.demo.management.commands", "tvaers.demo.texts"]
    assert all(any(fnmatch(package, pattern) for pattern in left_out) for package in ours)
    assert not any(fnmatch("tvaers.sharing", pattern) for pattern in left_out)
