"""What is done with a task: done, opened again, cancelled, moved, written on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.plans.actions import tasks
from tvaers.plans.enums import TaskState
from tvaers.ui import dates, said
from tvaers.web.cases.frame import address
from tvaers.web.tasks.show import CommentForm, HindersForm, MoveForm, draw, found, give_again

CONFLICT = 409


def _back(request: HttpRequest, row: dict[str, Any]) -> HttpResponse:
    """Go back to where the box was ticked: the case, a list, Today, or the task itself."""
    back = request.POST.get("back") or request.GET.get("back", "")
    if back == "today":
        return HttpResponseRedirect(address("today:list") or reverse("tasks:list"))
    if back == "list":
        return HttpResponseRedirect(reverse("tasks:list"))
    if row["case_id"] and back == str(row["case_id"]):
        return HttpResponseRedirect(reverse("cases:case", args=[row["case_id"]]))
    return HttpResponseRedirect(reverse("tasks:task", args=[row["id"]]))


@require_POST
def done(request: HttpRequest, task: UUID) -> HttpResponse:
    """Mark a task as done."""
    actor, row, part, _stands = found(request, task)
    if not part.may_finish:
        raise PermissionDenied
    try:
        tasks.finish(by=actor, task=task)
    except tasks.WrongStateError:
        messages.info(request, _("The task was done or cancelled already."))
    else:
        back = urlencode({"back": request.POST.get("back") or request.GET.get("back", "")})
        undo_url = f"{reverse('tasks:undo', args=[task])}?{back}"
        said.done(request, _("Done: %(task)s") % {"task": row["text"]}, undo=undo_url)
    return _back(request, row)


@require_POST
def undo(request: HttpRequest, task: UUID) -> HttpResponse:
    """Open a finished task again: a cancelled one only in the organisation that gave it."""
    actor, row, part, _stands = found(request, task)
    if not part.may_take_up(row["state"]):
        raise PermissionDenied
    try:
        tasks.take_up(by=actor, task=task)
    except tasks.WrongStateError:
        messages.info(request, _("The task is open already."))
    except tasks.NotYoursError as refused:
        raise PermissionDenied from refused
    except tasks.FinishedWithCaseError:
        messages.warning(request, _("The task was finished when the case was closed, and stays so."))
    else:
        messages.success(request, _("The task is open again."))
    return _back(request, row)


@require_POST
def cancel(request: HttpRequest, task: UUID) -> HttpResponse:
    """Cancel a task; only the organisation that gave it may."""
    actor, row, part, _stands = found(request, task)
    if not part.may_steer:
        raise PermissionDenied
    try:
        tasks.finish(by=actor, task=task, state=TaskState.CANCELLED)
    except tasks.WrongStateError:
        messages.info(request, _("The task was done or cancelled already."))
    else:
        messages.success(request, _("The task has been cancelled."))
    return _back(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, task: UUID) -> HttpResponse:
    """Give a task another day."""
    actor, row, part, _stands = found(request, task)
    if not part.may_steer or row["state"] != TaskState.OPEN:
        raise PermissionDenied
    initial = {"due_on": row["due_on"], "version": row["version"]}
    form = MoveForm(request.POST or None, initial=initial)
    status, again_url = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            tasks.move(by=actor, task=task, due_on=form.cleaned_data["due_on"], version=form.cleaned_data["version"])
        except tasks.ChangedMeanwhileError:
            _actor, row, _part, _stands = found(request, task)
            typed = request.POST.copy()
            typed["version"] = str(row["version"])
            form = MoveForm(typed)
            form.is_valid()
            form.add_error(
                None, _("Somebody else has changed the task in between. Save again if your day still holds.")
            )
            status = CONFLICT
        except tasks.NotSeenThenError as early:
            said = _("%(who)s sees the task until %(day)s only. Choose an earlier day, or give the task again.")
            form.add_error("due_on", said % {"who": row["owner_name"] or "–", "day": dates.day(early.last)})
            again_url, status = give_again(row), CONFLICT
        else:
            messages.success(request, _("The task has a new day."))
            return HttpResponseRedirect(reverse("tasks:task", args=[task]))
    context = {"form": form, "row": row, "back_url": reverse("tasks:task", args=[task]), "give_again_url": again_url}
    return render(request, "tasks/move.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def hinders(request: HttpRequest, task: UUID) -> HttpResponse:
    """Say what is in the way of a task whose day has passed, and agree on another day."""
    actor, row, part, _stands = found(request, task)
    if not part.may_write or row["state"] != TaskState.OPEN:
        raise PermissionDenied
    form = HindersForm(request.POST or None, may_steer=part.may_steer, initial={"version": row["version"]})
    status = 200
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        given: dict[str, Any] = {name: typed.get(name) for name in ("words", "form", "due_on")}
        try:
            tasks.say_what_hinders(by=actor, task=task, version=typed["version"] or 0, **given)
        except tasks.ChangedMeanwhileError:
            form.add_error("due_on", _("Somebody else has given the task another day meanwhile."))
            status = CONFLICT
        except tasks.NotSeenThenError as early:
            seen = _("%(who)s sees the task until %(day)s only. Choose an earlier day, or give the task again.")
            form.add_error("due_on", seen % {"who": row["owner_name"] or "–", "day": dates.day(early.last)})
            status = CONFLICT
        except tasks.WrongStateError:
            messages.info(request, _("The task was done or cancelled already."))
            return HttpResponseRedirect(reverse("tasks:task", args=[task]))
        else:
            messages.success(request, _("It has been written on the task."))
            return HttpResponseRedirect(reverse("tasks:task", args=[task]))
    context = {
        "form": form,
        "row": row,
        "may_finish": part.may_finish,
        "back_url": reverse("tasks:task", args=[task]),
    }
    return render(request, "tasks/hinders.html", context, status=status)


@require_POST
def comment(request: HttpRequest, task: UUID) -> HttpResponse:
    """Write a word on a task."""
    actor, row, part, stands = found(request, task)
    if not part.may_write:
        raise PermissionDenied
    form = CommentForm(request.POST)
    if not form.is_valid():
        return draw(request, actor, row, part, stands, form)
    tasks.comment(by=actor, task=task, words=form.cleaned_data["words"], form=form.cleaned_data["form"])
    messages.success(request, _("It has been written on the task."))
    return HttpResponseRedirect(reverse("tasks:task", args=[task]))
