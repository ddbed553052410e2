"""The doors of the surveys: authorities read, people of a municipality write; nobody in them is named."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in
from tvaers.surveys.access import check_writer
from tvaers.surveys.rules import READERS

View = Callable[..., HttpResponse]


def authorities(view: View) -> View:
    """Answer 403 to people of an association, a school or a housing organisation (R4)."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if actor_in(request).organisation.kind not in READERS:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return checked


def writer(request: HttpRequest) -> Actor:
    """Return who makes surveys for their municipality. Raises PermissionDenied for everybody else."""
    actor = actor_in(request)
    check_writer(actor)
    return actor
