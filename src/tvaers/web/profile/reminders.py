"""When somebody wants to be written to of what waits, and their quiet hours."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.sharing.entrance import actor_in
from tvaers.ui.fields import radios
from tvaers.work import queries, rules
from tvaers.work.actions import reminders
from tvaers.work.enums import Cadence
from tvaers.work.rules import Wish

HOURS = 24
NUMBERS = ("weekday", "hour", "quiet_from", "quiet_until")


class RemindersForm(forms.Form):
    """How often, when, and when never."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the fields, with the words of the day."""
        super().__init__(*args, **options)
        hours = [(str(hour), f"{hour}.00") for hour in range(HOURS)]
        days = [(str(number), str(name).capitalize()) for number, name in WEEKDAYS.items()]
        none = [("", _("No quiet hours")), *hours]
        self.fields["cadence"] = radios(
            _("How often are you written to?"),
            Cadence.choices,
            help_text=_("Saturdays, Sundays and holidays are no working days."),
        )
        self.fields["weekday"] = forms.ChoiceField(
            label=_("On which day of the week?"), help_text=_("For the weekly letter."), choices=days
        )
        self.fields["hour"] = forms.ChoiceField(label=_("From which hour of the day?"), choices=hours)
        self.fields["quiet_from"] = forms.ChoiceField(label=_("Quiet from"), choices=none, required=False)
        self.fields["quiet_until"] = forms.ChoiceField(
            label=_("Quiet until"), help_text=_("Nothing is sent in between."), choices=none, required=False
        )

    def clean(self) -> dict[str, Any]:
        """Ask for both ends of the quiet hours, or none, and for an hour that is none of them."""
        said = super().clean() or {}
        if bool(said.get("quiet_from")) != bool(said.get("quiet_until")):
            lacks = "quiet_until" if said.get("quiet_from") else "quiet_from"
            self.add_error(lacks, _("Choose both ends of the quiet hours, or none."))
        return said

    def wish(self) -> Wish:
        """What was chosen."""
        said = self.cleaned_data
        numbers = {name: int(said[name]) if said[name] else None for name in NUMBERS}
        return Wish(cadence=Cadence(said["cadence"]), **numbers)  # type: ignore[arg-type] # day and hour are required


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """Show and change it."""
    actor = actor_in(request)
    now = queries.wish_of(actor=actor)
    initial = {"cadence": now.cadence, **{name: _typed(getattr(now, name)) for name in NUMBERS}}
    form = RemindersForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            reminders.wish(by=actor, wanted=form.wish())
        except rules.QuietThenError:
            form.add_error("hour", _("This hour is one of the quiet ones. Choose another."))
        else:
            messages.success(request, _("It is saved when you are written to."))
            return HttpResponseRedirect(reverse("profile:show"))
    context = {"form": form, "email": actor.email, "mail_down": queries.mail_down_since(actor=actor)}
    return render(request, "profile/reminders.html", context)


def _typed(number: int | None) -> str:
    return "" if number is None else str(number)
