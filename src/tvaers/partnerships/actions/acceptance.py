"""Answering an invitation: whoever holds the link, and whoever works somewhere signed in as themselves."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connections

from tvaers.guard import context
from tvaers.partnerships.actions.refusals import call


@dataclass(frozen=True)
class Invited:
    """Whom a link invites, and where to. has_password: the account is in use and keeps its password."""

    name: str
    email: str
    organisation: str
    user_id: UUID
    has_password: bool


def invited_by(token_hash: bytes) -> Invited | None:
    """Return whom the link with this hash invites; None when it is unknown, used or has run out."""
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT member_name, member_email, organisation_name, user_id, has_password FROM guard.invitation(%s)",
            [token_hash],
        )
        row = cursor.fetchone()
    return Invited(*row) if row else None


def accept_invitation(token_hash: bytes, *, password: str = "") -> UUID:
    """Accept once; an account that is not in use gets the password. Return its id.

    Raises NoSuchInvitationError, and SignInFirstError when the account is in use and its owner is not signed in.
    """
    user: UUID = call("SELECT guard.accept_invitation(%s, %s)", [token_hash, make_password(password or None)])
    return user
