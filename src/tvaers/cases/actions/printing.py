"""What was taken out on paper (udtræk): noted, with what it held (R18)."""

from uuid import UUID

from tvaers.audit.actions import record


def note_timeline(*, case: UUID, kind: str) -> None:
    """Note that the timeline of a case was made to be printed; kind: narrowed to which, "" for all of it."""
    record("cases.timeline_printed", object_id=case, dossier_id=case, detail={"kind": kind})
