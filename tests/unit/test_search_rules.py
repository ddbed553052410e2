"""Periods that a search is narrowed to, and how many texts each would leave."""

from datetime import UTC, datetime, timedelta

import pytest

from tvaers.search.enums import Period
from tvaers.search.rules import bounds, by_group, by_period

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


def ago(**time):
    return NOW - timedelta(**time)


@pytest.mark.parametrize(
    ("at", "held"),
    [
        (NOW, {Period.MONTH, Period.YEAR}),
        (ago(days=30), {Period.MONTH, Period.YEAR}),
        (ago(days=30, seconds=1), {Period.YEAR}),
        (ago(days=365), {Period.YEAR}),
        (ago(days=365, seconds=1), {Period.OLDER}),
        (ago(days=4000), {Period.OLDER}),
    ],
)
def test_a_moment_lies_in_its_periods(at, held):
    assert {period for period in Period if bounds(period, NOW).hold(at)} == held


def test_each_period_counts_what_lies_in_it():
    moments = [NOW, ago(days=3), ago(days=40), ago(days=400), ago(days=800)]
    assert by_period(moments, NOW) == {Period.MONTH: 2, Period.YEAR: 3, Period.OLDER: 2}
    assert by_period([], NOW) == dict.fromkeys(Period, 0)


def test_each_group_counts_its_texts():
    assert by_group(["notes", "plan", "notes"]) == {"notes": 2, "plan": 1}
