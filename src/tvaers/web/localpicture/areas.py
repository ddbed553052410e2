"""One area: how it is now, what goes on, what works there and whom to call; and saying so."""

from collections import defaultdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tvaers.areas.queries import Place, tree
from tvaers.conflict import wording as conflict
from tvaers.conflict.queries import in_areas
from tvaers.efforts import wording as catalogue
from tvaers.efforts.queries import offered_in
from tvaers.foundation import clock
from tvaers.incidents.queries import weekly_counts
from tvaers.incidents.rules import READERS
from tvaers.localpicture import actions, queries
from tvaers.localpicture.actions import Said
from tvaers.localpicture.enums import FactKind, Level
from tvaers.localpicture.rules import FACT_MOST_DAYS, FACT_USUAL_DAYS, STATE_MOST_DAYS, STATE_USUAL_DAYS
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in
from tvaers.surveys import wording
from tvaers.surveys.access import may_write
from tvaers.surveys.queries import published_in
from tvaers.ui import bars
from tvaers.ui.fields import ComingDate, radios
from tvaers.ui.forms import TextField
from tvaers.web.localpicture import drawing, words
from tvaers.web.localpicture.doors import authorities
from tvaers.web.localpicture.writing import Unnamed, area_words, audience_field, offer_readers, reaching


class SayingForm(Unnamed):
    """What is said of an area, to whom and until when. USUAL, MOST: days."""

    USUAL, MOST = STATE_USUAL_DAYS, STATE_MOST_DAYS

    audience = audience_field(label=gettext_lazy("Who else reads it?"))
    until = ComingDate(label=gettext_lazy("Until when does it hold?"))

    def __init__(self, *args: Any, actor: Actor, places: tuple[Place, ...], **options: Any) -> None:
        """Offer readers and an end."""
        super().__init__(*args, known=area_words(places), **options)
        offered: Any = self.fields
        offer_readers(offered["audience"], actor)
        offered["until"].initial = clock.today() + timedelta(days=self.USUAL)
        offered["until"].latest = clock.today() + timedelta(days=self.MOST)


class StateForm(SayingForm):
    """How an area is."""

    TEXTS = ("text",)

    kind = radios(
        gettext_lazy("How is it in the area?"),
        Level.choices,
        error_messages={"required": gettext_lazy("Choose how it is.")},
    )
    text = TextField(
        label=gettext_lazy("Why do you say so?"),
        max_length=600,
        error_messages={"required": gettext_lazy("Write why, in a sentence or two.")},
        widget=forms.Textarea({"rows": 3}),
    )
    field_order = ("kind", "text", "until", "audience")


class FactForm(SayingForm):
    """What works, what there is, or what is under way."""

    TEXTS = ("text", "contact")
    USUAL, MOST = FACT_USUAL_DAYS, FACT_MOST_DAYS

    kind = radios(
        gettext_lazy("What is it?"), FactKind.choices, error_messages={"required": gettext_lazy("Choose what it is.")}
    )
    text = TextField(
        label=gettext_lazy("Tell about it"),
        max_length=400,
        error_messages={"required": gettext_lazy("Write what it is.")},
        widget=forms.Textarea({"rows": 3}),
    )
    contact = TextField(
        label=gettext_lazy("Whom to ask"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("An office and its telephone, not a person."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    field_order = ("kind", "text", "contact", "until", "audience")


def _found(area: UUID, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Return an area and those it lies in, the innermost first. Raises Http404."""
    ways: list[tuple[Place, ...]] = [(place,) for place in places]
    while ways:
        way = ways.pop()
        if way[0].id == area:
            return way
        ways += [(part, *way) for part in way[0].parts]
    raise Http404


@require_GET
@authorities
def area(request: HttpRequest, area: UUID) -> HttpResponse:
    """Show how an area is now, what goes on there, what works and whom to call."""
    actor = actor_in(request)
    place, *around = _found(area, tree(with_closed=True))
    is_open = place.ended_at is None
    history = [words.state(row) for row in queries.states(area)]
    rows, is_cut = queries.cut(queries.live(queries.Filters(area=area)))
    context = {
        "place": place,
        "around": [each.name for each in around],
        "map": drawing.of_area(area, (place, *around)[-1].id),
        "state": next((each for each in history if each["holds"]), None),
        "history": history,
        "bulletins": [words.shown(row) for row in rows],
        "is_cut": is_cut,
        "facts": _facts(actor, area),
        "plans": _plans((place, *around)),
        "efforts": _efforts((place, *around)),
        "surveys": _surveys(place),
        "may_survey": is_open and may_write(actor),
        "trend": _trend(place) if actor.has_role(READERS) else None,
        "contacts": _contacts(),
        "may_write": is_open and queries.may_write(actor),
        "may_set": is_open and queries.may_set_state(actor),
    }
    return render(request, "localpicture/area.html", context)


def _all_in(place: Place) -> list[UUID]:
    return [place.id, *(each for part in place.parts for each in _all_in(part))]


def _trend(place: Place) -> dict[str, Any] | None:
    """Return what was reported in an area week by week: picture, weeks, recent, before; None for nothing at all."""
    found = weekly_counts(within=_all_in(place))
    if not found.areas:
        return None
    weeks = list(zip(found.weeks, found.by_week, strict=True))
    last = found.weeks[-1]
    numbers = [bars.Number(value=number, kind="open" if week == last else "") for week, number in weeks]
    return {
        "picture": bars.drawn(_("Incidents in each of the last 13 weeks"), numbers),
        "weeks": weeks,
        "recent": sum(found.by_week[-5:-1]),
        "before": sum(found.by_week[-9:-5]),
    }


def _facts(actor: Actor, area: UUID) -> list[dict[str, Any]]:
    """Return what holds longer, by kind: label, rows (text, contact, owner, ends, end_url)."""
    below: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in queries.facts(area=area):
        may_end = actions.may_end(actor, owner=row["owner_id"], author=row["by_id"])
        below[row["kind"]].append(
            {
                "text": row["text"],
                "contact": row["contact"],
                "owner": row["owner"],
                "ends": words.ends(row["expires_at"]),
                "end_url": reverse("localpicture:fact-end", args=[row["id"]]) if may_end else "",
            }
        )
    return [{"label": kind.label, "rows": below[kind.value]} for kind in FactKind]


def _efforts(ways: tuple[Place, ...]) -> list[dict[str, Any]]:
    """Return what is offered in an area, in those it lies in and in its parts: title, url, provider, room."""
    inside = {*_all_in(ways[0]), *(each.id for each in ways)}
    return [
        {
            "title": row["title"],
            "url": reverse("efforts:effort", args=[row["id"]]),
            "provider": row["provider"],
            "for_whom": row["for_whom"],
            "room": catalogue.room(row),
        }
        for row in offered_in(inside)
    ]


def _plans(ways: tuple[Place, ...]) -> list[dict[str, Any]]:
    """Return the plans of conflicts of an area and those it lies in: title, url, what, when, lead, owner."""
    return [
        {
            "title": row["title"],
            "url": reverse("conflict:plan", args=[row["id"]]),
            "what": conflict.what(row),
            "when": conflict.when(row),
            "lead": row["lead"],
            "owner": row["owner"],
        }
        for row in in_areas({*_all_in(ways[0]), *(each.id for each in ways)})
    ]


def _surveys(place: Place) -> list[dict[str, Any]]:
    """Return what is published of how safe people feel in an area and its parts: title, url, period, answered."""
    return [
        {
            "title": row["title"],
            "url": reverse("surveys:survey", args=[row["id"]]),
            "period": wording.period(row),
            "answered": wording.answered(row),
        }
        for row in published_in(_all_in(place))
    ]


def _contacts() -> list[dict[str, Any]]:
    """Return whom to call, by organisation: name, people (name, title, phone)."""
    by: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in queries.contacts():
        by[row["organisation_name"]].append(row)
    return [{"name": name, "people": people} for name, people in by.items()]


@require_http_methods(["GET", "HEAD", "POST"])
@authorities
def state(request: HttpRequest, area: UUID) -> HttpResponse:
    """Say how an area is."""
    actor = actor_in(request)
    if not queries.may_set_state(actor):
        raise PermissionDenied
    return _say(request, area, StateForm, actions.set_state, title=_("How is it in %(area)s?"))


@require_http_methods(["GET", "HEAD", "POST"])
@authorities
def fact(request: HttpRequest, area: UUID) -> HttpResponse:
    """Tell what works in an area, what it offers or what is under way there."""
    actor = actor_in(request)
    if not queries.may_write(actor):
        raise PermissionDenied
    return _say(request, area, FactForm, actions.tell_fact, title=_("Tell about %(area)s"))


def _say(
    request: HttpRequest,
    area: UUID,
    form_class: type[SayingForm],
    write: Any,  # noqa: ANN401 - one of two actions
    *,
    title: str,
) -> HttpResponse:
    places = tree()
    place = _found(area, places)[0]
    actor = actor_in(request)
    form = form_class(request.POST if request.method == "POST" else None, actor=actor, places=places)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        said = Said(area=area, kind=typed["kind"], text=typed["text"], contact=typed.get("contact", ""))
        write(by=actor, said=said, reaching=reaching(typed), form=typed["form"])
        messages.success(request, _("It stands on the area's page."))
        return HttpResponseRedirect(reverse("localpicture:area", args=[area]))
    context = {"form": form, "place": place, "title": title % {"area": place.name}}
    return render(request, "localpicture/say.html", context)


@require_POST
@authorities
def end_fact(request: HttpRequest, fact: UUID) -> HttpResponse:
    """Take out what no longer holds."""
    area = actions.end_fact(by=actor_in(request), fact=fact)
    messages.success(request, _("It no longer stands on the area's page."))
    return HttpResponseRedirect(reverse("localpicture:area", args=[area]))
