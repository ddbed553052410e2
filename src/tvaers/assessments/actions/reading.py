"""What a second reader says of a conclusion, and what was done elsewhere with a tool that others own."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from tvaers.assessments.access import get_for_reading
from tvaers.assessments.enums import Tool, Verdict
from tvaers.assessments.models import Elsewhere, SecondReading
from tvaers.audit.actions import record
from tvaers.foundation import clock, ids
from tvaers.partnerships.actor import Actor
from tvaers.search.actions import keep
from tvaers.sharing.sealing import once, sealed


def read(
    *, by: Actor, case: UUID, assessment: UUID, verdict: Verdict, words: str = "", form: UUID | None = None
) -> None:
    """Say as a second reader whether one agrees with a signed conclusion; a dissent stands beside it for good.

    form: sent twice, it is said once. Raises Http404; PermissionDenied for the author, and where nothing is concluded.
    """
    row = ids.of_form(form, "second-reading", by.id, assessment) if form else ids.opaque()
    with transaction.atomic():
        view = get_for_reading(case=case, id=assessment)
        if view.is_draft or not view.concludes or view.author_id == by.id:
            raise PermissionDenied
        made = once(
            SecondReading,
            form,
            id=row,
            dossier_id=case,
            assessment_id=assessment,
            verdict=verdict,
            by=by.id,
            by_organisation_id=by.organisation.id,
            at=clock.now(),
            **sealed(SecondReading, dossier=case, row=row, texts={"words": words}),
        )
        if made:
            keep(SecondReading, row)
            record("assessments.second_read", object_id=assessment, dossier_id=case, detail={"verdict": verdict.value})


def note_elsewhere(
    *, by: Actor, case: UUID, tool: Tool, named: str, done_on: date, done_by: str, form: UUID | None = None
) -> None:
    """Note that a tool which others own was used: which, when and by whom; never what it said.

    named: what it is called, where it is another tool. form: sent twice, it is noted once.
    """
    row = ids.of_form(form, "elsewhere", by.id, case) if form else ids.opaque()
    with transaction.atomic():
        made = once(
            Elsewhere,
            form,
            id=row,
            dossier_id=case,
            tool=tool,
            done_on=done_on,
            noted_by=by.id,
            noted_at=clock.now(),
            **sealed(Elsewhere, dossier=case, row=row, texts={"named": named, "done_by": done_by}),
        )
        if made:
            record("assessments.noted_elsewhere", object_id=row, dossier_id=case)


def take_back_elsewhere(*, by: Actor, case: UUID, row: UUID) -> None:
    """Take back what one has noted oneself by mistake. Raises Http404."""
    with transaction.atomic():
        gone, _by_model = Elsewhere.objects.filter(id=row, dossier_id=case, noted_by=by.id).delete()
        if not gone:
            raise Http404
        record("assessments.elsewhere_taken_back", object_id=row, dossier_id=case)
