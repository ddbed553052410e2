"""Counts of answers and places are about nobody: nothing here is personal but who at work wrote."""

from functools import partial
from typing import Final

from tvaers.foundation.records import FieldRecord

_by = partial(
    FieldRecord,
    personal=True,
    ground="accountability (GDPR art. 5(2))",
    retention="until the survey's own day, five years unless its author says otherwise, then erased",
)

_PLAIN: Final = {
    "Survey": (
        "owner_id audience state questionnaire version title area from_date until_date how asked answered summary"
        " remeasure_on edition begun_at written_at published_at ended_at expires_at"
    ),
    "SurveyCount": "owner_id survey question choice number",
    "ShownCell": "owner_id survey question choice kind number",
    "SafetyProblem": "owner_id survey what spot responsible_id due_on written_at done_on done_words",
}
_PEOPLE: Final = {"Survey": "begun_by written_by published_by ended_by", "SafetyProblem": "by_id done_by"}
RECORDS: Final = (
    *(FieldRecord(f"{model}.{field}", personal=False) for model, fields in _PLAIN.items() for field in fields.split()),
    *(_by(f"{model}.{field}") for model, fields in _PEOPLE.items() for field in fields.split()),
)
