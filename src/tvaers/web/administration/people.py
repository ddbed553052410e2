"""Who works here: the list of colleagues. It holds nobody else."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tvaers.partnerships import queries, rules, wording
from tvaers.partnerships.enums import ROLE_LABELS, MembershipState, OrganisationKind, Role
from tvaers.partnerships.queries import Colleague, People, PeopleFilter
from tvaers.ui import dates
from tvaers.ui.forms import TextField
from tvaers.web.administration.doors import StaffRequest, administrators, page
from tvaers.web.administration.fields import Typed
from tvaers.web.administration.reviews import due_in_words


@require_safe
def start(request: StaffRequest) -> HttpResponse:
    """Lead administrators to the people, others to what everybody may read."""
    first = "people" if request.actor.has_role(Role.ADMINISTRATOR) else "organisations"
    return HttpResponseRedirect(reverse(f"administration:{first}"))


class PeopleForm(forms.Form):
    """The filter above the list; an empty field leaves nobody out."""

    def __init__(self, data: Typed, kind: OrganisationKind, units: list[tuple[UUID, str]]) -> None:
        """Offer the organisation's own units and roles."""
        super().__init__(data)
        everyone = [("", _("All"))]
        choices: dict[str, tuple[str, list[tuple[str, str]]]] = {
            "unit": (_("Unit"), everyone + [(str(id_), name) for id_, name in units]),
            "role": (
                _("Role"),
                everyone + [(str(int(r)), str(ROLE_LABELS[r])) for r in rules.roles_for(kind)],
            ),
            "state": (
                _("State"),
                [("", _("Current"))] + [(s.value, str(s.label)) for s in MembershipState],
            ),
        }
        self.words = {(name, key): words for name, (_label, offered) in choices.items() for key, words in offered}
        self.fields["name"] = TextField(label=_("Name"), required=False, max_length=120)
        for name, (label, offered) in choices.items():
            self.fields[name] = forms.ChoiceField(label=label, choices=offered, required=False)

    def wanted(self, sort: str, number: str) -> PeopleFilter:
        """Return what is asked for; what cannot be understood leaves nobody out."""
        self.is_valid()
        asked = self.cleaned_data
        column = sort.removeprefix("-")
        return PeopleFilter(
            name=asked.get("name", ""),
            unit=UUID(asked["unit"]) if asked.get("unit") else None,
            role=Role(int(asked["role"])) if asked.get("role") else None,
            state=asked.get("state", ""),
            sort=column if column in queries.SORTS else "name",
            descending=sort.startswith("-"),
            page=int(number) if number.isdecimal() and len(number) < 6 else 1,
        )

    def active(self, address: Callable[..., str]) -> list[dict[str, str]]:
        """Return what is filtered now, each with the address without it."""
        found = []
        for name, value in self.cleaned_data.items():
            if value:
                words = self.words.get((name, value), value)
                label = f"{self.fields[name].label}: {words}"
                found.append({"label": label, "url": address(**{name: "", "page": ""})})
        return found


@require_safe
@administrators
def people(request: StaffRequest) -> HttpResponse:
    """Show who works here."""
    actor = request.actor
    form = PeopleForm(request.GET, actor.organisation.kind, queries.unit_names(actor=actor))
    wanted = form.wanted(request.GET.get("sort", ""), request.GET.get("page", ""))
    found = queries.people(actor=actor, wanted=wanted)
    address = addresses(request)
    waiting = [reset for reset in queries.open_resets(actor=actor) if actor.id not in {reset.asked_by, reset.member}]
    context = {
        "form": form,
        "active": form.active(address),
        "clear_url": reverse("administration:people"),
        "caption": _("People at %(organisation)s") % {"organisation": actor.organisation.name},
        "note": counted(found, filtered=bool(form.active(address))),
        "columns": columns(wanted, address),
        "rows": [row(one) for one in found.colleagues],
        "previous_url": address(page=str(found.page - 1)) if found.page > 1 else "",
        "next_url": address(page=str(found.page + 1)) if found.page < found.pages else "",
        "waiting": len(waiting),
        "due": due_in_words(len(queries.due_for_review(actor=actor))),
    }
    return page(request, "people", "people", context)


def addresses(request: HttpRequest) -> Callable[..., str]:
    """Return a function that gives the address of this list with some of its parameters changed."""

    def address(**changes: str) -> str:
        query = request.GET.copy()
        for name, value in changes.items():
            query[name] = value
        for name in [name for name, value in query.items() if not value]:
            del query[name]
        return f"{request.path}?{query.urlencode()}" if query else request.path

    return address


def columns(wanted: PeopleFilter, address: Callable[..., str]) -> list[dict[str, Any]]:
    """Return the head of the table; those of the columns that sort lead to the list in that order."""

    def column(label: str, sort: str = "") -> dict[str, Any]:
        if not sort:
            return {"label": label, "url": "", "sort": "", "number": False}
        now = wanted.sort == sort
        other = f"-{sort}" if now and not wanted.descending else sort
        order = ("descending" if wanted.descending else "ascending") if now else ""
        return {"label": label, "url": address(sort=other, page=""), "sort": order, "number": False}

    return [
        column(_("Name"), "name"),
        column(_("Title"), "title"),
        column(_("Roles")),
        column(_("Units")),
        column(_("State")),
        column(_("Roles last reviewed"), "reviewed"),
    ]


def row(one: Colleague) -> list[Any]:
    """Return a colleague's line in the table."""
    return [
        {"text": one.name, "url": reverse("administration:member", args=[one.id])},
        one.title,
        wording.roles_in_words(one.roles) or "–",
        ", ".join(one.units) or "–",
        one.state.label,
        reviewed(one),
    ]


def reviewed(one: Colleague) -> str:
    """Say when, by whom, and whether it is time again."""
    day = dates.short_day(one.reviewed_at) if one.reviewed_at else _("Not yet")
    parts = [", ".join(each for each in (day, one.reviewed_by) if each)]
    if one.is_due:
        parts.append(_("it is time again"))
    return " – ".join(parts)


def counted(found: People, *, filtered: bool) -> str:
    """Say how many there are, and which of them are shown."""
    words = ngettext("%(count)d person", "%(count)d people", found.total) % {"count": found.total}
    if filtered:
        words = ngettext("%(count)d person fits", "%(count)d people fit", found.total) % {"count": found.total}
    if found.pages > 1:
        words = _("%(words)s. Page %(page)d of %(pages)d.") % {
            "words": words,
            "page": found.page,
            "pages": found.pages,
        }
    return words
