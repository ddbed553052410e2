"""Rows of meetings: half a year planned ahead, each day once, ended and taken over, seen by who calls them."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404

from tests import meeting_calendar_scene as scene
from tests.cast import named
from tests.stage import acting_as
from tvaers.foundation import clock
from tvaers.meetings import tasks
from tvaers.meetings.actions import convening, series
from tvaers.meetings.enums import MeetingKind, MeetingState
from tvaers.meetings.models import Meeting, Seat, Series
from tvaers.meetings.recurring import Rhythm

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cast")]
NOON = dt.datetime(2026, 9, 7, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _held_still():
    with clock.frozen(NOON):
        yield


def planned(row, key="alice"):
    with acting_as(key):
        return list(Meeting.objects.filter(series_id=row).order_by("starts_at").values_list("starts_at", flat=True))


def nightly(as_administrator):
    with acting_as("alice") as alice:
        own = alice.organisation.id
    tasks.plan_series_of(organisation=str(own))


def test_half_a_year_is_planned_at_the_same_time_of_day_in_summer_and_winter():
    found = planned(scene.row(weeks=1))
    local = [each.astimezone(clock.COPENHAGEN) for each in found]
    assert {(each.weekday(), each.hour, each.minute) for each in local} == {(1, 9, 0)}
    assert local[0].date() == dt.date(2026, 9, 8)
    assert dt.date(2027, 3, 2) <= local[-1].date() <= dt.date(2027, 3, 9)
    assert {each.hour for each in found} == {7, 8}, "the clock went back in October"


def test_those_who_sit_are_seated_at_each_and_written_to_once(as_administrator):
    row = scene.row()
    with acting_as("alice"):
        meetings = list(Meeting.objects.filter(series_id=row).values_list("id", flat=True))
        assert Seat.objects.filter(meeting_id__in=meetings, member_id=named("palle")).count() == len(meetings) > 1
    (letters,) = as_administrator.execute(
        "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'meetings.write_to'"
    ).fetchone()
    assert letters == 1


def test_the_night_calls_what_is_not_called_yet_and_nothing_twice(as_administrator):
    row = scene.row(weeks=1)
    before = planned(row)
    nightly(as_administrator)
    assert planned(row) == before
    with acting_as("alice") as alice:
        moved, gone = Meeting.objects.filter(series_id=row).order_by("starts_at")[:2]
        begins = moved.starts_at + dt.timedelta(days=1)
        convening.move(
            by=alice, meeting=moved.id, starts_at=begins, ends_at=begins + dt.timedelta(hours=1), place="", version=1
        )
        convening.cancel(by=alice, meeting=gone.id)
    with clock.frozen(NOON + dt.timedelta(days=14)):
        nightly(as_administrator)
        nightly(as_administrator)
    assert len(planned(row)) == len(before) + 2, "two weeks more; what was moved or cancelled is not called again"


def test_an_ended_row_calls_no_more_and_what_is_ahead_is_cancelled(as_administrator):
    row = scene.row(weeks=1)
    with acting_as("alice") as alice:
        series.end(by=alice, series=row)
        series.end(by=alice, series=row)
    scene.settled(row)
    with clock.frozen(NOON + dt.timedelta(days=60)):
        nightly(as_administrator)
    with acting_as("alice"):
        states = planned_states(row)
    assert len(states) > 20
    assert set(states) == {MeetingState.CANCELLED}
    (letters,) = as_administrator.execute(
        "SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'why' = 'cancelled'"
    ).fetchone()
    assert letters == 1


def planned_states(row):
    return list(Meeting.objects.filter(series_id=row).values_list("state", flat=True))


def test_a_row_whose_chair_has_left_waits_until_somebody_takes_it_over(as_administrator, as_maintenance):
    row = scene.row(weeks=1)
    before = len(planned(row))
    as_maintenance.execute("UPDATE partnerships_membership SET state = 'left' WHERE id = %s", [named("alice")])
    with acting_as("bo") as bo:
        own = str(bo.organisation.id)
    with clock.frozen(NOON + dt.timedelta(days=14)):
        tasks.plan_series_of(organisation=own)
        assert len(planned(row, "bo")) == before
        with acting_as("bo") as bo:
            series.take_over(by=bo, series=row)
        scene.settled(row, "bo")
        assert len(planned(row, "bo")) == before + 2


def test_others_neither_see_nor_change_a_row(as_administrator):
    row = scene.row(kind=MeetingKind.HANDOVER)
    for key in ("palle", "hanne", "oda"):
        with acting_as(key) as other:
            assert Series.objects.count() == 0, key
            with pytest.raises((Http404, PermissionDenied)):
                series.end(by=other, series=row)
    with acting_as("alice"):
        assert Series.objects.count() == 1


def test_nobody_makes_a_row_for_another_or_in_another_name():
    row = scene.row()
    with acting_as("alice"):
        taken = Series.objects.filter(id=row).values().get()
    for changed in ({"owner_id": named("herlev")}, {"by_id": named("bo")}, {"chair_id": named("bo")}):
        with acting_as("alice"), pytest.raises(DatabaseError) as denied, transaction.atomic():
            Series.objects.create(**{**taken, "id": named(str(changed)), **changed})
        assert denied.value.__cause__.sqlstate in {"42501", "TV042"}
    with acting_as("alice"), pytest.raises(DatabaseError) as denied, transaction.atomic():
        Series.objects.filter(id=row).update(audience=[named("herlev")])
    assert denied.value.__cause__.sqlstate == "42501"


def test_sent_twice_it_makes_one_and_a_network_meeting_has_no_row():
    told = {"rhythm": Rhythm(first=clock.today(), weekday=1, weeks=1), "begins": dt.time(9), "ends": dt.time(10)}
    form = named("form of a row")
    with acting_as("alice") as alice:
        board = series.Row(kind=MeetingKind.BOARD, **told)
        assert series.make(by=alice, told=board, form=form) == series.make(by=alice, told=board, form=form)
        assert Series.objects.count() == 1
        with pytest.raises(PermissionDenied):
            series.make(by=alice, told=series.Row(kind=MeetingKind.NETWORK, **told))


def test_a_row_made_at_noon_calls_no_meeting_that_morning():
    with clock.frozen(dt.datetime(2026, 9, 8, 10, tzinfo=dt.UTC)):
        found = planned(scene.row(weeks=1))
    assert found[0].astimezone(clock.COPENHAGEN).date() == dt.date(2026, 9, 15)


def test_a_free_month_has_no_meetings():
    months = {each.astimezone(clock.COPENHAGEN).month for each in planned(scene.row(weeks=1, free=(10, 12)))}
    assert months == {9, 11, 1, 2, 3}


def test_who_is_invited_from_now_on_follows_to_the_meetings_ahead(as_administrator):
    row = scene.row(weeks=4)
    with acting_as("alice") as alice:
        first, *_rest = Meeting.objects.filter(series_id=row).order_by("starts_at").values_list("id", flat=True)
        convening.seat(by=alice, meeting=first, members=[named("karen")])
        series.reseat(by=alice, series=row, seats=[named("hanne"), named("bo")], before=[named("palle")])
        series.bring_in_step(by=alice, series=row, joined=[named("hanne"), named("bo")], left=[named("palle")])
        sitting = {
            meeting: set(Seat.objects.filter(meeting_id=meeting).values_list("member_id", flat=True))
            for meeting in Meeting.objects.filter(series_id=row).values_list("id", flat=True)
        }
    usual = {named("alice"), named("hanne"), named("bo")}
    assert sitting.pop(first) == usual | {named("karen")}, "invited to one meeting alone, she stays there"
    assert set(map(frozenset, sitting.values())) == {frozenset(usual)}
    (letters,) = as_administrator.execute(
        "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'meetings.write_to' AND args->>'to' = %s",
        [str(named("hanne"))],
    ).fetchone()
    assert letters == 1, "the next meeting alone is written about"


def test_two_who_change_a_row_lose_nothing_and_who_was_taken_off_one_meeting_stays_off():
    row = scene.row(weeks=4)
    with acting_as("alice") as alice:
        first, *_rest = Meeting.objects.filter(series_id=row).order_by("starts_at").values_list("id", flat=True)
        convening.unseat(by=alice, meeting=first, member=named("palle"))
        for added in ("hanne", "bo"):
            series.reseat(by=alice, series=row, seats=[named("palle"), named(added)], before=[named("palle")])
            series.bring_in_step(by=alice, series=row, joined=[named(added)], left=[])
        assert set(Series.objects.get(id=row).seats) == {named("palle"), named("hanne"), named("bo")}
        sitting = set(Seat.objects.filter(meeting_id=first).values_list("member_id", flat=True))
    assert sitting == {named("alice"), named("hanne"), named("bo")}


def test_who_calls_no_meeting_changes_no_row():
    row = scene.row()
    for key in ("palle", "dina"):
        with acting_as(key) as by, pytest.raises(Http404):
            series.reseat(by=by, series=row, seats=[], before=[])
