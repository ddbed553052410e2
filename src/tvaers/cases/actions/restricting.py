"""Restricting a case to named colleagues, for whom alone it is there, and opening it again."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from tvaers.cases.actions.course import NoReasonError
from tvaers.partnerships.actor import Actor
from tvaers.sharing.leaving import answered
from tvaers.sharing.models import Restriction
from tvaers.sharing.sealing import sealed

_NOTE = "SELECT guard.note_restriction(%s, %s)"


def restrict(*, by: Actor, case: UUID, named: Collection[UUID], reason: str) -> None:
    """Restrict a case to `named` and oneself, at once, or name others than before; what belongs to it goes along.

    For whoever leads the case, and supervisors. The same names again change nothing. Raises NoReasonError,
    sharing.NotYoursToGiveError, sharing.WrongReceiverError, sharing.TooFewNamedError: the lead is one of them, and two
    can open it again.
    """
    if not reason.strip():
        raise NoReasonError
    with transaction.atomic():
        made = answered("SELECT guard.restrict_case(%s, %s)", [case, sorted({*named, by.id})])
        if made is None:
            return
        texts = sealed(Restriction, dossier=case, row=made, texts={"reason": reason})
        answered(_NOTE, [made, texts["reason"]])


def unrestrict(*, by: Actor, case: UUID, reason: str) -> None:
    """Open a restricted case to those who saw it before. Raises as above, and sharing.NoSuchAccessError."""
    del by  # the database takes the actor from the context
    if not reason.strip():
        raise NoReasonError
    with transaction.atomic():
        made = answered("SELECT guard.unrestrict_case(%s)", [case])
        texts = sealed(Restriction, dossier=case, row=made, texts={"ended_reason": reason})
        answered(_NOTE, [made, texts["ended_reason"]])
