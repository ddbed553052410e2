"""The shape of a world: who there is, who owns how much, and what is shared with whom. Pure; ids follow from names.

Dossiers come in blocks of ten that belong together: four people, three concerns, one case, two tasks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from uuid import UUID, uuid5

from tvaers.partnerships.enums import OrganisationKind, Role, UnitKind

NAMESPACE = UUID("b1c0ffee-0016-4f0e-8a52-1d3f5b7c9e20")
PEOPLE, CONCERNS, CASES, TASKS = 4, 3, 1, 2
BLOCK = PEOPLE + CONCERNS + CASES + TASKS
ORGANISATIONS = 100
POLICE, HOME, PROBATION = 0, 1, ORGANISATIONS - 1
# One dossier in ten is the police district's own. Two ninths of the others' are shared with it: 30 % of everything.
OWNED_BY_POLICE = 10
SHARED, OF = 2, 9
# What the home municipality owns in every world, so that its people meet the same pages in a small and a large one.
HOME_DOSSIERS = 1000
MANY, FEW = 20, 5
# On one dossier each: the cases of the home municipality's newest blocks.
GRANTS = (1, 2, 15, 200, 500)
# Of each organisation's concerns so many wait: what people can get through, and at least one in fifty.
WAITING, LEAST_WAITING = 120, 50
# The tasks of so many of an organisation's newest cases are still to be done: a few for each of its people, in a small
# world and in a large one, so that the same page is compared and not a short one with a full one.
WORKED_ON = 30


@cache
def named(name: str) -> UUID:
    """Return the id of a thing by its name, the same in every world."""
    return uuid5(NAMESPACE, name)


@dataclass(frozen=True)
class Organisation:
    """An organisation of a world, its units, and its people by number."""

    number: int

    @cached_property
    def id(self) -> UUID:
        """Its id."""
        return named(f"organisation {self.number}")

    @property
    def kind(self) -> OrganisationKind:
        """A police district, a probation service, and otherwise municipalities."""
        kinds = {POLICE: OrganisationKind.POLICE, PROBATION: OrganisationKind.PROBATION}
        return kinds.get(self.number, OrganisationKind.MUNICIPALITY)

    @property
    def role(self) -> Role:
        """What its people do."""
        roles = {POLICE: Role.POLICE_PREVENTION, PROBATION: Role.PROBATION_OFFICER}
        return roles.get(self.number, Role.SSP_CONSULTANT)

    @property
    def unit_kind(self) -> UnitKind:
        """What the unit that keeps its dossiers does."""
        kinds = {POLICE: UnitKind.PREVENTION, PROBATION: UnitKind.PROBATION}
        return kinds.get(self.number, UnitKind.SSP)

    @cached_property
    def units(self) -> tuple[UUID, UUID]:
        """The unit that keeps its dossiers, and one that keeps none."""
        return named(f"unit {self.number} 0"), named(f"unit {self.number} 1")

    @cached_property
    def members(self) -> tuple[UUID, ...]:
        """Its people; the last one works in the unit that keeps nothing."""
        number = MANY if self.number in {POLICE, HOME} else FEW
        return tuple(named(f"member {self.number} {place}") for place in range(number))

    def user(self, place: int) -> UUID:
        """Return the account of one of its people."""
        return named(f"user {self.number} {place}")

    def email(self, place: int) -> str:
        """Return the address of one of its people; the ending can never exist (RFC 2606)."""
        return f"m{place}@o{self.number}.example"


@dataclass(frozen=True)
class Block:
    """Ten dossiers of one organisation. place: which of its `of` blocks, the oldest first; number: in the world."""

    number: int
    organisation: int
    place: int
    of: int

    @property
    def is_shared(self) -> bool:
        """Tell whether the police district was given it."""
        return self.organisation != POLICE and self.number % OF < SHARED

    @property
    def waits(self) -> bool:
        """Tell whether its concerns are still to be assessed; the newest are."""
        concerns = self.of * CONCERNS
        waiting = max(concerns // LEAST_WAITING, min(WAITING, concerns * 2 // 5))
        return (self.of - self.place) * CONCERNS <= waiting

    @property
    def is_worked_on(self) -> bool:
        """Tell whether its tasks are still to be done, unless its case is closed."""
        return self.of - self.place <= WORKED_ON

    @property
    def age(self) -> float:
        """How old it is, from 1 (the first of its organisation) to almost 0."""
        return 1 - (self.place + 0.5) / self.of

    @property
    def grants(self) -> int:
        """To how many readers elsewhere its case is given, besides the police."""
        newer = self.of - 1 - self.place
        return GRANTS[newer] if self.organisation == HOME and newer < len(GRANTS) else 0


def readers_elsewhere() -> Iterator[tuple[UUID, UUID, UUID | None, UUID | None]]:
    """Return organisation, reader, unit and member of those that the grants are given to, one by one."""
    others = [Organisation(number) for number in range(ORGANISATIONS) if number not in {POLICE, HOME}]
    yield from ((each.id, each.id, None, None) for each in others)
    yield from ((each.id, unit, unit, None) for each in others for unit in each.units)
    yield from ((each.id, member, None, member) for each in others for member in each.members)


@dataclass(frozen=True)
class Shape:
    """A world of `size` dossiers, a multiple of ten."""

    size: int

    @cached_property
    def organisations(self) -> tuple[Organisation, ...]:
        """The hundred."""
        return tuple(Organisation(number) for number in range(ORGANISATIONS))

    def blocks_of(self, organisation: int) -> int:
        """Return how many blocks an organisation owns."""
        blocks = self.size // BLOCK
        police = blocks // OWNED_BY_POLICE
        home = min(HOME_DOSSIERS // BLOCK, blocks // 3)
        if organisation in {POLICE, HOME}:
            return police if organisation == POLICE else home
        each, more = divmod(blocks - police - home, ORGANISATIONS - 2)
        return each + (organisation - 2 < more)

    def blocks(self) -> Iterator[Block]:
        """Return every block; numbers run through all that is not the police's, so that each ninth comes round."""
        number = 0
        for organisation in range(ORGANISATIONS):
            of = self.blocks_of(organisation)
            for place in range(of):
                yield Block(number, organisation, place, of)
                number += organisation != POLICE
