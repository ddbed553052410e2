"""How a plan of a conflict goes on, and when it ends."""

from datetime import date

import pytest

from tvaers.conflict.enums import PlanKind, PlanState
from tvaers.conflict.rules import STEPS, WrongStateError, check_step, last_day, latest_review, usual_review

TODAY = date(2026, 12, 1)


def can(was, to, kind):
    try:
        check_step(was, to, kind)
    except WrongStateError:
        return False
    return True


def test_every_state_has_its_steps_and_a_closed_plan_none():
    assert set(STEPS) == set(PlanState)
    assert not STEPS[PlanState.CLOSED]
    assert all(PlanState.DRAFT not in following for following in STEPS.values())


@pytest.mark.parametrize("kind", PlanKind)
def test_only_what_can_be_foreseen_lies_ready(kind):
    assert can(PlanState.DRAFT, PlanState.READY, kind) is (kind is PlanKind.FORESEEABLE)
    assert can(PlanState.DRAFT, PlanState.IN_FORCE, kind)
    assert not can(PlanState.IN_FORCE, PlanState.CLOSED, kind)


def test_a_plan_is_gone_for_others_a_week_after_the_look_that_nobody_took():
    assert last_day(PlanState.IN_FORCE, today=TODAY, review_on=date(2026, 12, 10)) == date(2026, 12, 17)
    # What is normal or closed is read for a month, whatever day was chosen before.
    for state in (PlanState.NORMAL, PlanState.CLOSED):
        assert last_day(state, today=TODAY, review_on=date(2027, 6, 1)) == date(2026, 12, 31)


def test_the_look_is_within_weeks_in_force_and_within_a_year_ready():
    assert latest_review(PlanState.IN_FORCE, TODAY) == date(2027, 1, 12)
    assert latest_review(PlanState.READY, TODAY) == date(2027, 12, 2)
    assert usual_review(PlanState.IN_FORCE, TODAY) == date(2026, 12, 15)
