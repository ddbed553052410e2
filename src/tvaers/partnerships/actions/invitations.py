"""Inviting: a letter with a link that works once. The database keeps its hash, nobody keeps the link."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.partnerships import letters
from tvaers.partnerships.actions.refusals import NoSuchMemberError, PartnershipsError, call
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.partnerships.models import Membership, Organisation

LETTER_LIFETIME = timedelta(days=14)
TOKEN_BYTES = 32


class LetterNotSentError(PartnershipsError):
    """The mail server did not take the letter; nothing was saved."""


@dataclass(frozen=True, kw_only=True)
class Invitee:
    """Who is invited, to do what, in which units."""

    name: str
    title: str
    email: str
    phone: str
    roles: Role
    units: frozenset[UUID]


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter that has been sent. `link` is known here and to the receiver only."""

    member: UUID
    link: str
    expires_at: datetime


def hashed(token: str) -> bytes:
    """Return what the database keeps of a link's secret part."""
    return hashlib.sha256(token.encode()).digest()


def invite(*, by: Actor, organisation: Organisation, invitee: Invitee, link: Callable[[str], str]) -> Letter:
    """Invite somebody to work at `organisation` and send the letter.

    link: makes the address from the secret part. The host may invite the first administrator of another organisation.
    Raises WorksHereAlreadyError, InvitedAlreadyError, RoleNotHereError, UnitNotHereError, NotAdministratorError,
    LetterNotSentError.
    """
    token, expires_at = new_token()
    with transaction.atomic():
        member: UUID = call(
            "SELECT guard.invite(%s, %s, %s, %s, %s, %s, %s, %s::uuid[], %s, %s)",
            [
                ids.opaque(),
                organisation.id,
                invitee.name,
                invitee.title,
                invitee.email,
                invitee.phone,
                int(invitee.roles),
                list(invitee.units),
                hashed(token),
                expires_at,
            ],
        )
        record(
            "partnerships.invited",
            object_id=member,
            detail={"roles_after": int(invitee.roles), "organisation": str(organisation.id)},
        )
        letter = Letter(member=member, link=link(token), expires_at=expires_at)
        send(letter, inviter=by.name, to=invitee.email, name=invitee.name, organisation=organisation.name)
    return letter


def invite_again(*, by: Actor, member: Membership, link: Callable[[str], str]) -> Letter:
    """Send a new letter; the link of the one before stops working.

    Raises NoSuchMemberError, NotAdministratorError, LetterNotSentError.
    """
    token, expires_at = new_token()
    with transaction.atomic():
        call("SELECT guard.invite_again(%s, %s, %s)", [member.id, hashed(token), expires_at])
        record("partnerships.invited_again", object_id=member.id)
        letter = Letter(member=member.id, link=link(token), expires_at=expires_at)
        send(letter, inviter=by.name, to=member.email, name=member.name, organisation=member.organisation.name)
    return letter


def withdraw_invitation(*, by: Actor, member: Membership) -> None:
    """Take an invitation back: the link stops working. Raises NoSuchMemberError when it has been answered."""
    if member.organisation_id != by.organisation.id and not by.organisation.is_host:
        raise NoSuchMemberError
    call("SELECT guard.withdraw_invitation(%s)", [member.id])
    record("partnerships.invitation_withdrawn", object_id=member.id, detail={"roles_before": member.roles})


def new_token() -> tuple[str, datetime]:
    """Return a link's secret part, and until when (UTC) it works."""
    return secrets.token_urlsafe(TOKEN_BYTES), clock.now() + LETTER_LIFETIME


def send(letter: Letter, *, inviter: str, to: str, name: str, organisation: str) -> None:
    """Send the letter with its link. Raises LetterNotSentError, which undoes the transaction it stands in."""
    # Sent before the commit: a letter that cannot be sent undoes the invitation, and a link in the hands of somebody
    # whose invitation failed to commit opens nothing.
    try:
        letters.send_invitation(
            to=to,
            name=name,
            organisation=organisation,
            inviter=inviter,
            link=letter.link,
            expires_at=letter.expires_at,
        )
    except OSError as failed:
        raise LetterNotSentError from failed
