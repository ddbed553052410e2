"""Tasks: giving them at home and elsewhere, the lists, one task alone, and what is done with it."""

import base64
import re
from uuid import uuid4

import pytest
from django.urls import reverse

from tests import case_scene as scene
from tests.cast import named
from tests.stage import statements
from tvaers.cases.enums import Outcome
from tvaers.guard.enums import Category
from tvaers.plans.models import Task, TaskComment
from tvaers.sharing.models import Disclosure
from tvaers.web.cases import giving

pytestmark = pytest.mark.django_db(transaction=True)
MOST = 12


@pytest.fixture
def case(acting_as):
    with acting_as("alice") as alice:
        return scene.case(alice)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def at(name, task):
    return reverse(f"tasks:{name}", args=[task])


def promise(**changes):
    day = scene.in_days(5)
    return {
        "text": "Prøvetræning i Hedeager IF",
        "owner": str(named("alice")),
        "due_on_day": day.day,
        "due_on_month": day.month,
        "due_on_year": day.year,
        "form": str(uuid4()),
        "do": "save",
        **changes,
    }


def give(client, case, **changes):
    return client.post(reverse("cases:task-add", args=[case]), promise(**changes))


def test_a_colleague_gets_a_task_at_once(client_for, case, acting_as):
    client = client_for("alice")
    form = str(uuid4())
    assert {give(client, case, owner=str(named("carl")), form=form).status_code for _ in range(2)} == {302}
    with acting_as("alice"):
        assert Task.objects.count() == 1
    page = text(client_for("carl").get(reverse("tasks:list")))
    assert "Prøvetræning i Hedeager IF" in page
    assert scene.NAME not in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"owner": str(uuid4())},
        {"owner": str(named("vera"))},
        {"due_on_year": "2001"},
        {"text": "x" * 10_001},
    ],
)
def test_what_is_wrong_is_said(client_for, case, acting_as, wrong):
    response = give(client_for("alice"), case, **wrong)
    assert response.status_code == 200
    assert "alert-error" in text(response)
    with acting_as("alice"):
        assert not Task.objects.exists()


def test_elsewhere_it_is_offered_after_ground_necessity_and_preview(client_for, case, acting_as):
    client = client_for("alice")
    asked = text(give(client, case, owner=str(named("hanne"))))
    assert "Præcis dette ser Hanne Nabo" in asked
    assert "Prøveaftalen" in asked
    ground = re.search(r'name="ground"[^>]*value="([^"]+)"', asked)[1]
    with acting_as("alice"):
        assert not Task.objects.exists()
    offer = {"owner": str(named("hanne")), "do": "offer", "ground": ground}
    short = give(client, case, **offer, necessity="fordi")
    assert "alert-error" in text(short)
    assert give(client, case, **offer, necessity="Han skal spille fodbold i Herlev").status_code == 302
    with acting_as("alice"):
        task = Task.objects.values_list("id", flat=True).get()
        assert Disclosure.objects.filter(dossier_id=task).count() == 1
    assert "Ikke besvaret endnu" in text(client.get(reverse("cases:plan", args=[case])))
    changed = text(give(client, case, owner=str(named("hanne")), do="change"))
    assert "Prøvetræning i Hedeager IF" in changed


def test_without_a_ground_there_is_no_way_but_a_consent(client_for, case, acting_as):
    # The probation service has no ground for SSP, but one for its own purpose; the outsiders have none at all.
    client = client_for("alice")
    karen = text(give(client, case, owner=str(named("karen"))))
    assert "§ 115, stk. 1, nr. 3" in karen
    olga = text(give(client, case, owner=str(named("olga"))))
    assert "Der er endnu ikke noget, der tillader" in olga


@pytest.fixture
def offered(acting_as, case):
    with acting_as("alice") as alice:
        return scene.task(alice, case, owner="hanne", text="Tag imod til prøvetræning")


def group_of(acting_as, task):
    with acting_as("alice"):
        return Disclosure.objects.values_list("group_id", flat=True).get(dossier_id=task)


def test_an_offer_is_accepted_on_the_list(client_for, offered, acting_as):
    client = client_for("hanne")
    before = text(client.get(reverse("tasks:list")))
    assert "Han skal spille fodbold i Herlev" in before
    assert "Tag imod til prøvetræning" not in before
    answer = reverse("sharing:answer", args=[group_of(acting_as, offered)])
    assert client.get(answer).status_code == 405
    assert client_for("olga").post(answer, {"accept": "1"}).status_code == 404
    assert client.post(answer, {"accept": "1", "task": "1"}).headers["Location"] == reverse("tasks:list")
    page = text(client.get(reverse("tasks:list")))
    assert client.post(answer, {"accept": "1"}).status_code == 404
    assert "Opgaven står nu blandt dine." in page
    assert "Tag imod til prøvetræning" in page
    assert scene.NAME not in page


def test_what_is_said_after_a_step_is_readable_in_no_cookie(client_for, case, acting_as):
    with acting_as("alice") as alice:
        task = scene.task(alice, case)
    client = client_for("alice")
    answer = client.post(at("done", task))
    assert answer.status_code == 302
    cookie = answer.cookies["messages"].value
    plain = base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
    assert b"Ring til skolen" not in plain + cookie.encode()
    assert "Gjort: Ring til skolen" in text(client.get(reverse("tasks:list")))


@pytest.mark.parametrize("said", [{}, {"accept": "1", "decline": "1"}])
def test_an_answer_is_never_guessed(client_for, offered, acting_as, said):
    answer = reverse("sharing:answer", args=[group_of(acting_as, offered)])
    client = client_for("hanne")
    page = client.post(answer, said | {"task": "1"})
    assert page.status_code == 422
    assert "Vælg, om du tager imod eller siger nej tak. Der er ikke svaret noget." in page.content.decode()
    assert client_for("olga").post(answer, said).status_code == 404
    assert client.post(answer, {"accept": "1"}).status_code == 302, "it still waits"


def test_an_offer_is_declined_without_a_reason_and_is_never_late(client_for, offered, case, acting_as):
    answer = reverse("sharing:answer", args=[group_of(acting_as, offered)])
    assert client_for("hanne").post(answer, {"decline": "1"}).status_code == 302
    with acting_as("alice"):
        Task.objects.update(due_on=scene.in_days(-20))
    page = text(client_for("alice").get(reverse("cases:case", args=[case])))
    assert "Har takket nej" in page
    assert "over tid" not in page
    assert client_for("hanne").get(at("task", offered)).status_code == 404


def test_the_owner_elsewhere_sees_the_task_and_nothing_of_the_case(client_for, offered, case, acting_as):
    scene.answer(acting_as, "hanne", offered)
    client = client_for("hanne")
    page = text(client.get(at("task", offered)))
    assert "Tag imod til prøvetræning" in page
    assert "Alice Prøvedal" in page
    assert "§ 115, stk. 1, nr. 1" in page
    assert scene.NAME not in page
    assert str(case) not in page
    assert "Aflys opgaven" not in page
    assert client.get(at("move", offered)).status_code == 403
    assert client.post(at("cancel", offered)).status_code == 403
    sent = {"words": "Vi er klar", "form": str(uuid4())}
    assert {client.post(at("comment", offered), sent).status_code for _ in range(2)} == {302}
    assert client.post(at("done", offered)).status_code == 302
    with acting_as("alice"):
        assert TaskComment.objects.count() == 1
    giver = text(client_for("alice").get(at("task", offered)))
    assert "Vi er klar" in giver
    assert "Gjort" in giver
    assert scene.NAME in giver


def test_the_police_see_that_it_is_not_for_investigation(client_for, case, acting_as):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="palle")
    scene.answer(acting_as, "palle", task)
    assert "Må ikke bruges til efterforskning" in text(client_for("palle").get(at("task", task)))


def test_done_undo_cancel_move(client_for, case, acting_as):
    with acting_as("alice") as alice:
        task = scene.task(alice, case)
    client = client_for("alice")
    assert client.get(at("done", task)).status_code == 405
    done = client.post(at("done", task), {"back": str(case)})
    assert done.url == reverse("cases:case", args=[case])
    assert client.post(at("done", task), {"back": "list"}).url == reverse("tasks:list")
    assert client.post(f"{at('done', task)}?back=today").url == "/"
    assert client.post(at("undo", task), {"back": "https://evil.example/"}).url == at("task", task)
    day = scene.in_days(9)
    move = {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}
    assert client.get(at("move", task)).status_code == 200
    assert client.post(at("move", task), {**move, "version": "1"}).status_code == 409
    assert client.post(at("move", task), {**move, "version": "3"}).status_code == 302
    assert client.post(at("cancel", task)).status_code == 302
    assert "Aflyst" in text(client.get(reverse("cases:plan", args=[case])))
    assert client.get(at("move", task)).status_code == 403


def test_a_task_for_a_case_closed_meanwhile_is_not_lost(client_for, case, acting_as, monkeypatch):
    owners = giving.owners

    def late(actor):
        scene.course.close(by=actor, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
        return owners(actor)

    monkeypatch.setattr(giving, "owners", late)
    refused = give(client_for("alice"), case)
    assert refused.status_code == 409
    page = text(refused)
    assert "blev afsluttet i mellemtiden" in page
    assert "Prøvetræning i Hedeager IF" in page
    with acting_as("alice"):
        assert not Task.objects.exists()


def test_a_cancelled_task_is_taken_up_by_who_gave_it(client_for, offered, acting_as):
    scene.answer(acting_as, "hanne", offered)
    giver, owner = client_for("alice"), client_for("hanne")
    giver.post(at("cancel", offered))
    assert at("undo", offered) not in text(owner.get(at("task", offered)))
    assert owner.post(at("undo", offered)).status_code == 403
    assert at("undo", offered) in text(giver.get(at("task", offered)))
    assert giver.post(at("undo", offered)).status_code == 302
    assert owner.post(at("done", offered)).status_code == 302
    assert owner.post(at("undo", offered)).status_code == 302
    with acting_as("alice"):
        assert Task.objects.get(id=offered).state == "open"


def test_what_was_finished_with_its_case_is_not_opened_again(client_for, case, acting_as):
    with acting_as("alice") as alice:
        task = scene.task(alice, case)
        scene.tasks.finish(by=alice, task=task)
        scene.course.close(by=alice, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
    client = client_for("alice")
    assert at("undo", task) not in text(client.get(at("task", task)))
    assert "da forløbet blev afsluttet" in text(client.post(at("undo", task), follow=True))
    with acting_as("alice"):
        assert Task.objects.get(id=task).state == "done"


def test_past_what_its_owner_elsewhere_sees_a_task_is_given_again(client_for, offered, case, acting_as):
    scene.answer(acting_as, "hanne", offered)
    client, day = client_for("alice"), scene.in_days(120)
    move = {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year, "version": "1"}
    refused = client.post(at("move", offered), move)
    assert refused.status_code == 409
    page = text(refused)
    assert "Hanne Nabo ser kun opgaven til og med" in page
    assert f'value="{day.year}"' in page
    again = f"{reverse('cases:task-add', args=[case])}?again={offered}"
    assert again in page
    assert "Tag imod til prøvetræning" in text(client.get(again))
    with acting_as("alice"):
        assert Task.objects.get(id=offered).due_on == scene.in_days(5)


@pytest.mark.parametrize("name", ["task", "move"])
def test_a_task_is_missing_for_outsiders(client_for, case, acting_as, name):
    with acting_as("alice") as alice:
        task = scene.task(alice, case)
    for key in ("olga", "hanne", "carl"):
        assert client_for(key).get(at(name, task)).status_code == 404


@pytest.mark.parametrize("name", ["done", "undo", "cancel", "comment"])
def test_nothing_is_done_to_anothers_task(client_for, case, acting_as, name):
    with acting_as("alice") as alice:
        task = scene.task(alice, case)
    assert client_for("olga").post(at(name, task), {"words": "x"}).status_code == 404
    with acting_as("alice"):
        assert Task.objects.filter(id=task, state="open").exists()


def test_an_empty_comment_is_asked_for(client_for, case, acting_as):
    with acting_as("alice") as alice:
        task = scene.task(alice, case)
    assert "alert-error" in text(client_for("alice").post(at("comment", task), {"words": ""}))


def test_lists_and_their_empty_states(client_for, case, acting_as):
    client = client_for("alice")
    assert "Du har ingen åbne opgaver" in text(client.get(reverse("tasks:list")))
    with acting_as("alice") as alice:
        scene.task(alice, case, text="Min egen")
        scene.task(alice, case, owner="carl", text="Carls")
    assert "Min egen" in text(client.get(reverse("tasks:list")))
    assert "Carls" in text(client.get(reverse("tasks:list"), {"view": "given"}))
    assert client.get(reverse("tasks:list"), {"view": "x", "after": "x"}).status_code == 200
    assert client.post(reverse("tasks:list")).status_code == 405


@pytest.mark.parametrize("rows", [3, 100])
def test_lists_and_tasks_cost_few_statements_at_any_number(client_for, case, acting_as, rows):
    with acting_as("alice") as alice:
        for number in range(rows):
            task = scene.task(alice, case, text=str(number))
        for number in range(rows):
            scene.tasks.comment(by=alice, task=task, words=str(number))
    client = client_for("alice")
    for url in (reverse("tasks:list"), reverse("tasks:list") + "?view=given", at("task", task)):
        answer, taken = statements(lambda url=url: client.get(url))
        assert answer.status_code == 200
        assert len(taken) <= MOST, url


def test_a_reader_of_the_case_elsewhere_sees_no_tasks_of_others(client_for, case, acting_as):
    with acting_as("alice") as alice:
        scene.task(alice, case, text="Intern opgave")
    scene.share(acting_as, case, Category.PLAN)
    assert "Intern opgave" not in text(client_for("hanne").get(reverse("cases:plan", args=[case])))
