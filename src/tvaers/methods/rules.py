"""Who reads and who keeps a method, and how a version goes on. The database decides the same (migrations)."""

from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta

from tvaers.methods.enums import VersionState
from tvaers.partnerships.enums import OrganisationKind, Role

# Who writes pages, takes them into use and retires them; the database's policies carry the same mask.
KEEPERS: Final = (Role.COORDINATOR, Role.SUPERVISOR)
# Who keeps a library, and to whom a page can be shown: authorities (R4).
READERS: Final = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE, OrganisationKind.PROBATION})

# What was right a year ago may not be; somebody looks.
REVIEW_MONTHS: Final = 12
MOST_REVIEW_MONTHS: Final = 36

STEPS: Final[dict[VersionState, frozenset[VersionState]]] = {
    VersionState.DRAFT: frozenset({VersionState.IN_USE}),
    # By the next version, or because it is no longer done so.
    VersionState.IN_USE: frozenset({VersionState.RETIRED}),
    VersionState.RETIRED: frozenset(),
}


class WrongStateError(ValueError):
    """The version is not, or no longer, in a state in which this can be done."""


def check_step(was: VersionState, to: VersionState) -> None:
    """Raise WrongStateError when a version cannot become that."""
    if to not in STEPS[was]:
        raise WrongStateError


def next_review(after: date) -> date:
    """Return the day on which a page that was looked at on `after` is due to be looked at again."""
    due: date = after + relativedelta(months=REVIEW_MONTHS)
    return due


def latest_review(today: date) -> date:
    """Return the last day that can be chosen for looking at a page again."""
    last: date = today + relativedelta(months=MOST_REVIEW_MONTHS)
    return last
