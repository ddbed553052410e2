"""The course of a case: which step leads where, and the days that follow."""

from datetime import date
from itertools import product

import pytest

from tvaers.cases import rules
from tvaers.cases.enums import Outcome, State, StepKind


def test_every_step_is_either_in_the_table_or_refused():
    for state, step in product(State, StepKind):
        if (state, step) in rules.STEPS:
            assert rules.after(state, step) in State
        else:
            with pytest.raises(rules.WrongStepError):
                rules.after(state, step)


def test_nothing_happens_to_a_closed_case_but_taking_it_up_again():
    assert [step for state, step in rules.STEPS if state is State.CLOSED] == [StepKind.REOPENED]


@pytest.mark.parametrize(
    ("day", "usual"),
    [
        (date(2026, 11, 27), date(2027, 2, 26)),  # the 27th is a Saturday
        (date(2026, 11, 25), date(2027, 2, 25)),  # a Thursday
        (date(2026, 9, 26), date(2026, 12, 23)),  # 24 to 26 December are closed
    ],
)
def test_a_review_is_proposed_for_a_working_day(day, usual):
    assert rules.usual_review(day) == usual
    rules.check_review(usual, day)


def test_a_review_lies_within_three_months():
    rules.check_review(date(2026, 5, 28), date(2026, 2, 28))
    with pytest.raises(rules.ReviewTooLateError):
        rules.check_review(date(2026, 5, 29), date(2026, 2, 28))


def test_every_outcome_has_a_day_of_erasure():
    for outcome in Outcome:
        assert rules.erase_on(outcome, date(2026, 1, 31)) > date(2026, 1, 31)
