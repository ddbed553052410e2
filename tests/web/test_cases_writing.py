"""Writing in a case: notes, drafts in two windows, words, steps; nothing is lost, and sent twice it is written once."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connections
from django.urls import reverse

from tests import case_scene as scene
from tvaers.cases.access import get_for_reading
from tvaers.cases.actions import entries
from tvaers.cases.enums import Outcome
from tvaers.cases.models import Case, Entry, NetworkMember, ParentContact, Strength, Voice
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.plans.actions import ending
from tvaers.plans.models import FollowUp, Goal, Task
from tvaers.sharing.enums import May
from tvaers.web.cases import steps

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(acting_as):
    with acting_as("alice") as alice:
        return scene.case(alice)


def address(name, case, *more):
    return reverse(f"cases:{name}", args=[case, *more])


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def day(name, date):
    return {f"{name}_day": date.day, f"{name}_month": date.month, f"{name}_year": date.year}


def note(**changes):
    return {
        "title": "Skolen ringede",
        **day("happened_on", clock.today()),
        "happened_time": "9.15",
        "fact": "Fravær",
        "assessment": "",
        "source": "Læreren",
        "category": str(int(Category.ENTRY)),
        "parents": "",
        "parents_words": "",
        "do": "save",
        "form": str(uuid4()),
        **changes,
    }


def test_a_note_is_signed_or_kept_as_a_draft(client_for, case, acting_as):
    client = client_for("alice")
    assert client.post(address("write", case), note()).status_code == 302
    assert client.post(address("write", case), note(title="Kladde", do="other")).status_code == 302
    page = text(client.get(address("timeline", case)))
    assert "Skolen ringede" in page
    assert "kl. 9.15" in page
    assert "Kladde, som kun du ser" in page
    assert "Kladde" not in text(client_for("bo").get(address("timeline", case)))


def test_a_note_sent_twice_is_written_once(client_for, case, acting_as):
    client, sent = client_for("alice"), note()
    assert {client.post(address("write", case), sent).status_code for _ in range(2)} == {302}
    with acting_as("alice"):
        assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 201},
        {"fact": "", "assessment": ""},
        {"fact": "x" * 10_001},
        {"fact": "nul\x00"},
        {"happened_time": "kvart over ni"},
        {"happened_on_year": "2099"},
        {"happened_on_year": "0202"},
        {"happened_on_day": ""},
        {"category": "128"},
        {"category": "<script>"},
        {"parents": "contacted", "parents_words": ""},
    ],
)
def test_a_note_that_is_wrong_is_not_written_and_not_lost(client_for, case, acting_as, wrong):
    response = client_for("alice").post(address("write", case), note(**wrong))
    assert response.status_code == 200
    page = text(response)
    assert "alert-error" in page
    assert "Læreren" in page
    assert "<script>" not in page.split("<main")[1]
    with acting_as("alice"):
        assert not Entry.objects.exists()


def test_hostile_words_are_shown_as_words(client_for, case, acting_as):
    client = client_for("alice")
    client.post(address("write", case), note(title="<b>fed</b>", fact="<img src=x onerror=alert(1)> æøå 🙂\r\nlinje"))
    page = client.get(address("timeline", case)).content.decode()
    assert "&lt;b&gt;fed&lt;/b&gt;" in page
    assert "<img src=x" not in page
    assert "æøå 🙂" in page


def test_contact_with_the_parents_goes_with_the_note_or_alone(client_for, case, acting_as):
    client = client_for("alice")
    client.post(address("write", case), note(parents="contacted", parents_words="Mor kommer i morgen"))
    url = address("parents", case)
    sent = {"parents": "not-contacted", "parents_words": "Kan skade ham", "form": str(uuid4())}
    assert {client.post(url, sent).status_code for _ in range(2)} == {302}
    with acting_as("alice"):
        assert ParentContact.objects.count() == 2
    assert "Kan skade ham" in text(client.get(address("timeline", case), {"kind": "parents"}))


def test_for_somebody_of_age_the_parents_are_not_asked_about(client_for, acting_as):
    with acting_as("alice") as alice:
        young = scene.person(alice, born="2001-01-01")
        case = scene.course.open_case(by=alice, opening=scene.opening(young))
    assert 'name="parents"' not in text(client_for("alice").get(address("write", case)))


def test_the_second_window_sees_both_and_loses_nothing(client_for, case, acting_as):
    with acting_as("alice") as alice:
        entry = scene.note(alice, case, title="Kladde", sign=False)
    client, url = client_for("alice"), address("entry-change", case, entry)
    assert 'name="version" value="1"' in text(client.get(url))
    assert client.post(url, note(title="Første vindue", version="1", do="other")).status_code == 302
    second = client.post(url, note(title="Andet vindue", fact="Skrevet i andet vindue", version="1"))
    assert second.status_code == 409
    page = text(second)
    assert "Første vindue" in page
    assert "Skrevet i andet vindue" in page
    assert 'name="version" value="2"' in page
    assert client.post(url, note(title="Andet vindue", version="2")).status_code == 302
    with acting_as("alice"):
        view = get_for_reading(case=case)
        assert [(row["title"], bool(row["signed_at"])) for row in view.entries] == [("Andet vindue", True)]


def test_signed_in_the_other_window_what_was_typed_becomes_a_correction(client_for, case, acting_as):
    with acting_as("alice") as alice:
        entry = scene.note(alice, case, title="Underskrevet", sign=True)
    client, url = client_for("alice"), address("entry-change", case, entry)
    assert client.get(url).status_code == 302
    late = client.post(url, note(title="For sent", fact="Skrevet for sent", version="1"))
    assert late.status_code == 409
    page = text(late)
    assert "Underskrevet" in page
    assert "Skrevet for sent" in page
    correct = address("entry-correct", case, entry)
    assert f'action="{correct}"' in page
    assert client.post(correct, note(title="Rettelse")).status_code == 302
    shown = text(client.get(address("entry", case, entry)))
    assert "Læs rettelsen" in shown


@pytest.mark.parametrize(("signs", "says"), [(True, "er underskrevet i mellemtiden"), (False, "i et andet vindue")])
def test_a_draft_changed_while_it_is_saved_shows_both(client_for, case, acting_as, monkeypatch, signs, says):
    with acting_as("alice") as alice:
        entry = scene.note(alice, case, title="Kladde", sign=False)
    change = entries.change

    def late(**given):
        first = entries.Note(happened_at=clock.now(), title="Det andet vindue", fact="Kom først")
        change(**given | {"note": first, "sign": signs})
        change(**given)

    monkeypatch.setattr(entries, "change", late)
    answer = client_for("alice").post(address("entry-change", case, entry), note(fact="Kom sidst", version="1"))
    assert answer.status_code == 409
    page = text(answer)
    assert says in page
    assert "Kom først" in page
    assert "Kom sidst" in page


def test_others_drafts_and_notes_are_not_mine_to_change(client_for, case, acting_as):
    with acting_as("bo") as bo:
        draft = scene.note(bo, case, sign=False)
        signed = scene.note(bo, case)
    client = client_for("alice")
    assert client.get(address("entry", case, draft)).status_code == 404
    assert client.get(address("entry-change", case, draft)).status_code == 404
    assert client.get(address("entry-change", case, signed)).status_code == 403
    assert client.get(address("entry-correct", case, signed)).status_code == 200
    assert client_for("olga").get(address("entry", case, signed)).status_code == 404
    assert client.get(address("entry", case, uuid4())).status_code == 404


def test_a_contributor_elsewhere_writes_notes_of_what_was_given(client_for, case, acting_as):
    scene.share(acting_as, case, Category.PLAN | Category.ENTRY, to="palle", may=May.CONTRIBUTE)
    client = client_for("palle")
    page = text(client.get(address("write", case)))
    assert 'name="category"' not in page
    assert 'name="parents"' not in page
    assert client.post(address("write", case), note(title="Fra politiet")).status_code == 302
    assert client.get(address("goal-add", case)).status_code == 403
    owner = text(client_for("alice").get(address("timeline", case), {"kind": "entries"}))
    assert "Fra politiet" in owner
    assert "Må ikke bruges til efterforskning" in owner


def test_words_strengths_and_people_are_added_and_taken_out(client_for, case, acting_as):
    client = client_for("alice")
    voice = {"speaker": "young", "words": "Jeg vil hjem", "said_by": "Noah", **day("said_on", clock.today())}
    assert client.post(address("voice-add", case), {**voice, "form": uuid4()}).status_code == 302
    strength = {"title": "Fodbold", "words": "", "said_by": "Noah"}
    assert client.post(address("strength-add", case), {**strength, "form": uuid4()}).status_code == 302
    person = {"name": "Mor", "relation": "mor", "circle": "family", "closeness": "close", "brings": ""}
    assert client.post(address("network-add", case), {**person, "form": uuid4()}).status_code == 302
    page = text(client.get(address("case", case)))
    assert all(words in page for words in ("Jeg vil hjem", "Fodbold", "Mor, mor"))
    with acting_as("alice"):
        rows = [("voice", Voice), ("strength", Strength), ("network", NetworkMember)]
        ids = {kind: model.objects.values_list("id", flat=True).get() for kind, model in rows}
    for kind, row in ids.items():
        assert client_for("olga").post(address("take-out", case, kind, row)).status_code == 404
        assert client.post(address("take-out", case, kind, row)).status_code == 302
    assert "Jeg vil hjem" not in text(client.get(address("case", case)))


@pytest.mark.parametrize(
    "name", ["voice-add", "strength-add", "network-add", "parents", "goal-add", "follow-up", "task-add"]
)
def test_an_empty_form_says_what_is_missing(client_for, case, name):
    response = client_for("alice").post(address(name, case), {"form": "no-key"})
    assert response.status_code == 200
    assert "alert-error" in text(response)


def step(kind, **changes):
    given = {"version": "1", "reason": "Fordi", **day("day", scene.in_days(20)), **changes}
    if kind == "closed":
        given.setdefault("outcome", "goals-reached")
    return given


def test_steps_are_taken_with_a_reason(client_for, case, acting_as):
    client = client_for("alice")
    assert "alert-error" in text(client.post(address("step", case, "paused"), step("paused", reason="")))
    assert "alert-error" in text(client.post(address("step", case, "paused"), step("paused", day_year="2099")))
    for version, kind in enumerate(("reviewed", "paused", "resumed", "closed", "reopened"), start=1):
        answer = client.post(address("step", case, kind), step(kind, version=str(version)))
        assert answer.status_code == 302, kind
    page = text(client.get(address("course", case)))
    assert page.count("Fordi") >= 5
    assert client.get(address("step", case, "resumed")).status_code == 302, "an open case is not resumed"


def test_a_step_taken_meanwhile_keeps_the_words(client_for, case, acting_as):
    client = client_for("alice")
    client_for("bo").post(address("step", case, "reviewed"), step("reviewed"))
    late = client.post(address("step", case, "paused"), step("paused", reason="Mine egne ord"))
    assert late.status_code == 409
    page = text(late)
    assert "Mine egne ord" in page
    assert 'name="version" value="2"' in page
    assert client.post(address("step", case, "paused"), step("paused", version="2")).status_code == 302


def test_taking_up_again_leads_to_the_case_that_runs(client_for, case, acting_as, monkeypatch):
    with acting_as("alice") as alice:
        scene.course.close(by=alice, case=case, version=1, outcome=Outcome.MOVED, reason="Flyttet")
        young = get_for_reading(case=case).person_id
        running = scene.course.open_case(by=alice, opening=scene.opening(young))
    client, url = client_for("alice"), address("step", case, "reopened")
    asked = client.get(url)
    assert asked.url == address("case", running)
    assert "Der er et igangværende forløb om den unge" in text(client.get(asked.url))
    # Opened while the reason was being written.
    monkeypatch.setattr(steps, "running_about", lambda **_: None)
    assert client.get(url).status_code == 200
    sent = client.post(url, step("reopened", version="2"))
    assert sent.url == address("case", running)
    assert "Der er et igangværende forløb om den unge" in text(client.get(sent.url))
    with acting_as("alice"):
        assert Case.objects.exclude(state="closed").count() == 1


def test_closing_asks_what_becomes_of_each_open_task(client_for, case, acting_as):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, text="Åben opgave")
    client, url = client_for("alice"), address("step", case, "closed")
    assert "Åben opgave" in text(client.get(url))
    assert "alert-error" in text(client.post(url, step("closed")))
    with acting_as("alice"):
        assert Case.objects.get(id=case).closed_at is None
    assert client.post(url, step("closed", **{f"task_{task}": "done"})).status_code == 302
    with acting_as("alice"):
        assert Case.objects.get(id=case).closed_at
        assert Task.objects.get(id=task).state == "done"


def test_closing_lets_no_task_go_on_with_who_no_longer_sees_it(client_for, case, acting_as, as_administrator):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, owner="hanne")
    scene.answer(acting_as, "hanne", task)
    client, url = client_for("alice"), address("step", case, "closed")
    assert "Fortsætter hos Hanne Nabo efter forløbet" in text(client.get(url))
    as_administrator.execute("UPDATE sharing_frame SET ended_at = now() WHERE id = %s", [scene.AGREEMENT])
    assert "Fortsætter hos" not in text(client.get(url))
    assert client.post(url, step("closed", **{f"task_{task}": "goes-on"})).status_code == 200


def test_a_task_finished_while_its_case_is_closed_is_told(client_for, case, acting_as, monkeypatch):
    with acting_as("alice") as alice:
        task = scene.task(alice, case, text="Ring til mor", owner="bo")
    bo, read = client_for("bo"), ending.open_tasks

    def done_meanwhile():
        try:
            bo.post(reverse("tasks:done", args=[task]))
        finally:
            connections.close_all()

    def late(*, case):
        found = read(case=case)
        with ThreadPoolExecutor(max_workers=1) as beside:
            beside.submit(done_meanwhile).result()
        return found

    monkeypatch.setattr(ending, "open_tasks", late)
    client, url = client_for("alice"), address("step", case, "closed")
    answer = client.post(url, step("closed", reason="Han har det godt", **{f"task_{task}": "cancelled"}))
    assert answer.status_code == 409
    page = text(answer)
    assert "Gjort i mellemtiden: Ring til mor" in page
    assert "Han har det godt" in page
    with acting_as("alice"):
        assert Case.objects.get(id=case).closed_at is None
        assert Task.objects.get(id=task).state == "done"
    monkeypatch.setattr(ending, "open_tasks", read)
    assert client.post(url, step("closed")).status_code == 302


def test_a_new_lead_is_a_colleague(client_for, case, acting_as):
    client, url = client_for("alice"), address("step", case, "lead")
    assert "alert-error" in text(client.post(url, step("lead", lead=str(scene.named("hanne")))))
    assert client.post(url, step("lead", lead=str(scene.named("carl")))).status_code == 302
    assert client_for("carl").get(address("case", case)).status_code == 200


def test_goals_and_follow_up(client_for, case, acting_as):
    client = client_for("alice")
    for words in ("Første", "Andet"):
        sent = {"words": words, "said_by": "Noah", **day("said_on", clock.today()), "form": str(uuid4())}
        assert {client.post(address("goal-add", case), sent).status_code for _ in range(2)} == {302}
    with acting_as("alice"):
        first, second = Goal.objects.order_by("place").values_list("id", flat=True)
    assert client.post(address("goal-up", case, second)).status_code == 302
    assert client.post(address("goal-up", case, uuid4())).status_code == 404
    said = {"state": "begun", "said_by": "Lise", **day("said_on", clock.today()), "version": "1"}
    assert client.post(address("goal-stands", case, first), said).status_code == 302
    evaluated = {"words": "Det hjalp", "version": "2"}
    assert client.post(address("goal-evaluate", case, first), evaluated).status_code == 302
    held = {
        "present": "Noah og mor",
        "words": "Videre",
        **day("held_on", clock.today()),
        **day("next_on", scene.in_days(9)),
    }
    assert client.post(address("follow-up", case), {**held, "form": uuid4()}).status_code == 302
    page = text(client.get(address("plan", case)))
    assert page.index("Andet") < page.index("Første")
    assert all(words in page for words in ("siger Lise", "Det hjalp", "Noah og mor"))
    with acting_as("alice"):
        assert Goal.objects.count() == 2
        assert FollowUp.objects.count() == 1
    assert client_for("olga").post(address("goal-up", case, second)).status_code == 404
    assert client.get(address("goal-stands", case, uuid4())).status_code == 404
