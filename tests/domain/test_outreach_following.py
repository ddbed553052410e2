"""Coming back to what was met: promises, what bridging came to, corrections; a plan changed before anybody went."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.http import Http404

from tests import street_scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.outreach import tasks
from tvaers.outreach.actions import debriefing, following, phones, planning, receiving, walking
from tvaers.outreach.actions.debriefing import Told
from tvaers.outreach.entries import read
from tvaers.outreach.enums import Bridge, MethodPoint, Outcome
from tvaers.outreach.models import Debrief, FollowUp, Shift, ShiftMember, Supervision, Watch
from tvaers.outreach.queries import bridged, follow_ups, for_supervision, held, last_words, waiting_for
from tvaers.outreach.rules import AGAIN_DAYS, BRIDGING_ASKED_AFTER, FARTHEST, KEPT, WrongStateError

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
LONG_AGO = timedelta(days=91)


@pytest.fixture
def shift():
    return street_scene.walked()["shift"]


def sent(by, shift, sequence, **facts):
    """Let a phone of somebody's send a stop; returns the id that it gave it."""
    device = phones.register(by=by)
    packed = street_scene.packed(sequence, shift=shift, **facts)
    said = read(packed["body"], packed["digest"])
    receiving.take(by=by, device=device, entries=[said])
    return said.entry_id


def days(*, after):
    return clock.today() + timedelta(days=after)


def test_what_a_team_promises_waits_for_everybody_on_it_until_somebody_says_what_became_of_it(shift):
    with acting_as("dina") as dina:
        note = following.promise(by=dina, shift=shift, what="Spørg hallen om tirsdage", due_on=days(after=3))
    for who in ("dina", "bo"):
        with acting_as(who) as member:
            waits = [row for row in waiting_for(actor=member, by_day=days(after=3)) if row["kind"] == "follow-up"]
            assert [(row["id"], row["said"]) for row in waits] == [(note, "Spørg hallen om tirsdage")]
            assert not [r for r in waiting_for(actor=member, by_day=days(after=2)) if r["kind"] == "follow-up"]
    with acting_as("alice") as alice:
        assert not [row for row in waiting_for(actor=alice, by_day=days(after=3)) if row["kind"] == "follow-up"]
    with acting_as("bo") as bo:
        following.close(by=bo, follow_up=note, outcome=Outcome.CAME)
    with acting_as("dina") as dina:
        # Whoever was first stands.
        following.close(by=dina, follow_up=note, outcome=Outcome.NOT)
        (row,) = follow_ups(actor=dina, since=clock.now() - LONG_AGO)
        assert (row["outcome"], row["by"]) == (Outcome.CAME, "Bo Testesen")
        with pytest.raises(ValueError, match="corrected"):
            following.close(by=dina, follow_up=note, outcome=Outcome.CORRECTED)
    with acting_as("hanne") as hanne, pytest.raises(Http404):
        following.close(by=hanne, follow_up=note, outcome=Outcome.CAME)


def test_a_day_that_has_gone_or_that_nobody_keeps_in_mind_is_refused(shift):
    with acting_as("dina") as dina:
        for day in (days(after=-1), clock.today() + FARTHEST + timedelta(days=1)):
            with pytest.raises(following.WrongDayError):
                following.promise(by=dina, shift=shift, what="Lyset ved hallen", due_on=day)
        form = uuid4()
        noted = [
            following.promise(by=dina, shift=shift, what="Lyset", due_on=days(after=1), form=form) for _ in range(2)
        ]
        assert noted[0] == noted[1]
    with acting_as("hanne") as hanne, pytest.raises(Http404):
        following.promise(by=hanne, shift=shift, what="Lyset ved hallen", due_on=days(after=1))


def test_what_bridging_came_to_is_asked_later_and_counted(shift):
    with acting_as("dina") as dina:
        sent(dina, shift, 1, offered=["sport", "job"], accepted=["sport", "job"])
        rows = {row.bridge: row for row in FollowUp.objects.all()}
        assert set(rows) == {"sport", "job"}
        assert {row.due_on for row in rows.values()} == {clock.today() + BRIDGING_ASKED_AFTER}
        following.close(by=dina, follow_up=rows["sport"].id, outcome=Outcome.CAME)
        told = bridged(actor=dina, since=clock.now() - LONG_AGO)
        # The shift's first stop offered sport as well.
        sport, job = told[Bridge.SPORT], told[Bridge.JOB]
        assert (sport.offered, sport.accepted, sport.came, sport.waits) == (2, 1, 1, 0)
        assert (job.offered, job.accepted, job.came, job.waits) == (1, 1, 0, 1)


def test_a_correction_takes_out_what_was_not_said_and_asks_nothing_twice(shift):
    with acting_as("dina") as dina:
        first = sent(dina, shift, 1, accepted=["sport", "job"], words="Lyset er slukket", again="soon")
        sent(dina, shift, 2, corrects=str(first), accepted=["sport", "club"], words="Lyset er slukket", again="soon")
        told = sorted((row.bridge, row.what, row.outcome) for row in FollowUp.objects.all())
        assert told == [
            ("", "Lyset er slukket", ""),
            ("club", "", ""),
            ("job", "", "corrected"),
            ("sport", "", ""),
        ]
        promise = FollowUp.objects.get(bridge="")
        assert promise.due_on == days(after=AGAIN_DAYS["soon"])
        third = sent(dina, shift, 3, words="Helt stille", again="week")
        sent(dina, shift, 4, corrects=str(third), words="Helt stille")
        assert FollowUp.objects.get(what="Helt stille").outcome == Outcome.CORRECTED


def test_what_is_to_be_taken_up_is_read_by_who_leads_and_ticked_off_once(shift):
    with acting_as("dina") as dina:
        debrief = debriefing.write(by=dina, shift=shift, told=Told(supervision="Tilliden på torvet."))
    with acting_as("frida") as frida:
        for _ in range(2):
            debriefing.take_up(by=frida, debrief=debrief)
        (row,) = for_supervision(actor=frida, since=clock.now() - LONG_AGO)
        assert (row["supervision"], row["by"], row["taken_up_by"]) == (
            "Tilliden på torvet.",
            "Dina Påfund",
            "Frida Leder",
        )
    with acting_as("dina") as dina, pytest.raises(DatabaseError):
        Supervision.objects.create(debrief_id=debrief, owner_id=dina.organisation.id, by_id=dina.id)


def test_what_the_next_team_should_know_reaches_whoever_it_is_and_nobody_else(shift):
    with acting_as("dina") as dina:
        debriefing.write(by=dina, shift=shift, told=Told(next_time="Lyset er slukket.", was_hard="Meget larm."))
    # Alice has not walked with them.
    with acting_as("alice"):
        assert last_words() == "Lyset er slukket."
        assert not Debrief.objects.exists()
    with acting_as("hanne"):
        assert last_words() == ""
    with acting_as("gerda"), pytest.raises(DatabaseError):
        last_words()


def test_what_held_is_told_of_many_debriefs_by_several_alone(shift):
    def said(who, number):
        with acting_as(who) as by:
            for _ in range(number):
                debriefing.write(by=by, shift=shift, told=Told(method=("together",)))

    with acting_as("dina") as dina:
        walking.check_out(by=dina, shift=shift)
    said("dina", 5)
    with acting_as("bo"):
        told = held(since=clock.now() - LONG_AGO)
        assert (told.debriefed, told.walked, told.points) == (1, 1, {})
    said("bo", 1)
    said("frida", 1)
    with acting_as("bo"):
        told = held(since=clock.now() - LONG_AGO)
        assert told.points[MethodPoint.TOGETHER] == told.of == 7
        assert told.points[MethodPoint.SAFE] == 0
    with acting_as("hanne"):
        assert held(since=clock.now() - LONG_AGO).walked == 0
    with acting_as("gerda"), pytest.raises(DatabaseError):
        held(since=clock.now() - LONG_AGO)


def test_a_plan_is_changed_until_the_team_is_out():
    told = street_scene.plan(theme="Før")
    with acting_as("dina") as dina:
        shift = planning.plan(by=dina, told=told)
        was = planning.planned(by=dina, shift=shift).mark
        later = told.until_at + timedelta(hours=1)
        anew = street_scene.plan(
            from_at=told.from_at, until_at=later, home_at=later, theme="Efter", team=(named("bo"), named("alice"))
        )
        planning.change(by=dina, shift=shift, told=anew, was=was)
        row = Shift.objects.get(id=shift)
        assert (row.theme, row.until_at) == ("Efter", later)
        assert set(ShiftMember.objects.values_list("member_id", flat=True)) == {named("bo"), named("alice")}
        assert Watch.objects.get(shift_id=shift).home_at == later
        with pytest.raises(planning.ChangedMeanwhileError):
            planning.change(by=dina, shift=shift, told=told, was=was)
        with pytest.raises(planning.AloneError):
            planning.change(by=dina, shift=shift, told=street_scene.plan(team=(named("bo"),)), was=was)
        walking.check_in(by=dina, shift=shift)
        with pytest.raises(WrongStateError):
            planning.change(by=dina, shift=shift, told=told, was=was)
        with pytest.raises(Http404):
            planning.planned(by=dina, shift=shift)
    with acting_as("hanne") as hanne, pytest.raises(Http404):
        planning.change(by=hanne, shift=shift, told=told, was=was)


def test_all_of_it_ends_with_its_shift(shift, as_maintenance):
    with acting_as("dina") as dina:
        sent(dina, shift, 1, accepted=["sport"])
        debrief = debriefing.write(by=dina, shift=shift, told=Told(supervision="Tilliden på torvet."))
    with acting_as("frida") as frida:
        debriefing.take_up(by=frida, debrief=debrief)
    gone = clock.now() - KEPT - timedelta(days=1)
    as_maintenance.execute("UPDATE outreach_shift SET from_at = %s, until_at = %s", [gone, gone + timedelta(hours=1)])
    tasks.erase(organisation=str(named("gladsaxe")))
    with acting_as("frida"):
        assert not FollowUp.objects.exists()
        assert not Supervision.objects.exists()
        assert not Debrief.objects.exists()
