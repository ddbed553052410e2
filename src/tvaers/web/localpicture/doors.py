"""The door of the local picture: for people at authorities, whatever their role; nobody in it is named."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from tvaers.localpicture.rules import READERS
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
