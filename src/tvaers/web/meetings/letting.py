"""Letting people at the table in to an item: by organisation, colleagues at once, others on a ground (R1)."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tvaers.guard.enums import Purpose
from tvaers.meetings import queries
from tvaers.meetings.access import ItemView, whose
from tvaers.meetings.actions import letting_in
from tvaers.meetings.rules import ITEM_CATEGORIES
from tvaers.partnerships.rules import DECIDING, categories_for, purposes_for
from tvaers.sharing import actions as sharing
from tvaers.sharing.offers import frames_between
from tvaers.sharing.queries import possible_bases
from tvaers.sharing.wording import grounds, why_not
from tvaers.ui.forms import Choice
from tvaers.web.meetings import words
from tvaers.web.meetings.doors import Table
from tvaers.web.meetings.items import seen
from tvaers.web.meetings.table_forms import LetInForm


@require_http_methods(["GET", "HEAD", "POST"])
def let_in(request: HttpRequest, meeting: UUID, item: UUID) -> HttpResponse:
    """Choose who is let in, one organisation at a time."""
    place, view = seen(request, meeting, item)
    if view.owner_id != place.actor.organisation.id or not place.actor.roles & DECIDING or not place.takes_items:
        raise PermissionDenied
    groups = _groups(request, place, view)
    for group in groups:
        form = group["form"]
        if form is None or not form.is_bound or not form.is_valid():
            continue
        if _let_in(place, view, form, _others(place, view)):
            messages.success(request, _("They are let in. Elsewhere they are asked, and may say no."))
            return redirect("meetings:item", meeting=meeting, item=item)
    context = {
        "place": place,
        "item": view,
        "view": words.line(place.line),
        "groups": groups,
        "form": next((each["form"] for each in groups if each["form"] is not None and each["form"].is_bound), None),
    }
    erred = context["form"] is not None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if erred else HTTPStatus.OK
    return render(request, "meetings/let_in.html", context, status=status)


def _others(place: Table, view: ItemView) -> list[UUID]:
    """Return the other items about people that the actor's organisation brought to this meeting, and they see."""
    return [
        row["id"]
        for row in queries.items(meeting=place.id)
        if row["is_gated"]
        and row["owner_id"] == place.actor.organisation.id
        and row["id"] != view.id
        and row["state"] in {"waiting", "open", "done"}
    ]


def _groups(request: HttpRequest, place: Table, view: ItemView) -> list[dict[str, Any]]:
    """Return, by organisation at the table, who is not let in yet and the form that lets them in."""
    has = {each.member for each in queries.followers(meeting=place.id) if each.item == view.id}
    others = len(_others(place, view))
    by: dict[UUID, list[dict[str, Any]]] = {}
    for row in queries.seats(meeting=place.id):
        by.setdefault(row["organisation_id"], []).append(row)
    own = place.actor.organisation.id
    found = []
    for _organisation, rows in sorted(by.items(), key=lambda pair: pair[0] != own):
        open_ = [row for row in rows if row["member_id"] not in has]
        found.append(_group(request, place, view, rows, open_=open_, others=others))
    return found


def _group(
    request: HttpRequest,
    place: Table,
    view: ItemView,
    rows: list[dict[str, Any]],
    *,
    open_: list[dict[str, Any]],
    others: int,
) -> dict[str, Any]:
    organisation = rows[0]["organisation_id"]
    is_own = organisation == place.actor.organisation.id
    chosen, refused = (None, []) if is_own else _grounds(place, view, rows)
    sent = request.method == "POST" and request.POST.get("organisation") == str(organisation)
    form = None
    if open_ and (is_own or chosen):
        form = LetInForm(
            request.POST if sent else None,
            auto_id=f"id_{organisation}_%s",
            initial={"organisation": str(organisation), "also": place.rules.one_person},
            members=[(str(row["member_id"]), _choice(row)) for row in open_],
            grounds=chosen,
            first=_purpose(place),
            others=others,
            names=_names(view),
        )
    return {
        "organisation": rows[0]["organisation"],
        "is_own": is_own,
        "form": form,
        "in": [row["name"] for row in rows if row not in open_],
        "refused": refused,
        "no_ground": bool(open_) and not is_own and not chosen,
    }


def _names(view: ItemView) -> tuple[str, ...]:
    """Return the names of those whom an item is about: the mentioned, who comes, and the young person of its case."""
    found = whose(case=view.case) if view.case else None
    coming = (row["name"] for row in view.said.attendees)
    return (*(each.name for each in view.mentions), *coming, found.young.label if found and found.young else "")


def _choice(row: dict[str, Any]) -> Choice:
    able = bool(categories_for(row["roles"]) & ITEM_CATEGORIES)
    hint = row["title"] if able else _("Works with no people, and sees nothing of it.")
    return Choice(row["name"], hint=hint, off=not able)


def _purpose(place: Table) -> Purpose:
    return place.rules.purpose or Purpose.SSP


def _grounds(place: Table, view: ItemView, rows: list[dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    """Return what lets an item be given to an organisation's people at the table, and what does not."""
    theirs = Purpose(0)
    for row in rows:
        theirs |= purposes_for(row["roles"])
    both = theirs & purposes_for(place.actor.roles)
    about = view.case or view.id
    frames = list(frames_between(actor=place.actor, other=rows[0]["organisation_id"], dossier=about))
    categories = letting_in.categories([view.id])[view.id]
    bases = possible_bases(
        actor=place.actor,
        dossier=about,
        receiver=rows[0]["organisation_kind"],
        purposes=both,
        categories=categories,
        frames=[frame.id for frame in frames],
    )
    found = grounds(bases, frames, purposes=both, first=_purpose(place))
    return found, list(why_not(bases, found))


def _let_in(place: Table, view: ItemView, form: LetInForm, others: list[UUID]) -> bool:
    items = [view.id, *(others if form.cleaned_data.get("also") else ())]
    try:
        for member in form.cleaned_data["members"]:
            letting_in.let_in(by=place.actor, items=items, member=UUID(member), ground=form.ground)
    except sharing.WrongTimeError:
        form.add_error(None, _("The agreement ends too soon after the meeting. Choose something else that allows it."))
    except sharing.BasisError as refused:
        form.add_error("ground", str(refused.stop.label))
    except sharing.RestrictedError:
        form.add_error("members", _("The case is restricted to named colleagues."))
    except sharing.SharingError:
        form.add_error(None, _("It cannot be given to them now. Choose something else."))
    else:
        return True
    return False
