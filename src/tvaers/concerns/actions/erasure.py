"""Erasing a concern: key and rows go, a receipt without content stays (R23).

On its day a concern goes with who told it and with those of its people whom nothing else points at. What still has
something open stays, and the page says why.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.concerns import rules
from tvaers.concerns.actions.triage import DecidedMeanwhileError
from tvaers.concerns.erasing import ERASED, going, importing_due, staying
from tvaers.concerns.models import Concern, Involved
from tvaers.foundation import clock
from tvaers.foundation.clock import COPENHAGEN
from tvaers.partnerships.actor import Actor
from tvaers.people.pointed_at import erase_alone
from tvaers.sharing import actions as sharing
from tvaers.sharing.sealing import sealed


@dataclass
class Erased:
    """How many concerns and people a run erased, and how many concerns it kept because something is open."""

    concerns: int = 0
    people: int = 0
    kept: int = 0


def erase(*, by: Actor | None, concern: UUID, why: str) -> int:
    """Erase a concern for good, and those of its people whom nothing else points at; returns how many people went.

    by: None when the nightly job does it. `why` is a code for the receipt. Raises sharing.NotYoursToGiveError.
    """
    del by  # the database takes the actor from the context
    with transaction.atomic():
        parts = Involved.objects.filter(dossier_id=concern).values_list("person_id", flat=True)
        people = {person for person in parts if person is not None}
        sharing.erase(dossier=concern, why=why)
        gone = erase_alone(people, why=why)
        # Without the dossier: nobody has access to that any more, and the organisation keeps the receipt.
        record(ERASED, object_id=concern, detail={"why": why, "people": gone})
    return gone


def erase_due(*, today: date) -> Erased:
    """Erase all of the asking organisation's concerns whose day has come, and the remains of old imports."""
    erased = Erased(kept=staying(until=today))
    while found := going(until=today):
        for concern in found:
            erased.people += erase(by=None, concern=concern, why="due")
        erased.concerns += len(found)
    while over := importing_due(until=today):
        for dossier in over:
            sharing.erase(dossier=dossier, why="import over")
    record("concerns.erased_due", detail={"concerns": erased.concerns, "people": erased.people, "kept": erased.kept})
    return erased


def keep_longer(*, by: Actor, concern: UUID, until: date, reason: str, version: int) -> None:
    """Put a concern's erasure off, with a reason; never forward.

    Raises Http404, DecidedMeanwhileError when `version` is not the last, rules.KeptTooLongError.
    """
    with transaction.atomic():
        held = Concern.objects.select_for_update().filter(id=concern)
        row = held.values("received_at", "erase_on", "version").first()
        if row is None or row["erase_on"] is None:
            raise Http404
        if row["version"] != version:
            raise DecidedMeanwhileError
        received = row["received_at"].astimezone(COPENHAGEN).date()
        day = rules.keep_until(until, now=clock.today(), erased=row["erase_on"], received=received)
        words = sealed(Concern, dossier=concern, row=concern, texts={"kept_reason": reason})
        Concern.objects.filter(id=concern).update(erase_on=day, version=version + 1, **words)
        record("concerns.kept_longer", object_id=concern, dossier_id=concern, detail={"until": day.isoformat()})
