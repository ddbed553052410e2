"""Who may look for people at all, who makes one of two, and what the pages about one share."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.rules import DECIDING
from tvaers.sharing.entrance import actor_in

View = Callable[..., HttpResponse]


def for_work_with_people(view: View) -> View:
    """Let in whose role sees who somebody is; others get the 403 page."""

    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not actor_in(request).claims.categories & Category.IDENTITY:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return inside


def require_merging(actor: Actor) -> None:
    """Raise PermissionDenied unless the actor's roles make one of two: it lets others in, and erases."""
    if not merges(actor):
        raise PermissionDenied


def merges(actor: Actor) -> bool:
    """Tell whether the actor's roles decide, and so may look for doubles and merge them."""
    return bool(actor.roles & DECIDING)


def menu(person: UUID, current: str) -> dict[str, Any]:
    """Return the menu of the pages about one person; `current` is the open one's name."""
    names = {"page": _("Overview"), "looks": _("Who has looked"), "access": _("Who can see this")}
    return {
        "menu_label": _("About this person"),
        "menu": [
            {"label": label, "url": reverse(f"people:{name}", args=[person]), "note": "", "current": name == current}
            for name, label in names.items()
        ],
    }
