"""Filters that somebody keeps: saved under a name, shown with their counts, an alert in Today from a number on."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tvaers.areas import wording
from tvaers.areas.queries import tree
from tvaers.concerns.actions import filtering
from tvaers.concerns.models import SavedFilter
from tvaers.concerns.queries import COUNT_CAP, VIEWS, View
from tvaers.concerns.rules import RECORDERS
from tvaers.concerns.saved import Saved, filters_of, saved
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui.forms import TextField, WholeNumber
from tvaers.ui.unnamed import NamesNobody
from tvaers.web.concerns.filters import FILTERS, LOOKED, FilterForm, understood

# What of an address is kept. A text that is looked for is not, nor days that pass: those are said as "within".
KEPT = tuple(name for name in FILTERS if name not in {LOOKED, "since", "until"})
WITHIN = (7, 14, 30, 90)


class SaveForm(NamesNobody):
    """A name for a filter, which names no person, and whether it is heard of."""

    TEXTS = ("name",)

    name = TextField(
        label=gettext_lazy("What shall it be called?"),
        max_length=60,
        help_text=gettext_lazy("Only you see it. Never the name of a person."),
        error_messages={"required": gettext_lazy("Give the filter a name.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Received"), required=False, coerce=int, empty_value=None)
    threshold = WholeNumber(
        label=gettext_lazy("Tell me in Today from so many concerns on"),
        required=False,
        min_value=1,
        max_value=COUNT_CAP,
        help_text=gettext_lazy("Leave it empty when you only want to see the number."),
        widget=forms.TextInput({"inputmode": "numeric", "class": "input-char-8", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer the days in the reader's language."""
        super().__init__(*args, **options)
        self.fields["days"].choices = [  # type: ignore[attr-defined] # a choice field
            ("", _("At any time")),
            *((str(days), _("Within the last %(count)d days") % {"count": days}) for days in WITHIN),
        ]


def _place(source: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Return the view and the filters of an address that can be kept."""
    view = source.get("view", "")
    typed = {name: value for name, value in understood(source).items() if name in KEPT}
    if view != View.DECIDED:
        typed.pop("outcome", None)
    return (view if view in VIEWS else View.TO_ASSESS), typed


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*RECORDERS)
def save(request: HttpRequest) -> HttpResponse:
    """Save how the queue is narrowed now."""
    view, typed = _place(request.GET)
    places = tree()
    form = SaveForm(request.POST or None, known=wording.words_of(places))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        plain = {name: typed[name] for name in typed if name != "area"}
        kept = filtering.Kept(
            name=told["name"],
            view=view,
            area_id=UUID(typed["area"]) if "area" in typed else None,
            days=told["days"],
            threshold=told["threshold"],
            **plain,
        )
        try:
            filtering.save(by=actor_in(request), kept=kept, form=told["form"])
        except filtering.TooManyError:
            most = {"count": filtering.MOST}
            form.add_error(None, _("You have %(count)d filters already. Delete one that you do not use.") % most)
        except filtering.NameTakenError:
            form.add_error("name", _("You have a filter of this name. Choose another."))
        else:
            messages.success(request, _("The filter is saved. It stands above the queue, with its number."))
            return HttpResponseRedirect(_queue_url(view, typed))
    filtered = FilterForm(typed, areas=wording.choices(places, everything=""), with_outcome=view == View.DECIDED)
    context = {
        "form": form,
        "said": [filtered.label(name, typed) for name in typed],
        "back_url": _queue_url(view, typed),
    }
    return render(request, "concerns/save_filter.html", context)


def _queue_url(view: str, typed: Mapping[str, str]) -> str:
    return f"{reverse('concerns:queue')}?{urlencode({'view': view, **typed})}"


def address(row: SavedFilter) -> str:
    """Return where a saved filter is shown."""
    plain = {name: getattr(row, name) for name in KEPT if name != "area"}
    typed = {name: value for name, value in plain.items() if value}
    if row.area_id:
        typed["area"] = str(row.area_id)
    since = filters_of(row).received_from
    if since is not None:
        typed["since"] = since.date().isoformat()
    return _queue_url(row.view, typed)


def chips(actor: Actor) -> list[dict[str, Any]]:
    """Return one's saved filters as the queue shows them, each with its number and whether it is reached."""
    return [chip(each) for each in saved(member=actor.id)]


def chip(each: Saved) -> dict[str, Any]:
    """Return a saved filter with its number in words."""
    return {
        "id": each.row.id,
        "label": each.row.name,
        "url": address(each.row),
        "count": _("more than %(count)d") % {"count": COUNT_CAP} if each.count > COUNT_CAP else str(each.count),
        "number": each.count,
        "threshold": each.row.threshold,
        "is_reached": each.is_reached,
        "current": False,
    }


@require_safe
@requires(*RECORDERS)
def own(request: HttpRequest) -> HttpResponse:
    """Show one's saved filters, to change when they are heard of, and to delete them."""
    rows = chips(actor_in(request))
    for row in rows:
        row["heard"] = _heard(row["threshold"])
    return render(request, "concerns/saved_filters.html", {"rows": rows, "back_url": reverse("concerns:queue")})


def _heard(threshold: int | None) -> str:
    if threshold is None:
        return _("Only the number is shown")
    said = ngettext("In Today from one concern on", "In Today from %(count)d concerns on", threshold)
    return said % {"count": threshold}


@require_POST
@requires(*RECORDERS)
def change(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    """Delete a filter, take it out of Today until there are more, or say from how many on it is heard of."""
    asked = {**request.GET.dict(), **request.POST.dict()}
    actor, do = actor_in(request), asked.get("do", "")
    if do == "delete":
        filtering.delete(by=actor, filter_id=filter_id)
        messages.success(request, _("The filter is deleted."))
    elif do == "mute":
        at = _number(asked.get("at", ""))
        if at is None:
            raise Http404
        filtering.mute(by=actor, filter_id=filter_id, at=at)
        messages.success(request, _("Seen. It comes back to Today when there are more, or in a week."))
        if asked.get("back") == "today":
            return HttpResponseRedirect(reverse("today:list"))
    elif do == "save":
        typed = asked.get("threshold", "").strip()
        threshold = _number(typed)
        if typed and (threshold is None or not 1 <= threshold <= COUNT_CAP):
            messages.error(request, _("Write a number from 1 to %(most)d, or nothing.") % {"most": COUNT_CAP})
        else:
            filtering.set_threshold(by=actor, filter_id=filter_id, threshold=threshold)
            messages.success(request, _("Saved."))
    else:
        raise Http404
    return HttpResponseRedirect(reverse("concerns:filters"))


def _number(typed: str) -> int | None:
    """Return a number of at most three digits, None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(COUNT_CAP)) else None
