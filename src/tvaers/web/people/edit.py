"""Registering somebody, with a look whether they are known already; and changing what is known."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.partnerships.queries import unit_names
from tvaers.people import actions, queries
from tvaers.people.access import PersonCard, get_for_reading
from tvaers.people.actions import FIELDS
from tvaers.people.enums import Knowledge
from tvaers.sharing import readers
from tvaers.sharing.entrance import actor_in
from tvaers.web.people import words
from tvaers.web.people.doors import for_work_with_people
from tvaers.web.people.find import TOO_MANY_REQUESTS, rows
from tvaers.web.people.forms import DetailsForm, NewForm

CONFLICT = 409
GO_ON = "go_on"
# What each way to begin asks first; the rest of the form is there too, folded.
FIRST = {
    Knowledge.IDENTIFIED: ("name", "cpr", "born"),
    Knowledge.PARTLY: ("nickname", "name", "born", "description"),
    Knowledge.UNKNOWN: ("description",),
}
WHO = ("name", "nickname", "cpr", "removes_cpr", "born", "pronoun", "description")
REACH = ("phone", "street", "place", "has_protected_address")
MORE = ("school", "language", "needs_interpreter")


@require_http_methods(["GET", "HEAD", "POST"])
@for_work_with_people
def new(request: HttpRequest) -> HttpResponse:
    """Ask how well somebody is known, then what is known; look for doubles before anything is saved."""
    know = request.GET.get("know", "")
    if know not in FIRST:
        return render(request, "people/begin.html", {"ways": FIRST})
    actor = actor_in(request)
    units = [each for each in unit_names(actor=actor) if each[0] in actor.units]
    form = NewForm(request.POST if request.method == "POST" else None, actor=actor, units=units)
    if not (form.is_bound and form.is_valid()):
        return _form_page(request, form, Knowledge(know))
    try:
        if GO_ON not in request.POST and (doubles := _doubles(request, form)) is not None:
            return doubles
        person = actions.register(
            by=actor,
            details=form.details(),
            purpose=form.cleaned_data["purpose"],
            unit=form.unit(),
            member=form.member(actor),
            form=form.cleaned_data["form"],
        )
        messages.success(request, _("Registered. Only those who work with the person can see it."))
    except actions.RegisteredAlreadyError as twice:
        person = twice.person
    except queries.TooManySearchesError:
        # A page that is not kept forgets what was typed when somebody goes back to it.
        form.add_error(None, _("You have searched more than 60 times within a minute. Try again in a little while."))
        return _form_page(request, form, Knowledge(know), status=TOO_MANY_REQUESTS)
    return HttpResponseRedirect(reverse("people:page", args=[person]))


def _form_page(request: HttpRequest, form: NewForm, know: Knowledge, *, status: int = 200) -> HttpResponse:
    first = FIRST[know]
    groups = {
        "first": [form[name] for name in first],
        "who": [form[name] for name in WHO if name in form.fields and name not in first],
        "reach": [form[name] for name in REACH],
        "more": [form[name] for name in MORE],
    }
    context = {
        "form": form,
        "know": know,
        "groups": groups,
        # A folded part with something to correct stands open.
        "open": {name: any(field.errors for field in fields) for name, fields in groups.items()},
    }
    return render(request, "people/new.html", context, status=status)


def _doubles(request: HttpRequest, form: NewForm) -> HttpResponse | None:
    """Return the page that shows who may be the same person, or None when nobody is. Raises TooManySearchesError."""
    found: list[queries.Finding] = []
    many = False
    try:
        found = queries.findings(actor=actor_in(request), traits=form.details().traits)
    except queries.NothingToFindByError:
        return None
    except queries.TooManyFoundError:
        many = True
    if not found and not many:
        return None
    typed = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    return render(request, "people/known.html", {"rows": rows(found), "many": many, "typed": typed})


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, person: UUID) -> HttpResponse:
    """Change what is known; when somebody else saved meanwhile, show both and lose neither."""
    actor = actor_in(request)
    form = DetailsForm(request.POST) if request.method == "POST" else None
    if form is None or not form.is_valid() or form.cleaned_data["version"] is None:
        return _change_page(request, person)
    try:
        actions.change(
            by=actor,
            person=person,
            details=form.details(),
            version=form.cleaned_data["version"],
            keeps_cpr=form.keeps_cpr,
        )
    except actions.NotYoursToChangeError as refused:
        raise PermissionDenied from refused
    except actions.ChangedMeanwhileError as meanwhile:
        return _conflict_page(request, meanwhile.theirs, form)
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("people:page", args=[person]))


def _change_page(request: HttpRequest, person: UUID) -> HttpResponse:
    card = get_for_reading(person=person)
    if not readers.works_on([person]):
        raise PermissionDenied
    form = DetailsForm(request.POST if request.method == "POST" else None, card=card)
    return render(request, "people/change.html", _change_context(form, card))


def _change_context(form: DetailsForm, card: PersonCard) -> dict[str, Any]:
    return {
        "form": form,
        "bar": words.slim_bar(card),
        "groups": {
            "who": [form[name] for name in WHO if name in form.fields],
            "reach": [form[name] for name in REACH],
            "more": [form[name] for name in MORE],
        },
        "back_url": reverse("people:page", args=[card.id]),
        "meanwhile": False,
        "rows": [],
        "columns": [],
    }


def _conflict_page(request: HttpRequest, theirs: PersonCard, form: DetailsForm) -> HttpResponse:
    """Show the form again: what the other changed alone is taken over, what both changed stands side by side."""
    mine = set(form.changed_data)
    typed = request.POST.copy()
    compared = []
    for name in (each for each in FIELDS if each != "cpr"):
        now, wrote, before = getattr(theirs, name), form.cleaned_data[name], typed.get(f"initial-{name}", "")
        if name not in mine:
            _put(typed, name, now)
        elif now != wrote and str(now) != before:
            compared.append([str(form.fields[name].label), _said(now), _said(wrote)])
        # From here on, what they saved is what was there before.
        typed[f"initial-{name}"] = str(now)
    typed["version"] = str(theirs.version)
    again = DetailsForm(typed, card=theirs)
    again.is_valid()
    context = _change_context(again, theirs) | {
        "rows": compared,
        "columns": [{"label": label} for label in (_("Field"), _("Saved meanwhile"), _("What you wrote"))],
        "meanwhile": True,
    }
    return render(request, "people/change.html", context, status=CONFLICT)


def _put(typed: Any, name: str, value: str | bool) -> None:  # noqa: ANN401, FBT001 - a QueryDict; a field's value
    """Write a value into posted data as its widget would have sent it."""
    if isinstance(value, bool):
        typed.pop(name, None)
        if value:
            typed[name] = "on"
    elif name == "born":
        for part, text in zip(
            ("day", "month", "year"), DetailsForm().fields[name].widget.decompress(value), strict=True
        ):
            typed[f"{name}_{part}"] = text
    else:
        typed[name] = value


def _said(value: str | bool) -> str:  # noqa: FBT001 - a field's value
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return value or "–"
