"""The rules of volunteers: states, the days of a certificate, when they are looked at and erased."""

from datetime import date

import pytest

from tvaers.civilsociety import rules
from tvaers.civilsociety.enums import VolunteerState
from tvaers.civilsociety.rules import Certificate, CertificateOrderError, WrongStateError
from tvaers.guard.enums import UNSHARED, Purpose
from tvaers.partnerships.enums import OrganisationKind, Role
from tvaers.partnerships.rules import ROLE_PURPOSES
from tvaers.work.rules import can_stand_in

ASKED, ACTIVE, ENDED = VolunteerState.ASKED, VolunteerState.ACTIVE, VolunteerState.ENDED
DAYS = [date(2026, 3, day) for day in range(1, 5)]


def test_the_table_of_states_is_total_and_nothing_follows_the_end():
    assert set(rules.STEPS) == set(VolunteerState)
    for to in VolunteerState:
        with pytest.raises(WrongStateError):
            rules.check_step(ENDED, to)
    rules.check_step(ASKED, ACTIVE)
    rules.check_step(ASKED, ENDED)


def test_active_is_who_has_signed_both():
    day = DAYS[0]
    assert [rules.state_with(*each) for each in ((None, None), (day, None), (None, day), (day, day))] == [
        *[ASKED] * 3,
        ACTIVE,
    ]


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        (DAYS, ""),
        ([DAYS[0]] * 4, ""),
        (DAYS[:2], ""),
        ([], ""),
        ([None, DAYS[1]], "ordered_on"),
        ([DAYS[1], DAYS[0]], "ordered_on"),
        ([DAYS[0], None, DAYS[1]], "assessed_on"),
        ([DAYS[0], DAYS[1], None, DAYS[2]], "deleted_on"),
    ],
)
def test_the_days_of_a_certificate_follow_each_other(days, wrong):
    names = ("consented_on", "ordered_on", "assessed_on", "deleted_on")
    said = Certificate(with_children=True, **dict(zip(names, days, strict=False)))
    if not wrong:
        rules.check_certificate(said)
        return
    with pytest.raises(CertificateOrderError) as raised:
        rules.check_certificate(said)
    assert raised.value.field == wrong


def test_without_children_there_is_no_certificate():
    with pytest.raises(CertificateOrderError):
        rules.check_certificate(Certificate(with_children=False, consented_on=DAYS[0]))


def test_with_children_only_when_one_was_assessed():
    assert rules.may_be_with_children(Certificate(with_children=False))
    assert not rules.may_be_with_children(Certificate(with_children=True, consented_on=DAYS[0], ordered_on=DAYS[0]))
    assert rules.may_be_with_children(
        Certificate(with_children=True, consented_on=DAYS[0], ordered_on=DAYS[0], assessed_on=DAYS[0])
    )


def test_erased_half_a_year_after_the_end_or_a_year_after_nobody_looked():
    assert rules.erase_on(review_on=date(2027, 1, 31), ended_on=date(2026, 8, 31)) == date(2027, 2, 28)
    assert rules.erase_on(review_on=date(2027, 1, 31), ended_on=None) == date(2028, 1, 31)
    assert rules.latest_review(date(2026, 2, 28)) == date(2028, 2, 28)


def test_police_and_probation_have_none():
    assert set(OrganisationKind) - rules.PLACES == {OrganisationKind.POLICE, OrganisationKind.PROBATION}


def test_who_keeps_volunteers_works_for_them_and_nobody_else_does():
    assert {role for role in Role if ROLE_PURPOSES[role] & Purpose.VOLUNTEERS} == set(rules.KEEPERS)
    assert Purpose.VOLUNTEERS in UNSHARED


def test_a_consultant_still_stands_in_for_a_coordinator():
    assert can_stand_in(int(Role.SSP_CONSULTANT), for_roles=int(Role.COORDINATOR))
