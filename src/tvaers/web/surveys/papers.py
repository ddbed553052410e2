"""Surveys on paper: the form to be filled in by hand, in Danish, and what a survey shows."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tvaers.foundation import clock
from tvaers.sharing.entrance import actor_in
from tvaers.surveys import queries, wording
from tvaers.surveys.enums import HowAsked, QuestionKind, SurveyState
from tvaers.surveys.rules import CAUTION_BELOW
from tvaers.surveys.words import NEWEST, Questionnaire
from tvaers.ui import dates
from tvaers.ui.attachments import Attachment
from tvaers.ui.letters.document import (
    Block,
    Boxes,
    Document,
    Facts,
    Heading,
    Lines,
    Notice,
    Table,
    Text,
    render_document,
)
from tvaers.ui.letters.typesetting import LetterError
from tvaers.web.surveys import words
from tvaers.web.surveys.doors import authorities, writer
from tvaers.web.surveys.pages import shown_cells

# Longer choices stand two beside each other.
_LONG = 26


@require_GET
@authorities
def blank(request: HttpRequest) -> HttpResponse:
    """Give the newest form, for any area."""
    name = writer(request).organisation.name
    return _given(request, _form(NEWEST, name, ""), back=reverse("surveys:list"))


@require_GET
@authorities
def of_survey(request: HttpRequest, survey: UUID) -> HttpResponse:
    """Give the form of a survey, with its area on it."""
    row = queries.one(actor=actor_in(request), survey=survey)
    form = _form(queries.asked_in(row), row["owner"], row["area_name"])
    return _given(request, form, back=reverse("surveys:survey", args=[survey]))


def _given(request: HttpRequest, document: Document, *, back: str) -> HttpResponse:
    try:
        content = render_document(document)
    except LetterError:
        messages.error(
            request, _("It could not be made into a PDF just now. Try again in a moment, or print this page.")
        )
        return HttpResponseRedirect(back)
    return Attachment(content, title=document.title, ending="pdf", content_type="application/pdf")


def _form(questionnaire: Questionnaire, owner: str, area: str) -> Document:
    """Return the form, in Danish whatever the language of whoever prints it."""
    with override("da"):
        name = str(questionnaire.name)
        return Document(
            title=f"{name}: {area}" if area else name,
            author=owner,
            language="da",
            kicker=owner,
            mark="",
            foot=_("%(name)s, version %(version)d") % {"name": name, "version": questionnaire.version},
            page=_("Page"),
            of=pgettext("page 1 of 2", "of"),
            blocks=tuple(_asked(questionnaire)),
        )


def _asked(questionnaire: Questionnaire) -> Iterator[Block]:
    yield Text(
        text=_(
            "Tell us how safe it is where you live. It takes five minutes. You choose whether to answer, and which"
            " questions."
        )
    )
    yield Notice(
        text=_(
            "Do not write your name, address or CPR number. The answers are counted, and the sheet is destroyed when"
            " it is counted. Nobody can see what you answered."
        )
    )
    for number, question in enumerate(questionnaire.questions, 1):
        choices = tuple(str(label) for label in question.choices.values())
        is_one = question.kind is QuestionKind.ONE
        yield Boxes(
            text=f"{number}. {question.text}",
            hint=_("One tick") if is_one else _("As many ticks as you like"),
            choices=choices,
            columns=2 if max(map(len, choices)) > _LONG else 3,
        )
    yield Lines(
        text=_("Is there something you want to say?"),
        hint=_(
            "What you write here is not kept sheet by sheet. The municipality sums up what many say, in its own words."
            " Name nobody."
        ),
        number=4,
    )


@require_GET
@authorities
def result(request: HttpRequest, survey: UUID) -> HttpResponse:
    """Give what a survey shows: the same as its page, never what was counted."""
    row = queries.one(actor=actor_in(request), survey=survey)
    answered = row["answered"] or 0
    questions = words.shown(queries.asked_in(row), shown_cells(row), answered)
    is_draft = row["state"] == SurveyState.DRAFT
    document = Document(
        title=row["title"],
        author=row["owner"],
        language=(get_language() or "da")[:2],
        kicker=row["owner"],
        mark=pgettext("survey", "Draft") if is_draft else "",
        foot=_("As it was %(when)s. Nobody is named.") % {"when": dates.moment(clock.now())},
        page=_("Page"),
        of=pgettext("page 1 of 2", "of"),
        blocks=tuple(_shown(row, questions)),
    )
    return _given(request, document, back=reverse("surveys:survey", args=[survey]))


def _shown(row: dict[str, Any], questions: list[words.Shown]) -> Iterator[Block]:
    facts = [
        (_("Where"), (row["area_name"],)),
        (_("When"), (wording.period(row),)),
        (_("How"), (str(HowAsked(row["how"]).label),)),
        (_("How many"), (wording.answered(row) or _("Not counted yet"),)),
    ]
    yield Facts(rows=tuple(facts))
    if row["answered"] is not None and row["answered"] < CAUTION_BELOW:
        text = _("Fewer than 30 have answered. Read it as what some people said, not as what the area is like.")
        yield Notice(text=text)
    if words.hides(questions):
        text = _("Numbers below 5 are hidden, and others where a small one could be worked out.")
        yield Text(text=text, is_quiet=True)
    if row["summary"]:
        yield Heading(text=_("What the free lines say"))
        yield Text(text=row["summary"])
    for each in questions:
        if each.not_counted:
            continue
        yield Heading(text=str(each.text), level=3)
        if each.is_withheld:
            yield Text(text=_("Too few have answered for so many choices to show it."), is_quiet=True)
            continue
        yield Table(
            head=(_("Answer"), _("Number"), pgettext("of all answers", "Share")),
            rows=tuple((str(each_row.label), each_row.number, each_row.share) for each_row in each.rows),
            widths=(6, 2, 2),
        )
