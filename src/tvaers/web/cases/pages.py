"""Further pages of a case that show something: plan, timeline, words, network, who has looked."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tvaers.cases import timeline as events_of
from tvaers.cases.actions.printing import note_timeline
from tvaers.cases.enums import Speaker
from tvaers.cases.timeline import Mark
from tvaers.foundation import clock
from tvaers.plans import queries as plans
from tvaers.sharing import looking
from tvaers.ui import dates
from tvaers.web.cases import networkplan, telling
from tvaers.web.cases.case import network as network_of
from tvaers.web.cases.case import open_note, plan_note, strength, voice, voices
from tvaers.web.cases.efforts import effort_lines
from tvaers.web.cases.frame import opened, page
from tvaers.web.cases.tasks import goals_with_tasks

# What one page of the printed timeline holds at most; of more it says so, and from when on it tells.
PRINTED = 400


@require_safe
def plan(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show the plan: goals with their tasks, what can be done with each, and when it was followed up."""
    place = opened(request, case)
    found = plans.plan(case=case)
    tasks = plans.tasks_of(case=case)
    context = {
        "goals": goals_with_tasks(place, found.goals, tasks),
        "efforts": effort_lines(place, found),
        "plan_note": plan_note(found),
        "follow_ups": found.follow_ups,
        "network_plan": networkplan.banner(place, found.networks),
        "network_plans": networkplan.earlier(place, found.networks),
    }
    return page(request, place, "plan", "plan", context, notes={"plan": open_note(tasks)})


@require_safe
def plan_print(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show the plan with own words and strengths on one page, as it is printed and given to the family."""
    place = opened(request, case, wanted=frozenset({"voices", "strengths"}))
    found = plans.plan(case=case)
    context = {
        "goals": goals_with_tasks(place, found.goals, plans.tasks_of(case=case)),
        "efforts": effort_lines(place, found),
        "plan_note": plan_note(found),
        "follow_ups": found.follow_ups[:1],
        "voices": voices(place.view),
        "strengths": [strength(row) for row in place.view.strengths],
        "today": clock.today(),
    }
    return page(request, place, "plan_print", "plan", context)


def _mark(text: str) -> tuple[datetime, UUID] | None:
    moment, _separator, id_ = text.rpartition("_")
    at = dates.moment_in(moment)
    try:
        return (at, UUID(id_)) if at else None
    except ValueError:
        return None


@require_safe
def timeline(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show what happened, newest first; ?kind= shows one kind only."""
    place = opened(request, case)
    kinds = dict(events_of.kinds())
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    after = _mark(request.GET.get("after", ""))
    happened, following = events_of.happened(case=case, only=kind, after=Mark(*after) if after else None)
    here = reverse("cases:timeline", args=[case])
    address = f"{here}?kind={kind}" if kind else here
    joint = "&" if kind else "?"
    ahead, past = telling.ahead_and_past(happened)
    context = {
        "ahead": telling.events(place, ahead),
        "events": telling.events(place, past),
        "kinds": [
            {"label": label, "url": f"{here}?kind={name}" if name else here, "count": None, "current": name == kind}
            for name, label in [("", _("All")), *kinds.items()]
        ],
        "print_url": reverse("cases:timeline-print", args=[case]) + (f"?kind={kind}" if kind else ""),
        "first_url": address if after else "",
        "next_url": f"{address}{joint}after={_written(following.at)}_{following.id}" if following else "",
    }
    return page(request, place, "timeline", "timeline", context)


@require_safe
def timeline_print(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show what happened on one page to be printed, oldest first, as far as the reader sees it; ?kind= as above."""
    place = opened(request, case)
    kinds = dict(events_of.kinds())
    kind = request.GET.get("kind", "")
    kind = kind if kind in kinds else ""
    happened, following = events_of.happened(case=case, only=kind, limit=PRINTED)
    note_timeline(case=case, kind=kind)
    here = reverse("cases:timeline", args=[case])
    ahead, past = telling.ahead_and_past(list(reversed(happened)))
    context = {
        "ahead": telling.events(place, ahead),
        "events": telling.events(place, past),
        "kind": kinds[kind] if kind else "",
        "is_cut": following is not None,
        "since": happened[-1].at if happened and following else None,
        "back_url": f"{here}?kind={kind}" if kind else here,
        "today": clock.today(),
        "reader": place.actor,
    }
    return page(request, place, "timeline_print", "timeline", context)


def _written(at: datetime) -> str:
    """Write a moment for an address: the sign of an offset would be read as a space."""
    return at.isoformat().replace("+00:00", "Z")


@require_safe
def words(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show all own words and strengths, and take one out that should not be there."""
    place = opened(request, case, wanted=frozenset({"voices", "strengths"}))
    context = {
        "groups": [
            {
                "title": Speaker(speaker).label,
                "voices": [voice(row) for row in place.view.voices if row["speaker"] == speaker],
            }
            for speaker in Speaker
        ],
        "strengths": [strength(row) for row in place.view.strengths],
    }
    return page(request, place, "words", "words", context)


@require_safe
def network(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show the network as a drawing and as a list; 403 where it is not shared."""
    place = opened(request, case, wanted=frozenset({"network"}))
    shown = network_of(place)
    if shown is None:
        raise PermissionDenied
    return page(request, place, "network", "network", {"network": shown})


@require_safe
def looked(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show who has seen what of the case and when; to the organisation that answers for it alone (R18)."""
    place = opened(request, case)
    if not place.standing.is_own:
        raise PermissionDenied
    context = looking.looked(request, dossier=case, here=reverse("cases:looked", args=[case]))
    return page(request, place, "looked", "looked", context)
