"""The doors of plans of conflicts: authorities read them, and who decides writes them (R4)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from tvaers.conflict.access import check_planner
from tvaers.conflict.rules import READERS
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in

View = Callable[..., HttpResponse]


def authorities(view: View) -> View:
    """Answer 403 to people of an association, a school or a housing organisation (R4)."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if actor_in(request).organisation.kind not in READERS:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def planner(request: HttpRequest) -> Actor:
    """Return who writes plans of their organisation. Raises PermissionDenied for everybody else."""
    actor = actor_in(request)
    check_planner(actor)
    return actor
