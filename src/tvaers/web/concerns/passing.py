"""Passing a concern on, and what others have passed to us: seen, accepted or declined, taken over."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Least, Now
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tvaers.concerns.access import ConcernView, get_for_triage
from tvaers.concerns.actions import passing
from tvaers.concerns.actions.intake import WrittenAlreadyError, token_of_row
from tvaers.concerns.actions.triage import DecidedMeanwhileError
from tvaers.concerns.enums import DecisionKind, State
from tvaers.concerns.queries import offers
from tvaers.concerns.rules import DECIDERS, WrongStateError, WrongYoungError
from tvaers.guard.enums import Category, Purpose
from tvaers.partnerships import rules
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import PURPOSE_LABELS, RECEIVES_DISCLOSURES, UnitKind
from tvaers.partnerships.models import Unit
from tvaers.sharing import actions as sharing
from tvaers.sharing.actions import Reader
from tvaers.sharing.entrance import actor_in, requires
from tvaers.sharing.enums import FrameKind
from tvaers.sharing.models import FrameParty, language
from tvaers.sharing.offers import Offered, party_now, record_reasons
from tvaers.sharing.queries import basis_carries, basis_stop
from tvaers.ui import dates
from tvaers.web.concerns import opened
from tvaers.web.concerns.queue import place_of, shown
from tvaers.web.concerns.triage_forms import PARTS_OF_CONCERN, PassOnForm, Way

# The units that receive concerns, so that nobody sends one to a whole organisation (R7).
_RECEIVING = (
    UnitKind.SSP,
    UnitKind.PREVENTION,
    UnitKind.EXIT,
    UnitKind.PROBATION,
    UnitKind.SCHOOL,
    UnitKind.FAMILY,
    UnitKind.YOUTH,
)
CONFLICT, UNPROCESSABLE = 409, 422


def ways(actor: Actor) -> list[Way]:
    """Return to whom the actor may pass a concern on: receiving units of parties to a frame for both (R1, R4)."""
    found: dict[Reader, list[Way]] = {}
    for way in _ways(actor):
        found.setdefault(way.reader, []).append(way)
    # A concern is kept for prevention; another ground is offered only where none carries that, and a law beside the
    # agreement only where the agreement carries nothing: it names the same law, and two choices say less than one.
    fitting = [[way for way in ways if way.purposes & Purpose.SSP] or ways for ways in found.values()]
    fitting = [[way for way in ways if way.is_agreement] or ways for ways in fitting]
    # Of one frame the basis that comes first in the register.
    fitting = [list({way.key: way for way in reversed(ways)}.values()) for ways in fitting]
    return sorted((way for ways in fitting for way in ways), key=lambda way: (way.label, way.hint))


def _ways(actor: Actor) -> Iterator[Way]:
    rows = _allowed(actor)
    units: dict[UUID, list[tuple[UUID, str]]] = {}
    receiving = Unit.objects.filter(organisation_id__in={row["organisation_id"] for row in rows}, kind__in=_RECEIVING)
    for id_, organisation, name in (
        receiving.filter(ended_at=None).order_by("id").values_list("id", "organisation_id", "name")
    ):
        units.setdefault(organisation, []).append((id_, name))
    own = rules.purposes_for(actor.roles)
    for row in rows:
        purposes = Purpose(row["purposes"] & row["for_purposes"])
        if not purposes & own:
            continue
        for unit, name in units.get(row["organisation_id"], [(None, "")]):
            yield Way(
                reader=Reader(organisation=row["organisation_id"], unit=unit),
                frame=row["frame_id"],
                basis=row["version"],
                law=row["law"],
                carries=Category(row["carries"]),
                purposes=purposes,
                until=row["until"],
                label=f"{row['name']}: {name}" if name else row["name"],
                hint=", ".join(part for part in (row["title"], row["law"]) if part),
                is_agreement=row["kind"] == FrameKind.AGREEMENT,
            )


def _allowed(actor: Actor) -> list[dict[str, Any]]:
    """Return each organisation that may receive, with each frame and legal basis in force that let it."""
    mine = FrameParty.objects.filter(party_now(), organisation_id=actor.organisation.id)
    leaves = Subquery(mine.filter(frame_id=OuterRef("frame_id")).values("until_at")[:1])
    in_force = Q(frame__in_force_until=None) | Q(frame__in_force_until__gt=Now())
    sender, to = str(actor.organisation.kind), F("organisation__kind")
    found = "frame__bases__basis__versions__"
    version = F(f"{found}id")
    stop = basis_stop(
        version=version,
        frame=F("frame_id"),
        sender=sender,
        receiver=to,
        purposes=int(rules.purposes_for(actor.roles)),
        categories=int(Category.CONCERN),
    )
    parties = (
        FrameParty.objects.filter(party_now(), in_force, frame_id__in=mine.values("frame_id"))
        .filter(frame__ended_at=None, frame__in_force_from__lte=Now())
        .filter(organisation__kind__in=RECEIVES_DISCLOSURES, organisation__ended_at=None, frame__dossier_id=None)
        .exclude(organisation_id=actor.organisation.id)
        .annotate(name=F("organisation__name"), title=F("frame__title"))
        .annotate(
            purposes=F("frame__purposes"),
            until=Least("frame__in_force_until", "until_at", leaves),
            kind=F("frame__kind"),
        )
        .annotate(version=version, law=F(f"{found}law_{language()}"), for_purposes=F(f"{found}purposes"))
        .annotate(stop=stop, carries=basis_carries(version, sender, to))
        .filter(stop=None)
        .order_by("organisation_id", "frame_id", "frame__bases__basis__place")
    )
    columns = ("organisation_id", "frame_id", "name", "title", "purposes", "until", "kind")
    return list(parties.values(*columns, "version", "law", "for_purposes", "carries"))


def begun(request: HttpRequest, view: ConcernView, *, reason: str) -> HttpResponse:
    """Show to whom and how much, after triage chose to pass the concern on; nothing is saved yet."""
    actor = actor_in(request)
    form = _form(actor, view, initial={"reason": reason})
    return _page(request, view, form)


def _form(actor: Actor, view: ConcernView, **options: object) -> PassOnForm:
    mask = rules.categories_for(actor.roles)
    data = options.pop("data", None)
    return PassOnForm(data, ways=ways(actor), mask=mask, concern=view, auto_id="pass_%s", **options)


def _page(request: HttpRequest, view: ConcernView, form: PassOnForm, *, status: int = 200) -> HttpResponse:
    place = place_of(request)
    context = {
        "concern": view,
        "form": form,
        "place": place,
        # From a page of its own there is no next one to go to.
        "stay": request.method == "GET" or "stay" in request.POST,
        "back_url": f"{reverse('concerns:concern', args=[view.id])}?{place.query}",
    }
    return render(request, "concerns/pass_on.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(*DECIDERS)
def pass_on(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Ask to whom, and how much; then offer the concern to the receiver chosen and decide on it."""
    actor = actor_in(request)
    view = get_for_triage(actor=actor, concern=concern)
    if request.method == "GET":
        is_open = view.state is State.RECEIVED
        return begun(request, view, reason="") if is_open else redirect("concerns:concern", concern=concern)
    form = _form(actor, view, data=request.POST)
    return _sent(request, actor, view, form) if form.is_valid() else _page(request, view, form, status=UNPROCESSABLE)


def _sent(request: HttpRequest, actor: Actor, view: ConcernView, form: PassOnForm) -> HttpResponse:
    from tvaers.web.concerns.triage import next_in_view  # noqa: PLC0415 - each leads to the other's page

    passage = form.passage(rules.purposes_for(actor.roles))
    try:
        passing.pass_on(by=actor, concern=view.id, passage=passage, version=form.cleaned_data["version"])
    except (DecidedMeanwhileError, WrongStateError):
        return _meanwhile(request, actor, view.id, form.cleaned_data["reason"])
    except WrongYoungError:
        form.add_error(None, _("It is about several young people. Make one for each first, at the bottom of the page."))
        return _page(request, view, form, status=UNPROCESSABLE)
    except sharing.SharingError as refused:
        form.add_error(None, _refusal(refused))
        return _page(request, view, form, status=UNPROCESSABLE)
    messages.success(request, _("Sent. They decide whether to accept it, and owe no reason."))
    if "stay" in request.POST:
        return redirect(f"{reverse('concerns:concern', args=[view.id])}?{place_of(request).query}")
    return redirect(next_in_view(request, actor, view.id))


def _meanwhile(request: HttpRequest, actor: Actor, concern: UUID, reason: str) -> HttpResponse:
    """Show what a colleague has done in between, with the words that were not sent. Sent twice, it was sent once."""
    view = get_for_triage(actor=actor, concern=concern)
    if opened.was_just(view, DecisionKind.DECIDED, by=actor, reason=reason):
        return redirect("concerns:concern", concern=concern)
    messages.warning(request, _("A colleague has decided on or changed this concern in between. Nothing was sent."))
    return shown(request, view, unsaved=reason, status=CONFLICT)


def _refusal(refused: sharing.SharingError) -> str:
    said = {
        sharing.WrongReceiverError: _("They cannot receive it. Choose somebody else."),
        sharing.NoFrameError: _("No agreement or law in force covers this any more."),
        sharing.WrongTimeError: _("It cannot be shown that long. Choose a shorter time."),
        sharing.WrongCategoryError: _("You cannot share more than you see yourself."),
        sharing.WrongPurposeError: _("What allows it does not cover this purpose."),
        sharing.BasisError: _("The legal basis has just been changed. Look at what can be chosen now."),
    }
    return said.get(type(refused), _("It cannot be shared."))


@require_GET
@requires(*DECIDERS)
def received(request: HttpRequest) -> HttpResponse:
    """Show what other organisations have sent to us; what is in it is not seen before it is accepted."""
    return _received(request)


def _received(request: HttpRequest, *, status: int = 200) -> HttpResponse:
    actor = actor_in(request)
    found = offers(actor=actor)
    record_reasons(found, actor=actor)
    return render(request, "concerns/received.html", {"offers": [_offer(each) for each in found]}, status=status)


def _offer(offer: Offered) -> dict[str, object]:
    parts = [_("What was told"), *(str(label) for each, label, _hint in PARTS_OF_CONCERN if each & offer.categories)]
    return {
        "group": offer.group,
        "giver": offer.giver_organisation,
        "person": offer.giver,
        "why": offer.necessity,
        "purpose": PURPOSE_LABELS.get(offer.purpose, ""),
        "basis": ", ".join(part for part in (offer.frame, offer.basis) if part),
        "parts": parts,
        "sent": dates.moment(offer.given_at),
        "until": offer.until_at,
    }


@require_POST
@requires(*DECIDERS)
def answer(request: HttpRequest, group: UUID) -> HttpResponse:
    """Accept or decline what was sent to us (R2)."""
    actor = actor_in(request)
    offer = next((each for each in offers(actor=actor) if each.group == group), None)
    if offer is None:
        raise Http404
    accepted = "accept" in request.POST
    if accepted == ("decline" in request.POST):
        # An answer is never guessed.
        messages.error(request, _("Choose whether you accept or decline. Nothing was answered."))
        return _received(request, status=UNPROCESSABLE)
    try:
        sharing.answer_group(by=actor, group=group, accepted=accepted)
    except sharing.NoSuchAccessError as gone:
        raise Http404 from gone
    if not accepted:
        messages.success(request, _("Declined. You owe no reason, and nothing of it was shown to you."))
        return redirect("concerns:received")
    messages.success(request, _("Accepted. Read it, and take it over if it is yours to work with."))
    return redirect("concerns:concern", concern=offer.dossier)


@require_POST
@requires(*DECIDERS)
def take_over(request: HttpRequest, concern: UUID) -> HttpResponse:
    """Make a concern of our own of one that was passed to us; for the organisation once."""
    actor = actor_in(request)
    try:
        taken = passing.take_over(by=actor, concern=concern, once=token_of_row(actor, f"taken over|{concern}"))
        messages.success(request, _("It is your own concern now, with its own deadlines."))
    except WrittenAlreadyError as before:
        taken = before.concern
        messages.info(request, _("A colleague had taken it over already."))
    return redirect("concerns:concern", concern=taken)
