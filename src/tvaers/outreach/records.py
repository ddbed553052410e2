"""What outreach holds: nothing about who was met; of colleagues, who went, waited and wrote."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_colleague = partial(
    FieldRecord,
    personal=True,
    ground="the safety of who works in the street, and accountability (GDPR art. 6(1)(e), art. 5(2))",
    retention="two years",
)
# Numbers and words of a place and a time: how many were there, never who. The mood is a place's.
_OF_PLACES: Final = {
    "Shift": ("owner_id audience from_at until_at areas theme state started_at ended_at written_at form_id phone_id"),
    "ShiftMember": "owner_id shift joined_at",
    "Watch": "shift owner_id home_at",
    "SafetyAlert": "owner_id shift due_at raised_at acknowledged_at sms sms_at",
    "Device": "owner_id registered_at seen_at wipe_asked_at wiped_at",
    "Entry": "owner_id device sequence fork entry_id digest previous kind shift said_at received_at",
    "Stop": (
        "owner_id audience shift corrects at area north east heads_12_14 heads_15_17 heads_18_up counting basis mood"
        " activities talks offered accepted incidents words"
    ),
    "Reminder": "owner_id shift at done_at",
    "FollowUp": "owner_id shift stop bridge what due_on written_at form_id outcome closed_at",
    "Supervision": "debrief owner_id at",
    "Debrief": "owner_id shift written_at method went_well was_hard next_time supervision form_id",
}
_OF_COLLEAGUES: Final = (
    "Shift.by_id",
    "ShiftMember.member_id",
    "Watch.backup_id",
    "SafetyAlert.to_id",
    "SafetyAlert.acknowledged_by",
    "Device.member_id",
    "Device.wipe_asked_by",
    "Entry.by_id",
    "Reminder.by_id",
    "Debrief.by_id",
    "FollowUp.by_id",
    "FollowUp.closed_by",
    "Supervision.by_id",
)
RECORDS: Final = (
    *(
        FieldRecord(f"{model}.{field}", personal=False)
        for model, fields in _OF_PLACES.items()
        for field in fields.split()
    ),
    *map(_colleague, _OF_COLLEAGUES),
)
