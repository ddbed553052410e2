"""What each field about a concern is: personal or not, on what ground, for how long, in the person's extract or not."""

from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_GROUND = "Prevention of crime by school, social services and police (Administration of Justice Act, section 115)"
_KEPT = "Until the day of erasure that the outcome sets; one to twelve months after the decision, or with the case"
_OVER = "Thirty days after the file was read"
_TOLD = "Until the concern is erased; never told to the person concerned without weighing (R29)"


def _personal(model: str, fields: str, *, category: str, extract: bool = True) -> tuple[FieldRecord, ...]:
    return tuple(
        FieldRecord(
            f"{model}.{field}", personal=True, category=category, ground=_GROUND, retention=_KEPT, extract=extract
        )
        for field in fields.split()
    )


def _plain(model: str, fields: str) -> tuple[FieldRecord, ...]:
    return tuple(FieldRecord(f"{model}.{field}", personal=False) for field in fields.split())


RECORDS: Final = (
    *_personal(
        "Concern",
        "headline strengths fact assessment source observed tried told reaction child_view"
        " parents_reaction not_told_because kept_reason",
        category="concern",
    ),
    *_personal(
        "Concern",
        "state outcome channel about area_id received_at is_acute acute_at opened_at decided_at erase_on",
        category="concern",
    ),
    # Colleagues: who did it is not in the extract (R20).
    *_personal("Concern", "recorded_by acute_by opened_by", category="concern", extract=False),
    FieldRecord(
        "Concern.version",
        personal=True,
        category="concern",
        ground=_GROUND,
        retention=_KEPT,
        number=NumberKind.VERSION,
    ),
    *_personal("Involved", "dossier_id person_id role note", category="identity"),
    FieldRecord(
        "Involved.category",
        personal=True,
        category="identity",
        ground=_GROUND,
        retention=_KEPT,
        number=NumberKind.CODE,
    ),
    *_personal("Addition", "dossier_id at fact assessment source corrects", category="concern"),
    *_personal("Addition", "by", category="concern", extract=False),
    *(
        FieldRecord(f"Reporter.{field}", personal=True, category="reporter", ground=_GROUND, retention=_TOLD)
        for field in ("dossier_id", "kind", "is_unnamed", "name", "workplace", "relation", "contact")
    ),
    *_personal(
        "Decision", "dossier_id kind outcome reason at organisation_id sent_date receiver basis", category="concern"
    ),
    *_personal("Decision", "by", category="concern", extract=False),
    *(
        FieldRecord(f"Letter.{field}", personal=True, category="reporter", ground=_GROUND, retention=_TOLD)
        for field in ("dossier_id", "kind", "text", "written_at", "given_at", "given_by", "given_member_id")
    ),
    *(
        FieldRecord(
            f"Import.{field}", personal=True, category="concern", ground=_GROUND, retention=_OVER, number=number
        )
        for field, number in (
            ("state", None),
            ("member_id", None),
            ("created_at", None),
            ("ended_at", None),
            ("seen_at", None),
            ("stopped_because", None),
            ("erase_on", None),
            ("filename", None),
            ("table", None),
            ("mapping", None),
            ("problems", None),
            ("total", NumberKind.AMOUNT),
            ("done", NumberKind.AMOUNT),
            ("written", NumberKind.AMOUNT),
            ("known", NumberKind.AMOUNT),
            ("bad", NumberKind.AMOUNT),
        )
    ),
    *_plain("ImportMapping", "organisation_id headings mapping changed_at"),
    *_plain("Passing", "at"),
    *_plain("Arrival", "organisation_id token concern_id at"),
    # How a colleague narrows the queue: about nobody of concern.
    *_plain(
        "SavedFilter",
        "owner_id name view area_id channel urgency kind about outcome days threshold muted_at muted_on made_at",
    ),
    FieldRecord(
        "SavedFilter.member_id",
        personal=True,
        ground="Accountability (GDPR art. 5(2))",
        retention="Until deleted, or the night after who saved it has left",
    ),
)
