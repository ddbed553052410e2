"""Reading access rows: what a reader can see, who can see a dossier, and who has looked."""

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Now

from tvaers.guard import context
from tvaers.sharing.enums import DisclosureState, DossierKind, Stand
from tvaers.sharing.models import Access


def live() -> Q:
    """Return the condition that an access row opens something at this moment, but for its frame."""
    return Q(state=DisclosureState.ACCEPTED, ended_at=None, from_at__lte=Now(), until_at__gt=Now())


_ENDED: dict[DisclosureState, Stand] = {
    DisclosureState.DECLINED: Stand.DECLINED,
    DisclosureState.REVOKED: Stand.WITHDRAWN,
    DisclosureState.ENDED: Stand.GIVEN_BACK,
}


def stand() -> Case:
    """Return how an access row of a disclosure stands at this moment, also where time or its frame has ended it.

    A frame that is hidden from the asker, such as a consent about what they do not see, is not known to be over.
    """
    frame_over = Q(frame__ended_at__isnull=False) | Q(frame__in_force_until__lte=Now())
    run_out = Q(until_at__lte=Now())
    offered = Q(state=DisclosureState.OFFERED)
    return Case(
        *(When(state=state, then=Value(ended.value)) for state, ended in _ENDED.items()),
        When(offered & (frame_over | run_out), then=Value(Stand.UNANSWERED.value)),
        When(offered, then=Value(Stand.WAITING.value)),
        When(run_out, then=Value(Stand.RUN_OUT.value)),
        When(frame_over, then=Value(Stand.FRAME_ENDED.value)),
        default=Value(Stand.OPEN.value),
    )


def visible_dossiers(kind: DossierKind) -> QuerySet[Access, object]:
    """Return, as a subquery, the ids of dossiers of a kind that the asker's own access rows open.

    Lists are driven from here, so that a small organisation never walks through a large one's rows; the
    policy then checks each row as always.
    """
    claims = context.current()
    readers = claims.readers if claims else ()
    return Access.objects.filter(live(), reader_id__in=readers, dossier__kind=kind).values(id_seen=F("dossier_id"))
