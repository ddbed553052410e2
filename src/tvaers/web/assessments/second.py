"""A second reader's word on a conclusion; and what was done elsewhere with a tool that others own."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.assessments.actions import reading as actions
from tvaers.assessments.enums import Tool, Verdict
from tvaers.assessments.words import check_place
from tvaers.guard.enums import Category
from tvaers.ui.fields import Once, PastDate, cards, line, words
from tvaers.ui.forms import Choice
from tvaers.web.assessments.doors import opened_to_write, reading, writable
from tvaers.web.assessments.drawing import form_drawn
from tvaers.web.assessments.telling import expiry


class ReadingForm(Once):
    """What a second reader thinks."""

    words = words(
        gettext_lazy("In your words"),
        required=False,
        help_text=gettext_lazy("What you see differently, and why. It stands beside the conclusion for good."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer both answers in the reader's language."""
        super().__init__(*args, **options)
        self.fields["verdict"] = cards(
            _("Do you agree with the conclusion?"),
            [
                (Verdict.AGREES.value, Choice(_("Yes, I agree"), hint=_("The answers and the reason bear it."))),
                (Verdict.DISSENTS.value, Choice(_("I see it differently"), hint=_("Your words are kept beside it."))),
            ],
            error_messages={"required": _("Choose whether you agree.")},
        )
        self.order_fields(("verdict", "words"))

    def clean(self) -> dict[str, Any]:
        """Ask for words where it is seen differently."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("verdict") == Verdict.DISSENTS and not typed.get("words", "").strip():
            self.add_error("words", _("Write what you see differently."))
        return typed


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, case: UUID, assessment: UUID) -> HttpResponse:
    """Read a signed conclusion, and say whether one agrees."""
    room = reading(request, case, assessment)
    allowed = writable(room.place) & Category.ASSESSMENT
    if room.view.is_draft or not room.view.concludes or room.is_mine or not allowed:
        raise PermissionDenied
    form = ReadingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        actions.read(
            by=room.place.actor,
            case=case,
            assessment=assessment,
            verdict=Verdict(typed["verdict"]),
            words=typed["words"],
            form=typed["form"],
        )
        agrees = typed["verdict"] == Verdict.AGREES
        messages.success(
            request, _("It stands there that you agree.") if agrees else _("Your view stands beside the conclusion.")
        )
        return redirect("assessments:assessment", case=case, assessment=assessment)
    context = {
        "title": _("Read as second reader"),
        "intro": "",
        "one": room.view,
        "expiry": expiry(room.view.expires_on),
        "extra_template": "assessments/_conclusion.html",
        "form": form,
        "do": _("Send the answer"),
        "back_url": reverse("assessments:assessment", args=[case, assessment]),
        "left_out": [],
    }
    return form_drawn(request, room.place, context)


class ElsewhereForm(Once):
    """That a tool which others own was used: which, when and by whom."""

    tool = forms.ChoiceField(
        label=gettext_lazy("Which tool?"),
        choices=[("", pgettext_lazy("choice", "Choose")), *Tool.choices],
        error_messages={"required": gettext_lazy("Choose the tool.")},
    )
    named = line(
        gettext_lazy("What is it called?"), required=False, help_text=gettext_lazy("Only where it is another tool.")
    )
    done_on = PastDate(label=gettext_lazy("When was it done?"))
    done_by = line(
        gettext_lazy("By whom?"),
        help_text=gettext_lazy("The place and the profession, such as a department. What it said stays there."),
        missing=gettext_lazy("Write who did it."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the name of another tool, and refuse what it said."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("tool") == Tool.OTHER and not typed.get("named", "").strip():
            self.add_error("named", _("Write what the tool is called."))
        told = check_place(typed.get("done_by", ""))
        if told:
            self.add_error("done_by", str(told))
        return typed


@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request: HttpRequest, case: UUID) -> HttpResponse:
    """Note that something was done elsewhere."""
    place = opened_to_write(request, case)
    if not writable(place) & Category.ASSESSMENT:
        raise PermissionDenied
    form = ElsewhereForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        tool = Tool(typed["tool"])
        actions.note_elsewhere(
            by=place.actor,
            case=case,
            tool=tool,
            named=typed["named"] if tool is Tool.OTHER else "",
            done_on=typed["done_on"],
            done_by=typed["done_by"],
            form=typed["form"],
        )
        messages.success(request, _("It is noted."))
        return redirect("assessments:of-case", case=case)
    context = {
        "title": _("Done elsewhere"),
        "intro": _(
            "Some tools belong to others, and only who is trained in them uses them. Here stands that it was done."
        ),
        "form": form,
        "do": _("Note it"),
        "back_url": reverse("assessments:of-case", args=[case]),
        "left_out": [],
    }
    return form_drawn(request, place, context)


@require_POST
def take_back(request: HttpRequest, case: UUID, row: UUID) -> HttpResponse:
    """Take back what one has noted by mistake."""
    place = opened_to_write(request, case)
    actions.take_back_elsewhere(by=place.actor, case=case, row=row)
    messages.success(request, _("It is taken back."))
    return redirect("assessments:of-case", case=case)
