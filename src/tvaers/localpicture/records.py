"""Places are not people: nothing here is personal but who at work wrote, thanked, followed or looked."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_KEPT = "a year after its end, then erased"
_by = partial(FieldRecord, personal=True, ground="accountability (GDPR art. 5(2))", retention=_KEPT)

_PLAIN: Final = {
    "Bulletin": (
        "owner_id audience kind certainty area spot happened_at title text size ages anchors is_lasting signal_id"
        " picture_id written_at expires_at"
    ),
    "BulletinNote": "bulletin owner_id text written_at",
    "BulletinThanks": "bulletin owner_id thanked_at",
    "AreaState": "owner_id audience area level reason set_at expires_at",
    "AreaFact": "owner_id audience area kind text contact written_at expires_at",
    "Subscription": "owner_id area kind",
    "LastLook": "owner_id looked_at before",
}
RECORDS: Final = (
    *(FieldRecord(f"{model}.{field}", personal=False) for model, fields in _PLAIN.items() for field in fields.split()),
    *(_by(f"{model}.by_id") for model in _PLAIN if model != "LastLook"),
)
