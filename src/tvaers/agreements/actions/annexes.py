"""An annex that is a file: put into a draft, and taken out again with the file itself."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.http import Http404

from tvaers.agreements.actions.drafts import Part, remove_part, save_part
from tvaers.agreements.actions.refusals import NotYoursError
from tvaers.agreements.enums import AnnexKind
from tvaers.agreements.models import AgreementAnnex
from tvaers.files import actions as files
from tvaers.files.cleaning import Clean
from tvaers.files.enums import RemovedBecause
from tvaers.foundation import ids
from tvaers.partnerships.actor import Actor


def attach_annex(
    *, by: Actor, agreement: UUID, kind: AnnexKind, title: str, upload: Clean, version: int, form: UUID
) -> None:
    """Add a file of the actor's organisation to a draft as an annex; the parties read it from then on.

    form: sent twice, it is one. What is signed holds the file's SHA-256. Raises NotYoursError, ChangedMeanwhileError.
    """
    row = ids.of_form(form, "annex", by.id, agreement)
    if AgreementAnnex.objects.filter(id=row).exists():
        return
    # Nothing is kept of a file that becomes no annex.
    with transaction.atomic():
        try:
            file = files.keep_of_organisation(by=by, title=title, upload=upload, form=form)
        except files.NotYoursToKeepError as refused:
            raise NotYoursError from refused
        values = {"id": row, "kind": kind, "title": title, "text": "", "file_id": file, "digest": upload.digest}
        save_part(by=by, agreement=agreement, part=Part.ANNEX, row=None, values=values, version=version)


def remove_annex(*, by: Actor, agreement: UUID, row: UUID, version: int) -> None:
    """Take an annex out of a draft; a file of the actor's organisation that is no annex elsewhere goes for good.

    Raises Http404, NotYoursError, ChangedMeanwhileError.
    """
    file = AgreementAnnex.objects.filter(agreement_id=agreement, id=row).values_list("file_id", flat=True).first()
    remove_part(by=by, agreement=agreement, part=Part.ANNEX, row=row, version=version)
    if file is not None:
        # Another's stays with whoever keeps it, and one that is an annex elsewhere stays as long as that.
        with suppress(Http404):
            files.remove_of_organisation(by=by, file=file, why=RemovedBecause.NEEDLESS)
