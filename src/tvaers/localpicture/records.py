"""Places are not people: nothing here is personal but who at work wrote, thanked, followed or looked."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_KEPT = "a year after its end, then erased"
_by = partial(FieldRecord, personal=True, ground="accountability (GDPR art. 5(2))", retention=_KEPT)
# What a colleague follows, and when they looked.
_own = partial(
    FieldRecord,
    personal=True,
    ground="the organisation's task (GDPR art. 6(1)(e))",
    retention="until they stop it, or have left",
)

_PLAIN: Final = {
    "Bulletin": (
        "owner_id audience kind certainty area spot happened_at title text size ages anchors is_lasting signal_id"
        " picture_id written_at expires_at"
    ),
    "BulletinNote": "bulletin owner_id text written_at",
    "BulletinThanks": "bulletin owner_id thanked_at",
    "AreaState": "owner_id audience area level reason set_at expires_at",
    "AreaFact": "owner_id audience area kind text contact written_at expires_at",
    "Subscription": "owner_id",
    "LastLook": "owner_id",
}
RECORDS: Final = (
    *(FieldRecord(f"{model}.{field}", personal=False) for model, fields in _PLAIN.items() for field in fields.split()),
    *(_by(f"{model}.by_id") for model in _PLAIN if model not in {"Subscription", "LastLook"}),
    *(_own(f"Subscription.{field}") for field in ("by_id", "area", "kind")),
    *(_own(f"LastLook.{field}") for field in ("looked_at", "before")),
)
