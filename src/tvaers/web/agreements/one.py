"""One agreement: its text beside the one before, who has signed, and the steps that the reader may take."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tvaers.accounts.entrance import FactorNeededError, require_fresh_factor
from tvaers.agreements import access, actions, rules
from tvaers.agreements.access import NoDraftError, Whole
from tvaers.agreements.actions import (
    AgreementError,
    ChangedMeanwhileError,
    FollowedAlreadyError,
    FormerEndedError,
    NoFactorError,
    NotWholeError,
    NotYoursError,
    SignedAlreadyError,
    WrongStateError,
)
from tvaers.agreements.enums import Stand, State
from tvaers.agreements.models import AgreementAnnex, AgreementParty
from tvaers.files.enums import Size
from tvaers.partnerships.actor import Actor
from tvaers.partnerships.rules import WITH_PEOPLE
from tvaers.sharing.entrance import actor_in
from tvaers.ui import dates
from tvaers.web.agreements import beginnings, words
from tvaers.web.agreements.forms import TakeBackForm

CONFLICT = 409
# Of the hash so many characters tell one text from another to the eye; the whole stands below.
SHORT = 16


def address(agreement: UUID, anchor: str = "") -> str:
    """Return the page of an agreement, or a place on it."""
    return reverse("agreements:agreement", args=[agreement]) + (f"#{anchor}" if anchor else "")


def back_to(agreement: UUID, anchor: str = "") -> HttpResponse:
    """Send the reader to an agreement."""
    return HttpResponseRedirect(address(agreement, anchor))


@require_GET
def agreement(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Show an agreement."""
    actor = actor_in(request)
    found = access.get_for_reading(actor=actor, id=agreement)
    return render(request, "agreements/agreement.html", body(found) | steps(found, actor))


def body(found: Whole) -> dict[str, Any]:
    """Return what the text of an agreement is drawn from."""
    one = found.agreement
    return {
        "agreement": one,
        "state": words.state(found.stand),
        "purposes": words.purposes(one.purposes),
        "parties": [_party(party, found) for party in one.parties.all()],
        "themes": found.themes,
        "bases": words.bases(one),
        "annexes": [_annex(each) for each in found.annexes],
        "compared": found.compared,
        "hash": bytes(one.content_hash).hex() if one.content_hash else "",
        "is_as_sent": found.is_as_sent,
        "is_signed": one.state == State.SIGNED and bool(found.signatures),
        "before": found.before,
        "nobody": words.NOBODY,
    }


def _party(party: AgreementParty, found: Whole) -> dict[str, Any]:
    signature = found.signatures.get(party.organisation_id)
    said = ""
    if signature is not None:
        said = _("Signed %(day)s by %(name)s, %(title)s.") % {
            "day": dates.moment(signature.signed_at),
            "name": signature.name,
            "title": signature.title,
        }
    elif found.agreement.state == State.SENT:
        said = _("Has not signed yet.")
    name = party.name or party.organisation.name
    return {"row": party, "name": name, "signature": signature, "said": said}


def _annex(annex: AgreementAnnex) -> dict[str, Any]:
    """Return what an annex is drawn from: a text in sections, or a file, and whether the reader may fetch it."""
    shown = vars(annex)
    readable = shown["file_kind"] is not None
    about = f"{shown['file_kind'].upper()}, {Size(shown['file_size']).label}" if readable else ""
    return {"row": annex, "sections": words.sections(annex.text), "is_readable": readable, "about": about}


def _unwritten(found: Whole) -> list[dict[str, Any]]:
    """Return the annexes that the draft lacks and that there is a beginning for."""
    held = {annex.kind for annex in found.annexes}
    return [{"kind": kind.value, "label": kind.label} for kind in beginnings.OFFERED if kind not in held]


def steps(found: Whole, actor: Actor) -> dict[str, Any]:
    """Return what the reader may do."""
    state = found.agreement.state
    mine = found.signatures.get(actor.organisation.id)
    drafts = state == State.DRAFT and access.may_draft(actor=actor, agreement=found.agreement)
    sent = state == State.SENT
    return {
        "drafts": drafts,
        "unwritten": _unwritten(found) if drafts else [],
        "lacks": [{"text": text, "anchor": anchor} for text, anchor in (words.LACKS[each] for each in found.lacks)],
        "signs": sent and mine is None and access.may_sign(actor=actor, agreement=found.agreement),
        "runs": str(actor.organisation.id) if access.may_run(actor=actor, agreement=found.agreement) else None,
        "leaves": access.may_leave(actor=actor, agreement=found.agreement, stand=found.stand),
        "stands": found.agreement.frame_id is not None
        and found.stand in {Stand.COMING, Stand.IN_FORCE}
        and actor.has_role(*WITH_PEOPLE),
        "takes_back": sent and access.may_take_back(actor=actor, agreement=found.agreement),
        "is_ours": mine is not None,
    }


@require_POST
def send(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Send a draft to be signed."""
    actor = actor_in(request)
    try:
        found = access.get_for_drafting(actor=actor, id=agreement)
        actions.send(by=actor, agreement=agreement, version=_number(request.POST.get("version")))
    except ChangedMeanwhileError:
        messages.error(request, _("A colleague has changed the draft meanwhile. Read it once more before you send it."))
    except (NotWholeError, FollowedAlreadyError):
        messages.error(request, _("The draft is not whole yet. What it lacks stands at the top."))
    except (NoDraftError, NotYoursError):
        messages.info(request, _("It is no draft any more. Here you see how it stands."))
    else:
        number = len(found.parties.all())
        messages.success(request, _("It is sent to %(number)d parties to be signed.") % {"number": number})
    return back_to(agreement)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Send a text that was sent for signing back to be changed, with what should be changed."""
    actor = actor_in(request)
    found = access.get_for_reading(actor=actor, id=agreement)
    if not access.may_take_back(actor=actor, agreement=found.agreement):
        raise PermissionDenied
    form = TakeBackForm(request.POST or None)
    if found.agreement.state != State.SENT:
        messages.info(request, _("It is not out for signing any more."))
        return back_to(agreement)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_back(by=actor, agreement=agreement, why=form.cleaned_data["why"])
        except WrongStateError:
            messages.info(request, _("It is not out for signing any more."))
        else:
            messages.success(request, _("It is a draft again. Whoever has signed is asked anew when it is sent."))
        return back_to(agreement)
    context = {
        "title": _("Send it back to be changed"),
        "intro": _("It becomes a draft again. Signatures given so far count no longer, and stay readable."),
        "form": form,
        "do": _("Send it back"),
        "back_url": address(agreement),
        "back": found.agreement.title,
    }
    return render(request, "agreements/form.html", context)


@require_POST
def drop(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Give a draft up."""
    actor = actor_in(request)
    try:
        access.get_for_drafting(actor=actor, id=agreement)
        actions.drop(by=actor, agreement=agreement)
    except (NoDraftError, NotYoursError):
        messages.info(request, _("It is no draft any more. Here you see how it stands."))
        return back_to(agreement)
    messages.success(request, _("The draft is given up. It can still be read here."))
    return HttpResponseRedirect(reverse("agreements:list"))


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, agreement: UUID) -> HttpResponse:
    """Show all that is signed, and sign it: with a second factor that was shown within the last minute."""
    actor = actor_in(request)
    trouble = ""
    if request.method == "POST":
        access.get_for_signing(actor=actor, id=agreement)
        require_fresh_factor(seconds=rules.FACTOR_SECONDS)
        try:
            complete = actions.sign(by=actor, agreement=agreement, shown=_hash(request.POST.get("shown", "")))
        except NoFactorError as old:
            # It was fresh for the page, and a moment later no longer for the database.
            raise FactorNeededError from old
        except AgreementError as refused:
            trouble = _trouble(refused)
        else:
            messages.success(request, _("Signed by all.") if complete else _("You have signed."))
            return back_to(agreement)
    found = access.get_for_reading(actor=actor, id=agreement)
    if not access.may_sign(actor=actor, agreement=found.agreement):
        raise PermissionDenied
    if found.agreement.state != State.SENT or actor.organisation.id in found.signatures:
        is_out = found.agreement.state == State.SENT
        told = _("Your organisation has signed already.") if is_out else _("It is not out for signing any more.")
        messages.info(request, trouble or told)
        return back_to(agreement)
    context = body(found) | {"trouble": trouble, "organisation": actor.organisation}
    return render(request, "agreements/sign.html", context, status=CONFLICT if trouble else 200)


def _hash(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as forged:
        raise Http404 from forged


def _trouble(refused: AgreementError) -> str:
    told = {
        ChangedMeanwhileError: _("The text was changed after you opened it. Read it again; this is how it is now."),
        SignedAlreadyError: _("Your organisation has signed already."),
        WrongStateError: _("It is not out for signing any more."),
        FormerEndedError: _("The agreement that this one goes on with has ended. Write a renewal instead."),
        FollowedAlreadyError: _(
            "Another text goes on with the agreement before already, so this one cannot be signed any more. Send it"
            " back, give it up, and begin a new one."
        ),
        NotWholeError: _("Its term is over. It has to be changed before it can be signed."),
    }
    return told.get(type(refused), _("You cannot sign this."))
