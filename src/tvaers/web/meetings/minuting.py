"""Writing minutes, and what a receiver does with an item."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.cases.rules import OPENERS
from tvaers.concerns.actions.intake import WrittenAlreadyError
from tvaers.foundation import clock, live
from tvaers.meetings import access, queries
from tvaers.meetings.actions import minutes, screening
from tvaers.meetings.actions.agenda import OverError, Topic
from tvaers.meetings.enums import MeetingKind, MeetingState, Outcome, Subject
from tvaers.partnerships.rules import DECIDING
from tvaers.sharing import seen as seen_log
from tvaers.ui import dates
from tvaers.web.meetings import words
from tvaers.web.meetings.calling import area_words
from tvaers.web.meetings.doors import Table, table
from tvaers.web.meetings.items import seen
from tvaers.web.meetings.table_forms import (
    CommonMinutesForm,
    MinutesForm,
    ScreeningForm,
)


def told_of(place: Table, item: UUID) -> dict[str, Any]:
    """Return an item of the agenda with what it says to the asker. Raises Http404 for what says nothing to them."""
    row, said = next(iter(access.agenda(meeting=place.id, item=item)), (None, access.Said()))
    # What was approved meanwhile is shut; who was writing is told so, with what they wrote.
    says = said.is_open or said.paragraphs or said.decisions or place.state is MeetingState.APPROVED
    if row is None or (row["is_gated"] and not says):
        raise Http404
    return words.item(row, said=said if row["is_gated"] else None) | {"paragraphs": said.paragraphs}


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Write a paragraph of an item's minutes, or one's own anew; the page stays, for the next one."""
    place = table(request, meeting)
    told = told_of(place, item)
    if told["opened_at"] is None or (request.method != "POST" and not place.is_writable):
        return over(request, meeting)
    again = _again(request, told, place)
    typed = request.POST if request.method == "POST" else None
    form: Any = MinutesForm(typed, initial=again)
    if not told["is_gated"]:
        form = CommonMinutesForm(typed, initial=again, known=area_words())
    if form.is_bound and form.is_valid():
        done = form.cleaned_data
        try:
            written = minutes.write(
                by=place.actor,
                item=item,
                words=done["words"],
                paragraph=done["paragraph"],
                version=done["version"],
                form=done["form"],
            )
        except minutes.LockedError:
            form.add_error(None, _("The minutes are approved, or the meeting is not at it yet."))
        else:
            if done["paragraph"] and written != done["paragraph"]:
                messages.info(request, _("It was changed meanwhile. Your words are a paragraph of their own."))
            else:
                messages.success(request, _("Written."))
            return redirect("meetings:minutes", meeting=meeting, item=item)
    return writing(request, place, "minutes", form, told)


def writing(request: HttpRequest, place: Table, name: str, form: Any, told: dict[str, Any]) -> HttpResponse:  # noqa: ANN401 - a form
    """Show a page on which something is written of an item; what it says of the item goes when it may not be seen."""
    context = {
        "form": form,
        "place": place,
        "view": words.line(place.line),
        "item": told,
        "live": live.address(place.actor.id, request.get_host()),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return render(request, f"meetings/{name}.html", context, status=status)


def over(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Say that minutes are not written now, and lead to the meeting."""
    if "Tvaers-Unasked" not in request.headers:
        messages.error(request, _("The minutes are approved, or the meeting is not at it yet."))
    return redirect("meetings:meeting", meeting=meeting)


def _again(request: HttpRequest, told: dict[str, Any], place: Table) -> dict[str, Any]:
    asked = request.GET.get("again", "")
    own = (row for row in told["paragraphs"] if str(row["id"]) == asked and row["by_id"] == place.actor.id)
    row = next(own, None)
    return {"words": row["words"], "paragraph": row["id"], "version": row["version"]} if row else {}


@require_http_methods(["GET", "HEAD", "POST"])
def screen(request: HttpRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Say what becomes of an item that was handed over: erase it, or make it one's own."""
    place, view = seen(request, meeting, item)
    if view.owner_id == place.actor.organisation.id or not place.actor.roles & DECIDING:
        raise PermissionDenied
    if not place.rules.screened or not view.said.is_open:
        raise Http404
    coming = queries.committees(actor=place.actor, since=clock.now())
    committees = [
        (str(row["id"]), f"{MeetingKind(row['kind']).label}, {dates.moment(row['starts_at'])}") for row in coming
    ]
    form = ScreeningForm(request.POST if request.method == "POST" else None, committees=committees, known=area_words())
    asks = False
    if form.is_bound and form.is_valid():
        asks = form.cleaned_data["outcome"] == Outcome.ERASE and request.POST.get("do") != "sure"
        answer = None if asks else _screened(request, place, view, form)
        if answer is not None:
            return answer
    context = {
        "form": form,
        "place": place,
        "view": words.line(place.line),
        "item": view,
        "said": view.said,
        "asks": asks,
        "limited": words.is_limited(place.actor, view.owner_id),
        "live": live.address(place.actor.id, request.get_host()),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    return render(request, "meetings/screening.html", context, status=status)


def _screened(request: HttpRequest, place: Table, view: access.ItemView, form: ScreeningForm) -> HttpResponse | None:
    typed = form.cleaned_data
    outcome = Outcome(typed["outcome"])
    try:
        if outcome is Outcome.ERASE:
            # The log of this look first: it cannot name what is gone.
            seen_log.write()
            everywhere = screening.erase(item=view.id)
            said = _("It is erased everywhere.") if everywhere else _("It is gone here. Others have it still.")
            messages.success(request, said)
        elif outcome is Outcome.GROUP:
            topic = Topic(subject=Subject.AREA, title=typed["title"])
            committee = UUID(typed["committee"])
            screening.to_group(by=place.actor, item=view.id, meeting=committee, topic=topic, form=typed["form"])
            messages.success(request, _("It is on the committee's agenda, without names."))
        else:
            concern = screening.take_over(by=place.actor, item=view.id, outcome=outcome, form=typed["form"])
            messages.success(request, _("It is a concern here now. Its clocks run."))
            if outcome is Outcome.CASE and place.actor.has_role(*OPENERS):
                return redirect("cases:open-concern", concern=concern)
            return redirect("concerns:concern", concern=concern)
    except WrittenAlreadyError as before:
        return redirect("concerns:concern", concern=before.concern)
    except OverError:
        form.add_error("committee", _("That meeting is over. Choose another."))
        return None
    except screening.NotToBeScreenedError:
        messages.error(request, _("Somebody here has said already what becomes of it, or it was taken back."))
    return redirect("meetings:meeting", meeting=place.id)
