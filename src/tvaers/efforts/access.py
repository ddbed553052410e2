"""The door to one effort: hidden equals missing, and whoever does not keep it is told so."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from tvaers.efforts.models import Effort
from tvaers.efforts.rules import KEEPERS, READERS
from tvaers.partnerships.actor import Actor


def may_keep(actor: Actor) -> bool:
    """Tell whether somebody keeps their organisation's catalogue."""
    return actor.has_role(*KEEPERS) and actor.organisation.kind in READERS


def check_keeper(actor: Actor) -> None:
    """Raise PermissionDenied for who keeps no catalogue."""
    if not may_keep(actor):
        raise PermissionDenied


def get_for_keeping(*, actor: Actor, id: UUID, lock: bool = False) -> Effort:  # noqa: A002 - as every door
    """Return an effort that the actor keeps. lock: held until the transaction ends.

    Raises Http404 for one that is not seen, PermissionDenied for another organisation's, or a role too small.
    """
    rows = Effort.objects.select_for_update(no_key=True) if lock else Effort.objects.all()
    # Another organisation's row is read, and cannot be locked: the policy would hide it.
    found = rows.filter(id=id, owner_id=actor.organisation.id).first() if may_keep(actor) else None
    if found is None:
        if Effort.objects.filter(id=id).exists():
            raise PermissionDenied
        raise Http404
    return found
