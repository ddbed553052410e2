"""Writing a plan and its parts."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.areas.queries import tree
from tvaers.areas.wording import words_of as area_words
from tvaers.conflict import actions, queries
from tvaers.conflict.access import get_for_planning
from tvaers.conflict.actions import ChangedMeanwhileError, TooManyError
from tvaers.conflict.enums import PartKind, PlanState
from tvaers.conflict.models import Part, Plan
from tvaers.conflict.rules import MOST_PARTS, WrongStateError, look_of
from tvaers.partnerships.actor import Actor
from tvaers.web.conflict.doors import planner
from tvaers.web.conflict.forms import PART_FORMS, PartForm, WriteForm, words_of

FIELDS = ("kind", "title", "trigger", "happened_on", "normal_signs")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a plan as a draft."""
    actor = planner(request)
    area = request.GET.get("area", "")
    form = _form(request.POST if request.method == "POST" else None, actor, {"areas": [area], "lead": str(actor.id)})
    if form.is_bound and form.is_valid():
        plan = actions.begin(by=actor, told=form.told(), form=form.cleaned_data["form"])
        messages.success(request, _("The draft is saved. Only your own organisation sees it until it is put in force."))
        return redirect("conflict:plan", plan=plan)
    return _page(request, form, title=_("New conflict plan"), back=reverse("conflict:list"))


def _form(typed: Any, actor: Actor, initial: dict[str, Any], stands: Plan | None = None) -> WriteForm:  # noqa: ANN401
    return WriteForm(
        typed,
        initial=initial,
        places=tree(),
        authorities=queries.authorities(),
        colleagues=queries.colleagues(actor=actor),
        own=actor.organisation.id,
        stands=vars(stands) if stands else None,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Change what a plan is."""
    actor = planner(request)
    row = get_for_planning(actor=actor, id=plan)
    if row.state == PlanState.CLOSED:
        return redirect("conflict:plan", plan=plan)
    form = _form(request.POST if request.method == "POST" else None, actor, _begun(row), row)
    page = {"title": _("Change the plan"), "back": reverse("conflict:plan", args=[plan]), "about": row.title}
    if form.is_bound and form.is_valid():
        try:
            actions.save(by=actor, plan=plan, told=form.told(), edition=form.cleaned_data["version"] or 0)
        except ChangedMeanwhileError:
            return _again(request, actor, row, page)
        except WrongStateError:
            form.add_error("kind", _("The plan lies ready, so it is for something that can be foreseen."))
            return _page(request, form, **page)
        messages.success(request, _("Saved."))
        return redirect("conflict:plan", plan=plan)
    return _page(request, form, **page)


def _begun(row: Plan) -> dict[str, Any]:
    begun = {name: getattr(row, name) for name in FIELDS} | {"version": row.edition, "lead": str(row.lead_id)}
    return begun | {name: [str(each) for each in getattr(row, name)] for name in ("areas", "audience")}


def _page(request: HttpRequest, form: WriteForm, *, title: str, back: str, **more: Any) -> HttpResponse:
    status = more.pop("status", HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK)
    context = {"form": form, "title": title, "back_url": back, **more}
    return render(request, "conflict/write.html", context, status=status)


def _again(request: HttpRequest, actor: Actor, row: Plan, page: dict[str, Any]) -> HttpResponse:
    """Show what was typed beside what a colleague has saved meanwhile; saving again is a choice made knowingly."""
    typed = request.POST.copy()
    typed["version"] = str(row.edition)
    form = _form(typed, actor, {}, row)
    form.is_valid()
    form.add_error(None, _("A colleague has changed the plan meanwhile. Look below, and save again if yours is right."))
    return _page(request, form, **page, theirs=row, status=HTTPStatus.CONFLICT)


@require_POST
def drop(request: HttpRequest, plan: UUID) -> HttpResponse:
    """Drop a draft."""
    try:
        actions.drop(by=planner(request), plan=plan)
    except WrongStateError:
        messages.info(request, _("The plan is no draft any more."))
        return redirect("conflict:plan", plan=plan)
    messages.success(request, _("The draft is dropped."))
    return redirect("conflict:list")


# --- parts --------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def part_new(request: HttpRequest, plan: UUID, kind: str) -> HttpResponse:
    """Add who does what, a measure or a message."""
    actor = planner(request)
    if kind not in PartKind.values:
        raise Http404
    row = get_for_planning(actor=actor, id=plan)
    if row.state == PlanState.CLOSED:
        return redirect("conflict:plan", plan=plan)
    form = _part_form(_typed(request), row, PartKind(kind))
    if form.is_bound and form.is_valid():
        try:
            actions.add_part(by=actor, plan=plan, piece=form.piece(), form=form.cleaned_data["form"])
        except TooManyError:
            form.add_error(None, _("A plan holds %(most)d lines. Take one out first.") % {"most": MOST_PARTS})
            return _part_page(request, form, row)
        messages.success(request, _("It stands in the plan."))
        if request.POST.get("do") == "another":
            return redirect("conflict:part-new", plan=plan, kind=kind)
        return redirect(f"{reverse('conflict:plan', args=[plan])}#{kind}s")
    return _part_page(request, form, row)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, plan: UUID, part: UUID) -> HttpResponse:
    """Change a part of a plan."""
    actor = planner(request)
    row = get_for_planning(actor=actor, id=plan)
    stands = queries.part(plan=plan, part=part)
    if row.state == PlanState.CLOSED:
        return redirect("conflict:plan", plan=plan)
    form = _part_form(_typed(request), row, PartKind(stands.kind), stands)
    if form.is_bound and form.is_valid():
        try:
            actions.change_part(by=actor, plan=plan, part=part, piece=form.piece(), seen=form.cleaned_data["seen"])
        except ChangedMeanwhileError:
            return _part_again(request, row, queries.part(plan=plan, part=part))
        messages.success(request, _("Saved."))
        return redirect(f"{reverse('conflict:plan', args=[plan])}#part-{part}")
    return _part_page(request, form, row, stands)


def _part_again(request: HttpRequest, row: Plan, theirs: Part) -> HttpResponse:
    """Show what was typed beside what a colleague has saved meanwhile; saving again is a choice made knowingly."""
    typed = request.POST.copy()
    typed["seen"] = look_of(theirs)
    form = _part_form(typed, row, PartKind(theirs.kind), theirs)
    form.is_valid()
    form.add_error(None, _("A colleague has changed this meanwhile. Look below, and save again if yours is right."))
    return _part_page(request, form, row, theirs, status=HTTPStatus.CONFLICT)


def _part_form(typed: QueryDict | None, row: Plan, kind: PartKind, stands: Part | None = None) -> PartForm:
    readers = {row.owner_id, *row.audience}
    begun: dict[str, Any] = {"organisation": str(row.owner_id)}
    known = area_words(tree())
    if stands is not None:
        names = ("target", "text", "who", "contact", "due_on")
        begun = {name: getattr(stands, name) for name in names}
        begun |= {"organisation": str(stands.organisation_id or ""), "seen": look_of(stands)}
        known |= words_of(stands.who, stands.text, stands.contact)
    return PART_FORMS[kind](
        typed,
        doers=[each for each in queries.authorities() if each["id"] in readers],
        known=known,
        initial=begun,
    )


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _part_page(
    request: HttpRequest, form: PartForm, row: Plan, stands: Part | None = None, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    titles = {
        PartKind.ACTOR: (_("Who does what"), _("Change who does what")),
        PartKind.MEASURE: (_("New measure"), _("Change the measure")),
        PartKind.MESSAGE: (_("New message"), _("Change the message")),
    }[form.KIND]
    theirs = stands if status == HTTPStatus.CONFLICT else None
    if form.errors and not theirs:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "plan": row, "title": titles[stands is not None], "part": stands, "theirs": theirs}
    return render(request, "conflict/part.html", context, status=status)


@require_POST
def part_out(request: HttpRequest, plan: UUID, part: UUID) -> HttpResponse:
    """Take a part out of a plan."""
    try:
        actions.take_out_part(by=planner(request), plan=plan, part=part)
    except WrongStateError:
        return redirect("conflict:plan", plan=plan)
    messages.success(request, _("It is taken out of the plan."))
    return redirect("conflict:plan", plan=plan)
