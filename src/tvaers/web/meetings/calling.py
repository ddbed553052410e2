"""Calling a meeting, moving it, and who sits at it."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.areas import wording
from tvaers.areas.queries import tree
from tvaers.cases.access import get_for_reading
from tvaers.foundation import clock
from tvaers.meetings import queries
from tvaers.meetings.access import whose
from tvaers.meetings.actions import convening
from tvaers.meetings.enums import MeetingKind, SeatRole
from tvaers.meetings.rules import KINDS, WrongStepError, may_convene
from tvaers.sharing.entrance import actor_in
from tvaers.web.meetings import words
from tvaers.web.meetings.doors import table
from tvaers.web.meetings.forms import InviteForm, MeetingForm, MoveForm


def area_words() -> frozenset[str]:
    """Return the words that the areas' names are made of: they name nobody."""
    return frozenset(word.lower() for name in wording.names(tree()).values() for word in name.split())


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a kind of meeting, then say when, where and who; a network meeting is called from its case."""
    actor = actor_in(request)
    kinds = [kind for kind in MeetingKind if may_convene(kind, actor.roles)]
    if not kinds:
        raise PermissionDenied
    kind = next((each for each in kinds if each == request.GET.get("kind", "")), None)
    case = _case(request)
    if kind is None or (KINDS[kind].one_person and case is None):
        chosen = [{"kind": each, "rules": KINDS[each]} for each in kinds]
        return render(request, "meetings/kinds.html", {"kinds": chosen})
    view = get_for_reading(case=case, wanted=frozenset()) if case and KINDS[kind].one_person else None
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        people=queries.invitable(),
        me=actor.id,
        own=actor.organisation.id,
        known=area_words(),
    )
    if form.is_bound and form.is_valid():
        meeting = convening.call(by=actor, told=form.told(case=case if view else None), form=form.cleaned_data["form"])
        done = _("The meeting is called. Put on the agenda what it is about.")
        if view:
            done = _("The meeting is called. Let those in who shall follow what is said.")
        messages.success(request, done)
        return redirect("meetings:meeting", meeting=meeting)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    found = whose(case=case) if view else None
    context = {
        "form": form,
        "kind": kind,
        "rules": KINDS[kind],
        "case": view,
        "whom": found.young.label if found and found.young else "",
    }
    return render(request, "meetings/new.html", context, status=status)


def _case(request: HttpRequest) -> UUID | None:
    asked = request.GET.get("case", "")
    try:
        return UUID(asked) if asked else None
    except ValueError as wrong:
        raise Http404 from wrong


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Give a meeting another time or place."""
    place = table(request, meeting)
    if not place.may_lead:
        raise PermissionDenied
    line = place.line
    starts, ends = (line[name].astimezone(clock.COPENHAGEN) for name in ("starts_at", "ends_at"))
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        known=area_words(),
        initial={
            "on": starts.date(),
            "begins": starts.time(),
            "ends": ends.time(),
            "place": line["place"],
            "version": line["version"],
        },
    )
    if form.is_bound and form.is_valid():
        starts_at, ends_at = form.hours
        typed = form.cleaned_data
        try:
            convening.move(
                by=place.actor,
                meeting=meeting,
                starts_at=starts_at,
                ends_at=ends_at,
                place=typed["place"],
                version=typed["version"],
            )
        except convening.ChangedMeanwhileError:
            form.add_error(None, _("Somebody has changed the meeting since you opened it. Look at it, and try again."))
        except WrongStepError:
            messages.error(request, _("The meeting has gone on meanwhile. Look at it as it is now."))
            return redirect("meetings:meeting", meeting=meeting)
        else:
            messages.success(request, _("The meeting is moved. Everybody is asked again."))
            return redirect("meetings:meeting", meeting=meeting)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(
        request, "meetings/move.html", {"form": form, "place": place, "view": words.line(line)}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Show who sits, invite somebody more, say as what, and take somebody off."""
    place = table(request, meeting)
    if not place.may_lead:
        raise PermissionDenied
    seats = queries.seats(meeting=meeting)
    there = {row["member_id"] for row in seats}
    asked = request.method == "POST" and request.POST.get("do", "invite") == "invite"
    if request.method == "POST" and not asked:
        _change(request, meeting)
        return redirect("meetings:people", meeting=meeting)
    form = InviteForm(request.POST if asked else None, people=queries.invitable(), there=there)
    if form.is_bound and form.is_valid():
        convening.seat(
            by=place.actor,
            meeting=meeting,
            members=[UUID(form.cleaned_data["member"])],
            role=SeatRole(form.cleaned_data["role"]),
        )
        messages.success(request, _("Invited."))
        return redirect("meetings:people", meeting=meeting)
    context: dict[str, Any] = {
        "form": form,
        "place": place,
        "view": words.line(place.line),
        "seats": [words.seat(row) for row in seats],
        "back_url": reverse("meetings:meeting", args=[meeting]),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "meetings/people.html", context, status=status)


def _change(request: HttpRequest, meeting: UUID) -> None:
    what, _space, whom = request.POST.get("do", "").partition(" ")
    try:
        member = UUID(whom)
    except ValueError as wrong:
        raise Http404 from wrong
    if what == "off":
        convening.unseat(by=actor_in(request), meeting=meeting, member=member)
        messages.success(request, _("Taken off."))
    elif what in SeatRole.values:
        convening.give_role(by=actor_in(request), meeting=meeting, member=member, role=SeatRole(what))
        messages.success(request, _("Changed."))
    else:
        raise Http404
