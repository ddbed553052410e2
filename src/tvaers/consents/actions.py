"""Taking a consent, and taking it back (R8)."""

from dataclasses import astuple, dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.consents.enums import GivenBy
from tvaers.consents.models import Consent
from tvaers.foundation import clock, ids
from tvaers.guard.enums import ALL_CATEGORIES, Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.sharing import actions as sharing
from tvaers.sharing.sealing import once, sealed


class TakenAlreadyError(Exception):
    """The same form has written the consent before; nothing was written twice."""


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What was agreed: who may receive, what for, who consents, to what in their words, when, and until when.

    categories: what may be shared.
    """

    to: UUID
    purpose: Purpose
    categories: Category = ALL_CATEGORIES
    given_by: GivenBy
    words: str
    given_on: date
    until: date


def take(*, by: Actor, dossier: UUID, agreed: Agreed, form: UUID | None = None) -> UUID:
    """Write down a consent to share with one organisation and open its frame; return the frame's id.

    form: sent twice with the same answers, it writes once; other answers are another consent.
    Raises TakenAlreadyError and what sharing.open_consent raises: NotYoursToGiveError, WrongPurposeError,
    WrongTimeError (a year at most).
    """
    ends = datetime.combine(agreed.until, time(23, 59), tzinfo=clock.COPENHAGEN)
    row = ids.of_form(form, "consent", by.id, dossier, *astuple(agreed)) if form else ids.opaque()
    with transaction.atomic():
        frame = sharing.open_consent(
            dossier=dossier, to=agreed.to, purposes=agreed.purpose, until=ends, categories=agreed.categories
        )
        made = once(
            Consent,
            form,
            id=row,
            dossier_id=dossier,
            frame_id=frame,
            given_by=agreed.given_by,
            given_on=agreed.given_on,
            until_date=agreed.until,
            written_by=by.id,
            written_at=clock.now(),
            **sealed(Consent, dossier=dossier, row=row, texts={"words": agreed.words}),
        )
        if not made:
            # The frame just opened goes with it.
            raise TakenAlreadyError
        record("consents.taken", object_id=row, dossier_id=dossier)
    return frame


def withdraw(*, by: Actor, dossier: UUID, consent: UUID) -> None:
    """End what stands on a consent, at once, and write down that it was taken back.

    The database takes the words only when the sharing has ended. Raises Http404, also to who does not decide.
    """
    with transaction.atomic():
        held = Consent.objects.select_for_update().filter(id=consent, dossier_id=dossier, withdrawn_at=None)
        row = held.values("frame_id").first()
        if row is None:
            raise Http404
        try:
            sharing.end_consent(frame=row["frame_id"])
        except sharing.NoSuchAccessError as gone:
            # Ended by a colleague at the same time, or not the actor's to end.
            raise Http404 from gone
        Consent.objects.filter(id=consent).update(withdrawn_at=clock.now())
        record("consents.withdrawn", object_id=consent, dossier_id=dossier)
