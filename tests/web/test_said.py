"""What is said after a step is for whoever took it: not readable, not moved, and shown to nobody else."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests import case_scene as scene
from tests.stage import sign_in

WORDS = "Ring til Noahs mor om anbringelsen"


@pytest.fixture
def alice(client_for, acting_as):
    """Alice's browser, after a step whose message holds a task's words and was not shown yet."""
    with acting_as("alice") as actor:
        task = scene.task(actor, scene.case(actor), text=WORDS)
    client = client_for("alice")
    assert client.post(reverse("tasks:done", args=[task])).status_code == 302
    return client


def test_whoever_took_the_step_reads_it_once(alice):
    assert "anbringelsen" not in alice.cookies["messages"].value
    said = [str(message) for message in alice.get(reverse("profile:details")).context["messages"]]
    assert any(WORDS in each for each in said)
    assert not list(alice.get(reverse("profile:details")).context["messages"])


def test_nobody_signed_in_reads_nothing_of_it(alice):
    del alice.cookies[settings.SESSION_COOKIE_NAME]
    page = alice.get(reverse("account_login"))
    assert "anbringelsen" not in page.content.decode()
    assert alice.cookies["messages"].value == "", "what does not open is thrown away"


def test_who_signs_in_next_reads_nothing_of_it(alice):
    alice.cookies[settings.SESSION_COOKIE_NAME] = sign_in("olga")
    page = alice.get(reverse("profile:details"))
    assert page.status_code == 200
    assert "anbringelsen" not in page.content.decode()


def test_signing_out_says_so_and_carries_nothing_over(alice):
    answer = alice.post(reverse("account_logout"), follow=True)
    page = answer.content.decode()
    assert "anbringelsen" not in page
    assert [str(message) for message in answer.context["messages"]] == ["Du er logget ud."]
