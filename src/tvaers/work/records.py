"""What a clock tells about a person: only that something was due, and when it was done; and who at work is away."""

from typing import Final

from tvaers.foundation.records import FieldRecord, NumberKind

_GROUND = "The deadlines of the social services act and of the partnership's agreement (R10)"
_RETENTION = "With the dossier that the clock runs on"

_OF_COLLEAGUES = "that work goes on while a colleague is away (GDPR art. 6(1)(e))"
_WRITTEN_TO = "that a colleague is written to when they want it (GDPR art. 6(1)(e))"
_WITH_TASK = "With the task"
_TWO_MONTHS = "two months"
_AS_LONG = "as long as the membership"

RECORDS: Final = (
    FieldRecord("Absence.owner_id", personal=False),
    FieldRecord("Reminders.owner_id", personal=False),
    FieldRecord("Digest.owner_id", personal=False),
    *(
        FieldRecord(f"Reminders.{field}", personal=True, ground=_WRITTEN_TO, retention=_AS_LONG)
        for field in ("member_id", "cadence")
    ),
    # Hours and days as one chooses them from a list.
    *(
        FieldRecord(f"Reminders.{field}", personal=True, ground=_WRITTEN_TO, retention=_AS_LONG, number=NumberKind.CODE)
        for field in ("weekday", "hour", "quiet_from", "quiet_until")
    ),
    *(
        FieldRecord(f"Digest.{field}", personal=True, ground=_WRITTEN_TO, retention=_TWO_MONTHS)
        for field in "member_id day state begun_at next_at failed_since ended_at".split()
    ),
    FieldRecord("Digest.attempts", personal=True, ground=_WRITTEN_TO, retention=_TWO_MONTHS, number=NumberKind.AMOUNT),
    *(
        FieldRecord(f"HandedOn.{field}", personal=True, ground=_GROUND, retention=_WITH_TASK, extract=True)
        for field in "dossier_id words at until_on".split()
    ),
    *(
        FieldRecord(f"HandedOn.{field}", personal=True, ground=_OF_COLLEAGUES, retention=_WITH_TASK)
        for field in "from_id to_id known_at settled_at".split()
    ),
    *(
        FieldRecord(f"Absence.{field}", personal=True, ground=_OF_COLLEAGUES, retention=_AS_LONG)
        for field in "member_id substitute_id from_on until_on said_at known_at ended_at ended_by".split()
    ),
    *(FieldRecord(f"ClockRule.{field}", personal=False) for field in ("organisation", "kind", "amount", "counting")),
    *(
        FieldRecord(f"Clock.{field}", personal=True, ground=_GROUND, retention=_RETENTION, extract=True)
        for field in ("dossier_id", "kind", "started_at", "due_at", "done_at")
    ),
    FieldRecord("Clock.category", personal=True, ground=_GROUND, retention=_RETENTION, number=NumberKind.MASK),
    # A colleague's id, not told to the person concerned (R20).
    FieldRecord("Clock.owner_id", personal=False),
    FieldRecord("Clock.done_by", personal=True, ground=_GROUND, retention=_RETENTION),
)
