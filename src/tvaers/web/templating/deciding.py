"""Deciding on a template: taken into use, offered to others, its draft dropped, no longer in use."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.assessments import queries
from tvaers.assessments.access import get_for_keeping
from tvaers.assessments.actions import templates
from tvaers.assessments.actions.templates import ChangedMeanwhileError
from tvaers.assessments.documents import Document, parse, texts_of
from tvaers.assessments.enums import VersionState
from tvaers.assessments.rules import WrongStateError
from tvaers.assessments.starting import starters
from tvaers.partnerships.wording import listed
from tvaers.web.templating.doors import first_of, keeper
from tvaers.web.templating.giving import OfferForm, UseForm
from tvaers.web.templating.reading import shown_document


@require_http_methods(["GET", "HEAD", "POST"])
def use(request: HttpRequest, template: UUID) -> HttpResponse:
    """Read the draft once more, say what is new and who else may take it over, and take it into use."""
    actor = keeper(request)
    row = get_for_keeping(actor=actor, id=template)
    found = queries.versions(template=template)
    draft = first_of(found, VersionState.DRAFT)
    if draft is None:
        messages.info(request, _("There is no draft any more. This is what is in use now."))
        return redirect("templates:template", template=template)
    document = parse(draft["document"])
    form = UseForm(
        request.POST if request.method == "POST" else None,
        is_first=len(found) == 1,
        audiences=queries.audiences(actor=actor),
        initial={"version": draft["edition"], "audience": [str(each) for each in row.audience]},
        said=_own_words(row.starter, draft, document),
    )
    if form.is_bound and form.is_valid():
        try:
            templates.take_into_use(
                by=actor,
                template=template,
                edition=form.cleaned_data["version"],
                audience=form.chosen(),
                changed=form.cleaned_data.get("changed", ""),
            )
        except WrongStateError:
            form.add_error(None, _("It asks nothing yet. Add a question first."))
        except ChangedMeanwhileError:
            messages.error(request, _("A colleague has changed the draft meanwhile. Read it once more."))
            return redirect("templates:use", template=template)
        else:
            messages.success(request, _("The template is in use."))
            return redirect("templates:template", template=template)
    context = {
        "form": form,
        "draft": draft,
        "former": first_of(found, VersionState.IN_USE),
        "document": shown_document(document),
        "template": template,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "templating/use.html", context, status=status)


def _own_words(starter: str, draft: dict[str, Any], document: Document) -> str:
    """Return what a draft says beside what came along with the program, each text on a line of its own."""
    begun = starters().get(starter)
    known = set(texts_of(begun.document)) | {begun.title, begun.summary} if begun else set()
    said = (draft["title"], draft["summary"], *texts_of(document))
    return "\n".join(each for each in said if each not in known)


@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, template: UUID) -> HttpResponse:
    """Change which authorities may read a template and take it over."""
    actor = keeper(request)
    row = get_for_keeping(actor=actor, id=template)
    form = OfferForm(
        request.POST if request.method == "POST" else None,
        audiences=queries.audiences(actor=actor),
        initial={"audience": [str(each) for each in row.audience]},
    )
    if form.is_bound and form.is_valid():
        templates.offer(by=actor, template=template, audience=form.chosen())
        messages.success(request, _("Saved."))
        return redirect("templates:template", template=template)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "templating/offer.html", {"form": form, "template": template}, status=status)


@require_POST
def drop(request: HttpRequest, template: UUID) -> HttpResponse:
    """Drop a draft."""
    actor = keeper(request)
    is_gone = templates.drop(by=actor, template=template)
    messages.success(request, _("The draft is dropped."))
    return redirect("templates:list") if is_gone else redirect("templates:template", template=template)


@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: HttpRequest, template: UUID) -> HttpResponse:
    """Take a template out of use, after it was said what that means."""
    actor = keeper(request)
    row = get_for_keeping(actor=actor, id=template)
    in_use = first_of(queries.versions(template=template), VersionState.IN_USE)
    if in_use is None:
        return redirect("templates:template", template=template)
    if request.method == "POST":
        templates.retire(by=actor, template=template)
        messages.success(request, _("The template is no longer in use. What was filled by it stays."))
        return redirect("templates:template", template=template)
    context = {"one": in_use, "template": template, "readers": listed(queries.names_of(row.audience))}
    return render(request, "templating/retire.html", context)
