"""What teams come back to, and how the work holds up: of places, times and the method, never of who walked."""

from dataclasses import astuple
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from tvaers.foundation import clock
from tvaers.outreach import queries
from tvaers.outreach.actions import debriefing, following
from tvaers.outreach.enums import SAID_OUTCOMES, Bridge, Outcome
from tvaers.outreach.queries import Bridged
from tvaers.outreach.rules import FEWEST_DEBRIEFS, FEWEST_WRITERS, LEADERS, WALKERS
from tvaers.sharing.entrance import actor_in, requires
from tvaers.web.street.forms import FollowUpForm

QUARTER = timedelta(days=91)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*WALKERS)
def followups(request: HttpRequest) -> HttpResponse:
    """List what the teams come back to; one click says what became of it."""
    actor = actor_in(request)
    if request.method == "POST":
        follow_up, outcome = _said(request.POST.get("do", ""))
        following.close(by=actor, follow_up=follow_up, outcome=outcome)
        messages.success(request, _("It is noted."))
        return redirect("street:followups")
    rows = queries.follow_ups(actor=actor, since=clock.now() - QUARTER)
    is_cut = len(rows) > queries.MOST
    shown = [_shown(row) for row in rows[: queries.MOST]]
    context = {
        "open": [row for row in shown if not row["outcome"]],
        "closed": [row for row in reversed(shown) if row["outcome"]],
        "is_cut": is_cut,
        "outcomes": [(each.value, each.label) for each in SAID_OUTCOMES],
    }
    return render(request, "street/followups.html", context)


def _said(text: str) -> tuple[UUID, Outcome]:
    """Return which follow-up and what became of it. Raises Http404 for what no button says."""
    outcome, _space, row = text.partition(" ")
    try:
        return UUID(row), SAID_OUTCOMES[[each.value for each in SAID_OUTCOMES].index(outcome)]
    except ValueError as unreadable:
        raise Http404 from unreadable


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    bridge = dict(Bridge.choices).get(row["bridge"], "")
    return row | {
        "title": _("Bridging: %(kind)s") % {"kind": bridge} if bridge else row["what"] or _("Come back"),
        "became": Outcome(row["outcome"]).label if row["outcome"] else "",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*WALKERS)
def note(request: HttpRequest, shift: UUID) -> HttpResponse:
    """Note what the team of a shift means to come back to."""
    actor = actor_in(request)
    if not queries.is_own(actor=actor, shift=shift):
        raise PermissionDenied
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        following.promise(by=actor, shift=shift, what=typed["what"], due_on=typed["due_on"], form=typed["form"])
        messages.success(request, _("It is noted, and comes to Today when it is time."))
        return redirect("street:shift", shift=shift)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "street/followup.html", {"form": form, "shift": shift}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(*WALKERS)
def quality(request: HttpRequest) -> HttpResponse:
    """Show how the work in the street holds up; who leads sees what is to be taken up in supervision as well."""
    actor = actor_in(request)
    leads = actor.has_role(*LEADERS)
    if request.method == "POST":
        if not leads:
            raise PermissionDenied
        debriefing.take_up(by=actor, debrief=_debrief(request.POST.get("do", "")))
        messages.success(request, _("It is taken up."))
        return redirect("street:quality")
    since = clock.now() - QUARTER
    held = queries.held(since=since)
    context = {
        "held": held,
        "fewest": FEWEST_DEBRIEFS,
        "fewest_writers": FEWEST_WRITERS,
        "points": _points(held),
        "bridging": _bridging(queries.bridged(actor=actor, since=since)),
        "follow": queries.follow_up_counts(actor=actor, since=since),
        "leads": leads,
        "supervision": queries.for_supervision(actor=actor, since=since) if leads else [],
    }
    return render(request, "street/quality.html", context)


def _debrief(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as unreadable:
        raise Http404 from unreadable


def _points(held: queries.Held) -> dict[str, Any]:
    columns = [{"label": _("What we go by")}, {"label": pgettext("debriefs", "Held at"), "number": True}]
    of = _("%(number)s of %(of)s")
    rows = [[point.label, of % {"number": number, "of": held.of}] for point, number in held.points.items()]
    return {"columns": columns, "rows": rows}


def _bridging(found: dict[Bridge, Bridged]) -> dict[str, Any]:
    heads = (
        pgettext("bridging", "Offered"),
        pgettext("bridging", "Accepted"),
        pgettext("bridging", "Came to something"),
        pgettext("bridging", "Came to nothing"),
        pgettext("bridging", "Nobody knows"),
        pgettext("bridging", "Asked later"),
    )
    columns = [{"label": _("To what")}, *({"label": head, "number": True} for head in heads)]
    rows = [
        [kind.label, *(str(number) if number else "–" for number in astuple(each))]
        for kind, each in found.items()
        if any(astuple(each))
    ]
    return {"columns": columns, "rows": rows}
