"""Writing a method: from nothing, from a starter page, or the next version; with a preview, and nobody written over."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.foundation import ids
from tvaers.methods import actions, queries
from tvaers.methods.access import get_for_keeping
from tvaers.methods.actions import ChangedMeanwhileError
from tvaers.methods.enums import Topic, VersionState
from tvaers.web.methods.doors import keeper
from tvaers.web.methods.forms import WriteForm
from tvaers.web.methods.pages import FIRST, labels
from tvaers.web.methods.reading import blocks
from tvaers.web.methods.starters import LANGUAGE, starters

CONFLICT = HTTPStatus.CONFLICT


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a method."""
    actor = keeper(request)
    form = WriteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and not _is_previewed(request):
        topic = Topic(form.cleaned_data["topic"])
        method = actions.begin(by=actor, topic=topic, told=form.told(), form=form.cleaned_data["form"])
        messages.success(request, _("The draft is saved. Nobody outside your organisation reads it."))
        return redirect("methods:method", method=method)
    return _form_page(request, form, title=_("Write a page"), back=reverse("methods:list"))


@require_http_methods(["GET", "HEAD", "POST"])
def starter(request: HttpRequest, starter: str) -> HttpResponse:
    """Show a starter page, and take it over as a draft of one's own."""
    actor = keeper(request)
    found = starters().get(starter)
    if found is None:
        raise Http404
    if request.method == "POST":
        form = _form_of(request)
        method = actions.begin(by=actor, topic=found.topic, told=found.told, form=form, starter=found.name)
        messages.success(request, _("The page is a draft of your own now. Change what is different where you work."))
        return redirect("methods:write", method=method)
    context = {
        "starter": found,
        "blocks": blocks(found.told.body),
        "places": labels(list(found.places)),
        "form": ids.opaque(),
    }
    return render(request, "methods/starter.html", context)


def _form_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("form", ""))
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, method: UUID) -> HttpResponse:
    """Write a method's draft; where there is none, its next version, beginning with what is in use."""
    actor = keeper(request)
    row = get_for_keeping(actor=actor, id=method)
    found = queries.versions(method=method)
    draft = next((row for row in found if row["state"] == VersionState.DRAFT), None)
    begun = draft or next(row for state in FIRST for row in found if row["state"] == state)
    initial = begun | {"version": draft["edition"] if draft else 0}
    form = WriteForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        asks_topic=False,
        language=LANGUAGE if row.starter else "",
    )
    page: dict[str, Any] = {
        "title": _("Write version %(number)s") % {"number": draft["number"] if draft else found[0]["number"] + 1},
        "back": reverse("methods:method", args=[method]),
    }
    if form.is_bound and form.is_valid() and not _is_previewed(request):
        try:
            edition = form.cleaned_data["version"] or 0
            number = actions.save(by=actor, method=method, told=form.told(), edition=edition)
        except ChangedMeanwhileError:
            return _again(request, method, page)
        messages.success(request, _("The draft is saved. Nobody outside your organisation reads it."))
        return redirect("methods:version", method=method, number=number)
    return _form_page(request, form, **page)


def _is_previewed(request: HttpRequest) -> bool:
    return request.POST.get("do") == "preview"


def _form_page(request: HttpRequest, form: WriteForm, *, title: str, back: str, **more: Any) -> HttpResponse:
    """Show the form; with a preview of what was typed where that was asked for."""
    previewed = form.data.get("body", "") if form.is_bound and _is_previewed(request) else ""
    context = {"form": form, "title": title, "back_url": back, "preview": blocks(previewed), **more}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "methods/write.html", context, status=more.get("status", status))


def _again(request: HttpRequest, method: UUID, page: dict[str, Any]) -> HttpResponse:
    """Show what was typed beside what a colleague has saved meanwhile; saving again is a choice made knowingly."""
    now = next((row for row in queries.versions(method=method) if row["state"] == VersionState.DRAFT), None)
    typed = request.POST.copy()
    typed["version"] = str(now["edition"] if now else 0)
    form = WriteForm(typed, asks_topic=False)
    form.is_valid()
    form.add_error(
        None,
        _("A colleague has changed the draft meanwhile. Look at it below, and save again if yours is right.")
        if now
        else _("A colleague has taken the draft into use or dropped it meanwhile. Save again to begin a new one."),
    )
    theirs: dict[str, Any] = {"theirs": now, "their_blocks": blocks(now["body"])} if now else {}
    return _form_page(request, form, **page, **theirs, status=CONFLICT)


@require_POST
def drop(request: HttpRequest, method: UUID) -> HttpResponse:
    """Drop a draft."""
    actor = keeper(request)
    is_gone = actions.drop(by=actor, method=method)
    messages.success(request, _("The draft is dropped."))
    return redirect("methods:list") if is_gone else redirect("methods:method", method=method)
