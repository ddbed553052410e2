"""One task: for the owner elsewhere nothing but the task; for those who see the case also the way there."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tvaers.foundation import clock
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import OrganisationKind
from tvaers.partnerships.rules import DECIDING
from tvaers.plans import queries, rules
from tvaers.plans.enums import TaskState
from tvaers.plans.rules import Part, Stand
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.enums import May
from tvaers.sharing.standing import Standing, standing
from tvaers.ui.fields import ComingDate, Once, words
from tvaers.web.cases.frame import about, called
from tvaers.web.cases.tasks import task_words


class CommentForm(Once):
    """A word on a task."""

    words = words("", rows=2)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the field."""
        super().__init__(*args, **options)
        self.fields["words"].label = _("Write on the task")
        self.fields["words"].help_text = _("Everybody who sees the task reads it.")
        self.fields["words"].error_messages["required"] = _("Write something before you send it.")


class MoveForm(forms.Form):
    """Another day."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Name the field."""
        super().__init__(*args, **options)
        self.fields["due_on"] = ComingDate(label=_("New day"))


class HindersForm(Once):
    """What is in the way of a task whose day has passed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, may_steer: bool, **options: Any) -> None:
        """Ask for another day of whoever may give it one."""
        super().__init__(*args, **options)
        self.fields["words"] = words(
            _("What is in the way?"),
            rows=3,
            help_text=_("Everybody who sees the task reads it. What would help?"),
            missing=_("Write what is in the way, in a sentence or two."),
        )
        if may_steer:
            self.fields["due_on"] = ComingDate(
                label=_("New day"), required=False, help_text=_("Leave it empty when the day is to stay.")
            )


def found(request: HttpRequest, task: UUID) -> tuple[Actor, dict[str, Any], Part, Standing]:
    """Return a task with what the asker is to it. Raises Http404."""
    actor = actor_in(request)
    row = queries.task(task=task)
    if row is None:
        raise Http404
    stands = standing(dossier=task)
    part = rules.part(
        actor=actor.id,
        organisation=actor.organisation.id,
        owner=row["owner_id"],
        giver=stands.owner_id,
        may_write=stands.may is May.CONTRIBUTE,
        decides=bool(actor.roles & DECIDING),
    )
    return actor, row, part, stands


@require_safe
def task(request: HttpRequest, task: UUID) -> HttpResponse:
    """Show one task with what was written on it."""
    actor, row, part, stands = found(request, task)
    return draw(request, actor, row, part, stands)


def draw(  # noqa: PLR0917 - the page with whichever form has been sent
    request: HttpRequest,
    actor: Actor,
    row: dict[str, Any],
    part: Part,
    stands: Standing,
    comment: CommentForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Draw the page of a task."""
    shown = task_words(row)
    is_open = row["stand"] not in rules.FINISHED
    limited = actor.organisation.kind == OrganisationKind.POLICE
    context = {
        "task": shown,
        "row": row,
        "bar": _bar(row, limited=limited) if row["case_id"] else None,
        "limited": limited,
        "answers": _facts(row, stands),
        "form": comment or CommentForm(),
        "may_finish": part.may_finish and row["stand"] is Stand.OPEN,
        "may_undo": not is_open and part.may_take_up(row["state"]) and not _finished_with_case(row),
        "may_steer": part.may_steer and is_open,
        "give_again_url": give_again(row) if part.may_steer and row["stand"] in rules.NOBODYS else "",
        "may_write": part.may_write,
        "may_hand_on": may_hand_on(row, part),
        "sentence": _sentence(row, part),
        "back_url": reverse("cases:plan", args=[row["case_id"]]) if row["case_id"] else reverse("tasks:list"),
        "own": actor.id,
        "people": stands.people,
        "is_own": stands.is_own,
    }
    return render(request, "tasks/task.html", context, status=status)


def may_hand_on(row: dict[str, Any], part: Part) -> bool:
    """Tell whether whoever sees the task hands it on: its owner, in the organisation that gave it, while it is open."""
    return part.is_owner and part.is_givers and part.may_write and row["state"] == TaskState.OPEN


def _finished_with_case(row: dict[str, Any]) -> bool:
    """Tell whether a task was finished before its case was closed, as far as the asker sees the case."""
    return bool(row["case_closed_at"] and row["done_at"] and row["done_at"] <= row["case_closed_at"])


def give_again(row: dict[str, Any]) -> str:
    """Return where an open task is given again in place of this one; "" to those who do not see the case."""
    if not row["case_id"]:
        return ""
    return f"{reverse('cases:task-add', args=[row['case_id']])}?again={row['id']}"


def _bar(row: dict[str, Any], *, limited: bool) -> dict[str, Any]:
    return {
        "name": called(row["person"]),
        "about": about(row["person"]),
        "url": reverse("cases:case", args=[row["case_id"]]),
        "limited": limited,
    }


def _facts(row: dict[str, Any], stands: Standing) -> list[dict[str, str]]:
    given = _("%(who)s, %(organisation)s") % {
        "who": row["giver_name"] or "",
        "organisation": row["giver_organisation"] or "",
    }
    facts = [(_("Given by"), given)]
    if not stands.is_own and stands.basis:
        facts.append((_("Your access is based on"), stands.basis))
    return [{"question": question, "answer": answer, "url": ""} for question, answer in facts]


def _sentence(row: dict[str, Any], part: Part) -> str:
    """Say in a sentence how the task stands, where a date does not say it."""
    name = {"who": row["owner_name"] or "", "organisation": row["owner_organisation"] or ""}
    if part.is_givers:
        words = {
            Stand.DRAFTED: _("Waits for a leader's approval. %(who)s, %(organisation)s, does not see it before."),
            Stand.WAITING: _("%(who)s, %(organisation)s, has not answered yet and may decline. It is not late."),
            Stand.DECLINED: _(
                "%(who)s, %(organisation)s, has declined. No reason is needed."
                " Give the task to somebody else, or cancel it."
            ),
            Stand.UNANSWERED: _(
                "%(who)s, %(organisation)s, has not answered in time. Give the task to somebody else, or cancel it."
            ),
            Stand.ENDED: _("%(who)s, %(organisation)s, no longer sees the task."),
        }
        if row["stand"] in words:
            return words[row["stand"]] % name
    if part.is_owner and not part.may_write and row["stand"] not in rules.FINISHED:
        return _(
            "What it was given on has ended. You keep the text of what you took on, and nothing more is shared."
            " Ring %(giver)s about the rest."
        ) % {"giver": row["giver_name"] or row["giver_organisation"] or ""}
    if row["stand"] is Stand.OPEN and row["due_on"] < clock.today():
        return _("The day is over. Do it, or agree on another day.") if part.is_owner else ""
    return ""
