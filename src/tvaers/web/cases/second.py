"""The second reader: a colleague who did not open a case reads why it is there, and agrees or doubts (R15)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tvaers.cases import rules
from tvaers.cases.actions import course
from tvaers.cases.enums import Parents, StepKind
from tvaers.cases.queries import EntryRead, entry_read
from tvaers.foundation import clock
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.ui import dates
from tvaers.ui.fields import cards, words
from tvaers.ui.forms import Choice
from tvaers.web.cases.frame import Place, capital, form_page, opened_to_steer

AGREE, DOUBT = "agree", "doubt"
READ = frozenset({"steps", "contacts"})
CONFLICT = 409


class ReadForm(forms.Form):
    """What the second reader thinks. version: the case that was in front of the reader."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    said = words(
        gettext_lazy("What do you doubt?"),
        required=False,
        help_text=gettext_lazy("In words that a colleague can answer. You need not write anything when you agree."),
    )

    field_order = ("version", "verdict", "said")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer both answers in the reader's language."""
        super().__init__(*args, **options)
        self.fields["verdict"] = cards(
            _("Is the case there for a good reason?"),
            [
                (AGREE, Choice(_("Yes, I agree"), hint=_("The criterion fits, and the reason bears it."))),
                (DOUBT, Choice(_("I doubt it"), hint=_("Whoever opened it and the lead read why."))),
            ],
            error_messages={"required": _("Choose whether you agree.")},
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Ask for words where something is doubted."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("verdict") == DOUBT and not typed.get("said", "").strip():
            self.add_error("said", _("Write what you doubt."))
        return typed


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show the second reader why a case is there, and take the answer; the case goes on either way."""
    place = opened_to_steer(request, case, wanted=READ)
    stands = entry_read(case=case, member=place.actor.id)
    back = reverse("cases:course", args=[case])
    if stands is not None and stands.is_mine:
        raise PermissionDenied
    if stands is None or stands.is_done:
        messages.info(request, _("Nothing waits for a second reader here."))
        return redirect(back)
    form, status = ReadForm(request.POST or None, initial={"version": place.view.version}), 200
    if request.method == "POST" and form.is_valid():
        agrees = form.cleaned_data["verdict"] == AGREE
        given = {"by": place.actor, "case": case, "version": form.cleaned_data["version"]}
        try:
            course.read_entry(**given, agrees=agrees, words=form.cleaned_data["said"])
        except (course.ChangedMeanwhileError, rules.WrongStepError):
            form, status = _again(request, place), CONFLICT
        else:
            said = _("You have confirmed why the case is there.") if agrees else _("Your doubt is written down.")
            messages.success(request, said)
            return redirect(back)
    context = {
        "title": _("Second reader"),
        "intro": _("Read why the case is there, as somebody who did not open it. The case goes on meanwhile."),
        "form": form,
        "do": _("Send the answer"),
        "back_url": back,
        "extra_template": "cases/_entered.html",
        "answers": why(place),
    }
    return form_page(request, place, "course", context, status=status)


def _again(request: HttpRequest, place: Place) -> ReadForm:
    typed = request.POST.copy()
    typed["version"] = str(place.view.version)
    form = ReadForm(typed)
    form.is_valid()
    form.add_error(
        None,
        _("Somebody else has changed the case in between. Look at it before you go on; your words are still here."),
    )
    return form


def why(place: Place) -> list[dict[str, str]]:
    """Return what the second reader reads: criterion, reason, purpose and basis, and what the parents were told."""
    view = place.view
    rows = [
        (_("Opened"), dates.day(view.opened_at)),
        (_("Opened on"), str(view.criterion.label)),
        (_("Reason"), view.reason),
        (_("Purpose"), capital(PURPOSE_LABELS[view.purpose])),
        (_("Legal basis"), view.basis),
    ]
    again = next((step for step in view.steps if step["kind"] == StepKind.REOPENED), None)
    if again:
        rows.append((_("Taken up again"), again["reason"]))
    if view.contacts:
        told = view.contacts[0]
        rows.append((_("The parents"), f"{Parents(told['kind']).label}. {told['words']}"))
    rows += [(_("A second reader doubts"), step["reason"]) for step in view.steps if step["kind"] == StepKind.DOUBTED]
    return [{"question": question, "answer": answer, "url": ""} for question, answer in rows if answer]


def standing_words(stands: EntryRead | None) -> str:
    """Say how the second reading stands; empty where nothing waits for one."""
    if stands is None:
        return ""
    if stands.said is StepKind.CONFIRMED and stands.at:
        return _("Confirmed by %(who)s on %(day)s.") % {"who": stands.who, "day": dates.year_day(stands.at)}
    if stands.is_done:
        return ""
    if stands.said is StepKind.DOUBTED and stands.at:
        doubted = _("%(who)s doubts it since %(day)s. It still waits for somebody who confirms it.")
        return doubted % {"who": stands.who, "day": dates.year_day(stands.at)}
    waits = _("Waits for a colleague until %(day)s.")
    if stands.due_at < clock.now():
        waits = _("Should have been confirmed by a colleague on %(day)s.")
    return waits % {"day": dates.day(stands.due_at)}
