"""Sealing and opening files, with the key of a dossier or of an organisation."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Model

from tvaers.files.cleaning import Clean
from tvaers.files.models import File
from tvaers.foundation import crypto, keystore
from tvaers.sharing.sealing import about, open_rows, organisation_key, sealed_with

TEXTS = ("title", "digest")


def key_of(organisation: UUID) -> bytes | None:
    """Return an organisation's key, or None when it is gone."""
    return keystore.store().unwrap([organisation_key(organisation)]).get(organisation_key(organisation))


def texts_of(key: bytes, model: type[Model], row: UUID, *, title: str, upload: Clean) -> dict[str, bytes]:
    """Return title and digest, sealed for a file's row."""
    return sealed_with(key, model, row=row, texts={"title": title, "digest": upload.digest})


def content_of(key: bytes, model: type[Model], row: UUID, upload: Clean) -> bytes:
    """Return the content, sealed for the row beside it."""
    return crypto.seal(key, upload.content, about=about(model, row, "content"))


def unsealed(model: type[File], rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Open the titles of thin rows behind dossiers."""
    return open_rows(model, rows, ("title",))


def titles_of(owner: str, model: type[Model], rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Open the titles of thin rows of organisations, whose id stands in the column `owner`."""
    found = list(rows)
    names = {organisation_key(row[owner]): row[owner] for row in found}
    keys = {names[name]: key for name, key in keystore.store().unwrap(names).items()}
    for row in found:
        key = keys.get(row[owner])
        place = about(model, row["id"], "title")
        row["title"] = crypto.unseal(key, bytes(row["title"]), about=place).decode() if key else ""
    return found
