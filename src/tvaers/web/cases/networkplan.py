"""The network plan of a case: as it stands, and what was done so far."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tvaers.foundation import clock
from tvaers.plans import network
from tvaers.plans import queries as plans
from tvaers.plans.enums import DutyState
from tvaers.plans.network import Network, Promised
from tvaers.plans.rules import Stand
from tvaers.ui import dates
from tvaers.web.cases.case import strength, voices
from tvaers.web.cases.frame import Place, opened, page
from tvaers.web.cases.networkforms import every
from tvaers.web.cases.tasks import goals_with_tasks, task_line

WANTED = frozenset({"voices", "strengths"})


@require_safe
def show(request: HttpRequest, case: UUID, plan: UUID) -> HttpResponse:
    """Show a network plan: own words and strengths first, then why, who does what, and what was done so far."""
    place = opened(request, case, wanted=WANTED)
    around = plans.plan(case=case)
    return page(request, place, "network_plan", "plan", described(place, one_of(around, plan), around))


def one_of(around: plans.Plan, plan: UUID) -> Network:
    """Return one of the network plans of a case. Raises Http404."""
    one = next((each for each in around.networks if each.id == plan), None)
    if one is None:
        raise Http404
    return one


def found(case: UUID, plan: UUID) -> Network:
    """Return a network plan of a case. Raises Http404."""
    one = network.plan(case=case, plan=plan)
    if one is None:
        raise Http404
    return one


def described(place: Place, one: Network, around: plans.Plan) -> dict[str, Any]:
    """Return what the page shows of a network plan. around: the plan of its case."""
    tasks = plans.tasks_of(case=place.id)
    lines = [(task_line(place, each), agreed_then(one, each["given_at"])) for each in tasks]
    return {
        "one": one,
        "row": one.row,
        "stands": stands(one),
        "voices": voices(place.view),
        "strengths": [strength(each) for each in place.view.strengths],
        "goals": goals_with_tasks(place, goals_of(one, around), []),
        "tasks": [line for line, then in lines if then],
        "later": [line for line, then in lines if not then],
        "duties": [duty_line(each) for each in one.duties],
        "stances": [{"held": each, "is_before": one.is_before(each)} for each in one.stances],
        "every": every(one.row["every_weeks"]) if one.row["every_weeks"] else "",
        "done": done(one, tasks, around),
        "missing": missing(one, around) if one.is_draft else [],
        "may_write": place.may_steer and place.is_running and one.row["ended_on"] is None,
    }


def agreed_then(one: Network, at: datetime) -> bool:
    """Tell whether something stood in the plan when it was signed; of a draft all does."""
    return one.is_draft or at <= one.row["signed_at"]


def goals_of(one: Network, around: plans.Plan) -> list[dict[str, Any]]:
    """Return the goals that the plan was signed with; those that came later stand in the plan of the case."""
    return [goal for goal in around.goals if agreed_then(one, goal["written_at"])]


def stands(one: Network) -> str:
    """Say in words where the plan stands."""
    row = one.row
    if row["ended_on"]:
        return _("Ended %(day)s") % {"day": dates.year_day(row["ended_on"])}
    if one.is_draft:
        return _("Draft")
    return _("Signed %(day)s by %(who)s") % {"day": dates.day(row["signed_at"]), "who": row["signer"] or "–"}


def duty_line(duty: Promised) -> dict[str, Any]:
    """Return an agreement as a line: who, what, until when, how it goes as it was said last."""
    last = duty.statements[0] if duty.statements else None
    return {
        "id": duty.id,
        "who": duty.who,
        "what": duty.words,
        "due": duty.due_on if not duty.is_over else None,
        "state": str(duty.state.label) if duty.state else "",
        "is_over": duty.is_over,
        "is_missed": duty.is_missed(clock.today()),
        "said": _("says %(who)s %(day)s") % {"who": last["said_by"], "day": dates.short_day(last["said_on"])}
        if last
        else "",
        "words": last["words"] if last else "",
    }


def done(one: Network, tasks: list[dict[str, Any]], around: plans.Plan) -> list[dict[str, Any]]:
    """Return what was done since the plan was signed, in the order of its days: the line of what is done.

    Contact, agreements, tasks, follow-ups. Words alone; nothing is counted (R13).
    """
    if one.is_draft:
        return []
    since = dates.local_date(one.row["signed_at"])
    until = one.row["ended_on"] or clock.today()
    happened: list[tuple[date, str]] = []
    if one.row["contacted_on"]:
        happened.append((one.row["contacted_on"], _("First contact: %(who)s") % {"who": one.row["contact_by"]}))
    happened += [
        (duty.statements[0]["said_on"], f"{duty.who}: {duty.words}")
        for duty in one.duties
        if duty.state == DutyState.DONE
    ]
    happened += [
        (dates.local_date(task["done_at"]), f"{task['owner_name'] or '–'}: {task['text']}")
        for task in tasks
        if task["stand"] == Stand.DONE and task["done_at"]
    ]
    happened += [(row["held_on"], _("Followed up with %(who)s") % {"who": row["present"]}) for row in around.follow_ups]
    return [{"on": on, "what": what} for on, what in sorted(happened) if since <= on <= until]


def missing(one: Network, around: plans.Plan) -> list[dict[str, Any]]:
    """Return what a draft should hold before it is signed, each with whether it does."""
    return [
        {"what": _("Goals in the young person’s words"), "there": bool(around.goals)},
        {"what": _("Who in the network does what"), "there": bool(one.duties)},
        {"what": _("How the young person stands to it"), "there": one.agreed_by_the_young},
    ]


def banner(place: Place, all_plans: list[Network]) -> dict[str, Any] | None:
    """Return how the plan page tells of the network plan that runs; None where there is none."""
    one = next((each for each in all_plans if each.row["ended_on"] is None), None)
    if one is None:
        return None
    return {
        "id": one.id,
        "url": reverse("cases:network-plan", args=[place.id, one.id]),
        "stands": stands(one),
        "review_on": one.row["review_on"],
        "missed": [each for each in one.duties if each.is_missed(clock.today())] if one.runs else [],
    }


def earlier(place: Place, all_plans: list[Network]) -> list[dict[str, Any]]:
    """Return the network plans that have ended, newest first."""
    return [
        {"url": reverse("cases:network-plan", args=[place.id, each.id]), "stands": stands(each)}
        for each in all_plans
        if each.row["ended_on"]
    ]
