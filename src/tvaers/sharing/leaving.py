"""What a colleague alone can see: counted when the colleague leaves, and handed over."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils.translation import gettext_lazy as _

from tvaers.guard import context
from tvaers.partnerships import handover
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.handover import Held, Keeper
from tvaers.sharing.actions import refusals


def answered(statement: str, parameters: Sequence[Any]) -> Any:  # noqa: ANN401 - an id, a number, or several
    """Return what a function of the database says; about a colleague an administrator learns numbers, never rows."""
    with refusals(), connections[context.ALIAS].cursor() as cursor:
        cursor.execute(statement, parameters)
        (said,) = cursor.fetchone()
        return said


def _counted(member: UUID) -> tuple[Held, Held]:
    """Count the live access rows that name the member: for the own organisation, and from others."""
    own, received = answered("SELECT guard.count_member_access(%s)", [member])
    return Held(count=own), Held(count=received)


def hand_over_access(by: Actor, member: UUID, successor: UUID) -> int:
    """Let the successor see what the member alone could see, and return how many rows moved.

    The database writes one event for each dossier. Raises WrongReceiverError.
    """
    del by  # the database takes the actor from the context
    return int(answered("SELECT guard.hand_over_access(%s, %s)", [member, successor]))


def register() -> None:
    """Register with leaving."""
    handover.register(
        Keeper(
            name="sharing.own",
            label=_("Cases and other matters that only this person can open"),
            hand_over=hand_over_access,
        ),
        Keeper(
            name="sharing.received",
            label=_("Matters that other organisations share with this person alone"),
            note=_("The other organisation decides who sees it. Ask them to share it anew."),
        ),
        counted=_counted,
    )
