"""Sweeping the key store: keys that no dossier needs (oprydning i nøglelageret)."""

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import connections, transaction

from tvaers.audit.actions import record
from tvaers.foundation import clock, keystore
from tvaers.guard import context
from tvaers.sharing.sealing import DOSSIER_KEY, dossier_key, organisation_key

# A key is durable before its row: for so long nobody asks whether the row came.
GRACE = timedelta(days=1)


def sweep_keys(*, organisation: UUID) -> None:
    """Delete the keys of an organisation's dossiers that were never opened, or are erased already.

    A rolled-back opening leaves such a key, and so does a crash between an erasure and the end of its key. A key
    younger than a day stays, and so does every key that is not a dossier's; after a restore to a moment all stay for a
    while. Which organisation's a key is, the key
    store says: it wraps each dossier's key by its owner's, and no dossier changes owner. The keys go when the
    transaction has committed. Needs a job's context of the organisation; anybody else's is refused by the database.
    """
    if keystore.store().held_back(clock.now()):
        return
    starting = DOSSIER_KEY
    parent, before = organisation_key(organisation), clock.now() - GRACE
    for batch in keystore.store().ids(starting=starting, parent=parent, before=before):
        orphans = without_dossier([UUID(key_id.removeprefix(starting)) for key_id in batch])
        if orphans:
            record("sharing.keys_swept", object_id=organisation, detail={"keys": len(orphans)})
            gone = [dossier_key(dossier) for dossier in orphans]
            transaction.on_commit(partial(keystore.store().delete, gone, erased=False))


def without_dossier(ids: list[UUID]) -> list[UUID]:
    """Return which of `ids` name no living dossier of the job's own organisation."""
    with connections[context.ALIAS].cursor() as cursor:
        cursor.execute("SELECT guard.without_dossier(%s)", [ids])
        return [row for (row,) in cursor.fetchall()]
