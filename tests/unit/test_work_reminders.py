"""When somebody is written to of what waits: hours on the wall, working days, quiet hours, summer time."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from tvaers.foundation import queue
from tvaers.foundation.clock import COPENHAGEN
from tvaers.foundation.queue import Patience
from tvaers.meetings import tasks as meetings
from tvaers.work import rules
from tvaers.work.enums import Cadence
from tvaers.work.rules import Wish

DAILY, WEEKLY = Wish(cadence=Cadence.DAILY, hour=8), Wish(cadence=Cadence.WEEKLY, weekday=2, hour=8)


def at(text, *, fold=0):
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN, fold=fold)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-15T07:59", None),
        ("2026-06-15T08:00", date(2026, 6, 15)),
        ("2026-06-15T23:59", date(2026, 6, 15)),
        ("2026-06-13T09:00", None),  # a Saturday
        ("2026-06-14T09:00", None),
        ("2026-06-05T09:00", None),  # Constitution Day, a Friday
        ("2026-05-25T09:00", None),  # Whit Monday
        ("2026-12-24T09:00", None),
        ("2027-01-01T09:00", None),
        ("2027-01-04T09:00", date(2027, 1, 4)),
    ],
)
def test_each_working_day_from_its_hour_on(moment, day):
    assert rules.digest_day(DAILY, at(moment)) == day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-06-16T09:00", None),
        ("2026-06-17T07:00", None),
        ("2026-06-17T09:00", date(2026, 6, 17)),
        ("2026-06-18T09:00", None),
    ],
)
def test_weekly_on_its_day_alone(moment, day):
    assert rules.digest_day(WEEKLY, at(moment)) == day


def test_never_is_never():
    assert rules.digest_day(Wish(cadence=Cadence.NEVER), at("2026-06-15T09:00")) is None
    assert not rules.may_be_sent(Wish(cadence=Cadence.NEVER), at("2026-06-15T09:00"))


def test_the_wall_tells_the_hour_when_summer_time_begins_and_ends():
    night = Wish(cadence=Cadence.WEEKLY, weekday=6, hour=2)
    # 29 March 2026: after 1.59 comes 3.00.
    before, after = datetime.fromisoformat("2026-03-29T00:59+00:00"), datetime.fromisoformat("2026-03-29T01:00+00:00")
    assert rules.digest_day(night, before) is None
    assert rules.digest_day(night, after) == date(2026, 3, 29)
    # 25 October: 2.30 comes twice, and both are of one day.
    first, second = (datetime.fromisoformat(f"2026-10-25T0{hour}:30+00:00") for hour in (0, 1))
    assert rules.digest_day(night, first) == rules.digest_day(night, second) == date(2026, 10, 25)
    # In both halves of the year eight o'clock is eight on the wall.
    for moment, due in (("2026-07-01T05:59", False), ("2026-07-01T06:00", True), ("2026-12-01T06:59", False)):
        assert (rules.digest_day(DAILY, datetime.fromisoformat(f"{moment}+00:00")) is not None) is due


@pytest.mark.parametrize(
    ("quiet", "hours"),
    [
        ((17, 7), {*range(17, 24), *range(7)}),
        ((12, 13), {12}),
        ((0, 6), set(range(6))),
        ((5, 5), set()),
        ((None, None), set()),
    ],
)
def test_quiet_hours_may_go_over_midnight(quiet, hours):
    wish = Wish(cadence=Cadence.DAILY, quiet_from=quiet[0], quiet_until=quiet[1])
    assert {hour for hour in range(24) if rules.is_quiet(hour, wish)} == hours


def test_nothing_is_due_or_tried_again_in_quiet_hours():
    wish = Wish(cadence=Cadence.DAILY, hour=8, quiet_from=12, quiet_until=14)
    assert rules.digest_day(wish, at("2026-06-15T12:30")) is None
    assert not rules.may_be_sent(wish, at("2026-06-15T13:59"))
    assert rules.digest_day(wish, at("2026-06-15T14:00")) == date(2026, 6, 15)
    assert not rules.may_be_sent(wish, at("2026-06-13T15:00")), "nor on a Saturday"
    assert rules.may_be_sent(WEEKLY, at("2026-06-13T15:00")), "who chose a weekday chose it"


def test_a_letter_that_would_always_be_due_when_quiet_is_refused():
    for hour, quiet in ((8, (7, 9)), (23, (22, 6)), (3, (22, 6))):
        with pytest.raises(rules.QuietThenError):
            rules.check_wish(Wish(cadence=Cadence.DAILY, hour=hour, quiet_from=quiet[0], quiet_until=quiet[1]))
    rules.check_wish(Wish(cadence=Cadence.DAILY, hour=9, quiet_from=7, quiet_until=9))


def test_the_pauses_grow_to_four_hours():
    minutes = [rules.pause_after(attempts) // timedelta(minutes=1) for attempts in range(1, 8)]
    assert minutes == [15, 30, 60, 120, 240, 240, 240]
    assert rules.pause_after(400) == timedelta(hours=4)


def test_what_waits_for_a_mail_server_is_tried_for_a_day():
    patient = Patience(timedelta(hours=24))
    tried = [
        patient.get_retry_decision(exception=OSError(), job=SimpleNamespace(attempts=attempts))
        for attempts in range(80)
    ]
    assert tried[0].retry_at < tried[3].retry_at < tried[5].retry_at
    assert sum(each is not None for each in tried) == 51
    assert all(each is None for each in tried[51:])
    assert isinstance(queue.REGISTRY[meetings.WRITE].retries, Patience)
    assert queue.REGISTRY[meetings.ERASE].retries is queue.RETRIES
