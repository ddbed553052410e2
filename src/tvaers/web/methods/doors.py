"""The doors of the method library: authorities read, and their coordinators and supervisors keep it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from tvaers.methods.access import check_keeper
from tvaers.methods.rules import READERS
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in


def reader(request: HttpRequest) -> Actor:
    """Return who reads. Raises PermissionDenied for people of an association or a housing organisation (R4)."""
    actor = actor_in(request)
    if actor.organisation.kind not in READERS:
        raise PermissionDenied
    return actor


def keeper(request: HttpRequest) -> Actor:
    """Return who keeps the library of their organisation. Raises PermissionDenied for everybody else."""
    actor = actor_in(request)
    check_keeper(actor)
    return actor
