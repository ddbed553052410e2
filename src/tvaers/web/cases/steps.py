"""The course of a case: its facts and history, and the steps – review, pause, resume, new lead, close, reopen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tvaers.cases import rules
from tvaers.cases.actions import course
from tvaers.cases.enums import Outcome, Parents, StepKind
from tvaers.cases.events import STEP_TITLES, step_words
from tvaers.cases.queries import EntryRead, entry_read, joined_concerns, running_about
from tvaers.concerns.queries import thin
from tvaers.foundation import clock
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.plans.actions import goals, tasks
from tvaers.plans.actions.ending import Closing, Ending, OpenTasksError, close_case
from tvaers.plans.queries import goals as goals_of
from tvaers.plans.queries import open_tasks, tasks_of
from tvaers.plans.rules import RUNNING
from tvaers.plans.rules import Stand as TaskStand
from tvaers.ui import dates
from tvaers.ui.fields import ComingDate, radios, reason, words
from tvaers.web.cases import restricting
from tvaers.web.cases.frame import Place, address, capital, form_page, opened, opened_to_steer, page
from tvaers.web.cases.opening import leads
from tvaers.web.cases.second import standing_words

CONFLICT = 409
# What somebody else did first; nothing typed is lost by it.
MEANWHILE = (
    course.ChangedMeanwhileError,
    goals.ChangedMeanwhileError,
    tasks.WrongStateError,
    rules.WrongStepError,
    OpenTasksError,
)
COURSE = frozenset({"steps", "contacts"})


@require_safe
def show(request: HttpRequest, case: UUID) -> HttpResponse:
    """Show why the case is there, what has happened to it, and which steps it can take; to its owner alone."""
    place = opened(request, case, wanted=COURSE)
    if not place.standing.is_own:
        raise PermissionDenied
    stands = entry_read(case=case, member=place.actor.id)
    context = {"answers": _facts(place, stands), "steps": _possible(place, stands), "history": _history(place)}
    context["concerns"] = _concerns(place)
    return page(request, place, "course", "course", context)


def _facts(place: Place, stands: EntryRead | None) -> list[dict[str, str]]:
    view = place.view
    rows = [
        (_("Opened"), dates.day(view.opened_at)),
        (_("Opened on"), str(view.criterion.label)),
        (_("Reason"), view.reason),
        (_("Purpose"), capital(PURPOSE_LABELS[view.purpose])),
        (_("Legal basis"), view.basis),
        (_("Lead"), view.lead_name),
        (_("Unit"), view.unit_name),
        (_("Second reader"), standing_words(stands)),
    ]
    told = view.contacts[0] if view.contacts else None
    if told:
        rows.append((_("The parents"), f"{Parents(told['kind']).label}. {told['words']}"))
    if view.is_closed:
        rows.append((_("Outcome"), str(view.outcome.label) if view.outcome else ""))
        rows.append((_("To be erased"), dates.day(view.erase_on) if view.erase_on else ""))
    else:
        rows.append((_("Reviewed by"), dates.day(view.review_on)))
    return [{"question": question, "answer": answer, "url": ""} for question, answer in rows if answer]


def _concerns(place: Place) -> list[dict[str, Any]]:
    """Return the concerns that the case was opened from or that were joined to it; whoever sees one can go there."""
    joined = thin(joined_concerns(case=place.id))
    return [
        {
            "url": address("concerns:concern", concern=row["id"]),
            "headline": row["headline"] or _("Concern without a headline"),
            "at": row["received_at"],
        }
        for row in joined
    ]


def _history(place: Place) -> list[dict[str, Any]]:
    return [
        {"at": step["at"], "title": str(STEP_TITLES[StepKind(step["kind"])]), "text": step_words(step)}
        for step in place.view.steps
    ]


# In the order in which they are offered; each with what it does, in a line.
OFFERED: dict[StepKind, tuple[str | Promise, str | Promise]] = {
    StepKind.REVIEWED: (gettext_lazy("Review the case"), gettext_lazy("Is it still needed, and is the plan right?")),
    StepKind.LEAD: (gettext_lazy("Give it a new lead"), gettext_lazy("The colleague sees the case at once.")),
    StepKind.PAUSED: (gettext_lazy("Pause the case"), gettext_lazy("It waits for something, until a day.")),
    StepKind.RESUMED: (gettext_lazy("Go on with the case"), gettext_lazy("What it waited for has happened.")),
    StepKind.CLOSED: (gettext_lazy("Close the case"), gettext_lazy("With an outcome. What was shared ends.")),
    StepKind.REOPENED: (gettext_lazy("Take the case up again"), gettext_lazy("What was shared before stays ended.")),
}


def _possible(place: Place, stands: EntryRead | None) -> list[dict[str, Any]]:
    if not place.may_steer:
        return []
    read = {
        "title": _("Be the second reader"),
        "hint": _("Read why the case is there. Agree, or say what you doubt."),
        "url": reverse("cases:second-reader", args=[place.id]),
    }
    waits = stands is not None and not stands.is_done and not stands.is_mine and place.is_running
    steps = [
        {"title": title, "hint": hint, "url": reverse("cases:step", args=[place.id, kind.value])}
        for kind, (title, hint) in OFFERED.items()
        if (place.view.state, kind) in rules.STEPS
    ]
    moves = {"title": _("Hand the case over"), "hint": _("The young person moves to another municipality.")}
    moves |= {"url": reverse("cases:move", args=[place.id])}
    return [*[read] * waits, *steps, *([moves] if place.is_running else []), *restricting.offered(place)]


@dataclass(frozen=True)
class Ends:
    """What closing asks about: the open tasks, and the goals."""

    tasks: list[dict[str, Any]]
    goals: list[dict[str, Any]]


class StepForm(forms.Form):
    """A step with its reason. version: the case that was in front of the reader."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: StepKind, place: Place, ends: Ends, outcome: str = "", **options: Any) -> None:
        """Ask what the step needs. outcome: the one that is proposed."""
        options["initial"] = {"version": place.view.version}
        super().__init__(*args, **options)
        latest = rules.latest_review(clock.today())
        if kind is StepKind.CLOSED:
            self.fields["outcome"] = radios(_("How did it end?"), Outcome.choices)
            self.fields["outcome"].error_messages["required"] = _("Choose how the case ended.")
            self.fields["outcome"].initial = outcome
            for goal in ends.goals:
                self._ask_about(goal)
            for task in ends.tasks:
                self.fields[f"task_{task['id']}"] = _ending_field(task)
        if kind is StepKind.LEAD:
            others = [each for each in leads(place.actor) if each[0] != str(place.view.lead_id)]
            self.fields["lead"] = forms.ChoiceField(label=_("New lead"), choices=others)
        label, hint = REASONS[kind]
        self.fields["reason"] = reason(str(label), str(hint))
        if kind in {StepKind.REVIEWED, StepKind.REOPENED, StepKind.PAUSED}:
            label = _("Paused until") if kind is StepKind.PAUSED else _("Next review")
            self.fields["day"] = ComingDate(label=label, latest=latest, help_text=_("Within three months."))
            self.fields["day"].initial = rules.usual_review(clock.today())

    def _ask_about(self, goal: dict[str, Any]) -> None:
        """Ask what came of a goal; one that was evaluated meanwhile is asked about only where something was typed."""
        name = f"goal_{goal['id']}"
        if goal["evaluation"] and not str(self.data.get(name, "")).strip():
            return
        hint = _("In words, the young person’s own where you can. Leave it empty when there is nothing to say.")
        if goal["evaluation"]:
            hint = _("Evaluated in between: %(words)s What you write replaces it.") % {"words": goal["evaluation"]}
        label = _("What came of the goal: %(goal)s") % {"goal": goal["words"]}
        self.fields[name] = words(label, required=False, rows=2, help_text=hint)
        self.fields[f"read_{goal['id']}"] = forms.IntegerField(
            widget=forms.HiddenInput, initial=goal["version"], required=False
        )

    def evaluations(self) -> dict[UUID, tuple[int, str]]:
        """Return what came of each goal of which something was said, with the version that was read."""
        typed = self.cleaned_data
        said = {name.removeprefix("goal_") for name in typed if name.startswith("goal_") and typed[name].strip()}
        return {UUID(goal): (typed[f"read_{goal}"] or 0, typed[f"goal_{goal}"]) for goal in said}

    def endings(self) -> dict[UUID, Ending]:
        """Return what becomes of each open task."""
        return {
            UUID(name.removeprefix("task_")): Ending(value)
            for name, value in self.cleaned_data.items()
            if name.startswith("task_")
        }


REASONS: dict[StepKind, tuple[str | Promise, str | Promise]] = {
    StepKind.REVIEWED: (
        gettext_lazy("What did you see?"),
        gettext_lazy("How it goes, what was changed, and why the case is still needed."),
    ),
    StepKind.LEAD: (gettext_lazy("Why?"), ""),
    StepKind.PAUSED: (gettext_lazy("What is it waiting for?"), ""),
    StepKind.RESUMED: (gettext_lazy("What has happened?"), ""),
    StepKind.CLOSED: (
        gettext_lazy("What came of it, and who is there for the young person now?"),
        gettext_lazy("Written so that a colleague understands it in a year."),
    ),
    StepKind.REOPENED: (gettext_lazy("Why is it needed again?"), ""),
}


def _ending_field(task: dict[str, Any]) -> forms.ChoiceField:
    choices = [
        (Ending.DONE.value, _("Done")),
        (Ending.CANCELLED.value, _("Cancelled")),
    ]
    if task["stand"] in RUNNING:
        goes_on = _("Goes on with %(who)s after the case") % {"who": task["owner_name"] or "–"}
        choices.append((Ending.GOES_ON.value, goes_on))
    field = radios(_("What becomes of the task: %(task)s") % {"task": task["text"]}, choices)
    field.error_messages["required"] = _("Say what becomes of the task.")
    return field


def _take(kind: StepKind, place: Place, form: StepForm) -> None:
    """Take the step. Raises one of MEANWHILE."""
    typed = form.cleaned_data
    given: dict[str, Any] = {"by": place.actor, "case": place.id, "version": typed["version"]}
    said = typed["reason"]
    calls: dict[StepKind, Callable[[], None]] = {
        StepKind.REVIEWED: lambda: course.review(**given, words=said, next_on=typed["day"]),
        StepKind.LEAD: lambda: course.hand_lead(**given, lead=UUID(typed["lead"]), reason=said),
        StepKind.PAUSED: lambda: course.pause(**given, reason=said, until=typed["day"]),
        StepKind.RESUMED: lambda: course.resume(**given, reason=said),
        StepKind.CLOSED: lambda: close_case(
            **given,
            closing=Closing(
                outcome=Outcome(typed["outcome"]),
                reason=said,
                endings=form.endings(),
                evaluations=form.evaluations(),
            ),
        ),
        StepKind.REOPENED: lambda: course.reopen(**given, reason=said, review_on=typed["day"]),
    }
    calls[kind]()


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, case: UUID, kind: str) -> HttpResponse:
    """Ask for a step's reason and take it; when somebody else changed the case meanwhile, say so and lose nothing."""
    place = opened_to_steer(request, case)
    wanted = next((each for each in OFFERED if each.value == kind), None)
    if wanted is None:
        raise Http404
    back = reverse("cases:course", args=[case])
    if (place.view.state, wanted) not in rules.STEPS:
        messages.info(request, _("The case has changed. This step is not possible now."))
        return HttpResponseRedirect(back)
    if wanted is StepKind.REOPENED and (running := running_about(person=place.view.person_id, but=case)):
        return _to_running(request, running)
    ends = _ends(wanted, case)
    form = StepForm(request.POST or None, kind=wanted, place=place, ends=ends, outcome=request.GET.get("outcome", ""))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _take(wanted, place, form)
        except course.AlreadyOpenError as already:
            return _to_running(request, already.case)
        except course.NotTakenOverError:
            form.add_error(
                None, _("The case is being handed over, and nobody has it there yet. It goes on here until then.")
            )
            status = CONFLICT
        except MEANWHILE:
            place = opened_to_steer(request, case)
            form = _again(request, wanted, place, ends)
            status = CONFLICT
        else:
            messages.success(request, str(STEP_TITLES[wanted]) + ".")
            return HttpResponseRedirect(reverse("cases:case", args=[case]) if wanted is StepKind.REOPENED else back)
    title, hint = OFFERED[wanted]
    context = {
        "title": title,
        "intro": hint,
        "form": form,
        "do": title,
        "warning": wanted is StepKind.CLOSED,
        "back_url": back,
        "extra_template": "cases/_closing.html" if wanted is StepKind.CLOSED else "",
    }
    return form_page(request, place, "course", context, status=status)


def _to_running(request: HttpRequest, running: UUID) -> HttpResponse:
    """Lead to the case that runs about the young person: there is one at a time, and the work goes on in it."""
    messages.warning(
        request,
        _("There is a running case about the young person: this one. The closed one stays closed; go on here."),
    )
    return HttpResponseRedirect(reverse("cases:case", args=[running]))


def _ends(kind: StepKind, case: UUID) -> Ends:
    return Ends(open_tasks(case=case), goals_of(case=case)) if kind is StepKind.CLOSED else Ends([], [])


def _again(request: HttpRequest, kind: StepKind, place: Place, asked: Ends) -> StepForm:
    """Return the form with what was typed, the versions of the case and its goals as they stand now, and what is done.

    asked: what the form asked about before somebody else was first.
    """
    ends = _ends(kind, place.id)
    typed = request.POST.copy()
    typed["version"] = str(place.view.version)
    for goal in ends.goals:
        typed[f"read_{goal['id']}"] = str(goal["version"])
    form = StepForm(typed, kind=kind, place=place, ends=ends)
    form.is_valid()
    form.add_error(
        None,
        _("Somebody else has changed the case in between. Look at it before you go on; your words are still here."),
    )
    for line in _finished_between(place.id, asked, ends):
        form.add_error(None, line)
    return form


def _finished_between(case: UUID, asked: Ends, ends: Ends) -> list[str]:
    """Say which of the tasks that were asked about somebody else has finished."""
    gone = {task["id"] for task in asked.tasks} - {task["id"] for task in ends.tasks}
    words = {
        TaskStand.DONE: _("Done in between: %(task)s"),
        TaskStand.CANCELLED: _("Cancelled in between: %(task)s"),
    }
    return [
        words[row["stand"]] % {"task": row["text"]}
        for row in (tasks_of(case=case) if gone else [])
        if row["id"] in gone
    ]
