"""The doors to a file. Hidden equals missing; what is returned of a dossier is recorded as seen."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, OuterRef, Subquery
from django.http import Http404

from tvaers.files.models import File, FileContent, OrganisationFile, OrganisationFileContent
from tvaers.files.sealing import TEXTS, key_of, unsealed
from tvaers.files.washing.kinds import Kind
from tvaers.foundation import crypto
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.sharing import seen
from tvaers.sharing.sealing import about, keys_of


@dataclass(frozen=True, kw_only=True)
class FileView:
    """What is known of a file behind a dossier."""

    id: UUID
    dossier: UUID
    category: Category
    kind: Kind
    size: str
    title: str = field(repr=False)
    added_by: UUID
    added_at: datetime


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file as it is given out."""

    title: str = field(repr=False)
    kind: Kind
    content: bytes = field(repr=False)


def get_for_download(*, actor: Actor, id: UUID) -> Download:  # noqa: A002 - as every door names it
    """Return a file behind a dossier with its content. Raises Http404; UnsealError for what was tampered with."""
    del actor  # the context says who asks
    row = _row(File, FileContent, id, "dossier_id", "category")
    key = keys_of([row["dossier_id"]]).get(row["dossier_id"])
    found = _opened(File, FileContent, row, key)
    seen.record(row["dossier_id"], Category(row["category"]))
    return found


def get_of_organisation_for_download(*, actor: Actor, id: UUID) -> Download:  # noqa: A002 - as above
    """Return a file of an organisation with its content, to its own people and its audience. Raises as above."""
    del actor
    row = _row(OrganisationFile, OrganisationFileContent, id, "owner_id")
    return _opened(OrganisationFile, OrganisationFileContent, row, key_of(row["owner_id"]))


def get_for_removal(*, actor: Actor, dossier: UUID, id: UUID) -> FileView:  # noqa: A002 - as above
    """Return what is known of a file that the actor sees, to be asked about. Raises Http404."""
    del actor
    row = File.objects.filter(id=id, dossier_id=dossier).values().first()
    if row is None:
        raise Http404
    (opened,) = unsealed(File, [dict(row)])
    seen.record(dossier, Category(row["category"]))
    return FileView(
        id=id,
        dossier=dossier,
        category=Category(row["category"]),
        kind=Kind(row["kind"]),
        size=row["size"],
        title=opened["title"],
        added_by=row["added_by"],
        added_at=row["added_at"],
    )


def _row(model: type[Model], contents: type[Model], id: UUID, *columns: str) -> dict[str, Any]:  # noqa: A002 - as above
    content = contents._default_manager.filter(id=OuterRef("id")).values("content")
    rows = model._default_manager.filter(id=id).annotate(content=Subquery(content))
    row: dict[str, Any] | None = rows.values("id", "kind", *TEXTS, "content", *columns).first()
    if row is None or row["content"] is None:
        raise Http404
    return row


def _opened(model: type[Model], contents: type[Model], row: dict[str, Any], key: bytes | None) -> Download:
    """Open a row and its content. A key that is gone erased both."""
    if key is None:
        raise Http404
    title, digest = (
        crypto.unseal(key, bytes(row[name]), about=about(model, row["id"], name)).decode() for name in TEXTS
    )
    content = crypto.unseal(key, bytes(row["content"]), about=about(contents, row["id"], "content"))
    if hashlib.sha256(content).hexdigest() != digest:
        raise crypto.UnsealError("Not the content that belongs to this file.")
    return Download(title=title, kind=Kind(row["kind"]), content=content)
