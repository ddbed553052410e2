"""On which days a row of meetings meets: held to plain rules over many rhythms, and to days that people know."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tvaers.foundation.workdays import is_working_day
from tvaers.meetings.enums import Holidays
from tvaers.meetings.recurring import LAST, Rhythm, days

DAYS = st.dates(date(2024, 1, 1), date(2031, 12, 31))
OFTEN = st.one_of(
    st.integers(1, 13).map(lambda weeks: {"weeks": weeks}),
    st.sampled_from((1, 2, 3, 4, LAST)).map(lambda nth: {"nth": nth}),
)
RHYTHMS = st.builds(
    lambda first, weekday, often, holidays, last, free: Rhythm(
        first=first,
        weekday=weekday,
        holidays=holidays,
        until=None if last is None else first + timedelta(days=last),
        free=free,
        **often,
    ),
    DAYS,
    st.integers(0, 4),
    OFTEN,
    st.sampled_from(Holidays),
    st.none() | st.integers(0, 800),
    st.frozensets(st.integers(1, 12), max_size=3),
)
YEAR = timedelta(days=370)


@given(RHYTHMS)
def test_every_day_is_a_working_day_within_the_row_and_comes_once(rhythm):
    found = days(rhythm, after=rhythm.first - timedelta(days=1), to=rhythm.first + YEAR)
    assert all(is_working_day(day) and day.month not in rhythm.free for day in found)
    assert found == sorted(set(found))
    assert all(rhythm.first <= day and (rhythm.until is None or day <= rhythm.until) for day in found)


@given(RHYTHMS, st.integers(0, 370))
def test_planned_in_two_turns_or_in_one_the_days_are_the_same(rhythm, cut):
    before, between, to = rhythm.first - timedelta(days=1), rhythm.first + timedelta(days=cut), rhythm.first + YEAR
    in_turns = days(rhythm, after=before, to=between) + days(rhythm, after=between, to=to)
    assert in_turns == days(rhythm, after=before, to=to)


@given(RHYTHMS)
def test_what_falls_away_is_what_would_move(rhythm):
    """Skipping keeps the very days of the rhythm that are working days; moving adds days and takes none away."""
    told = {"first": rhythm.first, "weekday": rhythm.weekday, "weeks": rhythm.weeks, "nth": rhythm.nth}
    span = {"after": rhythm.first - timedelta(days=1), "to": rhythm.first + YEAR}
    skipped = days(Rhythm(**told, holidays=Holidays.SKIP), **span)
    moved = days(Rhythm(**told, holidays=Holidays.NEXT), **span)
    assert all(day.weekday() == rhythm.weekday for day in skipped)
    assert set(skipped) <= set(moved)


@given(RHYTHMS)
def test_weeks_are_as_far_apart_as_said_and_each_month_has_one(rhythm):
    told = {"first": rhythm.first, "weekday": rhythm.weekday, "weeks": rhythm.weeks, "nth": rhythm.nth}
    found = days(Rhythm(**told), after=rhythm.first - timedelta(days=1), to=rhythm.first + YEAR)
    if rhythm.weeks is not None:
        assert all((day - found[0]).days % (7 * rhythm.weeks) == 0 for day in found)
    else:
        assert len({(day.year, day.month) for day in found}) == len(found)
        for day in found:
            place = (day + timedelta(days=7)).month != day.month if rhythm.nth == LAST else (day.day - 1) // 7 + 1
            assert place == (True if rhythm.nth == LAST else rhythm.nth)


def test_easter_and_christmas_as_people_know_them():
    thursdays = Rhythm(first=date(2026, 3, 26), weekday=3, weeks=1, holidays=Holidays.NEXT)
    found = days(thursdays, after=date(2026, 3, 25), to=date(2026, 4, 9))
    assert found == [date(2026, 3, 26), date(2026, 4, 7), date(2026, 4, 9)], "Maundy Thursday moves past Easter Monday"
    skipping = Rhythm(first=date(2026, 3, 26), weekday=3, weeks=1)
    assert days(skipping, after=date(2026, 3, 25), to=date(2026, 4, 9)) == [date(2026, 3, 26), date(2026, 4, 9)]
    last_friday = Rhythm(first=date(2026, 11, 1), weekday=4, nth=LAST)
    assert days(last_friday, after=date(2026, 10, 31), to=date(2027, 1, 31)) == [date(2026, 11, 27), date(2027, 1, 29)]
