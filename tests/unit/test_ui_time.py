"""Dates and deadlines in words, by the Danish calendar and the Danish clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from tvaers.foundation import clock
from tvaers.ui import dates, deadlines

NOW = datetime(2026, 3, 12, 10, 40, tzinfo=clock.COPENHAGEN)  # a Thursday


@pytest.fixture(autouse=True)
def _standing_clock():
    with clock.frozen(NOW), translation.override("da"):
        yield


def test_a_day_is_written_in_full():
    assert dates.day(date(2026, 3, 3)) == "tirsdag 3. marts 2026"
    with translation.override("en"):
        assert dates.day(date(2026, 3, 3)) == "Tuesday 3 March 2026"


def test_a_moment_is_written_in_danish_time():
    utc = datetime(2026, 7, 1, 22, 5, tzinfo=UTC)
    assert dates.moment(utc) == "torsdag 2. juli 2026 kl. 0.05"
    with translation.override("en"):
        assert dates.moment(datetime(2026, 3, 3, 8, 15, tzinfo=UTC)) == "Tuesday 3 March 2026 at 9:15"


def test_a_short_day_names_another_year():
    assert dates.short_day(date(2026, 3, 3)) == "3. marts"
    assert dates.short_day(date(2027, 1, 31)) == "31. januar 2027"


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        dates.moment(datetime(2026, 3, 3, 9, 15))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize(
    ("due", "of", "text", "state"),
    [
        (date(2026, 3, 10), None, "2 arbejdsdage over tid", "late"),
        (date(2026, 3, 11), None, "1 arbejdsdag over tid", "late"),
        (date(2026, 3, 12), None, "I dag", "soon"),
        (date(2026, 3, 12), 6, "Sidste dag af 6", "soon"),
        (date(2026, 3, 13), None, "Om 1 arbejdsdag", ""),
        (date(2026, 3, 18), None, "Om 4 arbejdsdage", ""),
        (NOW + timedelta(hours=2, minutes=20), None, "Om 2 timer og 20 min.", "soon"),
        (NOW + timedelta(hours=1), None, "Om 1 time", "soon"),
        (NOW + timedelta(hours=7, minutes=30), None, "Om 7 timer", "soon"),
        (NOW + timedelta(minutes=20), None, "Om 20 minutter", "soon"),
        (NOW + timedelta(seconds=20), None, "Under et minut tilbage", "soon"),
        (NOW + timedelta(hours=3), 24, "3 timer tilbage af 24", "soon"),
        (NOW + timedelta(hours=20), 24, "20 timer tilbage af 24", ""),
        (NOW + timedelta(minutes=30), 24, "30 minutter tilbage", "soon"),
        (NOW - timedelta(hours=3, minutes=10), None, "3 timer over tid", "late"),
        (NOW - timedelta(minutes=5), None, "5 minutter over tid", "late"),
        (NOW - timedelta(days=2), None, "2 arbejdsdage over tid", "late"),
        (NOW - timedelta(days=2), 24, "2 arbejdsdage over tid", "late"),
        (NOW + timedelta(days=1), None, "Om 1 arbejdsdag", ""),
    ],
)
def test_a_deadline_in_words(due, of, text, state):
    assert deadlines.deadline(due, of=of) == deadlines.Chip(text, state)


def test_a_weekend_is_no_working_day():
    saturday = datetime(2026, 3, 14, 12, 0, tzinfo=clock.COPENHAGEN)
    with clock.frozen(saturday):
        assert deadlines.deadline(date(2026, 3, 13)) == deadlines.Chip("Over tid siden fredag", "late")
        assert deadlines.deadline(date(2026, 3, 15)) == deadlines.Chip("På søndag", "soon")
        assert deadlines.deadline(date(2026, 3, 16)) == deadlines.Chip("Om 1 arbejdsdag", "")


def test_what_is_no_duty_is_never_soon_and_what_is_done_is_never_late():
    assert deadlines.deadline(NOW + timedelta(hours=2), calm=True).state == ""
    assert deadlines.deadline(date(2026, 3, 1), done=date(2026, 3, 2)) == deadlines.Chip("Gjort 2. marts", "done")


def test_english_counts_one_and_many():
    with translation.override("en"):
        assert deadlines.deadline(date(2026, 3, 11)).text == "1 working day late"
        assert deadlines.deadline(date(2026, 3, 16)).text == "In 2 working days"
