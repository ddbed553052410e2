"""Tables of what a role may be, see and do. No database, no clock."""

from datetime import datetime
from functools import cache, reduce
from operator import or_

from dateutil.relativedelta import relativedelta

from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.partnerships.enums import OrganisationKind, Regime, Role, roles_in

_EVERYWHERE = frozenset(OrganisationKind)
_MUNICIPAL = frozenset({OrganisationKind.MUNICIPALITY})
_HELPING = frozenset(
    {
        OrganisationKind.MUNICIPALITY,
        OrganisationKind.INSTITUTION_PUBLIC,
        OrganisationKind.INSTITUTION,
        OrganisationKind.HOUSING,
        OrganisationKind.ASSOCIATION,
    }
)

# Which kinds of organisation can have somebody in the role.
ROLE_PLACES: dict[Role, frozenset[OrganisationKind]] = {
    Role.COORDINATOR: _EVERYWHERE,
    Role.SSP_CONSULTANT: frozenset(
        {OrganisationKind.MUNICIPALITY, OrganisationKind.SCHOOL, OrganisationKind.INSTITUTION_PUBLIC}
    ),
    Role.CASEWORKER: _MUNICIPAL,
    Role.STREET_WORKER: _HELPING,
    Role.PARENT_COACH: frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.INSTITUTION_PUBLIC}),
    Role.POLICE_PREVENTION: frozenset({OrganisationKind.POLICE}),
    Role.POLICE_EXIT: frozenset({OrganisationKind.POLICE}),
    Role.PROBATION_OFFICER: frozenset({OrganisationKind.PROBATION}),
    Role.SUPERVISOR: _EVERYWHERE,
    Role.SIGNATORY: _EVERYWHERE,
    Role.STEERING: frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE, OrganisationKind.PROBATION}),
    Role.INSPECTOR: _EVERYWHERE,
    Role.ADMINISTRATOR: _EVERYWHERE,
}

# Whose unattended screen lets a stranger in furthest: who keeps people and roles, and who reads everybody's looks.
PRIVILEGED = Role.ADMINISTRATOR | Role.INSPECTOR
PRIVILEGED_REST_MINUTES = 15

# Whoever writes a concern down writes who told it as well, so all who work with people have these.
_WORKING = Category.PLAN | Category.CONCERN | Category.ENTRY | Category.IDENTITY | Category.OTHERS

# The most that a role can see of a dossier it has access to; the access row narrows it further (R7, R21).
ROLE_CATEGORIES: dict[Role, Category] = {
    Role.COORDINATOR: ALL_CATEGORIES & ~Category.HEALTH,
    Role.SSP_CONSULTANT: ALL_CATEGORIES & ~Category.HEALTH,
    Role.CASEWORKER: ALL_CATEGORIES,
    Role.STREET_WORKER: _WORKING | Category.REPORTER,
    Role.PARENT_COACH: _WORKING | Category.REPORTER,
    Role.POLICE_PREVENTION: _WORKING | Category.OFFENCE | Category.REPORTER,
    Role.POLICE_EXIT: _WORKING | Category.OFFENCE | Category.REPORTER,
    Role.PROBATION_OFFICER: _WORKING | Category.OFFENCE | Category.ASSESSMENT | Category.REPORTER,
    Role.SUPERVISOR: ALL_CATEGORIES,
    Role.SIGNATORY: Category(0),
    Role.STEERING: Category(0),
    Role.INSPECTOR: Category(0),
    Role.ADMINISTRATOR: Category(0),
}

# Who decides to whom something is given and what is erased; the others who work with people write and read.
DECIDING = (
    Role.COORDINATOR
    | Role.SSP_CONSULTANT
    | Role.CASEWORKER
    | Role.POLICE_PREVENTION
    | Role.POLICE_EXIT
    | Role.PROBATION_OFFICER
    | Role.SUPERVISOR
)

# Who works with people at all: the others keep the house, sign, steer or look after that it is done rightly.
WITH_PEOPLE = DECIDING | Role.STREET_WORKER | Role.PARENT_COACH

_PREVENTION = Purpose.SSP | Purpose.RADICALISATION
_MUNICIPAL_PURPOSES = _PREVENTION | Purpose.PSP | Purpose.KSP | Purpose.EXIT | Purpose.RELEASE | Purpose.PARENTS

# The purposes a role works for; a dossier shared for another purpose stays closed to it. Volunteers have one of their
# own, so that nobody else in the house sees them, in whatever table.
ROLE_PURPOSES: dict[Role, Purpose] = {
    Role.COORDINATOR: _MUNICIPAL_PURPOSES | Purpose.VOLUNTEERS,
    Role.SSP_CONSULTANT: _MUNICIPAL_PURPOSES,
    Role.CASEWORKER: _MUNICIPAL_PURPOSES,
    Role.STREET_WORKER: _PREVENTION | Purpose.EXIT,
    Role.PARENT_COACH: Purpose.PARENTS | Purpose.RADICALISATION,
    Role.POLICE_PREVENTION: _PREVENTION | Purpose.PSP | Purpose.KSP,
    Role.POLICE_EXIT: Purpose.EXIT | Purpose.RELEASE | Purpose.KSP,
    Role.PROBATION_OFFICER: Purpose.KSP | Purpose.EXIT | Purpose.RELEASE,
    Role.SUPERVISOR: _MUNICIPAL_PURPOSES | Purpose.VOLUNTEERS,
    Role.SIGNATORY: Purpose(0),
    Role.STEERING: Purpose(0),
    Role.INSPECTOR: Purpose.OVERSIGHT,
    Role.ADMINISTRATOR: Purpose(0),
}


# Who handles what they hold about people by the act on law enforcement; all others do by the GDPR (R6).
_LAW_ENFORCEMENT = frozenset({OrganisationKind.POLICE, OrganisationKind.PROBATION})


def regime(kind: OrganisationKind) -> Regime:
    """Return by which law an organisation of this kind handles what it holds about people (R6)."""
    return Regime.LAW_ENFORCEMENT if kind in _LAW_ENFORCEMENT else Regime.GDPR


class RoleOutOfPlaceError(ValueError):
    """An organisation of this kind cannot have somebody in this role."""

    def __init__(self, role: Role, kind: OrganisationKind) -> None:
        """Keep both for the message at the field."""
        super().__init__(f"{role.name} at {kind}")
        self.role = role
        self.kind = kind


def mask_of(roles: list[Role]) -> Role:
    """Return the mask of some roles."""
    return reduce(or_, roles, Role(0))


def roles_for(kind: OrganisationKind) -> list[Role]:
    """Return the roles an organisation of this kind can have."""
    return [role for role in Role if kind in ROLE_PLACES[role]]


def check_roles(mask: int, kind: OrganisationKind) -> None:
    """Raise RoleOutOfPlaceError when a role of the mask does not belong at such an organisation."""
    for role in roles_in(mask):
        if kind not in ROLE_PLACES[role]:
            raise RoleOutOfPlaceError(role, kind)


@cache
def categories_for(mask: int) -> Category:
    """Return the categories that the roles of a mask open, together."""
    return reduce(or_, (ROLE_CATEGORIES[role] for role in roles_in(mask)), Category(0))


@cache
def purposes_for(mask: int) -> Purpose:
    """Return the purposes that the roles of a mask work for, together."""
    return reduce(or_, (ROLE_PURPOSES[role] for role in roles_in(mask)), Purpose(0))


# How long it holds that somebody's rights were looked at (R21).
REVIEW_MONTHS = 12


def is_review_due(*, reviewed_at: datetime | None, created_at: datetime, now: datetime) -> bool:
    """Tell whether somebody's rights are to be looked at: a year after the last time, or after they were given."""
    due: datetime = (reviewed_at or created_at) + relativedelta(months=REVIEW_MONTHS)
    return due <= now
