"""Handing a task on, on the pages: from Today, with words, seen by the colleague, and read on the task."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import case_scene
from tests.absence_scene import away, own_task
from tests.cast import named
from tests.stage import acting_as
from tvaers.plans.models import Task

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


@pytest.fixture
def case():
    with acting_as("alice") as alice:
        return case_scene.case(alice)


@pytest.fixture
def task(case):
    with acting_as("alice") as alice:
        return own_task(alice, case)


def shown(client, name="today:list", *arguments):
    answer = client.get(reverse(name, args=arguments))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def typed(to="carl", **changes):
    return {"to": str(named(to)), "words": "Hun er i Spanien.", "form": str(uuid4()), **changes}


def test_from_today_it_is_one_click_and_both_follow_it(client_for, task):
    alice, carl = client_for("alice"), client_for("carl")
    way = reverse("tasks:hand-on", args=[task])
    assert f'href="{way}"' in shown(alice)
    assert alice.post(way, typed()).headers["Location"] == reverse("today:list")
    assert "Du har givet videre: Ring til mor" in shown(alice)
    assert "Carl Opdigt har ikke set den endnu." in shown(alice)
    today = shown(carl)
    assert "Givet videre til dig: Ring til mor" in today
    assert "Hun er i Spanien." in today
    (known,) = re.findall(r'action="(/tasks/handed/[^"]+/known/)"', today)
    assert carl.post(known).status_code == 302
    assert "videre til dig" not in shown(carl)
    assert "Du har givet videre" not in shown(alice)
    page = shown(carl, "tasks:task", task)
    assert "Alice Prøvedal til Carl Opdigt" in page
    assert "Hun er i Spanien." in page


def test_what_another_organisation_asked_for_has_no_such_link(client_for, case):
    with acting_as("alice") as alice:
        task = case_scene.task(alice, case, owner="hanne")
    case_scene.answer(acting_as, "hanne", task)
    hanne, way = client_for("hanne"), reverse("tasks:hand-on", args=[task])
    assert "Ring til skolen" in shown(hanne)
    for name in (("today:list",), ("tasks:task", task)):
        assert way not in shown(hanne, *name)
    assert hanne.get(way).status_code == hanne.post(way, typed("sonja")).status_code == 403


def test_it_is_handed_on_by_its_owner_and_found_by_nobody_else(client_for, task, case):
    with acting_as("alice") as alice:
        ours = case_scene.task(alice, case)
    for key, of, status in (("bo", ours, 403), ("bo", task, 404), ("hanne", ours, 404), ("gerda", ours, 404)):
        client = client_for(key)
        for answer in (client.get, client.post):
            assert answer(reverse("tasks:hand-on", args=[of])).status_code == status, (key, status)
        assert client.post(reverse("tasks:handed-known", args=[uuid4()])).status_code == 404
    assert client_for("carl").get(reverse("tasks:handed-known", args=[uuid4()])).status_code == 405


@pytest.mark.parametrize("changes", [{"to": str(named("hanne"))}, {"words": ""}, {"to": ""}])
def test_what_lacks_is_said_at_its_field(client_for, task, changes):
    answer = client_for("alice").post(reverse("tasks:hand-on", args=[task]), typed() | changes)
    assert answer.status_code == 200
    assert "tv-errors" in answer.content.decode() or "form-error" in answer.content.decode()
    with acting_as("alice"):
        assert Task.objects.filter(owner_id=named("alice")).count() == 1


def test_who_is_away_is_offered_with_their_substitute(client_for, task):
    away("carl", "bo")
    assert "afløser: Bo Testesen" in shown(client_for("alice"), "tasks:hand-on", task)
