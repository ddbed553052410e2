"""No page lets a browser run or load what is not ours, or keep what it showed. Pages at work: test_every_page.py."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.headers import EXACTLY, loose
from tvaers.ui.headers import HEADERS

GOOD = {**HEADERS, **EXACTLY, "Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


def refused(client):
    return Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "x"})


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (200, lambda client: client.get("/login/")),
        (404, lambda client: client.get("/nothing-here/")),
        (404, lambda client: client.get("/static/nothing.css")),
        (405, lambda client: client.put("/login/")),
        (302, lambda client: client.get("/people/")),
        (403, refused),
        (400, lambda client: client.get("/login/", headers={"host": "elsewhere.example"})),
    ],
)
def test_every_kind_of_answer_is_closed(db, status, ask):
    answer = ask(Client(raise_request_exception=False))
    assert answer.status_code == status
    assert not list(loose(answer.headers))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", HEADERS["Content-Security-Policy"].replace("'self'", "'self' 'unsafe-inline'")),
        ("Content-Security-Policy", HEADERS["Content-Security-Policy"].replace("'self'", "'self' https://a.example")),
        ("Content-Security-Policy", "default-src 'none'"),
        ("Content-Security-Policy", HEADERS["Content-Security-Policy"] + "; frame-src *"),
        ("Content-Security-Policy", ""),
        ("Cache-Control", "private"),
        ("Permissions-Policy", "camera=*"),
        ("Referrer-Policy", "unsafe-url"),
        *((name, "other") for name in EXACTLY),
    ],
)
def test_a_loose_header_is_caught(name, value):
    assert list(loose(GOOD | {name: value}))
    assert not list(loose(GOOD))
    nonce = GOOD["Content-Security-Policy"].replace("script-src 'self'", "script-src 'self' 'nonce-abc'")
    assert not list(loose(GOOD | {"Content-Security-Policy": nonce}))


def test_the_pictures_of_a_base_map_may_come_from_its_server_and_nothing_else(db, settings):
    settings.TVAERS_TILES = "https://tiles.example.dk:8443/{z}/{x}/{y}.png"
    told = Client().get("/login/").headers
    assert "img-src 'self' data: https://tiles.example.dk:8443;" in told["Content-Security-Policy"]
    assert list(loose(told)) == ["img-src: https://tiles.example.dk:8443"]
