"""The door of keeping the catalogue; whoever is at work opens its list, and the database decides what stands on it."""

from django.http import HttpRequest

from tvaers.efforts.access import check_keeper
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in


def keeper(request: HttpRequest) -> Actor:
    """Return who keeps the catalogue of their organisation. Raises PermissionDenied for everybody else."""
    actor = actor_in(request)
    check_keeper(actor)
    return actor
