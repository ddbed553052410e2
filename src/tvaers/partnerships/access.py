"""The doors to members, units, organisations and requests, for those who keep them."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404

from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import MembershipState, Role
from tvaers.partnerships.models import FactorReset, Membership, Organisation, Unit


def check_administrator(actor: Actor) -> None:
    """Raise PermissionDenied unless the actor is an administrator."""
    if not actor.has_role(Role.ADMINISTRATOR):
        raise PermissionDenied


def check_host(actor: Actor) -> None:
    """Raise PermissionDenied unless the actor is an administrator of the host, which keeps the common lists."""
    check_administrator(actor)
    if not actor.organisation.is_host:
        raise PermissionDenied


def get_member_for_administration(*, actor: Actor, id: UUID) -> Membership:  # noqa: A002
    """Return a member of the actor's organisation with units.

    Http404 for anybody else's, PermissionDenied below the role.
    """
    check_administrator(actor)
    units = Prefetch("units", queryset=Unit.objects.order_by("name"))
    member = (
        Membership.objects.filter(id=id, organisation_id=actor.organisation.id)
        .select_related("organisation")
        .prefetch_related(units)
        .first()
    )
    if member is None:
        raise Http404
    return member


def get_invitee_for_administration(*, actor: Actor, id: UUID) -> Membership:  # noqa: A002
    """Return somebody invited here or, for the host, as the first administrator of another organisation."""
    check_administrator(actor)
    invited = Membership.objects.filter(id=id, state=MembershipState.INVITED).select_related("organisation")
    if not actor.organisation.is_host:
        invited = invited.filter(organisation_id=actor.organisation.id)
    member = invited.first()
    if member is None or (member.organisation_id != actor.organisation.id and member.roles != Role.ADMINISTRATOR):
        raise Http404
    return member


def get_unit_for_administration(*, actor: Actor, id: UUID) -> Unit:  # noqa: A002
    """Return a unit of the actor's organisation. Http404 for anybody else's."""
    check_administrator(actor)
    unit = Unit.objects.filter(id=id, organisation_id=actor.organisation.id).first()
    if unit is None:
        raise Http404
    return unit


def get_organisation_for_change(*, actor: Actor, id: UUID) -> Organisation:  # noqa: A002
    """Return the own organisation or, for the host's administrators, any.

    All may see that the others exist, so they are refused with PermissionDenied.
    """
    check_administrator(actor)
    organisation = Organisation.objects.filter(id=id).first()
    if organisation is None:
        raise Http404
    if organisation.id != actor.organisation.id and not actor.organisation.is_host:
        raise PermissionDenied
    return organisation


def get_reset_for_agreement(*, actor: Actor, id: UUID) -> FactorReset:  # noqa: A002
    """Return a request of the actor's organisation that nobody has agreed to. Http404 otherwise."""
    check_administrator(actor)
    reset = FactorReset.objects.filter(id=id, organisation_id=actor.organisation.id, agreed_at=None).first()
    if reset is None:
        raise Http404
    return reset
