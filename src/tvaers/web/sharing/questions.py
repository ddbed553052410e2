"""Questions (spørgsmål): those put to me, which nobody owes an answer (R2), and those that we have asked."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.sharing import actions, asking, seen
from tvaers.sharing.entrance import actor_in, requires
from tvaers.sharing.enums import DossierKind, QuestionState, Stand
from tvaers.sharing.looking import name_pages
from tvaers.sharing.models import Question
from tvaers.sharing.offers import of_groups, record_reasons
from tvaers.sharing.questions import Asked, by_us, question_with, to_me
from tvaers.sharing.rules import QUESTION
from tvaers.sharing.sealing import open_rows
from tvaers.sharing.shareable import Subject, register_header
from tvaers.sharing.wording import own_notice
from tvaers.ui.forms import Choices, TextField
from tvaers.web.sharing.doors import decides
from tvaers.web.sharing.words import Mark, is_limited, place_in, shown, written

UNPROCESSABLE = 422
TO_ME, BY_US = "to-me", "by-us"
LABELS = {TO_ME: gettext_lazy("You are asked"), BY_US: gettext_lazy("You have asked")}
OPEN, DECLINED = "open", "declined"


class RestForm(forms.Form):
    """What is left of a question that was answered in part."""

    words = TextField(
        label=gettext_lazy("What do you not answer?"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "You need not say, nor why. Write nothing about the young person here: that is shared with the card."
        ),
    )
    rest = forms.ChoiceField(
        label=gettext_lazy("And the rest?"),
        widget=Choices,
        choices=[(OPEN, gettext_lazy("It may follow")), (DECLINED, gettext_lazy("It is declined"))],
        initial=OPEN,
        error_messages={"required": gettext_lazy("Choose what happens to the rest.")},
    )


@require_GET
@requires(WITH_PEOPLE)
def questions(request: HttpRequest) -> HttpResponse:
    """List what I am asked; what we have asked stands in a view of its own, in pages."""
    actor = actor_in(request)
    view = request.GET.get("view", TO_ME)
    view = view if view in LABELS else TO_ME
    after = place_in(request.GET.get("after", ""))
    rows, more = by_us(actor=actor, after=after) if view == BY_US else (to_me(actor=actor), None)
    here = reverse("sharing:questions")
    context = {
        "view": view,
        "heading": LABELS[view],
        "views": [
            {"label": label, "url": f"{here}?view={name}", "count": None, "current": name == view}
            for name, label in LABELS.items()
        ],
        "rows": [_row(asked) for asked in rows],
        "first_url": f"{here}?view={view}" if after else "",
        "next_url": f"{here}?view={view}&after={written(more)}" if more else "",
        "limited": is_limited(actor),
    }
    return render(request, "sharing/questions.html", context)


def _row(asked: Asked) -> dict[str, Any]:
    """Return a question with its codes in words, and the other end of it."""
    asker = Mark(asked.asker_organisation_id, asked.asker_organisation, asked.asker_mark)
    other = Mark(asked.asked_organisation_id, asked.asked_organisation, asked.asked_mark)
    return {
        "asked": asked,
        "asker": asker,
        "to": other,
        "other": other if asked.is_ours else asker,
        "person": asked.asked if asked.is_ours else asked.asker,
        "purpose": capfirst(str(PURPOSE_LABELS[asked.purpose])),
        "allows": ", ".join(filter(None, (asked.frame, asked.basis))),
        "state": _state(asked),
    }


def _state(asked: Asked) -> str:
    """Say how it stands, from the reader's end."""
    if asked.can_decline:
        return _("Waits for you")
    return str(asked.state.label)


@require_GET
@requires(WITH_PEOPLE)
def question(request: HttpRequest, question: UUID) -> HttpResponse:
    """Show one question to either end: what is asked, how it stands, and what can be done."""
    actor = actor_in(request)
    return _page(request, _found(question, actor), RestForm())


def _page(request: HttpRequest, asked: Asked, form: RestForm, *, status: int = 200) -> HttpResponse:
    actor = actor_in(request)
    given = of_groups(asked.groups)
    record_reasons(given, actor=actor)
    context = {
        **_row(asked),
        "given": [shown(offered) for offered in given],
        "waits": asked.is_ours and any(offered.stand is Stand.WAITING for offered in given),
        "notice": own_notice(actor.organisation.kind),
        "limited": is_limited(actor),
        "may_withdraw": asked.can_withdraw and decides(actor),
        "may_settle": not asked.is_ours and asked.state in {QuestionState.PART, QuestionState.REST_DECLINED},
        "form": form,
    }
    return render(request, "sharing/question.html", context, status=status)


def _found(question: UUID, actor: Actor) -> Asked:
    found = question_with(question, actor=actor)
    if found is None:
        raise Http404
    return found


@require_POST
@requires(WITH_PEOPLE)
def decline(request: HttpRequest, question: UUID) -> HttpResponse:
    """Decline with one click, without a reason; pressed twice, it is declined once."""
    found = _found(question, actor_in(request))
    if found.is_ours:
        raise Http404
    if found.can_decline:
        try:
            asking.decline(question=question)
        except actions.NoSuchAccessError as gone:
            raise Http404 from gone
    messages.success(request, _("You have declined. Nobody asks why."))
    return redirect("sharing:questions")


@require_POST
@requires(WITH_PEOPLE)
def rest(request: HttpRequest, question: UUID) -> HttpResponse:
    """Say what is left of a question that was answered in part."""
    found, form = _found(question, actor_in(request)), RestForm(request.POST)
    if found.is_ours:
        raise Http404
    if not form.is_valid():
        return _page(request, found, form, status=UNPROCESSABLE)
    words, is_declined = form.cleaned_data["words"], form.cleaned_data["rest"] == DECLINED
    wanted = QuestionState.REST_DECLINED if is_declined else QuestionState.PART
    # Sent twice, it is said once.
    if (found.state, found.words) != (wanted, words):
        try:
            asking.settle(question=question, is_declined=is_declined, words=words)
        except actions.NoSuchAccessError as gone:
            raise Http404 from gone
    messages.success(request, _("Saved. %(who)s can read it.") % {"who": found.asker})
    return redirect("sharing:question", question=question)


def header(question: UUID) -> Subject:
    """Return a question as the page about its readers names it. Raises Http404."""
    rows = open_rows(Question, Question.objects.filter(id=question).values("id", "who"), ("who",), dossier="id")
    if not rows:
        raise Http404
    seen.record(question, QUESTION)
    here = reverse("sharing:question", args=[question])
    return Subject(id=question, name=rows[0]["who"], about=str(DossierKind.QUESTION.label), url=here)


def install() -> None:
    """Let a question's readers be told, and name the pages where the log is read."""
    register_header(DossierKind.QUESTION, header)
    name_pages({"sharing:questions": gettext_lazy("Questions"), "sharing:question": gettext_lazy("Question")})
