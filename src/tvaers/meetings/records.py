"""What meetings hold: of people of concern only behind each item; of colleagues, who sat, wrote and decided."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_TASK = "crime prevention by public authorities (GDPR art. 6(1)(e); Administration of Justice Act section 115)"
_KEPT = "one year after the meeting, or until the receiver has said that it is not for them (R23)"
_colleague = partial(
    FieldRecord,
    personal=True,
    ground="accountability (GDPR art. 5(2))",
    retention="as long as the organisation keeps its meetings",
)
_by = partial(FieldRecord, personal=True, ground="accountability (GDPR art. 5(2))", retention=_KEPT)

# Shells: when, where and of which kind, never about whom.
_PLAIN: Final = {
    "Meeting": (
        "owner_id audience kind title place starts_at ends_at state series_id written_at began_at ended_at approved_at"
        " form_id version"
    ),
    "Seat": "owner_id meeting organisation_id role reply replied_at arrived_at invited_at",
    "Item": (
        "owner_id meeting place subject is_gated ahead title area_id minutes state opened_at closed_at erase_on"
        " written_at form_id"
    ),
    "CommonParagraph": "owner_id meeting_id item words written_at changed_at version",
    "CommonDecision": "owner_id meeting_id item words due_on made made_id at done_at",
    "Screening": "owner_id audience item outcome at",
    "Feed": "owner_id token_hash made_at ended_at",
    "Series": (
        "owner_id kind title place first_on until_on weekday weeks nth begins ends holidays free_months audience"
        " made_at form_id planned_until ended_at"
    ),
}
_COLLEAGUES: Final = {
    "Meeting": "chair_id by_id approved_by",
    "Seat": "member_id",
    "Item": "by_id",
    "CommonParagraph": "by_id",
    "CommonDecision": "member_id by_id done_by",
    "Screening": "by_id",
    "Feed": "member_id",
    "Series": "seats chair_id by_id",
}
_SAID: Final = {
    ("Matter", "concern"): "meeting_id title facts assessment source wish written_at",
    ("Mention", "identity"): "dossier_id name written_at",
    ("MentionCapacity", "offence"): "dossier_id mention_id capacity",
    ("Attendee", "others"): "dossier_id meeting_id kind chosen_by_family agreed name relation words came written_at",
    ("Paragraph", "concern"): "dossier_id meeting_id words by_organisation_id written_at changed_at",
    ("Decision", "plan"): "dossier_id meeting_id words due_on made made_id by_organisation_id at done_at",
}
_WHO: Final = {
    "Matter": "written_by",
    "Mention": "written_by",
    "MentionCapacity": "written_by",
    "Attendee": "written_by",
    "Paragraph": "by_id",
    "Decision": "member_id by_id done_by",
}


def _said(field: str, category: str, number: NumberKind | None = None) -> FieldRecord:
    return FieldRecord(
        field, personal=True, category=category, ground=_TASK, retention=_KEPT, extract=True, number=number
    )


RECORDS: Final = (
    *(FieldRecord(f"{model}.{field}", personal=False) for model, fields in _PLAIN.items() for field in fields.split()),
    *(_colleague(f"{model}.{field}") for model, fields in _COLLEAGUES.items() for field in fields.split()),
    *(_said(f"{model}.{field}", category) for (model, category), fields in _SAID.items() for field in fields.split()),
    *(_by(f"{model}.{field}") for model, fields in _WHO.items() for field in fields.split()),
    _said("Matter.version", "concern", NumberKind.VERSION),
    _said("MentionCapacity.category", "offence", NumberKind.MASK),
    _said("Paragraph.version", "concern", NumberKind.VERSION),
)
