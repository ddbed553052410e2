"""Shifts: planned, watched over, and received from a phone, each once."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from tests import street_scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.outreach import tasks
from tvaers.outreach.actions import debriefing, phones, planning, receiving, safety, walking
from tvaers.outreach.entries import read
from tvaers.outreach.enums import ShiftState, SmsState
from tvaers.outreach.models import Debrief, Device, Entry, Reminder, SafetyAlert, Shift, ShiftMember, Stop, Watch
from tvaers.outreach.queries import neighbours, reminders, shift_view, shifts, waiting_for
from tvaers.outreach.rules import LONGEST, WrongStateError
from tvaers.outreach.waiting import for_actor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
FROM = datetime(2026, 11, 28, 18, tzinfo=UTC)
DINA, BO = named("dina"), named("bo")


def planned(by, **changes):
    told = {
        "from_at": FROM,
        "until_at": FROM + timedelta(hours=4),
        "home_at": FROM + timedelta(hours=4),
        "areas": (),
        "theme": "",
        "team": (DINA, BO),
        "backup": named("frida"),
        "audience": (named("herlev"), named("police")),
    } | changes
    return planning.plan(by=by, told=planning.Plan(**told))


def entry(sequence, *, shift, kind="stop", at=FROM, **facts):
    told = {"id": str(uuid4()), "seq": sequence, "prev": "00" * 32, "kind": kind, "at": at.isoformat()}
    text = json.dumps(told | {"shift": str(shift), "facts": facts})
    return read(text, hashlib.sha256(text.encode()).hexdigest())


def test_nobody_walks_alone():
    with acting_as("dina") as dina:
        with pytest.raises(planning.AloneError):
            planned(dina, team=(DINA, DINA))
        with pytest.raises(planning.WrongHoursError):
            planned(dina, until_at=FROM + timedelta(hours=13))


def test_a_form_sent_twice_plans_one():
    form = uuid4()
    told = planning.Plan(
        from_at=FROM, until_at=FROM + timedelta(hours=1), home_at=FROM + timedelta(hours=1), areas=(), theme="",
        team=(DINA, BO), backup=BO, audience=(),
    )  # fmt: skip
    with acting_as("dina") as dina:
        assert planning.plan(by=dina, told=told, form=form) == planning.plan(by=dina, told=told, form=form)


def test_the_neighbours_are_the_authorities_of_the_agreement():
    with acting_as("dina") as dina:
        assert {each.id for each in neighbours(actor=dina)} == {named("herlev"), named("police")}
    with acting_as("oda") as oda:
        assert neighbours(actor=oda) == []


def test_a_shift_is_walked_and_seen_next_door():
    with acting_as("dina") as dina:
        shift = planned(dina)
        walking.check_in(by=dina, shift=shift)
        walking.check_out(by=dina, shift=shift)
        with pytest.raises(WrongStateError):
            planning.cancel(by=dina, shift=shift)
    with acting_as("hanne") as hanne:
        (row,) = shifts(actor=hanne, since=FROM)
        assert (row["id"], row["is_own"], row["state"]) == (shift, False, ShiftState.ENDED)
        view = shift_view(actor=hanne, shift=shift)
        assert "team" not in view
        assert view["backup_id"] is None
        with pytest.raises(Http404):
            walking.check_in(by=hanne, shift=shift)
    with acting_as("oda") as oda, pytest.raises(Http404):
        shift_view(actor=oda, shift=shift)


def test_a_phones_entries_come_in_once_whatever_is_sent_again():
    with acting_as("dina") as dina:
        shift, device = planned(dina), phones.register(by=dina)
    sent = [
        entry(1, shift=shift, kind="start", home=(FROM + timedelta(hours=5)).isoformat()),
        entry(2, shift=shift, heads=[0, 6, 3], mood=3, words="Livligt ved hallen."),
        entry(3, shift=shift, kind="reminder"),
        entry(4, shift=shift, kind="end", at=FROM + timedelta(hours=4), next_time="Lyset er slukket."),
    ]
    answers = []
    for batch in (sent[:2], sent[:3], sent, sent):
        with acting_as("dina") as dina:
            answers.append(receiving.take(by=dina, device=device, entries=batch))
    assert answers[2] == answers[3] == [receiving.Acknowledged(each.sequence, each.digest) for each in sent]
    with acting_as("dina") as dina:
        assert Entry.objects.count() == 4
        assert [model.objects.count() for model in (Stop, Reminder, Debrief)] == [1, 1, 1]
        assert Shift.objects.get().state == ShiftState.ENDED
        assert Watch.objects.get().home_at == FROM + timedelta(hours=5)
        assert len(reminders(actor=dina)) == 1
        assert any("worried" in str(each.what) or "bekymret" in str(each.what) for each in for_actor(dina, FROM))


def test_another_content_under_the_same_number_is_kept_beside_it():
    """A phone that was restored from a copy counts again from where the copy stood."""
    with acting_as("dina") as dina:
        shift, device = planned(dina), phones.register(by=dina)
        first, second = entry(1, shift=shift, words="en"), entry(1, shift=shift, words="to")
        receiving.take(by=dina, device=device, entries=[first])
        (answer,) = receiving.take(by=dina, device=device, entries=[second])
        assert answer.digest == second.digest
        assert sorted(Stop.objects.values_list("words", flat=True)) == ["en", "to"]
        assert sorted(Entry.objects.values_list("fork", flat=True)) == [0, 1]


def test_a_correction_stands_beside_what_it_corrects():
    with acting_as("dina") as dina:
        shift, device = planned(dina), phones.register(by=dina)
        wrong = entry(1, shift=shift, heads=[0, 60, 0])
        right = entry(2, shift=shift, heads=[0, 6, 0], corrects=str(wrong.entry_id))
        receiving.take(by=dina, device=device, entries=[wrong, right])
        former, new = Stop.objects.order_by("-heads_15_17")
        assert (new.corrects_id, former.heads_15_17, new.heads_15_17) == (former.id, 60, 6)


def test_a_shift_that_nobody_planned_is_written_as_the_phone_began_it():
    phone_id = uuid4()
    with acting_as("dina") as dina:
        device = phones.register(by=dina)
        start = entry(1, shift=phone_id, kind="start", team=[str(BO), str(named("hanne"))], backup=str(named("frida")))
        receiving.take(by=dina, device=device, entries=[start, entry(2, shift=phone_id)])
        shift = Shift.objects.get()
        assert (shift.phone_id, shift.state) == (phone_id, ShiftState.UNDER_WAY)
        assert set(shift.audience) == {named("herlev"), named("police")}
        assert set(ShiftMember.objects.values_list("member_id", flat=True)) == {DINA, BO}
        assert Watch.objects.get().backup_id == named("frida")


def test_a_wrong_clock_is_set_right_and_an_unknown_area_left_out():
    with acting_as("dina") as dina:
        shift, device = planned(dina), phones.register(by=dina)
        ahead = clock.now() + timedelta(days=400)
        late = entry(1, shift=shift, at=ahead - timedelta(hours=1), area=str(uuid4()))
        (answer,) = receiving.take(by=dina, device=device, entries=[late], phone_now=ahead)
        assert answer.sequence == 1
        stop = Stop.objects.get()
        assert abs(stop.at - (clock.now() - timedelta(hours=1))) < timedelta(minutes=1)
        assert stop.area_id is None


def test_somebody_who_came_along_is_on_the_team():
    with acting_as("bo") as bo:
        shift = planned(bo, team=(BO, named("alice")))
    with acting_as("dina") as dina:
        device = phones.register(by=dina)
        end = entry(1, shift=shift, kind="end", went_well="Rolig aften.")
        assert receiving.take(by=dina, device=device, entries=[end])
        assert Debrief.objects.count() == 1


# --- home again ---------------------------------------------------------------------------------------


def late_shift(backup="frida"):
    with acting_as("dina") as dina:
        shift = planned(dina, home_at=FROM + timedelta(hours=4), backup=named(backup))
        with clock.frozen(FROM):
            walking.check_in(by=dina, shift=shift)
        Watch.objects.update(home_at=clock.now() - timedelta(minutes=11))
    return shift


def test_a_team_that_is_late_is_told_of_once_and_taken_on_once():
    shift = late_shift()
    tasks.watch_all()
    tasks.watch_all()
    with acting_as("frida") as frida:
        (alert,) = waiting_for(actor=frida, by_day=clock.today())
        assert (alert["kind"], alert["shift_id"]) == ("alert", shift)
        assert for_actor(frida, FROM)[0].first
        safety.acknowledge(by=frida, alert=alert["id"])
        assert waiting_for(actor=frida, by_day=clock.today()) == []
    with acting_as("bo") as bo:
        safety.acknowledge(by=bo, alert=alert["id"])
        assert SafetyAlert.objects.get().acknowledged_by == named("frida")
    with acting_as("hanne") as hanne, pytest.raises(Http404):
        safety.acknowledge(by=hanne, alert=alert["id"])
    with acting_as("dina") as dina:
        walking.be_later(by=dina, shift=shift, home_at=clock.now() - timedelta(minutes=30))
    tasks.watch_all()
    with acting_as("frida") as frida:
        assert len(waiting_for(actor=frida, by_day=clock.today())) == 1


@pytest.mark.parametrize("state", ["planned", "home"])
def test_nobody_is_told_of_who_is_home_or_has_not_gone(state):
    shift = late_shift()
    with acting_as("dina") as dina:
        if state == "home":
            walking.check_out(by=dina, shift=shift)
        else:
            Shift.objects.update(state=ShiftState.PLANNED)
    tasks.watch_all()
    with acting_as("frida") as frida:
        assert waiting_for(actor=frida, by_day=clock.today()) == []


@pytest.fixture
def gateway(settings):
    """A gateway that keeps what it is handed, and answers with the status that it is told."""

    class Gateway(BaseHTTPRequestHandler):
        got: list[dict[str, str]] = []
        status = 200

        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.got.append(told | {"token": self.headers["Authorization"]})
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    Gateway.got = []
    Thread(target=server.serve_forever, daemon=True).start()
    settings.TVAERS_SMS_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.TVAERS_SMS_TOKEN = "prøve-nøgle".encode("ascii", "ignore").decode()
    yield Gateway
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "phone", "state"),
    [(202, "+4512345678", SmsState.SENT), (500, "+4512345678", SmsState.FAILED), (200, "", SmsState.FAILED)],
)
def test_the_back_up_gets_a_text_message_without_a_name(gateway, as_maintenance, status, phone, state):
    gateway.status = status
    as_maintenance.execute("UPDATE partnerships_membership SET phone = %s WHERE id = %s", [phone, named("frida")])
    late_shift()
    tasks.watch_all()
    with acting_as("frida"):
        alert: UUID = SafetyAlert.objects.get().id
        assert SafetyAlert.objects.get().sms == SmsState.WAITING
    tasks.send_sms(alert=str(alert), organisation=str(named("gladsaxe")))
    with acting_as("frida"):
        assert SafetyAlert.objects.get().sms == state
    assert len(gateway.got) == (1 if phone else 0)
    for told in gateway.got:
        assert (told["to"], told["token"]) == (phone, "Bearer prve-ngle")
        assert "Dina" not in told["text"]
        assert "Bo" not in told["text"]


def test_an_alert_that_somebody_has_taken_on_needs_no_message(as_maintenance, monkeypatch):
    monkeypatch.setattr(tasks.sms, "is_configured", lambda: True)
    monkeypatch.setattr(tasks.sms, "send", lambda **_told: pytest.fail("nobody is told twice"))
    alert = street_scene.late(as_maintenance, street_scene.walked()["shift"])
    with acting_as("frida") as frida:
        safety.acknowledge(by=frida, alert=alert)
    tasks.send_sms(alert=str(alert), organisation=str(named("gladsaxe")))
    with acting_as("frida"):
        assert SafetyAlert.objects.get().sms == SmsState.NONE


def test_a_lost_phone_is_asked_to_forget():
    with acting_as("dina") as dina:
        device = phones.register(by=dina)
        assert not phones.renewed(by=dina, device=device)
    with acting_as("frida") as frida:
        phones.ask_to_forget(by=frida, device=device)
        with pytest.raises(Http404):
            phones.renewed(by=frida, device=device)
    with acting_as("dina") as dina:
        assert phones.renewed(by=dina, device=device)


def test_a_reminder_is_ticked_off_by_its_writer():
    with acting_as("dina") as dina:
        shift, device = planned(dina), phones.register(by=dina)
        receiving.take(by=dina, device=device, entries=[entry(1, shift=shift, kind="reminder")])
        (row,) = reminders(actor=dina)
    with acting_as("bo") as bo:
        debriefing.tick_off(by=bo, reminder=row["id"])
    with acting_as("dina") as dina:
        assert reminders(actor=dina)
        debriefing.tick_off(by=dina, reminder=row["id"])
        assert reminders(actor=dina) == []


def test_what_is_over_for_two_years_goes_with_all_that_was_written(as_maintenance):
    old, new = street_scene.walked()["shift"], street_scene.walked()["shift"]
    street_scene.late(as_maintenance, old)
    tasks.erase(organisation=str(named("gladsaxe")))
    with acting_as("dina"):
        assert Shift.objects.count() == 2
    as_maintenance.execute(
        "UPDATE outreach_shift SET from_at = now() - interval '3 years', until_at = now() - interval '1000 days'"
        " WHERE id = %s",
        [old],
    )
    tasks.erase(organisation=str(named("herlev")))
    with acting_as("dina"):
        assert Shift.objects.count() == 2
    tasks.erase(organisation=str(named("gladsaxe")))
    with acting_as("dina"):
        assert Shift.objects.get().id == new
        assert [model.objects.count() for model in (Stop, Reminder, Entry, ShiftMember, Watch)] == [1, 1, 2, 2, 1]


def test_home_is_counted_by_our_clock_and_nobody_is_waited_for_longer_than_a_shift_lasts():
    """A phone that is a day ahead would else let its back-up sleep a day too long."""
    ahead = clock.now() + timedelta(days=1)
    with acting_as("dina") as dina:
        shift, device = planned(dina), phones.register(by=dina)
        start = entry(1, shift=shift, kind="start", at=ahead, home=(ahead + timedelta(hours=3)).isoformat())
        receiving.take(by=dina, device=device, entries=[start], phone_now=ahead)
        assert abs(Watch.objects.get().home_at - clock.now() - timedelta(hours=3)) < timedelta(minutes=1)
        later = entry(2, shift=shift, kind="later", at=ahead, home=(ahead + timedelta(hours=4)).isoformat())
        receiving.take(by=dina, device=device, entries=[later], phone_now=ahead)
        assert abs(Watch.objects.get().home_at - clock.now() - timedelta(hours=4)) < timedelta(minutes=1)
        forged = entry(3, shift=shift, kind="later", at=clock.now(), home="2090-01-01T00:00:00+00:00")
        receiving.take(by=dina, device=device, entries=[forged])
        assert Watch.objects.get().home_at <= clock.now() + LONGEST


def test_a_shift_that_a_phone_began_does_not_last_for_ever():
    """It would never be erased."""
    with acting_as("dina") as dina:
        start = entry(1, shift=uuid4(), kind="start", at=clock.now(), home="2090-01-01T00:00:00+00:00")
        receiving.take(by=dina, device=phones.register(by=dina), entries=[start])
        assert Shift.objects.get().until_at <= clock.now() + LONGEST


def test_a_phone_that_has_not_forgotten_after_all_is_heard():
    """The answer that told it to forget was lost, and something more was written on it."""
    with acting_as("dina") as dina:
        shift, device = planned(dina), phones.register(by=dina)
        phones.ask_to_forget(by=dina, device=device)
        phones.note_forgotten(device=device)
    with acting_as("dina") as dina:
        assert phones.renewed(by=dina, device=device)
        assert receiving.take(by=dina, device=device, entries=[entry(1, shift=shift)])


def test_an_alert_is_taken_on_by_who_was_told_or_walks(as_maintenance):
    shift = late_shift()
    alert = street_scene.late(as_maintenance, shift)
    for who in ("carl", "gerda"):
        with acting_as(who) as by, pytest.raises(PermissionDenied):
            safety.acknowledge(by=by, alert=alert)
    as_maintenance.execute("UPDATE outreach_safetyalert SET to_id = %s", [named("carl")])
    with acting_as("carl") as carl:
        safety.acknowledge(by=carl, alert=alert)
        assert SafetyAlert.objects.get().acknowledged_by == named("carl")


def test_a_phone_is_forgotten_two_years_after_it_called_last(as_maintenance):
    with acting_as("dina") as dina:
        phones.register(by=dina)
        device = phones.register(by=dina)
    as_maintenance.execute("UPDATE outreach_device SET seen_at = now() - interval '1000 days' WHERE id = %s", [device])
    tasks.erase(organisation=str(named("gladsaxe")))
    with acting_as("dina"):
        assert Device.objects.exclude(id=device).count() == Device.objects.count() == 1
