"""Writes: a volunteer begun, changed, with papers, training and certificate, looked at again, stopped, erased."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.civilsociety import rules
from tvaers.civilsociety.access import check_keeper, get_for_keeping
from tvaers.civilsociety.enums import VolunteerState
from tvaers.civilsociety.models import Training, Volunteer
from tvaers.foundation import ids
from tvaers.guard import context
from tvaers.guard.enums import Purpose
from tvaers.guard.turns import take_turn
from tvaers.partnerships.actor import Actor
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind
from tvaers.sharing.models import Dossier
from tvaers.sharing.sealing import once, open_rows, sealed

OUTLIVED = "outlived"
ENTERED_WRONGLY = "entered-wrongly"
_TEXTS = ("name", "reach", "tasks", "note", "why_children")
_PLAIN = ("begins_on", "review_on", "with_children")


class ChangedMeanwhileError(Exception):
    """A colleague has changed the volunteer since the page was shown."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is known of a volunteer. why_children: why there is lasting contact with children under 15, or is not."""

    name: str
    reach: str
    tasks: str
    contact: UUID
    begins_on: date
    review_on: date
    with_children: bool
    why_children: str
    note: str = ""

    def columns(self, volunteer: UUID) -> dict[str, Any]:
        """Return the columns of its row, the texts sealed."""
        texts = {name: getattr(self, name) for name in _TEXTS}
        return {
            "contact_id": self.contact,
            "begins_on": self.begins_on,
            "review_on": self.review_on,
            "with_children": self.with_children,
            **sealed(Volunteer, dossier=volunteer, row=volunteer, texts=texts),
        }


def begin(*, by: Actor, told: Told, form: UUID | None = None) -> UUID:
    """Write a volunteer down, asked and without papers; return the id. form: sent twice, it is one.

    Raises PermissionDenied.
    """
    check_keeper(by)
    with transaction.atomic():
        if form is not None:
            # Before it looks: of two that are sent at once the second waits here, and finds the first.
            take_turn(ids.of_form(form, "volunteer", by.id).bytes)
            before = Volunteer.objects.filter(form_id=form, begun_by=by.id).values_list("id", flat=True).first()
            if before is not None:
                return before
        volunteer = sharing.open_dossier(by=by, kind=DossierKind.VOLUNTEER, purpose=Purpose.VOLUNTEERS)
        Volunteer.objects.create(
            id=volunteer,
            state=VolunteerState.ASKED,
            erase_on=rules.erase_on(review_on=told.review_on, ended_on=None),
            begun_by=by.id,
            written_by=by.id,
            form_id=form,
            **told.columns(volunteer),
        )
        record("civilsociety.begun", object_id=volunteer, dossier_id=volunteer)
    return volunteer


def save(*, by: Actor, volunteer: UUID, told: Told, version: int) -> None:
    """Save what is known of a volunteer. version: of what was shown.

    Where there is no contact with children any more, the days of a certificate go. Raises PermissionDenied, Http404,
    WrongStateError, ChangedMeanwhileError.
    """
    with transaction.atomic():
        row = _open(by, volunteer)
        if _stands(row, told):
            return
        _check_version(row, version)
        said = told.columns(volunteer)
        if not told.with_children:
            said |= dict.fromkeys(("consented_on", "ordered_on", "assessed_on", "assessed_by", "deleted_on"))
        said["erase_on"] = rules.erase_on(review_on=told.review_on, ended_on=None)
        _write(by, row, said)
        _keep(row)
        record("civilsociety.saved", object_id=volunteer, dossier_id=volunteer)


def note_papers(
    *, by: Actor, volunteer: UUID, agreed_on: date | None, confidential_on: date | None, version: int
) -> VolunteerState:
    """Note when the agreement was made and confidentiality promised; return where they stand. Raises as `save`."""
    with transaction.atomic():
        row = _open(by, volunteer)
        now = rules.state_with(agreed_on, confidential_on)
        # Sent twice, it is noted once.
        if (row.agreed_on, row.confidential_on) == (agreed_on, confidential_on):
            return now
        _check_version(row, version)
        if now != row.state:
            rules.check_step(VolunteerState(row.state), now)
        _write(by, row, {"agreed_on": agreed_on, "confidential_on": confidential_on, "state": now})
        record("civilsociety.papers_noted", object_id=volunteer, dossier_id=volunteer, detail={"state": now})
    return now


def note_certificate(*, by: Actor, volunteer: UUID, said: rules.Certificate, version: int) -> None:
    """Note the days of a children's certificate. Who notes that it was assessed is who assessed it.

    Raises as `save`; CertificateOrderError when the days do not follow each other.
    """
    rules.check_certificate(said)
    with transaction.atomic():
        row = _open(by, volunteer)
        columns = asdict(said)
        if all(getattr(row, name) == value for name, value in columns.items()):
            return
        _check_version(row, version)
        if said.assessed_on != row.assessed_on:
            columns["assessed_by"] = by.id if said.assessed_on else None
        _write(by, row, columns)
        record("civilsociety.certificate_noted", object_id=volunteer, dossier_id=volunteer)


def add_training(*, by: Actor, volunteer: UUID, what: str, held_on: date, form: UUID | None = None) -> None:
    """Add a line of what a volunteer has learned. Raises PermissionDenied, Http404, WrongStateError."""
    with transaction.atomic():
        _open(by, volunteer)
        line = ids.of_form(form, "training", by.id) if form else ids.opaque()
        texts = sealed(Training, dossier=volunteer, row=line, texts={"what": what})
        if once(Training, form, id=line, dossier_id=volunteer, held_on=held_on, written_by=by.id, **texts):
            record("civilsociety.training_added", object_id=line, dossier_id=volunteer)


def remove_training(*, by: Actor, volunteer: UUID, line: UUID) -> None:
    """Take a line of training out. Raises PermissionDenied, Http404, WrongStateError."""
    with transaction.atomic():
        _open(by, volunteer)
        gone, _tables = Training.objects.filter(id=line, dossier_id=volunteer).delete()
        if not gone:
            raise Http404
        record("civilsociety.training_removed", object_id=line, dossier_id=volunteer)


def review(*, by: Actor, volunteer: UUID, review_on: date) -> None:
    """Note that all still holds, and when it is looked at again. Raises PermissionDenied, Http404, WrongStateError."""
    with transaction.atomic():
        row = _open(by, volunteer)
        if row.review_on == review_on:
            return
        _write(by, row, {"review_on": review_on, "erase_on": rules.erase_on(review_on=review_on, ended_on=None)})
        _keep(row)
        record("civilsociety.reviewed", object_id=volunteer, dossier_id=volunteer)


def end(*, by: Actor, volunteer: UUID, ended_on: date) -> date:
    """Note that a volunteer has stopped; return the day on which they are erased. Raises PermissionDenied, Http404."""
    with transaction.atomic():
        row = get_for_keeping(actor=by, id=volunteer)
        if row.state == VolunteerState.ENDED:
            return row.erase_on
        rules.check_step(VolunteerState(row.state), VolunteerState.ENDED)
        erased = rules.erase_on(review_on=row.review_on, ended_on=ended_on)
        _write(by, row, {"state": VolunteerState.ENDED, "ended_on": ended_on, "erase_on": erased})
        record("civilsociety.ended", object_id=volunteer, dossier_id=volunteer)
    return erased


def erase(*, by: Actor, volunteer: UUID) -> None:
    """Erase a volunteer at once, key and all: entered wrongly, or asked for. Raises PermissionDenied, Http404."""
    with transaction.atomic():
        get_for_keeping(actor=by, id=volunteer)
        sharing.erase(dossier=volunteer, why=ENTERED_WRONGLY)
        record("civilsociety.erased", object_id=volunteer, dossier_id=volunteer, detail={"why": ENTERED_WRONGLY})


def erase_due(*, today: date) -> int:
    """Erase the organisation's volunteers whose day has come; return how many (R23)."""
    claims = context.current()
    own = Dossier.objects.filter(owner_id=claims.organisation if claims else None).values("id")
    gone = list(Volunteer.objects.filter(id__in=own, erase_on__lte=today).values_list("id", flat=True))
    for volunteer in gone:
        sharing.erase(dossier=volunteer, why=OUTLIVED)
        record("civilsociety.erased", object_id=volunteer, dossier_id=volunteer, detail={"why": OUTLIVED})
    return len(gone)


def _open(by: Actor, volunteer: UUID) -> Volunteer:
    """Return the row, held, of somebody who has not stopped."""
    row = get_for_keeping(actor=by, id=volunteer)
    if row.state == VolunteerState.ENDED:
        raise rules.WrongStateError
    return row


def _check_version(row: Volunteer, version: int) -> None:
    if row.version != version:
        raise ChangedMeanwhileError


def _stands(row: Volunteer, told: Told) -> bool:
    """Tell whether that stands there already: sent twice, it is saved once."""
    rows = Volunteer.objects.filter(id=row.id).values("id", *_TEXTS)
    was = open_rows(Volunteer, rows, _TEXTS, dossier="id")[0]
    plain = {"contact_id": told.contact} | {name: getattr(told, name) for name in _PLAIN}
    return all(was[name] == getattr(told, name) for name in _TEXTS) and all(
        getattr(row, name) == value for name, value in plain.items()
    )


def _write(by: Actor, row: Volunteer, said: dict[str, Any]) -> None:
    Volunteer.objects.filter(id=row.id).update(version=F("version") + 1, written_by=by.id, written_at=Now(), **said)


def _keep(row: Volunteer) -> None:
    """Let the organisation's own access go on past its five years, as long as somebody looks at the volunteer."""
    sharing.call("SELECT guard.keep_volunteer(%s)", [row.id])
