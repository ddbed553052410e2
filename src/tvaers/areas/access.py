"""The door to an area, for those who keep the list."""

from uuid import UUID

from django.http import Http404

from tvaers.areas.models import Area
from tvaers.partnerships.access import check_host
from tvaers.partnerships.actor import Actor


def get_area_for_change(*, actor: Actor, id: UUID) -> Area:  # noqa: A002 - the doors' common signature
    """Return an area for the host's administrators. PermissionDenied for others, who may read the list."""
    check_host(actor)
    area = Area.objects.filter(id=id).first()
    if area is None:
        raise Http404
    return area
