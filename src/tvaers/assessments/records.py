"""A template is about nobody. What is assessed is held behind the case, in words, and has no number but its order."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_TASK = "crime prevention by public authorities (GDPR art. 6(1)(e); Administration of Justice Act section 115)"
_KEPT = "with the case: 3 to 24 months after it was closed, by its outcome (R23)"

_keeps = partial(
    FieldRecord,
    personal=True,
    ground="accountability (GDPR art. 5(2))",
    retention="as long as the organisation keeps the template and its versions",
)
_said = partial(FieldRecord, personal=True, category="assessment", ground=_TASK, retention=_KEPT, extract=True)
# Colleagues' ids are not told to the person concerned (R20).
_by = partial(FieldRecord, personal=True, ground="accountability (GDPR art. 5(2))", retention=_KEPT)

_PLAIN: Final = {
    "Template": "owner_id audience form starter begun_at",
    "TemplateVersion": (
        "owner_id template number state title summary source document changed edition written_at taken_at retired_at"
    ),
}
_PEOPLE: Final = {"Template": "begun_by", "TemplateVersion": "written_by taken_by retired_by"}
_SAID: Final = {
    "Assessment": (
        "dossier_id template_id version_id form title state about_on consent_on consent concludes needs_consent"
        " expires_on is_police_material begun_at signed_at follows_id author_organisation_id"
    ),
    "AssessmentPart": "dossier_id assessment_id asked answers",
    "Conclusion": "dossier_id words reason",
    "SecondReading": "dossier_id assessment_id verdict words by_organisation_id at",
    "Elsewhere": "dossier_id tool named done_on done_by noted_at",
}
_WHO: Final = {"Assessment": "author_id second_id", "SecondReading": "by", "Elsewhere": "noted_by"}
RECORDS: Final = (
    *(FieldRecord(f"{model}.{field}", personal=False) for model, fields in _PLAIN.items() for field in fields.split()),
    *(_keeps(f"{model}.{field}") for model, fields in _PEOPLE.items() for field in fields.split()),
    *(_said(f"{model}.{field}") for model, fields in _SAID.items() for field in fields.split()),
    *(_by(f"{model}.{field}") for model, fields in _WHO.items() for field in fields.split()),
    _said("Assessment.category", number=NumberKind.MASK),
    _said("Assessment.version", number=NumberKind.VERSION),
    _said("AssessmentPart.category", number=NumberKind.CODE),
    _said("AssessmentPart.place", number=NumberKind.ORDER),
    _said("AssessmentPart.version", number=NumberKind.VERSION),
    _said("Conclusion.version", number=NumberKind.VERSION),
)
