"""Who acts: one membership, entered from a session, as a plain value for the length of a request."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connections

from tvaers.accounts.sessions import hashed, idle_limit
from tvaers.guard import context
from tvaers.guard.context import Claims
from tvaers.guard.enums import ContextKind
from tvaers.partnerships import rules
from tvaers.partnerships.enums import RECEIVES_DISCLOSURES, OrganisationKind, Role, roles_in
from tvaers.partnerships.models import Membership


@dataclass(frozen=True)
class ActingOrganisation:
    """The organisation acted for."""

    id: UUID
    name: str
    short_name: str
    mark: str
    kind: OrganisationKind
    is_host: bool

    @property
    def receives_disclosures(self) -> bool:
        """Tell whether others may disclose to it under § 115 (R4)."""
        return self.kind in RECEIVES_DISCLOSURES


@dataclass(frozen=True)
class Actor:
    """Somebody acting for one organisation: the `by=` of every action."""

    id: UUID
    user_id: UUID
    name: str
    title: str
    email: str
    phone: str
    roles: int
    organisation: ActingOrganisation
    units: tuple[UUID, ...]

    def has_role(self, *roles: Role) -> bool:
        """Tell whether the actor has one of the roles."""
        return any(self.roles & role for role in roles)

    @property
    def role_list(self) -> list[Role]:
        """The roles, in the order of the list."""
        return roles_in(self.roles)

    @property
    def claims(self) -> Claims:
        """What the database shall believe when this actor asks; the ticket is added when it is issued."""
        return Claims(
            kind=ContextKind.MEMBER,
            actor=self.id,
            organisation=self.organisation.id,
            user=self.user_id,
            readers=(self.organisation.id, *self.units, self.id),
            categories=int(rules.categories_for(self.roles)),
            purposes=int(rules.purposes_for(self.roles)),
            roles=self.roles,
        )


def actor_of(membership: Membership) -> Actor:
    """Return the actor that a membership is, for work outside a request (generated data, jobs)."""
    organisation = membership.organisation
    return Actor(
        id=membership.id,
        user_id=membership.user_id,
        name=membership.name,
        title=membership.title,
        email=membership.email,
        phone=membership.phone,
        roles=membership.roles,
        organisation=ActingOrganisation(
            organisation.id,
            organisation.name,
            organisation.short_name,
            organisation.mark,
            OrganisationKind(organisation.kind),
            organisation.is_host,
        ),
        units=tuple(sorted(unit.id for unit in membership.units.all())),
    )


def actors_of_session(session_key: str, user_id: UUID) -> list[Actor]:
    """Return the actors that the session's user can be: one for each active membership, oldest first."""
    with (
        context.unguarded("who may act is asked before anybody acts"),
        connections[context.ALIAS].cursor() as cursor,
    ):
        asked: list[Any] = [hashed(session_key), idle_limit()]
        cursor.execute("SELECT * FROM guard.memberships_of_session(%s, %s)", asked)
        rows = cursor.fetchall()
    return [
        Actor(
            id=member,
            user_id=user_id,
            name=name,
            title=title,
            email=email,
            phone=phone,
            roles=roles,
            organisation=ActingOrganisation(id_, full_name, short_name, mark, OrganisationKind(kind), is_host),
            units=tuple(units),
        )
        for member, name, title, email, phone, roles, id_, full_name, short_name, mark, kind, is_host, units in rows
    ]
