"""What the parents of somebody under 18 were told and how they reacted, or why they were not told (R9)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import record
from tvaers.cases.enums import Parents
from tvaers.cases.models import ParentContact
from tvaers.foundation import clock, ids
from tvaers.partnerships.actor import Actor
from tvaers.search.actions import keep
from tvaers.sharing.sealing import once, sealed


@dataclass(frozen=True)
class Told:
    """Whether the parents were contacted; words: how they reacted, or why not."""

    kind: Parents
    words: str


def write_contact(*, by: Actor, case: UUID, told: Told, entry: UUID | None = None, form: UUID | None = None) -> UUID:
    """Write down contact with the parents, by itself or with a note; return its id."""
    row = ids.of_form(form, by.id, case) if form else ids.opaque()
    with transaction.atomic():
        made = once(
            ParentContact,
            form,
            id=row,
            dossier_id=case,
            entry_id=entry,
            kind=told.kind,
            at=clock.now(),
            by=by.id,
            **sealed(ParentContact, dossier=case, row=row, texts={"words": told.words}),
        )
        if made:
            keep(ParentContact, row)
            record("cases.parents_contacted", object_id=row, dossier_id=case, detail={"kind": told.kind})
    return row
