"""Triage: urgent or not, what shall happen, passing on, splitting, taking up again, several at once."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tvaers.areas import wording
from tvaers.areas.queries import tree
from tvaers.concerns import outcomes
from tvaers.concerns.access import ConcernView, get_for_triage
from tvaers.concerns.actions import bulk
from tvaers.concerns.actions.splitting import NothingToSplitError, split
from tvaers.concerns.actions.triage import DecidedMeanwhileError, assess_urgency, decide, reopen
from tvaers.concerns.enums import DecisionKind, GivenBy, Outcome, State
from tvaers.concerns.outcomes import Chosen
from tvaers.concerns.queries import first_of
from tvaers.concerns.rules import DECIDERS, IncompleteVerdictError, WrongStateError
from tvaers.partnerships.actor import Actor
from tvaers.sharing.entrance import actor_in, requires
from tvaers.web.concerns import opened, passing, words
from tvaers.web.concerns.queue import Place, place_of, shown
from tvaers.web.concerns.triage_forms import BulkForm, ReopenForm, TriageForm

CONFLICT = 409
UNPROCESSABLE = 422


@require_POST
@requires(*DECIDERS)
def decide_page(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Save what was answered; go on to the next of the view, or to the page that the outcome needs."""
    actor = actor_in(request)
    view = get_for_triage(actor=actor, concern=concern)
    form = TriageForm(request.POST, actor=actor, concern=view)
    if not form.is_valid():
        return shown(request, view, triage=form, status=UNPROCESSABLE)
    if view.state is not State.RECEIVED or view.version != form.cleaned_data["version"]:
        return _meanwhile(request, actor, view, form)
    try:
        # What is said of the urgency and what is decided are saved together, or neither is.
        with transaction.atomic():
            if form.is_urgent is not None:
                assess_urgency(by=actor, concern=concern, is_acute=form.is_urgent)
            if form.chosen is not None:
                return _carried_out(request, actor, view, form, form.chosen)
    except (DecidedMeanwhileError, WrongStateError):
        return _meanwhile(request, actor, get_for_triage(actor=actor, concern=concern), form)
    except IncompleteVerdictError as lacking:
        form.add_error(str(lacking), _("Write this as well."))
        return shown(request, view, triage=form, status=UNPROCESSABLE)
    messages.success(request, _("It is noted whether the concern is urgent."))
    return redirect(_here(request, concern))


def _carried_out(
    request: HttpRequest, actor: Actor, view: ConcernView, form: TriageForm, outcome: Outcome
) -> HttpResponse:
    if outcome is Outcome.PASSED_ON:
        return passing.begun(request, view, reason=form.cleaned_data["reason"])
    handler = outcomes.handler_for(outcome)
    if handler is not None:
        chosen = Chosen(concern=view.id, version=view.version, reason=form.cleaned_data["reason"])
        return redirect(handler.begin(actor, chosen))
    decide(by=actor, concern=view.id, verdict=form.verdict(outcome), version=view.version)
    messages.success(
        request, _("%(headline)s: %(outcome)s.") % {"headline": view.headline, "outcome": words.OUTCOME_DONE[outcome]}
    )
    return redirect(_here(request, view.id) if "stay" in request.POST else next_in_view(request, actor, view.id))


def _meanwhile(request: HttpRequest, actor: Actor, view: ConcernView, form: TriageForm) -> HttpResponse:
    """Show what a colleague decided in between, with everything typed still there. Sent twice, it was decided once."""
    reason = form.cleaned_data.get("reason", "")
    if view.state is State.DECIDED and opened.was_just(view, DecisionKind.DECIDED, by=actor, reason=reason):
        return redirect(_here(request, view.id))
    form.initial["version"] = view.version
    form.data = {**form.data.dict(), "version": str(view.version)} if isinstance(form.data, QueryDict) else form.data
    text = _("A colleague has decided on or changed this concern in between. Nothing of yours was saved.")
    messages.warning(request, text)
    unsaved = reason if view.state is State.DECIDED else ""
    return shown(request, view, triage=form, unsaved=unsaved, status=CONFLICT)


def _here(request: HttpRequest, concern: UUID) -> str:
    return f"{reverse('concerns:concern', args=[concern])}?{place_of(request).query}"


def next_in_view(request: HttpRequest, actor: Actor, done: UUID) -> str:
    """Return the address of the first concern of the view that is not the one just handled, or of the view."""
    place: Place = place_of(request)
    filters = place.form(wording.choices(tree(), everything=_("All areas"))).filters()
    following = first_of(place.view, member=actor.id, filters=filters, but=done)
    if following is None:
        return f"{reverse('concerns:queue')}?{place.query}"
    return f"{reverse('concerns:concern', args=[following])}?{place.query}"


@require_POST
@requires(*DECIDERS)
def reopen_page(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Take a decided concern up again."""
    actor = actor_in(request)
    view = get_for_triage(actor=actor, concern=concern)
    form = ReopenForm(request.POST, auto_id="reopen_%s")
    if not form.is_valid():
        return shown(request, view, reopening=form, status=UNPROCESSABLE)
    try:
        reopen(by=actor, concern=concern, reason=form.cleaned_data["reason"])
        messages.success(request, _("The concern is taken up again. Its deadline runs from now."))
    except WrongStateError:
        view, reason = get_for_triage(actor=actor, concern=concern), form.cleaned_data["reason"]
        if not opened.was_just(view, DecisionKind.REOPENED, by=actor, reason=reason):
            messages.warning(request, _("A colleague has taken it up already."))
            return shown(request, view, unsaved=reason, status=CONFLICT)
    return redirect(_here(request, concern))


@require_POST
@requires(*DECIDERS)
def split_page(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Make one concern for each young person."""
    actor = actor_in(request)
    version = request.POST.get("version", "")
    try:
        made = split(by=actor, concern=concern, version=int(version) if version.isdecimal() else 0)
        messages.success(
            request,
            ngettext("There is now %(count)d concern.", "There are now %(count)d concerns, one for each.", len(made))
            % {"count": len(made)},
        )
    except NothingToSplitError:
        messages.warning(request, _("There is nothing to split any more."))
    except DecidedMeanwhileError:
        messages.warning(request, _("A colleague has decided on or changed this concern in between. Look at it again."))
    return redirect(_here(request, concern))


@require_POST
@requires(*DECIDERS)
def several(request: HttpRequest) -> HttpResponse:
    """Do one step with several concerns; what nobody has read is left alone, by name."""
    actor = actor_in(request)
    form = BulkForm(request.POST, auto_id="bulk_%s")
    chosen = _chosen(request)
    if not form.is_valid() or not chosen:
        if not chosen:
            form.add_error(None, _("Choose at least one concern."))
        return shown(request, None, bulk=form, status=UNPROCESSABLE)
    typed = form.cleaned_data
    if typed["step"] == "acknowledge":
        done = bulk.acknowledge(by=actor, concerns=chosen, how=GivenBy(typed["how"] or GivenBy.EMAIL))
    else:
        done = bulk.not_relevant(by=actor, concerns=chosen, reason=typed["reason"], erase_on=typed["erase_on"])
    _tell(request, done)
    return redirect(f"{reverse('concerns:queue')}?{place_of(request).query}")


def _chosen(request: HttpRequest) -> list[UUID]:
    found = []
    for said in request.POST.getlist("concern")[: bulk.MOST]:
        try:
            found.append(UUID(said))
        except ValueError:
            continue
    return found


def _tell(request: HttpRequest, done: bulk.Done) -> None:
    if done.concerns:
        count = len(done.concerns)
        messages.success(
            request, ngettext("Done for %(count)d concern.", "Done for %(count)d concerns.", count) % {"count": count}
        )
    for text, names in (
        (_("Nobody has read these yet, so they are left alone: %(names)s."), done.unread),
        (_("These were decided before: %(names)s."), done.closed),
        (_("A colleague has changed these in between, so they are left alone: %(names)s."), done.changed),
        (_("These had their receipt before: %(names)s."), done.answered),
        (_("Only so many receipts are given at once. These are left for the next time: %(names)s."), done.left),
    ):
        if names:
            messages.warning(request, text % {"names": "; ".join(names)})
