"""Working days: weekends, holidays and the three days municipal offices close by custom."""

from datetime import date

import pytest

from tvaers.foundation.workdays import add_working_days, is_working_day, working_days_between


@pytest.mark.parametrize(
    "closed",
    [
        date(2026, 3, 14),  # Saturday
        date(2026, 4, 2),  # Maundy Thursday
        date(2026, 4, 3),  # Good Friday
        date(2026, 5, 14),  # Ascension Day
        date(2026, 6, 5),  # Constitution Day
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 12, 31),
        date(2023, 5, 5),  # Great Prayer Day, abolished from 2024
    ],
)
def test_offices_are_closed(closed):
    assert not is_working_day(closed)


def test_great_prayer_day_is_a_working_day_since_2024():
    assert is_working_day(date(2024, 4, 26))


def test_six_working_days_over_easter():
    assert add_working_days(date(2026, 3, 31), 6) == date(2026, 4, 13)
    assert add_working_days(date(2026, 4, 13), -6) == date(2026, 3, 31)
    assert add_working_days(date(2026, 4, 4), 0) == date(2026, 4, 4)


def test_counting_goes_both_ways():
    assert working_days_between(date(2026, 3, 12), date(2026, 3, 16)) == 2
    assert working_days_between(date(2026, 3, 16), date(2026, 3, 12)) == -2
    assert working_days_between(date(2026, 3, 13), date(2026, 3, 15)) == 0
