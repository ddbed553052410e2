"""The list of meetings, and one: before, while it goes on, and after."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tvaers.foundation import clock, live
from tvaers.meetings import access, queries
from tvaers.meetings.access import Said
from tvaers.meetings.actions import convening, letting_in, minutes, running
from tvaers.meetings.enums import MeetingKind
from tvaers.meetings.rules import WrongStepError, may_convene
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.partnerships.models import Organisation
from tvaers.partnerships.rules import DECIDING
from tvaers.sharing import actions as sharing
from tvaers.sharing.entrance import actor_in
from tvaers.web.meetings import beside, words
from tvaers.web.meetings.doors import Table, table

# From when before its time one sits down.
EARLY = timedelta(hours=1)


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """List the meetings to come and the last ones; those where one sits, or all that one sees."""
    actor = actor_in(request)
    only_mine = request.GET.get("view", "") != "all"
    now = clock.now()
    ahead = queries.coming(actor=actor, since=now, mine=only_mine)
    here = reverse("meetings:list")
    context = {
        "ahead": words.by_day(ahead),
        "behind": [words.line(row) for row in queries.past(actor=actor, before=now)],
        "kinds": [kind for kind in MeetingKind if may_convene(kind, actor.roles)],
        "views": [
            {"label": _("Where I sit"), "url": here, "count": None, "current": only_mine},
            {"label": _("All"), "url": f"{here}?view=all", "count": None, "current": not only_mine},
        ],
        "live": live.address(actor.id, request.get_host()),
    }
    return render(request, "meetings/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Show a meeting: its agenda as far as one sees it, the item it is at, who is there; and lead it."""
    place = table(request, meeting)
    if request.method == "POST":
        _done(request, place)
        return redirect("meetings:meeting", meeting=meeting)
    return render(request, "meetings/meeting.html", context_of(request, place))


def context_of(request: HttpRequest, place: Table) -> dict[str, Any]:
    """Return what the page of a meeting shows."""
    agenda = access.agenda(meeting=place.id)
    gated = any(row["is_gated"] for row, _said in agenda)
    seats = queries.seats(meeting=place.id)
    follows = words.following(queries.followers(meeting=place.id), seats) if gated else {}
    items = [
        _item(place, row, number, what=what, following=follows.get(row["id"]))
        for number, (row, what) in enumerate(agenda, 1)
    ]
    return {
        "place": place,
        "view": words.line(place.line),
        "items": items,
        "now": next((row for row in items if row["is_now"]), None),
        "next": next((row for row in items if row["state"] == "waiting"), None),
        "following": next((follows[row["id"]] for row in items if row["id"] in follows), None)
        if place.rules.one_person
        else None,
        "seats": [words.seat(row) for row in seats],
        "offers": _offers(place),
        "clock": queries.clock_of(meeting=place.id) if place.rules.one_person else None,
        "is_here": place.line["arrived_at"] is not None,
        "starts_soon": place.line["starts_at"] <= clock.now() + EARLY,
        "whom": _whom(place, items),
        "beside": beside.links(place.actor, place.kind),
        "live": live.address(place.actor.id, request.get_host()),
    }


def _whom(place: Table, items: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return whom a network meeting is about and where one lets others in, as far as the asker may see and do both."""
    ours = next((row["id"] for row in items if row["is_ours"] and row["is_gated"] and not row["is_erased"]), None)
    if not place.rules.one_person or ours is None:
        return None
    found = access.whose(item=ours)
    lets_in = place.takes_items and bool(place.actor.roles & DECIDING)
    return {
        "name": found.young.label if found and found.young else "",
        "case": found.case if found else None,
        "let_in": ours if lets_in else None,
    }


def _item(
    place: Table, row: dict[str, Any], number: int, *, what: Said, following: dict[str, Any] | None
) -> dict[str, Any]:
    told = words.item(row, said=what if row["is_gated"] else None)
    is_ours = row["owner_id"] == place.actor.organisation.id
    return told | {
        # As it is called out at the table; for those who do not see all items, too.
        "number": row["place"],
        "index": number,
        "paragraphs": what.paragraphs,
        "decisions": [words.decision(each, actor=place.actor) for each in what.decisions],
        "attendees": [words.attendee(each) for each in what.attendees],
        # All of a meeting about one young person is followed by the same; it is said once.
        "following": None if place.rules.one_person else following,
        # Who runs the meeting leads it to what they may not see; they see that it is there and who can follow.
        "is_hidden": row["is_gated"] and not what.is_open and not what.paragraphs and not what.decisions,
        "is_ours": is_ours,
        "limited": words.is_limited(place.actor, row["owner_id"]),
        "area_id": row["area_id"] if beside.reads_picture(place.actor) else None,
        "may_write": place.is_writable and row["opened_at"] is not None and not told["is_erased"],
        "may_screen": place.rules.screened
        and row["is_gated"]
        and not is_ours
        and what.is_open
        and row["screened"] is None,
    }


def _offers(place: Table) -> list[dict[str, Any]]:
    """Return, by giver and purpose, how many items one was offered and has not answered."""
    if not place.sits:
        return []
    found: dict[tuple[UUID, int], int] = {}
    for offer in queries.offers(meeting=place.id):
        found[offer.owner, int(offer.purpose)] = found.get((offer.owner, int(offer.purpose)), 0) + 1
    names = dict(Organisation.objects.filter(id__in={owner for owner, _p in found}).values_list("id", "name"))
    labels = {int(purpose): label for purpose, label in PURPOSE_LABELS.items()}
    return [
        {"owner": names.get(owner, ""), "purpose": labels[purpose], "count": count}
        for (owner, purpose), count in found.items()
    ]


def _done(request: HttpRequest, place: Table) -> None:
    """Do what a button says; whoever was overtaken is told so, and nothing is lost."""
    try:
        _DO[request.POST.get("do", "")](request, place)
    except KeyError as unknown:
        raise Http404 from unknown
    except running.NotTheChairError:
        messages.error(request, _("Somebody else runs the meeting now. Take the chair first."))
    except WrongStepError:
        messages.error(request, _("The meeting has gone on meanwhile. Look at it as it is now."))
    except sharing.SharingError:
        messages.error(request, _("It is no longer offered. Look at it as it is now."))


def _item_in(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("item", ""))
    except ValueError as wrong:
        raise Http404 from wrong


def _arrive(request: HttpRequest, place: Table) -> None:
    running.arrive(by=place.actor, meeting=place.id)
    messages.success(request, _("You sit at the table. What is meant for you opens as the meeting reaches it."))


def _join(request: HttpRequest, place: Table) -> None:
    letting_in.join(meeting=place.id)
    messages.success(request, _("You have taken what was offered. You can leave an item at any time."))


def _comes(request: HttpRequest, place: Table) -> None:
    convening.reply(by=place.actor, meeting=place.id, comes=True)
    messages.success(request, _("You come. The others see it."))


def _away(request: HttpRequest, place: Table) -> None:
    convening.reply(by=place.actor, meeting=place.id, comes=False)
    messages.success(request, _("You cannot come. The others see it."))


def _leave(request: HttpRequest, place: Table) -> None:
    letting_in.leave(by=place.actor, meeting=place.id, item=_item_in(request))
    messages.success(request, _("You do not follow that item any longer. Nobody is told why."))


def _open(request: HttpRequest, place: Table) -> None:
    running.open_item(by=place.actor, meeting=place.id, item=_item_in(request))


def _took_chair(request: HttpRequest, place: Table) -> None:
    running.take_chair(by=place.actor, meeting=place.id)
    messages.success(request, _("You run the meeting now. Everything stands where it stood."))


def _ended(request: HttpRequest, place: Table) -> None:
    running.end(by=place.actor, meeting=place.id)
    messages.success(request, _("The meeting has ended. Read the minutes through, and approve them."))


def _approved(request: HttpRequest, place: Table) -> None:
    running.approve(by=place.actor, meeting=place.id)
    messages.success(request, _("The minutes are approved and locked."))


def _cancelled(request: HttpRequest, place: Table) -> None:
    convening.cancel(by=place.actor, meeting=place.id)
    messages.success(request, _("The meeting is cancelled."))


_DO = {
    "arrive": _arrive,
    "join": _join,
    "comes": _comes,
    "away": _away,
    "leave": _leave,
    "begin": lambda _request, place: running.begin(by=place.actor, meeting=place.id),
    "open": _open,
    "close": lambda _request, place: running.close_item(by=place.actor, meeting=place.id),
    "chair": _took_chair,
    "end": _ended,
    "approve": _approved,
    "cancel": _cancelled,
}


@require_http_methods(["POST"])
def done(request: HttpRequest, meeting: UUID, decision: UUID) -> HttpResponse:
    """Mark what was decided as done, from the meeting or from Today."""
    minutes.finish(by=actor_in(request), decision=decision)
    messages.success(request, _("Marked as done."))
    return HttpResponseRedirect(reverse("meetings:meeting", args=[meeting]))


@require_safe
def screen(request: HttpRequest, meeting: UUID) -> HttpResponse:
    """Show what stands on the shared screen: the agenda and what names nobody; items about people on own devices."""
    place = table(request, meeting)
    context = context_of(request, place)
    shown = [row for row in context["items"] if not row["is_gated"]]
    now = context["now"]
    return render(
        request,
        "meetings/screen.html",
        context | {"items": shown, "now": now if now and not now["is_gated"] else None, "is_on": place.is_on},
    )
