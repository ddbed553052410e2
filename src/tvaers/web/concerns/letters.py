"""Ready letters to whoever told: read, changed, fetched as PDF, marked given."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.concerns import wording
from tvaers.concerns.access import ConcernView, get_for_triage
from tvaers.concerns.actions import letters
from tvaers.concerns.actions.letters import ChangedMeanwhileError, GivenAlreadyError
from tvaers.concerns.enums import GivenBy, LetterKind
from tvaers.concerns.rules import DECIDERS
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui import dates
from tvaers.ui.forms import TextField
from tvaers.ui.letters.pdf import Letter, render_letter
from tvaers.web.concerns import words
from tvaers.work.enums import ClockKind

UNPROCESSABLE, CONFLICT = 422, 409
_TITLES = {
    LetterKind.RECEIPT: gettext_lazy("Receipt"),
    LetterKind.FEEDBACK: gettext_lazy("What kind of thing happened"),
}
_SUBJECTS = {
    LetterKind.RECEIPT: gettext_lazy("We have received your concern"),
    LetterKind.FEEDBACK: gettext_lazy("What has happened with your concern"),
}


class LetterForm(forms.Form):
    """The letter's text, and how it was given. since: when the text was saved that was in front of the writer."""

    since = TextField(widget=forms.HiddenInput, required=False)
    text = TextField(
        label=gettext_lazy("The letter"),
        help_text=gettext_lazy(
            "Written for you. Read it and change it. Never anything about the young person or the family."
        ),
        max_length=10_000,
        widget=forms.Textarea({"rows": 18, "lang": wording.LANGUAGE}),
        error_messages={"required": gettext_lazy("The letter is empty.")},
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How was it given?"),
        choices=[("", gettext_lazy("Choose")), *GivenBy.choices],
        required=False,
    )


def _kind(said: str) -> LetterKind:
    try:
        return LetterKind(said)
    except ValueError as unknown:
        raise Http404 from unknown


@require_http_methods(["GET", "POST"])
@requires(*DECIDERS)
def letter(request: HttpRequest, concern: UUID, kind: str) -> HttpResponse:
    """Show a letter ready to be given; save it, mark it given, or note that nobody can be told."""
    actor, which = actor_in(request), _kind(kind)
    view = get_for_triage(actor=actor, concern=concern)
    written = view.letter(which)
    initial = {"text": _text(view, which, actor), "since": _since(view, which)}
    form = LetterForm(request.POST if request.method == "POST" else None, initial=initial)
    theirs = unsaved = ""
    if request.method == "POST":
        if "nobody" in request.POST:
            letters.no_letter_possible(by=actor, concern=concern, kind=which)
            messages.success(request, _("It is noted that nobody can be told."))
            return redirect("concerns:concern", concern=concern)
        try:
            if _saved(request, actor, view, which, form):
                back = reverse("concerns:concern", args=[concern])
                return redirect(back if "give" in request.POST else request.path)
        except ChangedMeanwhileError:
            theirs, form = _text(view, which, actor), _again(request, view, which)
        except GivenAlreadyError:
            view = get_for_triage(actor=actor, concern=concern)
            written = view.letter(which)
            if written and written["text"] == form.cleaned_data["text"]:
                return redirect("concerns:concern", concern=concern)
            unsaved = form.cleaned_data["text"]
            messages.warning(request, _("A colleague has given this letter already. What was given is not changed."))
    running = view.clock(ClockKind.RECEIPT if which is LetterKind.RECEIPT else ClockKind.FEEDBACK)
    context = {
        "concern": view,
        "kind": which.value,
        "title": _TITLES[which],
        "form": form,
        "theirs": theirs,
        "unsaved": unsaved,
        "given": _given(written),
        "before": [_given(each) for each in view.given_before(which)],
        "due": words.due_words(ClockKind.RECEIPT, running["due_at"]) if running and not running["done_at"] else "",
        "unnamed": view.reporter is not None and view.reporter.is_unnamed and not view.reporter.contact,
        "back_url": reverse("concerns:concern", args=[concern]),
        "not_decided": which is LetterKind.FEEDBACK and view.outcome is None,
    }
    status = CONFLICT if theirs or unsaved else UNPROCESSABLE if form.errors else 200
    return render(request, "concerns/letter.html", context, status=status)


def _since(view: ConcernView, kind: LetterKind) -> str:
    """Return when the saved text was saved; empty where nothing was."""
    written = view.letter(kind)
    return written["written_at"].isoformat() if written else ""


def _again(request: HttpRequest, view: ConcernView, kind: LetterKind) -> LetterForm:
    """Return the form with what was typed, on top of the text as it is saved now."""
    form = LetterForm({**request.POST.dict(), "since": _since(view, kind)})
    form.add_error(
        "text", _("A colleague has changed the letter in between. Their text stands below; save again if yours holds.")
    )
    return form


def _text(view: ConcernView, kind: LetterKind, actor: Actor) -> str:
    written = view.letter(kind)
    return written["text"] if written else wording.letter(kind, view=view, by=actor)


def _saved(request: HttpRequest, actor: Actor, view: ConcernView, kind: LetterKind, form: LetterForm) -> bool:
    giving = "give" in request.POST
    if form.is_valid() and giving and not form.cleaned_data["how"]:
        form.add_error("how", _("Choose how it was given."))
    if form.errors:
        return False
    since = parse_datetime(form.cleaned_data["since"]) if form.cleaned_data["since"] else None
    letter: dict[str, Any] = {"by": actor, "concern": view.id, "kind": kind, "text": form.cleaned_data["text"]}
    if giving:
        letters.give(**letter, how=GivenBy(form.cleaned_data["how"]), since=since)
        messages.success(request, _("The letter is marked as given, and its deadline is kept."))
    else:
        letters.write(**letter, since=since)
        messages.success(request, _("The letter is saved."))
    return True


def _given(written: dict[str, Any] | None) -> dict[str, str] | None:
    if written is None or not written["given_at"]:
        return None
    return {
        "when": dates.moment(written["given_at"]),
        "how": str(GivenBy(written["given_by"]).label),
        "text": str(written["text"]),
    }


@require_POST
@requires(*DECIDERS)
def pdf(request: HttpRequest, concern: UUID, kind: str) -> HttpResponse:
    """Give the letter as a PDF file, with the text as it is typed; POST, so that the text is in no address."""
    actor, which = actor_in(request), _kind(kind)
    view = get_for_triage(actor=actor, concern=concern)
    written = view.letter(which)
    form = LetterForm(request.POST)
    text = str(written["text"]) if written and written["given_at"] else ""
    if not text and form.is_valid():
        text = form.cleaned_data["text"]
    with translation.override(wording.LANGUAGE):
        made = Letter(
            organisation=actor.organisation.name,
            mark=actor.organisation.mark,
            subject=str(_SUBJECTS[which]),
            date=dates.day(clock.today()),
            text=text or _text(view, which, actor),
            language=wording.LANGUAGE,
        )
    answer = HttpResponse(render_letter(made), content_type="application/pdf")
    # The file's name says nothing of whom it is about: it ends up in somebody's download list.
    answer["Content-Disposition"] = (
        f'attachment; filename="{_("receipt") if which is LetterKind.RECEIPT else _("answer")}.pdf"'
    )
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
