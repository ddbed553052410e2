"""Items of the agenda: put on, brought, written anew, taken off; who comes without a login; one item about a person."""

import re
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tvaers.areas import wording
from tvaers.areas.queries import tree
from tvaers.foundation import ids, live
from tvaers.meetings import queries
from tvaers.meetings.access import ItemView, get_item
from tvaers.meetings.actions import agenda, letting_in
from tvaers.meetings.enums import ItemState, Outcome, Subject
from tvaers.partnerships.rules import DECIDING, WITH_PEOPLE, categories_for
from tvaers.sharing import actions as sharing
from tvaers.sharing import seen as seen_log
from tvaers.sharing.entrance import actor_in
from tvaers.web.meetings import words
from tvaers.web.meetings.calling import area_words
from tvaers.web.meetings.doors import Table, table
from tvaers.web.meetings.table_forms import MENTIONS, AttendeeForm, MatterForm, TopicForm

MOST_ITEMS = 999
IS_ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OVER = gettext_lazy("The meeting is over, so nothing is put on it any longer.")


def places() -> list[tuple[str, str]]:
    """Return the areas to choose from."""
    return [(str(id_), name) for id_, name in wording.names(tree()).items()]


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Put an item on the agenda that names nobody."""
    place = table(request, meeting)
    if place.is_guest or not place.takes_items:
        raise PermissionDenied
    form = TopicForm(request.POST if request.method == "POST" else None, places=places(), known=area_words())
    if form.is_bound and form.is_valid():
        try:
            agenda.put_on(by=place.actor, meeting=meeting, topic=form.told, form=form.cleaned_data["form"])
        except agenda.OverError:
            form.add_error(None, str(OVER))
        else:
            messages.success(request, _("It is on the agenda."))
            return redirect("meetings:meeting", meeting=meeting)
    return _page(request, place, "topic", form)


@require_http_methods(["GET", "HEAD", "POST"])
def about(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Bring an item about a person; nobody else sees it before they are let in."""
    place = table(request, meeting)
    rules = place.rules
    if not rules.about_people or not place.takes_items or not place.actor.roles & WITH_PEOPLE or not place.sits:
        raise PermissionDenied
    if rules.one_person:
        # All of it is about one young person: what is brought belongs to the case, and is brought from there.
        raise Http404
    form = MatterForm(request.POST if request.method == "POST" else None, sees=categories_for(place.actor.roles))
    if form.is_bound and form.is_valid():
        purpose = rules.purpose
        if purpose is None:
            raise Http404
        try:
            item = agenda.bring(
                by=place.actor, meeting=meeting, words=form.told, purpose=purpose, form=form.cleaned_data["form"]
            )
        except agenda.OverError:
            form.add_error(None, str(OVER))
        except sharing.WrongPurposeError:
            form.add_error(None, _("Your role does not work for what these meetings are for."))
        else:
            messages.success(request, _("It is on the agenda. Let in who shall follow it."))
            return redirect("meetings:let-in", meeting=meeting, item=item)
    return _page(request, place, "about", form)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Write anew what one's item says."""
    place, view = seen(request, meeting, item)
    if view.owner_id != place.actor.organisation.id or not view.said.is_open:
        raise PermissionDenied
    form = MatterForm(
        request.POST if request.method == "POST" else None,
        sees=categories_for(place.actor.roles),
        subject=Subject(view.subject),
        initial=_typed(view),
    )
    if form.is_bound and form.is_valid():
        try:
            agenda.write(by=place.actor, item=item, words=form.told, version=form.cleaned_data["version"] or 0)
        except agenda.ChangedMeanwhileError:
            form.add_error(None, _("Somebody has changed it since you opened it. What you wrote is still here."))
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:item", meeting=meeting, item=item)
    return _page(request, place, "write", form, view=view)


def _typed(view: ItemView) -> dict[str, Any]:
    said = view.said
    typed: dict[str, Any] = {
        "title": said.title,
        "facts": said.facts,
        "assessment": said.assessment,
        "source": said.source,
        "wish": said.wish,
        "ahead": view.ahead,
        "minutes": str(view.minutes or ""),
        "version": said.version,
    }
    for number, each in enumerate(said.mentions[:MENTIONS], 1):
        typed |= {f"name_{number}": each.name, f"capacity_{number}": each.capacity or ""}
    return typed


@require_http_methods(["GET", "HEAD", "POST"])
def attendee(request: HttpRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Note who comes without a login."""
    place, view = seen(request, meeting, item)
    if view.owner_id != place.actor.organisation.id or not place.rules.one_person:
        raise PermissionDenied
    # Sent twice, it finds its own row.
    own = request.POST.get("form", "")
    mine = str(ids.of_form(UUID(own), place.actor.id, item)) if IS_ID.fullmatch(own) else ""
    there = frozenset((row["kind"], row["name"].casefold()) for row in view.said.attendees if str(row["id"]) != mine)
    form = AttendeeForm(request.POST if request.method == "POST" else None, there=there)
    if form.is_bound and form.is_valid():
        agenda.expect(by=place.actor, item=item, coming=form.told, form=form.cleaned_data["form"])
        messages.success(request, _("Noted."))
        return redirect("meetings:item", meeting=meeting, item=item)
    return _page(request, place, "attendee", form, view=view)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Show an item about a person: what it says, who follows it, what the minutes say."""
    place, view = seen(request, meeting, item)
    if request.method == "POST":
        return _do(request, place, view)
    seats = queries.seats(meeting=meeting)
    following = words.following(queries.followers(meeting=meeting), seats).get(item)
    is_ours = view.owner_id == place.actor.organisation.id
    context = {
        "place": place,
        "item": view,
        "view": words.line(place.line),
        "said": view.said,
        "minutes": {
            "id": item,
            "paragraphs": view.said.paragraphs,
            "decisions": [words.decision(each, actor=place.actor) for each in view.said.decisions],
        },
        "subject": Subject(view.subject).label,
        "following": following,
        "attendees": [words.attendee(row) for row in view.said.attendees],
        "screenings": [row | {"label": Outcome(row["outcome"]).label} for row in view.screenings],
        "is_ours": is_ours,
        "limited": words.is_limited(place.actor, view.owner_id),
        "may_unexpect": is_ours and (place.takes_items or place.is_writable),
        "may_let_in": is_ours and bool(place.actor.roles & DECIDING) and place.takes_items,
        "may_write": is_ours and view.said.is_open and place.takes_items,
        "may_take_off": is_ours and view.state is ItemState.WAITING and view.said.is_open,
        "may_minute": place.is_writable and view.state in {ItemState.OPEN, ItemState.DONE},
        "may_screen": (
            place.rules.screened
            and not is_ours
            and view.said.is_open
            and bool(place.actor.roles & DECIDING)
            and place.actor.organisation.id not in {row["owner_id"] for row in view.screenings}
        ),
        "live": live.address(place.actor.id, request.get_host()),
    }
    return render(request, "meetings/item.html", context)


def _do(request: HttpRequest, place: Table, view: ItemView) -> HttpResponse:
    what, _space, which = request.POST.get("do", "").partition(" ")
    if what == "off":
        # The log of this look first: it cannot name what is gone.
        seen_log.write()
        agenda.take_off(by=place.actor, item=view.id)
        messages.success(request, _("It is taken off the agenda, and erased."))
        return redirect("meetings:meeting", meeting=place.id)
    if what == "out":
        letting_in.let_out(by=place.actor, item=view.id, access=_id(which))
        messages.success(request, _("They do not see it any longer."))
    elif what == "unexpect":
        agenda.unexpect(by=place.actor, attendee=_id(which))
        messages.success(request, _("Taken off the list."))
    elif what in {"here", "not-here"}:
        agenda.came(by=place.actor, attendee=_id(which), here=what == "here")
    else:
        raise Http404
    return redirect("meetings:item", meeting=place.id, item=view.id)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise Http404 from wrong


@require_safe
def alone(request: HttpRequest, item: UUID) -> HttpResponse:
    """Lead from an item's id, as an offer names it, to its page at its meeting."""
    view = get_item(actor=actor_in(request), item=item)
    return redirect("meetings:item", meeting=view.meeting_id, item=item)


@require_POST
def order(request: HttpRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Move an item to another place, for who runs the meeting; sent twice, it is there already."""
    wanted = request.POST.get("do", "")
    if not wanted.isdecimal():
        raise Http404
    agenda.order(by=actor_in(request), meeting=meeting, item=item, place=min(int(wanted), MOST_ITEMS))
    return redirect("meetings:meeting", meeting=meeting)


def seen(request: HttpRequest, meeting: UUID, item: UUID) -> tuple[Table, ItemView]:
    """Return a meeting and an item about a person of it, as far as the asker sees both. Raises Http404."""
    place = table(request, meeting)
    view = get_item(actor=place.actor, item=item)
    if view.meeting_id != meeting:
        raise Http404
    return place, view


def _page(
    request: HttpRequest,
    place: Table,
    name: str,
    form: Form,
    view: ItemView | None = None,
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK
    context = {"form": form, "place": place, "view": words.line(place.line), "item": view}
    return render(request, f"meetings/{name}.html", context, status=status)
