"""Goals on the pages: what was said before stays, two writers lose nothing, and closing asks what came of each."""

import re

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tvaers.cases.models import Case
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.plans.actions import goals
from tvaers.plans.models import Goal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(acting_as):
    with acting_as("alice") as alice:
        return scene.case(alice)


@pytest.fixture
def goal(acting_as, case):
    with acting_as("alice") as alice:
        return goals.agree(by=alice, case=case, words="Fodbold igen", said_by="Noah", said_on=clock.today())


def address(name, case, *more):
    return reverse(f"cases:{name}", args=[case, *more])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def said(**changes):
    today = clock.today()
    day = {"said_on_day": today.day, "said_on_month": today.month, "said_on_year": today.year}
    return {"state": "begun", "said_by": "Lise", "words": "Han kom to gange", "version": "1", **day, **changes}


def test_what_was_said_before_stands_under_the_goal_for_readers_too(client_for, case, goal, acting_as):
    client, url = client_for("alice"), address("goal-stands", case, goal)
    assert client.post(url, said()).status_code == 302
    assert client.post(url, said(state="reached", said_by="Noah", words="Jeg er med", version="2")).status_code == 302
    scene.share(acting_as, case, Category.PLAN)
    for who in ("alice", "hanne"):
        page = text(client_for(who).get(address("plan", case)))
        assert page.index("Jeg er med") < page.index("Han kom to gange")
        assert "Hvordan det stod før" in page
    assert "Han kom to gange" in text(client.get(address("timeline", case), {"kind": "goals"}))
    assert client_for("olga").post(url, said(version="3")).status_code == 404
    assert client_for("hanne").post(url, said(version="3")).status_code == 403
    assert client.put(url).status_code == 405


def test_of_two_who_say_how_it_stands_neither_is_lost(client_for, case, goal, acting_as):
    url = address("goal-stands", case, goal)
    client_for("bo").post(url, said(words="Bos ord"))
    client = client_for("alice")
    late = client.post(url, said(said_by="Noah", words="Mine egne ord"))
    assert late.status_code == 409
    page = text(late)
    assert "Bos ord" in page
    assert "Mine egne ord" in page
    assert 'name="version" value="2"' in page
    assert client.post(url, said(said_by="Noah", words="Mine egne ord", version="2")).status_code == 302
    plan = text(client.get(address("plan", case)))
    assert "Bos ord" in plan
    assert "Mine egne ord" in plan


def test_of_two_evaluations_neither_is_lost(client_for, case, goal):
    url = address("goal-evaluate", case, goal)
    assert client_for("bo").post(url, {"words": "Bos vurdering", "version": "1"}).status_code == 302
    late = client_for("alice").post(url, {"words": "Min vurdering", "version": "1"})
    assert late.status_code == 409
    page = text(late)
    assert "Bos vurdering" in page
    assert "Min vurdering" in page
    assert 'name="version" value="2"' in page


def test_what_is_said_of_a_goal_while_it_is_saved_is_shown(client_for, case, goal, monkeypatch):
    say = goals.say_how_it_stands

    def late(**given):
        say(**given | {"said": goals.Said(state=given["said"].state, by="Bo", on=clock.today(), words="Kom først")})
        say(**given)

    monkeypatch.setattr(goals, "say_how_it_stands", late)
    answer = client_for("alice").post(address("goal-stands", case, goal), said(words="Kom sidst"))
    assert answer.status_code == 409
    page = text(answer)
    assert "Kom først" in page
    assert "Kom sidst" in page
    assert 'name="version" value="2"' in page


def closing(goal, **changes):
    given = {"version": "1", "reason": "Han spiller igen", "outcome": "goals-reached"}
    return {**given, f"goal_{goal}": "Det hjalp at blive hentet", f"read_{goal}": "1", **changes}


def test_closing_asks_what_came_of_each_goal_that_nobody_evaluated(client_for, case, goal, acting_as):
    client, url = client_for("alice"), address("step", case, "closed")
    assert "Hvad kom der ud af målet: Fodbold igen" in text(client.get(url))
    assert client.post(url, closing(goal)).status_code == 302
    with acting_as("alice"):
        assert Case.objects.get(id=case).closed_at
        assert Goal.objects.get(id=goal).evaluated_at
    assert "Det hjalp at blive hentet" in text(client.get(address("plan", case)))


def test_closing_needs_no_words_about_a_goal(client_for, case, goal, acting_as):
    assert (
        client_for("alice").post(address("step", case, "closed"), closing(goal, **{f"goal_{goal}": ""})).status_code
        == 302
    )
    with acting_as("alice"):
        assert Goal.objects.get(id=goal).evaluated_at is None


def test_a_goal_evaluated_meanwhile_stops_the_closing_and_keeps_both(client_for, case, goal, acting_as):
    client_for("bo").post(address("goal-evaluate", case, goal), {"words": "Bos vurdering", "version": "1"})
    client, url = client_for("alice"), address("step", case, "closed")
    assert "Fodbold igen" not in text(client.get(url)).split("<form class")[1], "it is evaluated already"
    late = client.post(url, closing(goal))
    assert late.status_code == 409
    page = text(late)
    assert "Bos vurdering" in page
    assert "Det hjalp at blive hentet" in page
    with acting_as("alice"):
        assert Case.objects.get(id=case).closed_at is None
    assert client.post(url, closing(goal, **{f"read_{goal}": "2"})).status_code == 302
