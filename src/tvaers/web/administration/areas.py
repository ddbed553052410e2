"""The list of areas: all at work read it, the host's administrators keep it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.areas import access, actions, queries
from tvaers.areas.models import Area, AreaKind
from tvaers.areas.rules import PARTS
from tvaers.foundation import clock
from tvaers.foundation.meanwhile import ClashError
from tvaers.partnerships.access import check_host
from tvaers.partnerships.actions import NameTakenError
from tvaers.partnerships.enums import Role
from tvaers.ui import maps
from tvaers.ui.forms import SharedForm
from tvaers.web.administration.doors import StaffRequest, administrators, page
from tvaers.web.administration.fields import LineField, Typed

LIST = "administration:areas"
CONFLICT = 409


class AreaForm(SharedForm):
    """An area's name."""

    name = LineField(
        label=gettext_lazy("Name of the area"),
        max_length=120,
        help_text=gettext_lazy("As people who live there say it."),
        error_messages={"required": gettext_lazy("Write the area's name.")},
    )

    def refuse_name(self) -> None:
        """Say that the name is taken."""
        self.add_error("name", _("There is an area with this name here already, perhaps a closed one."))


class NewAreaForm(AreaForm):
    """A new area and, where there is a choice, what it is."""

    def __init__(self, data: Typed, parent: Area | None) -> None:
        """Offer the kinds that can lie in the parent."""
        super().__init__(data)
        self.kinds = PARTS[AreaKind(parent.kind) if parent else None]
        if len(self.kinds) > 1:
            self.fields["kind"] = forms.ChoiceField(
                label=_("What is it?"),
                choices=[(kind.value, kind.label) for kind in self.kinds],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose what the area is.")},
            )

    def kind(self) -> AreaKind:
        """Return what the area is."""
        return AreaKind(self.cleaned_data["kind"]) if "kind" in self.fields else self.kinds[0]


# What the map shows, from the ground up. Police districts reach far beyond the partnership.
_ON_THE_MAP = (AreaKind.MUNICIPALITY, AreaKind.DISTRICT, AreaKind.HOUSING)


@require_http_methods(["GET", "HEAD", "POST"])
def areas(request: StaffRequest) -> HttpResponse:
    """Show municipalities, districts and housing areas, and find one by its name or by a point.

    What is searched for stands in no address: somebody will type a person's name.
    """
    keeps = request.actor.has_role(Role.ADMINISTRATOR) and request.actor.organisation.is_host
    today, typed = clock.today(), request.POST.get("q", "").strip()[:120]
    places = queries.tree(with_closed=keeps)
    ours = {place.id for place in places if place.parts}
    outlines = queries.outlined(_ON_THE_MAP, on=today)
    # A municipality in which nobody works is drawn only where no other is: the country would dwarf the partnership.
    near = [each for each in outlines if each.kind != AreaKind.MUNICIPALITY or each.id in ours] if ours else outlines
    context = {
        "places": places,
        "police": queries.known((AreaKind.POLICE,)),
        "keeps": keeps,
        "typed": typed,
        "found": [_found(area, places) for area in queries.found(typed, on=today)] if typed else [],
        "map": maps.drawn(_("Map of the areas"), [_shape(each) for each in near]),
        "sources": list(dict.fromkeys(each.source for each in near)),
        "is_schematic": any(each.is_schematic for each in near),
    }
    return page(request, "areas", "areas", context)


def _shape(each: queries.Outlined) -> maps.Shape:
    return maps.Shape(rings=each.rings, name=each.name, label_at=each.label_at, kind=each.kind.value)


def _found(area: queries.Known, places: tuple[queries.Place, ...]) -> dict[str, str]:
    around = next((place.name for place in places if place.id == area.top and area.top != area.id), "")
    return {"name": area.name, "kind": str(area.kind.label), "around": around}


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def add(request: StaffRequest, parent_id: UUID | None = None) -> HttpResponse:
    """Add an area, within another or at the top."""
    check_host(request.actor)
    parent = access.get_area_for_change(actor=request.actor, id=parent_id) if parent_id else None
    form = NewAreaForm(request.POST if request.method == "POST" else None, parent)
    if not form.kinds:
        raise Http404
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            actions.add_area(by=request.actor, kind=form.kind(), name=name, parent=parent)
        except NameTakenError:
            form.refuse_name()
        except actions.ParentClosedError:
            form.add_error("name", _("The area around it is closed. Open that first."))
        else:
            messages.success(request, _("%(name)s has been added.") % {"name": name})
            return HttpResponseRedirect(reverse(LIST))
    context = {
        "form": form,
        "area": None,
        "parent": parent,
        "kind": form.kinds[0].label,
        "back_url": reverse(LIST),
    }
    return page(request, "area", "areas", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators
def area(request: StaffRequest, area_id: UUID) -> HttpResponse:
    """Rename an area, or close it."""
    one = access.get_area_for_change(actor=request.actor, id=area_id)
    now = {"name": one.name}
    form, status = AreaForm(request.POST if request.method == "POST" else None, initial=now), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_area(by=request.actor, area=one, name=form.cleaned_data["name"], seen=form.seen)
        except ClashError:
            form, status = form.again(now), CONFLICT
        except NameTakenError:
            form.refuse_name()
        else:
            messages.success(request, _("%(name)s has been saved.") % {"name": form.cleaned_data["name"]})
            return HttpResponseRedirect(reverse(LIST))
    return _area_page(request, form, one, status=status)


def _area_page(request: StaffRequest, form: AreaForm, one: Area, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "area": one,
        "parent": None,
        "kind": AreaKind(one.kind).label,
        "borders": queries.history(one.id),
        "map": _map(one),
        "back_url": reverse(LIST),
    }
    return page(request, "area", "areas", context, status=status)


def _map(one: Area) -> maps.Map | None:
    """Return the area as it runs now, on the municipalities around it."""
    outlines = queries.outlined((AreaKind(one.kind),), on=clock.today())
    mine = [maps.Shape(rings=each.rings, name=each.name, kind="one") for each in outlines if each.id == one.id]
    return maps.drawn(_("Map of %(name)s") % {"name": one.name}, mine)


@require_POST
@administrators
def close(request: StaffRequest, area_id: UUID) -> HttpResponse:
    """Close an area: not offered any more; old texts go on naming it."""
    one = access.get_area_for_change(actor=request.actor, id=area_id)
    try:
        actions.close_area(by=request.actor, area=one)
    except actions.PartsOpenError:
        form = AreaForm({"name": one.name})
        form.add_error("name", _("Close the areas in it first."))
        return _area_page(request, form, one)
    messages.success(request, _("%(name)s has been closed. You can open it again on its page.") % {"name": one.name})
    return HttpResponseRedirect(reverse(LIST))


@require_POST
@administrators
def reopen(request: StaffRequest, area_id: UUID) -> HttpResponse:
    """Open a closed area again."""
    one = access.get_area_for_change(actor=request.actor, id=area_id)
    try:
        actions.reopen_area(by=request.actor, area=one)
    except actions.ParentClosedError:
        form = AreaForm({"name": one.name})
        form.add_error("name", _("The area around it is closed. Open that first."))
        return _area_page(request, form, one)
    messages.success(request, _("%(name)s is open again.") % {"name": one.name})
    return HttpResponseRedirect(reverse(LIST))
