"""Pages of how we work: written, taken into use, followed by the next version, looked at again, retired."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from tests import method_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.methods import actions, queries
from tvaers.methods.actions import ChangedMeanwhileError
from tvaers.methods.enums import Place, Topic, VersionState
from tvaers.methods.models import Method, MethodVersion
from tvaers.methods.rules import WrongStateError, next_review
from tvaers.methods.waiting import for_actor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]


def states(method):
    return list(MethodVersion.objects.filter(method_id=method).order_by("number").values_list("number", "state"))


def test_a_draft_is_the_owners_own_and_what_is_in_use_its_audiences():
    method = scene.begun()
    for who, sees in (("dina", True), ("hanne", False), ("palle", False), ("oda", False)):
        with acting_as(who) as somebody:
            assert bool(queries.library(actor=somebody)) is sees, who
    with acting_as("bo") as bo:
        assert actions.take_into_use(by=bo, method=method, edition=1, reach=scene.reach()) == 1
    for who, sees in (("dina", True), ("hanne", True), ("palle", True), ("oda", False), ("karen", False)):
        with acting_as(who) as somebody:
            entries = queries.library(actor=somebody)
            assert [entry.method for entry in entries] == ([method] if sees else []), who
            if not sees:
                with pytest.raises(Http404):
                    queries.about(actor=somebody, method=method)


def test_the_next_version_retires_the_former_which_stays_readable_with_what_changed():
    method = scene.used()
    scene.followed(method, title="En vagt på gaden", body="Vi går altid to, og en venter hjemme.")
    with acting_as("hanne"):
        newest, first = queries.versions(method=method)
    assert (newest["number"], newest["state"], newest["changed"]) == (2, VersionState.IN_USE, "Nyt om hjemtur.")
    assert (first["number"], first["state"], first["body"]) == (1, VersionState.RETIRED, scene.BODY)
    assert newest["taken_at"] - first["retired_at"] < timedelta(seconds=10)
    assert (first["taken_name"], first["retired_name"]) == ("Bo Testesen", "Bo Testesen")


def test_of_two_who_write_at_once_the_second_is_told_and_nothing_is_lost():
    method = scene.begun()
    with acting_as("bo") as bo:
        assert actions.save(by=bo, method=method, told=scene.told(title="Bos"), edition=1) == 1
    with acting_as("frida") as frida, pytest.raises(ChangedMeanwhileError):
        actions.save(by=frida, method=method, told=scene.told(title="Fridas"), edition=1)
    with acting_as("frida") as frida:
        assert MethodVersion.objects.get().title == "Bos"
        with pytest.raises(ChangedMeanwhileError):
            actions.take_into_use(by=frida, method=method, edition=1, reach=scene.reach())
        actions.save(by=frida, method=method, told=scene.told(title="Begges"), edition=2)
        assert (MethodVersion.objects.get().title, MethodVersion.objects.get().edition) == ("Begges", 3)


def test_two_next_versions_begun_at_once_are_one():
    method = scene.used()
    with acting_as("bo") as bo:
        assert actions.save(by=bo, method=method, told=scene.told(title="Bos"), edition=0) == 2
    with acting_as("frida") as frida, pytest.raises(ChangedMeanwhileError):
        actions.save(by=frida, method=method, told=scene.told(title="Fridas"), edition=0)


def test_a_form_sent_twice_writes_once():
    form = uuid4()
    with acting_as("bo") as bo:
        made = {actions.begin(by=bo, topic=Topic.SSP, told=scene.told(), form=form) for _ in range(2)}
        assert len(made) == 1
        (method,) = made
        assert [actions.save(by=bo, method=method, told=scene.told(title="To"), edition=1) for _ in range(2)] == [1, 1]
        assert MethodVersion.objects.get().edition == 2


def test_a_dropped_draft_takes_a_method_along_that_has_nothing_else():
    fresh, used = scene.begun(), scene.used(title="En anden")
    with acting_as("frida") as frida:
        actions.save(by=frida, method=used, told=scene.told(title="Version to"), edition=0)
        assert actions.drop(by=frida, method=fresh) is True
        assert actions.drop(by=frida, method=used) is False
        assert list(Method.objects.values_list("id", flat=True)) == [used]
        assert states(used) == [(1, VersionState.IN_USE)]
        # Its number is free again: it never was in use.
        assert actions.save(by=frida, method=used, told=scene.told(title="Version to"), edition=0) == 2


def test_who_does_not_keep_the_library_writes_nothing():
    method = scene.used()
    for who, refusal in (("dina", PermissionDenied), ("hanne", PermissionDenied), ("vera", Http404), ("oda", Http404)):
        with acting_as(who) as by:
            for write in (
                lambda by=by: actions.save(by=by, method=method, told=scene.told(), edition=0),
                lambda by=by: actions.drop(by=by, method=method),
                lambda by=by: actions.arrange(by=by, method=method, reach=scene.reach()),
                lambda by=by: actions.confirm(by=by, method=method),
                lambda by=by: actions.retire(by=by, method=method),
            ):
                with pytest.raises(refusal):
                    write()
    for who in ("dina", "hanne", "helga"):
        with acting_as(who) as by, pytest.raises(PermissionDenied):
            actions.begin(by=by, topic=Topic.SSP, told=scene.told())


def test_retired_it_is_shown_nowhere_and_can_be_begun_anew():
    method = scene.used()
    with acting_as("bo") as bo:
        assert [row["method_id"] for row in queries.shown_at(Place.STREET)] == [method]
        actions.retire(by=bo, method=method)
        actions.retire(by=bo, method=method)
        assert queries.shown_at(Place.STREET) == []
        (entry,) = queries.library(actor=bo)
        assert entry.state is VersionState.RETIRED
        assert queries.library(actor=bo, place="street") == []
        with pytest.raises(WrongStateError):
            actions.take_into_use(by=bo, method=method, edition=0, reach=scene.reach())
    scene.followed(method)
    with acting_as("hanne") as hanne:
        assert queries.library(actor=hanne)[0].state is VersionState.IN_USE


def test_it_is_shown_where_it_was_chosen_to_be_for_whoever_reads_it():
    scene.used(to=("herlev",), places=["street", "debrief"])
    for who, place, shown in (
        ("dina", "street", 1),
        ("dina", "debrief", 1),
        ("dina", "triage", 0),
        ("hanne", "street", 1),
        ("palle", "street", 0),
    ):
        with acting_as(who):
            assert len(queries.shown_at(place)) == shown, (who, place)


def test_taken_out_of_the_audience_nobody_reads_any_version():
    method = scene.used()
    scene.followed(method)
    with acting_as("bo") as bo:
        actions.arrange(by=bo, method=method, reach=scene.reach("police"))
    with acting_as("hanne") as hanne:
        assert queries.library(actor=hanne) == []
        assert MethodVersion.objects.count() == 0
    with acting_as("palle"):
        assert MethodVersion.objects.count() == 2


def test_the_partners_of_the_agreement_are_told_apart():
    with acting_as("bo") as bo:
        partners = {each["id"]: each["is_partner"] for each in queries.audiences(actor=bo)}
    assert partners == {
        named("herlev"): True,
        named("police"): True,
        named("probation"): False,
        named("outside"): False,
    }


def test_a_year_on_its_keeper_is_told_and_where_nobody_keeps_it_all_who_could(as_maintenance):
    today = clock.today()
    mine = scene.used(review=today + timedelta(days=2))
    scene.used(title="Senere", review=today + timedelta(days=40))
    soon = clock.now() + timedelta(days=7)
    with acting_as("bo") as bo:
        (line,) = for_actor(bo, soon)
        assert (str(mine) in line.url, line.due) == (True, today + timedelta(days=2))
    for who in ("frida", "dina", "hanne"):
        with acting_as(who) as other:
            assert for_actor(other, soon) == []
    as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("bo")])
    with acting_as("frida") as frida:
        assert len(for_actor(frida, soon)) == 1
        assert actions.confirm(by=frida, method=mine) == next_review(today)
        assert for_actor(frida, soon) == []


@pytest.mark.parametrize("field", ["title", "summary", "body", "source"])
def test_a_number_like_a_cpr_number_is_refused_by_the_table(field):
    from django.db import IntegrityError  # noqa: PLC0415 - beside its one use

    with acting_as("bo") as bo, pytest.raises(IntegrityError):
        actions.begin(by=bo, topic=Topic.SSP, told=scene.told(**{field: "Fx 010203-1234"}))
