"""Handing a task on to a colleague: the form, and that the colleague has seen it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.foundation import clock
from tvaers.guard.enums import Category
from tvaers.partnerships.actor import Actor
from tvaers.plans.actions import handing
from tvaers.plans.actions.tasks import NotYoursError, WrongStateError
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.refused import SharingError
from tvaers.sharing.standing import Standing
from tvaers.ui import dates
from tvaers.ui.fields import ComingDate, Once, words
from tvaers.web.tasks.show import found, may_hand_on
from tvaers.work.queries import Substitute, away_among, colleagues

CONFLICT = 409


class HandOnForm(Once):
    """To whom, until when, and what they need to know."""

    words = words("", rows=3)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **options: Any) -> None:
        """Offer the colleagues who work for what the task is for."""
        super().__init__(*args, **options)
        self.fields["to"] = forms.ChoiceField(
            label=_("Who takes it over?"),
            choices=[("", _("Choose a colleague")), *choices],
            error_messages={"required": _("Choose a colleague.")},
        )
        self.fields["until_on"] = ComingDate(
            label=_("Until which day?"),
            help_text=_("Empty means for good. After the day the task comes back to you, if it is still open."),
            required=False,
            latest=clock.today() + handing.FURTHEST,
        )
        self.fields["words"].label = _("What does your colleague need to know?")
        self.fields["words"].help_text = _("Colleagues who see the task read it.")
        self.fields["words"].error_messages["required"] = _("Write a sentence or two.")
        self.order_fields(["to", "until_on", "words", "form"])


def _choices(actor: Actor, stands: Standing) -> list[tuple[str, str]]:
    away = away_among(actor=actor, on=clock.today())
    able = (one for one in colleagues(actor=actor) if one.purposes & stands.purpose and one.categories & Category.PLAN)
    return [(str(one.id), _named(one, away.get(one.id))) for one in able]


def _named(one: Substitute, away: Any) -> str:  # noqa: ANN401 - that they are away, or None
    who = f"{one.name}, {one.title}"
    if away is None:
        return who
    told = {"who": who, "day": dates.short_day(away.until_on), "substitute": away.substitute}
    return _("%(who)s (away until %(day)s, substitute: %(substitute)s)") % told


@require_http_methods(["GET", "HEAD", "POST"])
def hand_on(request: HttpRequest, task: UUID) -> HttpResponse:
    """Ask to whom and until when; from then on the colleague owns the task."""
    actor, row, part, stands = found(request, task)
    if not may_hand_on(row, part):
        raise PermissionDenied
    form = HandOnForm(request.POST or None, choices=_choices(actor, stands))
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        given = handing.Handing(to=UUID(said["to"]), words=said["words"], until=said["until_on"])
        try:
            handing.hand_on(by=actor, task=task, handing=given, form=said["form"])
        except handing.NoColleagueError:
            form.add_error("to", _("This colleague has stopped here, or works for something else by now."))
            status = CONFLICT
        except handing.DayError as wrong:
            form.add_error("until_on", _("Choose %(day)s at the latest.") % {"day": dates.year_day(wrong.last)})
            status = CONFLICT
        except SharingError:
            form.add_error("to", _("This colleague does not read the task. Whoever leads the case can let them in."))
            status = CONFLICT
        except (NotYoursError, WrongStateError):
            messages.info(request, _("The task was done, cancelled or handed on already."))
            return HttpResponseRedirect(reverse("tasks:task", args=[task]))
        else:
            messages.success(request, _("The task has been handed on. You see in Today until it has been seen."))
            return HttpResponseRedirect(reverse("today:list"))
    context = {"form": form, "row": row, "back_url": reverse("tasks:task", args=[task])}
    return render(request, "tasks/hand_on.html", context, status=status)


@require_POST
def known(request: HttpRequest, handed: UUID) -> HttpResponse:
    """Say, as who was handed a task, that one has seen it."""
    handing.know(by=actor_in(request), handed=handed)
    messages.success(request, _("It is noted that you have seen it."))
    return HttpResponseRedirect(reverse("today:list"))
