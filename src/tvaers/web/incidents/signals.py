"""Early notices: the list, one with its figures and picture, the decision, and a scan with its bar."""

from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tvaers.areas.models import AreaKind
from tvaers.areas.queries import Outlined, known, outlined
from tvaers.foundation import ids
from tvaers.foundation.alphabet import danish
from tvaers.foundation.queue import WaitingAlreadyError
from tvaers.foundation.unnamed import looks_like_number
from tvaers.incidents.access import get_scan_for_decision, get_signal_for_reading
from tvaers.incidents.actions import asking, deciding
from tvaers.incidents.enums import Family, Method, ScanState, SignalState, Why
from tvaers.incidents.models import Scan, Signal
from tvaers.incidents.queries import daily_numbers, last_scan, names_of, past_days, signals, track_record
from tvaers.incidents.rules import AGAIN, DECIDERS, READERS, is_alert
from tvaers.sharing.entrance import actor_in, requires
from tvaers.ui import bars, dates, maps
from tvaers.ui.forms import Choices, TextField
from tvaers.web.incidents import words

WEEKS_SHOWN = 8
MOST_NAMED = 25
# How many steps wide its map is: it stands in the narrow column, and on a phone names must be read.
WIDE = 640


class AskForm(forms.Form):
    """Ask for a scan. form: sent twice, it is one."""

    form = forms.UUIDField(widget=forms.HiddenInput, initial=ids.opaque)


class DismissForm(forms.Form):
    """Why nothing is made of a signal."""

    why = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        choices=Why.choices,
        widget=Choices,
        error_messages={"required": gettext_lazy("Choose why.")},
    )
    words = TextField(
        label=gettext_lazy("In a few words"),
        help_text=gettext_lazy("For colleagues who look at it later. Name nobody."),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def clean_words(self) -> str:
        """Refuse what looks like a CPR number."""
        told: str = self.cleaned_data["words"]
        if looks_like_number(told):
            raise forms.ValidationError(_("This looks like a CPR number. Nobody is named here."))
        return told


@require_http_methods(["GET", "HEAD", "POST"])
@requires(READERS)
def every(request: HttpRequest) -> HttpResponse:
    """List the signals, those to be decided first; ask for a scan."""
    actor = actor_in(request)
    if request.method == "POST":
        return _asked(request, asking.ask)
    shown = request.GET.get("view", "")
    state = SignalState(shown) if shown in SignalState.values else SignalState.OPEN
    here = reverse("incidents:signals")
    context = {
        "rows": [_line(row) for row in signals(actor=actor, state=state)],
        "views": [
            {"label": each.label, "url": f"{here}?view={each.value}", "count": None, "current": each is state}
            for each in SignalState
        ],
        "is_open": state is SignalState.OPEN,
        "state": state.label,
        "decides": actor.has_role(DECIDERS),
        "form": AskForm(),
        "last": _last(last_scan(actor=actor)),
        "again": words.again(past_days(actor=actor)),
        "again_form": AskForm(auto_id="again_%s"),
        "days": AGAIN,
    }
    return render(request, "incidents/signals.html", context)


@require_POST
@requires(DECIDERS)
def again(request: HttpRequest) -> HttpResponse:
    """Look at the past days again, to know how often something is told."""
    return _asked(request, asking.ask_again)


def _asked(request: HttpRequest, ask: Callable[..., UUID]) -> HttpResponse:
    form = AskForm(request.POST)
    if not form.is_valid():
        return redirect("incidents:signals")
    try:
        made = ask(by=actor_in(request), form=form.cleaned_data["form"])
    except asking.NothingToScanError:
        messages.info(request, _("Nothing has been reported yet that could be looked at."))
    except WaitingAlreadyError:
        messages.info(request, _("It runs already."))
    else:
        return redirect("incidents:scan", scan_id=made)
    return redirect("incidents:signals")


def _line(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "url": reverse("incidents:signal", args=[row["id"]]),
        "title": _title(Family(row["family"]), row["names"]),
        "when": words.when(row["from_on"], row["day"]),
        "numbers": _numbers(row["observed"], row["expected"]),
        "strong": is_alert(row["recurrence"]),
        "why": str(Why(row["why"]).label) if row["why"] else "",
    }


def _title(family: Family, names: list[str]) -> str:
    return _("More %(what)s in %(where)s") % {"what": words.OF[family], "where": words.where(names)}


def _numbers(observed: int, expected: float) -> str:
    told = {"observed": observed, "expected": words.number(expected)}
    return _("%(observed)d, where the method expected %(expected)s") % told


def _last(scan: dict[str, Any] | None) -> str:
    if scan is None or scan["state"] != ScanState.DONE:
        return ""
    day = {"day": dates.year_day(scan["day"])}
    if not scan["method"]:
        return _("Last looked at: %(day)s. There is too little history for any method yet.") % day
    return _("Last looked at: %(day)s.") % day


@require_http_methods(["GET", "HEAD", "POST"])
@requires(READERS)
def one(request: HttpRequest, signal_id: UUID) -> HttpResponse:
    """Show a signal with its figures, its picture and its limits; dismiss it with a reason."""
    actor = actor_in(request)
    kept = get_signal_for_reading(actor=actor, id=signal_id)
    form = DismissForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            told = form.cleaned_data
            deciding.dismiss(by=actor, signal=signal_id, why=Why(told["why"]), words=told["words"])
        except deciding.DecidedAlreadyError:
            messages.info(request, _("It has been decided already."))
        else:
            messages.success(request, _("The notice is dismissed."))
        return redirect("incidents:signal", signal_id=signal_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    is_open = kept.state == SignalState.OPEN
    context = _told(kept) | {
        "form": form,
        "wrong": words.wrong(track_record(actor=actor)),
        "again": words.again(past_days(actor=actor)),
        "decides": actor.has_role(DECIDERS) and is_open,
        "bulletin_url": _bulletin(kept) if is_open else "",
    }
    return render(request, "incidents/signal.html", context, status=status)


def _bulletin(kept: Signal) -> str:
    """Return where a bulletin is written on a signal; "" where that is not to be had."""
    try:
        return f"{reverse('localpicture:new')}?signal={kept.id}"
    except NoReverseMatch:
        return ""


def _told(kept: Signal) -> dict[str, Any]:
    family, method = Family(kept.family), Method(kept.method)
    names = names_of(kept.areas)
    begin = min(kept.from_on, kept.day - timedelta(weeks=WEEKS_SHOWN) + timedelta(days=1))
    days = daily_numbers(areas=kept.areas, family=family, begin=begin, end=kept.day)
    before = [number for day, number in days if day < kept.from_on]
    usual = sum(before) / len(before) if before else 0.0
    return {
        "kept": kept,
        "title": _title(family, list(names.values())),
        "when": words.when(kept.from_on, kept.day),
        "expected": words.number(kept.expected),
        "before": words.number(usual * ((kept.day - kept.from_on).days + 1)),
        "unusual": words.unusual(kept.recurrence),
        "strong": is_alert(kept.recurrence),
        "areas": _areas(kept, names),
        "map": _map(kept),
        "bars": _bars(kept, days, usual=usual),
        "days": [{"day": dates.short_day(day), "number": number} for day, number in reversed(days) if number],
        "begin": begin,
        "method": method.label,
        "sees": words.SEES[method],
        "state": SignalState(kept.state).label,
        "why": Why(kept.why).label if kept.why else "",
    }


def _areas(kept: Signal, names: dict[UUID, str]) -> list[dict[str, Any]]:
    """Return the areas with how many each had, the most first."""
    pairs = zip(kept.by_area, kept.areas, strict=True)
    ordered = sorted(((-number, danish(names.get(area, "")), area) for number, area in pairs))
    return [{"name": names.get(area, ""), "number": -number} for number, _order, area in ordered]


def _bars(kept: Signal, days: list[tuple[date, int]], *, usual: float) -> bars.Bars:
    drawn = [
        bars.Number(
            value=number,
            words=f"{dates.short_day(day)}: {number}",
            kind="lead" if day >= kept.from_on else "",
        )
        for day, number in days
    ]
    name = _("Incidents a day over eight weeks; the last days, which stand out, are framed")
    return bars.drawn(name, drawn, usual=usual)


def _map(kept: Signal) -> maps.Map | None:
    """Return the municipalities around, with the areas of the signal filled; None where none has a border."""
    kinds = (AreaKind.MUNICIPALITY, AreaKind.DISTRICT, AreaKind.HOUSING)
    # The table beside it names all of them; more names than this find no place on the map.
    named = len(kept.areas) <= MOST_NAMED
    areas = known(kinds)
    mine = [_shape(each, "lead", named=named) for each in outlined(kinds, on=kept.day, only=kept.areas, areas=areas)]
    if not mine:
        return None
    # The rest of the country would dwarf them, and be a megabyte of lines.
    around = outlined(kinds[:1], on=kept.day, within=maps.bounds_of(mine), areas=areas)
    close = [each for each in around if each.id not in kept.areas]
    near = [_shape(each, "municipality", named=len(close) <= MOST_NAMED) for each in close]
    return maps.drawn(_("Map of the areas in which there is more"), [*near, *mine], wide=WIDE)


def _shape(each: Outlined, kind: str, *, named: bool = True) -> maps.Shape:
    return maps.Shape(rings=each.rings, name=each.name, label_at=each.label_at if named else None, kind=kind)


@require_GET
@requires(DECIDERS)
def scan(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Show how far a scan is; alone, for the page that asks again, or the whole page."""
    kept = get_scan_for_decision(actor=actor_in(request), id=scan_id)
    is_over = kept.state != ScanState.RUNNING
    here, told = reverse("incidents:scan", args=[kept.id]), {"done": kept.done, "total": kept.steps}
    job = {
        "key": str(kept.id),
        "title": _looking(kept),
        "words": _scanned(kept) if is_over else (_DAYS if kept.days > 1 else _LOOKS) % told,
        "done": kept.done,
        "total": kept.steps,
        "state": "done" if is_over else "running",
        "cancel_url": reverse("incidents:scan-stop", args=[kept.id]),
    }
    if request.headers.get("HX-Request"):
        if is_over:
            # The result is a page of its own; the bar's place is too small for it.
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": here})
        return render(request, "ui/progress.html", {"job": job, "url": here})
    return render(request, "incidents/scan.html", {"job": job, "url": here, "is_over": is_over})


_LOOKS, _DAYS = gettext_lazy("%(done)d of %(total)d looks"), gettext_lazy("%(done)d of %(total)d days")


def _looking(kept: Scan) -> str:
    day = {"day": dates.year_day(kept.day), "days": kept.days}
    if kept.days > 1:
        return _("Running the %(days)d days up to %(day)s again") % day
    return _("Looking at %(day)s") % day


def _scanned(kept: Scan) -> str:
    if kept.state == ScanState.STOPPED:
        return _("It was stopped.")
    if kept.days > 1:
        days = ngettext(
            "Something would be told on %(count)d day.", "Something would be told on %(count)d days.", kept.found
        )
        return days % {"count": kept.found}
    if not kept.method:
        return _("There is too little history yet. The first method needs twelve days.")
    if not kept.found:
        return _("Nothing more than usual that is not told already.")
    return ngettext("%(count)d new notice.", "%(count)d new notices.", kept.found) % {"count": kept.found}


@require_POST
@requires(DECIDERS)
def stop_scan(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """Stop a scan."""
    asking.stop(by=actor_in(request), scan_id=scan_id)
    return redirect("incidents:scan", scan_id=scan_id)
