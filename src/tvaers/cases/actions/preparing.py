"""The reason that was written at triage, kept behind the concern until the case is opened or joined."""

from uuid import UUID

from django.db import transaction

from tvaers.cases.models import Preparation
from tvaers.foundation import ids
from tvaers.partnerships.actor import Actor
from tvaers.sharing.sealing import open_rows, sealed


def prepare(*, by: Actor, concern: UUID, reason: str, version: int) -> None:
    """Keep a reason, and the version of the concern that was in front of the writer; the last one holds."""
    row = ids.opaque()
    with transaction.atomic():
        Preparation.objects.filter(dossier_id=concern).delete()
        Preparation.objects.create(
            id=row,
            dossier_id=concern,
            version=version,
            by=by.id,
            **sealed(Preparation, dossier=concern, row=row, texts={"reason": reason}),
        )


def prepared(*, concern: UUID) -> tuple[str, int] | None:
    """Return the reason and the concern's version, if they wait."""
    rows = Preparation.objects.filter(dossier_id=concern).order_by("-written_at")
    found = open_rows(Preparation, rows.values("id", "dossier_id", "reason", "version")[:1], ("reason",))
    return (found[0]["reason"], found[0]["version"]) if found else None
