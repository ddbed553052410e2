"""Handing a case over when the young person moves: to whom, called off, told by letter and answered (§ 132)."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.cases import rules
from tvaers.cases.enums import State
from tvaers.cases.models import Case, Move
from tvaers.foundation import clock, ids
from tvaers.partnerships.actor import Actor
from tvaers.sharing.actions import refusals
from tvaers.sharing.sealing import sealed


class MovingAlreadyError(Exception):
    """The case is being handed over already; that one is called off first."""


class NoMoveError(Exception):
    """The case is not being handed over, or it was taken over already."""


class NoReceiverError(ValueError):
    """It must be said to which municipality the young person moves."""


def begin(*, by: Actor, case: UUID, to: UUID | None, to_name: str, moves_on: date) -> UUID:
    """Say that the young person moves, and which municipality is to take the case over; return the move's id.

    to: a municipality that the case can be shared with; None for another, `to_name`, which is told by letter. Nothing
    is shared by it. Raises Http404, NoReceiverError, rules.WrongStepError for a closed case, MovingAlreadyError,
    sharing.NotYoursToGiveError, sharing.WrongReceiverError.
    """
    name = "" if to else to_name.strip()
    if to is None and not name:
        raise NoReceiverError
    row = ids.opaque()
    with transaction.atomic():
        running = Exists(Move.objects.filter(dossier_id=OuterRef("id"), ended_at=None))
        rows = Case.objects.select_for_update().filter(id=case).annotate(is_moving=running)
        held = rows.values("state", "is_moving").first()
        if held is None:
            raise Http404
        if held["state"] == State.CLOSED:
            raise rules.WrongStepError
        if held["is_moving"]:
            raise MovingAlreadyError
        with refusals():
            Move.objects.create(
                id=row,
                dossier_id=case,
                to_organisation_id=to,
                moves_on=moves_on,
                by=by.id,
                **sealed(Move, dossier=case, row=row, texts={"to_name": name, "answer": ""}),
            )
        detail = {"to": str(to) if to else "letter"}
        record("cases.move_begun", object_id=row, dossier_id=case, detail=detail)
    return row


def call_off(*, case: UUID) -> None:
    """Hand a case over no longer; what was shared stays until it is ended. Raises NoMoveError, NotYoursToGiveError."""
    with transaction.atomic():
        with refusals():
            found = Move.objects.filter(dossier_id=case, ended_at=None, taken_at=None).update(ended_at=clock.now())
        if not found:
            raise NoMoveError
        record("cases.move_called_off", object_id=case, dossier_id=case)


def note_answer(*, case: UUID, words: str) -> None:
    """Write down what a municipality that was told by letter has answered. Raises NoMoveError."""
    with transaction.atomic():
        letter = Move.objects.select_for_update().filter(
            dossier_id=case, to_organisation_id=None, ended_at=None, taken_at=None
        )
        row = letter.values_list("id", flat=True).first()
        if row is None:
            raise NoMoveError
        texts = sealed(Move, dossier=case, row=row, texts={"answer": words})
        with refusals():
            Move.objects.filter(id=row).update(taken_at=clock.now(), **texts)
        record("cases.move_answered", object_id=row, dossier_id=case)
