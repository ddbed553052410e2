"""The door to one plan: hidden equals missing, and whoever does not write it is told so."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from tvaers.conflict.models import Plan
from tvaers.conflict.rules import LOGGERS, PLANNERS, READERS
from tvaers.partnerships.actor import Actor


def may_plan(actor: Actor) -> bool:
    """Tell whether somebody writes their organisation's plans."""
    return bool(actor.roles & PLANNERS) and actor.organisation.kind in READERS


def may_log(actor: Actor) -> bool:
    """Tell whether somebody tells what was seen or decided, and ticks off what is done."""
    return bool(actor.roles & LOGGERS) and actor.organisation.kind in READERS


def check_planner(actor: Actor) -> None:
    """Raise PermissionDenied for who writes no plans."""
    if not may_plan(actor):
        raise PermissionDenied


def get_for_planning(*, actor: Actor, id: UUID, lock: bool = False) -> Plan:  # noqa: A002 - as every door
    """Return a plan that the actor writes. lock: held until the transaction ends.

    Raises Http404 for one that is not seen, PermissionDenied for another organisation's, or a role too small.
    """
    # Another organisation's row is read, and cannot be locked; nor can one that is closed: the policy would hide it.
    rows = Plan.objects.select_for_update(no_key=True) if lock else Plan.objects.all()
    found = rows.filter(id=id, owner_id=actor.organisation.id).first() if may_plan(actor) else None
    if found is None:
        if Plan.objects.filter(id=id).exists():
            raise PermissionDenied
        raise Http404
    return found
