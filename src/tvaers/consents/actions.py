"""Taking a consent, and taking it back (R8, R9)."""

from dataclasses import astuple, dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.consents.enums import GivenBy, Holders, Parents, Tongue, Way
from tvaers.consents.models import Consent
from tvaers.files import actions as files
from tvaers.files.cleaning import Clean
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships.actor import Actor
from tvaers.sharing import actions as sharing
from tvaers.sharing.sealing import once, sealed


class TakenAlreadyError(Exception):
    """The same form has written the consent before; nothing was written twice."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """How a consent was given (R9). The words may be empty; see models.Consent.

    way: None where nobody noted it, as in the first consents.
    """

    holders: Holders | None = None
    young_view: str = ""
    parents: Parents | None = None
    parents_words: str = ""
    way: Way | None = None
    way_words: str = ""
    tongue: Tongue | None = None
    interpreter: bool = False


NOT_NOTED = Given()


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What was agreed: who may receive, what for, who consents, to what in their words, when, and until when.

    categories: what may be shared.
    """

    to: UUID
    purpose: Purpose
    categories: Category = Category.PLAN
    given_by: GivenBy
    words: str
    given_on: date
    until: date
    given: Given = NOT_NOTED


@dataclass(frozen=True, kw_only=True)
class Said:
    """That a consent was taken back: by whom, when and how they said so, and in which words, if any are kept."""

    by: GivenBy
    on: date
    way: Way
    words: str = ""


def take(
    *, by: Actor, dossier: UUID, agreed: Agreed, signed: Clean | None = None, title: str = "", form: UUID | None = None
) -> UUID:
    """Write down a consent to share with one organisation and open its frame; return the frame's id.

    What was agreed with that organisation before is superseded. signed: the signed form, kept among the dossier's files
    under `title`. form: sent twice with the same answers, it writes once; other answers are another consent.
    Raises TakenAlreadyError and what sharing.open_consent raises: NotYoursToGiveError, WrongPurposeError,
    WrongCategoryError, WrongTimeError (a year at most).
    """
    ends = datetime.combine(agreed.until, time(23, 59), tzinfo=clock.COPENHAGEN)
    row = ids.of_form(form, "consent", by.id, dossier, *astuple(agreed)) if form else ids.opaque()
    given = agreed.given
    texts = {"words": agreed.words} | {
        name: getattr(given, name) for name in ("young_view", "parents_words", "way_words")
    }
    with transaction.atomic():
        frame = sharing.open_consent(
            dossier=dossier, to=agreed.to, purposes=agreed.purpose, until=ends, categories=agreed.categories
        )
        kept = _kept(by=by, dossier=dossier, signed=signed, title=title, row=row)
        made = once(
            Consent,
            form,
            id=row,
            dossier_id=dossier,
            frame_id=frame,
            given_by=agreed.given_by,
            given_on=agreed.given_on,
            until_date=agreed.until,
            holders=given.holders or "",
            parents=given.parents or "",
            way=given.way or "",
            tongue=given.tongue or "",
            interpreter=given.interpreter,
            file_id=kept,
            written_by=by.id,
            written_at=clock.now(),
            **sealed(Consent, dossier=dossier, row=row, texts=texts),
        )
        if not made:
            # The frame just opened goes with it, and the former one stands as it did.
            raise TakenAlreadyError
        record("consents.taken", object_id=row, dossier_id=dossier)
    return frame


def _kept(*, by: Actor, dossier: UUID, signed: Clean | None, title: str, row: UUID) -> UUID | None:
    """Keep the signed form, once for each consent; return its id."""
    if signed is None:
        return None
    # As the consent itself it never leaves the organisation that took it.
    plan = Category.PLAN
    return files.keep(by=by, dossier=dossier, category=plan, title=title, upload=signed, stays=True, form=row)


def withdraw(*, by: Actor, dossier: UUID, consent: UUID, said: Said | None = None) -> None:
    """End what stands on a consent, at once, and write down that it was taken back, and how.

    What was agreed with the same organisation before ends with it. The database tells whoever saw something on
    it, and takes the words only when the sharing has ended. Raises Http404, also to who does not decide.
    """
    with transaction.atomic():
        held = Consent.objects.select_for_update().filter(id=consent, dossier_id=dossier, withdrawn_at=None)
        row = held.values("frame_id").first()
        if row is None:
            raise Http404
        try:
            ended = sharing.end_consent(frame=row["frame_id"])
        except sharing.NoSuchAccessError as gone:
            # Ended by a colleague at the same time, or not the actor's to end.
            raise Http404 from gone
        together = Consent.objects.filter(dossier_id=dossier, frame_id__in=ended, withdrawn_at=None)
        for each in together.order_by("written_at").values_list("id", flat=True):
            Consent.objects.filter(id=each).update(**_taken_back(by=by, dossier=dossier, row=each, said=said))
            record("consents.withdrawn", object_id=each, dossier_id=dossier)


def _taken_back(*, by: Actor, dossier: UUID, row: UUID, said: Said | None) -> dict[str, object]:
    noted: dict[str, object] = {"withdrawn_at": clock.now(), "withdrawal_written_by": by.id}
    if said is None:
        return noted
    words = sealed(Consent, dossier=dossier, row=row, texts={"withdrawn_words": said.words})
    return noted | {"withdrawn_on": said.on, "withdrawn_by": said.by, "withdrawn_way": said.way} | words
