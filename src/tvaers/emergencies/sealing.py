"""With which key the words of an emergency look-up are sealed."""

from uuid import UUID

from tvaers.emergencies.models import EmergencyLookup
from tvaers.foundation import crypto, keystore
from tvaers.sharing.sealing import about, keys_of
from tvaers.sharing.seen import criterion_key


def _key(*, dossier: UUID | None, organisation: UUID) -> bytes | None:
    """Return the key of the person who was found, or of the log of who looked; None when the person was erased."""
    if dossier is None:
        return keystore.shared(criterion_key(organisation))
    return keys_of([dossier]).get(dossier)


def seal(text: str, *, field: str, lookup: UUID, dossier: UUID | None, organisation: UUID) -> bytes:
    """Return `text` sealed for one field of a look-up; empty when the person was erased."""
    key = _key(dossier=dossier, organisation=organisation)
    return crypto.seal(key, text.encode(), about=about(EmergencyLookup, lookup, field)) if key else b""


def opened(row: EmergencyLookup, field: str) -> str:
    """Return a field's text; empty where nothing stands, or when the person was erased."""
    sealed = bytes(getattr(row, field) or b"")
    key = _key(dossier=row.dossier_id, organisation=row.organisation_id) if sealed else None
    return crypto.unseal(key, sealed, about=about(EmergencyLookup, row.id, field)).decode() if key else ""
