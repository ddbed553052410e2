"""Who acts: one membership, entered from a session, as a plain value for the length of a request."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connections

from tvaers.accounts.sessions import SessionStore, ask_along, idle_limit, limit_rest
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


# Who may act comes with the session, in the statement that enters it.
MEMBERSHIPS = "memberships"
ASKED = "(SELECT coalesce(jsonb_agg(to_jsonb(m)), '[]')::text FROM guard.memberships_of_session(%s, %s) AS m)"


REST = f"guard.idle_limit(%s, %s, '{rules.PRIVILEGED_REST_MINUTES} minutes', {int(rules.PRIVILEGED)})"


def register() -> None:
    """Have the memberships asked whenever a session is entered, and a privileged one end sooner."""
    ask_along(MEMBERSHIPS, ASKED)
    limit_rest(REST)


def actors_of_session(session: SessionStore, user_id: UUID) -> list[Actor]:
    """Return the actors that an entered session's user can be: one for each active membership, oldest first."""
    return [
        Actor(
            id=UUID(row["id"]),
            user_id=user_id,
            name=row["name"],
            title=row["title"],
            email=row["email"],
            phone=row["phone"],
            roles=row["roles"],
            organisation=ActingOrganisation(
                UUID(row["organisation_id"]),
                row["organisation_name"],
                row["organisation_short_name"],
                row["organisation_mark"],
                OrganisationKind(row["organisation_kind"]),
                row["organisation_is_host"],
            ),
            units=tuple(UUID(unit) for unit in row["unit_ids"]),
        )
        for row in json.loads(session.along.get(MEMBERSHIPS, "[]"))
    ]


_HOLDING = f"""
SELECT k.key_hash, array_agg(m.id) FROM unnest(%s::bytea[]) AS k (key_hash),
    LATERAL guard.memberships_of_session(k.key_hash, {REST.replace("%s", "k.key_hash", 1)}) AS m
WHERE guard.session_has_factor(k.key_hash) GROUP BY k.key_hash
"""  # noqa: S608 - constants


def members_of_sessions(keys: Collection[bytes]) -> dict[bytes, frozenset[UUID]]:
    """Return, by the hash of a session's key, the memberships that may act in it, with a second factor.

    Sessions that ended are not there.

    Nobody is known who asks, and no session counts as used by it.
    """
    with context.unguarded("sessions are looked at, nobody acts"), connections[context.ALIAS].cursor() as cursor:
        cursor.execute(_HOLDING, [list(keys), idle_limit()])
        return {bytes(key): frozenset(members) for key, members in cursor.fetchall()}
