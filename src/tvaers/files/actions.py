"""Keeping files and removing them; a file is never changed."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, transaction
from django.http import Http404

from tvaers.audit.actions import record
from tvaers.files.access import get_for_download
from tvaers.files.cleaning import Clean
from tvaers.files.enums import RemovedBecause, Size
from tvaers.files.models import File, FileContent, OrganisationFile, OrganisationFileContent
from tvaers.files.queries import of_dossier
from tvaers.files.sealing import content_of, key_of, texts_of
from tvaers.foundation import ids, keystore
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.sharing.actions import REFUSED_BY_POLICY
from tvaers.sharing.sealing import keys_of, once, organisation_key


class NotYoursToKeepError(Exception):
    """The database takes no such file from the actor: hidden, another's, or a category that the actor does not see."""


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except DatabaseError as refused:
        if getattr(refused.__cause__, "sqlstate", None) != REFUSED_BY_POLICY:
            raise
        raise NotYoursToKeepError from refused


def keep(
    *,
    by: Actor,
    dossier: UUID,
    category: Category,
    title: str,
    upload: Clean,
    stays: bool = False,
    form: UUID | None = None,
) -> UUID:
    """Keep a file behind a dossier of the actor's organisation and return its id.

    category: the one thing it tells about. stays: it is shared with nobody. upload: what `cleaning.clean`, or the field
    of a form, made of what was sent. form: sent twice, it writes once. Raises NotYoursToKeepError.
    """
    row = ids.of_form(form, "file", by.id, dossier) if form else ids.opaque()
    key = keys_of([dossier]).get(dossier)
    if key is None:
        raise NotYoursToKeepError
    with _refusals():
        made = once(
            File,
            form,
            id=row,
            dossier_id=dossier,
            category=int(category),
            kind=upload.kind,
            size=Size.of(upload.content),
            stays=stays,
            added_by=by.id,
            **texts_of(key, File, row, title=title, upload=upload),
        )
        if made:
            sealed = content_of(key, FileContent, row, upload)
            FileContent.objects.create(id=row, dossier_id=dossier, category=int(category), content=sealed)
            record("files.kept", object_id=row, dossier_id=dossier, detail={"category": int(category)})
    return row


def copy(*, by: Actor, dossier: UUID, to: UUID) -> int:
    """Keep the files of another's dossier that the actor sees behind an own one, too; return how many.

    Each is sealed anew and keeps its title and what it tells about. Raises NotYoursToKeepError.
    """
    rows = [row for row in of_dossier(dossier=dossier) if not row["stays"]]
    for row in reversed(rows):
        found = get_for_download(actor=by, id=row["id"])
        # Made anew when it was sent; nothing has changed it since, for its digest is checked.
        clean = Clean(kind=found.kind, content=found.content)
        keep(by=by, dossier=to, category=Category(row["category"]), title=found.title, upload=clean)
    return len(rows)


def remove(*, by: Actor, dossier: UUID, file: UUID, why: RemovedBecause) -> None:
    """Remove a file for good; the log keeps that it was there and why it went.

    Who added it removes it, and who decides. Raises Http404, also to anybody else.
    """
    with transaction.atomic():
        rows = File.objects.filter(id=file, dossier_id=dossier)
        category = rows.values_list("category", flat=True).first()
        # Its content goes with it, by the database.
        if category is None or not rows.delete()[0]:
            raise Http404
        record("files.removed", object_id=file, dossier_id=dossier, detail={"why": why.value, "category": category})


def keep_of_organisation(
    *,
    by: Actor,
    title: str,
    upload: Clean,
    audience: Collection[UUID] = (),
    until: datetime | None = None,
    form: UUID | None = None,
) -> UUID:
    """Keep a file of the actor's organisation, about no person, and return its id.

    audience: the organisations that may read it too, until then. Raises NotYoursToKeepError.
    """
    owner = by.organisation.id
    row = ids.of_form(form, "file", by.id, owner) if form else ids.opaque()
    keystore.store().ensure(organisation_key(owner))
    key = key_of(owner)
    if key is None:
        raise NotYoursToKeepError
    with _refusals():
        made = once(
            OrganisationFile,
            form,
            id=row,
            owner_id=owner,
            audience=list(audience),
            until_at=until,
            kind=upload.kind,
            size=Size.of(upload.content),
            added_by=by.id,
            **texts_of(key, OrganisationFile, row, title=title, upload=upload),
        )
        if made:
            sealed = content_of(key, OrganisationFileContent, row, upload)
            OrganisationFileContent.objects.create(id=row, content=sealed)
            record("files.organisation_kept", object_id=row)
    return row


def let_read(*, by: Actor, file: UUID, audience: Collection[UUID], until: datetime | None = None) -> None:
    """Say anew which organisations may read a file of the own organisation, until when. Raises Http404."""
    with transaction.atomic():
        rows = OrganisationFile.objects.filter(id=file, owner_id=by.organisation.id)
        if not rows.update(audience=list(audience), until_at=until):
            raise Http404
        record("files.audience_changed", object_id=file, detail={"count": len(audience)})


def remove_of_organisation(*, by: Actor, file: UUID, why: RemovedBecause) -> None:
    """Remove a file of the own organisation for good. Raises Http404."""
    with transaction.atomic():
        if not OrganisationFile.objects.filter(id=file, owner_id=by.organisation.id).delete()[0]:
            raise Http404
        record("files.organisation_removed", object_id=file, detail={"why": why.value})


def erase_outlived(*, files: Collection[UUID]) -> int:
    """Erase files of the job's organisation that ended a year ago, as the database allows it; return how many."""
    return OrganisationFile.objects.filter(id__in=files).delete()[0]
