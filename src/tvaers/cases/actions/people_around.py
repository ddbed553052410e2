"""Own words, strengths, and the network around the young person."""

from datetime import date
from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import record
from tvaers.cases.enums import Circle, Closeness, Speaker
from tvaers.cases.models import NetworkMember, Strength, Voice
from tvaers.foundation import ids
from tvaers.partnerships.actor import Actor
from tvaers.search.actions import keep
from tvaers.sharing.sealing import once, sealed


def _id(form: UUID | None, by: Actor, case: UUID) -> UUID:
    return ids.of_form(form, by.id, case) if form else ids.opaque()


def write_voice(
    *,
    by: Actor,
    case: UUID,
    speaker: Speaker,
    words: str,
    said_by: str,
    said_on: date,
    is_approved: bool,
    form: UUID | None = None,
) -> UUID:
    """Write down own words as they were said; is_approved: whoever said them has read and approved them."""
    row = _id(form, by, case)
    with transaction.atomic():
        made = once(
            Voice,
            form,
            id=row,
            dossier_id=case,
            speaker=speaker,
            said_on=said_on,
            is_approved=is_approved,
            written_by=by.id,
            **sealed(Voice, dossier=case, row=row, texts={"words": words, "said_by": said_by}),
        )
        if made:
            keep(Voice, row)
            record("cases.voice_written", object_id=row, dossier_id=case)
    return row


def write_strength(*, by: Actor, case: UUID, title: str, words: str, said_by: str, form: UUID | None = None) -> UUID:
    """Write down something that carries, and who says so."""
    row = _id(form, by, case)
    with transaction.atomic():
        made = once(
            Strength,
            form,
            id=row,
            dossier_id=case,
            written_by=by.id,
            **sealed(Strength, dossier=case, row=row, texts={"title": title, "words": words, "said_by": said_by}),
        )
        if made:
            keep(Strength, row)
            record("cases.strength_written", object_id=row, dossier_id=case)
    return row


def add_to_network(
    *,
    by: Actor,
    case: UUID,
    circle: Circle,
    closeness: Closeness,
    name: str,
    relation: str,
    brings: str,
    form: UUID | None = None,
) -> UUID:
    """Draw somebody into the network; `brings` says what the young person gets from them."""
    row = _id(form, by, case)
    with transaction.atomic():
        made = once(
            NetworkMember,
            form,
            id=row,
            dossier_id=case,
            circle=circle,
            closeness=closeness,
            written_by=by.id,
            **sealed(
                NetworkMember, dossier=case, row=row, texts={"name": name, "relation": relation, "brings": brings}
            ),
        )
        if made:
            keep(NetworkMember, row)
            record("cases.network_extended", object_id=row, dossier_id=case)
    return row


def take_out(*, by: Actor, case: UUID, model: type[Voice | Strength | NetworkMember], row: UUID) -> None:
    """Take a line back; the log keeps that it was there."""
    with transaction.atomic():
        model._default_manager.filter(id=row, dossier_id=case).delete()
        record("cases.line_taken_out", object_id=row, dossier_id=case, detail={"table": model._meta.db_table})
