"""The pages of plans of conflicts: doors, names that are asked about, what is typed, two who write at once."""

import re

import pytest
from django.urls import reverse

from tests import conflict_scene as scene
from tests import picture_scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.conflict import actions
from tvaers.conflict.models import LogLine, Plan

pytestmark = pytest.mark.django_db(transaction=True)
LIST, NEW = reverse("conflict:list"), reverse("conflict:new")


@pytest.fixture(autouse=True)
def areas(cast, as_maintenance):
    picture_scene.drawn(as_maintenance)


def at(name, *arguments):
    return reverse(f"conflict:{name}", args=arguments)


def said(client, address, *, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


@pytest.mark.parametrize("name", ["write", "review", "calm"])
def test_the_pages_of_planning_are_for_who_decides_at_the_owner(client_for, name):
    address = at(name, scene.in_force())
    for who, status in (("bo", 200), ("alice", 200), *((each, 403) for each in ("dina", "hanne", "palle", "vera"))):
        assert client_for(who).get(address).status_code == status, who
    assert client_for("oda").get(address).status_code == 404


def test_a_draft_is_shown_to_nobody_else_and_an_association_reads_none(client_for):
    draft, plan = scene.begun(title="Kladden"), scene.in_force()
    for who in ("hanne", "palle"):
        assert "Kladden" not in said(client_for(who), LIST)
        said(client_for(who), at("plan", draft), status=404)
        assert at("write", plan) not in said(client_for(who), at("plan", plan))
    said(client_for("oda"), at("plan", plan), status=404)
    said(client_for("vera"), LIST, status=403)
    said(client_for("vera"), at("plan", plan), status=403)


def test_names_are_asked_about_and_numbers_refused(client_for):
    bo = client_for("bo")
    sent = scene.written(picture_scene.PARK, trigger="Det var Karstensen, siger alle.")
    answer = bo.post(NEW, sent)
    assert answer.status_code == 422
    assert "Karstensen" in answer.content.decode()
    assert bo.post(NEW, sent | {"trigger": "Set af 010203-1234."}).status_code == 422
    assert bo.post(NEW, sent | {"no_persons": "Karstensen"}).status_code == 302
    with acting_as("bo"):
        plan = Plan.objects.get().id
    # What was confirmed is not asked again.
    changed = scene.written(picture_scene.PARK, trigger=sent["trigger"], title="Andet", version="1")
    assert bo.post(at("write", plan), changed).status_code == 302
    assert bo.post(at("part-new", plan, "actor"), {"who": "Ring Peter Olsen", "text": "Er ude."}).status_code == 422


def test_a_line_of_the_log_names_nobody_and_comes_from_who_works_with_people(client_for):
    plan = scene.in_force()
    answer = client_for("palle").post(at("plan", plan), {"text": "Så Mikkel Hansen ved torvet."})
    assert answer.status_code == 422
    assert "Så Mikkel Hansen ved torvet." in answer.content.decode()
    assert client_for("palle").post(at("plan", plan), {"text": "Roligt i Prøveparken."}).status_code == 302
    assert client_for("ida").post(at("plan", plan), {"text": "Roligt."}).status_code == 403
    with acting_as("bo") as bo:
        assert [line.text for line in LogLine.objects.all()] == ["Roligt i Prøveparken."]
        actions.calm(by=bo, plan=plan)
    late = client_for("palle").post(at("plan", plan), {"text": "En raket."})
    assert late.status_code == 422
    assert "En raket." in late.content.decode()


def test_a_part_is_done_by_somebody_and_of_a_kind_there_is(client_for):
    bo, plan = client_for("bo"), scene.in_force()
    nobody = {"target": "youth", "text": "Åbn.", "organisation": "", "who": ""}
    assert bo.post(at("part-new", plan, "measure"), nobody).status_code == 422
    assert bo.post(at("part-new", plan, "measure"), nobody | {"target": "press", "who": "Vi"}).status_code == 422
    outside = nobody | {"organisation": str(named("outside"))}
    assert bo.post(at("part-new", plan, "measure"), outside).status_code == 422
    said(bo, at("part-new", plan, "noget"), status=404)
    said(bo, at("part", scene.in_force(title="Andet"), scene.measure(plan)), status=404)
    again = bo.post(at("part-new", plan, "measure"), nobody | {"who": "Klubben", "do": "another"})
    assert again["Location"] == at("part-new", plan, "measure")


def test_of_two_who_write_at_once_the_second_sees_both(client_for):
    plan = scene.begun()
    sent = scene.written(picture_scene.PARK, version="1")
    assert client_for("frida").post(at("write", plan), sent | {"title": "Fridas"}).status_code == 302
    answer = client_for("bo").post(at("write", plan), sent | {"title": "Bos"})
    assert answer.status_code == 409
    assert "Fridas" in answer.content.decode()
    assert 'value="Bos"' in answer.content.decode()


def test_of_two_who_change_a_part_at_once_the_second_sees_both(client_for):
    plan = scene.in_force()
    address = at("part", plan, scene.measure(plan))
    bo, frida = client_for("bo"), client_for("frida")
    seen = re.search(r'name="seen" value="(\w{64})"', said(bo, address))[1]
    sent = {"target": "youth", "text": "Klubben har åbent.", "organisation": "", "who": "Klubben", "seen": seen}
    assert frida.post(address, sent | {"text": "Klubben har lukket."}).status_code == 302
    answer = bo.post(address, sent)
    assert answer.status_code == 409
    page = answer.content.decode()
    for words in ("Klubben har lukket.", "Klubben har åbent."):
        assert words in page
    again = re.search(r'name="seen" value="(\w{64})"', page)[1]
    assert bo.post(address, sent | {"seen": again}).status_code == 302
    assert "Klubben har åbent." in said(bo, at("plan", plan))


def test_the_look_is_within_weeks(client_for):
    plan = scene.begun()
    bo = client_for("bo")
    assert bo.post(at("start", plan), scene.reviewed(43)).status_code == 422
    assert bo.post(at("start", plan), scene.reviewed(42)).status_code == 302
    assert bo.get(at("start", plan)).status_code == 302
    assert bo.get(at("ready", plan)).status_code == 302


def test_whoever_leads_and_what_was_learned_stand_on_the_page(client_for):
    plan = scene.normal()
    answer = client_for("bo").post(at("learn", plan), {"went_well": "Vi var hurtige.", "next_time": "Ring først."})
    assert answer.status_code == 302
    page = said(client_for("palle"), at("plan", plan))
    for words in ("Bo Testesen", "Vi var hurtige.", "Ring først."):
        assert words in page
    assert client_for("bo").get(at("write", plan)).status_code == 302
    assert client_for("bo").post(at("part-new", plan, "actor"), {"who": "Vi", "text": "Nej."}).status_code == 302


def test_the_local_picture_and_the_area_lead_to_it(client_for):
    plan = scene.in_force()
    palle = client_for("palle")
    assert LIST in said(palle, reverse("localpicture:list"))
    area = reverse("localpicture:area", args=[picture_scene.PARK])
    assert at("plan", plan) in said(palle, area)
    assert at("plan", plan) not in said(client_for("oda"), area)


def test_a_day_that_is_a_mistake_is_said_at_its_field(client_for):
    plan, bo = scene.in_force(), client_for("bo")
    for days, text in ((800, "Det er meget langt ude i fremtiden"), (-9000, "Det er meget længe siden")):
        due = scene.in_days(days)
        sent = {"target": "youth", "text": "Åbn.", "organisation": "", "who": "Klubben"}
        sent |= {"due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year}
        answer = bo.post(at("part-new", plan, "measure"), sent)
        assert answer.status_code == 422
        assert text in answer.content.decode()


def test_a_tick_from_a_page_of_before_leads_back_to_the_plan(client_for):
    plan = scene.in_force()
    measure = scene.measure(plan)
    with acting_as("bo") as bo:
        actions.calm(by=bo, plan=plan)
    answer = client_for("palle").post(at("tick", plan, measure), {"do": "done"}, follow=True)
    assert "Planen er ændret imens." in answer.content.decode()
    assert client_for("oda").post(at("tick", plan, measure), {"do": "done"}).status_code == 404


def test_a_line_that_names_somebody_is_taken_out_for_all(client_for):
    plan = scene.in_force()
    scene.logged(plan, text="Det var naboens dreng.")
    with acting_as("bo"):
        out = at("line-out", plan, LogLine.objects.get().id)
    assert out not in said(client_for("palle"), at("plan", plan))
    assert client_for("palle").post(out).status_code == 403
    bo = client_for("bo")
    assert out in said(bo, at("plan", plan))
    assert bo.post(out).status_code == 302
    assert "Det var naboens dreng." not in said(client_for("palle"), at("plan", plan))
    assert bo.post(out).status_code == 302, "sent twice"
