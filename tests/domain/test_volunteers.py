"""Writing volunteers down, their papers, the days of a certificate, looking again, stopping, and erasure."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from tests import volunteer_scene
from tests.cast import named
from tests.volunteer_scene import NAME, NOTE, REACH, TASKS, WHY, assessed, begun, days_ago, signed, told
from tvaers.civilsociety import access, actions, queries, tasks
from tvaers.civilsociety.actions import ChangedMeanwhileError
from tvaers.civilsociety.enums import VolunteerState
from tvaers.civilsociety.models import Training, Volunteer
from tvaers.civilsociety.rules import Certificate, CertificateOrderError, WrongStateError
from tvaers.civilsociety.waiting import for_actor
from tvaers.foundation import clock, keystore
from tvaers.partnerships.enums import Role
from tvaers.sharing.sealing import dossier_key

pytestmark = pytest.mark.django_db(transaction=True)
STRANGERS = ("alice", "gerda", "vera", "palle")


def read(acting_as, volunteer, by="bo"):
    with acting_as(by) as actor:
        return access.get_for_reading(actor=actor, id=volunteer)


def test_it_is_read_as_it_was_told(cast, acting_as):
    view = read(acting_as, begun(with_children=True))
    assert (view.name, view.reach, view.tasks, view.why_children, view.note) == (NAME, REACH, TASKS, WHY, NOTE)
    assert (view.state, view.contact, view.training) == (VolunteerState.ASKED, "Bo Testesen", [])
    assert not view.may_be_with_children


def test_only_who_keeps_volunteers_writes_reads_and_lists(cast, acting_as):
    volunteer = begun()
    for who in STRANGERS:
        with acting_as(who) as actor:
            for asks in (
                lambda actor=actor: actions.begin(by=actor, told=told()),
                lambda actor=actor: queries.volunteers(actor=actor),
                lambda actor=actor: access.get_for_reading(actor=actor, id=volunteer),
                lambda actor=actor: actions.end(by=actor, volunteer=volunteer, ended_on=clock.today()),
                lambda actor=actor: actions.erase(by=actor, volunteer=volunteer),
            ):
                with pytest.raises(PermissionDenied):
                    asks()
    with acting_as("oda") as oda:
        assert queries.volunteers(actor=oda) == []
        for asks in (access.get_for_reading, access.get_for_keeping):
            with pytest.raises(Http404):
                asks(actor=oda, id=volunteer)


def test_the_list_is_by_name_and_counts_as_seen(cast, acting_as, as_administrator):
    made = [begun(name=name) for name in ("Åse", "anna", "Bent", "Zenia")]
    with acting_as("frida") as frida:
        rows = queries.volunteers(actor=frida)
    assert [row["name"] for row in rows] == ["anna", "Bent", "Zenia", "Åse"]
    looked = "SELECT count(DISTINCT dossier_id) FROM audit_seen WHERE dossier_id = ANY (%s) AND actor_id = %s"
    assert as_administrator.execute(looked, [made, named("frida")]).fetchone() == (4,)


def test_sent_twice_it_is_one(cast, acting_as):
    form = uuid4()
    with acting_as("bo") as bo:
        assert actions.begin(by=bo, told=told(), form=form) == actions.begin(by=bo, told=told(), form=form)
        assert Volunteer.objects.count() == 1


def test_both_papers_make_active_and_one_taken_out_does_not(cast, acting_as):
    volunteer, day = begun(), days_ago(1)
    with acting_as("bo") as bo:
        states = [
            actions.note_papers(
                by=bo, volunteer=volunteer, agreed_on=agreed, confidential_on=confidential, version=version
            )
            for version, (agreed, confidential) in enumerate(((day, None), (day, day), (None, day)), start=1)
        ]
    assert states == [VolunteerState.ASKED, VolunteerState.ACTIVE, VolunteerState.ASKED]


def test_of_two_who_write_the_second_is_told(cast, acting_as):
    volunteer = begun()
    with acting_as("bo") as bo:
        actions.save(by=bo, volunteer=volunteer, told=told(name="Nanna Ny"), version=1)
    with acting_as("frida") as frida:
        with pytest.raises(ChangedMeanwhileError):
            actions.save(by=frida, volunteer=volunteer, told=told(name="Nanna Nyere"), version=1)
        with pytest.raises(ChangedMeanwhileError):
            actions.note_certificate(by=frida, volunteer=volunteer, said=assessed(), version=1)
    assert read(acting_as, volunteer).name == "Nanna Ny"


def test_who_notes_the_assessment_is_who_assessed(cast, acting_as):
    volunteer = begun(with_children=True)
    with acting_as("frida") as frida:
        actions.note_certificate(by=frida, volunteer=volunteer, said=assessed(), version=1)
    view = read(acting_as, volunteer)
    assert (view.certificate, view.assessor, view.may_be_with_children) == (assessed(), "Frida Leder", True)
    with acting_as("bo") as bo:
        actions.save(by=bo, volunteer=volunteer, told=told(), version=2)
    gone = read(acting_as, volunteer)
    assert (gone.certificate, gone.assessor) == (Certificate(with_children=False), "")


def test_days_that_do_not_follow_each_other_are_refused(cast, acting_as):
    volunteer = begun(with_children=True)
    crooked = Certificate(with_children=True, consented_on=days_ago(2), ordered_on=days_ago(3))
    with acting_as("bo") as bo, pytest.raises(CertificateOrderError):
        actions.note_certificate(by=bo, volunteer=volunteer, said=crooked, version=1)


def test_training_is_added_once_and_taken_out(cast, acting_as):
    volunteer, form = begun(), uuid4()
    with acting_as("bo") as bo:
        for _ in range(2):
            actions.add_training(by=bo, volunteer=volunteer, what="Førstehjælp", held_on=days_ago(1), form=form)
        actions.add_training(by=bo, volunteer=volunteer, what="Introduktion", held_on=days_ago(4))
    lines = read(acting_as, volunteer).training
    assert [line.what for line in lines] == ["Introduktion", "Førstehjælp"]
    with acting_as("bo") as bo:
        actions.remove_training(by=bo, volunteer=volunteer, line=lines[0].id)
        with pytest.raises(Http404):
            actions.remove_training(by=bo, volunteer=volunteer, line=lines[0].id)
        assert Training.objects.count() == 1


def test_who_has_stopped_is_changed_no_more(cast, acting_as):
    volunteer = signed()
    with acting_as("bo") as bo:
        erased = actions.end(by=bo, volunteer=volunteer, ended_on=clock.today())
        assert actions.end(by=bo, volunteer=volunteer, ended_on=days_ago(1)) == erased
        with pytest.raises(WrongStateError):
            actions.save(by=bo, volunteer=volunteer, told=told(), version=volunteer_scene.version(volunteer))
        with pytest.raises(WrongStateError):
            actions.review(by=bo, volunteer=volunteer, review_on=clock.today() + timedelta(days=9))
    assert timedelta(days=180) < erased - clock.today() < timedelta(days=186)


def test_it_is_erased_with_its_key_when_its_day_has_come_and_its_owner_alone_does_it(cast, acting_as, as_administrator):
    volunteer = signed()
    tasks.erase_due(organisation=str(named("gladsaxe")))
    assert read(acting_as, volunteer).name == NAME
    as_administrator.execute("UPDATE civilsociety_volunteer SET erase_on = %s", [clock.today()])
    tasks.erase_due(organisation=str(named("outside")))
    assert read(acting_as, volunteer).name == NAME
    tasks.erase_due(organisation=str(named("gladsaxe")))
    left = "SELECT (SELECT count(*) FROM civilsociety_volunteer), (SELECT count(*) FROM civilsociety_training)"
    assert as_administrator.execute(left).fetchone() == (0, 0)
    assert keystore.store().unwrap([dossier_key(volunteer)]) == {}
    receipt = "SELECT count(*) FROM audit_event WHERE name = 'civilsociety.erased' AND object_id = %s"
    assert as_administrator.execute(receipt, [volunteer]).fetchone() == (1,)


def test_the_night_comes_also_where_nobody_keeps_them_any_more(cast, acting_as, as_administrator):
    volunteer = signed()
    as_administrator.execute("UPDATE civilsociety_volunteer SET erase_on = %s", [clock.today()])
    keeping = int(Role.COORDINATOR | Role.SUPERVISOR)
    as_administrator.execute("UPDATE partnerships_membership SET roles = roles & ~%s", [keeping])
    tasks.erase_due(organisation=str(named("gladsaxe")))
    assert as_administrator.execute("SELECT count(*) FROM civilsociety_volunteer").fetchone() == (0,)
    assert keystore.store().unwrap([dossier_key(volunteer)]) == {}


def test_who_has_left_is_nobodys_contact_person(cast, acting_as, as_administrator):
    volunteer = begun(contact=named("dina"))
    assert read(acting_as, volunteer).contact
    as_administrator.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("dina")])
    assert read(acting_as, volunteer).contact == ""
    with acting_as("bo") as bo:
        (row,) = queries.volunteers(actor=bo)
        assert row["contact"] is None


def test_who_was_written_down_by_mistake_is_erased_at_once(cast, acting_as):
    volunteer = begun()
    with acting_as("bo") as bo:
        actions.erase(by=bo, volunteer=volunteer)
    with acting_as("bo") as bo, pytest.raises(Http404):
        access.get_for_reading(actor=bo, id=volunteer)


def test_today_tells_who_keeps_them_when_one_is_due_and_names_nobody(cast, acting_as):
    volunteer = begun(review_on=clock.today() + timedelta(days=3))
    begun(review_on=clock.today() + timedelta(days=30))
    week = clock.now() + timedelta(days=7)
    with acting_as("bo") as bo:
        (line,) = for_actor(bo, week)
        assert str(volunteer) in line.url
        assert NAME not in f"{line.what} {line.about} {line.url}"
        actions.review(by=bo, volunteer=volunteer, review_on=clock.today() + timedelta(days=100))
        assert for_actor(bo, week) == []
    for who in ("alice", "oda"):
        with acting_as(who) as actor:
            assert for_actor(actor, week) == []


def test_no_log_line_names_anybody(cast, acting_as, caplog):
    caplog.set_level("DEBUG")
    read(acting_as, signed())
    assert NAME not in caplog.text
