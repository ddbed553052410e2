"""A form that another site sends, or one without its token, is taken by no page."""

import pytest
from django.conf import settings
from django.db import transaction

from tests import page_scene
from tests.page_scene import browser
from tests.repo import tree
from tests.web.pages_register import PAGES

pytestmark = pytest.mark.django_db(transaction=True)

TOKEN = "a" * 32
REFUSED = 403


@pytest.fixture
def things(cast, db, as_maintenance):
    return page_scene.build(as_maintenance)


def strict(key):
    """A browser whose token is known, on a server that asks for it."""
    client = browser(key)
    client.handler.enforce_csrf_checks = True
    client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    return client


def sent(page, things, *, token="", origin=""):
    data = page.sent(things) | ({"csrfmiddlewaretoken": token} if token else {})
    with transaction.atomic():
        answer = strict(page.who).post(page.address(things), data, headers={"origin": origin} if origin else {})
        transaction.set_rollback(True)
    return answer


@pytest.mark.first
def test_no_page_takes_a_form_of_another_site(things):
    forms = [page for page in PAGES if page.sent]
    assert len(forms) > 60
    faults, taken = [], 0
    for page in forms:
        for how in ({}, {"token": "b" * 32}, {"token": TOKEN, "origin": "https://elsewhere.example"}):
            answer = sent(page, things, **how)
            if answer.status_code != REFUSED:
                faults.append(f"{page}: {how}: {answer.status_code}")
        taken += sent(page, things, token=TOKEN, origin="http://testserver").status_code != REFUSED
    assert not faults, tree.described(faults)
    assert taken > len(forms) // 2, "with token and origin it is the page that answers"
