"""Writing a few lines of a case to be shared alone: the smallest that can be shared."""

from uuid import UUID

from django.db import transaction

from tvaers.audit.actions import record
from tvaers.cases.access import get_for_reading
from tvaers.cases.models import Summary
from tvaers.partnerships.actor import Actor
from tvaers.search.actions import keep
from tvaers.sharing import actions as sharing
from tvaers.sharing.enums import DossierKind, LinkKind
from tvaers.sharing.sealing import sealed


def write_summary(*, by: Actor, case: UUID, words: str) -> UUID:
    """Write a summary of a case in a dossier of its own, which belongs to the case; return its id.

    Whoever works on the case sees it, and nobody else before it is shared. Raises Http404, and what
    sharing.open_dossier raises.
    """
    with transaction.atomic():
        view = get_for_reading(case=case, wanted=frozenset())
        summary = sharing.open_dossier(
            by=by, kind=DossierKind.SUMMARY, purpose=view.purpose, unit=view.unit_id, member=by.id, parent=case
        )
        if view.person is not None:
            sharing.link(kind=LinkKind.CONCERNS, source=summary, target=view.person.id)
        texts = sealed(Summary, dossier=summary, row=summary, texts={"words": words})
        Summary.objects.create(id=summary, written_by=by.id, **texts)
        keep(Summary, summary)
        record("cases.summary_written", object_id=summary, dossier_id=case)
    return summary
