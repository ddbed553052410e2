"""The plans that somebody sees, and one of them: what is done, what is said, who does what, and its log."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tvaers.areas.queries import tree
from tvaers.areas.wording import words_of as area_words
from tvaers.conflict import actions, queries, wording
from tvaers.conflict.access import may_log, may_plan
from tvaers.conflict.actions import may_tick
from tvaers.conflict.enums import PartKind, PlanState, Target
from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.wording import listed
from tvaers.sharing.entrance import actor_in
from tvaers.web.conflict.doors import authorities
from tvaers.web.conflict.forms import LogForm


@require_GET
@authorities
def every(request: HttpRequest) -> HttpResponse:
    """List the plans: those in force first, then what lies ready, drafts, and what is over."""
    actor = actor_in(request)
    rows = queries.plans()
    names = queries.area_names({area for row in rows for area in row["areas"]})
    lines = [_line(row, names, actor) for row in rows]
    groups = [
        {"label": label, "lines": [each for each in lines if each["state"] in states], "is_quiet": is_quiet}
        for label, states, is_quiet in (
            (PlanState.IN_FORCE.label, {PlanState.IN_FORCE}, False),
            (_("Normal again: what was learned?"), {PlanState.NORMAL}, False),
            (_("Ready for what can be foreseen"), {PlanState.READY}, False),
            (_("Drafts of ours"), {PlanState.DRAFT}, False),
            (_("Over"), {PlanState.CLOSED}, True),
        )
    ]
    context = {"groups": [each for each in groups if each["lines"]], "may_plan": may_plan(actor)}
    return render(request, "conflict/list.html", context)


def _line(row: dict[str, Any], names: dict[UUID, str], actor: Actor) -> dict[str, Any]:
    found = wording.line(row, names=names, organisation=actor.organisation.id)
    return found | {"url": reverse("conflict:plan", args=[row["id"]])}


@require_http_methods(["GET", "HEAD", "POST"])
@authorities
def plan(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Show a plan to its readers, and let them add to its log."""
    actor = actor_in(request)
    row = queries.one(actor=actor, plan=plan)
    if request.method == "POST" and not may_log(actor):
        raise PermissionDenied
    form = _log_form(request)
    if form.is_bound and form.is_valid() and _logged(actor, plan, form):
        messages.success(request, _("The line stands in the log."))
        return redirect("conflict:plan", plan=plan)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "conflict/plan.html", _shown(actor, row) | {"form": form}, status=status)


@require_POST
@authorities
def line_out(request: HttpRequest, plan: UUID, line: UUID) -> HttpResponse:
    """Take a line out of the log that names somebody or tells too much."""
    actions.take_out_line(by=actor_in(request), plan=plan, line=line)
    messages.success(request, _("The line is taken out, for all who read the plan."))
    return redirect("conflict:plan", plan=plan)


def _log_form(request: HttpRequest) -> LogForm:
    if request.method != "POST":
        return LogForm()
    return LogForm(request.POST, known=area_words(tree()))


def _logged(actor: Actor, plan: UUID, form: LogForm) -> bool:
    """Add what was typed; False, said at its field, where the plan is no longer in force."""
    typed = form.cleaned_data
    try:
        actions.log(by=actor, plan=plan, text=typed["text"], form=typed["form"])
    except Http404:
        form.add_error("text", _("The plan is not in force, so nothing is added to its log."))
        return False
    return True


def _shown(actor: Actor, row: dict[str, Any]) -> dict[str, Any]:
    """Return what the page of a plan shows."""
    state, today = row["state"], clock.today()
    may = row["is_own"] and may_plan(actor)
    is_in_force = state is PlanState.IN_FORCE
    names = {each["id"]: each["name"] for each in queries.authorities()}
    areas = queries.area_names(row["areas"])
    found = [
        wording.part(each, today)
        | {"may_tick": is_in_force and may_tick(actor, owner=row["owner_id"], organisation=each["organisation_id"])}
        for each in queries.parts(plan=row["id"])
    ]
    is_reviewed = state in {PlanState.IN_FORCE, PlanState.READY}
    return {
        "one": row,
        "plans": may,
        "writes": may and state is not PlanState.CLOSED,
        "is_draft": state is PlanState.DRAFT,
        "is_ready": state is PlanState.READY,
        "is_in_force": is_in_force,
        "is_normal": state is PlanState.NORMAL,
        "is_closed": state is PlanState.CLOSED,
        "is_foreseeable": wording.is_foreseeable(row),
        "areas": [{"name": name, "url": reverse("localpicture:area", args=[area])} for area, name in areas.items()],
        "readers": listed([row["owner"], *(names[each] for each in row["audience"] if each in names)]),
        "measures": _by_target(found, PartKind.MEASURE),
        "messages_said": _by_target(found, PartKind.MESSAGE),
        "actors": [each for each in found if each["kind"] is PartKind.ACTOR],
        "lines": queries.lines(plan=row["id"]),
        "may_log": is_in_force and may_log(actor),
        "is_due": may and is_reviewed and row["review_on"] <= today,
        "is_reviewed": is_reviewed,
    }


def _by_target(parts: list[dict[str, Any]], kind: PartKind) -> list[dict[str, Any]]:
    """Return the parts of a kind by whom they are for: label, parts."""
    of_kind = [each for each in parts if each["kind"] is kind]
    groups = [
        {"label": target.label, "parts": [each for each in of_kind if each["target"] is target]} for target in Target
    ]
    return [each for each in groups if each["parts"]]


@require_POST
@authorities
def tick(request: HttpRequest, plan: UUID, part: UUID) -> HttpResponse:
    """Say that a measure is done or a message said, or that it is not yet."""
    is_done = request.POST.get("do") != "take-back"
    try:
        actions.tick(by=actor_in(request), plan=plan, part=part, is_done=is_done)
    except Http404:
        if not queries.sees_plan(plan):
            raise
        messages.info(request, _("The plan has changed meanwhile. Look at it before you go on."))
        return redirect("conflict:plan", plan=plan)
    messages.success(request, _("Ticked off, with your name.") if is_done else _("It is not ticked off any more."))
    return redirect(f"{reverse('conflict:plan', args=[plan])}#part-{part}")
