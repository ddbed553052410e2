"""Founding: an installation's first organisation and its first administrator, who invites all others."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from tvaers.partnerships.actions.invitations import Letter, hashed, new_token, send
from tvaers.partnerships.actions.organisations import OrganisationDetails
from tvaers.partnerships.actions.refusals import call
from tvaers.partnerships.enums import OrganisationKind

# Who invites when nobody is at work yet, as the letter names them.
OPERATOR = "Tværs"


@dataclass(frozen=True, kw_only=True)
class FirstAdministrator:
    """Who is invited to be the first administrator."""

    name: str
    title: str
    email: str


def found(
    *,
    host: OrganisationDetails,
    kind: OrganisationKind,
    administrator: FirstAdministrator,
    link: Callable[[str], str],
    send_letter: bool = True,
) -> Letter:
    """Make the host and invite its first administrator. The maintenance login alone may, while nobody is at work.

    Once more before the letter was answered corrects what was given, and the former link stops working.
    Raises FoundedAlreadyError, RoleNotHereError, LetterNotSentError (nothing is saved then).
    """
    token, expires_at = new_token()
    with transaction.atomic():
        member = call(
            "SELECT guard.found_partnership(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                host.name,
                host.short_name,
                host.mark,
                kind,
                host.phone,
                administrator.name,
                administrator.title,
                administrator.email,
                hashed(token),
                expires_at,
            ],
        )
        letter = Letter(member=member, link=link(token), expires_at=expires_at)
        if send_letter:
            send(letter, inviter=OPERATOR, to=administrator.email, name=administrator.name, organisation=host.name)
    return letter
