"""How an emergency look-up stands, and that what the program asks for is what the database takes."""

from datetime import date, timedelta

import pytest

from tvaers.emergencies import rules
from tvaers.emergencies.enums import Stand, Verdict
from tvaers.foundation import workdays
from tvaers.partnerships.enums import RECEIVES_DISCLOSURES

DAY = date(2026, 11, 27)
WAITS = {"verdict": "", "is_open": False, "is_restored": False, "review_by": DAY, "today": DAY}


@pytest.mark.parametrize(
    ("changes", "stands"),
    [
        ({"is_open": True}, Stand.OPEN),
        ({}, Stand.WAITING),
        ({"today": DAY + timedelta(days=1)}, Stand.OVERDUE),
        ({"verdict": Verdict.JUSTIFIED}, Stand.JUSTIFIED),
        ({"verdict": Verdict.JUSTIFIED, "is_open": True}, Stand.JUSTIFIED),
        ({"verdict": Verdict.NOT_JUSTIFIED, "today": DAY + timedelta(days=9)}, Stand.NOT_JUSTIFIED),
        ({"verdict": Verdict.NOT_JUSTIFIED, "is_restored": True}, Stand.GIVEN_BACK),
    ],
)
def test_it_stands_as_time_and_judgement_have_made_it(changes, stands):
    assert rules.stand(**{**WAITS, **changes}) is stands


def test_every_stand_is_reached_and_none_leads_nowhere_unjudged():
    assert {*rules.STEPS.values(), Stand.OPEN} == {*Stand}
    assert {state for state, _ in rules.STEPS} == {Stand.OPEN, Stand.WAITING, Stand.OVERDUE, Stand.NOT_JUSTIFIED}


def test_the_day_of_a_review_is_within_what_the_database_takes():
    """From the third day to the twelfth, also across Easter, Christmas and New Year."""
    days = [date(2024, 1, 1) + timedelta(days=number) for number in range(365 * 12)]
    waits = {(workdays.add_working_days(day, rules.REVIEW_WORKING_DAYS) - day).days for day in days}
    assert min(waits) == 3
    assert max(waits) <= 12


def test_civil_society_is_in_the_basis_on_neither_the_looking_side_nor_a_frame():
    assert {*rules.BASIS.receivers} == RECEIVES_DISCLOSURES
    assert rules.BASIS.frames == ()
