"""Writing a draft, a small page for each of its pieces; nobody is written over, and nothing typed is lost."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.assessments.actions import templates
from tvaers.assessments.actions.templates import ChangedMeanwhileError, Told
from tvaers.assessments.documents import Question, Section, Wrong, dump, parse, with_section
from tvaers.assessments.enums import Form
from tvaers.web.templating.doors import Now, keeper, now, question_of
from tvaers.web.templating.forms import AboutForm, QuestionForm, SectionForm, WriteForm
from tvaers.web.templating.reading import shown_question
from tvaers.web.templating.words import told as faults_told

METHODS = ["GET", "HEAD", "POST"]
_Written = Callable[[Now, Any], Told]


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece of a draft and its page.

    written: what the whole template says with what was typed. theirs: what stands there now, as the page shows it when
    a colleague has saved meanwhile. anchor: where on the overview one comes back to.
    """

    title: str
    form: type[WriteForm]
    initial: dict[str, Any]
    written: _Written
    theirs: Callable[[Now], dict[str, Any]] = lambda _now: {}
    anchor: str = ""
    remove_url: str = ""
    lead: str = ""
    kind: Callable[[Any], Form | None] = lambda _form: None


def _page(request: HttpRequest, template: UUID, made: Callable[[Now], Piece]) -> HttpResponse:
    """Show a piece's form, and save what is typed over what the draft says now."""
    actor = keeper(request)
    found = now(actor=actor, template=template)
    posted = request.method == "POST"
    if not found.is_draft and not posted:
        messages.info(request, _("There is no draft any more. This is what is in use now."))
        return redirect("templates:template", template=template)
    piece = made(found)
    form = piece.form(
        request.POST if posted else None,
        initial=piece.initial | {"version": found.edition},
        language=found.language,
    )
    if posted and form.is_valid():
        told = piece.written(found, form)
        try:
            parse(dump(told.document))
            templates.save(by=actor, template=template, told=told, edition=form.edition, form=piece.kind(form))
        except Wrong as wrong:
            for each in faults_told(wrong.faults):
                form.add_error(None, each)
        except ChangedMeanwhileError:
            return _again(request, found, piece)
        else:
            messages.success(request, _("Saved in the draft."))
            return redirect(reverse("templates:edit", args=[template]) + piece.anchor)
    return _shown(request, found, piece, form)


def _shown(request: HttpRequest, found: Now, piece: Piece, form: WriteForm, **more: Any) -> HttpResponse:
    status = more.pop("status", HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK)
    context = {
        "form": form,
        "title": piece.title,
        "lead": piece.lead,
        "of": found.told.title,
        "language": found.language,
        "back_url": reverse("templates:edit", args=[found.template]) + piece.anchor,
        "back": _("The draft’s questions"),
        "remove_url": piece.remove_url,
        "do": _("Save in the draft"),
        **more,
    }
    return render(request, "templating/write.html", context, status=status)


def _again(request: HttpRequest, found: Now, piece: Piece) -> HttpResponse:
    """Show what was typed beside what stands there now; saving again is a choice made knowingly."""
    typed = request.POST.copy()
    typed["version"] = str(found.edition)
    form = piece.form(typed, language=found.language)
    form.is_valid()
    form.add_error(
        None,
        _("A colleague has changed the draft meanwhile. Look at it below, and save again if yours is right.")
        if found.is_draft
        else _("A colleague has taken the draft into use or dropped it meanwhile. Save again to begin a new one."),
    )
    theirs = piece.theirs(found) | {"by": found.written_name, "at": found.written_at} if found.is_draft else {}
    return _shown(request, found, piece, form, theirs=theirs, status=HTTPStatus.CONFLICT)


@require_http_methods(METHODS)
def about(request: HttpRequest, template: UUID) -> HttpResponse:
    """Change what a template is called, where it is from, what it is for and how it ends."""

    def made(found: Now) -> Piece:
        return Piece(
            title=_("About the template"),
            form=AboutForm,
            initial=AboutForm.initial_of(found.told, found.form),
            written=lambda now, form: form.told(now.told.document),
            theirs=lambda now: {"title": now.told.title, "words": now.told.summary},
            kind=lambda form: Form(form.cleaned_data["form_of"]),
        )

    return _page(request, template, made)


# --- sections -------------------------------------------------------------------------------------------------


def _fresh(form: WriteForm) -> str:
    """Return a key for what a form adds; of the form, so that sent twice it adds one."""
    key = form.cleaned_data["form"]
    if key is None:
        raise Http404
    return f"n{key.hex[:12]}"


def _with_section(found: Now, section: Section) -> Told:
    """Return what the template says with a section in its place; at the end, where it is not there."""
    keys = [each.key for each in found.told.document.sections]
    at = keys.index(section.key) if section.key in keys else None
    return found.saying(with_section(found.told.document, section, at=at))


@require_http_methods(METHODS)
def section_new(request: HttpRequest, template: UUID) -> HttpResponse:
    """Add a section at the end."""

    def made(_found: Now) -> Piece:
        return Piece(
            title=_("Add a section"),
            form=SectionForm,
            initial={"category": "assessment"},
            written=lambda now, form: _with_section(now, form.section(_fresh(form))),
            anchor="#end",
            lead=_("Questions that belong together, and that the same people see."),
        )

    return _page(request, template, made)


@require_http_methods(METHODS)
def section_change(request: HttpRequest, template: UUID, section: str) -> HttpResponse:
    """Change a section's title, guidance and who sees it."""

    def written(found: Now, form: SectionForm) -> Told:
        there = found.told.document.section(section)
        return _with_section(found, form.section(section, there.questions if there else ()))

    def theirs(found: Now) -> dict[str, Any]:
        there = found.told.document.section(section)
        return {"title": there.title, "words": there.guidance} if there else {}

    def made(found: Now) -> Piece:
        there = found.told.document.section(section)
        if there is None and request.method != "POST":
            raise Http404
        return Piece(
            title=_("Change a section"),
            form=SectionForm,
            initial=SectionForm.initial_of(there) if there else {},
            written=written,
            theirs=theirs,
            anchor=f"#{section}",
            remove_url=reverse("templates:section-remove", args=[template, section]) if there else "",
        )

    return _page(request, template, made)


# --- questions ------------------------------------------------------------------------------------------------


def _with_question(found: Now, section: str, question: Question) -> Told:
    """Return what the template says with a question in its place; at the section's end, where it is not there.

    Raises Http404 where a colleague has taken the section out.
    """
    there = found.section(section)
    keys = [each.key for each in there.questions]
    rows = list(there.questions)
    if question.key in keys:
        rows[keys.index(question.key)] = question
    else:
        rows.append(question)
    return _with_section(found, replace(there, questions=tuple(rows)))


@require_http_methods(METHODS)
def question_new(request: HttpRequest, template: UUID, section: str) -> HttpResponse:
    """Add a question at the end of a section."""

    def made(found: Now) -> Piece:
        there = found.section(section)
        return Piece(
            title=_("Add a question"),
            form=QuestionForm,
            initial={"kind": "choice", "choices": "\n".join(_usual(there))},
            written=lambda now, form: _with_question(now, section, form.question(_fresh(form))),
            anchor=f"#{section}",
            lead=there.title,
        )

    return _page(request, template, made)


def _usual(section: Section) -> tuple[str, ...]:
    """Return the words of the section's last question that had any, since the next one often has the same."""
    return next((question.choices for question in reversed(section.questions) if question.choices), ())


@require_http_methods(METHODS)
def question_change(request: HttpRequest, template: UUID, section: str, question: str) -> HttpResponse:
    """Change a question."""

    def theirs(found: Now) -> dict[str, Any]:
        there = question_of(found.section(section), question)
        return {"question": shown_question(there)} if there else {}

    def made(found: Now) -> Piece:
        within = found.section(section)
        there = question_of(within, question)
        if there is None and request.method != "POST":
            raise Http404
        return Piece(
            title=_("Change a question"),
            form=QuestionForm,
            initial=QuestionForm.initial_of(there) if there else {},
            written=lambda now, form: _with_question(now, section, form.question(question)),
            theirs=theirs,
            anchor=f"#{section}",
            remove_url=reverse("templates:question-remove", args=[template, section, question]) if there else "",
            lead=within.title,
        )

    return _page(request, template, made)
