"""The door to one survey: hidden equals missing, and whoever does not write it is told so."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from tvaers.partnerships.actor import Actor
from tvaers.surveys.models import SafetyProblem, Survey
from tvaers.surveys.rules import ASKERS, WRITERS


def may_write(actor: Actor) -> bool:
    """Tell whether somebody makes surveys: people of a municipality who write in the local picture."""
    return bool(actor.roles & WRITERS) and actor.organisation.kind in ASKERS


def check_writer(actor: Actor) -> None:
    """Raise PermissionDenied for who makes no surveys."""
    if not may_write(actor):
        raise PermissionDenied


def get_for_writing(*, actor: Actor, id: UUID, lock: bool = False) -> Survey:  # noqa: A002 - as every door
    """Return a survey that the actor writes. lock: held until the transaction ends.

    Raises Http404 for one that is not seen, PermissionDenied for another organisation's, or a role too small.
    """
    rows = Survey.objects.select_for_update(no_key=True) if lock else Survey.objects.all()
    # Another organisation's row is read, and cannot be locked: the policy would hide it.
    found = rows.filter(id=id, owner_id=actor.organisation.id).first() if may_write(actor) else None
    if found is None:
        if Survey.objects.filter(id=id).exists():
            raise PermissionDenied
        raise Http404
    return found


def get_problem_for_writing(*, actor: Actor, id: UUID) -> SafetyProblem:  # noqa: A002 - as every door
    """Return what is to be done, of a survey that the actor writes. Raises as `get_for_writing`."""
    found = SafetyProblem.objects.filter(id=id).select_related("survey").first()
    if found is None:
        raise Http404
    if not may_write(actor) or found.owner_id != actor.organisation.id:
        raise PermissionDenied
    return found
