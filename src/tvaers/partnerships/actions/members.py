"""Changing members: details, roles and units, the yearly look at roles (R21), and leaving."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import record
from tvaers.partnerships import handover
from tvaers.partnerships.actions.refusals import call
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.partnerships.models import Membership


@dataclass(frozen=True, kw_only=True)
class MemberDetails:
    """How a member is named and reached, and what the member is here."""

    name: str
    title: str
    phone: str
    roles: Role
    units: frozenset[UUID]


def change_member(*, by: Actor, member: Membership, details: MemberDetails, seen_version: int) -> int:
    """Change a member of the actor's organisation and return the new version.

    seen_version: the version that the administrator had in front of them; member: as it is now.
    Raises ChangedMeanwhileError, LastAdministratorError, OwnRoleError, RoleNotHereError, UnitNotHereError,
    NoSuchMemberError, NotAdministratorError.
    """
    before = {unit.id for unit in member.units.all()}
    version: int = call(
        "SELECT guard.change_member(%s, %s, %s, %s, %s, %s::uuid[], %s)",
        [
            member.id,
            details.name,
            details.title,
            details.phone,
            int(details.roles),
            list(details.units),
            seen_version,
        ],
    )
    record(
        "partnerships.member_changed",
        object_id=member.id,
        detail={
            "roles_before": member.roles,
            "roles_after": int(details.roles),
            "units_before": _listed(before),
            "units_after": _listed(details.units),
            "details_changed": (member.name, member.title, member.phone)
            != (details.name, details.title, details.phone),
            "own": by.id == member.id,
        },
    )
    return version


def review_roles(*, by: Actor, member: Membership, seen_version: int) -> None:
    """Note that the member's roles have been looked at and stay as they are (R21).

    Raises ChangedMeanwhileError, NoSuchMemberError, NotAdministratorError.
    """
    call("SELECT guard.review_roles(%s, %s)", [member.id, seen_version])
    record(
        "partnerships.roles_reviewed",
        object_id=member.id,
        detail={"roles": member.roles, "own": by.id == member.id},
    )


def change_own_details(*, by: Actor, title: str, phone: str) -> None:
    """Change the actor's own title and telephone number."""
    call("SELECT guard.change_own_details(%s, %s)", [title, phone])
    record("partnerships.own_details_changed", object_id=by.id)


def leave_organisation(*, by: Actor, member: Membership, successor: UUID | None) -> None:
    """End somebody's work here, after handing over what they hold; their sessions end at the next request.

    successor: the colleague who takes over; may be None when nothing is held.
    Raises handover.SuccessorNeededError, LastAdministratorError, NoSuchMemberError, NotAdministratorError.
    """
    with transaction.atomic():
        # Only what somebody held who has just left is handed over; who leaves oneself does it before the door closes.
        alone = member.id == by.id
        moved = handover.hand_over(by=by, member=member.id, successor=successor) if alone else 0
        call("SELECT guard.leave_organisation(%s)", [member.id])
        if not alone:
            moved = handover.hand_over(by=by, member=member.id, successor=successor)
        record(
            "partnerships.member_left",
            object_id=member.id,
            detail={
                "roles_before": member.roles,
                "roles_after": 0,
                "handed_over": moved,
                "successor": str(successor or ""),
            },
        )


def _listed(units: frozenset[UUID] | set[UUID]) -> str:
    return ",".join(sorted(map(str, units)))
