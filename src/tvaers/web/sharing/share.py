"""Sharing a dossier: choose the receiver, decide how much, check, offer. The interruption card of the product."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tvaers.foundation.unnamed import named_in
from tvaers.guard.enums import Category
from tvaers.guard.turns import take_turn
from tvaers.meetings.actions.minutes import became
from tvaers.meetings.decided import Decided, waiting
from tvaers.meetings.enums import Made
from tvaers.partnerships import rules
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.enums import PURPOSE_LABELS
from tvaers.partnerships.wording import listed
from tvaers.sharing import actions, asking
from tvaers.sharing.entrance import actor_in
from tvaers.sharing.offers import is_made, purposes_in_reach
from tvaers.sharing.queries import possible_bases
from tvaers.sharing.shareable import Subject, as_receiver, parts_to_share
from tvaers.sharing.wording import allowed_by
from tvaers.web.sharing.choices import LABELS, Space
from tvaers.web.sharing.doors import Door, door
from tvaers.web.sharing.forms import ShareForm
from tvaers.web.sharing.receiving import Place, place_for, places, reader_of

UNPROCESSABLE = 422
# Up to so many receivers are all shown at once.
FEW = 12
# What a change of one question changes in others; the question itself stays, and the focus in it.
FOLLOWS = {"receiver": ("ground", "categories", "term"), "ground": ("categories", "term"), "how": ("categories",)}


@require_GET
def receivers(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """Choose who shall receive: by organisation, or by name; those whom nothing lets receive say why."""
    actor = actor_in(request)
    opened = door(actor, dossier)
    wanted = " ".join(request.GET.get("q", "").split())[:80]
    mine, reach = rules.purposes_for(actor.roles), purposes_in_reach(actor=actor, dossier=dossier)
    everywhere = places(actor=actor)
    able = [place for place in everywhere if place.organisation.receives_disclosures]
    within = [place for place in able if reach.get(place.organisation.id, 0) & mine]
    found = [shown for place in within if (shown := _shown(place, wanted))["people"] or shown["units"]]
    context = {
        "subject": opened.shareable.header(dossier),
        "dossier": dossier,
        "wanted": wanted,
        "within": found,
        "is_open": bool(wanted) or sum(len(place.able) for place in within) <= FEW,
        "without": [place.organisation for place in able if place not in within],
        "decision": _decision(request, actor, dossier),
        "never": [place.organisation for place in everywhere if not place.organisation.receives_disclosures],
    }
    return render(request, "sharing/receivers.html", context)


def _shown(place: Place, wanted: str) -> dict[str, Any]:
    """Return the people and units of a place that match; who cannot receive is shown only to whom searches by name."""
    words = wanted.casefold().split()

    def matches(text: str) -> bool:
        return all(word in f"{text} {place.organisation.name}".casefold() for word in words)

    return {
        "organisation": place.organisation,
        "people": [one for one in place.people if matches(one.label) and (one.is_able or words)],
        "units": [one for one in place.units if matches(one.label) and (one.is_able or words)],
    }


@require_http_methods(["GET", "POST"])
def share(request: HttpRequest, dossier: UUID, organisation: UUID) -> HttpResponse:
    """Decide how much; a first POST shows the answers to check, a second one offers."""
    actor = actor_in(request)
    opened = door(actor, dossier)
    place = place_for(actor=actor, organisation=organisation, dossier=dossier)
    decision = _decision(request, actor, dossier)
    form = _form(request, actor, opened, place)
    if not form.fields["ground"].choices:  # type: ignore[attr-defined] # a choice field
        typed = request.POST.get("necessity", "").strip()
        context = {"subject": form.space.subject, "dossier": dossier, "place": place, "typed": typed}
        context["others"] = form.others
        return render(request, "sharing/no_frame.html", context, status=UNPROCESSABLE if typed else 200)
    if request.headers.get("HX-Request") and request.method == "POST":
        changed = FOLLOWS.get(request.POST.get("changed", ""), ())
        return render(request, "sharing/_live.html", _page(form, actor) | {"changed": changed, "oob": True})
    if request.method == "POST" and "edit" not in request.POST and form.is_valid():
        if "share" in request.POST and _shared(request, form, actor, decision):
            return _after(form, dossier, decision)
        if not form.errors:
            return render(request, "sharing/check.html", _checked(form, actor))
    return render(request, "sharing/share.html", _page(form, actor) | {"decision": decision})


def _after(form: ShareForm, dossier: UUID, decision: Decided | None) -> HttpResponse:
    """Lead back to where it was begun: the meeting, the question, or who reads the dossier."""
    if decision is not None:
        return redirect("meetings:meeting", meeting=decision.meeting)
    if form.answered is not None:
        return redirect("sharing:question", question=form.answered[0])
    return redirect("sharing:readers", dossier=dossier)


def _decision(request: HttpRequest, actor: Actor, dossier: UUID) -> Decided | None:
    """Return the decision of a meeting that it carries out, from the address or the form; None where it does not.

    Also None where that is done already. Raises Http404 for one about another case.
    """
    named = request.POST.get("decision") or request.GET.get("decision")
    if not named:
        return None
    try:
        decision = waiting(actor=actor, decision=UUID(named))
    except (ValueError, Http404):
        return None
    if decision.case != dossier:
        raise Http404
    return decision


def _form(request: HttpRequest, actor: Actor, opened: Door, place: Place) -> ShareForm:
    purposes = rules.purposes_for(actor.roles)
    space = Space(
        door=opened,
        subject=opened.shareable.header(opened.dossier),
        place=place,
        purposes=purposes,
        bases=possible_bases(
            actor=actor,
            dossier=opened.dossier,
            receiver=place.organisation.kind,
            purposes=purposes & place.purposes,
            categories=opened.shareable.base,
            frames=[frame.id for frame in place.frames],
        ),
    )
    if request.method == "POST":
        return ShareForm(request.POST, space=space)
    return ShareForm(space=space, to=request.GET.get("to", ""), initial={"decision": request.GET.get("decision", "")})


def _page(form: ShareForm, actor: Actor) -> dict[str, Any]:
    """Return the context of the card and of its preview: the dossier, read once more as the receiver would."""
    space, somebody = form.space, form.somebody
    opens = somebody.categories if somebody else Category(511)
    with as_receiver(form.chosen & opens, organisation=space.place.organisation.id):
        preview = _described(form)
    given_away = "" if form.chosen & Category.IDENTITY else _named_in(preview, space.subject.name)
    every = (space.door.shareable.base, *space.door.shareable.categories)
    # Of a summary, the lines are all that is seen: not even the plan.
    shown = form.chosen & Category.IDENTITY if form.is_lines else form.chosen
    hidden = [LABELS[each] for each in every if not each & shown]
    sees = [_("the summary")] if form.is_lines else []
    return {
        "form": form,
        "subject": space.subject,
        "dossier": space.door.dossier,
        "place": space.place,
        "somebody": somebody,
        "who": somebody.short if somebody else space.place.organisation.name,
        "preview": preview,
        "hidden": listed(hidden) if hidden else "",
        "sees": listed([*sees, *(LABELS[each] for each in every if each & shown)]),
        "given_away": given_away,
        "named_in_why": named_in(form.data.get("necessity", ""), space.subject.name),
        "giver": actor,
        "until": form.ends,
    }


def _described(form: ShareForm) -> Subject:
    """Return what would be seen, as the claims in force open it."""
    door_, summarising = form.space.door, form.summarising
    if form.is_summary and summarising is not None:
        return summarising.preview(door_.dossier, form.words)
    return door_.shareable.describe(door_.dossier)


def _parts(form: ShareForm, actor: Actor) -> dict[UUID, Category]:
    """Return the dossiers that are offered, each with what of it; a summary is written down first."""
    door_, summarising = form.space.door, form.summarising
    if form.is_summary and summarising is not None:
        beside = form.chosen & ~door_.shareable.base
        written = summarising.write(actor, door_.dossier, form.words)
        return {written: door_.shareable.base} | dict(door_.shareable.companions(door_.dossier, beside))
    return parts_to_share(door_.shareable, door_.dossier, form.chosen)


def _named_in(preview: Subject, name: str) -> str:
    """Return the part of the young person's name that stands in what is shared although the identity is not."""
    return named_in(" ".join(line for section in preview.sections for line in section.lines), name)


def _checked(form: ShareForm, actor: Actor) -> dict[str, Any]:
    somebody, place, page = form.somebody, form.space.place, _page(form, actor)
    if form.stands_on is None:
        raise Http404
    answers = (
        (_("Who shall have it"), f"{somebody.label if somebody else ''}, {place.organisation.name}"),
        (_("What it is for"), capfirst(str(PURPOSE_LABELS[form.stands_on.purpose]))),
        (_("What allows it"), allowed_by(form.stands_on)),
        (_("How much"), capfirst(page["sees"])),
        (_("Why it is necessary"), form.cleaned_data["necessity"]),
    )
    return page | {
        "asks": place.asks(form.chosen),
        "answers": [{"question": question, "answer": answer, "url": ""} for question, answer in answers],
        "posted": [(name, value) for name in form.data for value in _values(form, name)],
    }


def _values(form: ShareForm, name: str) -> list[str]:
    if name in {"csrfmiddlewaretoken", "check", "share", "edit", "changed"}:
        return []
    return [str(value) for value in form.data.getlist(name)]  # type: ignore[attr-defined] # a QueryDict


REFUSALS: dict[type[actions.SharingError], tuple[str | None, str]] = {
    actions.WrongTimeError: ("term", "time"),
    actions.WrongReceiverError: ("receiver", "receiver"),
    actions.WrongCategoryError: ("categories", "categories"),
    actions.WrongPurposeError: ("ground", "purpose"),
    actions.NoFrameError: ("ground", "frame"),
    actions.NotYoursToGiveError: ("categories", "yours"),
    actions.BasisError: ("ground", "basis"),
    actions.NoSuchAccessError: (None, "gone"),
}


def sentence(code: str) -> str:
    """Return what a refusal of REFUSALS says at its field."""
    return {
        "time": _("It cannot be seen longer than your own access, the agreement or consent, or two years."),
        "receiver": _("This receiver cannot have it now. Choose another."),
        "categories": _("You cannot share more than you see yourself."),
        "purpose": _("The agreement or consent does not carry this purpose."),
        "frame": _("What allowed it has just ended."),
        "gone": _("The question has been taken back meanwhile. Nothing was shared."),
        "basis": _("The legal basis has just been changed. Look at what can be chosen now."),
        "yours": _("You do not work on all of it yourself. Ask the lead of the case to share it."),
    }[code]


def _answered(form: ShareForm, group: UUID) -> None:
    """Say which question it answers. Raises NoSuchAccessError when that was taken back meanwhile."""
    if form.answered is not None:
        question, is_whole = form.answered
        asking.answer(question=question, group=group, is_whole=is_whole)


def _shared(request: HttpRequest, form: ShareForm, actor: Actor, decision: Decided | None) -> bool:
    place, group = form.space.place, form.group(actor.id)
    take_turn(group.bytes)
    if is_made(group):
        return True
    if form.somebody is None or form.stands_on is None or form.ends is None:
        return False
    terms = actions.Terms(
        to=reader_of(place, form.somebody),
        purpose=form.stands_on.purpose,
        frame=form.stands_on.frame.id,
        basis=form.stands_on.basis.version,
        necessity=form.cleaned_data["necessity"],
        until=form.ends,
    )
    try:
        with transaction.atomic():
            actions.share(parts=_parts(form, actor), terms=terms, group=group)
            _answered(form, group)
            if decision is not None:
                became(by=actor, decision=decision.id, made=Made.SHARE, made_id=group)
    except tuple(REFUSALS) as refused:
        field, code = REFUSALS[type(refused)]
        form.add_error(field, sentence(code))
        return False
    if place.asks(form.chosen):
        words = _("Drafted. A leader sees it first; %(who)s knows nothing of it before.")
        messages.success(request, words % {"who": form.somebody.label})
        return True
    messages.success(
        request,
        _("Offered to %(who)s. It can be seen when the offer is accepted, and you can take it back at any time.")
        % {"who": form.somebody.label},
    )
    return True
