"""The doors to a file, a scan and a signal of the own organisation."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from tvaers.incidents.models import IncidentFile, Scan, Signal
from tvaers.incidents.rules import DECIDERS
from tvaers.partnerships.actor import Actor


def check_decider(actor: Actor) -> None:
    """Raise PermissionDenied unless the actor's role decides."""
    if not actor.has_role(DECIDERS):
        raise PermissionDenied


def get_file_for_import(*, actor: Actor, id: UUID, with_content: bool = True) -> IncidentFile:  # noqa: A002 - the doors' common signature
    """Return a file. Http404 for another organisation's, PermissionDenied below the role."""
    check_decider(actor)
    rows = IncidentFile.objects.filter(id=id, owner_id=actor.organisation.id)
    found = (rows if with_content else rows.defer("content")).first()
    if found is None:
        raise Http404
    return found


def get_scan_for_decision(*, actor: Actor, id: UUID) -> Scan:  # noqa: A002 - as above
    """Return a scan. Http404 for another organisation's, PermissionDenied below the role."""
    check_decider(actor)
    found = Scan.objects.filter(id=id, owner_id=actor.organisation.id).first()
    if found is None:
        raise Http404
    return found


def get_signal_for_reading(*, actor: Actor, id: UUID) -> Signal:  # noqa: A002 - as above
    """Return a signal. Http404 for another organisation's."""
    found = Signal.objects.filter(id=id, owner_id=actor.organisation.id).first()
    if found is None:
        raise Http404
    return found
