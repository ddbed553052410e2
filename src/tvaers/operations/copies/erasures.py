"""Erasing again what a restored installation holds although it was erased. Needs Django's settings as maintenance."""

from uuid import UUID

from django.db import connections, transaction

from tvaers.foundation import keystore
from tvaers.sharing.sealing import DOSSIER_KEY, dossier_key

_BATCH = 1000


def replay() -> tuple[int, int]:
    """Bring database and key store to the same erasures; return how many dossiers and how many keys went.

    The key store's list tells what an older database must erase; the database's receipts tell which keys an older key
    store must forget.
    """
    ids = [UUID(key_id.removeprefix(DOSSIER_KEY)) for key_id in keystore.store().erased(starting=DOSSIER_KEY)]
    dossiers = keys = 0
    with transaction.atomic(), connections["default"].cursor() as cursor:
        for start in range(0, len(ids), _BATCH):
            cursor.execute("SELECT guard.erase_again(%s)", [ids[start : start + _BATCH]])
            dossiers += cursor.fetchone()[0]
        cursor.execute("SELECT id FROM sharing_dossier WHERE erased_at IS NOT NULL ORDER BY id")
        receipts = [dossier_key(dossier) for (dossier,) in cursor.fetchall()]
    for start in range(0, len(receipts), _BATCH):
        left = list(keystore.store().unwrap(receipts[start : start + _BATCH]))
        keystore.store().delete(left)
        keys += len(left)
    return dossiers, keys
