"""Who keeps volunteers, how one goes from asked to stopped, how long one is kept. No database, no clock."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from dateutil.relativedelta import relativedelta

from tvaers.civilsociety.enums import VolunteerState
from tvaers.partnerships.enums import OrganisationKind, Role

KEEPERS: Final = (Role.COORDINATOR, Role.SUPERVISOR)
# Police and probation service have none; the database asks the same.
PLACES: Final = frozenset(OrganisationKind) - {OrganisationKind.POLICE, OrganisationKind.PROBATION}
# Nobody is kept on a list that is not looked at.
REVIEW_MONTHS, MOST_REVIEW_MONTHS = 12, 24
# After the last day: time to settle an expense or a complaint and to write a reference, and no longer (GDPR art. 5).
MONTHS_AFTER_END: Final = 6
# Whom nobody has looked at for a year after the day is not kept any more: nobody works with them.
MONTHS_AFTER_REVIEW: Final = 12

STEPS: Final[dict[VolunteerState, frozenset[VolunteerState]]] = {
    VolunteerState.ASKED: frozenset({VolunteerState.ACTIVE, VolunteerState.ENDED}),
    # A paper that was noted by mistake is taken out again.
    VolunteerState.ACTIVE: frozenset({VolunteerState.ASKED, VolunteerState.ENDED}),
    VolunteerState.ENDED: frozenset(),
}


class WrongStateError(ValueError):
    """The volunteer has stopped: nothing is changed any more."""


class CertificateOrderError(ValueError):
    """The days of a certificate do not follow each other; `field` says which of them."""

    def __init__(self, field: str) -> None:
        """Keep the field for the message."""
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """The days of a children's certificate (børneattest), never what it said. with_children: whether one is asked."""

    with_children: bool
    consented_on: date | None = None
    ordered_on: date | None = None
    assessed_on: date | None = None
    deleted_on: date | None = None


def check_step(was: VolunteerState, to: VolunteerState) -> None:
    """Raise WrongStateError when a volunteer cannot go from one state to another."""
    if to not in STEPS[was]:
        raise WrongStateError


def state_with(agreed_on: date | None, confidential_on: date | None) -> VolunteerState:
    """Return where somebody who has not stopped stands: active when both papers are there."""
    return VolunteerState.ACTIVE if agreed_on and confidential_on else VolunteerState.ASKED


def check_certificate(said: Certificate) -> None:
    """Raise CertificateOrderError unless each step has the one before, on the same day or earlier."""
    steps = ("consented_on", "ordered_on", "assessed_on", "deleted_on")
    for before, after in pairwise(steps):
        first, then = getattr(said, before), getattr(said, after)
        if then is not None and (first is None or first > then):
            raise CertificateOrderError(after)
    if not said.with_children and any(getattr(said, step) for step in steps):
        raise CertificateOrderError("with_children")


def may_be_with_children(said: Certificate) -> bool:
    """Tell whether somebody may begin with children under 15: where there is such contact, one was assessed."""
    return not said.with_children or said.assessed_on is not None


def next_review(after: date) -> date:
    """Return when a volunteer who was looked at on `after` is looked at again."""
    due: date = after + relativedelta(months=REVIEW_MONTHS)
    return due


def latest_review(today: date) -> date:
    """Return the last day that can be chosen for looking at a volunteer again: two years ahead."""
    last: date = today + relativedelta(months=MOST_REVIEW_MONTHS)
    return last


def erase_on(*, review_on: date, ended_on: date | None) -> date:
    """Return the day on which a volunteer is erased (R23)."""
    if ended_on is not None:
        over: date = ended_on + relativedelta(months=MONTHS_AFTER_END)
        return over
    forgotten: date = review_on + relativedelta(months=MONTHS_AFTER_REVIEW)
    return forgotten
