"""What may be told, who reads and decides, and for how long incidents are kept. No database, clock or request."""

from collections.abc import Collection
from datetime import timedelta
from typing import Final

from tvaers.incidents.enums import Family, IncidentKind, Origin, SignalState, Why
from tvaers.partnerships.enums import OrganisationKind
from tvaers.partnerships.rules import DECIDING, WITH_PEOPLE

READERS: Final = WITH_PEOPLE
DECIDERS: Final = DECIDING
# Who may be given counts: authorities, never an association or a housing organisation.
AUDIENCE: Final = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE, OrganisationKind.PROBATION})
# Old incidents tell of a place that is another by now.
KEPT_YEARS: Final = 5
# A file that was read and not started holds its rows no longer than this.
WAITS: Final = timedelta(days=7)

FAMILIES: Final[dict[Family, frozenset[IncidentKind]]] = {
    Family.VIOLENT: frozenset(
        {IncidentKind.VIOLENCE, IncidentKind.THREATS, IncidentKind.ROBBERY, IncidentKind.WEAPONS}
    ),
    Family.DAMAGE: frozenset({IncidentKind.VANDALISM, IncidentKind.ARSON, IncidentKind.FIREWORKS}),
    Family.UNREST: frozenset({IncidentKind.GATHERING, IncidentKind.NOISE, IncidentKind.TRAFFIC}),
    # Last: what a family has told is not told again of all.
    Family.ALL: frozenset(IncidentKind),
}
# Only what somebody reported raises a signal: else it would send patrols to where patrols have been.
COUNTED: Final = Origin.REPORTED

# A signal tells of at least so many incidents, and of so many areas with one where the method joins areas.
LEAST_CASES, LEAST_AREAS = 5, 3
# An area takes part when so much has been reported there in the whole history: fewer is nearly a person.
LEAST_HISTORY = 10
# Chance alone shows as much once in so many days.
INFORMS, ALERTS = 100, 365
# How far back counts are compared.
HISTORY = timedelta(days=365)
# So many past days are looked at again: a season, and a few minutes of a worker.
AGAIN = 90
# The same thing, in the same place, is not told again before so many days.
QUIET = timedelta(days=14)
WRONG: Final = frozenset({Why.CHANCE, Why.RECORDING})
NEXT: Final[dict[SignalState, frozenset[SignalState]]] = {
    SignalState.OPEN: frozenset({SignalState.DISMISSED, SignalState.ANSWERED}),
    SignalState.DISMISSED: frozenset(),
    SignalState.ANSWERED: frozenset(),
}


def is_told(*, cases: Collection[int], recurrence: float, joins: bool) -> bool:
    """Tell whether a finding becomes a signal. cases: of each of its areas; joins: the method joins areas."""
    with_some = sum(1 for each in cases if each)
    return recurrence >= INFORMS and sum(cases) >= LEAST_CASES and (not joins or with_some >= LEAST_AREAS)


def recurrence_of(single: float, *, looks: int) -> float:
    """Return once in how many days one of several looks shows as much by chance. single: of one look alone."""
    return single / max(1, looks)


def is_alert(recurrence: float) -> bool:
    """Tell whether a signal is as unusual as once a year."""
    return recurrence >= ALERTS
