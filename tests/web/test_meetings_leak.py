"""No word of an item reaches who may not read it, by page, fragment, papers, PDF, feed, letter or search (property).

Random agendas, readers and moments, as the application's role; the rule is that of tests/meeting_world.py.
"""

import re

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import page_scene
from tests.cast import named
from tests.meeting_world import AGENDAS, NEVER, OWNER, RECEIVERS, STEPS, World
from tests.stage import acting_as
from tvaers.meetings import tasks
from tvaers.meetings.actions import feeds
from tvaers.search import queries
from tvaers.web.meetings import papers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
PAGES = ("", "papers/", "papers.pdf", "minutes.pdf", "screen/", "people/")


@pytest.fixture
def printed(monkeypatch):
    """The documents that pages would make into PDFs, as text."""
    monkeypatch.setattr(papers, "render_document", lambda document: repr(document.blocks).encode())


def given_to(reader, world):
    """All that a reader gets to see of a meeting and its items, by address."""
    client = page_scene.browser(reader)
    found = {}
    addresses = [f"/meetings/{world.meeting}/{page}" for page in PAGES]
    addresses += [f"/meetings/{world.meeting}/items/{item}/" for item in world.told]
    for address in ("/", "/meetings/", *addresses):
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.get(address, headers=headers)
            found[f"{address} {headers}"] = answer.content.decode()
    with acting_as(reader) as actor:
        for word in world.word.values():
            hits = queries.found(actor=actor, text=word).found
            found[f"search {word}"] = word if hits else ""
        token = feeds.make(by=actor)
    found["feed"] = client.get(f"/meetings/feed/{token}.ics").content.decode()
    return found


def written(world):
    """The letters to all who sit, for each reason there is to write."""
    mail.outbox.clear()
    for who in (OWNER, *RECEIVERS, "bo"):
        for why in ("called", "moved", "cancelled"):
            job = {"meeting": str(world.meeting), "to": str(named(who)), "organisation": str(named("gladsaxe"))}
            tasks.write_to(why=why, **job)
    return [f"{each.subject} {each.body}" for each in mail.outbox]


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(items=AGENDAS, steps=STEPS, reader=st.sampled_from((OWNER, *RECEIVERS, *NEVER)))
def test_no_word_reaches_who_may_not_read_it(printed, items, steps, reader):
    world = World(items)
    for name, who, number in steps:
        getattr(world, name)(who, list(world.told)[number % len(world.told)])
    told = given_to(reader, world)
    for item, word in world.word.items():
        met = {where for where, text in told.items() if re.search(word, text, re.IGNORECASE)}
        if world.may_read(reader, item):
            assert f"/meetings/{world.meeting}/items/{item}/ {{}}" in met, (reader, world.told[item], world.state)
        else:
            assert not met, (reader, world.told[item], world.state)
    letters = written(world)
    assert letters or world.state not in {"planned", "under-way", "cancelled"}
    assert not [word for word in world.word.values() if word in " ".join(letters)]
