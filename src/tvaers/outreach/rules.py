"""Who does what with a shift, in which state, and how long a phone may wait. No database, no clock."""

from datetime import datetime, timedelta
from typing import Final

from tvaers.outreach.enums import Again, ShiftState
from tvaers.partnerships.enums import OrganisationKind, Role

# Who plans and walks shifts; the database's policies carry the same mask (migrations/0003_guard.py).
WALKERS: Final = (Role.STREET_WORKER, Role.SSP_CONSULTANT, Role.COORDINATOR, Role.SUPERVISOR)
# Who answers for the team: reads every debrief, and asks a lost phone to forget.
LEADERS: Final = (Role.COORDINATOR, Role.SUPERVISOR)
# Authorities that a shift can be shown to.
NEIGHBOURS: Final = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE})

# Never alone (B13).
FEWEST: Final = 2
LONGEST: Final = timedelta(hours=12)
# When a team asks what bridging came to, and the farthest day that it puts something off to.
BRIDGING_ASKED_AFTER: Final = timedelta(days=14)
FARTHEST: Final = timedelta(days=180)
# In how many days a team that says so on its phone is asked.
AGAIN_DAYS: Final = {Again.SOON: 3, Again.WEEK: 7}
# Fewer debriefs, or of fewer people, would tell of who wrote them (migrations/0009_held.py holds to the same).
FEWEST_DEBRIEFS: Final = 5
FEWEST_WRITERS: Final = 3
# How long what was walked is kept; the database's policies carry the same (migrations/0005_ends.py). A day more than
# two years, so that no leap year asks for what the database still refuses.
KEPT: Final = timedelta(days=2 * 366)
# How long a phone is trusted without having called.
LEASE: Final = timedelta(hours=72)
# Minutes after which a locked phone asks for its sentence again.
LOCK_MINUTES: Final = 5
# Of what a phone sends at once.
MOST_ENTRIES: Final = 50
# Minutes that a team may be late before its back-up is told: coming home takes a moment.
GRACE: Final = timedelta(minutes=10)

STEPS: Final[dict[ShiftState, frozenset[ShiftState]]] = {
    # One that was walked without a network is heard of when it is over.
    ShiftState.PLANNED: frozenset({ShiftState.UNDER_WAY, ShiftState.CANCELLED}),
    ShiftState.UNDER_WAY: frozenset({ShiftState.ENDED}),
    # What was walked stands, also when somebody had meanwhile crossed it out.
    ShiftState.CANCELLED: frozenset({ShiftState.UNDER_WAY}),
    ShiftState.ENDED: frozenset(),
}


class WrongStateError(ValueError):
    """The shift is not in a state in which this can be done."""


def check_step(was: ShiftState, to: ShiftState) -> None:
    """Raise WrongStateError when a shift cannot become that."""
    if to not in STEPS[was]:
        raise WrongStateError


def is_overdue(*, home_at: datetime, now: datetime) -> bool:
    """Tell whether a team that is out should have been home, with some minutes' grace."""
    return now >= home_at + GRACE
