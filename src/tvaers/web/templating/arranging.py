"""The overview of a draft: its sections and questions, moved up and down and taken out."""

from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.assessments.actions import templates
from tvaers.assessments.actions.templates import ChangedMeanwhileError
from tvaers.assessments.documents import QUESTIONS, SECTIONS, Document, moved, without
from tvaers.web.templating.doors import Now, keeper, now, question_of
from tvaers.web.templating.reading import shown_document, shown_question, shown_section


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, template: UUID) -> HttpResponse:
    """Show what a draft asks, with the way to each of its pages; move a section or a question to another place."""
    actor = keeper(request)
    found = now(actor=actor, template=template)
    if not found.is_draft:
        messages.info(request, _("There is no draft any more. This is what is in use now."))
        return redirect("templates:template", template=template)
    if request.method != "POST":
        return _overview(request, found)
    document = _moved(found.told.document, request.POST.get("do", ""))
    if document is not None and document != found.told.document:
        try:
            edition = _number(request.POST.get("version", "")) or 0
            templates.save(by=actor, template=template, told=found.saying(document), edition=edition)
        except ChangedMeanwhileError:
            messages.error(request, _("A colleague has changed the draft meanwhile. This is what it says now."))
            return _overview(request, found, status=HTTPStatus.CONFLICT)
    return redirect("templates:edit", template=template)


def _number(text: str) -> int | None:
    """Return the small number that a page of ours sent; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _moved(document: Document, said: str) -> Document | None:
    """Return the document with what was pressed at its new place; None for what is not there.

    A place, and no step: sent twice, it moves once.
    """
    *keys, to = said.split("/")
    place = _number(to)
    keyed = {section.key: at for at, section in enumerate(document.sections)}
    at = keyed.get(keys[0]) if keys else None
    if at is None or place is None:
        return None
    if len(keys) == 1:
        return replace(document, sections=moved(document.sections, at, place - at))
    section = document.sections[at]
    inner = next((index for index, each in enumerate(section.questions) if each.key == keys[1]), None)
    if inner is None:
        return None
    changed = replace(section, questions=moved(section.questions, inner, place - inner))
    return replace(document, sections=(*document.sections[:at], changed, *document.sections[at + 1 :]))


def _overview(request: HttpRequest, found: Now, *, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    shown = shown_document(found.told.document)
    for at, section in enumerate(shown["sections"]):
        section |= {"up": at - 1, "down": at + 1 if at + 1 < len(shown["sections"]) else 0, "is_first": not at}
        section["is_full"] = len(section["questions"]) >= QUESTIONS
        for inner, question in enumerate(section["questions"]):
            last = inner + 1 >= len(section["questions"])
            question |= {"up": inner - 1, "down": 0 if last else inner + 1, "is_first": not inner}
    context = {
        "now": found,
        "template": found.template,
        "document": shown,
        "is_full": len(shown["sections"]) >= SECTIONS,
        "form_label": found.form.label,
    }
    return render(request, "templating/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, template: UUID, section: str, question: str = "") -> HttpResponse:
    """Take a section or a question out of a draft, after it was said what goes with it."""
    actor = keeper(request)
    found = now(actor=actor, template=template)
    there = found.told.document.section(section)
    asked = question_of(there, question) if there and question else None
    if not found.is_draft or there is None or (question and asked is None):
        messages.info(request, _("It is not there any more."))
        return redirect("templates:edit", template=template)
    status = HTTPStatus.OK
    if request.method == "POST":
        rows = found.told.document.sections
        at = rows.index(there)
        if asked is None:
            kept = without(rows, at)
        else:
            less = replace(there, questions=without(there.questions, there.questions.index(asked)))
            kept = (*rows[:at], less, *rows[at + 1 :])
        told = found.saying(replace(found.told.document, sections=kept))
        try:
            templates.save(
                by=actor, template=template, told=told, edition=_number(request.POST.get("version", "")) or 0
            )
        except ChangedMeanwhileError:
            messages.error(request, _("A colleague has changed the draft meanwhile. Look once more."))
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, _("It is taken out."))
            return redirect("templates:edit", template=template)
    context = {
        "now": found,
        "template": template,
        "section": shown_section(there),
        "question": shown_question(asked) if asked else None,
    }
    return render(request, "templating/remove.html", context, status=status)
