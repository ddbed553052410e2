"""The register of emergency look-ups: those that the reader made, answers for, leads, inspects or judges."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tvaers.emergencies import actions, queries
from tvaers.sharing.entrance import actor_in
from tvaers.web.emergencies import words


@require_POST
def read_alarm(request: HttpRequest, alarm: UUID) -> HttpResponse:
    """Note that an inspector read that the organisation's look-ups have become many."""
    actor = actor_in(request)
    try:
        actions.note_read(alarm=alarm)
    except actions.NoSuchLookupError as refused:
        if alarm not in {each.id for each in queries.unread_alarms(actor)}:
            raise Http404 from refused
        messages.warning(request, _("Look-ups of your own are among them. Another inspector has to read it."))
    else:
        messages.success(request, _("Noted. There is another alarm only if it is still so in thirty days."))
    return redirect("emergencies:list")


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show the register, newest first."""
    before = _id_in(request.GET.get("before", ""))
    found, following = queries.register(before=before)
    context = {
        "alarms": [words.alarm(row) for row in queries.unread_alarms(actor_in(request))],
        "lines": [words.line(row) for row in found],
        "previous_url": request.path if before else "",
        "next_url": f"?before={following}" if following else "",
    }
    return render(request, "emergencies/register.html", context)


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
