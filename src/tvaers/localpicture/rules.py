"""Who writes in the local picture, who reads it, and for how long. The database decides the same (migrations)."""

from datetime import timedelta
from typing import Final

from tvaers.localpicture.enums import BulletinKind
from tvaers.partnerships.enums import OrganisationKind, Role
from tvaers.partnerships.rules import DECIDING, WITH_PEOPLE

# What a bulletin can be given to: authorities, never an association or a housing organisation (R4).
READERS: Final = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE, OrganisationKind.PROBATION})
# Whom a new bulletin is addressed to unless its author says otherwise: who works in the areas.
USUAL_READERS: Final = frozenset({OrganisationKind.MUNICIPALITY, OrganisationKind.POLICE})
WRITERS: Final = WITH_PEOPLE
# Who says how an area is: not a colour that comes by itself, a named person who answers for it.
STATE_SETTERS: Final = DECIDING
# Whom colleagues elsewhere call about an area.
CONTACTS: Final = Role.COORDINATOR | Role.SSP_CONSULTANT | Role.POLICE_PREVENTION

USUAL_DAYS: Final = 14
MOST_DAYS: Final = 60
STATE_USUAL_DAYS: Final = 7
STATE_MOST_DAYS: Final = 30
FACT_USUAL_DAYS: Final = 180
FACT_MOST_DAYS: Final = 365
# An ended bulletin stays with the organisation that wrote it, for its yearly evaluation; then it is erased.
KEPT: Final = timedelta(days=365)
# A sitting: what came since the last one stays marked as new through it.
SITTING: Final = timedelta(minutes=30)

# Which kinds tell of a group, and so ask how many, how old and what holds it up.
OF_A_GROUP: Final = frozenset({BulletinKind.GATHERING})
