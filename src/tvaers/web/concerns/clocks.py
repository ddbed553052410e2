"""An organisation's own deadlines, kept by its administrators (R10)."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tvaers.partnerships.enums import Role
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui.forms import WholeNumber
from tvaers.work.actions import allowances, change_rule
from tvaers.work.enums import ClockKind, Counting
from tvaers.work.rules import DEFAULTS, MOST, Allowance, AllowanceError, check_allowance

UNPROCESSABLE = 422
_MEANING = {
    ClockKind.ACUTE: gettext_lazy("Somebody has looked whether a new concern is urgent. Never more than 24 hours."),
    ClockKind.RECEIPT: gettext_lazy("Whoever told has got a receipt. The law says six working days for notifications."),
    ClockKind.TRIAGE: gettext_lazy("It is decided what is to happen."),
    ClockKind.FEEDBACK: gettext_lazy("Whoever told knows what kind of thing happened."),
    ClockKind.NOTIFICATION: gettext_lazy("It is looked at what became of a notification that was sent."),
    ClockKind.CONFIRM: gettext_lazy("A colleague who did not open the case has read why it is there, and agrees."),
    ClockKind.NETWORK: gettext_lazy("From the day on which it was known that a quick network meeting is needed."),
    ClockKind.NOTICE: gettext_lazy(
        "What was shared was corrected, taken out or closed, and whoever was given it has said that they read it."
    ),
}


class ClockForm(forms.Form):
    """How long one clock gives."""

    amount = WholeNumber(
        label=gettext_lazy("How many"),
        min_value=1,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off", "class": "input-char-4"}),
    )
    counting = forms.ChoiceField(label=gettext_lazy("Counted in"), choices=Counting.choices)

    def __init__(self, data: QueryDict | None, *, kind: ClockKind, allowance: Allowance) -> None:
        """Show how long it gives now."""
        initial = {"amount": allowance.amount, "counting": allowance.counting}
        super().__init__(data, initial=initial, prefix=kind.value)
        self.kind, self.allowance = kind, allowance
        bound = MOST.get(kind)
        if bound is not None:
            self.fields["counting"].choices = [(bound.counting, bound.counting.label)]  # type: ignore[attr-defined] # a choice field

    def clean(self) -> dict[str, object]:
        """Keep within what is allowed."""
        typed: dict[str, object] = super().clean() or {}
        if "amount" in typed and "counting" in typed:
            try:
                check_allowance(self.kind, self.wanted)
            except AllowanceError as outside:
                self.add_error(
                    "amount", _("Write a number from %(limits)s.") % {"limits": str(outside).replace("-", "–")}
                )
        return typed

    @property
    def wanted(self) -> Allowance:
        """Return what was typed."""
        return Allowance(self.cleaned_data["amount"], Counting(self.cleaned_data["counting"]))

    @property
    def meaning(self) -> str:
        """What must have happened when the clock runs out."""
        return str(_MEANING[self.kind])

    @property
    def usual(self) -> str:
        """How long it gives where nobody has changed it."""
        default = DEFAULTS[self.kind]
        return _("Usually %(amount)d %(counting)s.") % {"amount": default.amount, "counting": default.counting.label}


@require_http_methods(["GET", "POST"])
@requires(Role.ADMINISTRATOR)
def page(request: HttpRequest) -> HttpResponse:
    """Show and change the organisation's deadlines; what runs already keeps its end."""
    actor = actor_in(request)
    given = allowances(organisation=actor.organisation.id)
    data = request.POST if request.method == "POST" else None
    forms_ = [ClockForm(data, kind=kind, allowance=given[kind]) for kind in ClockKind]
    if data is not None and all([form.is_valid() for form in forms_]):  # noqa: C419 - each form says what is wrong
        changed = [form for form in forms_ if form.wanted != form.allowance]
        for form in changed:
            change_rule(by=actor, kind=form.kind, allowance=form.wanted)
        messages.success(
            request, _("Saved. Deadlines that run already keep their day.") if changed else _("Nothing was changed.")
        )
        return redirect("concerns:clocks")
    is_wrong = any(form.errors for form in forms_)
    context = {"clocks": forms_, "is_wrong": is_wrong}
    return render(request, "concerns/clocks.html", context, status=UNPROCESSABLE if is_wrong else 200)
