"""What will be erased when; a concern can be kept longer with a reason (R23)."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from tvaers.concerns.access import ConcernView, get_for_triage
from tvaers.concerns.actions.erasure import keep_longer
from tvaers.concerns.actions.triage import DecidedMeanwhileError
from tvaers.concerns.erasing import RECEIPTS, ToErase, due, receipts
from tvaers.concerns.queries import Mark
from tvaers.concerns.rules import DECIDERS, KeptTooLongError
from tvaers.foundation import clock
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui import dates
from tvaers.ui.forms import DateField, TextField
from tvaers.web.concerns import words
from tvaers.web.concerns.queue import mark_of, mark_text

CONFLICT, UNPROCESSABLE = 409, 422
STAYS = "stays"


@require_GET
@requires(*DECIDERS)
def page(request: HttpRequest) -> HttpResponse:
    """List what will be erased, the next first; or what stays because something is open."""
    stays = request.GET.get("view") == STAYS
    here = reverse("concerns:erasures")
    after = _mark_of(request.GET.get("after", ""))
    found, end = due(stays=stays, after=after)
    own = {"view": STAYS} if stays else {}
    context = {
        "rows": [_row(each) for each in found],
        "stays": stays,
        "views": [
            {"label": _("Goes on its day"), "url": here, "count": None, "current": not stays},
            {"label": _("Stays for now"), "url": f"{here}?view={STAYS}", "count": None, "current": stays},
        ],
        "first_url": f"{here}?{urlencode(own)}" if after else "",
        "next_url": f"{here}?{urlencode({**own, 'after': f'{end[0].isoformat()}_{end[1]}'})}" if end else "",
    }
    return render(request, "concerns/erasures.html", context)


def _mark_of(text: str) -> tuple[date, UUID] | None:
    """Return the end of a page as an address says it: a day and an id; None for anything else."""
    day, _sign, id_ = text.partition("_")
    try:
        return date.fromisoformat(day), UUID(id_)
    except ValueError:
        return None


def _row(each: ToErase) -> dict[str, object]:
    is_over = each.erase_on <= clock.today()
    return {
        "headline": each.headline,
        "url": reverse("concerns:concern", args=[each.id]),
        "keep_url": reverse("concerns:keep", args=[each.id]),
        "outcome": words.OUTCOME_DONE[each.outcome] if each.outcome else "",
        "day": dates.day(each.erase_on),
        "kept": [str(reason.label) for reason in each.kept_because],
        "tonight": is_over and not each.kept_because,
        "kept_reason": each.kept_reason,
    }


# Why a concern went, by the code in its receipt.
_WHY: Mapping[str, Promise] = {"due": gettext_lazy("Its day had come")}


@require_GET
@requires(*DECIDERS)
def erased(request: HttpRequest) -> HttpResponse:
    """List the receipts of what was erased, the last first: when, by whom and why, and nothing of what it was."""
    mark = mark_of(request.GET.get("after", ""))
    found = receipts(after=(mark.at, mark.id) if mark else None)
    shown = found[:RECEIPTS]
    last = Mark(shown[-1].at, shown[-1].id) if len(found) > RECEIPTS else None
    rows = [
        {
            "day": dates.moment(each.at),
            "why": _WHY.get(each.why, each.why),
            "by": each.by or _("The nightly job"),
            "people": each.people,
        }
        for each in shown
    ]
    here = reverse("concerns:erased")
    context = {
        "rows": rows,
        "first_url": here if mark else "",
        "next_url": f"{here}?{urlencode({'after': mark_text(last)})}" if last else "",
    }
    return render(request, "concerns/erased.html", context)


class KeepForm(forms.Form):
    """Until when, and why. version: which version of the concern was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    until = DateField(label=gettext_lazy("Keep it until"))
    reason = TextField(
        label=gettext_lazy("Why is it still needed?"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write why it is still needed.")},
    )


@require_http_methods(["GET", "POST"])
@requires(*DECIDERS)
def keep(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Put a concern's erasure off, with a reason."""
    actor = actor_in(request)
    view = get_for_triage(actor=actor, concern=concern)
    if view.erase_on is None:
        raise Http404
    if request.method == "GET":
        return _keeping(request, view, KeepForm(initial={"version": view.version}))
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _keeping(request, view, form, status=UNPROCESSABLE)
    typed = form.cleaned_data
    try:
        keep_longer(by=actor, concern=concern, until=typed["until"], reason=typed["reason"], version=typed["version"])
    except KeptTooLongError:
        form.add_error(
            "until",
            _("Choose a day after %(day)s, at most six months later, and at most three years after it came in.")
            % {"day": dates.year_day(max(view.erase_on, clock.today()))},
        )
        return _keeping(request, view, form, status=UNPROCESSABLE)
    except DecidedMeanwhileError:
        text = _("A colleague has changed this concern in between. Look at it above; what you wrote stands below.")
        messages.warning(request, text)
        return _keeping(request, view, KeepForm(initial={**typed, "version": view.version}), status=CONFLICT)
    messages.success(request, _("It is kept until %(day)s.") % {"day": dates.year_day(typed["until"])})
    return redirect("concerns:erasures")


def _keeping(request: HttpRequest, view: ConcernView, form: KeepForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "concern": view, "back_url": reverse("concerns:erasures")}
    return render(request, "concerns/keep.html", context, status=status)
