"""Reading access rows: what a reader can see, who can see a dossier, and who has looked."""

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from tvaers.guard import context
from tvaers.sharing.enums import DisclosureState, DossierKind
from tvaers.sharing.models import Access


def live() -> Q:
    """Return the condition that an access row opens something at this moment, but for its frame."""
    return Q(state=DisclosureState.ACCEPTED, ended_at=None, from_at__lte=Now(), until_at__gt=Now())


def visible_dossiers(kind: DossierKind) -> QuerySet[Access, object]:
    """Return, as a subquery, the ids of dossiers of a kind that the asker's own access rows open.

    Lists are driven from here, so that a small organisation never walks through a large one's rows; the
    policy then checks each row as always.
    """
    claims = context.current()
    readers = claims.readers if claims else ()
    return Access.objects.filter(live(), reader_id__in=readers, dossier__kind=kind).values(id_seen=F("dossier_id"))
