"""Who may open these pages, and the frame they stand in."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.sharing.entrance import requires


class StaffRequest(HttpRequest):
    """A request behind the entrance: somebody acts for an organisation."""

    actor: Actor


administrators = requires(Role.ADMINISTRATOR)


def subnav(actor: Actor, current: str) -> list[dict[str, Any]]:
    """Return the journey's own menu as this actor sees it; `current` is the name of the open page's entry."""
    entries = [
        ("people", _("Colleagues")),
        ("units", _("Units")),
        ("factor-resets", _("Lost second factor")),
        ("organisation", _("Our organisation")),
        ("approval", _("Approval before sharing")),
        ("concerns:clocks", _("Clocks")),
    ]
    if not actor.has_role(Role.ADMINISTRATOR):
        entries = []
    elif actor.organisation.is_host:
        entries += [("bases", _("Legal bases"))]
    entries += [("organisations", _("The partnership")), ("areas", _("Areas"))]
    return [
        {
            "label": label,
            "url": reverse(name if ":" in name else f"administration:{name}"),
            "current": name == current,
            "note": "",
        }
        for name, label in entries
    ]


def page(
    request: StaffRequest, template: str, current: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Draw a page of the journey with its menu."""
    frame = {"section_label": _("Administration"), "section_links": subnav(request.actor, current)}
    return render(request, f"administration/{template}.html", {**frame, **context}, status=status)
