"""Writing a network plan: drafting, agreeing, signing, saying how it goes, ending it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from tvaers.foundation import clock
from tvaers.foundation.workdays import add_working_days
from tvaers.meetings.actions import following
from tvaers.plans import network as reading
from tvaers.plans import queries as plans
from tvaers.plans.actions import network
from tvaers.plans.network import Network
from tvaers.web.cases.frame import Place, form_page, page
from tvaers.web.cases.goals import CONFLICT, to_plan
from tvaers.web.cases.networkforms import ContactForm, DutyForm, GoesForm, OutcomeForm, PlanForm, StanceForm
from tvaers.web.cases.networkplan import WANTED, described, found, one_of

# When the network meets again, where nobody says otherwise.
USUAL_WEEKS = 4
_GONE_ON = gettext_lazy(
    "The plan has gone on meanwhile, so this was not saved. Copy what you wrote, and look at the plan."
)
CHANGED = ("triggered_on", "cause", "concerns", "plain", "contact_on", "contact_by", "review_on", "every_weeks")


def _draw(
    request: HttpRequest, place: Place, form: forms.Form, told: dict[str, Any], status: int = 200
) -> HttpResponse:
    return form_page(request, place, "plan", {"form": form, **told}, status=status)


def _to(case: UUID, plan: UUID) -> str:
    return reverse("cases:network-plan", args=[case, plan])


def _back(request: HttpRequest, case: UUID, plan: UUID, done: str, *, is_info: bool = False) -> HttpResponse:
    messages.add_message(request, messages.INFO if is_info else messages.SUCCESS, done)
    return HttpResponseRedirect(_to(case, plan))


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, case: UUID) -> HttpResponse:
    """Draft a network plan; where one runs, show that one."""
    place = to_plan(request, case)
    if request.method != "POST" and (there := reading.running(case=case)) is not None:
        return HttpResponseRedirect(_to(case, there.id))
    first = {
        "triggered_on": clock.today(),
        "contact_on": add_working_days(clock.today(), 1),
        "review_on": add_working_days(clock.today() + timedelta(weeks=USUAL_WEEKS, days=-1), 1),
        "every_weeks": str(USUAL_WEEKS),
    }
    form = PlanForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            plan = network.begin(by=place.actor, case=case, told=form.told(), form=form.cleaned_data["form"])
        except network.RunningAlreadyError:
            form.add_error(None, _("A colleague has begun a network plan meanwhile. Look at it in the plan."))
        else:
            return _back(request, case, plan, _("The draft is there. Write down who does what, and sign it together."))
    told = {
        "title": _("Begin a network plan"),
        "intro": _("Written around the table, with the young person and those whom the family has chosen."),
        "do": _("Save the draft"),
        "back_url": reverse("cases:plan", args=[case]),
    }
    return _draw(request, place, form, told)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, case: UUID, plan: UUID) -> HttpResponse:
    """Change a draft."""
    place = to_plan(request, case)
    one = found(case, plan)
    if not one.is_draft and request.method != "POST":
        return _back(request, case, plan, _("The plan is signed, and stays as it is."), is_info=True)
    form = PlanForm(request.POST or None, initial={name: one.row[name] for name in (*CHANGED, "version")})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            network.change(by=place.actor, case=case, plan=plan, told=form.told(), version=version)
        except network.ChangedMeanwhileError:
            form, status = _again(request, one), CONFLICT
        except (network.SignedError, network.EndedError):
            form.add_error(None, _GONE_ON)
            status = CONFLICT
        else:
            return _back(request, case, plan, _("The draft has been saved."))
    told = {
        "title": _("Change the draft"),
        "intro": "",
        "do": _("Save the draft"),
        "back_url": _to(case, plan),
    }
    return _draw(request, place, form, told, status)


def _again(request: HttpRequest, one: Network) -> PlanForm:
    """Return the form with what was typed and the version saved now; saving again is a choice made knowingly."""
    typed = request.POST.copy()
    typed["version"] = str(one.row["version"])
    form = PlanForm(typed)
    form.is_valid()
    form.add_error(None, _("Somebody else has changed the draft in between. Save again if what you wrote still holds."))
    return form


def _write(
    request: HttpRequest,
    case: UUID,
    plan: UUID,
    *,
    form: forms.Form,
    told: dict[str, Any],
    do: Callable[[Place, Any], object],
    done: str,
    place: Place | None = None,
) -> HttpResponse:
    """Draw a form about a plan, or do what it says; where the plan went on meanwhile, what was typed stays."""
    if place is None:
        place = to_plan(request, case)
        if request.method != "POST":
            found(case, plan)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            do(place, form)
        except (network.SignedError, network.NotSignedError, network.EndedError):
            form.add_error(None, _GONE_ON)
        except network.ContactedError:
            form.add_error(None, _("A colleague has written the first contact down already. Write this as a note."))
        except network.TooEarlyError:
            form.add_error("on", _("A plan ends on the day it was signed at the earliest."))
        else:
            return _back(request, case, plan, done)
        status = CONFLICT
    shown = {"intro": "", "do": _("Save"), "back_url": _to(case, plan), **told}
    return _draw(request, place, form, shown, status)


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest, case: UUID, plan: UUID) -> HttpResponse:
    """Write down what somebody of the network does."""

    def do(place: Place, form: DutyForm) -> None:
        typed = {name: form.cleaned_data[name] for name in ("who", "words", "due_on", "form")}
        network.promise(by=place.actor, case=case, plan=plan, **typed)

    intro = _("For those who have no login. What professionals do is a task, in their own list.")
    told = {"title": _("Who does what?"), "intro": intro, "do": _("Add the agreement")}
    form = DutyForm(request.POST or None)
    return _write(request, case, plan, form=form, told=told, do=do, done=_("The agreement is in the plan."))


@require_POST
def take_out(request: HttpRequest, case: UUID, plan: UUID, duty: UUID) -> HttpResponse:
    """Take an agreement out of a draft."""
    place = to_plan(request, case)
    try:
        network.take_out(by=place.actor, case=case, plan=plan, duty=duty)
    except (network.SignedError, network.EndedError):
        return _back(request, case, plan, _("The plan is signed, and stays as it is."), is_info=True)
    return _back(request, case, plan, _("Taken out."))


@require_http_methods(["GET", "HEAD", "POST"])
def stance(request: HttpRequest, case: UUID, plan: UUID) -> HttpResponse:
    """Write down how somebody stands to the plan."""

    def do(place: Place, form: StanceForm) -> None:
        network.say_stance(by=place.actor, case=case, plan=plan, said=form.said(), form=form.cleaned_data["form"])

    told = {"title": _("How do they stand to the plan?")}
    form = StanceForm(request.POST or None, initial={"said_on": clock.today()})
    return _write(request, case, plan, form=form, told=told, do=do, done=_("It stands beside the plan."))


@require_http_methods(["GET", "HEAD", "POST"])
def goes(request: HttpRequest, case: UUID, plan: UUID, duty: UUID) -> HttpResponse:
    """Write down how an agreement goes; after a missed day, what is in the way."""
    place = to_plan(request, case)
    line = next((each for each in found(case, plan).duties if each.id == duty), None)
    if line is None:
        raise Http404

    def do(place: Place, form: GoesForm) -> None:
        network.say_how_it_goes(by=place.actor, case=case, duty=duty, goes=form.goes(), form=form.cleaned_data["form"])

    missed = line.is_missed(clock.today())
    title = _("The day has passed. What is in the way?") if missed else _("How does the agreement go?")
    first = {"said_on": clock.today(), "said_by": line.who} | ({"state": "hindered"} if missed else {})
    form = GoesForm(request.POST or None, initial=first)
    told = {"title": title, "intro": f"{line.who}: {line.words}"}
    done = _("It has been written down how it goes.")
    return _write(request, case, plan, form=form, told=told, do=do, done=done, place=place)


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, case: UUID, plan: UUID) -> HttpResponse:
    """Write down that somebody met the young person."""

    def do(place: Place, form: ContactForm) -> None:
        typed = form.cleaned_data
        network.say_contact(by=place.actor, case=case, plan=plan, on=typed["on"], words=typed["words"])

    form = ContactForm(request.POST or None, initial={"on": clock.today()})
    told = {"title": _("The first contact")}
    return _write(request, case, plan, form=form, told=told, do=do, done=_("The first contact has been written down."))


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, case: UUID, plan: UUID) -> HttpResponse:
    """End the plan with what came of it."""

    def do(place: Place, form: OutcomeForm) -> None:
        typed = form.cleaned_data
        network.end(by=place.actor, case=case, plan=plan, on=typed["on"], outcome=typed["outcome"])

    form = OutcomeForm(request.POST or None, initial={"on": clock.today()})
    told = {"title": _("End the network plan"), "intro": _("Goals and tasks stay in the plan of the case.")}
    return _write(request, case, plan, form=form, told=told, do=do, done=_("The network plan has ended."))


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, case: UUID, plan: UUID) -> HttpResponse:
    """Read the draft once more and sign it; the meeting that reviews it is called."""
    place = to_plan(request, case, wanted=WANTED)
    one = found(case, plan)
    if not one.is_draft:
        return _back(request, case, plan, _("The plan is signed already."), is_info=True)
    error, status = "", 200
    if request.method == "POST":
        try:
            version, goals = _read(request)
            called = following.sign(by=place.actor, case=case, plan=plan, version=version, goals=goals)
        except network.ChangedMeanwhileError:
            error, status = _("Somebody has changed the draft. Read it as it is now, and sign it then."), CONFLICT
        except network.NothingAgreedError:
            error, status = _("There is nothing to sign yet: write a goal, or who does what."), CONFLICT
        except (network.SignedError, network.EndedError):
            return _back(request, case, plan, _("The plan is signed already."), is_info=True)
        else:
            done = _("The plan is signed. The meeting that looks at it again is called.")
            if called is None:
                done = _("The plan is signed. No meeting was called: one is planned already, or its day has passed.")
            return _back(request, case, plan, done)
    around = plans.plan(case=case)
    context = described(place, one_of(around, plan), around) | {"error": error, "back_url": _to(case, plan)}
    return page(request, place, "network_sign", "plan", context, status=status)


def _read(request: HttpRequest) -> tuple[int, list[UUID]]:
    """Return the version and the goals that the signer has read. Raises PermissionDenied for what no page sends."""
    try:
        return int(request.POST.get("version", "")), [UUID(each) for each in request.POST.getlist("goal")]
    except ValueError as wrong:
        raise PermissionDenied from wrong
