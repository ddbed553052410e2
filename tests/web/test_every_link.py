"""Everybody follows what their pages offer: no link leads to where its reader may not go, or to nothing."""

from collections import Counter, deque
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from tests import page_scene
from tests.page_scene import browser
from tests.repo import markup, tree

pytestmark = pytest.mark.django_db(transaction=True)
# At home and elsewhere, who works with people, who leads, who administers, who inspects, who volunteers.
EVERYBODY = ("alice", "dina", "frida", "gerda", "inga", "hanne", "palle", "vera")
# How often a page of one kind is looked at: a list of many leads to many of the same.
OF_A_KIND = 2
# What ends the walk, leaves the pages, or shows what is behind a second look.
BESIDE = {"account_logout", "mfa_reauthenticate", "account_reauthenticate"}


# The scene opens some dossiers with nothing in them, which no page does.
EMPTY = """
SELECT d.id FROM sharing_dossier d WHERE d.kind = 'case' AND NOT EXISTS (SELECT 1 FROM cases_case c WHERE c.id = d.id)
"""


@pytest.fixture
def empty(cast, as_maintenance):
    """The ids of what is there and holds nothing."""
    page_scene.build(as_maintenance)
    return [str(each) for (each,) in as_maintenance.execute(EMPTY)]


def links(answer):
    """The addresses that a page offers, each once, in their order."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    found = (each.attributes.get("href", "") for each in markup.elements(answer.content.decode()) if each.name == "a")
    return list(dict.fromkeys(urlsplit(each)._replace(fragment="").geturl() for each in found if each.startswith("/")))


def walk(who, empty):
    """Follow the links from Today on; yield each that leads nowhere: where it stands, where it leads, what is there."""
    client, met, seen = browser(who), Counter(), set()
    ahead = deque([("", "/")])
    while ahead:
        stands, leads = ahead.popleft()
        route = resolve(urlsplit(leads).path).view_name
        if leads in seen or route in BESIDE or met[route] >= OF_A_KIND or any(each in leads for each in empty):
            continue
        seen.add(leads)
        met[route] += 1
        answer = client.get(leads)
        if answer.status_code >= 400:
            yield f"{who}: {stands} → {leads}: {answer.status_code}"
        ahead.extend((leads, each) for each in links(answer))
    assert len(met) > 5, f"{who} did not come far"


@pytest.mark.first
def test_no_link_leads_to_where_its_reader_may_not_go(empty):
    faults = [fault for who in EVERYBODY for fault in walk(who, empty)]
    assert not faults, tree.described(faults)
