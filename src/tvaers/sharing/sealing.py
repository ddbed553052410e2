"""Text behind a dossier: sealed with the dossier's key and bound to its table, row and column.

The key is wrapped by the owner organisation's, so that erasing either erases the text, in old backups too.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from tvaers.foundation import crypto, keystore

# How the id of every dossier's key starts, and of no other.
DOSSIER_KEY = "dossier:"


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]
    """A text that is stored sealed; rows are opened and sealed by this module, never by the field itself."""


def organisation_key(organisation: UUID) -> str:
    """Return the id of an organisation's key."""
    return f"organisation:{organisation}"


def dossier_key(dossier: UUID) -> str:
    """Return the id of a dossier's key."""
    return f"{DOSSIER_KEY}{dossier}"


def make_key(dossier: UUID, *, owner: UUID) -> None:
    """Make a dossier's key, durable before this returns; the row that needs it comes after."""
    store = keystore.store()
    store.ensure(organisation_key(owner))
    store.ensure(dossier_key(dossier), parent=organisation_key(owner))


def keys_of(dossiers: Iterable[UUID]) -> dict[UUID, bytes]:
    """Return the keys of `dossiers` in one call; an erased dossier is missing from the answer."""
    wanted = {dossier_key(dossier): dossier for dossier in dossiers}
    return {wanted[key_id]: key for key_id, key in keystore.store().unwrap(wanted).items()}


def about(model: type[models.Model], row: object, field: str) -> bytes:
    """Return what a sealed text is bound to: its table, column and row."""
    return f"{model._meta.db_table}.{field}:{row}".encode()


def sealed(model: type[models.Model], *, dossier: UUID, row: UUID, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return `texts` by field, sealed for one row of `model`; an empty text stays empty bytes.

    Raises keystore.UnknownKeyError when the dossier was erased.
    """
    keys = keys_of([dossier])
    if dossier not in keys:
        raise keystore.UnknownKeyError(dossier_key(dossier))
    return sealed_with(keys[dossier], model, row=row, texts=texts)


def sealed_with(key: bytes, model: type[models.Model], *, row: UUID, texts: Mapping[str, str]) -> dict[str, bytes]:
    """Return `texts` as `sealed` does, with a dossier's key that is at hand already, as when many rows are made."""
    return {
        field: crypto.seal(key, text.encode(), about=about(model, row, field)) if text else b""
        for field, text in texts.items()
    }


def open_rows(
    model: type[models.Model],
    rows: Iterable[Any],
    fields: Iterable[str],
    *,
    dossier: str = "dossier_id",
    row: str = "id",
) -> list[dict[str, Any]]:
    """Open the sealed `fields` of thin rows of `model`, all keys fetched at once; erased text becomes empty.

    rows: as `values()` gives them. dossier and row name the columns that hold the dossier's id and the row's id.
    """
    opened = list(rows)
    names = tuple(fields)
    keys = keys_of({item[dossier] for item in opened})
    for item in opened:
        key = keys.get(item[dossier])
        for name in names:
            value = bytes(item[name] or b"")
            item[name] = (
                crypto.unseal(key, value, about=about(model, item[row], name)).decode() if value and key else ""
            )
    return opened


def once(model: type[models.Model], form: UUID | None, **columns: Any) -> bool:
    """Create a row and tell whether it is new; one that the same form has written already stays as it is.

    form: None where nothing is sent twice; a clash of ids is then an error, as everywhere.
    """
    try:
        with transaction.atomic():
            model._default_manager.create(**columns)
    except IntegrityError:
        if form is None:
            raise
        return False
    return True
