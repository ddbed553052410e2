"""The end of an assessment: conclusion with reason and end, consent, second reader; then it is signed or dropped."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from tvaers.assessments.access import AssessmentView, SignedError
from tvaers.assessments.actions import filling
from tvaers.assessments.actions.filling import ChangedMeanwhileError, NotReadyError, lacks
from tvaers.assessments.queries import second_readers
from tvaers.assessments.rules import latest_expiry, usual_expiry
from tvaers.foundation import clock
from tvaers.sharing.readers import Colleague
from tvaers.ui.fields import ComingDate, PastDate, words
from tvaers.web.assessments.doors import Room, reading, writing
from tvaers.web.assessments.drawing import drawn, form_drawn
from tvaers.web.assessments.locked import locked
from tvaers.web.assessments.reach import reach
from tvaers.web.assessments.telling import expiry, sections

CONFLICT = 409


class EndForm(forms.Form):
    """Consent, conclusion, reason, how long it holds, and who reads it. version: of the draft that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    consent = words(
        gettext_lazy("Who has said yes, and to what?"),
        required=False,
        rows=3,
        help_text=gettext_lazy(
            "The young person, and whoever has custody. How it was said, and that it can be taken back."
        ),
    )
    consent_on = PastDate(label=gettext_lazy("When did they say yes?"), required=False)
    concluded = words(
        gettext_lazy("What do you conclude?"),
        required=False,
        rows=5,
        help_text=gettext_lazy("In words. What carries, what worries, and what should happen."),
    )
    reason = words(
        gettext_lazy("Why?"),
        required=False,
        rows=4,
        help_text=gettext_lazy("What in the answers bears it, and what speaks against it."),
    )
    expires_on = ComingDate(
        label=gettext_lazy("Until when does it hold?"),
        required=False,
        help_text=gettext_lazy("Half a year is usual, a year the most. After that day it is no longer relied on."),
    )
    second = forms.ChoiceField(
        label=gettext_lazy("Who is asked to read it?"),
        required=False,
        help_text=gettext_lazy("Somebody who did not write it, and who may see it differently."),
    )

    def __init__(self, data: Any, *, view: AssessmentView, readers: list[Colleague]) -> None:  # noqa: ANN401
        """Ask for what this assessment ends with."""
        initial = {
            "version": view.version,
            "consent": view.consent,
            "consent_on": view.consent_on,
            "concluded": view.conclusion,
            "reason": view.reason,
            "expires_on": view.expires_on or usual_expiry(clock.today()),
            "second": str(view.second_id or ""),
        }
        super().__init__(data, initial=initial)
        offered: Any = self.fields
        offered["second"].choices = [
            ("", pgettext_lazy("second reader", "Nobody")),
            *((str(each.id), f"{each.name}, {each.title}") for each in readers),
        ]
        offered["expires_on"].latest = latest_expiry(clock.today())
        left_out = [] if view.needs_consent else ["consent", "consent_on"]
        left_out += [] if view.concludes else ["concluded", "reason", "expires_on", "second"]
        for name in left_out:
            del self.fields[name]

    def said(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        second = typed.pop("second", "")
        return typed | {"words": typed.pop("concluded", ""), "second": UUID(second) if second else None}


@require_http_methods(["GET", "HEAD", "POST"])
def conclusion(request: HttpRequest, case: UUID, assessment: UUID) -> HttpResponse:
    """Write the end of one's own draft; of what was signed meanwhile, show what was typed."""
    try:
        return _conclusion(request, case, assessment)
    except SignedError:
        if request.method != "POST":
            raise
    room = reading(request, case, assessment)
    return locked(request, room, title=_title(room), form=_form(request.POST, room))


def _title(room: Room) -> str:
    return _("Conclusion") if room.view.concludes else _("Consent")


def _conclusion(request: HttpRequest, case: UUID, assessment: UUID) -> HttpResponse:
    room = writing(request, case, assessment)
    if not (room.view.concludes or room.view.needs_consent):
        raise Http404
    form, status = _form(request.POST if request.method == "POST" else None, room), 200
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            filling.conclude(by=room.place.actor, case=case, assessment=assessment, version=version, **form.said())
        except ChangedMeanwhileError:
            form, status = _again(request, room), CONFLICT
        else:
            messages.success(request, _("It is saved. Nobody else sees it before you sign."))
            return redirect("assessments:assessment", case=case, assessment=assessment)
    context = {
        "title": _title(room),
        "intro": _(
            "Your own professional words. The answers are not added up, and nothing follows from them by itself."
        )
        if room.view.concludes
        else _("Without a yes nothing is kept here about one young person."),
        "form": form,
        "asks_later": True,
        "do": _("Save"),
        "back_url": reverse("assessments:assessment", args=[case, assessment]),
        "left_out": [],
    }
    return form_drawn(request, room.place, context, status=status)


def _form(data: Any, room: Room) -> EndForm:  # noqa: ANN401 - a QueryDict or nothing
    readers = second_readers(actor=room.place.actor, case=room.place.id) if room.view.concludes else []
    return EndForm(data, view=room.view, readers=readers)


def _again(request: HttpRequest, room: Room) -> EndForm:
    typed = request.POST.copy()
    typed["version"] = str(room.view.version)
    form = _form(typed, room)
    form.is_valid()
    form.add_error(None, _("You have changed this in another window. Your words are still here; save them again."))
    return form


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, case: UUID, assessment: UUID) -> HttpResponse:
    """Read the whole once more, and sign it, which locks it."""
    try:
        room = writing(request, case, assessment)
    except SignedError:
        if request.method != "POST":
            raise
        # Pressed twice, or in another window: it is what was asked for.
        return redirect("assessments:assessment", case=case, assessment=assessment)
    status = 200
    if request.method == "POST":
        try:
            filling.sign(by=room.place.actor, case=case, assessment=assessment, version=_version(request))
        except ChangedMeanwhileError:
            messages.warning(request, _("It has been changed in another window. Read it again before you sign."))
            status = CONFLICT
        except NotReadyError:
            return redirect("assessments:assessment", case=case, assessment=assessment)
        else:
            messages.success(request, " ".join((_("It is signed, and locked."), reach(room).told)))
            return redirect("assessments:assessment", case=case, assessment=assessment)
    today: date = clock.today()
    if lacks(room.view, today):
        return redirect("assessments:assessment", case=case, assessment=assessment)
    context = {
        "one": room.view,
        "sections": sections(room.view),
        "expiry": expiry(room.view.expires_on),
        "reach": reach(room),
    }
    return drawn(request, room.place, "sign", context, slim=True, status=status)


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: HttpRequest, case: UUID, assessment: UUID) -> HttpResponse:
    """Throw one's own draft away, once that is said twice."""
    room = writing(request, case, assessment)
    if request.method == "POST":
        filling.drop(by=room.place.actor, case=case, assessment=assessment)
        messages.success(request, _("The draft is gone."))
        return redirect("assessments:of-case", case=case)
    return drawn(request, room.place, "drop", {"one": room.view}, slim=True)
