"""The overview of a case: own words first, strengths beside, then the plan, the latest events and the network."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from tvaers.cases import timeline
from tvaers.cases.access import CaseView
from tvaers.cases.enums import Circle, Closeness, Speaker
from tvaers.cases.queries import moving
from tvaers.cases.rules import OPENERS
from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.plans import queries as plans
from tvaers.ui import dates
from tvaers.ui.grammar import possessive
from tvaers.web.cases import telling
from tvaers.web.cases.drawing import drawn, sorted_people
from tvaers.web.cases.frame import Place, first_name, opened, page
from tvaers.web.cases.tasks import goals_with_tasks, open_count

LATEST = 4
# The page itself and the page of sharing tell these.
TOLD_ELSEWHERE = frozenset(
    {
        "goals",
        "goal-states",
        "efforts",
        "tasks-given",
        "voices",
        "strengths",
        "network",
        "taken-out",
        "disclosures",
        "consents",
        "consents-withdrawn",
    }
)
FIRST_SCREEN = frozenset({"voices", "strengths", "network"})


@require_safe
def overview(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show a case as far as the reader may see it."""
    place = opened(request, case, wanted=FIRST_SCREEN)
    plan = plans.plan(case=case)
    tasks = plans.tasks_of(case=case)
    events, _following = timeline.happened(case=case, but=TOLD_ELSEWHERE, limit=LATEST)
    ahead, past = telling.ahead_and_past(events)
    context = {
        "voices": voices(place.view),
        "strengths": [strength(row) for row in place.view.strengths],
        "goals": goals_with_tasks(place, plan.goals, tasks),
        "efforts": [row["title"] for row in plan.efforts if row["ended_on"] is None],
        "plan_note": plan_note(plan),
        "ahead": telling.events(place, ahead),
        "events": telling.events(place, past),
        "network": network(place),
        "handed": moving(case=case),
        "may_take": place.actor.has_role(*OPENERS),
        "is_review_due": place.may_steer and place.is_running and place.view.review_on <= clock.today(),
    }
    return page(request, place, "case", "case", context, notes={"plan": open_note(tasks)})


def open_note(tasks: list[dict[str, Any]]) -> str:
    """Return how many tasks are open, in words."""
    count = open_count(tasks)
    return ngettext("%(count)d open", "%(count)d open", count) % {"count": count} if count else ""


def plan_note(plan: plans.Plan) -> str:
    """Return since when the plan stands and when it is followed up."""
    if not plan.goals:
        return ""
    agreed = _("Agreed %(day)s.") % {"day": dates.short_day(min(goal["written_at"] for goal in plan.goals))}
    if plan.next_on is None:
        return agreed
    coming = (
        _("Followed up next %(day)s.") if plan.next_on >= clock.today() else _("Should have been followed up %(day)s.")
    )
    return f"{agreed} {coming % {'day': dates.day(plan.next_on)}}"


def voices(view: CaseView) -> dict[str, Any]:
    """Return the newest words of the young person and of the family, and how many there are besides."""
    young = [row for row in view.voices if row["speaker"] == Speaker.YOUNG]
    family = [row for row in view.voices if row["speaker"] != Speaker.YOUNG]
    name = first_name(view.person)
    return {
        "title": _("%(whose)s own words") % {"whose": possessive(name)} if name else _("The young person’s own words"),
        "young": voice(young[0]) if young else None,
        "family": voice(family[0]) if family else None,
        "more": len(view.voices) - bool(young) - bool(family),
    }


def voice(row: dict[str, Any]) -> dict[str, Any]:
    """Return own words with who said them and when."""
    said = _("%(who)s, %(day)s.") % {"who": row["said_by"], "day": dates.short_day(row["said_on"])}
    approved = _("Read and approved.") if row["is_approved"] else ""
    return {"id": row["id"], "words": row["words"], "said": " ".join(filter(None, (said, approved)))}


def strength(row: dict[str, Any]) -> dict[str, Any]:
    """Return a strength as the component shows it."""
    return {"id": row["id"], "what": row["title"].rstrip("."), "how": row["words"], "by": row["said_by"]}


def network(place: Place) -> dict[str, Any] | None:
    """Return the network as a drawing and as a list; None where it is not shared."""
    if not place.standing.sees(Category.OTHERS):
        return None
    people = sorted_people(place.view.network)
    numbered = [row | {"number": number} for number, row in enumerate(people, start=1)]
    groups = [
        {
            "title": circle.label,
            "people": [
                {
                    "id": row["id"],
                    "number": row["number"],
                    "name": row["name"],
                    "relation": row["relation"],
                    "brings": row["brings"],
                    "contact": Closeness(row["closeness"]).label,
                }
                for row in numbered
                if row["circle"] == circle
            ],
        }
        for circle in Circle
    ]
    return {
        "drawing": drawn(people, centre=first_name(place.view.person) or _("Young")) if people else None,
        "groups": [group for group in groups if group["people"]],
        "url": reverse("cases:network", args=[place.id]),
    }
