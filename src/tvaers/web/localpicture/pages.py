"""The local picture: what goes on now, map and list side by side; and what the own organisation wrote and has ended."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from tvaers.areas import wording
from tvaers.areas.queries import Place, tree
from tvaers.foundation import live
from tvaers.foundation.live import UNASKED
from tvaers.incidents.rules import READERS as COUNTERS
from tvaers.localpicture import actions, queries
from tvaers.localpicture.enums import BulletinKind, Certainty
from tvaers.localpicture.queries import Filters
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in
from tvaers.ui.forms import LongSelect, Slider
from tvaers.web.localpicture import drawing, words
from tvaers.web.localpicture.doors import authorities

# The end of the slider of time, in days back: there stands all that holds.
LONGEST = 14


class FilterForm(forms.Form):
    """How the list is narrowed: codes alone, so that the address may hold them."""

    area = forms.ChoiceField(label=gettext_lazy("Area"), required=False, widget=LongSelect)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All kinds")), *BulletinKind.choices]
    )
    certainty = forms.ChoiceField(
        label=gettext_lazy("How it is known"),
        required=False,
        choices=[("", gettext_lazy("All")), *Certainty.choices],
    )
    days = forms.ChoiceField(label=gettext_lazy("Time"), required=False, widget=Slider)

    def __init__(self, *args: Any, places: tuple[Place, ...], **options: Any) -> None:
        """Offer the areas of the list."""
        super().__init__(*args, **options)
        offered: Any = self.fields
        offered["area"].choices = wording.choices(places, everything=_("All areas"))
        spans = [(days, _("The last %(days)d days") % {"days": days}) for days in range(2, LONGEST)]
        offered["days"].choices = [(1, _("The last day")), *spans, (LONGEST, _("All that holds"))]
        # What else stands in an address is neither repeated on the page nor taken for a choice (ADR 0017).
        self.data = {
            name: self.data[name]
            for name, field in offered.items()
            if name in self.data and self.data[name] in {str(key) for key, _label in field.choices}
        }

    def filters(self) -> Filters:
        """Return the filters; what is not understood filters nothing."""
        self.is_valid()
        typed = self.cleaned_data
        return Filters(
            area=UUID(typed["area"]) if typed.get("area") else None,
            kind=typed.get("kind") or "",
            certainty=typed.get("certainty") or "",
            days=int(typed.get("days") or LONGEST) % LONGEST,
        )

    def active(self) -> list[dict[str, str]]:
        """Return what is narrowed, in words, each with the address without it."""
        found = []
        for name, value in self._typed().items():
            labels = {str(key): str(label) for key, label in self.fields[name].choices}  # type: ignore[attr-defined]
            found.append({"label": labels.get(value, value).strip(), "url": self.query(without=name) or _list()})
        return found

    def query(self, *, without: str = "") -> str:
        """Return what is narrowed as the end of an address, or "" for nothing. without: but for this one."""
        rest = urlencode({name: value for name, value in self._typed().items() if name != without})
        return f"?{rest}" if rest else ""

    def _typed(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value and value != str(LONGEST)}


def _list() -> str:
    return reverse("localpicture:list")


@require_GET
@authorities
def now(request: HttpRequest) -> HttpResponse:
    """Show what goes on in the areas, the last that happened first, with the map beside it."""
    actor = actor_in(request)
    places = tree()
    form = FilterForm(request.GET, places=places)
    filters = form.filters()
    since = _since(actor, is_look=UNASKED not in request.headers and not form.query())
    rows, is_cut = queries.cut(queries.live(filters))
    bulletins = [words.shown(row, number=number, since=since) for number, row in enumerate(rows, 1)]
    context = {
        "form": form,
        "active": form.active(),
        "clear_url": _list(),
        "week_url": f"{reverse('localpicture:week')}{form.query()}",
        "bulletins": bulletins,
        "new": sum(each["is_new"] for each in bulletins),
        "states": [words.state(row) for row in queries.states()],
        "may_write": queries.may_write(actor),
        "may_count": actor.has_role(COUNTERS),
        "is_cut": is_cut,
        **drawing.of_bulletins(rows, bulletins, places),
        "live": live.address(actor.id, request.get_host()),
    }
    whole = UNASKED not in request.headers
    return render(request, "localpicture/list.html" if whole else "localpicture/_picture.html", context)


def _since(actor: Actor, *, is_look: bool) -> datetime | None:
    """Return after when what came is marked as new.

    That the page fetched itself again is nobody's look; nor is a narrowed list, which does not show all that came.
    """
    last = queries.last_look(actor=actor)
    if is_look:
        return actions.look(by=actor, before=last)
    return (last.before or last.looked_at) if last else None


@require_GET
@authorities
def ended(request: HttpRequest) -> HttpResponse:
    """List what the own organisation wrote and what has ended: gone for others, erased after a year."""
    rows = queries.ended(actor=actor_in(request))
    return render(request, "localpicture/ended.html", {"bulletins": [words.shown(row) for row in rows]})
