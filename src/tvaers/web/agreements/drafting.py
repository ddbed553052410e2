"""Beginning a draft, and the pages on which its parts are written."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.agreements import access, actions, queries, rules
from tvaers.agreements.actions import MODELS, Basics, ChangedMeanwhileError, NotYoursError, Part
from tvaers.agreements.enums import AgreementKind
from tvaers.agreements.models import Agreement
from tvaers.foundation import clock, ids
from tvaers.guard.enums import Purpose
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import Role
from tvaers.sharing.entrance import actor_in, requires
from tvaers.web.agreements import beginnings, words
from tvaers.web.agreements.forms import PART_FORMS, BasicsForm, BeginForm, DraftForm, PartForm
from tvaers.web.agreements.one import CONFLICT, address, back_to

drafters = requires(Role(rules.DRAFTING))
# What stands below a theme says which.
BELOW_THEME = frozenset({Part.ACTION, Part.INDICATOR})


@require_http_methods(["GET", "HEAD", "POST"])
@drafters
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an agreement: the first one, or one that grows out of the one before."""
    actor = actor_in(request)
    former = queries.latest()
    kinds = [AgreementKind.FIRST]
    if former is not None:
        dates = {"until_date": former.until_date, "ended_on": former.ended_on}
        kinds = [*rules.following_kinds(**dates, today=clock.today()), *kinds]
    form = BeginForm(request.POST or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        kind = AgreementKind(form.cleaned_data["kind"])
        following = None if kind is AgreementKind.FIRST else former
        sent = form.cleaned_data["form"] or ids.opaque()
        return back_to(actions.begin(by=actor, kind=kind, following=following, form=sent))
    intro = _("Nobody but the parties reads a draft. It binds nobody until all have signed.")
    return form_page(
        request, _("Begin an agreement"), intro, form, _("Begin"), reverse("agreements:list"), _("Agreement")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@drafters
def basics(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Write what the agreement is called, its term, its purpose, and what may be shared on it."""
    actor = actor_in(request)
    found = access.get_for_drafting(actor=actor, id=agreement)
    initial = {
        **{name: getattr(found, name) for name in ("title", "purpose", "from_date", "until_date", "version")},
        "purposes": [str(purpose.value) for purpose in Purpose if purpose & found.purposes],
    }
    kind = AgreementKind(found.kind)
    form = BasicsForm(request.POST or None, initial=initial, kind=kind)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(
                by=actor, agreement=agreement, basics=Basics(**form.values()), version=form.cleaned_data["version"]
            )
        except ChangedMeanwhileError:
            form, status = _again(request, form, found, actor, kind=kind), CONFLICT
        except NotYoursError as gone:
            raise PermissionDenied from gone
        else:
            messages.success(request, _("The draft has been saved."))
            return back_to(agreement)
    title, back = _("Name, term and purposes"), address(agreement)
    return form_page(request, title, "", form, _("Save"), back, found.title or _("The draft"), status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@drafters
def add(request: HttpRequest, agreement: UUID, part: Part) -> HttpResponse:
    """Add a part to a draft; what stands below a theme names it in the address."""
    return _part(request, agreement, part, None)


@require_http_methods(["GET", "HEAD", "POST"])
@drafters
def change(request: HttpRequest, agreement: UUID, part: Part, row: UUID) -> HttpResponse:
    """Change a part of a draft."""
    return _part(request, agreement, part, row)


@require_POST
@drafters
def remove(request: HttpRequest, agreement: UUID, part: Part, row: UUID) -> HttpResponse:
    """Take a part out of a draft."""
    actor = actor_in(request)
    found = access.get_for_drafting(actor=actor, id=agreement)
    try:
        if part is Part.ANNEX:
            actions.remove_annex(by=actor, agreement=agreement, row=row, version=found.version)
        else:
            actions.remove_part(by=actor, agreement=agreement, part=part, row=row, version=found.version)
    except (ChangedMeanwhileError, NotYoursError):
        messages.error(request, _("The draft was changed meanwhile. Look at it, and try again."))
    else:
        messages.success(request, str(words.PARTS[part].removed))
    return back_to(agreement, words.PARTS[part].anchor)


def _part(request: HttpRequest, agreement: UUID, part: Part, row: UUID | None) -> HttpResponse:
    actor = actor_in(request)
    found = access.get_for_drafting(actor=actor, id=agreement)
    told = words.PARTS[part]
    held = MODELS[part]._default_manager.filter(agreement_id=agreement, id=row).first() if row else None
    if row is not None and held is None:
        raise Http404
    theme = _theme(request, found) if part in BELOW_THEME and row is None else {}
    begun = {} if held else _begun(request, part, found)
    initial = (model_to_dict(held) if held else begun) | {"version": found.version}
    form: PartForm = PART_FORMS[part](request.POST or None, initial=initial, draft=found, row=held)
    status = 200
    if request.method == "POST" and form.is_valid():
        values, version = {**form.values(), **theme}, form.cleaned_data["version"]
        try:
            actions.save_part(by=actor, agreement=agreement, part=part, row=row, values=values, version=version)
        except ChangedMeanwhileError:
            form, status = _again(request, form, found, actor, draft=found, row=held), CONFLICT
        except NotYoursError as gone:
            raise PermissionDenied from gone
        else:
            messages.success(request, str(told.saved))
            return back_to(agreement, told.anchor)
    title, do = (told.change, _("Save")) if held else (begun.get("title", told.add), told.do)
    remove_url = reverse("agreements:remove", args=[agreement, part, row]) if held else ""
    return form_page(
        request,
        str(title),
        str(told.intro),
        form,
        str(do),
        address(agreement, told.anchor),
        found.title or _("The draft"),
        status=status,
        remove={"url": remove_url, "label": told.remove},
    )


def _begun(request: HttpRequest, part: Part, found: Agreement) -> dict[str, str]:
    """Return what a new part begins with: an annex with what there is of its kind, when the address names one."""
    kind = next((each for each in beginnings.OFFERED if each == request.GET.get("begin")), None)
    return dict(beginnings.beginning(kind, found)) if part is Part.ANNEX and kind else {}


def _theme(request: HttpRequest, found: Agreement) -> dict[str, UUID]:
    """Return the theme that a new action or indicator belongs to. Raises Http404."""
    wanted = request.GET.get("theme", "")
    try:
        theme = found.themes.filter(id=UUID(wanted)).first()
    except ValueError:
        theme = None
    if theme is None:
        raise Http404
    return {"theme_id": theme.id}


def _again(request: HttpRequest, form: DraftForm, found: Agreement, actor: Actor, **options: Any) -> Any:  # noqa: ANN401 - the form's own kind
    """Return what was typed at the version that is saved now; saving again is a choice made knowingly."""
    now = access.get_for_drafting(actor=actor, id=found.id)
    typed = request.POST.copy()
    typed["version"] = str(now.version)
    again = type(form)(typed, **options)
    again.is_valid()
    words_ = _("A colleague has changed the draft meanwhile. Look at it, and save again if yours is right.")
    again.add_error(None, words_)
    return again


def form_page(  # noqa: PLR0913, PLR0917 - what one page says
    request: HttpRequest,
    title: str,
    intro: str,
    form: forms.Form,
    do: str,
    back_url: str,
    back: str,
    *,
    status: int = 200,
    remove: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a form of a draft. remove: where the part is taken out, with what the button says."""
    context = {
        "title": title,
        "intro": intro,
        "form": form,
        "do": do,
        "back_url": back_url,
        "back": back,
        "remove": remove,
    }
    return render(request, "agreements/form.html", context, status=status)
