"""Following a notification up: what came of it, in words."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from tvaers.concerns.access import get_for_triage
from tvaers.concerns.actions.triage import NothingToFollowUpError, follow_up
from tvaers.concerns.enums import DecisionKind
from tvaers.concerns.rules import DECIDERS
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui.forms import TextField
from tvaers.web.concerns import opened
from tvaers.web.concerns.queue import shown

CONFLICT, UNPROCESSABLE = 409, 422


class FollowUpForm(forms.Form):
    """What came of it."""

    words = TextField(
        label=gettext_lazy("What came of the notification?"),
        help_text=gettext_lazy("What the children and family department has told you, and when. Then it is closed."),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Write what came of it, in a line or two.")},
    )


@require_http_methods(["GET", "POST"])
@requires(*DECIDERS)
def page(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Ask what came of a notification, and write it down once."""
    actor = actor_in(request)
    view = get_for_triage(actor=actor, concern=concern)
    back = reverse("concerns:concern", args=[concern])
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            follow_up(by=actor, concern=concern, words=form.cleaned_data["words"])
            messages.success(request, _("The notification is followed up."))
        except NothingToFollowUpError:
            view, typed = get_for_triage(actor=actor, concern=concern), form.cleaned_data["words"]
            if not opened.was_just(view, DecisionKind.FOLLOWED_UP, by=actor, reason=typed):
                messages.warning(request, _("A colleague has followed it up already. Nothing of yours was saved."))
                return shown(request, view, unsaved=typed, status=CONFLICT)
        return redirect(back)
    waits = opened.following(view)
    if waits is None:
        messages.info(request, _("No notification waits to be followed up here."))
        return redirect(back)
    context = {"concern": view, "form": form, "waits": waits, "sent": opened.decision(view), "back_url": back}
    return render(request, "concerns/follow_up.html", context, status=UNPROCESSABLE if form.errors else 200)
