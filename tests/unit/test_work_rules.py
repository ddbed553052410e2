"""When clocks run out, and how far an organisation can go from the defaults (R10)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tvaers.foundation.clock import COPENHAGEN
from tvaers.work.enums import ClockKind, Counting
from tvaers.work.rules import DEFAULTS, Allowance, AllowanceError, check_allowance, due

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def last_day(start, amount, counting) -> date:
    return due(start, Allowance(amount, counting)).astimezone(COPENHAGEN).date()


def test_hours_run_day_and_night():
    assert due(MONDAY, Allowance(24, Counting.HOURS)) == MONDAY + timedelta(hours=24)


def test_hours_are_hours_when_the_clocks_go_forward():
    saturday = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    assert due(saturday, Allowance(24, Counting.HOURS)) - saturday == timedelta(hours=24)


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        (date(2026, 3, 2), 6, date(2026, 3, 10)),  # a week-end lies between
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # a Saturday counts from Monday
        (date(2026, 4, 1), 6, date(2026, 4, 14)),  # Maundy Thursday to Easter Monday are closed
        (date(2026, 12, 23), 1, date(2026, 12, 28)),  # Christmas
        (date(2026, 6, 4), 1, date(2026, 6, 8)),  # Constitution Day
    ],
)
def test_working_days_count_from_the_day_after(start, amount, end):
    at = datetime(start.year, start.month, start.day, 12, tzinfo=COPENHAGEN)
    assert last_day(at, amount, Counting.WORKING_DAYS) == end


def test_a_day_begins_at_midnight_in_denmark():
    just_after = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert last_day(just_after, 1, Counting.WORKING_DAYS) == date(2026, 3, 4)


def test_months_end_on_a_working_day():
    assert last_day(datetime(2026, 1, 31, 12, tzinfo=UTC), 1, Counting.MONTHS) == date(2026, 3, 2)


def test_what_counts_in_days_runs_until_the_day_ends():
    assert due(MONDAY, Allowance(1, Counting.WORKING_DAYS)).astimezone(COPENHAGEN).hour == 23


def test_every_clock_has_a_default_that_is_allowed():
    for kind in ClockKind:
        check_allowance(kind, DEFAULTS[kind])


@pytest.mark.parametrize(
    ("kind", "amount", "counting"),
    [
        (ClockKind.ACUTE, 25, Counting.HOURS),
        (ClockKind.ACUTE, 1, Counting.WORKING_DAYS),
        (ClockKind.RECEIPT, 0, Counting.WORKING_DAYS),
        (ClockKind.RECEIPT, 61, Counting.WORKING_DAYS),
        (ClockKind.NOTIFICATION, 13, Counting.MONTHS),
    ],
)
def test_what_is_out_of_bounds_is_refused(kind, amount, counting):
    with pytest.raises(AllowanceError):
        check_allowance(kind, Allowance(amount, counting))
