"""Reading access rows: what a reader can see, who can see a dossier, and who has looked."""

from typing import TypeVar

from django.db.models import Case, F, Model, Q, QuerySet, Value, When
from django.db.models.functions import Now

from tvaers.guard import context
from tvaers.sharing.enums import DisclosureState, Stand
from tvaers.sharing.models import Access

Listed = TypeVar("Listed", bound=Model)


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


# With more access rows than this a list is read in its own order, until a page is full.
MUCH = 5000


def sees_much() -> bool:
    """Tell whether the asker has very many access rows. One short statement."""
    claims = context.current()
    own = Access.objects.filter(reader_id__in=claims.readers if claims else ())
    return bool(own.values("id")[MUCH : MUCH + 1])


def in_reach(rows: QuerySet[Listed], *, much: bool) -> QuerySet[Listed]:
    """Narrow `rows`, whose id is a dossier's, to what the asker's own access rows open, unless those are very many.

    The policy checks each row in any case; this decides where the walk begins. Whoever sees little begins at the own
    access rows, or would pass all that others have. Whoever sees much meets enough on the way through the list's own
    index, and would pass hundreds of thousands of access rows. much: what `sees_much` said.
    """
    return rows if much else rows.filter(id__in=visible_dossiers())


def visible_dossiers() -> QuerySet[Access, object]:
    """Return, as a subquery, the ids of dossiers that the asker's own access rows open.

    Lists are driven from here, so that a small organisation never walks through a large one's rows; the
    policy then checks each row as always. Of every kind: what is listed has one kind, and to ask each dossier for its
    own costs more than to look for ids that are not there.
    """
    claims = context.current()
    readers = claims.readers if claims else ()
    return Access.objects.filter(live(), reader_id__in=readers).values(id_seen=F("dossier_id"))
