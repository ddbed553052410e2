"""Notes in a case (R11, R12): drafts change, signed ones are locked and corrected by another."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.cases.actions.parents import Told, write_contact
from tvaers.cases.models import Entry
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import OrganisationKind
from tvaers.search.actions import keep
from tvaers.sharing.sealing import once, sealed

TEXTS = ("title", "fact", "assessment", "source")
# What a note can tell about.
CATEGORIES = (Category.ENTRY, Category.ASSESSMENT, Category.HEALTH, Category.OFFENCE)


class LockedError(Exception):
    """A signed note is locked; it is corrected by another note (R11)."""


class ChangedMeanwhileError(Exception):
    """Somebody else has changed the draft in between."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """What a note says: fact, assessment and source apart."""

    happened_at: datetime
    title: str
    fact: str = ""
    assessment: str = ""
    source: str = ""
    category: Category = Category.ENTRY


def write(
    *,
    by: Actor,
    case: UUID,
    note: Note,
    sign: bool = False,
    corrects: UUID | None = None,
    told: Told | None = None,
    form: UUID | None = None,
) -> UUID:
    """Write a note, as a draft or signed at once; return its id.

    What the police write is marked: given for prevention, never for investigation (R3). told: what was said to the
    parents in it (R9). form: sent twice, it writes once. Raises Http404 when `corrects` is no signed note of this case.
    """
    row = ids.of_form(form, "entry", by.id, case) if form else ids.opaque()
    with transaction.atomic():
        if corrects and not Entry.objects.filter(id=corrects, dossier_id=case, signed_at__isnull=False).exists():
            raise Http404
        made = once(
            Entry,
            form,
            id=row,
            dossier_id=case,
            category=int(note.category),
            happened_at=note.happened_at,
            is_police_material=by.organisation.kind == OrganisationKind.POLICE,
            author_id=by.id,
            author_organisation_id=by.organisation.id,
            written_at=clock.now(),
            signed_at=clock.now() if sign else None,
            corrects_id=corrects,
            **_sealed(case, row, note),
        )
        if not made:
            return row
        if told is not None:
            write_contact(by=by, case=case, told=told, entry=row)
        keep(Entry, row)
        record("cases.entry_written", object_id=row, dossier_id=case, detail={"signed": sign})
    return row


def change(*, by: Actor, case: UUID, entry: UUID, note: Note, version: int, sign: bool = False) -> None:
    """Change the own draft, and sign it if asked to. Raises Http404, LockedError, ChangedMeanwhileError."""
    with transaction.atomic():
        _locked_draft(by, entry, version)
        Entry.objects.filter(id=entry).update(
            happened_at=note.happened_at,
            category=int(note.category),
            version=version + 1,
            signed_at=clock.now() if sign else None,
            **_sealed(case, entry, note),
        )
        keep(Entry, entry)
        record("cases.entry_changed", object_id=entry, dossier_id=case, detail={"signed": sign})


def sign(*, by: Actor, case: UUID, entry: UUID, version: int) -> None:
    """Sign the own draft, which locks it (R11). Raises as `change`."""
    with transaction.atomic():
        _locked_draft(by, entry, version)
        Entry.objects.filter(id=entry).update(signed_at=clock.now(), version=version + 1)
        keep(Entry, entry)
        record("cases.entry_signed", object_id=entry, dossier_id=case)


def _locked_draft(by: Actor, entry: UUID, version: int) -> None:
    row = Entry.objects.select_for_update().filter(id=entry, author_id=by.id).values("signed_at", "version").first()
    if row is None:
        raise Http404
    if row["signed_at"] is not None:
        raise LockedError
    if row["version"] != version:
        raise ChangedMeanwhileError


def _sealed(case: UUID, row: UUID, note: Note) -> dict[str, bytes]:
    return sealed(Entry, dossier=case, row=row, texts={name: getattr(note, name) for name in TEXTS})
