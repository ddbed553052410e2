"""Letters to whoever told: written, and marked given, which stops the clock they answer (R10)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.concerns.enums import DecisionKind, GivenBy, LetterKind
from tvaers.concerns.models import Concern, Decision, Letter
from tvaers.foundation import clock, ids
from tvaers.partnerships.actor import Actor
from tvaers.sharing.sealing import sealed
from tvaers.work.actions import stop_clock
from tvaers.work.enums import ClockKind

CLOCK_OF_LETTER: dict[LetterKind, ClockKind] = {
    LetterKind.RECEIPT: ClockKind.RECEIPT,
    LetterKind.FEEDBACK: ClockKind.FEEDBACK,
}


class GivenAlreadyError(ValueError):
    """The letter was given before; what was given is not changed."""


class ChangedMeanwhileError(Exception):
    """Somebody else has written on the letter in between."""


def write(*, by: Actor, concern: UUID, kind: LetterKind, text: str, since: datetime | None = None) -> UUID:
    """Keep a letter's text as it stands now, and return the letter's id.

    since: when the text was saved that the writer had before them; None where nothing was saved yet.
    Raises Http404, GivenAlreadyError, ChangedMeanwhileError.
    """
    with transaction.atomic():
        # Locked, so that two who write at once leave one letter.
        if not Concern.objects.select_for_update().filter(id=concern).values("id").first():
            raise Http404
        found = _holding(concern, kind).values("id", "given_at", "written_at").first()
        if found is not None and found["given_at"] is not None:
            raise GivenAlreadyError
        if (found["written_at"] if found else None) != since:
            raise ChangedMeanwhileError
        letter: UUID = found["id"] if found else ids.opaque()
        words = sealed(Letter, dossier=concern, row=letter, texts={"text": text})
        if found:
            Letter.objects.filter(id=letter).update(written_at=clock.now(), **words)
        else:
            Letter.objects.create(id=letter, dossier_id=concern, kind=kind, written_at=clock.now(), **words)
        record("concerns.letter_written", object_id=letter, dossier_id=concern, detail={"kind": kind})
    return letter


def _holding(concern: UUID, kind: LetterKind) -> QuerySet[Letter]:
    """Return the letters that still hold, the last first; an answer tells of one decision alone."""
    letters = Letter.objects.filter(dossier_id=concern, kind=kind).order_by("-written_at", "-id")
    if kind is not LetterKind.FEEDBACK:
        return letters
    decided = Decision.objects.filter(dossier_id=concern, kind=DecisionKind.DECIDED).order_by("-at").values("at")
    return letters.filter(written_at__gte=Coalesce(Subquery(decided[:1]), F("written_at")))


def give(*, by: Actor, concern: UUID, kind: LetterKind, text: str, how: GivenBy, since: datetime | None = None) -> UUID:
    """Write down that a letter was given, how and when, and stop its clock; returns the letter's id.

    since: as for `write`. Raises Http404, GivenAlreadyError, ChangedMeanwhileError.
    """
    with transaction.atomic():
        letter = write(by=by, concern=concern, kind=kind, text=text, since=since)
        Letter.objects.filter(id=letter).update(given_at=clock.now(), given_by=how, given_member_id=by.id)
        stop_clock(by=by, dossier=concern, kind=CLOCK_OF_LETTER[kind])
        record("concerns.letter_given", object_id=letter, dossier_id=concern, detail={"kind": kind, "how": how})
    return letter


def no_letter_possible(*, by: Actor, concern: UUID, kind: LetterKind) -> None:
    """Write down that nobody can be told, such as when the reporter is unnamed, and stop the clock."""
    with transaction.atomic():
        stop_clock(by=by, dossier=concern, kind=CLOCK_OF_LETTER[kind])
        record("concerns.nobody_to_tell", object_id=concern, dossier_id=concern, detail={"kind": kind})
