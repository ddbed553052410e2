"""Writing an effort: from nothing, from a starter, changed; and its usual steps, row by row without JavaScript."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.areas.queries import tree
from tvaers.efforts import actions, wording
from tvaers.efforts.access import get_for_keeping
from tvaers.efforts.actions import ChangedMeanwhileError
from tvaers.efforts.enums import EffortState
from tvaers.efforts.models import Effort
from tvaers.efforts.rules import WrongStateError
from tvaers.foundation import ids
from tvaers.web.efforts.doors import keeper
from tvaers.web.efforts.forms import WriteForm, words_of
from tvaers.web.efforts.laying import StepsForm, changed_rows, rows_in
from tvaers.web.efforts.starters import LANGUAGE, starters

CONFLICT = HTTPStatus.CONFLICT
FIELDS = (
    *("kind", "title", "what", "for_whom", "provider", "provider_kind", "contact", "capacity", "source"),
    *("needs_consent", "from_date", "until_date"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin an effort; its usual steps come next."""
    actor = keeper(request)
    form = WriteForm(request.POST if request.method == "POST" else None, places=tree())
    if form.is_bound and form.is_valid():
        effort, _is_new = actions.begin(by=actor, told=form.told(), form=form.cleaned_data["form"])
        messages.success(request, _("The draft is saved. Nobody outside your organisation sees it."))
        return redirect("efforts:steps", effort=effort)
    return _form_page(request, form, title=_("New effort"), back=reverse("efforts:list"))


@require_http_methods(["GET", "HEAD", "POST"])
def starter(request: HttpRequest, starter: str) -> HttpResponse:
    """Show a starter effort, and take it over as a draft of one's own."""
    actor = keeper(request)
    found = starters().get(starter)
    if found is None:
        raise Http404
    if request.method == "POST":
        effort, _is_new = actions.begin(
            by=actor, told=found.told, steps=found.steps, form=_form_of(request), starter=found.name
        )
        messages.success(request, _("The effort is a draft of your own now. Say where it works and who provides it."))
        return redirect("efforts:write", effort=effort)
    steps = [{"text": step.text, "when": wording.when(step.days), "who": step.who.label} for step in found.steps]
    return render(request, "efforts/starter.html", {"starter": found, "steps": steps, "form": ids.opaque()})


def _form_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("form", ""))
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, effort: UUID) -> HttpResponse:
    """Change what an effort is."""
    actor = keeper(request)
    row = get_for_keeping(actor=actor, id=effort)
    form = _write_form(request.POST if request.method == "POST" else None, row)
    page = {"title": _("Change the effort"), "back": reverse("efforts:effort", args=[effort]), "about": row.title}
    if form.is_bound and form.is_valid():
        try:
            edition = form.cleaned_data["version"] or 0
            actions.save(by=actor, effort=effort, told=form.told(), edition=edition)
        except ChangedMeanwhileError:
            return _again(request, row, page)
        messages.success(request, _("Saved."))
        return redirect("efforts:effort", effort=effort)
    return _form_page(request, form, **page)


def _write_form(typed: Any, row: Effort) -> WriteForm:  # noqa: ANN401 - what was sent, or None
    begun = {name: getattr(row, name) for name in FIELDS}
    form = WriteForm(
        typed,
        initial=begun | {"areas": [str(each) for each in row.areas], "version": row.edition},
        places=tree(),
        chosen=row.areas,
        known=words_of(*(getattr(row, name) for name in WriteForm.TEXTS)),
    )
    for name in WriteForm.TEXTS if row.starter else ():
        form.fields[name].widget.attrs["lang"] = LANGUAGE
    return form


def _form_page(request: HttpRequest, form: WriteForm, *, title: str, back: str, **more: Any) -> HttpResponse:
    status = more.pop("status", HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK)
    return render(
        request, "efforts/write.html", {"form": form, "title": title, "back_url": back, **more}, status=status
    )


def _again(request: HttpRequest, row: Effort, page: dict[str, Any]) -> HttpResponse:
    """Show what was typed beside what a colleague has saved meanwhile; saving again is a choice made knowingly."""
    typed = request.POST.copy()
    typed["version"] = str(row.edition)
    form = _write_form(typed, row)
    form.is_valid()
    form.add_error(
        None, _("A colleague has changed the effort meanwhile. Look below, and save again if yours is right.")
    )
    return _form_page(request, form, **page, theirs=row, status=CONFLICT)


@require_http_methods(["GET", "HEAD", "POST"])
def steps(request: HttpRequest, effort: UUID) -> HttpResponse:
    """Lay an effort's usual steps out: rows that are added and taken away by buttons, saved together."""
    actor = keeper(request)
    row = get_for_keeping(actor=actor, id=effort)
    stand = actions.steps_of(effort)
    known = words_of(*(step.text for step in stand))
    if request.method != "POST":
        return _steps_page(request, StepsForm(begun=stand, known=known, edition=row.edition), row)
    rows = rows_in(request.POST)
    if (asked := request.POST.get("do", "")) != "save":
        form = StepsForm(begun=changed_rows(rows, asked), known=known, edition=request.POST.get("version", ""))
        return _steps_page(request, form, row)
    form = StepsForm(request.POST, begun=rows, known=known)
    if not form.is_valid():
        return _steps_page(request, form, row, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.lay_steps(by=actor, effort=effort, steps=form.steps(), edition=form.cleaned_data["version"] or 0)
    except ChangedMeanwhileError:
        typed = request.POST.copy()
        typed["version"] = str(row.edition)
        form = StepsForm(typed, begun=rows, known=known)
        form.is_valid()
        form.add_error(None, _("A colleague has changed the effort meanwhile. Save again if yours is right."))
        return _steps_page(request, form, row, status=CONFLICT, theirs=stand)
    messages.success(request, _("The usual steps are saved."))
    return redirect("efforts:effort", effort=effort)


def _steps_page(
    request: HttpRequest,
    form: StepsForm,
    row: Effort,
    *,
    status: int = HTTPStatus.OK,
    theirs: Any = (),  # noqa: ANN401
) -> HttpResponse:
    said = [{"text": step.text, "when": wording.when(step.days), "who": step.who.label} for step in theirs]
    return render(request, "efforts/steps.html", {"form": form, "effort": row, "theirs": said}, status=status)


@require_POST
def drop(request: HttpRequest, effort: UUID) -> HttpResponse:
    """Drop a draft."""
    actor = keeper(request)
    row = get_for_keeping(actor=actor, id=effort)
    if row.state != EffortState.DRAFT:
        messages.info(request, _("The effort is offered by now. Close it instead."))
        return redirect("efforts:effort", effort=effort)
    try:
        actions.drop(by=actor, effort=effort)
    except WrongStateError:
        return redirect("efforts:effort", effort=effort)
    messages.success(request, _("The draft is dropped."))
    return redirect("efforts:list")
