"""Beginning a template: from nothing, from what comes along, another authority's, or a file; the next version."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.assessments import queries
from tvaers.assessments.actions import templates
from tvaers.assessments.actions.templates import ChangedMeanwhileError, Told
from tvaers.assessments.documents import Document
from tvaers.assessments.enums import Form
from tvaers.assessments.packing import Package
from tvaers.assessments.starting import starters
from tvaers.foundation import ids
from tvaers.web.templating.doors import keeper, now, told_of
from tvaers.web.templating.forms import AboutForm
from tvaers.web.templating.giving import FileForm
from tvaers.web.templating.reading import shown_document


def _status(form: AboutForm | FileForm) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("form", ""))
    except ValueError:
        return None


def _told(package: Package) -> Told:
    return Told(title=package.title, summary=package.summary, source=package.source, document=package.document)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a template from nothing; its sections come next."""
    actor = keeper(request)
    form = AboutForm(
        request.POST if request.method == "POST" else None,
        initial={"concludes": True, "form_of": Form.ASSESSMENT.value},
    )
    if form.is_bound and form.is_valid():
        kind = Form(form.cleaned_data["form_of"])
        template = templates.begin(by=actor, form=kind, told=form.told(Document()), key=form.cleaned_data["form"])
        messages.success(request, _("The draft is begun. Add its sections and questions."))
        return redirect("templates:edit", template=template)
    context = {
        "form": form,
        "title": _("Write a template"),
        "lead": _("A template asks about a young person, and is about nobody. What it asks comes on the next page."),
        "back_url": reverse("templates:list"),
        "back": _("Templates"),
        "do": _("Go on to the questions"),
    }
    return render(request, "templating/write.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def starter(request: HttpRequest, starter: str) -> HttpResponse:
    """Show a template that comes along, and take it over as a draft of one's own."""
    actor = keeper(request)
    found = starters().get(starter)
    if found is None:
        raise Http404
    if request.method == "POST":
        template = templates.begin(by=actor, form=found.form, told=_told(found), key=_key(request), starter=starter)
        messages.success(request, _("The template is a draft of your own. Change what is different where you work."))
        return redirect("templates:edit", template=template)
    context = {
        "name": starter,
        "starter": found,
        "document": shown_document(found.document),
        "form": ids.opaque(),
    }
    return render(request, "templating/starter.html", context)


@require_POST
def take_over(request: HttpRequest, template: UUID) -> HttpResponse:
    """Take another authority's template over as a draft of one's own."""
    actor = keeper(request)
    row = templates.version_to_take_over(template=template)
    begun = templates.begin(by=actor, form=Form(row["form"]), told=told_of(row), key=_key(request))
    messages.success(request, _("The template is a draft of your own. Change what is different where you work."))
    return redirect("templates:edit", template=begun)


@require_POST
def following(request: HttpRequest, template: UUID) -> HttpResponse:
    """Begin a template's next version with what is in use now; where there is a draft already, go on with it."""
    actor = keeper(request)
    found = now(actor=actor, template=template)
    if not found.is_draft:
        try:
            templates.save(by=actor, template=template, told=found.told, edition=0)
        except ChangedMeanwhileError:
            messages.info(request, _("A colleague has begun the next version meanwhile. Go on with it."))
    return redirect("templates:edit", template=template)


@require_http_methods(["GET", "HEAD", "POST"])
def from_file(request: HttpRequest) -> HttpResponse:
    """Take in a template that somebody gave out as a file."""
    actor = keeper(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        package = form.package
        there = queries.same_as(actor=actor, title=package.title, document=package.document)
        if there is not None:
            messages.info(request, _("You have this template already, word for word. Here it is."))
            return redirect("templates:template", template=there)
        template = templates.begin(by=actor, form=package.form, told=_told(package), key=form.cleaned_data["form"])
        messages.success(request, _("The template is read in as a draft of your own."))
        return redirect("templates:edit", template=template)
    status = _status(form)
    shown = form.with_text() if form.is_bound else form
    return render(request, "templating/from_file.html", {"form": shown}, status=status)
