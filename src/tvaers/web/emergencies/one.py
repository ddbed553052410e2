"""One emergency look-up: what it shows while it is open, its receipt afterwards, its judgement."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tvaers.concerns.access import ConcernView
from tvaers.emergencies import access, actions
from tvaers.emergencies.access import LookupView, Opened
from tvaers.emergencies.enums import Verdict
from tvaers.foundation import clock
from tvaers.people.access import PersonCard
from tvaers.sharing.entrance import actor_in
from tvaers.ui import dates
from tvaers.web.emergencies import words
from tvaers.web.emergencies.forms import JudgeForm


def _back(lookup: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("emergencies:lookup", args=[lookup]))


@require_safe
def lookup(request: HttpRequest, lookup: UUID) -> HttpResponse:
    """Show a look-up."""
    return _page(request, access.get_for_reading(actor=actor_in(request), lookup=lookup), JudgeForm())


def _page(request: HttpRequest, view: LookupView, form: JudgeForm) -> HttpResponse:
    opened = access.get_opened(actor=actor_in(request), view=view)
    context = {
        "view": view,
        "row": view.row,
        "state": words.state(view.row),
        "facts": _facts(view),
        "judged": _judged(view),
        "opened": _opened(opened) if opened else None,
        "form": form if view.reviews else None,
    }
    response = render(request, "emergencies/lookup.html", context)
    if opened and view.row.until_at:
        # What stands on the screen goes when the hour has gone, also without scripts.
        response.headers["Refresh"] = str(max(1, int((view.row.until_at - clock.now()).total_seconds()) + 1))
    return response


def _facts(view: LookupView) -> list[dict[str, str]]:
    """Return what the receipt says."""
    row = view.row
    return [
        {"question": _("Who looked"), "answer": f"{row.member.name}, {words.who(row)}"},
        {"question": _("When"), "answer": dates.moment(row.at)},
        {"question": _("The danger"), "answer": str(view.danger.label)},
        {"question": _("Why"), "answer": view.reason or _("Erased with the person")},
        {"question": _("What was found"), "answer": words.found(row)},
        {"question": _("Could be seen"), "answer": words.hour(row)},
        {
            "question": _("Judged by"),
            "answer": _("%(organisation)s, by %(day)s")
            % {"organisation": row.reviewer.name, "day": dates.day(row.review_by)},
        },
    ]


def _judged(view: LookupView) -> list[dict[str, str]]:
    """Return what was found of it, and what followed."""
    row = view.row
    if row.reviewed_at is None or row.reviewed_by is None:
        return []
    said = [
        {"question": _("Judgement"), "answer": str(Verdict(row.verdict).label)},
        {"question": _("Why"), "answer": view.words or _("Erased with the person")},
        {
            "question": _("By"),
            "answer": f"{row.reviewed_by.name}, {row.reviewed_by.title}, {dates.moment(row.reviewed_at)}",
        },
    ]
    if row.restored_at and row.restored_by:
        given = f"{row.restored_by.name}, {row.restored_by.title}, {dates.moment(row.restored_at)}"
        said.append({"question": _("The right was given back by"), "answer": given})
    return said


def _known(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"question": question, "answer": answer} for question, answer in pairs if answer]


def _opened(opened: Opened) -> dict[str, Any]:
    return {
        "name": opened.card.label,
        "who": _who(opened.card),
        "concerns": [_concern(each) for each in opened.concerns],
    }


def _who(card: PersonCard) -> list[dict[str, str]]:
    birthday = card.birthday
    return _known(
        (_("Name"), card.name),
        (_("Nickname"), card.nickname),
        (_("CPR number"), card.cpr_masked),
        (_("Born"), dates.year_day(birthday) if birthday else card.born),
        (_("Telephone"), card.phone),
        (_("School, education or work"), card.school),
        (_("Description"), card.description),
        (_("Language"), card.language),
        (_("Needs an interpreter"), _("Yes") if card.needs_interpreter else ""),
    )


def _concern(view: ConcernView) -> dict[str, Any]:
    return {
        "headline": view.headline or _("Concern without a headline"),
        "received": view.received_at,
        "lines": _known(
            (_("What goes well"), view.strengths),
            (_("What the young person says"), view.child_view),
            *((_("Facts"), text) for text in view.said("fact")),
            (_("When it happened"), view.observed),
            *((_("Assessment"), text) for text in view.said("assessment")),
        ),
    }


@require_POST
def end(request: HttpRequest, lookup: UUID) -> HttpResponse:
    """End one's own look-up before its hour has gone."""
    view = access.get_for_reading(actor=actor_in(request), lookup=lookup)
    if not view.is_mine:
        raise PermissionDenied
    try:
        actions.end(lookup=lookup)
    except actions.NoSuchLookupError:
        messages.info(request, _("It had ended already."))
    else:
        messages.success(request, _("It is ended. Nothing of it can be seen any more."))
    return _back(lookup)


@require_http_methods(["POST"])
def judge(request: HttpRequest, lookup: UUID) -> HttpResponse:
    """Find a look-up justified or not."""
    view = access.get_for_reading(actor=actor_in(request), lookup=lookup)
    if view.row.verdict:
        messages.info(request, _("It has been judged already."))
        return _back(lookup)
    if not view.reviews:
        raise PermissionDenied
    form = JudgeForm(request.POST)
    if not form.is_valid():
        return _page(request, view, form)
    try:
        actions.review(
            row=view.row,
            is_justified=form.cleaned_data["verdict"] == Verdict.JUSTIFIED,
            words=form.cleaned_data["words"],
        )
    except actions.JudgedAlreadyError:
        messages.info(request, _("It has been judged already."))
    else:
        messages.success(request, _("It is judged. Both organisations can read it."))
    return _back(lookup)


@require_POST
def give_back(request: HttpRequest, lookup: UUID) -> HttpResponse:
    """Give a colleague the right to make emergency look-ups back."""
    view = access.get_for_reading(actor=actor_in(request), lookup=lookup)
    if view.row.restored_at:
        messages.info(request, _("The right was given back already."))
        return _back(lookup)
    if not view.restores:
        raise PermissionDenied
    try:
        actions.give_back(lookup=lookup)
    except actions.NoSuchLookupError:
        # By another leader at the same time.
        messages.info(request, _("The right was given back already."))
    else:
        messages.success(request, _("The right is given back."))
    return _back(lookup)
